"""Everything that officers, clocks, sticks and disks do, in any order; what must hold is asked after every step."""

import datetime
import itertools
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync import outgoing
from tests.factories import PROVINCE
from tests.services.sync.model import judging, peering
from tests.services.sync.model.cheap import USED
from tests.services.sync.model.desk import few, step
from tests.services.sync.model.further import Further
from tests.services.sync.model.laptops import MOST_LAPTOPS, MOST_RECEIVERS, RECEIVERS, Answer, Sent, World
from tests.services.sync.model.scenes import Scenes

NOW, TODAY = clock.now, clock.today
MOST_PAPERS = outgoing.MOST_PAPERS
RIGHTS = ((), (), (), ("children",), ("assistance", "child_abuse"))
"""The registers that an officer may send; none named: all."""
FEW_BYTES = 1000
YEAR = datetime.timedelta(days=365)


class Exchange(Scenes, Further):
    """Two communes with up to four laptops, one receiving unit at a time, and whatever may happen to them."""

    ahead = datetime.timedelta()
    """How far the clocks are from the right time."""

    @initialize()
    def begin(self) -> None:
        """Open the folders of two communes and their receiving unit."""
        self.world = World()
        self.ahead = datetime.timedelta()
        self.count = itertools.count(1)
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
            outgoing.MOST_PAPERS = MOST_PAPERS
            self.world.close()

    @invariant()
    def what_is_confirmed_is_held(self) -> None:
        """Ask of every laptop whether what it shows as taken in is there."""
        self.is_sound = False
        judging.require_confirmed_is_held(self.world)
        self.is_sound = True

    @step(ahead=st.sampled_from([-YEAR, YEAR, datetime.timedelta()]))
    def clock_set(self, ahead: datetime.timedelta) -> None:
        self.ahead = ahead

    @step(at=few)
    def check(self, at: int) -> None:
        stations = [*self.world.laptops, self.world.receiver]
        judging.require_whole(stations[at % len(stations)])

    # Files that travel

    @step(
        at=few,
        until=st.sampled_from(["made", "received", "answered", "answered"]),
        behind=st.sampled_from([False, False, False, True]),
        registers=st.sampled_from(RIGHTS),
    )
    def send(self, at: int, until: str, behind: bool, registers: tuple[str, ...]) -> None:
        """Write a package, and bring it and its receipt as far as that; the receiving unit's clock may be behind."""
        laptop = self._laptop(at)
        sent = self.world.export(laptop, registers)
        if isinstance(sent, UserError) or until == "made":
            return
        right = self.ahead
        self.ahead = -YEAR if behind else right
        answer = self.world.deliver(sent)
        self.ahead = right
        if not isinstance(answer, UserError) and until == "answered":
            self.world.take(laptop, answer)

    @step(few_fit=st.booleans())
    def papers_fit(self, few_fit: bool) -> None:
        """From now on, one paper fills a package; or there is room enough."""
        outgoing.MOST_PAPERS = FEW_BYTES if few_fit else MOST_PAPERS

    @precondition(lambda self: self.world.sent)
    @step(which=few)
    def deliver(self, which: int) -> None:
        self.world.deliver(self._sent(which))

    @precondition(lambda self: self.world.sent)
    @step(
        what=st.sampled_from(["package", "package", "receipt", "peer", "case"]),
        which=few,
        how=st.sampled_from(["end", "middle", "doubled", "bit"]),
        where=st.floats(0, 0.99),
    )
    def damaged(self, what: str, which: int, how: str, where: float) -> None:
        """Bring a file of which something is missing or twice, or a bit is another one, to whom it is for."""
        world, laptop = self.world, self._laptop(which)
        files = {
            "package": [each.path for each in world.sent],
            "receipt": [each.path for each in world.answers],
            "peer": [each.path for each in world.brought],
            "case": [each.path for each in world.given],
        }[what]
        if not files:
            return
        spoilt = self._spoilt(files[-1 - which % len(files)], how, where)
        takes: dict[str, Callable[[Program], object]] = {
            "package": lambda program: program.incoming.receive(spoilt, world.stick()),
            "receipt": lambda program: program.outgoing.take_receipt(spoilt),
            "peer": lambda program: program.exchange.peers.take(spoilt),
            "case": lambda program: program.exchange.arrivals.accept(spoilt, world.stick()),
        }
        station = world.receiver if what == "package" else laptop
        assert isinstance(world.attempt(station, takes[what]), UserError)

    def _spoilt(self, path: Path, how: str, where: float) -> Path:
        content = bytearray(path.read_bytes())
        at = int(where * len(content))
        if how == "end":
            del content[at:]
        elif how == "middle":
            del content[at : at + 64]
        elif how == "doubled":
            content += content[at:]
        else:
            content[at] ^= 1
        spoilt = self.world.stick() / path.name
        spoilt.write_bytes(content)
        return spoilt

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
        now = self.world.now
        if sum(now(each.office.unit) == now(laptop.office.unit) for each in self.world.laptops) > 1:
            self.world.retire(laptop)

    # Laptops of one commune

    @precondition(lambda self: len(peering.units(self.world)) < len(self.world.laptops))
    @step(at=few)
    def write_for_peers(self, at: int) -> None:
        peering.write(self.world, self._laptop(at))

    @precondition(lambda self: self.world.brought)
    @step(at=few, which=few)
    def take_from_peer(self, at: int, which: int) -> None:
        brought = self.world.brought
        file, laptop = brought[-1 - which % len(brought)], self._laptop(at)
        taken = peering.take(self.world, laptop, file)
        is_own = self.world.now(laptop.office.unit) == self.world.now(file.unit)
        assert is_own or isinstance(taken, UserError)

    @precondition(lambda self: len(peering.units(self.world)) < len(self.world.laptops))
    @step(which=few, back=st.booleans())
    def meet(self, which: int, back: bool) -> None:
        """Bring what one laptop of a commune holds to another one, and back."""
        one, other, *_ = next(each for each in peering.units(self.world) if len(each) > 1)[
            :: which % 2 * 2 - 1
        ]
        if one.program.office.unit != other.program.office.unit:
            return  # one of them was put back, and does not know yet that both are one
        peering.take(self.world, one, peering.write(self.world, other, one))
        if back:
            peering.take(self.world, other, peering.write(self.world, one, other))

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

    @step()
    def program_of_before(self) -> None:
        """Let the receiving unit go on with an older program that knows a register less, or bring it up to date.

        Where it has cases of that register it was never an older one.
        """
        rows, receiver = self.world.receiver.held().rows, self.world.receiver
        has_some = any(each.get("register") == USED[-1] for each in rows.values())
        receiver.is_of_before = not receiver.is_of_before and not has_some

    # A copy of before that another unit receives from would never hear of the hamlet that went: first all follow.
    @precondition(lambda self: len(self.world.former) < MOST_RECEIVERS and not self.world.parts)
    @step(changes=st.booleans())
    def new_receiver(self, changes: bool) -> None:
        """Install the receiving unit anew, or let another unit be it."""
        now = self.world.receiver.office
        other = RECEIVERS[1] if now is PROVINCE else PROVINCE
        self.world.install(other if changes else now)

    @precondition(lambda self: self.world.former and not self.world.parts)
    @step(which=few)
    def former_receiver(self, which: int) -> None:
        """Let a former receiving unit be it again."""
        self.world.go_back(which)

    @step(at=few)
    def tell(self, at: int) -> None:
        self.world.tell(self._laptop(at))

    # Inside

    def _sent(self, which: int) -> Sent:
        return self.world.sent[-1 - which % len(self.world.sent)]

    def _answer(self, which: int) -> Answer:
        return self.world.answers[-1 - which % len(self.world.answers)]
