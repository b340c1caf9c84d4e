"""The works that must survive a bad disk: each between folders that were made ready, and what must be so after it."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansinh_desktop.db.copies.backup import FOLDER
from ansinh_desktop.db.exchange.transfers import WAITING
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import LOCK_FILE
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.safety import restoring
from ansinh_desktop.services.sending import SentKind, sent_state
from ansinh_desktop.services.transfers.giving import Move
from tests.factories import OFFICER, OTHER, PASSWORD, PROVINCE, forget_place, new_vault, orphan, trust
from tests.paper_files import pdf
from tests.services.payments.commune import JUNE, NAMES, people
from tests.services.sync.exchanging import content_of, rows_of

COMMUNE, LAPTOP, RECEIVER, NEIGHBOUR = "xã", "xã máy hai", "tỉnh", "xã kia"
_CASE = "*-chuyen.agpkg"


class Place:
    """Folders of a commune, its second laptop, its receiver, and a stick between them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.usb = folder, folder / "usb"
        self._open: dict[str, Program] = {}

    def __getitem__(self, name: str) -> Program:
        """Return the open program of a folder."""
        if name not in self._open:
            self._open[name] = open_data(self.folder / name, OFFICER, PASSWORD)
        return self._open[name]

    def lock(self, name: str) -> None:
        """Close the program of a folder."""
        if name in self._open:
            self._open.pop(name).vault.lock()

    def close(self) -> None:
        """Close all."""
        for name in list(self._open):
            self.lock(name)

    def the(self, pattern: str) -> Path:
        """Return the last file of a kind on the stick."""
        return max(self.usb.glob(pattern))


def make(folder: Path) -> None:
    """Make folders in which something was exchanged already, and something waits."""
    place = Place(folder)
    place.usb.mkdir(parents=True)
    new_vault(folder / COMMUNE)[0].lock()
    new_vault(folder / RECEIVER, PROVINCE)[0].lock()
    commune, province = place[COMMUNE], place[RECEIVER]
    trust(commune, province, place.usb)
    trust(province, commune, place.usb)
    first, second, third = (commune.cases.save(orphan(f"Danh {each}")) for each in ("Một", "Hai", "Ba"))
    commune.backups.take()
    _round(place)
    commune.cases.add_event(first, "visit", "2026-11-20", {"findings": "khỏe"})
    people = [commune.cases.get(each).person_id for each in (first, second)]
    commune.people.save_household({"number": "7"}, first=people[0])
    commune.people.relate(people[0], people[1], {"kind": "01"})
    commune.cases.save(orphan("Danh Bốn"))
    (folder / "giấy.pdf").write_bytes(pdf("giấy " * 300))
    commune.attachments.add(first, folder / "giấy.pdf")
    commune.cases.remove(third, "nhập nhầm")
    for name in (COMMUNE, RECEIVER):
        forget_place(place[name].vault)
    place.close()
    for each in place.usb.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def _round(place: Place) -> None:
    """Send what waits, take it in, take the receipt: what honest officers do on a good day."""
    with contextlib.suppress(UserError):
        made = place[COMMUNE].outgoing.export(place.usb)
        taken = place[RECEIVER].incoming.receive(made.path, place.usb)
        place[COMMUNE].outgoing.take_receipt(taken.receipt)


@dataclass(frozen=True)
class Scene:
    """One work: what comes before it, and the work itself."""

    act: Callable[[Place], object]
    before: Callable[[Place], object] = lambda _: None
    opens: tuple[str, ...] = (COMMUNE,)
    """Which programs are open when it begins."""
    closes: str = ""
    """Which one is locked as part of the work."""
    sound: Callable[[Place], object] = lambda _: True
    """Whether what the work is for is there in the end."""


def _exported(place: Place) -> None:
    place[COMMUNE].outgoing.export(place.usb)


def _received(place: Place) -> None:
    _exported(place)
    _receive(place)


def _receive(place: Place) -> None:
    place[RECEIVER].incoming.receive(place.the("*.agpkg"), place.usb)


def _receipt_anew(place: Place) -> None:
    _received(place)
    place.the("*.agrcpt").unlink()


def _take_receipt(place: Place) -> None:
    place[COMMUNE].outgoing.take_receipt(place.the("*.agrcpt"))


def _read_card(place: Place) -> None:
    province = place[RECEIVER]
    province.cards.trust(place.the("*.agcard"), place[COMMUNE].cards.own().fingerprint)


def _second_laptop(place: Place) -> None:
    _ = place[COMMUNE]  # so that it knows where it lies, and its copy that it lies elsewhere
    place.lock(COMMUNE)
    shutil.copytree(
        place.folder / COMMUNE, place.folder / LAPTOP, ignore=shutil.ignore_patterns(LOCK_FILE, FOLDER)
    )
    place[LAPTOP].cases.save(orphan("Danh Máy Hai"))


def _peer_out(place: Place) -> None:
    place[LAPTOP].exchange.peers.export(place.usb)


def _peer_comes(place: Place) -> None:
    _second_laptop(place)
    _peer_out(place)


def _peer_in(place: Place) -> None:
    place[COMMUNE].exchange.peers.take(place.the("*.agpkg"))


def _neighbour(place: Place) -> None:
    """Let there be another commune, and somebody who is cared for here and moves there."""
    new_vault(place.folder / NEIGHBOUR, OTHER)[0].lock()
    trust(place[COMMUNE], place[NEIGHBOUR], place.usb)
    trust(place[NEIGHBOUR], place[COMMUNE], place.usb)
    place[COMMUNE].cases.move(_first(place), "managed", "2026-01-05")


def _first(place: Place) -> str:
    numbers = place[COMMUNE].listing.all(ListQuery("children"), ("record.number",))
    return min(numbers, key=lambda each: str(each.values[0])).record_id


def _give(place: Place) -> None:
    """Give the case; where it is on its way and its file is not there, call it back and give it again."""
    transfers = place[COMMUNE].exchange.transfers
    for each in transfers.all():
        if each.state == WAITING and (place.usb / each.file_name).exists():
            return
        if each.state == WAITING:
            transfers.call_back(each.id, "mất tệp")
    (to,) = transfers.communes()
    transfers.give([_first(place)], Move(to.id, "2026-11-20"), place.usb)


def _case_given(place: Place) -> None:
    _neighbour(place)
    _give(place)


def _accept(place: Place) -> None:
    place[NEIGHBOUR].exchange.arrivals.accept(place.the(_CASE), place.usb)


def _case_taken(place: Place) -> None:
    _case_given(place)
    _accept(place)


def _end_case(place: Place) -> None:
    place[COMMUNE].exchange.transfers.take_answer(place.the("*.agrcpt"))


def _is_given(place: Place) -> bool:
    waiting = [each for each in place[COMMUNE].exchange.transfers.all() if each.state == WAITING]
    return len(waiting) == len(list(place.usb.glob(_CASE))) == 1


def _is_there_once(place: Place) -> bool:
    place[NEIGHBOUR].check()
    return len(rows_of(place[NEIGHBOUR], "record")) == 1


def _is_ended(place: Place) -> bool:
    return place[COMMUNE].cases.get(_first(place)).closed


def _payees(place: Place) -> None:
    program = place[COMMUNE]
    people(program, NAMES[:2])
    program.payments.prepare(JUNE)
    program.payments.keep(JUNE, "đã xem")
    program.payments.check(JUNE)
    program.payments.approve(JUNE)


def _close_month(place: Place) -> None:
    if not place[COMMUNE].payments.view(JUNE).is_closed:
        place[COMMUNE].payments.close(JUNE)


def _month_sent(place: Place) -> None:
    _payees(place)
    _close_month(place)
    _exported(place)


def _month_lost(place: Place) -> None:
    """Let the commune go back to before it closed a month, and the receiver give it back."""
    _month_sent(place)
    _receive(place)
    _restore(place)
    for each in place.usb.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    _received(place)


def _has_month(place: Place) -> bool:
    view = place[COMMUNE].payments.view(JUNE)
    found = place[RECEIVER].exchange.communes.paid()
    return view.is_closed and found.amount == sum(each.amount for each in view.lines) > 0


def _backup(place: Place) -> None:
    place[COMMUNE].backups.take()


def _restore(place: Place) -> None:
    program = place[COMMUNE]
    program.backups.restore(program.backups.all()[-1].name)
    place.lock(COMMUNE)


def _copy_on_stick(place: Place) -> None:
    copy = min((place.folder / COMMUNE / FOLDER).iterdir())
    shutil.copytree(copy, place.folder / "bản sao")
    place.lock(COMMUNE)


def _restore_closed(place: Place) -> None:
    place.lock(COMMUNE)
    restoring.restore_from(place.folder / COMMUNE, place.folder / "bản sao", OFFICER, PASSWORD)


SCENES = {
    "export": Scene(lambda place: place[COMMUNE].outgoing.export(place.usb)),
    "receive": Scene(_receive, _exported, (RECEIVER,)),
    "receipt out again": Scene(_receive, _receipt_anew, (RECEIVER,)),
    "receipt in": Scene(_take_receipt, _received),
    "card out": Scene(lambda place: place[COMMUNE].cards.write_own(place.usb)),
    "card in": Scene(
        _read_card, lambda place: place[COMMUNE].cards.write_own(place.usb), (RECEIVER, COMMUNE)
    ),
    "peer out": Scene(_peer_out, _second_laptop, (LAPTOP,)),
    "peer in": Scene(_peer_in, _peer_comes),
    "backup": Scene(_backup),
    "restore": Scene(_restore),
    "restore closed": Scene(_restore_closed, _copy_on_stick, ()),
    "case out": Scene(_give, _neighbour, (COMMUNE,), sound=_is_given),
    "case in": Scene(_accept, _case_given, (NEIGHBOUR,), sound=_is_there_once),
    "case ended": Scene(_end_case, _case_taken, (COMMUNE,), sound=_is_ended),
    "month closed": Scene(_close_month, _payees, (COMMUNE,), sound=_has_month),
    "month in": Scene(_receive, _month_sent, (RECEIVER,), sound=_has_month),
    "month back": Scene(_take_receipt, _month_lost, (COMMUNE,), sound=_has_month),
}


def faults(place: Place, scene: Scene) -> Iterator[str]:
    """Yield what is not as it must be after a work that went wrong, or well."""
    for name in (COMMUNE, RECEIVER):
        place[name].check()
    scene.act(place)  # nothing hinders it any more
    _round(place)
    # What a process that is gone could not clear away, the next that writes there does.
    left = [each.name for each in place.usb.iterdir() if each.suffix == ".part" or each.name.startswith(".")]
    if left:
        yield f"left on the stick: {left}"
    commune, province = place[COMMUNE], place[RECEIVER]
    for program in (commune, province):
        program.check()
    mine = {key: row for key, row in content_of(commune).items() if key[0] != "record" or not row["deleted"]}
    theirs = content_of(province)
    differing = [key for key, row in mine.items() if theirs.get(key) != row]
    if differing:
        yield f"not equal after a round: {differing[:3]}"
    with commune.vault.reading() as store:
        sending = store.packages.sending()
        for each in commune.listing.all(ListQuery("children"), ("person.full_name",)):
            kind = sent_state(store.records.get(each.record_id), sending).kind
            if kind is not SentKind.CONFIRMED:
                yield f"{each.record_id} is {kind}"
    if not scene.sound(place):
        yield "what it was for is not there"
    for folder in (place.folder / COMMUNE, place.folder / RECEIVER):
        half = [each.name for each in folder.rglob("*.part")]
        if half:
            yield f"left in {folder.name}: {half}"


def rows(place: Place) -> dict[str, Any]:
    """Return how many rows stand in the commune's tables."""
    return {name: len(rows_of(place[COMMUNE], name)) for name in ("person", "record", "event")}
