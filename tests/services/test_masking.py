"""Masked answers: nowhere without a reason, for a reason with a line in the history, and never lost."""

import csv
import dataclasses
import io

import openpyxl
import pytest

from ansinh_desktop import clock, ids
from ansinh_desktop.db.exchange.tables import Conflict
from ansinh_desktop.db.exchange.travelling import MODELS, VECTOR, content_of
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.acts.lives import Named
from ansinh_desktop.registers.field import MASK, Field, When
from ansinh_desktop.registers.paper_forms import PaperForm
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from tests import factories
from tests.registers.factories import TRAFFICKING
from tests.services.reports.papers import texts_of
from tests.services.test_review import result as reviewed

OFFICER_NAME = factories.FIRST.full_name
WHY = "Giải quyết hồ sơ của người này"
SECRETS = {
    "reporter_name": "Kim Sa Rươne",
    "reporter_phone": "0912345678",
    "father_name": "Chau Xóc Rây",
    "reporter_address": "Ấp Phước Thọ, Ô Lâm",
    "suspects": [{"relation": "parent", "sex": "male", "age": 41, "note": "Hay uống rượu"}],
}
TOLD = ("Kim Sa Rươne", "0912345678", "0912 345 678", "Chau Xóc Rây", "Ô Lâm", "Hay uống rượu")


@pytest.fixture
def program(vault):
    return Program(vault)


@pytest.fixture
def record(program) -> str:
    return program.cases.save(factories.abuse(**SECRETS))


def tells(*said: object) -> list[str]:
    """Return which secrets stand in what is said."""
    whole = " ".join(map(repr, said))
    return [each for each in TOLD if each in whole]


def edited(program, record: str, **answers) -> CaseInput:
    """Return what stands in the form of a record whose masked answers were not shown, with some typed."""
    case = program.cases.get(record)
    return CaseInput(
        "child_abuse",
        dict(case.person),
        {**case.answers, **answers},
        record_id=record,
        kept=dict(case.kept),
        seen=case.seq,
        masked=case.masked - answers.keys(),
    )


def lines_of(program, record: str, what: str = "Xem mục mật") -> list[tuple[str, str, str]]:
    return [(row.field, row.author, row.reason) for row in program.cases.history(record) if row.what == what]


# ------------------------------------------------------------------ the case


def test_a_case_comes_without_its_masked_answers(program, record):
    case = program.cases.get(record)
    assert case.masked == SECRETS.keys()
    assert not case.masked & case.answers.keys()
    assert not tells(case, vars(case), case.facts)


def test_a_masked_answer_is_shown_for_a_reason_that_the_history_keeps_without_the_value(program, record):
    found = program.cases.reveals.answers(record, ["father_name"], WHY)
    assert found == {"father_name": "Chau Xóc Rây"}
    assert lines_of(program, record) == [("Họ tên cha", OFFICER_NAME, WHY)]
    with program.vault.reading() as store:
        (noted,) = (each for each in store.log.of(record) if each.act == "reveal")
    assert noted.reason == WHY
    assert not tells(noted.fields)
    program.check()


@pytest.mark.parametrize("reason", ["", "    ", "vì", "abcd "])
def test_without_a_reason_that_says_something_nothing_is_shown_or_written(program, record, reason):
    with pytest.raises(UserError) as refused:
        program.cases.reveals.answers(record, ["father_name"], reason)
    assert refused.value.code == "AS-1126"
    assert not lines_of(program, record)


def test_what_is_not_masked_is_not_asked_for_and_writes_nothing(program, record):
    assert program.cases.reveals.answers(record, ["place", "no_such"], WHY) == {}
    assert not lines_of(program, record)


def test_who_may_not_read_the_register_is_shown_nothing(program, record):
    may = Access(factories.OFFICER, "officer", {"children": "rwpx"})
    with pytest.raises(UserError) as refused:
        Program(program.vault, may=may).cases.reveals.answers(record, ["father_name"], WHY)
    assert refused.value.code == "AS-1110"
    assert not lines_of(program, record)


def test_saving_a_form_that_was_shown_nothing_keeps_what_is_masked(program, record):
    program.cases.save(edited(program, record, condition="Đã ổn định"))
    case = program.cases.get(record)
    assert case.answers["condition"] == "Đã ổn định"
    assert program.cases.reveals.answers(record, case.masked, WHY) == SECRETS


def test_what_was_shown_can_be_changed_and_emptied(program, record):
    program.cases.save(edited(program, record, father_name="Chau Kim", reporter_phone=None))
    case = program.cases.get(record)
    assert "reporter_phone" not in case.masked
    assert program.cases.reveals.answers(record, ["father_name"], WHY) == {"father_name": "Chau Kim"}


def test_a_form_is_checked_with_what_it_was_not_shown_and_quotes_none_of_it(program):
    victim = program.cases.save(
        CaseInput(
            "trafficking",
            factories.person(full_name="Thạch Thị Lan", birth_date="1990-01-02"),
            {**TRAFFICKING, "lodged_from": "2026-03-01", "lodged_to": "2026-02-01"},
            final=False,
        )
    )
    case = program.cases.get(victim)
    typed = CaseInput(
        "trafficking", dict(case.person), dict(case.answers), record_id=victim, masked=case.masked
    )
    found = [each for each in program.cases.check(typed, case.sealed) if each.code == "AS-2415"]
    whole = [each for each in case.findings if each.code == "AS-2415"]
    assert found
    assert whole
    for each in (*found, *whole):
        assert "02/2026" not in each.text + each.todo
        assert "03/2026" not in each.text + each.todo


def test_the_review_quotes_nothing_masked(program):
    answers = {**TRAFFICKING, "lodged_from": "2026-03-01", "lodged_to": "2026-02-01"}
    child = factories.person(full_name="Thạch Thị Lan", birth_date="1990-01-02")
    victim = program.cases.save(CaseInput("trafficking", child, answers, final=False))
    with program.vault.work() as store:
        store.records.get(victim).draft = False
    rows = [each for each in reviewed(program.review, clock.today()).rows if each.record_id == victim]
    (found,) = (each for each in rows if each.code == "AS-2415")
    assert "/2026" not in found.text + found.todo + found.recorded + found.expected


def test_what_only_a_masked_answer_makes_of_a_case_is_not_told_by_its_class(program):
    answers = {"population": "illicit_user", "has_file": True}
    records = [
        program.cases.save(factories.case("drug_treatment", answers | more, final=False, person=person))
        for more, person in (
            ({}, factories.person(full_name="Danh Một", birth_date="1990")),
            ({"hiv_positive": True}, factories.person(full_name="Danh Hai", birth_date="1991")),
        )
    ]
    assert {program.cases.get(each).confidentiality for each in records} == {"c3"}
    with program.vault.reading() as store:
        assert [store.records.get(each).confidentiality for each in records] == ["c3", "c4"]


# ------------------------------------------------------------------ lists and search


def test_a_list_shows_one_mask_for_everybody_and_answers_no_question_about_it(program, record):
    program.cases.save(
        factories.abuse(person=factories.person(full_name="Neáng Sa", birth_date="2014-01-01"))
    )
    rows = list(program.listing.all(ListQuery("child_abuse"), ("record.number", "father_name", "suspects")))
    assert [row.texts[1:] for row in rows] == [(MASK, MASK)] * 2
    assert not tells(rows)
    for ask in (
        lambda: program.listing.rows(ListQuery("child_abuse", {"father_name": ("Chau Xóc Rây",)})),
        lambda: program.listing.values("child_abuse", "father_name"),
    ):
        with pytest.raises(UserError) as refused:
            ask()
        assert refused.value.code == "AS-1127"


def test_the_order_of_a_list_says_nothing_of_what_is_masked(program):
    for name, father in (("Neáng A", "Ý"), ("Neáng B", "An"), ("Neáng C", "Minh")):
        person = factories.person(full_name=name, birth_date="2015")
        program.cases.save(factories.abuse(person=person, father_name=f"Chau {father}"))
    orders = [
        list(program.listing.rows(ListQuery("child_abuse", order_by=source, descending=down)))
        for source in ("father_name", "record.name_or_number")
        for down in (False, True)
    ]
    assert orders[:2] == orders[2:]


@pytest.mark.parametrize("typed", ["Rươne", "Xóc Rây", "0912345678", "Lâm", "rượu"])
def test_no_search_finds_somebody_by_what_is_masked(program, record, typed):
    del record
    with program.vault.reading() as store:
        assert not store.search.people(typed)
        assert not store.search.people_rows(typed)
    assert not program.listing.rows(ListQuery("child_abuse", typed=typed))


def test_a_view_that_was_kept_with_such_a_filter_comes_without_it(program):
    program.views.keep("trafficking", {"filters": {"purposes": ["labour"], "wishes": ["home"]}}, "Cũ")
    assert program.views.named("trafficking")["Cũ"]["filters"] == {"wishes": ["home"]}


OFFERED = PaperForm("of_secret", "PHIẾU", (), (), when=When("secret"))
SECRET = Field("secret", "Mật", kinds.Text(), confidentiality="c4")


@pytest.mark.parametrize(
    ("field", "changes", "fault"),
    [
        (SECRET, {"filters": ("secret",)}, "is a filter"),
        (dataclasses.replace(SECRET, dated=True), {}, "holds from a month"),
        (Field("rows", "Dòng", kinds.Rows((SECRET,))), {}, "masked in rows"),
        (SECRET, {"forms": (OFFERED,)}, "offers a form"),
        (SECRET, {"names_others": (Named("Người chăm sóc", "secret"),)}, "names somebody"),
    ],
)
def test_a_register_that_would_tell_what_is_masked_is_refused(field, changes, fault):
    register = catalog.register("children")
    first, *rest = register.sections
    sections = (dataclasses.replace(first, fields=(*first.fields, field)), *rest)
    with pytest.raises(BugError, match=fault):
        dataclasses.replace(register, sections=sections, **changes)


# ------------------------------------------------------------------ paper and files


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".pdf"])
def test_no_file_of_a_list_holds_what_is_masked(program, record, tmp_path, suffix):
    del record
    sources = ("record.number", "father_name", "reporter_phone", "suspects", "reporter_address")
    request = program.lists.of_screen(ListQuery("child_abuse"), sources, "Danh sách")
    target = tmp_path / f"danh-sach{suffix}"
    program.lists.write_request(request, target)
    match suffix:
        case ".xlsx":
            sheet = openpyxl.load_workbook(target).worksheets[0]
            said = [
                str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
            ]
        case ".csv":
            said = [cell for row in csv.reader(io.StringIO(target.read_text("utf-8-sig"))) for cell in row]
        case _:
            said = texts_of(target.read_bytes())
    assert not tells(said)
    assert " ".join(said).count(MASK) == 4


def test_what_is_copied_from_a_list_holds_the_mask(program, record):
    del record
    request = program.lists.of_screen(ListQuery("child_abuse"), ("record.number", "father_name"), "Danh sách")
    assert MASK in program.lists.copied(request)
    assert not tells(program.lists.copied(request))


def form_of(program, record: str, code: str):
    return next(each for each in program.forms.offered(record) if each.code == code)


def test_an_official_form_has_dots_unless_a_reason_is_given(program, record):
    form = form_of(program, record, "m01")
    assert set(form.masked) == {
        "Người cung cấp thông tin",
        "Điện thoại người cung cấp thông tin",
        "Địa chỉ người cung cấp thông tin",
        "Họ tên cha",
    }
    assert not tells(texts_of(program.forms.pdf(record, form)))
    assert not lines_of(program, record)
    said = texts_of(program.forms.pdf(record, form, WHY))
    assert "Chau Xóc Rây" in " ".join(said)
    assert {field for field, *_rest in lines_of(program, record)} == set(form.masked)
    assert {reason for *_rest, reason in lines_of(program, record)} == {WHY}


def test_the_sheet_that_every_register_has_never_prints_what_is_masked(program, record):
    form = form_of(program, record, "case_sheet")
    assert form.masked == ()
    assert not tells(texts_of(program.forms.pdf(record, form, WHY)))
    orphan = factories.orphan()
    child = program.cases.save(
        CaseInput("children", orphan.person, {**orphan.answers, "reporter_name": "Kim Sa Rươne"})
    )
    assert not tells(texts_of(program.forms.pdf(child, form_of(program, child, "case_sheet"))))


def test_forms_of_many_cases_have_dots(program, record):
    chosen = program.forms.latest([record], "m01")
    assert not tells(texts_of(program.forms.pdf_of_many(chosen)))


# ------------------------------------------------------------------ the history


def test_the_history_masks_old_and_new_and_shows_them_for_a_reason(program, record):
    program.cases.save(edited(program, record, father_name="Chau Kim", condition="Đã ổn định"))
    rows = program.cases.history(record)
    assert not tells(rows)
    (line,) = (each for each in rows if each.field == "Họ tên cha")
    assert (line.before, line.after, line.masked) == (MASK, MASK, True)
    (plain,) = (each for each in rows if "Đã ổn định" in each.after)
    assert not plain.masked
    shown = program.cases.reveals.line(record, line, WHY)
    assert (shown.before, shown.after) == ("Chau Xóc Rây", "Chau Kim")
    assert lines_of(program, record) == [("Họ tên cha", OFFICER_NAME, WHY)]


def test_a_masked_value_is_given_back_unseen(program, record):
    program.cases.save(edited(program, record, father_name="Chau Kim"))
    line = next(each for each in program.cases.history(record) if each.field == "Họ tên cha")
    act = program.undo.give_back(line.change, line.key)
    assert not tells(act)
    assert program.cases.reveals.answers(record, ["father_name"], WHY) == {"father_name": "Chau Xóc Rây"}


# ------------------------------------------------------------------ two versions


def differ(program, record: str) -> str:
    """Let a record stand elsewhere with another father; return the conflict."""
    with program.vault.work() as store:
        ours = content_of(store.arriving.rows(MODELS["record"], [record])[record], "record")
        theirs = ours | {"answers": {**ours["answers"], "father_name": "Chau Kim"}, VECTOR: {"elsewhere": 5}}
        found = Conflict(id=ids.new_id(), entity="record", row_id=record, theirs=theirs, source="x")
        store.arriving.differ(found)
        return found.id


def test_two_versions_of_what_is_masked_are_shown_for_a_reason_and_chosen_unseen(program, record):
    waiting = differ(program, record)
    (found,) = program.conflicts.all()
    (one,) = found.differences
    assert (one.label, one.ours, one.theirs, one.masked) == ("Họ tên cha", MASK, MASK, True)
    shown = program.conflicts.reveal(waiting, WHY)
    assert shown is not None
    assert [(each.ours, each.theirs) for each in shown.differences] == [("Chau Xóc Rây", "Chau Kim")]
    assert lines_of(program, record) == [("Họ tên cha", OFFICER_NAME, WHY)]
    program.conflicts.choose(waiting, {one.key: "theirs"})
    assert program.cases.reveals.answers(record, ["father_name"], WHY) == {"father_name": "Chau Kim"}
    assert program.conflicts.reveal(waiting, WHY) is None
