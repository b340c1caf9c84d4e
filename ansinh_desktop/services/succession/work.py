"""Succession of units: the receiving unit signs what follows what, and each side writes it as one act.

At the commune its own rows, its name and code, its card; at the receiving unit the rows and cards of its communes.
What is on its way counts still, and nothing that was confirmed is sent anew.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange import succession as moving
from ansinh_desktop.db.exchange.lives import give_letter
from ansinh_desktop.db.exchange.succession import SUCCESSIONS, Renames
from ansinh_desktop.db.models import Unit
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.hamlets import rename_kept
from ansinh_desktop.services.law.update_file import Signer
from ansinh_desktop.services.office import office, office_in, require_admin
from ansinh_desktop.services.sending import SentKind
from ansinh_desktop.services.succession.file import (
    SUFFIX,
    Change,
    Succession,
    fit_together,
    read_succession,
    write_succession,
)
from ansinh_desktop.services.sync.card import read_card, same_fingerprint
from ansinh_desktop.services.sync.cards import COMMUNE, card_of, receiver_in, unit_of
from ansinh_desktop.services.sync.manifest import PEER
from ansinh_desktop.services.sync.reading import NAME_LENGTH


@dataclass(frozen=True)
class Following:
    """What a succession would do here, looked at before."""

    succession: Succession
    own: tuple[Change, ...]
    """What becomes of our own unit, parts of it first; nothing where it is about others alone."""
    cards: tuple[str, ...]
    """The names of the units whose cards we keep that are others then."""
    coming: tuple[Change, ...] = ()
    """Others that become ours, whole or a part of them: the receiving unit gives it with its next receipt."""
    unsent: int = 0
    """How many records of ours that go to another unit are not as the receiving unit has them: what is new in them stays here."""

    @property
    def is_about_us(self) -> bool:
        """Whether anything becomes another here."""
        return bool(self.own or self.cards or self.coming or self.succession.receiver)


class Successions:
    """The successions of one data file, for one administrator."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def sign(
        self,
        folder: Path,
        changes: Sequence[Change],
        title: str,
        source: str,
        step: moving.Step = lambda _: None,
    ) -> Path:
        """Write down here, at the receiving unit, which units follow which, and write the signed file for the communes.

        Args:
            folder: Where the file goes.
            changes: Which follow which.
            title: What it is called.
            source: The document that says so.
            step: Is told how many rows were gone through; what it raises ends the work, and nothing is changed.

        Raises:
            UserError: AS-1120 no administrator, AS-5172 not a receiving unit, AS-5173 a unit follows that sent nothing,
                AS-5174 the changes do not go together; the folder cannot be written.
        """
        require_admin(self._vault)
        if not office(self._vault).receives:
            raise UserError("AS-5172")
        with self._vault.work(f"kế tục đơn vị: {title}") as store:
            own, device = office_in(store), store.devices.own()
            told = _with_merges(store, changes)
            told = tuple(_with_part(store, each) for each in told)
            number, _digest = store.log.last()
            signer = Signer(own.name, own.unit, device.id, device.epoch, number + 1)
            made = Succession(clock.now(), title, source, signer, told)
            for each in sorted(told, key=lambda one: one.part is None):
                _follow_theirs(store, each, made, step)
            path = (
                folder / f"{clock.local(made.issued):%Y%m%d-%H%M}-{number + 1:06d}-{device.id[-8:]}{SUFFIX}"
            )
            write_succession(path, made, device.sign_key)
        return path

    def sign_again(self, folder: Path, path: Path, step: moving.Step = lambda _: None) -> Path:
        """Sign what another receiving unit signed before: its card is replaced, and nobody can follow its file any more.

        ``step`` as in :meth:`sign`. Whether the file says the truth is for the officer to know, who has read what it says (:meth:`said_in`).

        Raises:
            UserError: As :meth:`sign`; AS-5018, AS-5171 it is no such file.
        """
        said = read_succession(path).succession
        return self.sign(folder, said.changes, said.title, said.source, step)

    def said_in(self, path: Path) -> Succession:
        """Return what a file says, whoever signed it.

        Raises:
            DataError: AS-5018, AS-5171 it is no such file.
        """
        return read_succession(path).succession

    def name_receiver(self, folder: Path, card: Path, digits: str, source: str) -> Path:
        """Write the file by which our communes know another unit as the one that receives from now on.

        Args:
            folder: Where.
            card: The card of that unit.
            digits: Its digits, as they were heard: we answer for its keys.
            source: The document that says so.

        Raises:
            UserError: As :meth:`sign`; AS-5115, AS-5116 the digits were not compared or are others, or it is no card.
        """
        require_admin(self._vault)
        if not office(self._vault).receives:
            raise UserError("AS-5172")
        other = read_card(card)
        if not digits.strip():
            raise UserError("AS-5115", unit=other.name, digits=other.fingerprint)
        if not same_fingerprint(other, digits):
            raise UserError("AS-5116", name=card.name)
        with self._vault.work(f"đơn vị nhận mới: {other.name}") as store:
            own, device = office_in(store), store.devices.own()
            number, _digest = store.log.last()
            signer = Signer(own.name, own.unit, device.id, device.epoch, number + 1)
            made = Succession(
                clock.now(), f"{other.name} nhận gói thay {own.name}"[:NAME_LENGTH], source, signer, (), other
            )
            store.log.note(
                "export", "unit", other.unit, {"receiver": other.name, "digits": other.fingerprint}
            )
            path = (
                folder / f"{clock.local(made.issued):%Y%m%d-%H%M}-{number + 1:06d}-{device.id[-8:]}{SUFFIX}"
            )
            write_succession(path, made, device.sign_key)
        return path

    def look(self, path: Path) -> Following:
        """Return what a file would do here; nothing changes.

        Raises:
            UserError: AS-5170, AS-5171 it is no succession that our receiving unit signed.
        """
        signed = read_succession(path)
        with self._vault.reading() as store:
            made = signed.require(_verify_key(store, signed.succession))
            unit = office_in(store).unit
            own = made.of(unit)
            units = {each.renames.before for each in made.changes if each.part is None}
            cards = [each.name for each in store.devices.units() if each.id.partition("/")[0] in units]
            coming = [each for each in made.changes if each.renames.after == unit]
            unsent = sum(_unsent(store, each.part) for each in own if each.part is not None)
            return Following(made, tuple(own), tuple(cards), tuple(coming), unsent)

    def follow(self, path: Path, step: moving.Step = lambda _: None) -> Following:
        """Write it down: our own rows, name and code, and the cards of the others, as one act.

        Args:
            path: The file.
            step: Is told how many of our rows were gone through; what it raises ends the work, and nothing is changed.

        Raises:
            UserError: As :meth:`look`; AS-1120 no administrator; AS-5175 it is about nothing here, or was followed
                before.
        """
        require_admin(self._vault)
        found = self.look(path)
        if not found.is_about_us or _is_followed(self._vault, found.succession):
            raise UserError("AS-5175", name=path.name)
        with self._vault.work(f"kế tục đơn vị: {found.succession.title}") as store:
            for each in found.own:
                _follow_own(store, each, step)
            for each in found.succession.changes:
                if each.part is None:
                    _follow_cards(store, each)
                    moving.move_waiting(store.session, each.renames)
            _know_as_own(store)
            if found.succession.receiver is not None:
                store.devices.trust(unit_of(found.succession.receiver, "receiver"))
            if found.coming and (receiver := receiver_in(store)) is not None:
                # All goes, so that all that became ours comes back with the receipt.
                counterpart = store.ledger.counterpart(receiver.id)
                counterpart.whole = True
                store.ledger.keep(counterpart)
            _remember(store, found.succession.changes, found.succession)
            store.session.flush()
            moving.come_back(store.session, store.chain, office_in(store).unit)
            store.session.expunge_all()
        return found


def _verify_key(store: Store, succession: Succession) -> str | None:
    signer, own = succession.signer, store.devices.own()
    if signer.device == own.id:
        return envelope.verify_key_of(own.sign_key)
    unit = store.devices.unit(f"{signer.unit}/{signer.device}")
    return unit.verify_key if unit is not None and unit.role == "receiver" else None


def _is_followed(vault: Vault, succession: Succession) -> bool:
    with vault.reading() as store:
        return any(each.get("issued") == succession.fingerprint for each in store.setting(SUCCESSIONS, []))


def _unsent(store: Store, part: moving.Part) -> int:
    """Return how many records of a part the receiving unit does not have as they stand here."""
    sending = store.packages.sending()
    ids = [record_id for every in store.records.by_person(part.people).values() for record_id, _ in every]
    records = store.records.some(ids).values()
    return sum(sending.kind_of(each) is not SentKind.CONFIRMED for each in records)


def _with_part(store: Store, change: Change) -> Change:
    """Return a change that names hamlets with the people and households that go with them, or went when it was signed."""
    said = change.part
    if said is None:
        return change
    found = moving.part_of(store.session, change.renames.before, said.hamlets)
    people, households = {*found.people, *said.people}, {*found.households, *said.households}
    part = moving.Part(said.hamlets, tuple(sorted(people)), tuple(sorted(households)))
    return dataclasses.replace(change, part=part)


def _with_merges(store: Store, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes, each knowing whether others become the same unit."""
    known = {each.id.partition("/")[0] for each in store.devices.units("sender")}
    afters, followed = [each.renames.after for each in changes], moving.all_in(store.session)
    if not fit_together(changes):
        raise UserError("AS-5174")
    for each in changes:
        if each.renames.before not in known:
            raise UserError("AS-5173", unit=each.renames.before)
        if (now := moving.last_of(followed, each.renames.after)) not in (
            each.renames.after,
            each.renames.before,
        ):
            raise UserError("AS-5199", unit=each.renames.after, now=now)
    return tuple(
        dataclasses.replace(each, merged=each.renames.after in known or afters.count(each.renames.after) > 1)
        for each in changes
    )


def _follow_own(store: Store, change: Change, step: moving.Step) -> None:
    renames, own = change.renames, store.setting("office")
    if change.part is not None:
        store.session.flush()
        moving.give_part(store.session, store.chain, renames, change.part, step)
        store.session.expunge_all()
        moving.let_go(store.session, store.chain, renames.before)
        return
    if change.merged:
        # The other part of the new unit numbers its cases, too.
        give_letter(store)
    store.session.flush()
    moving.move_own(store.session, store.chain, renames, step)
    store.session.expunge_all()
    if renames.hamlets:
        names = [each.name for each in store.people.hamlets(renames.after)]
        rename_kept(store, renames.hamlets, names)
    store.set_setting("office", {**own, "unit": renames.after, "name": change.name})


def _follow_theirs(store: Store, change: Change, succession: Succession, step: moving.Step) -> None:
    renames = change.renames
    store.session.flush()
    if change.part is not None:
        moving.take_part(store.session, renames, change.part, step)
    else:
        moving.move_theirs(store.session, renames, step)
    store.session.expunge_all()
    if change.part is None:
        _follow_cards(store, change)
    _remember(store, (change,), succession)
    # What each unit's rows are from now on, as after a package.
    for unit in dict.fromkeys((renames.before, renames.after)):
        facts: dict[str, object] = {"number": 0, "unit": unit, "state": store.arriving.state(unit)}
        store.log.note("receive", "package", f"{succession.signer.number}", facts)


def _follow_cards(store: Store, change: Change) -> None:
    """Let the cards of a unit be those of the next: the keys stay, name and digits are new."""
    renames = change.renames
    for each in list(store.devices.units()):
        unit, _, device = each.id.partition("/")
        if unit == renames.before and each.role != "receiver":
            made = Unit(
                id=f"{renames.after}/{device}",
                name=change.name,
                level=each.level,
                role=each.role,
                device=each.device,
                verify_key=each.verify_key,
                recipient=each.recipient,
                fingerprint="",
            )
            made.fingerprint = card_of(made).fingerprint
            store.devices.trust(made, instead_of=each.id if each.id != made.id else "")


def _know_as_own(store: Store) -> None:
    """Let the communes that are one with ours by now be laptops of ours: their keys were compared long ago."""
    unit = office_in(store).unit
    for each in store.devices.units(COMMUNE):
        if each.id.partition("/")[0] == unit:
            each.role = PEER


def _remember(store: Store, changes: Sequence[Change], succession: Succession) -> None:
    known = store.setting(SUCCESSIONS, [])
    more = [{**each.content, **_plain(each.renames), "issued": succession.fingerprint} for each in changes]
    store.set_setting(SUCCESSIONS, [*known, *more])


def _plain(renames: Renames) -> dict[str, object]:
    return {"hamlets": dict(renames.hamlets)}
