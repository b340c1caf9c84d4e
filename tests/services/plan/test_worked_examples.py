"""The 29 rows of Kế hoạch 322, each worked by hand on small communes: figure and state of the first half of 2026.

Every row has three examples at least; the edges stand among them: nobody counts, somebody of two records, moved in
mid-period, a closed case, an unknown, exactly at the target.
"""

import datetime
import itertools
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from ansinh_desktop.db.models import Figure
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.plan.indicator import STEP
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.counting import Asked, tally
from ansinh_desktop.services.plan.entered import Entered
from ansinh_desktop.services.plan.rows import Known, counted_by, rows
from tests.registers import factories as of

OWN = plan.plans()[0]
HALF = Period.of("2026-H1")
ROW = itertools.count()
UNIT = "30325@2025-07-01"


def on(day, kind="support", **answers):
    return EventFacts(kind, datetime.date.fromisoformat(day), answers)


def step(day, before, to):
    return on(day, STEP, **{"from": before, "to": to})


def rec(answers, *events, state="", who="", opened="2026-01-05", draft=False, **person):
    """Return a record; whoever is not named is somebody of their own."""
    number = next(ROW)
    known = of.PERSON | person
    return ScannedRecord(
        number, f"r{number}", UNIT, who or f"p{number}", f"S-{number}", state, draft, opened, None, "c2", 0, None,
        answers, known, tuple(events),
    )  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One commune, and what the row says of it."""

    target: str
    says: tuple[int | None, int | None, int, str | None, str]
    """Numerator, denominator, unknown, value and state."""
    records: tuple[ScannedRecord, ...] = ()
    entered: dict[tuple[str, str], int] = field(default_factory=dict)
    """Figures by part and period."""
    switches: dict[str, str] = field(default_factory=dict)
    amount: int | None = None
    """What the commune was set."""
    period: Period = HALF


def made(example):
    """Return the row of an example."""
    target = OWN.by_id[example.target]
    switches = OWN.switched(example.switches)
    counts: dict[Any, Any] = {}
    if code := counted_by().get(target.id):
        register = catalog.register(code)
        indicator = next(each for each in register.indicators if each.target == target.id)
        period = example.period
        days = (Period(day, day) for day in (period.day_before, period.last))
        periods = list(days) if target.kind == "difference" else [period]
        asked = [Asked(indicator, each, switches) for each in periods]
        found = tally(register, asked, example.records)
        counts = {(target.id, each, ""): one for each, one in zip(periods, found, strict=True)}
    figures = [
        Figure(
            id=f"{part}{code}", unit=UNIT, target=target.id, part=part, value=value, author="Lê Thị Lan",
            source="", first=Period.of(code).first.isoformat(), last=Period.of(code).last.isoformat(),
        )
        for (part, code), value in example.entered.items()
    ]  # fmt: skip
    amounts = {} if example.amount is None else {target.id: Decimal(example.amount)}
    registers = frozenset(catalog.registers())
    known = Known(OWN, counts, Entered(figures), switches, registers, amounts, of_commune=True)
    return next(each for each in rows(known, example.period) if each.target.id == target.id)


# ------------------------------------------------------------------------------------------------ what is entered


def sums(target, unit=1):
    """A sum: of the half itself, of its two quarters, with a gap, beside its target, without one."""
    top = "numerator"
    yield Example(
        target,
        (70 * unit, None, 0, str(70 * unit), "reached"),
        entered={(top, "2026-H1"): 70 * unit},
        amount=70 * unit,
    )
    quarters = {(top, "2026-Q1"): 30 * unit, (top, "2026-Q2"): 39 * unit}
    yield Example(target, (69 * unit, None, 0, str(69 * unit), "missed"), entered=quarters, amount=70 * unit)
    yield Example(
        target, (None, None, 0, None, "missing"), entered={(top, "2026-Q1"): 90 * unit}, amount=70 * unit
    )
    yield Example(target, (5, None, 0, "5", "open"), entered={(top, "2026-H1"): 5})


def shares(target, at, state="reached", below="missed"):
    """A share of 1,000: at its target, one below, of nobody, half known; of a state the last within the half."""
    top, bottom = "numerator", "denominator"
    edge = round(at * 10)

    def both(one, other, code="2026-H1"):
        return {(top, code): one, (bottom, code): other}

    yield Example(target, (edge, 1000, 0, f"{edge / 10:.1f}", state), entered=both(edge, 1000))
    yield Example(target, (edge - 1, 1000, 0, f"{(edge - 1) / 10:.1f}", below), entered=both(edge - 1, 1000))
    yield Example(target, (0, 0, 0, None, "none"), entered=both(0, 0))
    yield Example(target, (5, None, 0, None, "missing"), entered={(top, "2026-H1"): 5})


def answers_of_a_commune(target):
    """Yes, no, nobody to ask; how things stand is the last that was said within the half."""
    top, bottom = "numerator", "denominator"
    yield Example(
        target, (1, 1, 0, "100.0", "reached"), entered={(top, "2026-H1"): 1, (bottom, "2026-H1"): 1}
    )
    yield Example(target, (0, 1, 0, "0.0", "missed"), entered={(top, "2026-H1"): 0, (bottom, "2026-H1"): 1})
    yield Example(target, (0, 0, 0, None, "none"), entered={(top, "2026-H1"): 0, (bottom, "2026-H1"): 0})
    later = {(top, "2026-02"): 0, (bottom, "2026-02"): 1, (top, "2026-05"): 1, (bottom, "2026-05"): 1}
    yield Example(target, (1, 1, 0, "100.0", "reached"), entered=later)
    yield Example(
        target, (None, None, 0, None, "missing"), entered={(top, "2025-12"): 1, (bottom, "2025-12"): 1}
    )


ENTERED = [
    *sums("gdnn_enrolment"),
    *shares("gdnn_female", 41.5),
    *sums("gdnn_graduates"),
    *shares("trained_labour", 68),
    *shares("certified_labour", 27),
    *sums("workers_abroad"),
    *shares("urban_unemployment", 4, "missed", "reached"),
    *answers_of_a_commune("communes_good_merit"),
    *sums("gratitude_fund", 1_000_000),
    *answers_of_a_commune("child_friendly_communes"),
    *sums("child_fund", 1_000_000),
    *answers_of_a_commune("safe_addresses"),
    *shares("health_insurance", 92),
    *shares("rural_clean_water", 94),
]


# ------------------------------------------------------------------------------------------------ what is counted


def living(year, standard, day="2026-03-01"):
    return on(day, "living", year=year, standard=standard)


def merit(*events, state="receiving", **more):
    return rec(of.MERIT, *events, state=state, **{"birth_date": "1948-03-05"} | more)


MERIT = "merit_households_living"
OF_MERIT = [
    Example(MERIT, (0, 0, 0, None, "none")),
    Example(MERIT, (1, 2, 0, "50.0", "missed"), (merit(living(2026, "equal")), merit(living(2026, "below")))),
    # two of one household count once, and it is as well off as the better of the two judgements says
    Example(
        MERIT,
        (1, 1, 0, "100.0", "reached"),
        (merit(living(2026, "below"), household_id="h1"), merit(living(2026, "above"), household_id="h1")),
    ),
    # not judged this year; moved away; only a draft
    Example(
        MERIT,
        (1, 2, 2, "50.0", "missed"),
        (
            merit(living(2026, "equal")),
            merit(living(2025, "equal", "2025-03-01")),
            merit(living(2026, "below"), step("2026-06-30", "receiving", "moved"), state="moved"),
            merit(living(2026, "below"), draft=True),
        ),
    ),
]

POOR = {"status": "poor", "valid_from": "2025-01-01", "decision_on": "2024-12-20"}
GONE = {"status": "other", "valid_from": "2026-03-01", "decision_on": "2026-02-20"}
NEW = POOR | {"valid_from": "2026-04-01"}
TOTALS = {("denominator", "2025"): 1000, ("denominator", "2026-H1"): 1000}


def poor(*statuses, **person):
    told = {"poverty_statuses": list(statuses)} if statuses else {}
    return rec(of.HOUSEHOLD, state="listed", opened="2025-01-01", **told, **person)


def falls(target, **person):
    ten, eleven = [tuple(poor(POOR, GONE, **person) for _ in range(count)) for count in (10, 30)]
    few = tuple(poor(POOR, **person) for _ in range(5))
    least = OWN.by_id[target].amount
    for gone in (ten, eleven):
        fell = Decimal(len(gone)) / 10
        state = "reached" if fell >= least else "missed"
        yield Example(target, (5, 1000, 0, f"{fell:.2f}", state), gone + few, TOTALS)
    # one came for one that went; of one nobody says since when
    yield Example(
        target,
        (6, 1000, 1, "0.00", "missed"),
        (poor(POOR, GONE, **person), poor(NEW, **person), *few, poor(**person)),
        TOTALS,
    )
    # without the number of households at the beginning nothing is said, and none across a new measure
    yield Example(target, (5, 1000, 0, None, "missing"), few, {("denominator", "2026-H1"): 1000})
    yield Example(
        target,
        (5, 1000, 0, None, "open"),
        few,
        {("denominator", "2026"): 1000},
        period=Period.of("2027-H1"),
    )
    # of one household two records are one
    yield Example(
        target,
        (1, 1000, 0, "0.00", "missed"),
        (poor(POOR, household_id="h", **person), poor(POOR, household_id="h", **person)),
        TOTALS,
    )


def paid(*events, state="paying", **more):
    return rec(of.ASSISTANCE | {"received_on": "2026-01-05"}, *events, state=state, **more)


PAID = "monthly_allowance_coverage"
OF_PAID = [
    Example(PAID, (0, 0, 0, None, "none"), (paid(state="refused"),)),
    Example(PAID, (2, 3, 0, "66.7", "missed"), (paid(), paid(), paid(state="approved"))),
    # one person of two records counts once, on the better side; whoever died or moved away counts no more
    Example(
        PAID,
        (1, 1, 0, "100.0", "reached"),
        (
            paid(who="a"),
            paid(who="a", state="approved"),
            paid(death_date="2026-02-03"),
            paid(step("2026-03-01", "paying", "transferred"), state="transferred"),
        ),
    ),
    # beyond its limit a dossier lowers the share; one without its day is not known, and so is a draft
    Example(
        PAID,
        (1, 2, 2, "50.0", "missed"),
        (
            paid(),
            paid(state="appraising"),
            rec(of.ASSISTANCE | {"received_on": None}, state="received"),
            paid(draft=True),
        ),
    ),
]

HELP = on("2026-03-02", support="health_care")


def disabled(*events, state="issued", poverty="poor", answers=None, **more):
    changes = {"certificate_date": "2026-01-22", **(answers or {})}
    return rec(of.DISABLED | changes, *events, state=state, poverty_status=poverty, **more)


HARD = "disabled_in_hardship"
MARKED = {"hardship_definition": "poor_near_poor_plus_marked"}
WELL_OFF = {"poverty": "other", "answers": {"hardship": True}}
OF_DISABLED = [
    Example(HARD, (0, 0, 0, None, "none"), (disabled(HELP, poverty="other"), disabled(HELP, state="posted"))),
    Example(HARD, (1, 2, 0, "50.0", "missed"), (disabled(HELP), disabled(poverty="near_poor"))),
    # both definitions of hardship: the marked count only where the switch says so
    Example(HARD, (1, 1, 0, "100.0", "reached"), (disabled(HELP), disabled(**WELL_OFF))),
    Example(HARD, (1, 2, 0, "50.0", "missed"), (disabled(HELP), disabled(**WELL_OFF)), switches=MARKED),
    # helped before the period, after it, dead, of an unknown household
    Example(
        HARD,
        (0, 2, 1, "0.0", "missed"),
        (
            disabled(on("2025-12-31", support="health_care")),
            disabled(on("2026-07-01", support="health_care")),
            disabled(HELP, death_date="2026-05"),
            disabled(HELP, poverty=None),
        ),
    ),
]


def abused(*events, said="true", answers=None, **more):
    told = {"received_at": "2026-05-04T15:00", "verification": said, **(answers or {})}
    return rec(of.ABUSE | told, *events, **of.CHILD | more)


LESS, FILE, AIDED = "child_abuse_reduction", "abused_children_file", "abused_children_support"
BASE = {("denominator", "2021-H1"): 4}
SAME_CASE = {"incident_no": "V-7"}
ASSESSED = {"m02_on": "2026-05-05T03:00"}
OF_ABUSED = [
    Example(LESS, (2, 4, 0, "-50.0", "reached"), (abused(), abused()), BASE),
    # two children of one case are one case; of what is not verified nobody can tell
    Example(
        LESS,
        (3, 4, 1, "-25.0", "reached"),
        (*(abused(answers=SAME_CASE) for _ in range(2)), abused(), abused(), abused(said=None)),
        BASE,
    ),
    Example(LESS, (4, 4, 0, "0.0", "missed"), tuple(abused() for _ in range(4)), BASE),
    # of a base of none there is no change; without a base nothing is said
    Example(LESS, (1, 0, 0, None, "open"), (abused(),), {("denominator", "2021-H1"): 0}),
    Example(LESS, (1, None, 0, None, "missing"), (abused(),)),
    # by the day on which it happened
    Example(
        LESS,
        (1, 4, 1, "-75.0", "reached"),
        (
            abused(answers={"happened_from": "2026-05-01"}),
            abused(answers={"happened_from": "2025-12-31"}),
            abused(),
        ),
        BASE,
        switches={"count_date": "occurred"},
    ),
    Example(FILE, (0, 0, 0, None, "none"), (abused(said="false"),)),
    Example(FILE, (1, 2, 0, "50.0", "missed"), (abused(answers=ASSESSED), abused())),
    # both children of a case have their own file; a closed case counts; one not verified is not known
    Example(
        FILE,
        (2, 2, 1, "100.0", "reached"),
        (
            abused(answers=ASSESSED | SAME_CASE),
            abused(step("2026-06-01", "supporting", "closed"), answers=ASSESSED | SAME_CASE, state="closed"),
            abused(said=None),
        ),
    ),
    # of one child two reports count once
    Example(FILE, (1, 1, 0, "100.0", "reached"), (abused(who="c"), abused(answers=ASSESSED, who="c"))),
    Example(AIDED, (0, 0, 0, None, "none"), (abused(answers={"received_at": "2025-12-31T23:00"}),)),
    Example(AIDED, (1, 2, 0, "50.0", "missed"), (abused(on("2026-05-06", support="psychology")), abused())),
    Example(
        AIDED,
        (2, 3, 1, "66.7", "missed"),
        (
            abused(answers={"intervention_at": "2026-05-04T18:00"}),
            abused(on("2026-06-30", "activity", activity="Tư vấn")),
            abused(on("2026-07-01", support="psychology")),
            abused(said="unclear"),
        ),
    ),
]

ASSISTED = "special_children_assisted"
GIFT = on("2026-02-10", support="gift")
BOOKS = on("2026-03-02", support="scholarship")


def child(*events, state="managed", answers=None, **more):
    return rec(of.CHILDREN | (answers or {}), *events, state=state, **of.CHILD | more)


MOVED = {"state": "moved"}
LEFT = step("2026-04-01", "managed", "moved")
OF_CHILDREN = [
    Example(ASSISTED, (0, 0, 0, None, "none"), (child(state="suspected"),)),
    Example(
        ASSISTED,
        (17, 20, 0, "85.0", "reached"),
        (*(child(BOOKS) for _ in range(17)), child(), child(), child()),
    ),
    Example(
        ASSISTED,
        (16, 19, 0, "84.2", "missed"),
        (*(child(BOOKS) for _ in range(16)), child(), child(), child()),
    ),
    # a present counts only where the switch says so
    Example(ASSISTED, (1, 2, 0, "50.0", "missed"), (child(BOOKS), child(GIFT))),
    Example(
        ASSISTED, (2, 2, 0, "100.0", "reached"), (child(BOOKS), child(GIFT)), switches={"gift_counts": "yes"}
    ),
    # moved away in mid-period: looked after for a while, not on the last day
    Example(ASSISTED, (1, 2, 0, "50.0", "missed"), (child(BOOKS, LEFT, **MOVED), child())),
    Example(
        ASSISTED,
        (0, 1, 0, "0.0", "missed"),
        (child(BOOKS, LEFT, **MOVED), child()),
        switches={"denominator_at_end": "at_end_of_period"},
    ),
    # an old list names help without its day
    Example(
        ASSISTED, (1, 2, 1, "50.0", "missed"), (child(BOOKS), child(answers={"supports_noted": ["tuition"]}))
    ),
]

NEEDY = "gbv_needs_assisted"


def hurt(*events, need="yes", answers=None, **more):
    return rec(of.VIOLENCE | {"assistance_need": need, **(answers or {})}, *events, sex="female", **more)


SHELTER = on("2026-05-10", support="safe_place")
OF_VIOLENCE = [
    Example(NEEDY, (0, 0, 0, None, "none"), (hurt(need="no"), hurt(need="refused"))),
    Example(NEEDY, (1, 2, 0, "50.0", "missed"), (hurt(SHELTER), hurt())),
    # a closed case counts; nobody asked; untrue; of another half
    Example(
        NEEDY,
        (1, 1, 1, "100.0", "reached"),
        (
            hurt(SHELTER, step("2026-06-01", "monitoring", "closed"), state="closed"),
            hurt(need=None),
            hurt(answers={"verification": "false"}),
            hurt(answers={"received_at": "2025-12-31T23:59"}),
        ),
    ),
    # whoever is hurt twice is two cases
    Example(NEEDY, (1, 2, 0, "50.0", "missed"), (hurt(SHELTER, who="v"), hurt(who="v"))),
]

TREATED = "addicts_in_treatment"
COURSE = {"treatment_form": "methadone", "treatment_from": "2026-03-01"}
JAIL = {"present_place": "detention"}


def addict(**answers):
    person = {key: answers.pop(key) for key in ("who", "death_date", "draft") if key in answers}
    return rec(of.DRUG | {"listed_on": "2024-01-02"} | answers, opened="2024-01-02", **person)


OF_ADDICTS = [
    Example(TREATED, (0, 0, 0, None, "none"), (addict(has_file=False, **COURSE),)),
    Example(TREATED, (1, 2, 0, "50.0", "reached"), (addict(**COURSE), addict())),
    Example(TREATED, (1, 3, 0, "33.3", "missed"), (addict(**COURSE), addict(), addict(**JAIL))),
    # both denominators: with the detained and without
    Example(
        TREATED,
        (1, 2, 0, "50.0", "reached"),
        (addict(**COURSE), addict(), addict(**JAIL)),
        switches={"include_detention": "no"},
    ),
    # dead; of two records one person; whether there is a file nobody wrote down
    Example(
        TREATED,
        (1, 1, 1, "100.0", "reached"),
        (addict(death_date="2026-01-01"), addict(who="x"), addict(who="x", **COURSE), addict(has_file=None)),
    ),
]

SUPPORTED, LEGAL = "victims_supported", "victims_legal_aid"
IN_NEED = {"only_with_need": "yes"}
LODGED, AID = on("2026-03-01", support="a"), on("2026-03-01", support="dd")


def victim(*events, state="confirmed", answers=None, **more):
    paper = {"victim_paper": "police", "victim_paper_date": "2026-02-03"}
    return rec(of.TRAFFICKING | paper | (answers or {}), *events, state=state, **more)


VICTIMS = (
    victim(LODGED, answers={"has_need": True}),
    victim(AID, step("2026-05-01", "supporting", "closed"), state="closed", answers={"has_need": False}),
    victim(answers={"victim_paper_date": None}),
    victim(LODGED, state="not_victim"),
)
OF_VICTIMS = [
    Example(
        SUPPORTED, (0, 0, 0, None, "none"), (victim(LODGED, answers={"victim_paper_date": "2025-12-31"}),)
    ),
    Example(SUPPORTED, (2, 2, 1, "100.0", "reached"), VICTIMS),
    Example(SUPPORTED, (1, 1, 1, "100.0", "reached"), VICTIMS, switches=IN_NEED),
    Example(SUPPORTED, (1, 2, 0, "50.0", "missed"), (victim(LODGED), victim(on("2026-07-01", support="a")))),
    Example(LEGAL, (0, 0, 0, None, "none"), (victim(AID, answers={"person_status": "minor_accompanying"}),)),
    Example(LEGAL, (1, 2, 1, "50.0", "missed"), VICTIMS),
    Example(LEGAL, (0, 1, 1, "0.0", "missed"), VICTIMS, switches=IN_NEED),
    Example(LEGAL, (1, 1, 0, "100.0", "reached"), (victim(on("2026-03-01", "support_2011", support="d")),)),
]

FILES, WAYS = "prostitution_files", "prostitution_support"


def met(*events, state="file_updated", **answers):
    return rec(of.PROSTITUTION | answers, *events, state=state, opened="2026-05-04")


OF_CODED = [
    Example(FILES, (0, 0, 0, None, "none"), (met(detected_on="2026-07-01"),)),
    Example(FILES, (1, 2, 0, "50.0", "missed"), (met(), met(state="detected"))),
    # closed and forgotten records count on; a step of after the period is not seen
    Example(
        FILES,
        (2, 3, 0, "66.7", "missed"),
        (met(state="closed"), met(state="anonymised"), met(step("2026-07-01", "detected", "file_updated"))),
    ),
    Example(WAYS, (0, 0, 0, None, "none"), (met(has_need=False),), switches=IN_NEED),
    Example(WAYS, (1, 3, 0, "33.3", "missed"), (met(on("2026-06-01", support="loan")), met(on("2026-06-01", support="medical")), met())),
    Example(
        WAYS,
        (1, 1, 1, "100.0", "reached"),
        (met(on("2026-06-01", support="loan"), has_need=True), met(has_need=None), met(has_need=False)),
        switches=IN_NEED,
    ),
]  # fmt: skip

COUNTED = [
    *OF_MERIT,
    *falls("poverty_reduction"),
    *falls("poverty_reduction_minority", ethnicity="05"),
    *OF_PAID,
    *OF_DISABLED,
    *OF_ABUSED,
    *OF_CHILDREN,
    *OF_VIOLENCE,
    *OF_ADDICTS,
    *OF_VICTIMS,
    *OF_CODED,
]
EXAMPLES = [*ENTERED, *COUNTED]


def _name(example):
    return f"{OWN.by_id[example.target].number}-{example.target}-{example.says[4]}"


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_the_row_says_what_was_worked_by_hand(example):
    found = made(example)
    value = None if found.value is None else str(found.value)
    assert (found.numerator, found.denominator, found.unknown, value, found.state) == example.says


def test_each_of_the_29_rows_has_three_examples_and_no_edge_is_missing():
    counted = Counter(each.target for each in EXAMPLES)
    assert list(OWN.by_id) == sorted(counted, key=lambda each: OWN.by_id[each].number)
    assert min(counted.values()) >= 3
    for target in OWN.targets:
        own = [each for each in EXAMPLES if each.target == target.id]
        assert len({each.says for each in own}) >= 3, "three times the same is one example"
        if target.id in counted_by():
            states = {each.says[4] for each in own}
            assert states & {"none", "missing", "open"}, f"{target.id} has nobody who counts"
        for switch in target.switches:
            turned = [each for each in own if switch in each.switches]
            assert turned, f"{target.id} is never counted with {switch}"
    unknown = {each.target for each in COUNTED if each.says[2]}
    assert set(counted_by()) - unknown == {"prostitution_files"}, "of a file nobody is in doubt"


@pytest.mark.parametrize("example", COUNTED, ids=_name)
def test_the_three_sides_of_each_example_are_all_its_records(example):
    count = made(example).count
    assert len(count.inside) + len(count.outside) + len(count.unknown) == count.whole
    there = [one.id for each in count.standings for one in each.records]
    assert sorted(there) == sorted(each.id for each in example.records)
