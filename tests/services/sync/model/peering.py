"""Two laptops of one commune put together what each of them holds."""

from typing import Any

from ansinh_desktop.errors import UserError
from tests.services.sync.model.held import Held, Key, Value, conflicts, everything
from tests.services.sync.model.laptops import Brought, World, trusting
from tests.services.sync.model.stations import Station


def write(world: World, laptop: Station, to: Station | None = None) -> Brought:
    """Write all that a laptop holds, for the copies of its folder, or for one that was another commune's once."""
    card = ""
    if to is not None and to.office.unit != laptop.office.unit:
        # One that was put back knows the other as a commune still, and who could tell it may be no more.
        for one, other in ((laptop, to), (to, laptop)):
            if not _peers(one, other):
                trusting(one.program, other.program, world.stick())
        (card,) = _peers(laptop, to)
    made = world.work(laptop, lambda program: program.exchange.peers.export(world.stick(), card))
    assert not isinstance(made, UserError), made
    world.brought.append(Brought(made.path, laptop.office.unit, laptop.held().of(laptop.program.office.unit)))
    return world.brought[-1]


def _peers(one: Station, other: Station) -> list[str]:
    device = other.program.cards.own().device
    return [each.id for each in one.program.exchange.peers.known() if each.device == device]


def take(world: World, laptop: Station, file: Brought) -> Any:
    """Look at what another laptop wrote, which changes nothing, and take it in: that does what was seen."""
    before, was = laptop.held(), everything(laptop.program)
    seen = world.attempt(laptop, lambda program: program.exchange.peers.look(file.path))
    assert everything(laptop.program) == was, "looking changed something"
    taken = world.attempt(laptop, lambda program: program.exchange.peers.take(file.path))
    if isinstance(seen, UserError) or isinstance(taken, UserError):
        assert isinstance(seen, UserError), f"{taken} was not foreseen"
        assert isinstance(taken, UserError), f"{seen}, and yet taken"
        assert seen.code == taken.code
        return taken
    assert seen == taken, f"{taken} was done, {seen} was shown"
    together = _put_together(world, before, file.held, laptop, is_refusing=taken.refused > 0)
    told = taken.merged + taken.refused
    assert together <= told, f"{together} rows were put together or dropped, and {told} told"
    return taken


def _put_together(world: World, before: Held, theirs: Held, laptop: Station, *, is_refusing: bool) -> int:
    """Demand that each row is the later of two or waits for somebody to choose; return how many were put together."""
    after, waiting = laptop.held(), set(conflicts(laptop.program).values())
    together = 0
    for key in before.digests.keys() | theirs.digests.keys() | after.digests.keys():
        together += _is_put_together(
            world,
            _value(key, before),
            _value(key, theirs),
            _value(key, after),
            waiting,
            is_refusing=is_refusing,
        )
    return together


def _is_put_together(
    world: World,
    ours: Value | None,
    theirs: Value | None,
    now: Value | None,
    waiting: set[Value],
    *,
    is_refusing: bool,
) -> bool:
    lineage = world.lineage
    if ours is None and theirs is not None and now is None:
        return True  # refused, and told
    if theirs is None or ours is None:
        assert now == (ours or theirs), f"{ours or theirs} did not stay or come: {now}"
        return False
    assert now is not None, f"{ours} is gone"
    known = lineage.known_by([now])
    if now == ours and theirs in waiting:
        return False
    if now in (ours, theirs) and {ours, theirs} <= known:
        return False
    if not is_refusing or now != ours:
        lineage.parents.setdefault(now, set()).update({ours, theirs} - {now})
    return True


def _value(key: Key, held: Held) -> Value | None:
    digest = held.digests.get(key)
    return None if digest is None else (*key, digest)


def units(world: World) -> list[list[Station]]:
    """Return the laptops of each commune."""
    found: dict[str, list[Station]] = {}
    for each in world.laptops:
        found.setdefault(world.now(each.office.unit), []).append(each)
    return list(found.values())
