"""Everything that officers, clocks, sticks and disks do, in any order; what must hold is asked after every step."""

import datetime
import functools
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from tests.factories import DECIDED, PROVINCE, abuse, case, orphan, person
from tests.paper_files import pdf
from tests.services.sync.model import judging
from tests.services.sync.model.laptops import MOST_LAPTOPS, RECEIVERS, Answer, Sent, Station, World

NOW, TODAY = clock.now, clock.today
ON = "2024-06-01"
YEAR = datetime.timedelta(days=365)
EVENTS = {
    "children": ("visit", "findings"),
    "child_abuse": ("activity", "activity"),
    "assistance": ("complaint", "content"),
}
few = st.integers(0, 7)


def step(**given: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a rule of a method; the machine is in doubt until what must hold has been asked again."""

    def wrapped(work: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(work)
        def doubtful(machine: "Exchange", **chosen: Any) -> None:
            machine.is_sound = False
            work(machine, **chosen)

        made: Callable[..., None] = rule(**given)(doubtful)
        return made

    return wrapped


class Exchange(RuleBasedStateMachine):
    """Two communes with up to four laptops, one receiving unit at a time, and whatever may happen to them."""

    is_sound = False
    world: World

    @initialize()
    def begin(self) -> None:
        """Open the folders of two communes and their receiving unit."""
        self.world = World()
        self.ahead = datetime.timedelta()
        self.count = itertools.count(1)
        self.copies: list[tuple[Path, Station, Any]] = []
        clock.now = lambda: NOW() + self.ahead
        clock.today = lambda: TODAY() + self.ahead

    def teardown(self) -> None:
        """Let honest officers set it right, and ask whether that was enough."""
        if not hasattr(self, "world"):
            return
        try:
            if self.is_sound:
                self.ahead = datetime.timedelta()
                judging.settle(self.world)
        finally:
            clock.now, clock.today = NOW, TODAY
            self.world.close()

    @invariant()
    def what_is_confirmed_is_held(self) -> None:
        """Ask of every laptop whether what it shows as taken in is there."""
        self.is_sound = False
        judging.require_confirmed_is_held(self.world)
        self.is_sound = True

    # Work at the desk

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
            answers = dict(found.answers)
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

    @step(ahead=st.sampled_from([-YEAR, YEAR, datetime.timedelta()]))
    def clock_set(self, ahead: datetime.timedelta) -> None:
        self.ahead = ahead

    @step(at=few)
    def check(self, at: int) -> None:
        stations = [*self.world.laptops, self.world.receiver]
        judging.require_whole(stations[at % len(stations)])

    # Files that travel

    @step(at=few, until=st.sampled_from(["made", "received", "answered", "answered"]))
    def send(self, at: int, until: str) -> None:
        laptop = self._laptop(at)
        sent = self.world.export(laptop)
        if isinstance(sent, UserError) or until == "made":
            return
        answer = self.world.deliver(sent)
        if not isinstance(answer, UserError) and until == "answered":
            self.world.take(laptop, answer)

    @precondition(lambda self: self.world.sent)
    @step(which=few)
    def deliver(self, which: int) -> None:
        self.world.deliver(self._sent(which))

    @precondition(lambda self: self.world.sent)
    @step(which=few, how=st.sampled_from(["end", "middle", "doubled", "bit"]), where=st.floats(0, 0.99))
    def deliver_damaged(self, which: int, how: str, where: float) -> None:
        content = bytearray(self._sent(which).path.read_bytes())
        at = int(where * len(content))
        if how == "end":
            del content[at:]
        elif how == "middle":
            del content[at : at + 64]
        elif how == "doubled":
            content += content[at:]
        else:
            content[at] ^= 1
        spoilt = self.world.stick() / "gói.agpkg"
        spoilt.write_bytes(content)
        receive = lambda program: program.incoming.receive(spoilt, self.world.stick())  # noqa: E731
        assert isinstance(self.world.attempt(self.world.receiver, receive), UserError)

    @precondition(lambda self: self.world.answers)
    @step(at=few, which=few)
    def receipt(self, at: int, which: int) -> None:
        self.world.take(self._laptop(at), self._answer(which))

    @precondition(lambda self: self.world.answers)
    @step(at=few, which=few)
    def forged_receipt(self, at: int, which: int) -> None:
        made = self.world.forged(self._answer(which))
        if made is not None:
            take = lambda program: program.outgoing.take_receipt(made)  # noqa: E731
            assert isinstance(self.world.attempt(self._laptop(at), take), UserError)

    @precondition(lambda self: self.world.answers)
    @step(at=few, which=few)
    def wrong_way_round(self, at: int, which: int) -> None:
        """Give a laptop a package for a receipt, and the receiving unit a receipt for a package."""
        answer, world = self._answer(which), self.world
        package = world.sent[answer.package]
        take = lambda program: program.outgoing.take_receipt(package.path)  # noqa: E731
        receive = lambda program: program.incoming.receive(answer.path, world.stick())  # noqa: E731
        assert isinstance(world.attempt(self._laptop(at), take), UserError)
        assert isinstance(world.attempt(world.receiver, receive), UserError)

    # Copies, disks, new machines

    @step(at=few)
    def back_up(self, at: int) -> None:
        self._laptop(at).back_up()

    @step(at=few, which=few)
    def restore(self, at: int, which: int) -> None:
        laptop = self._laptop(at)
        before = laptop.held()
        if laptop.restore(which):
            self.world.forgotten(before)

    @step(at=few)
    def copy_by_hand(self, at: int) -> None:
        laptop = self._laptop(at)
        laptop.copy_to(self.world.new_folder())

    @precondition(lambda self: any(each.copies for each in self.world.laptops))
    @step(at=few, which=few, whole=st.booleans())
    def put_back_by_hand(self, at: int, which: int, whole: bool) -> None:
        having = [each for each in self.world.laptops if each.copies]
        laptop = having[at % len(having)]
        before = laptop.held()
        laptop.put_back(laptop.copies[which % len(laptop.copies)], whole=whole)
        self.world.forgotten(before)

    @precondition(lambda self: len(self.world.laptops) < MOST_LAPTOPS)
    @step(at=few, which=st.none() | few)
    def second_laptop(self, at: int, which: int | None) -> None:
        """Open a copy of the folder elsewhere: as it is now, or as it was when it was copied by hand."""
        laptop = self._laptop(at)
        if which is None or not laptop.copies:
            laptop.copy_to(self.world.new_folder())
            copy = laptop.copies.pop()
        else:
            copy = laptop.copies[which % len(laptop.copies)]
        self.world.copy_laptop(copy.path, laptop, copy.state)

    @precondition(lambda self: len(self.world.laptops) > 2)
    @step(at=few)
    def retire(self, at: int) -> None:
        laptop = self._laptop(at)
        if sum(each.office.unit == laptop.office.unit for each in self.world.laptops) > 1:
            self.world.retire(laptop)

    # The receiving unit

    @step(by_hand=st.booleans())
    def back_up_receiver(self, by_hand: bool) -> None:
        receiver = self.world.receiver
        if by_hand:
            receiver.copy_to(self.world.new_folder())
        else:
            receiver.back_up()

    @step(which=few, by=st.sampled_from(["button", "hand", "data"]))
    def restore_receiver(self, which: int, by: str) -> None:
        receiver, before = self.world.receiver, self.world.receiver.held()
        if by == "button":
            if not receiver.restore(which):
                return
        elif receiver.copies:
            receiver.put_back(receiver.copies[which % len(receiver.copies)], whole=by == "hand")
        else:
            return
        self.world.new_life(noticed=by == "button")
        self.world.forgotten(before)

    @step(changes=st.booleans())
    def new_receiver(self, changes: bool) -> None:
        """Install the receiving unit anew, or let another unit be it."""
        now = self.world.receiver.office
        other = RECEIVERS[1] if now is PROVINCE else PROVINCE
        self.world.install(other if changes else now)

    @step(at=few)
    def tell(self, at: int) -> None:
        self.world.tell(self._laptop(at))

    # Inside

    def _laptop(self, at: int) -> Station:
        return self.world.laptops[at % len(self.world.laptops)]

    def _sent(self, which: int) -> Sent:
        return self.world.sent[-1 - which % len(self.world.sent)]

    def _answer(self, which: int) -> Answer:
        return self.world.answers[-1 - which % len(self.world.answers)]

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
        if kind == "orphan":
            return orphan(name)
        if kind == "abuse":
            return abuse(person=person(full_name=name, birth_date="2015-03-05"))
        return case("assistance", dict(DECIDED), person=person(full_name=name, birth_date="1980-05-04"))
