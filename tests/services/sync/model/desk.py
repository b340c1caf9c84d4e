"""What officers do at the desk of any laptop."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.cases.views import Case
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.naming import OURS, THEIRS
from tests.factories import DECIDED, HAMLETS, abuse, case, orphan, person
from tests.paper_files import pdf
from tests.services.sync.model.held import conflicts
from tests.services.sync.model.laptops import World
from tests.services.sync.model.stations import Station

ON = "2024-06-01"
EVENTS = {
    "children": ("visit", "findings"),
    "child_abuse": ("activity", "activity"),
    "assistance": ("complaint", "content"),
}
few = st.integers(0, 7)


def asked(found: Case) -> dict[str, Any]:
    """Return the answers that the form shows: what a later version of the register asks, it does not."""
    return {key: value for key, value in found.answers.items() if key in found.register.fields}


def step(**given: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a rule of a method; the machine is in doubt until what must hold has been asked again."""

    def wrapped(work: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(work)
        def doubtful(machine: "Desk", **chosen: Any) -> None:
            machine.is_sound = False
            work(machine, **chosen)

        made: Callable[..., None] = rule(**given)(doubtful)
        return made

    return wrapped


class Desk(RuleBasedStateMachine):
    """The work of officers."""

    is_sound = False
    """Whether what must hold was asked since the last step, and held."""
    world: World
    count: Iterator[int]

    @step(at=few, kind=st.sampled_from(["orphan", "assistance", "abuse"]), final=st.booleans())
    def new_case(self, at: int, kind: str, final: bool) -> None:
        made = self._case(kind)
        if not final and kind == "orphan":
            made = CaseInput(
                "children",
                made.person,
                {k: v for k, v in made.answers.items() if k != "entered_on"},
                final=False,
            )
        self._do(at, lambda program: program.cases.save(made))

    @step(at=few, which=few)
    def second_case_of_somebody(self, at: int, which: int) -> None:
        def save(program: Program, record_id: str) -> None:
            found = program.cases.get(record_id)
            program.cases.save(
                case("assistance", dict(DECIDED), person=dict(found.person), person_id=found.person_id)
            )

        self._with_record(at, which, save)

    @step(at=few, which=few, final=st.sampled_from([True, True, False]))
    def edit(self, at: int, which: int, final: bool) -> None:
        def save(program: Program, record_id: str) -> None:
            found = program.cases.get(record_id)
            answers = asked(found)
            if found.register.code == "children":
                answers |= {"note": self._words("ghi chú"), "entered_on": "2024-03-01"}
            elif found.register.code == "child_abuse":
                answers["place"] = self._words("Ấp Vĩnh Lợi")
            else:
                answers["decision_no"] = self._words("12/QĐ")
            program.cases.save(
                case(
                    found.register.code, answers, person=dict(found.person), record_id=record_id,
                    kept=dict(found.kept), final=final,
                )
            )  # fmt: skip

        self._with_record(at, which, save)

    @step(at=few, which=few)
    def by_newer_program(self, at: int, which: int) -> None:
        """Answer what only a later version of the register asks: whoever knows it not keeps it as it came."""

        def write(program: Program, record_id: str) -> None:
            with program.vault.work("chương trình mới hơn") as store:
                record = store.records.get(record_id)
                record.version = max(record.version, catalog.register(record.register).version + 1)
                record.answers = {**record.answers, "asked_later": self._words("sau này")}

        self._with_record(at, which, write)

    @step(at=few, which=few)
    def edit_person(self, at: int, which: int) -> None:
        def save(program: Program, record_id: str) -> None:
            whom = program.cases.get(record_id).person_id
            known = program.people.get(whom).person
            program.people.save(whom, {**known, "address": self._words("Tổ")})

        self._with_record(at, which, save)

    @step(at=few, which=few)
    def event(self, at: int, which: int) -> None:
        def add(program: Program, record_id: str) -> None:
            kind, answer = EVENTS[program.cases.get(record_id).register.code]
            program.cases.add_event(record_id, kind, ON, {answer: self._words("lần")})

        self._with_record(at, which, add)

    @step(at=few, which=few, event=few)
    def drop_event(self, at: int, which: int, event: int) -> None:
        def drop(program: Program, record_id: str) -> None:
            found = [each for each in program.cases.get(record_id).events if each.kind != "state"]
            if found:
                program.cases.remove_event(found[event % len(found)].id, "nhầm")

        self._with_record(at, which, drop)

    @step(at=few, which=few, away=st.sampled_from([False, False, True]))
    def paper(self, at: int, which: int, away: bool) -> None:
        def scan(program: Program, record_id: str) -> None:
            papers = program.attachments.of_record(record_id)
            if away and papers:
                program.attachments.remove(papers[0].id, "nhầm")
                return
            path = self.world.stick() / "giấy.pdf"
            path.write_bytes(pdf(f"giay {next(self.count)}"))
            program.attachments.add(record_id, path)

        self._with_record(at, which, scan)

    @step(at=few, which=few, other=few, act=st.sampled_from(["new", "change", "join", "leave"]))
    def household(self, at: int, which: int, other: int, act: str) -> None:
        def change(program: Program, record_id: str) -> None:
            whom = program.cases.get(record_id).person_id
            home = program.people.get(whom).household
            if act == "leave" and home:
                program.people.leave(whom)
            elif act == "join" and home:
                program.people.join(self._person(at, other), home.id)
            elif act == "change" and home:
                program.people.save_household({**home.values, "address": self._words("Tổ")}, home.id)
            else:
                program.people.save_household({"number": self._words("Hộ")}, first=whom)

        self._with_record(at, which, change)

    @step(at=few, which=few, other=few, away=st.sampled_from([False, False, True]))
    def relation(self, at: int, which: int, other: int, away: bool) -> None:
        def relate(program: Program, record_id: str) -> None:
            whom = program.cases.get(record_id).person_id
            found = program.people.get(whom).relations
            if away and found:
                program.people.unrelate(found[0].id, "nhầm")
            elif whom != self._person(at, other):
                program.people.relate(
                    whom, self._person(at, other), {"kind": "01", "note": self._words("quan hệ")}
                )

        self._with_record(at, which, relate)

    @step(at=few, which=few)
    def remove(self, at: int, which: int) -> None:
        self._with_record(at, which, lambda program, record_id: program.cases.remove(record_id, "nhầm"))

    @step(at=few, back=st.integers(0, 3))
    def undo(self, at: int, back: int) -> None:
        def take_back(program: Program) -> None:
            acts = program.undo.acts(4)
            if acts:
                program.undo.take_back(acts[back % len(acts)].id)

        self._do(at, take_back)

    @precondition(lambda self: any(conflicts(each.program) for each in self.world.laptops))
    @step(at=few, which=few, chosen=st.sampled_from([OURS, THEIRS]))
    def choose(self, at: int, which: int, chosen: str) -> None:
        self.world.choose(self._laptop(at), which, chosen)

    # Inside

    def _laptop(self, at: int) -> Station:
        return self.world.laptops[at % len(self.world.laptops)]

    def _do(self, at: int, work: Callable[[Program], object]) -> None:
        self.world.work(self._laptop(at), work)

    def _records(self, at: int) -> list[str]:
        rows = self._laptop(at).held().rows
        return [row_id for (table, row_id), row in rows.items() if table == "record" and not row["deleted"]]

    def _with_record(self, at: int, which: int, work: Callable[[Program, str], object]) -> None:
        found = self._records(at)
        if found:
            self._do(at, lambda program: work(program, found[which % len(found)]))
        else:
            self._do(at, lambda program: program.cases.save(self._case("orphan")))

    def _person(self, at: int, which: int) -> str:
        held, found = self._laptop(at).held(), self._records(at)
        return str(held.rows["record", found[which % len(found)]]["person_id"])

    def _words(self, about: str) -> str:
        return f"{about} {next(self.count)}"

    def _case(self, kind: str) -> CaseInput:
        number = next(self.count)
        name = f"Danh {'ABCDEGHIKLMNOPQRSTUVXY'[number % 22]}n"
        known = {"full_name": name, "hamlet": HAMLETS[number % 2]}
        if kind == "orphan":
            found = orphan(name)
            return replace(found, person={**found.person, **known})
        if kind == "abuse":
            return abuse(person=person(birth_date="2015-03-05", **known))
        return case("assistance", dict(DECIDED), person=person(birth_date="1980-05-04", **known))
