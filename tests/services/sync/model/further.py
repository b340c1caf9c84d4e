"""Months of payment that are closed, and cases that go from one commune to the other."""

import datetime

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.transfers.giving import Move
from tests.services.payments.commune import JUNE, MAY, PAID, change, closed
from tests.services.sync.model import peering
from tests.services.sync.model.desk import Desk, few, step
from tests.services.sync.model.laptops import Given
from tests.services.sync.model.stations import Station

MOST_FOLLOWED = 2


class Further(Desk):
    """What officers do once a month, and when somebody moves away."""

    @step(
        at=few,
        which=few,
        month=st.sampled_from([MAY, JUNE]),
        then=st.sampled_from(["nothing", "results", "settled", "opened again"]),
    )
    def month_of_payment(self, at: int, which: int, month: datetime.date, then: str) -> None:
        """Close a month, unless it is closed, and go on with it as far as that."""
        self._with_record(at, which, go_on)
        self._do(at, lambda program: closed(program, month))
        if then == "opened again":
            self._do(at, lambda program: program.payments.reopen(month, "sai"))
        elif then != "nothing":
            self._do(at, lambda program: program.payments.set_results(month, {}))
        if then == "settled":
            self._do(at, lambda program: program.payments.settle(month))

    @precondition(lambda self: len(peering.units(self.world)) > 1)
    @step(at=few, which=few, until=st.sampled_from(["given", "taken", "refused", "answered", "answered"]))
    def give_case(self, at: int, which: int, until: str) -> None:
        """Let somebody move to the other commune, and bring their case there and the answer back as far as that."""
        laptop, before = self._laptop(at), len(self.world.given)

        def give(program: Program, record_id: str) -> None:
            (to,) = program.exchange.transfers.communes()
            stick = self.world.stick()
            made = program.exchange.transfers.give([record_id], Move(to.id, "2026-11-20"), stick)
            self.world.given.append(Given(stick / made.file_name, made.id, laptop.office.unit))

        self._with_record(at, which, go_on)
        self._with_record(at, which, give)
        if until == "given" or len(self.world.given) == before:
            return
        replies = len(self.world.replies)
        self._arrive(self.world.elsewhere(laptop), self.world.given[-1], takes=until != "refused")
        if until == "answered" and len(self.world.replies) > replies:
            self.case_answered(at=at, which=0)

    @precondition(lambda self: len(self.world.followed) < MOST_FOLLOWED)
    @step(at=few)
    def renamed(self, at: int) -> None:
        """Let a commune be another unit, on both sides as one act."""
        self.world.rename(self._laptop(at))

    @precondition(
        lambda self: len(self.world.followed) < MOST_FOLLOWED and len(peering.units(self.world)) > 1
    )
    @step(at=few)
    def merged(self, at: int) -> None:
        """Let one commune become part of the other, on all sides as one act."""
        self.world.merge(self._laptop(at))

    @precondition(lambda self: not self.world.parts and len(peering.units(self.world)) > 1)
    @step(at=few)
    def parted(self, at: int) -> None:
        """Let a hamlet go to the other commune, on all sides as one act."""
        self.world.part(self._laptop(at))

    @precondition(lambda self: self.world.said_so)
    @step()
    def follow(self) -> None:
        """Bring what was signed to every laptop once more: one that was put back has not heard of it."""
        self.world.follow()

    @precondition(lambda self: self.world.given)
    @step(at=few, which=few, takes=st.sampled_from([True, True, False]))
    def case_arrives(self, at: int, which: int, takes: bool) -> None:
        given = self.world.given[-1 - which % len(self.world.given)]
        self._arrive(self._laptop(at), given, takes=takes)

    @precondition(lambda self: self.world.replies)
    @step(at=few, which=few)
    def case_answered(self, at: int, which: int) -> None:
        path = self.world.replies[-1 - which % len(self.world.replies)]
        self._do(at, lambda program: program.exchange.transfers.take_answer(path))

    @precondition(lambda self: self.world.given)
    @step(at=few, which=few)
    def case_called_back(self, at: int, which: int) -> None:
        given = self.world.given[-1 - which % len(self.world.given)]
        self._do(at, lambda program: program.exchange.transfers.call_back(given.id, "đổi ý"))

    def _arrive(self, laptop: Station, given: Given, *, takes: bool) -> None:
        def answer(program: Program) -> None:
            arrivals, stick = program.exchange.arrivals, self.world.stick()
            done = (
                arrivals.accept(given.path, stick) if takes else arrivals.refuse(given.path, stick, "ở lại")
            )
            self.world.replies.append(done.receipt)

        found = self.world.work(laptop, answer)
        assert laptop.office.unit != given.unit or isinstance(found, UserError)


def go_on(program: Program, record_id: str) -> None:
    """Take a record so far that somebody is cared for or paid."""
    register = program.cases.get(record_id).register.code
    if register == "assistance":
        change(program, record_id, "paying", **PAID)
    elif register == "children":
        program.cases.move(record_id, "managed", "2026-01-05")
