"""A form is declared once, and a declaration that names what does not exist is refused when it is made."""

import dataclasses
import datetime

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case_sheet import case_sheet
from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.paper_forms import (
    Facts,
    Happened,
    Levels,
    Limits,
    PaperForm,
    Piece,
    Say,
    SignedBy,
    Table,
    TableColumn,
    Tick,
    places,
    sources_of,
)

EVERY = pytest.mark.parametrize("register", catalog.registers().values(), ids=lambda each: each.code)


def form(*pieces: Piece, **changes) -> PaperForm:
    return PaperForm("tried", "PHIẾU THỬ", pieces, **({"signatures": ()} | changes))


def declared(*forms: PaperForm):
    return dataclasses.replace(catalog.register("child_abuse"), forms=forms)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (form(Say("Họ tên: {person.fullname}")), "names person.fullname"),
        (form(Tick("Giới tính", "person.sexes")), "names person.sexes"),
        (form(Tick("Tình trạng", "condition")), "condition has no boxes"),
        (form(Table("nothing", ())), "names nothing"),
        (form(Table("plan_activities", (TableColumn("who", "Ai"),))), "plan_activities has no who"),
        (form(Table("condition", (TableColumn("who", "Ai"),))), "condition has no who"),
        (form(Facts("Chung", ("condition", "weather"))), "names weather"),
        (form(Levels("m09_", "assessment_row_02", "risk_level", ())), "names m09_harm_now"),
        (form(Say("{event.proposal}")), "names event.proposal"),
        (form(event="party"), "party, which is no event"),
        (form(Say("{event.dance}"), event="review_06"), "names event.dance"),
        (form(Say("{condition:loudly}")), "says condition:loudly"),
        (form(number="report_number"), "names report_number"),
        (form(dated="some_day"), "names some_day"),
        (form(when=When("weather")), "depends on weather"),
        (form(Say("Nắng", when=When("sun"))), "depends on sun"),
        (form(signatures=(SignedBy(("NGƯỜI KÝ",), "{signer}"),)), "names signer"),
        (form(recipients=("Ông {neighbour};",)), "names neighbour"),
    ],
)
def test_what_does_not_exist_cannot_be_printed(wrong, says):
    with pytest.raises(BugError, match=says):
        declared(wrong)


def test_two_forms_of_one_code_are_refused():
    with pytest.raises(BugError, match="tried stands twice"):
        declared(form(), form())


@EVERY
def test_every_register_has_a_sheet_of_all_that_it_asks(register):
    sheet = case_sheet(register)
    assert set(sheet.sources()) <= set(sources_of(register, sheet))
    asked = {each.key for each in register.fields.values() if not each.hidden}
    assert asked <= set(sheet.sources())
    assert {each.key for each in register.computed} <= set(sheet.sources())
    assert [type(each) for each in sheet.pieces[-3:]] == [Limits, Happened, Happened]


@EVERY
def test_a_form_says_which_it_is_and_how_sure_that_is(register):
    for each in register.forms:
        assert each.title
        assert each.signatures
        assert bool(each.model) == bool(each.legal)
        assert each.mark == "✓" or each.mark in "•?"


def test_a_label_is_what_the_officer_looks_for():
    found = {each.code: each.label for each in catalog.register("child_abuse").forms}
    assert found["m02"] == "Mẫu số 02: Đánh giá nguy cơ ban đầu, mức độ tổn hại của trẻ em"
    assert form().label == "Phiếu thử"


def test_the_forms_of_the_decree_are_all_there():
    codes = [each.code for each in catalog.register("child_abuse").forms]
    assert codes == ["m01", "m02", "m03", "m04", "m05", "m06", "m07"]
    sure = [each.code for each in catalog.register("child_abuse").forms if each.mark == "✓"]
    assert sure == ["m01"]


def test_a_declaration_of_a_decree_is_for_the_days_on_which_it_was_in_force():
    found = {each.code: each for each in catalog.register("assistance").forms}
    assert found["declaration_1đ"].valid_to == datetime.date(2026, 10, 4)
    assert found["declaration_01"].valid_from == datetime.date(2026, 10, 5)


def test_places_are_found_with_the_way_they_are_said():
    assert list(places("Ngày {decision_date:words}, {person.full_name}.")) == [
        ("decision_date", "words"),
        ("person.full_name", ""),
    ]
