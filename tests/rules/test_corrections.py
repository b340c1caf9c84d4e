"""What was found wrong or missing in the law data in November 2026 stands in them, block by block."""

import datetime
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.duties import Duty
from ansinh_desktop.rules import assistance, deadlines, law, trafficking
from ansinh_desktop.rules.assistance import data

DATA = Path(__file__).parent.parent / "data" / "law" / "corrections.toml"
BLOCKS = tomllib.loads(DATA.read_text(encoding="utf-8"))
NOT_OURS_TO_MISS = {"drug_service_notice_2026": "the service's own duty; its notice is an event of the case"}
COPIED = (
    "drug_register",
    "drug_voluntary_decision",
    "drug_service_notice",
    "drug_minor_file_read",
    "drug_minor_file_send",
    "drug_minor_department",
    "drug_minor_supplement",
    "drug_report_home",
    "drug_aftercare_file",
    "drug_aftercare_decision",
    "drug_compulsory_file",
)
"""From July 2026 these go on with the numbers of before, doubtful, rather than without any."""


def row(name, row_id, file="social_assistance"):
    found = [each for each in law.law_data(file)[name] if each["id"] == row_id]
    assert len(found) == 1, row_id
    return found[0]


def run():
    registers = catalog.registers().values()
    duties = [each for register in registers for each in register.duties if isinstance(each, Duty)]
    return {limit for each in duties for limit in each.limits}


def test_every_kind_of_block_is_looked_at_below():
    assert set(BLOCKS) == {
        "schema_version", "correct", "doubt", "pension", "social_group", "decrease_reason", "reminder",
        "deadline", "fixed_date", "entitlement", "drug_form", "add",
    }  # fmt: skip
    assert set(BLOCKS["correct"]) == {
        "timing", "allowance", "start_rule", "pension_result", "emergency", "deadline", "reminder",
        "children_md_section_8",
    }  # fmt: skip


def test_the_timing_of_a_loss_is_as_corrected():
    said = BLOCKS["correct"]["timing"]["month_still_paid_after_loss"]
    assert law.law_data("social_assistance")["timing"]["month_still_paid_after_loss"] == said


@pytest.mark.parametrize("block", BLOCKS["doubt"], ids=lambda each: each["id"])
def test_a_doubt_is_known(block):
    found = row("doubt", block["id"])
    for key in ("applies_to", "effective_from", "effective_to", "mark"):
        assert found[key] == block[key]
    assert found["label"]


@pytest.mark.parametrize("block", BLOCKS["pension"], ids=lambda each: each["id"])
def test_a_pension_row_is_added(block):
    assert row("pension", block["id"]) == block


def test_what_bars_an_allowance_and_when_one_begins():
    wanted = BLOCKS["correct"]["allowance"]["nd20_k5c"]["require_none"]
    assert row("allowance", "nd20_k5c")["require_none"] == wanted
    start = BLOCKS["correct"]["start_rule"]["pension_nd176"]
    assert row("start_rule", "pension_nd176").items() >= start.items()


def test_a_pension_names_who_and_how_much():
    found = assistance.assess(assistance.Facts(PartialDate(1940, 1, 1)), datetime.date(2025, 10, 1))
    assert found.article == BLOCKS["correct"]["pension_result"]["example_2025_10"]


def test_petrol_is_given_in_decimal_litres():
    found = assistance.emergency(
        assistance.Emergency("protection_transport", datetime.date(2026, 1, 1), km=12)
    )
    assert (found.amount, found.unit) == (Decimal("2.4"), "lít xăng")


@pytest.mark.parametrize("block", BLOCKS["social_group"], ids=lambda each: each["code"])
def test_the_two_meanings_of_one_letter_are_two_codes(block):
    found = law.code_list("social_group").get(block["code"])
    assert found is not None
    assert (found.label, found.extra["clause"], found.mark) == (
        block["label"],
        block["clause"],
        block["mark"],
    )
    assert found.effective_from == block.get("effective_from")
    assert found.effective_to == block.get("effective_to")
    assert row("allowance", "nd335_k5b")["group"] == "k5b_335"
    assert "k5b_335" in data.stacks_with_single_parent()


@pytest.mark.parametrize(
    ("name", "block"),
    [(name, each) for name in ("decrease_reason", "drug_form") for each in BLOCKS[name]],
    ids=lambda each: each["code"] if isinstance(each, dict) else each,
)
def test_a_code_is_added(name, block):
    found = law.code_list(name).get(block["code"])
    assert found is not None
    assert (found.label, found.effective_to) == (block["label"], block.get("effective_to"))


@pytest.mark.parametrize("block", BLOCKS["deadline"], ids=lambda each: each["id"])
def test_a_time_limit_is_added_and_run(block):
    found = row("deadline", block["id"], "deadlines")
    assert found == block
    terms = {"drug_compulsory_minor_min", "drug_compulsory_adult_min"}
    assert block["id"] in run() | terms


@pytest.mark.parametrize("row_id", COPIED)
def test_a_time_limit_goes_on_from_july_2026_until_its_decree_is_read(row_id):
    before, after = (deadlines.deadline(each) for each in (row_id, f"{row_id}_2026"))
    assert (after.limit, after.unit, after.event) == (before.limit, before.unit, before.event)
    assert (after.effective_from, after.mark) == (datetime.date(2026, 7, 1), "?")
    assert "Luật 120/2025" in after.note
    assert after.id in run() | NOT_OURS_TO_MISS.keys()


@pytest.mark.parametrize(
    ("row_id", "block"),
    BLOCKS["correct"]["deadline"].items(),
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_time_limit_is_as_corrected(row_id, block):
    ruling = {key: value for key, value in block.items() if key != "note"}  # in other words for the officer
    assert row("deadline", row_id, "deadlines").items() >= ruling.items()


def test_the_month_by_month_visits_that_no_decree_asks_for_are_in_force_on_no_day():
    gone = deadlines.deadline("child_care_monitoring")
    assert gone.effective_to < gone.effective_from


def test_reminders_and_fixed_dates_are_added_and_corrected():
    for each in BLOCKS["reminder"]:
        assert row("reminder", each["id"], "deadlines") == each
    for row_id, block in BLOCKS["correct"]["reminder"].items():
        assert row("reminder", row_id, "deadlines").items() >= block.items()
    for each in BLOCKS["fixed_date"]:
        assert row("fixed_date", each["id"], "deadlines") == each


@pytest.mark.parametrize(
    "block", BLOCKS["entitlement"], ids=lambda each: f"{each['status'][0]}-{each['citizenship'][0]}"
)
def test_who_accompanies_a_victim_is_entitled_as_corrected(block):
    on = trafficking.LAW_2024_FROM
    for citizenship in block["citizenship"]:
        for location in block["location"]:
            found = trafficking.entitlement(block["status"][0], citizenship, location, on)
            assert found.points == tuple(block["points"])
            assert (found.mark, found.note) == (block["mark"], block.get("note", ""))


@pytest.mark.parametrize("block", BLOCKS["add"], ids=lambda each: f"{each['register']}-{each['to']}")
def test_a_step_that_the_law_needs_is_listed(block):
    flow = law.workflow(block["register"])
    for source in block["from"]:
        assert flow.allows(source, block["to"])
        assert flow.guard(source, block["to"]) == block["guard"]


def test_what_is_asked_of_a_report_and_what_only_before_its_assessment():
    said = BLOCKS["correct"]["children_md_section_8"]
    register = catalog.register("child_abuse")
    required = {each.key for each in register.fields.values() if each.required and each.when is None}
    assert required == set(said["required_at_intake"])
    (guard,) = [each for each in register.life_cycle.guards if each.to == ("specific_assessment",)]
    assert set(guard.answers) >= set(said["required_before_specific_assessment"])
    assert not set(said["never_required"]) & required
