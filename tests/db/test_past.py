"""What was known once: after whatever was done since, the data are read as they stood, record by record."""

import contextlib
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop import clock
from ansinh_desktop.db.past import Past, last_of
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program
from tests.factories import new_vault, orphan

KINDS = ("visit", "support", "state")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("đã biết") / "xã")[0]) as made:
        yield made


def known(program):
    """Return all that the data say now, and the number of the last change."""
    with program.vault.reading() as store:
        records = [each for chunk in store.scan.records("children", kinds=KINDS) for each in chunk]
        return (
            store.log.last()[0],
            plain(records),
            sorted((each.id, each.value) for each in store.figures.entered()),
        )


def plain(records):
    return [
        [each.id, each.state, each.draft, each.opened_on, each.answers, each.person]
        + [(one.kind, one.on, one.answers) for one in each.events]
        for each in records
    ]


def then(program, seq):
    with program.vault.reading() as store:
        past = Past(store.session, seq)
        figures = sorted((each.id, each.value) for each in past.figures())
        return seq, plain(list(past.records("children"))), figures


def _records(program):
    with program.vault.reading() as store:
        return [each.id for chunk in store.scan.records("children") for each in chunk]


def add(program, at):
    program.cases.save(orphan("Bé " + " ".join(["Na"] * (at % 5 + 1))))


def visit(program, at):
    for record in _records(program)[:1]:
        program.cases.add_event(record, "visit", f"2026-11-{at % 28 + 1:02d}", {"findings": f"khỏe {at}"})


def unvisit(program, at):
    for record in _records(program)[:1]:
        events = [each for each in program.cases.get(record).events if each.kind == "visit"]
        if events:
            program.cases.remove_event(events[at % len(events)].id, "ghi nhầm")


def move(program, at):
    for record in _records(program)[-1:]:
        steps = program.cases.get(record).steps
        if steps:
            program.cases.move(record, steps[at % len(steps)][0], "2026-11-20", "lý do")


def remove(program, at):
    found = _records(program)
    if len(found) > 2:
        program.cases.remove(found[at % len(found)], "nhập nhầm")


def rename(program, at):
    for record in _records(program)[:1]:
        person = program.cases.get(record).person_id
        program.people.save(person, {**program.people.get(person).person, "address": f"Tổ {at}"})


def figure(program, at):
    program.plans.enter(Period.of("2026-H1"), [FigureInput("child_fund", "numerator", at)])


def take_back(program, _at):
    program.plans.enter(Period.of("2026-H1"), [FigureInput("child_fund", "numerator", None)])


ACTS = [add, visit, unvisit, move, remove, rename, figure, take_back]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 40)), min_size=1, max_size=8))
def test_whatever_was_done_since_is_taken_back(program, acts):
    states = [known(program)]
    for act, at in acts:
        with contextlib.suppress(UserError):  # a closed record is refused, as it should be
            act(program, at)
        states.append(known(program))
    for each in states:
        assert then(program, each[0]) == each


def test_each_kind_of_act_is_taken_back(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as program:
        states = [known(program)]
        for act, at in [(add, 1), (add, 2), (add, 3), *((each, 1) for each in ACTS)]:
            act(program, at)
            states.append(known(program))
        assert all(one[1:] != other[1:] for one, other in pairwise(states))
        for each in states:
            assert then(program, each[0]) == each


def test_a_moment_names_the_last_change_up_to_it(program):
    add(program, 3)
    with program.vault.reading() as store:
        seq = store.log.last()[0]
        assert last_of(store.session, clock.now()) == seq
        assert last_of(store.session, clock.now().replace(year=2000)) == 0
    assert then(program, 0)[1:] == ([], [])
