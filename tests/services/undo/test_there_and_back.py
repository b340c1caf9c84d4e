"""Whatever was done, taking it back leads to what was before, and taking that back to what was after: on real data files.

Random acts of one officer over a few people: records, edits, events, steps, homes, relations, removals, and undoing in
between.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ansinh_desktop.db.acts import MODELS
from ansinh_desktop.db.models import Base, dump_json
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.services.program import Program
from tests import factories

DAY = "2026-11-20"
NOT_SAID = frozenset({"row", "seq", "changed_at", "vector", "content"})
"""What a data file makes for itself; all else must be the same, the words for searching as well."""
STEPS = ("received", "appraising", "approved", "paying", "suspended", "stopped", "draft")
DEGREES = ("severe", "extreme", None)
EXAMPLES = settings().max_examples // 3


def said(program: Program, *, removed: bool = True, but: str = "") -> str:
    """Return a digest of all that the data say of people.

    ``removed``: also of what was taken out of them; ``but``: of no row of this table.
    """
    digest = hashlib.sha256()
    with program.vault.reading() as store:
        for name in (each for each in MODELS if each != but):
            table = Base.metadata.tables[name]
            columns = [each for each in table.columns if each.key not in NOT_SAID]
            query = select(*columns).order_by(table.c.id)
            query = query if removed else query.where(table.c.deleted.is_(False))
            for row in store.session.execute(query):
                digest.update(dump_json([name, *row]).encode())
    return digest.hexdigest()


class Office:
    """What an officer does, by number: whatever is refused is refused, and changes nothing."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.records: list[str] = []
        self.acts: tuple[Callable[[int, int], object], ...] = (
            self.open, self.child, self.edit, self.edit, self.phone, self.visit, self.step, self.step, self.reopen,
            self.home, self.poor, self.leave, self.relate, self.unrelate, self.drop_event, self.drop, self.undo,
            self.give_back,
        )  # fmt: skip

        self.before: dict[int, str] = {}
        """By act: what the data said before it."""
        self.open(0, 0)
        self.child(1, 0)

    def do(self, act: int, one: int, other: int) -> None:
        whole, standing, last = said(self.program), said(self.program, removed=False), self.last()
        try:
            self.acts[act % len(self.acts)](one, other)
        except UserError:
            assert said(self.program) == whole
        if self.last() != last:
            self.before[self.last()] = standing

    def last(self) -> int:
        return self.program.undo.last_act_id() or 0

    def one(self, number: int) -> str:
        return self.records[number % len(self.records)]

    def person(self, number: int) -> str:
        return self.program.cases.get(self.one(number)).person_id

    def open(self, one: int, other: int) -> None:
        known = factories.person(full_name=f"Danh Thị {'ABCDE'[one % 5]}", birth_date="1985-03-02")
        answers = factories.DECIDED | {"disability_degree": DEGREES[other % 2]}
        self.records.append(self.program.cases.save(factories.case("assistance", answers, person=known)))

    def child(self, one: int, _other: int) -> None:
        self.records.append(self.program.cases.save(factories.orphan(f"Neáng {'ABCDE'[one % 5]}")))

    def edit(self, one: int, other: int) -> None:
        case = self.program.cases.get(self.one(one))
        answers: dict[str, Any] = dict(case.answers)
        if case.register.code == "assistance":
            answers["disability_degree"] = DEGREES[other % 3]
            answers["payment_method"] = ("cash", "bank")[other % 2]
        else:
            answers["note"] = f"ghi chú {other % 3}"
        self.program.cases.save(
            factories.case(
                case.register.code, answers, person=dict(case.person), record_id=case.id,
                final=bool(other % 2), kept=dict(case.kept),
            )
        )  # fmt: skip

    def phone(self, one: int, other: int) -> None:
        person = self.person(one)
        known = self.program.people.get(person).person
        self.program.people.save(person, {**known, "phone": f"091234567{other % 3}"})

    def visit(self, one: int, other: int) -> None:
        self.program.cases.add_event(self.one(one), "visit", DAY, {"findings": f"lần {other % 4}"})

    def step(self, one: int, other: int) -> None:
        record = self.one(one)
        steps = self.program.cases.get(record).steps
        to = steps[other % len(steps)][0] if steps else STEPS[other % len(STEPS)]
        self.program.cases.move(record, to, DAY, "lý do")

    def reopen(self, one: int, _other: int) -> None:
        self.program.cases.reopen(self.one(one), DAY, "đóng nhầm")

    def home(self, one: int, other: int) -> None:
        person = self.person(one)
        self.program.people.save_household({"address": f"Tổ {other % 3}"}, first=person)

    def poor(self, one: int, other: int) -> None:
        found = self.program.people.get(self.person(one)).household
        if found is not None:
            status: dict[str, Value] = {
                "status": ("poor", "near_poor")[other % 2],
                "valid_from": "2026-01-01",
            }
            self.program.people.save_household({**found.values, "statuses": [status]}, found.id)

    def leave(self, one: int, _other: int) -> None:
        self.program.people.leave(self.person(one))

    def relate(self, one: int, other: int) -> None:
        self.program.people.relate(self.person(one), self.person(one + other), {"kind": "01"})

    def unrelate(self, one: int, other: int) -> None:
        found = self.program.people.get(self.person(one)).relations
        if found:
            self.program.people.unrelate(found[other % len(found)].id, "nhầm")

    def drop_event(self, one: int, other: int) -> None:
        events = [each for each in self.program.cases.get(self.one(one)).events if each.kind != "state"]
        if events:
            self.program.cases.remove_event(events[other % len(events)].id, "nhầm")

    def drop(self, one: int, _other: int) -> None:
        self.program.cases.remove(self.one(one), "nhầm")

    def undo(self, one: int, _other: int) -> None:
        acts = self.program.undo.acts()
        self.program.undo.take_back(acts[one % len(acts)].id)

    def give_back(self, one: int, other: int) -> None:
        lines = [each for each in self.program.cases.history(self.one(one)) if each.key]
        if lines:
            line = lines[other % len(lines)]
            self.program.undo.give_back(line.change, line.key)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Program]]:
    """Return a function that opens new data."""
    folder, opened = tmp_path_factory.mktemp("hoàn tác"), list[Program]()

    def new() -> Program:
        while opened:
            opened.pop().vault.lock()
        shutil.rmtree(folder, ignore_errors=True)
        opened.append(Program(factories.new_vault(folder / "xã")[0]))
        return opened[-1]

    yield new
    for each in opened:
        each.vault.lock()
    shutil.rmtree(folder, ignore_errors=True)


steps = st.tuples(st.integers(0, 17), st.integers(0, 7), st.integers(0, 11))


@pytest.mark.timeout(3600)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(done=st.lists(steps, min_size=3, max_size=14), which=st.integers(0, 20))
def test_undo_leads_back_and_redo_leads_there_again(made, done, which):
    program = made()
    office = Office(program)
    for each in done:
        office.do(*each)
    after, standing, last = said(program), said(program, removed=False), office.last()
    acts = [each for each in program.undo.acts() if each.may_be_taken_back]
    if not acts:
        return
    act = acts[which % len(acts)]
    try:
        undone = program.undo.take_back(act.id)
    except UserError:
        assert said(program) == after
        return
    if act.id == last and act.id in office.before:
        assert said(program, removed=False) == office.before[act.id]
    assert program.undo.act(act.id).undone
    assert said(program) != after
    redone = program.undo.take_back(undone.id)
    assert (said(program), said(program, removed=False)) == (after, standing)
    assert not program.undo.act(act.id).undone
    program.undo.take_back(redone.id)
    program.check()
