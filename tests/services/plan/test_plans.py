"""The plan asked of a real data folder: every kind of figure, what is entered, and periods closed for good."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Part
from ansinh_desktop.services import invented
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.plan.rows import counted_by
from ansinh_desktop.services.program import Program
from tests.factories import PROVINCE, new_vault, trust

PARTS: tuple[Part, ...] = ("numerator", "denominator")
HALF = Period.of("2026-H1")


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as made:
        yield made


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("kế hoạch") / "xã")[0]) as made:
        invented.fill(made, 60)
        yield made


def row(program, target, period=HALF):
    return next(each for each in program.plans.answer(period).rows if each.target.id == target)


def enter(program, target, period=HALF, **parts):
    return program.plans.enter(
        period, [FigureInput(target, part, parts[part]) for part in PARTS if part in parts]
    )


def refused(code, act, *given, **named):
    with pytest.raises(UserError) as caught:
        act(*given, **named)
    assert caught.value.code == code
    return caught.value.text


def test_every_target_has_a_row_and_says_what_is_missing(program):
    rows = program.plans.answer(HALF).rows
    assert [each.target.number for each in rows] == list(range(1, 30))
    for each in rows:
        assert each.state in ("missing", "none") or each.target.kind in ("change", "difference")
        assert each.value is None


@pytest.mark.parametrize(
    ("target", "parts", "value", "state"),
    [
        ("urban_unemployment", {"numerator": 39, "denominator": 1000}, "3.9", "reached"),
        ("urban_unemployment", {"numerator": 40, "denominator": 1000}, "4.0", "missed"),
        ("health_insurance", {"numerator": 919, "denominator": 1000}, "91.9", "missed"),
        ("health_insurance", {"numerator": 920, "denominator": 1000}, "92.0", "reached"),
        ("health_insurance", {"numerator": 0, "denominator": 0}, None, "none"),
        ("health_insurance", {"numerator": 5}, None, "missing"),
        ("health_insurance", {"denominator": 5}, None, "missing"),
        ("safe_addresses", {"numerator": 1, "denominator": 1}, "100.0", "reached"),
        ("safe_addresses", {"numerator": 0, "denominator": 1}, "0.0", "missed"),
        ("gdnn_female", {"numerator": 415, "denominator": 1000}, "41.5", "reached"),
        # the province's whole is not the commune's
        ("gratitude_fund", {"numerator": 71_000_000}, "71000000", "open"),
    ],
)
def test_a_figure_that_is_entered_makes_its_row(program, target, parts, value, state):
    enter(program, target, **parts)
    found = row(program, target)
    assert (found.value, found.state) == (None if value is None else Decimal(value), state)
    assert found.entered.author


def test_a_count_is_held_against_what_the_commune_was_set(program):
    enter(program, "gratitude_fund", numerator=71_000_000)
    assert row(program, "gratitude_fund").note == "Chưa giao chỉ tiêu cho xã."
    with program.vault.work("nhận chỉ tiêu") as store:
        store.set_setting("plan.targets", {"gratitude_fund": "64000000"})
    found = row(program, "gratitude_fund")
    assert (found.state, found.reached_percent) == ("reached", Decimal("110.9"))


def test_a_share_falls_from_the_day_before_the_period_and_of_no_households_there_is_none(program):
    assert row(program, "poverty_reduction").state == "missing"
    enter(program, "poverty_reduction", Period(HALF.day_before, HALF.day_before), denominator=1100)
    found = row(program, "poverty_reduction")
    assert (found.numerator, found.denominator) == (0, 1100)
    assert (found.value, found.ends, found.state) == (0, (0, 0), "missed")
    enter(program, "poverty_reduction", denominator=0)
    found = row(program, "poverty_reduction")
    assert (found.state, found.denominator, found.ends) == ("missing", 0, None)


def test_the_change_against_the_base_year(program):
    enter(program, "child_abuse_reduction", HALF.in_year(2021), denominator=0)
    found = row(program, "child_abuse_reduction")
    if "child_abuse_reduction" not in counted_by():
        pytest.skip("no register counts it")
    assert (found.state, found.note) == ("open", "Số gốc năm 2021 bằng 0: không tính được.")
    enter(program, "child_abuse_reduction", HALF.in_year(2021), denominator=4)
    found = row(program, "child_abuse_reduction")
    assert (found.value, found.state, found.ends) == (Decimal("-100.0"), "reached", (4, 0))


def test_what_is_no_sound_figure_is_refused_whole(program):
    sound = FigureInput("health_insurance", "denominator", 10)
    for code, wrong in (
        ("AS-8003", FigureInput("none", "numerator", 1)),
        ("AS-8003", FigureInput("addicts_in_treatment", "numerator", 1)),
        ("AS-8003", FigureInput("gratitude_fund", "denominator", 1)),
        ("AS-8004", FigureInput("health_insurance", "numerator", -1)),
        ("AS-8004", FigureInput("health_insurance", "numerator", 10**14)),
        ("AS-8005", FigureInput("health_insurance", "numerator", 11)),
        ("AS-8006", FigureInput("health_insurance", "numerator", 9, "x" * 201)),
    ):
        refused(code, program.plans.enter, HALF, [sound, wrong])
        assert program.plans.entered(HALF) == {}


def test_a_figure_is_corrected_and_taken_back_with_its_line_in_the_history(program):
    enter(program, "health_insurance", numerator=9, denominator=10)
    assert enter(program, "health_insurance", numerator=9, denominator=10) == 0
    assert enter(program, "health_insurance", numerator=8) == 1
    assert enter(program, "health_insurance", denominator=None) == 1
    assert enter(program, "health_insurance", denominator=None) == 0
    assert {key: each.value for key, each in program.plans.entered(HALF).items()} == {
        ("health_insurance", "numerator"): 8
    }
    assert enter(program, "health_insurance", denominator=16) == 1
    assert row(program, "health_insurance").value == Decimal("50.0")
    program.check()


def test_a_switch_is_turned_for_this_unit(program):
    assert program.plans.switched()["gift_counts"] == "no"
    program.plans.turn("gift_counts", "yes")
    assert program.plans.switched()["gift_counts"] == "yes"
    refused("AS-8001", program.plans.turn, "gift_counts", "perhaps")
    refused("AS-8001", program.plans.turn, "else", "yes")


def test_a_closed_period_says_the_same_whatever_comes_after(commune):
    period = Period.of("2026-Q1")
    enter(commune, "health_insurance", period, numerator=9, denominator=10)
    closed = commune.plans.close(period)
    assert closed.sound
    refused("AS-8008", commune.plans.close, period)
    enter(commune, "health_insurance", period, numerator=1)
    commune.plans.turn("include_detention", "no")
    now, kept = commune.plans.answer(period).told, commune.plans.closed(period)
    assert kept.told.lines == closed.told.lines
    assert now.lines != kept.told.lines
    assert [each.value for each in kept.told.lines if each.id == "health_insurance"] == ["90.0"]
    assert period in commune.plans.closed_periods()
    with commune.vault.work("sửa trộm") as store:
        row_ = store.figures.closed_in(commune.office.unit, kept.told.plan, period)
        row_.said = {**row_.said, "closed_by": "Người khác"}
    assert not commune.plans.closed(period).sound


def test_a_period_that_is_not_over_is_not_closed(commune):
    today = clock.today()
    assert "năm" in refused("AS-8007", commune.plans.close, Period.around("year", today))
    refused("AS-8007", commune.plans.close, Period(today, today))
    assert commune.plans.closed(Period.around("year", today)) is None


@given(
    first=st.dates(datetime.date(2025, 1, 1), datetime.date(2026, 6, 30)),
    days=st.integers(1, 300),
    cut=st.integers(0, 299),
)
def test_splitting_a_period_never_loses_or_doubles_anybody(commune, first, days, cut):
    """Whoever it holds of in a part, by what happened there, is held in the whole, once."""
    cut = min(cut, days - 1)
    middle = first + datetime.timedelta(days=cut)
    whole = Period(first, first + datetime.timedelta(days=days))
    parts = (Period(first, middle), Period(middle + datetime.timedelta(days=1), whole.last))
    answers = [commune.plans.answer(each, compared=False).rows for each in (whole, *parts)]
    for all_of_it, *halves in zip(*answers, strict=True):
        if all_of_it.count is None:
            continue
        records = [one.id for each in all_of_it.count.standings for one in each.records]
        assert len(records) == len(set(records))
        assert all_of_it.count.whole == len(all_of_it.count.inside) + len(all_of_it.count.outside) + len(
            all_of_it.count.unknown
        )
        assert halves[1].count.whole == all_of_it.count.whole


def test_every_indicator_of_every_register_answers_a_row(commune):
    answered = {each.target.id: each for each in commune.plans.answer(Period.of("2026")).rows}
    for target, code in counted_by().items():
        found = answered[target]
        assert found.source == code
        assert found.count is not None
        assert found.count.register == catalog.register(code).code


def test_what_a_commune_is_set_comes_back_with_its_receipt_and_its_figures_are_the_same_there(tmp_path):
    with (
        Program(new_vault(tmp_path / "xã")[0]) as commune,
        Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province,
    ):
        usb = tmp_path / "usb"
        usb.mkdir()
        trust(commune, province, usb)
        trust(province, commune, usb)
        invented.fill(commune, 20)
        enter(commune, "gratitude_fund", numerator=71_000_000)
        commune.plans.close(HALF)
        refused("AS-8003", province.plans.assign, commune.office.unit, {"none": Decimal(1)})
        refused("AS-8004", province.plans.assign, commune.office.unit, {"gratitude_fund": Decimal(-1)})
        refused("AS-8002", commune.plans.assign, commune.office.unit, {"gratitude_fund": Decimal(1)})
        province.plans.assign(commune.office.unit, {"gratitude_fund": Decimal(64_000_000)})
        taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
        commune.outgoing.take_receipt(taken.receipt)
        assert row(commune, "gratitude_fund").state == "reached"
        (there,) = province.plans.by_unit(HALF)
        here = commune.plans.answer(HALF, compared=False)
        assert there.unit == commune.office.unit
        assert [figures(each) for each in there.rows] == [figures(each) for each in here.rows]
        kept = province.plans.closed(HALF, commune.office.unit)
        assert kept.sound
        assert kept.told == commune.plans.closed(HALF).told
        # What is no longer set is the commune's no longer, with the next receipt.
        province.plans.assign(commune.office.unit, {"gratitude_fund": None})
        enter(commune, "child_fund", numerator=1)
        taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
        commune.outgoing.take_receipt(taken.receipt)
        assert row(commune, "gratitude_fund").state == "open"


def figures(each):
    return each.target.id, each.numerator, each.denominator, each.unknown, each.value, each.state


def test_the_base_of_a_change_is_entered_for_the_base_year_from_whichever_year(program):
    enter(program, "child_abuse_reduction", HALF, denominator=4)
    assert program.plans.entered(HALF) == program.plans.entered(HALF.in_year(2021)) != {}
    assert row(program, "child_abuse_reduction").denominator == 4
    assert row(program, "child_abuse_reduction", Period.of("2026-H2")).denominator is None


OWN = plan.plans()[0]
SHARES = [each for each in OWN.targets if each.entered == PARTS]
SUMS = [each for each in OWN.targets if each.entered == ("numerator",)]


@pytest.mark.parametrize("target", SHARES, ids=lambda each: each.id)
def test_every_share_that_is_entered_is_held_against_its_target_to_the_edge(program, target):
    """At the target, a thousandth beside it, without anybody, and with one part missing."""
    edge = int(target.amount * 10)
    strict = target.compare == "<"
    for top, whole, value, state in (
        (edge, 1000, target.amount, "missed" if strict else "reached"),
        (edge - 1, 1000, target.amount - Decimal("0.1"), "reached" if strict else "missed"),
        (0, 0, None, "none"),
        (0, 1000, Decimal(0), "reached" if strict else "missed"),
    ):
        enter(program, target.id, numerator=0)
        enter(program, target.id, denominator=whole)
        enter(program, target.id, numerator=top)
        found = row(program, target.id)
        assert (found.value, found.state) == (value, state), (top, whole)
    enter(program, target.id, numerator=None)
    assert row(program, target.id).state == "missing"


@pytest.mark.parametrize("target", SUMS, ids=lambda each: each.id)
def test_every_sum_that_is_entered_is_held_against_what_the_commune_was_set(program, target):
    enter(program, target.id, numerator=100)
    assert row(program, target.id).state == "open"
    for amount, state in (("99", "reached"), ("100", "reached"), ("101", "missed")):
        with program.vault.work("nhận chỉ tiêu") as store:
            store.set_setting("plan.targets", {target.id: amount})
        assert row(program, target.id).state == state
    # Its months make the half, and half of them make nothing.
    enter(program, target.id, numerator=None)
    for month in range(1, 6):
        enter(program, target.id, Period.of(f"2026-{month:02d}"), numerator=20)
    assert row(program, target.id).state == "missing"
    enter(program, target.id, Period.of("2026-06"), numerator=1)
    assert row(program, target.id).value == 101


@pytest.mark.parametrize(
    ("before", "after", "fell", "state"),
    [
        (1000, 1000, "0.00", "missed"),
        (None, 1000, None, "missing"),
        (1000, None, "0.00", "missed"),
        (0, 1000, None, "missing"),
    ],
)
@pytest.mark.parametrize("target", ["poverty_reduction", "poverty_reduction_minority"])
def test_a_fall_of_poverty_needs_the_households_at_both_ends(program, target, before, after, fell, state):
    # How many households there are is taken from the last count, where it is not much more than a year old.
    enter(program, target, HALF.moved(-1), denominator=before)
    enter(program, target, HALF, denominator=after)
    found = row(program, target)
    assert (found.value, found.state) == (None if fell is None else Decimal(fell), state)
