"""A check is only asked of records that hold something it looks at, and passing over the others loses nothing."""

import datetime
import random

import pytest

from ansinh_desktop.findings import warning
from ansinh_desktop.registers import catalog, dated, kinds
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts, EventFacts, only_with
from ansinh_desktop.rules import law
from tests.registers.factories import facts

MONTHS = ("2026-01", "2026-02", "2026-03")
VISIT = EventFacts("visit", datetime.date(2026, 5, 4), {})


def looks_of(register):
    """Return the checks and foreseen tasks of a register that are passed over somewhere."""
    return [each for each in (*register.checks, *register.foreseen) if hasattr(each, "__wrapped__")]


PASSED_OVER = [
    pytest.param(register, look, id=f"{register.code}-{look.__name__}")
    for register in catalog.registers().values()
    for look in looks_of(register)
]


ANSWERS = {
    kinds.Choices: lambda kind, chance: chance.sample(codes(kind), min(2, len(codes(kind)))),
    kinds.Choice: lambda kind, chance: chance.choice(codes(kind)),
    kinds.YesNo: lambda _kind, chance: chance.random() < 0.5,
    kinds.Rows: lambda kind, chance: [answers(kind.fields, chance) for _ in range(chance.randint(0, 2))],
    dated.ByMonth: lambda kind, chance: [
        {"from": month, "was": answers(kind.fields, chance)} for month in chance.sample(MONTHS, 2)
    ],
    kinds.PartialDate: lambda _kind, chance: day(chance),
    kinds.Date: lambda _kind, chance: day(chance),
    kinds.Moment: lambda _kind, chance: f"{day(chance)}T08:00",
    kinds.Month: lambda _kind, chance: chance.choice(MONTHS),
    kinds.Whole: lambda _kind, chance: chance.choice((0, 1, 2)),
    kinds.Money: lambda _kind, chance: chance.choice((0, 750_000)),
    kinds.Decimal: lambda _kind, _chance: "1.5",
}


def day(chance):
    return datetime.date(chance.randint(2021, 2027), chance.randint(1, 12), chance.randint(1, 28)).isoformat()


def answer(kind, chance):
    """Return any answer of a kind; what is none of these is a text."""
    return ANSWERS.get(type(kind), lambda _kind, _chance: "x")(kind, chance)


def codes(kind):
    return [each.code for each in law.code_list(kind.list_name) if not kind.only or each.code in kind.only]


def answers(fields, chance):
    share = chance.choice((0.1, 0.4, 0.8))
    return {
        each.key: answer(each.kind, chance) for each in fields if each.required or chance.random() < share
    }


_NO_LONGER_POOR = {"status": "other", "valid_from": "2022-01-01", "decision_on": "2027-12-01"}


def any_case(register, chance):
    """Return a case in which anything may be answered, and anything may have happened."""
    events = [
        EventFacts(kind.code, datetime.date(chance.randint(2021, 2027), 6, 15), answers(kind.fields, chance))
        for kind in register.events
        for _ in range(4)
        if chance.random() < 0.2
    ]
    states = sorted(register.states)
    # What chance hardly ever makes: three months in a row uncollected, a suspension that ended.
    if chance.random() < 0.2:
        unpaid: list[Answers] = [{"month": month, "paid": False} for month in MONTHS]
        events += [EventFacts("payment", datetime.date(2026, 4, 1), each) for each in unpaid]
    steps = ("suspended", "paying") if chance.random() < 0.3 else chance.choices(states, k=2)
    events += [
        EventFacts("state", datetime.date(2026, month, 1), {"to": to})
        for month, to in zip((2, 6), steps, strict=True)
    ]
    person = {
        "full_name": "Chau Sóc",
        "sex": chance.choice(("male", "female")),
        "birth_date": chance.choice(("2021-03-05", "2011-10", "1990-01-20", "~1950", "1945-06-30")),
        "death_date": chance.choice((None, "2026-05-04")),
        "poverty_status": chance.choice((None, "poor", "other")),
        "poverty_statuses": chance.choice((None, [_NO_LONGER_POOR])),
    }
    return CaseFacts(
        answers(register.fields.values(), chance),
        {key: value for key, value in person.items() if value},
        datetime.date(chance.randint(2021, 2027), chance.randint(1, 12), 28),
        steps[1] if chance.random() < 0.5 else chance.choice(("", *states)),
        tuple(sorted(events, key=lambda each: each.on)) if chance.random() < 0.5 else (),
    )


@pytest.mark.parametrize(("register", "look"), PASSED_OVER)
def test_what_is_passed_over_would_have_found_nothing(register, look):
    chance = random.Random(look.__name__)
    every = [any_case(register, chance) for _ in range(300)]
    found = [list(look(each)) for each in every]
    assert found == [list(look.__wrapped__(each)) for each in every]
    assert any(found), "nothing was found at all: such cases prove nothing"


@pytest.mark.parametrize(
    ("given", "events", "asked"),
    [
        ({}, (), False),
        ({"other": "yes"}, (), False),
        ({"paper": ""}, (), False),
        ({"paper": False}, (), False),
        ({"paper": "yes"}, (), True),
        ({"loan": 1}, (), True),
        ({}, (VISIT,), True),
    ],
)
def test_a_record_with_one_of_the_answers_or_an_event_is_asked(given, events, asked):
    @only_with("paper", "loan", events=True)
    def look(_facts):
        yield warning("AS-2211")

    assert bool(list(look(facts(given, events=events)))) is asked


def test_a_check_of_answers_alone_is_not_asked_because_something_happened():
    @only_with("paper")
    def look(_facts):
        yield warning("AS-2211")

    assert not list(look(facts({}, events=(VISIT,))))
