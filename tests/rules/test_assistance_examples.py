"""The worked examples of social assistance: facts and a date give group, coefficient, amount and article."""

import dataclasses
import datetime
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import assistance, calendar

DATA = Path(__file__).parent.parent / "data" / "law" / "social_assistance.toml"
EXAMPLES = tomllib.loads(DATA.read_text(encoding="utf-8"))["example"]


def _name(example):
    return f"{example['id']} {example['expect']['article'] or 'nothing paid'}"


def of_kind(*kinds):
    found = [each for each in EXAMPLES if each["kind"] in kinds]
    return pytest.mark.parametrize("example", found, ids=[_name(each) for each in found])


def facts_of(example, person=None):
    person = person or example["person"]
    return assistance.Facts(
        birth=PartialDate.of(person["birth_date"]),
        flags=frozenset(person["flags"]),
        no_source_case=person.get("no_source_case", ""),
        children=tuple(
            assistance.Child(PartialDate.of(child["birth_date"]), frozenset(child["flags"]))
            for child in example.get("children", [])
        ),
    )


def test_all_forty_are_here():
    assert len(EXAMPLES) == 40
    assert {each["kind"] for each in EXAMPLES} == {
        "monthly", "series", "funeral", "emergency", "facility", "arrears",
    }  # fmt: skip


@of_kind("monthly")
def test_a_month(example):
    expect = example["expect"]
    found = assistance.assess(facts_of(example), calendar.read_month(example["month"]))
    assert found.rule_set == expect["rule_set"]
    assert found.base == expect["base"]
    assert list(found.groups) == expect["groups"]
    assert list(found.rules) == expect["rules"]
    assert found.coefficient == Decimal(str(expect["coefficient"]))
    assert found.allowance == expect["allowance"]
    assert found.social_pension == expect["social_pension"]
    assert found.scheme == expect["scheme"]
    assert found.pay == expect["pay"]
    assert found.article == expect["article"]
    assert found.needs_confirmation is expect["needs_confirmation"]
    carers = [
        {
            "rule": each.rule,
            "coefficient": float(each.coefficient),
            "amount": each.amount,
            "payee": each.payee,
            "article": each.article,
        }
        for each in found.carer
    ]
    assert carers == expect.get("carer", [])
    assert all(each.text for each in found.reasons)
    assert all(each.text for each in found.notices)


def test_a_disabled_couple_gets_one_share():
    example = next(each for each in EXAMPLES if "spouse" in each)
    month = calendar.read_month(example["month"])
    wife = assistance.assess(facts_of(example), month)
    husband_facts = facts_of(example, example["spouse"])
    husband = assistance.assess(dataclasses.replace(husband_facts, spouse_has_share=True), month)
    assert husband.carer == ()
    assert any(each.code == "AS-6165" for each in husband.reasons)
    assert wife.total + husband.total == example["expect"]["couple_total_with_one_carer_share"]


@of_kind("funeral")
def test_a_funeral(example):
    given, expect = example["input"], example["expect"]
    found = assistance.funeral(given["event_date"], [given["who"]])
    assert found.rule == expect.get("rule", "")
    assert (found.amount, found.unit) == (expect["amount"], expect["unit"])
    assert found.article == expect["article"]
    assert found.needs_confirmation is expect["needs_confirmation"]


@of_kind("emergency")
def test_an_emergency(example):
    given, expect = dict(example["input"]), example["expect"]
    found = assistance.emergency(assistance.Emergency(happened_on=given.pop("event_date"), **given))
    assert found.rule == expect["rule"]
    assert (found.amount, found.unit) == (expect["amount"], expect["unit"])
    assert found.article == expect["article"]
    assert found.needs_confirmation is expect["needs_confirmation"]


@of_kind("facility")
def test_a_month_in_a_facility(example):
    given, expect = example["input"], example["expect"]
    found = assistance.facility_care(PartialDate.of(given["birth_date"]), calendar.read_month(given["month"]))
    assert (found.rule, found.amount, found.unit) == (expect["rule"], expect["amount"], expect["unit"])
    assert found.article == expect["article"]
    assert found.needs_confirmation is expect["needs_confirmation"]


@of_kind("arrears")
def test_arrears(example):
    given, expect = example["input"], example["expect"]
    found = assistance.arrears(
        assistance.Facts(PartialDate.of(given["birth_date"]), frozenset(given["flags"])),
        calendar.read_month(given["first_month"]),
        calendar.read_month(given["last_month"]),
        given["paid_per_month"],
    )
    assert (found.rule, found.total, found.article) == (expect["rule"], expect["amount"], expect["article"])
    assert found.needs_confirmation is expect["needs_confirmation"]


@of_kind("series")
def test_a_series_of_months(example):
    given, expect = example["input"], example["expect"]
    facts = assistance.Facts(PartialDate.of(given["birth_date"]), frozenset(given["flags"]))
    months = [calendar.read_month(each) for each in given["months"]]
    found = [assistance.assess(facts, month) for month in months]
    assert [each.pay for each in found] == expect["amounts"]
    assert found[0].rules == (expect["rule"],)
    (stop,) = (each for each in assistance.grounds("stop", months[-1]) if each.id == "no_longer_eligible")
    assert f"{found[0].article}; {stop.article.removeprefix('NĐ 335/2026 ')}" == expect["article"]
    assert not any(each.needs_confirmation for each in found)
    assert assistance.last_month_paid(datetime.date(2026, 11, 20)) == months[0]
