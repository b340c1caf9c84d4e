"""The rows of a register's list: which columns it offers, what a cell shows, and what a confidential record hides."""

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.listing import TELLING, ListQuery
from ansinh_desktop.services.people import People
from ansinh_desktop.ui.tables import people_rows, record_rows
from ansinh_desktop.ui.tables.people_rows import PeopleRows
from ansinh_desktop.ui.tables.record_rows import MASKED, RecordRows, columns_of
from ansinh_desktop.ui.widgets.window_model import Face
from tests import factories
from tests.factories import abuse, orphan, person

SOURCES = ("record.name_or_number", "person.hamlet", "record.sent", "record.state")


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    """Return the lists and the people of three orphans, one of them a draft, and an abused child."""
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("rows") / "data")
    cases, listing = factories.services(vault)
    for name in ("Danh Bé", "Danh An"):
        cases.save(orphan(name))
    cases.save(factories.case("children", {}, person=person(full_name="Danh Nháp"), final=False))
    cases.save(abuse(final=False))
    yield listing, People(vault, listing._access, factories.OFFICE)
    vault.lock()


@pytest.fixture
def listing(commune):
    return commune[0]


def rows_of(listing, register="children", sources=SOURCES, **query):
    return RecordRows(listing, ListQuery(register, **query), sources)


def test_rows_come_by_their_place_in_the_order_that_is_asked(listing):
    rows = rows_of(listing)
    assert rows.count() == 3
    names = [each.cells["record.name_or_number"].text for each in rows.rows(0, 10)]
    assert names == ["Danh An", "Danh Bé", "Danh Nháp"]
    assert [each.key for each in rows.rows(1, 1)] == [rows.rows(0, 3)[1].key]
    assert rows.rows(3, 10) == []
    turned = rows.ordered("record.name_or_number", descending=True)
    assert [each.cells["record.name_or_number"].text for each in turned.rows(0, 10)] == names[::-1]
    assert (turned.query.order_by, turned.query.descending) == ("record.name_or_number", True)


def test_a_record_is_found_where_it_stands_and_nowhere_else(listing):
    rows = rows_of(listing)
    keys = [each.key for each in rows.rows(0, 3)]
    assert [rows.place_of(each) for each in keys] == [0, 1, 2]
    assert rows_of(listing, "child_abuse").place_of(keys[0]) == -1


def test_what_every_row_needs_is_asked_for_once_whatever_columns_are_shown(listing):
    rows = rows_of(listing, sources=("record.number", "school", "record.number"))
    assert rows.sources == ("record.number", "school", "record.name_or_number", "record.draft")


def test_a_draft_says_so_and_a_whole_record_says_nothing(listing):
    shown = {each.cells["record.name_or_number"].text: each.cells for each in rows_of(listing).rows(0, 9)}
    draft, whole = shown["Danh Nháp"]["record.name_or_number"], shown["Danh An"]["record.name_or_number"]
    assert (draft.sign, draft.tone) == ("square-pen", "warning")
    assert "bản nháp" in draft.hint
    assert whole == Face("Danh An")
    assert shown["Danh An"]["person.hamlet"] == "Vĩnh Thạnh"
    assert {cells[MASKED] for cells in shown.values()} == {""}


def test_a_confidential_record_shows_its_number_and_hides_all_that_tells_of_the_person(listing):
    register = catalog.register("child_abuse")
    every = tuple(each.key for each in columns_of(register))
    (row,) = rows_of(listing, "child_abuse", every).rows(0, 5)
    number = row.cells["record.number"]
    assert row.cells["record.name_or_number"].text == number
    assert row.cells[MASKED] == "1"
    hidden = {key for key, cell in row.cells.items() if isinstance(cell, Face) and cell.text == "••••"}
    masked = {name for name, source in register.sources.items() if source.masked}
    assert hidden == (TELLING | masked) & row.cells.keys()
    shown = " ".join(each.text if isinstance(each, Face) else each for each in row.cells.values())
    assert "Phượng" not in shown


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Chưa gửi", "circle"),
        ("Đã xuất gói 3", "package"),
        ("Đã có biên nhận", "circle-check"),
        ("Bị trả lại: thiếu số", "undo-2"),
        ("Nhận từ đơn vị khác", "inbox"),
        ("Nhận từ Xã Bình Long", "inbox"),
    ],
)
def test_how_far_a_record_has_gone_has_a_sign_of_its_own(listing, text, sign):
    face = record_rows._sent_face(text)
    assert (face.text, face.sign) == (text, sign)
    assert rows_of(listing).rows(0, 1)[0].cells["record.sent"] == record_rows._sent_face("Chưa gửi")


@pytest.mark.parametrize("code", sorted(catalog.registers()))
def test_what_a_register_lists_stands_first_and_what_is_only_for_paper_nowhere(code):
    register = catalog.register(code)
    columns = columns_of(register)
    keys = [each.key for each in columns]
    assert tuple(keys[: len(register.listed)]) == register.listed
    assert [each.key for each in columns if each.shown] == list(register.listed)
    assert len(keys) == len(set(keys))
    assert record_rows._NO_COLUMNS & set(keys) <= set(register.listed)
    hidden = {key for key, field in register.fields.items() if field.hidden}
    assert hidden & set(keys) <= set(register.listed)
    assert set(register.fields) - hidden <= set(keys), "every question that is asked can be a column"
    assert all(each.width > 0 and each.label for each in columns)


# ---------------------------------------------------------------- everybody


def test_people_stand_in_the_order_of_their_names_with_how_many_records_they_have(commune):
    rows = PeopleRows(commune[1])
    assert rows.count() == 3, "whoever walks by does not read who stands in a confidential record"
    found = rows.rows(0, 9)
    assert [each.cells["full_name"] for each in found] == ["Danh An", "Danh Bé", "Danh Nháp"]
    assert {each.cells[people_rows.RECORDS] for each in found} <= {"0", "1"}
    assert {*found[0].cells} == {each.key for each in people_rows.COLUMNS}
    assert [each.key for each in rows.rows(1, 2)] == [each.key for each in found[1:3]]


def test_people_are_narrowed_by_what_was_typed_and_by_hamlet_and_never_turned_round(commune):
    people = commune[1]
    assert [each.cells["full_name"] for each in PeopleRows(people, "an").rows(0, 9)] == ["Danh An"]
    assert PeopleRows(people, "", ["Vĩnh Lợi"]).count() == 0
    assert PeopleRows(people, "danh", ["Vĩnh Thạnh"]).count() == 3
    rows = PeopleRows(people)
    assert rows.ordered("full_name", descending=True) is rows
    keys = [each.key for each in rows.rows(0, 3)]
    assert [rows.place_of(each) for each in keys] == [0, 1, 2]
    assert PeopleRows(people, "an").place_of(keys[1]) == -1
