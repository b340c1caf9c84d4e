"""Bad days on which several things come together: each is told in one step, so that chance need not find them all."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from ansinh_desktop.errors import UserError
from tests.services.sync.model import peering
from tests.services.sync.model.desk import Desk, few, step
from tests.services.sync.model.laptops import MOST_LAPTOPS
from tests.services.sync.model.stations import Station

THEN = st.sampled_from(["nothing", "sends", "moves", "restored", "tells"])


class Scenes(Desk):
    """What befalls laptops and the receiving unit between two packages."""

    @step(at=few, which=few, then=THEN, loses=st.booleans())
    def twin(self, at: int, which: int, then: str, loses: bool) -> None:
        """Put the whole folder back as it was before the last package: nothing in it tells that it ever went on.

        It may begin a new life, or give what it wrote to another laptop, before anybody saw that there were two; and
        the receiving unit may have been put back meanwhile as well.
        """
        world, laptop = self.world, self._laptop(at)
        copy = laptop.copy_to(world.new_folder())
        self.edit(at=at, which=which, final=True)
        self._exchange(laptop)
        if loses:
            self.receiver_loses(at=at, which=which)
        before = laptop.held()
        laptop.put_back(copy, whole=True)
        world.forgotten(before)
        for _time in range(2):
            self.edit(at=at, which=which, final=True)
        if then == "restored":
            # By the clock, an earlier one may be the last.
            before = laptop.held()
            laptop.back_up()
            laptop.restore(len(laptop.backups) - 1)
            world.forgotten(before)
        elif then in ("moves", "tells") and len(world.laptops) < MOST_LAPTOPS:
            source = laptop.copy_to(world.new_folder()) if then == "moves" else laptop.copies[0]
            world.copy_laptop(source.path, laptop, source.state)
            if then == "tells":
                peering.take(world, world.laptops[-1], peering.write(world, laptop))
            self._exchange(world.laptops[-1])
        if then != "nothing":
            self._exchange(laptop)

    @step(at=few, which=few, answered=st.booleans())
    def late_package(self, at: int, which: int, answered: bool) -> None:
        """Bring a package only after the receiving unit was restored, which forgot the one that came after it."""
        world, laptop, receiver = self.world, self._laptop(at), self.world.receiver
        receiver.back_up()
        kept = max(receiver.backups, default="")
        self.edit(at=at, which=which, final=True)
        late = world.export(laptop)
        self.edit(at=at, which=which, final=True)
        self._exchange(laptop)
        before = receiver.held()
        receiver.restore(sorted(receiver.backups).index(kept))
        world.new_life(noticed=True)
        world.forgotten(before)
        if isinstance(late, UserError):
            return
        answer = world.deliver(late)
        if answered and not isinstance(answer, UserError):
            world.take(laptop, answer)

    @step(at=few, which=few)
    def receiver_loses(self, at: int, which: int) -> None:
        """Lay an older copy over all that the receiving unit has, so that nothing there tells of it."""
        world, receiver = self.world, self.world.receiver
        copy = receiver.copy_to(world.new_folder())
        self.edit(at=at, which=which, final=True)
        self._exchange(self._laptop(at))
        before = receiver.held()
        receiver.put_back(copy, whole=True)
        world.new_life(noticed=False)
        world.forgotten(before)

    @precondition(lambda self: len(self.world.laptops) < MOST_LAPTOPS)
    @step(at=few, which=few)
    def both_write(self, at: int, which: int) -> None:
        """Open a copy of a laptop elsewhere, and let both change what the other one changes too."""
        laptop = self._laptop(at)
        self.world.copy_laptop(laptop.copy_to(self.world.new_folder()).path, laptop, laptop.state)
        for place in (self.world.laptops.index(laptop), -1):
            self.edit(at=place, which=which, final=True)
            self.edit_person(at=place, which=which)
        peering.take(self.world, laptop, peering.write(self.world, self.world.laptops[-1]))

    def _exchange(self, laptop: Station) -> None:
        """Send what there is, and take the receipt."""
        sent = self.world.export(laptop)
        if isinstance(sent, UserError):
            return
        answer = self.world.deliver(sent)
        if not isinstance(answer, UserError):
            self.world.take(laptop, answer)
