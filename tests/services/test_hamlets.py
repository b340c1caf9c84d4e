"""A hamlet that is renamed, merged or taken away leaves nobody behind, nor anything that keeps its name."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import hamlets, office
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from tests import factories

OLD, NEW, OTHER = "Vĩnh Lợi", "Vĩnh Lợi Mới", "Hòa Phú"
RENAMED = [NEW if each == OLD else each for each in factories.HAMLETS]
MERGED = [each for each in factories.HAMLETS if each != OLD]


@pytest.fixture
def program(tmp_path: Path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


@pytest.fixture
def person(program) -> str:
    """Return somebody of the hamlet, with a record that is closed and a household."""
    record = program.cases.save(
        factories.case("children", {}, person=factories.person(hamlet=OLD, full_name="Danh Na"), final=False)
    )
    with program.vault.work() as store:
        store.records.set_state(store.records.get(record), "left", closed_on="2026-11-02", reason="Đi")
    found = program.cases.get(record).person_id
    program.people.save_household({"hamlet": OLD, "number": "12"}, first=found)
    return found


def change(program, names, moves=None) -> None:
    office.change(program.vault, program.office, names, moves)


def where(program, person) -> tuple[str, str]:
    view = program.people.get(person)
    assert view.household is not None
    return view.person["hamlet"], view.household.values["hamlet"]


@pytest.mark.parametrize(
    ("names", "moves", "target"),
    [(RENAMED, None, NEW), (RENAMED, {OLD: NEW}, NEW), (MERGED, {OLD: OTHER}, OTHER)],
    ids=["renamed in its place", "renamed", "merged"],
)
def test_its_people_and_households_go_along_in_one_unit_of_work(program, person, names, moves, target):
    with program.vault.reading() as store:
        before, _ = store.log.last()
    change(program, names, moves)
    assert office.hamlets(program.vault) == names
    assert where(program, person) == (target, target)
    assert program.people.rows("", [target])
    assert program.people.find(target)[0].id == person
    told = program.cases.history(program.people.get(person).records[0].id)
    assert any((row.before, row.after) == (OLD, target) for row in told)
    with program.vault.reading() as store:
        after, _ = store.log.last()
    assert after > before
    program.check()


def test_hamlets_that_take_each_others_names_keep_their_people_apart(program, person):
    """Numbered anew: the first becomes the second, the second the third; or two change their names."""
    with program.vault.work() as store:
        (second,) = store.people.add_all(
            factories.UNIT, [factories.person(hamlet=OTHER, full_name="Danh Tí")]
        )

    def hamlets_of() -> list[str]:
        return [program.people.get(each).person["hamlet"] for each in (person, second)]

    change(program, [*MERGED, "Ấp Ba"], {OLD: OTHER, OTHER: "Ấp Ba"})
    assert hamlets_of() == [OTHER, "Ấp Ba"]
    change(program, [*MERGED, "Ấp Ba"], {OTHER: "Ấp Ba", "Ấp Ba": OTHER})
    assert hamlets_of() == ["Ấp Ba", OTHER]
    assert where(program, person) == ("Ấp Ba", "Ấp Ba")


def test_numbering_anew_asks_about_those_whose_name_stays_as_well(program):
    change(program, ["Ấp 1", "Ấp 2", "Ấp 3"], dict.fromkeys(factories.HAMLETS, "Ấp 1"))
    with program.vault.work() as store:
        store.people.add_all(
            factories.UNIT,
            [factories.person(hamlet=f"Ấp {each}", full_name=f"Danh {each}") for each in (1, 2, 3)],
        )

    def asked(*names):
        found = hamlets.left_behind(program.vault, factories.UNIT, names)
        return {each.name: each.guess for each in found}

    assert asked("Ấp 2", "Ấp 3", "Ấp 4") == {"Ấp 1": "", "Ấp 2": "Ấp 2", "Ấp 3": "Ấp 3"}
    assert asked("Ấp 1", "Ấp 2") == {"Ấp 1": "Ấp 1", "Ấp 2": "Ấp 2", "Ấp 3": ""}
    assert asked("Ấp 1", "Ấp 2", "Ấp Ba") == {"Ấp 3": "Ấp Ba"}, "in its place, nothing else can be meant"
    assert asked("Ấp 3", "Ấp 2", "Ấp 1") == {}
    assert asked("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4") == {}
    moves = {"Ấp 1": "Ấp 2", "Ấp 2": "Ấp 3", "Ấp 3": "Ấp 4"}
    change(program, ["Ấp 2", "Ấp 3", "Ấp 4"], moves)
    assert [(name, count) for name, _label, count in program.people.hamlets()] == [
        ("Ấp 2", 1),
        ("Ấp 3", 1),
        ("Ấp 4", 1),
    ]


def test_one_in_use_is_not_taken_away_in_silence(program, person):
    for moves in (None, {}, {"Ấp khác": OTHER}):
        with pytest.raises(UserError) as caught:
            change(program, MERGED, moves)
        assert caught.value.code == "AS-2053"
        assert OLD in caught.value.text
    with pytest.raises(UserError) as caught:
        change(program, MERGED, {OLD: "Không Có"})
    assert caught.value.code == "AS-2054"
    assert office.hamlets(program.vault) == list(factories.HAMLETS)
    assert where(program, person) == (OLD, OLD)


def test_one_that_nobody_lives_in_may_go(program):
    change(program, MERGED)
    assert office.hamlets(program.vault) == MERGED


def test_a_new_order_or_a_further_name_moves_nobody(program, person):
    change(program, [*reversed(factories.HAMLETS)])
    change(program, [*factories.HAMLETS, "Ấp Mới"])
    assert where(program, person) == (OLD, OLD)


def test_saved_views_and_what_is_being_typed_follow(program, person):
    program.views.keep("children", {"filters": {"person.hamlet": [OLD, OTHER]}, "typed": OLD}, "Của tôi")
    typed = {"person": {"hamlet": OLD, "address": OLD}, "answers": {"note": OLD}}
    program.drafts.keep("new:children", typed, register="children")
    change(program, RENAMED)
    view = program.views.named("children")["Của tôi"]
    assert view["filters"] == {"person.hamlet": [NEW, OTHER]}
    assert view["typed"] == OLD  # words of the officer, no name that is kept
    draft = program.drafts.read("new:children", "children")
    assert draft is not None
    assert draft.typed == {"person": {"hamlet": NEW, "address": OLD}, "answers": {"note": OLD}}


@pytest.mark.parametrize("said", [OLD, f"Ấp {OLD}", OLD.upper()])
def test_a_list_that_still_says_the_old_name_comes_in_under_the_new_one(program, person, tmp_path, said):
    change(program, RENAMED)
    change(program, [NEW + " Hai" if each == NEW else each for each in RENAMED], {NEW: NEW + " Hai"})
    book = openpyxl.Workbook()
    for row in (("STT", "Họ và tên", "Ngày sinh", "Ấp", "Nhóm"), (1, "Danh Văn Tí", "02/03/2016", said, "a")):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    program.importing.bring(tmp_path / "list.xlsx", "children")
    rows = program.listing.all(ListQuery("children"), ("person.full_name", "person.hamlet"))
    assert ("Danh Văn Tí", NEW + " Hai") in {each.values for each in rows}


def test_people_of_other_units_stay_where_they_are(program, person):
    with program.vault.reading() as store:
        assert store.people.hamlet_use("30328@2025-07-01", OLD) == (0, 0)
        assert store.people.hamlet_use(factories.UNIT, OLD) == (1, 1)
    assert [each.name for each in hamlets.left_behind(program.vault, factories.UNIT, MERGED)] == [OLD]
    other = factories.OTHER.unit
    with program.vault.work("nhận gói", taking_in=other) as store:
        (stranger,) = store.people.add_all(other, [factories.person(hamlet=OLD, full_name="Danh Xa")])
    change(program, RENAMED)
    assert where(program, person) == (NEW, NEW)
    with program.vault.reading() as store:
        assert store.people.get(stranger).hamlet == OLD


_NAMES = st.lists(st.sampled_from([*factories.HAMLETS, NEW, "Ấp Mới", "Ấp Khác"]), unique=True, min_size=1)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_NAMES, st.data())
def test_whatever_the_new_list_nobody_lives_where_no_hamlet_is(program, names, data):
    # Whatever the example before left: what is drawn must not depend on it.
    change(program, factories.HAMLETS, dict.fromkeys(office.hamlets(program.vault), factories.HAMLETS[0]))
    with program.vault.work() as store:
        present = [each.name for each in store.people.hamlets(factories.UNIT)]
        store.people.add_all(factories.UNIT, [factories.person(hamlet=each) for each in present])
    going = [each for each in present if each not in names]
    moves = {each: data.draw(st.sampled_from(names)) for each in going}
    change(program, names, moves)
    assert office.hamlets(program.vault) == names
    assert {name for name, _label, _count in program.people.hamlets()} <= set(names)


def test_the_box_of_a_form_knows_every_hamlet_of_whom_the_officer_may_know_and_no_other(program):
    def save(register, hamlet):
        answers = factories.orphan().answers if register == "children" else {}
        known = factories.person(full_name=f"Danh {hamlet or 'Na'}", hamlet=hamlet)
        return program.cases.save(factories.case(register, dict(answers), person=known, final=False))

    for hamlet in ("Ấp Xa", "ấp xa", "Zông", ""):
        save("children", hamlet)
    save("trafficking", "Kín")
    gone = program.cases.get(save("children", "Bỏ")).person_id
    with program.vault.work() as store:
        store.people.get(gone).deleted = True
    may = Access("minh", "officer", {"children": "rw"}, keeps=True)
    for access in (program.access, may):
        sight = access.sight(passing=True)
        with program.vault.reading() as store:
            lived_in = store.search.lived_in(sight)
            counted = {name for name, _people in store.search.hamlets(sight) if name}
        assert sorted(lived_in) == sorted(counted) == ["Zông", "Ấp Xa", "ấp xa"]
        assert hamlets.offered(program.vault, access) == [*factories.HAMLETS, *sorted(counted)]
