"""What must be true at any time, and what a few honest rounds must lead to from wherever the laptops have come."""

import functools
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from ansinh_desktop import clock
from ansinh_desktop.db import verification
from ansinh_desktop.db.verification import Fault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.cases.views import Case
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.naming import OURS, THEIRS
from tests.factories import case, orphan
from tests.services.sync.model import peering
from tests.services.sync.model.desk import asked
from tests.services.sync.model.held import Held, Key, Value, conflicts
from tests.services.sync.model.laptops import World
from tests.services.sync.model.stations import Station

ROUNDS = 3
"""Of a commune with one laptop: what two of them chose between the same versions, one of them has to choose again."""
NOTHING_TO_SEND, LIES_AHEAD = "AS-5103", "AS-2009"


def require_confirmed_is_held(world: World) -> None:
    """Demand that what is shown as taken in stands at the receiving unit, in the very version."""
    there = world.receiver.held()
    for laptop in world.laptops:
        held = laptop.held()
        folder, life = world.life
        has_heard = laptop.state.receiver == folder and laptop.state.heard.get(folder) == life
        for record_id in held.confirmed:
            group = held.group(record_id)
            world.lineage.acknowledged |= {(*key, held.digests[key]) for key in group}
            if has_heard:
                for fault in _differing(world, laptop, there, record_id, group):
                    raise AssertionError(f"{laptop.folder.name} shows {record_id} as taken in: {fault}")


def _differing(world: World, laptop: Station, there: Held, record_id: str, group: list[Key]) -> Iterator[str]:
    here = laptop.held()
    for key in group:
        found = there.digests.get(key)
        if found is None:
            if not here.rows[key]["deleted"]:
                yield f"{key} is not there"
        elif not world.lineage.knows((*key, found), (*key, here.digests[key])):
            yield f"another {key} is there: {dict(there.rows[key])}, not {dict(here.rows[key])}"
    if laptop.is_only and len(_of_unit(world, laptop)) == 1:
        more = set(there.group(record_id)) - set(group) if ("record", record_id) in there.rows else set()
        yield from (f"{key} is there and not here" for key in more if not there.rows[key]["deleted"])


def require_whole(station: Station) -> None:
    """Demand that a data folder is as its history says."""
    if station.is_only:
        station.program.check()
        return
    # Files that were laid there by hand contradict the mark beside them, and that is told.
    with station.program.vault.reading() as store:
        found = [each for each in verification.faults(store.session, ()) if isinstance(each, Fault)]
    found = [each for each in found if each.kind != "parted"]
    assert not found, found
    assert not station.program.vault.integrity()


def settle(world: World) -> None:
    """Do what honest officers do when everything has calmed down, and demand that it is enough."""
    world.receiver.is_of_before = False
    for laptop in world.laptops:
        world.tell(laptop)
        _complete_drafts(world, laptop)
        # Work goes on: who has nothing to send hears of nothing.
        world.work(laptop, lambda program: program.cases.save(orphan("Danh Sau")))
    _follow(world)
    for _round in range(ROUNDS + max(len(each) for each in peering.units(world)) - 1):
        if not sum(_send(world, laptop) for laptop in world.laptops):
            break
    for laptop in world.laptops:
        _require_equal(world, laptop, alone=len(_of_unit(world, laptop)) == 1)
    if len(peering.units(world)) < len(world.laptops):
        _settle_communes(world)
    waiting = set[Value]().union(*(conflicts(each.program).values() for each in world.laptops))
    lost = world.lineage.lost(world.present() | waiting)
    assert not lost, f"taken in once, and now nowhere: {lost}"
    for each in (*world.laptops, world.receiver):
        require_whole(each)


def _follow(world: World) -> None:
    """Let every laptop be of the unit that its commune is by now: who was put back, or receives anew, is told again."""
    late = [each for each in world.laptops if each.program.office.unit != world.now(each.office.unit)]
    for laptop in late:  # so that the receiving unit knows of which unit it says what follows
        sent = world.export(laptop)
        if not isinstance(sent, UserError):
            world.deliver(sent)
    world.sign_again()
    world.follow()
    for laptop in world.laptops:
        assert laptop.program.office.unit == world.now(laptop.office.unit), "a unit is left behind"
        world.tell(laptop)


def _send(world: World, laptop: Station) -> int:
    """Choose what waits, and send until all has gone; return how many packages that took."""
    left, count = 1, 0
    while left:
        _choose_all(world, laptop)
        sent = world.export(laptop)
        if isinstance(sent, UserError):
            assert sent.code == NOTHING_TO_SEND, f"nothing can be sent: {sent}"
            break
        answer = world.deliver(sent)
        assert not isinstance(answer, UserError), f"an honest package was refused: {answer}"
        taken = world.take(laptop, answer)
        assert not isinstance(taken, UserError), f"an honest receipt was refused: {taken}"
        require_confirmed_is_held(world)
        _choose_all(world, laptop)
        left, count = sent.left + _set_days_right(world, laptop), count + 1
    return count


def _set_days_right(world: World, laptop: Station) -> int:
    """Do what is said of records that came back because a day in them lies ahead; return how many there were.

    They were written while the clock was wrong, so the receiving unit refuses them rightly: no number of rounds lets it
    take them as they are. Where the form says nothing of such a day, the clock of the receiving unit was the wrong one,
    and what it refused travels again by itself.
    """
    count = 0
    for each in laptop.program.exchange.standing().not_taken:
        found = laptop.program.cases.get(each.record_id) if each.code == LIES_AHEAD else None
        if found is not None and (days := _days_set_right(found)):
            done = world.work(laptop, functools.partial(_save, found=found, answers=asked(found) | days))
            assert not isinstance(done, UserError), f"what came back cannot be set right: {done}"
            count += 1
    return count


def _days_set_right(found: Case) -> dict[str, str]:
    """Return what to answer instead of the days that the form says lie ahead."""
    ahead = [each.field for each in found.findings if each.code == LIES_AHEAD]
    return dict.fromkeys(ahead, clock.today().isoformat())


def _settle_communes(world: World) -> None:
    """Let the laptops of each commune put together what they hold, and demand that they hold the same."""
    for first, *others in peering.units(world):
        for each in others:
            _bring(world, each, first)
        for each in others:
            _bring(world, first, each)
        for each in (first, *others):
            _send(world, each)
        for each in others:
            here, there = (one.held().of(one.program.office.unit) for one in (first, each))
            differing = {key[:2] for key in here.values() ^ there.values()} - _waiting(first) - _waiting(each)
            assert not differing, f"{first.folder.name} and {each.folder.name} differ: {differing}"
        for each in (first, *others):
            _require_equal(world, each, alone=True)


def _bring(world: World, source: Station, target: Station) -> None:
    taken = peering.take(world, target, peering.write(world, source, target))
    assert not isinstance(taken, UserError), f"what another laptop wrote was refused: {taken}"
    _choose_all(world, target)


def _of_unit(world: World, laptop: Station) -> list[Station]:
    unit = world.now(laptop.office.unit)
    return [each for each in world.laptops if world.now(each.office.unit) == unit]


def _waiting(laptop: Station) -> set[Key]:
    return {each[:2] for each in conflicts(laptop.program).values()}


def _choose_all(world: World, laptop: Station) -> None:
    for chosen in itertools.islice(itertools.cycle((OURS, THEIRS)), len(conflicts(laptop.program))):
        world.choose(laptop, 0, chosen)


def _complete_drafts(world: World, laptop: Station) -> None:
    for (table, record_id), row in laptop.held().rows.items():
        if table == "record" and row["draft"] and not row["deleted"]:
            world.work(laptop, functools.partial(complete, record_id=record_id))


def complete(program: Program, record_id: str) -> None:
    """Save a record as final, all that it lacks filled in: another laptop takes no draft with a day that lies ahead."""
    found = program.cases.get(record_id)
    answers = asked(found) | _days_set_right(found)
    if found.register.code == "children":
        answers.setdefault("entered_on", "2024-03-01")
    _save(program, found, answers)


def _save(program: Program, found: Case, answers: Mapping[str, Any]) -> None:
    kept = dict(found.kept)
    program.cases.save(
        case(found.register.code, dict(answers), person=dict(found.person), record_id=found.id, kept=kept)
    )


def _require_equal(world: World, laptop: Station, *, alone: bool) -> None:
    """Demand that what a laptop holds is at the receiving unit, and what that holds of its commune is known here."""
    here, there = laptop.held(), world.receiver.held()
    waiting = _waiting(laptop)
    # What went to the other commune is that one's to send.
    own = {key for key in here.rows if world.now(here.units[key]) == world.now(laptop.office.unit)}
    for key in ((here.final() | (here.removed() & there.removed())) & own) - waiting:
        mine, theirs = here.digests[key], there.digests.get(key)
        if mine == theirs:
            continue
        row, name = here.rows[key], laptop.folder.name
        if row.get("deleted") and not alone:
            continue  # another laptop, which has not heard of it, has sent it
        if theirs is None:
            assert row.get("deleted"), f"{key} of {name} never came there: {dict(row)}"
        else:
            newer = not alone and world.lineage.knows((*key, theirs), (*key, mine))
            assert newer, f"{key} of {name} differs: {dict(row)}, not {dict(there.rows[key])}"
    again = (here.removed() & own & there.rows.keys()) - there.removed() - waiting
    assert not again or not alone, f"removed from {laptop.folder.name} and still there: {again}"
    if alone:
        theirs_alone = {
            key for key, unit in there.units.items() if world.now(unit) == world.now(laptop.office.unit)
        } - here.rows.keys()
        assert not theirs_alone - waiting, f"{laptop.folder.name} never got back {theirs_alone}"
