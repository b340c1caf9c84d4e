"""Updates of the law in this data file: read, shown, accepted; and what the authorised officer enters herself."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import clock, text
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services import office
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.law import local
from ansinh_desktop.services.law.checking import FAULTS, LOCAL, own_places, require_sound, said
from ansinh_desktop.services.law.installed import LOCAL_TEXT, TEXTS, KeptText, edition_in, install, shipped_on
from ansinh_desktop.services.law.local import Rows
from ansinh_desktop.services.law.preview import LawPreview, PreviewStep, preview
from ansinh_desktop.services.law.update_file import (
    SUFFIX,
    LawUpdate,
    SignedUpdate,
    Signer,
    read_update,
    write_update,
)
from ansinh_desktop.services.sync.reading import NAME_LENGTH, write_moment

_ACCEPTED = "law.accepted"

LAWGIVERS = frozenset({"admin"})
"""The roles that may change the law of a data file."""


@dataclass(frozen=True)
class Accepted:
    """An update that was accepted, or an entry of our own."""

    issued: str
    title: str
    source: str
    signer: str
    fingerprint: str
    accepted_on: str
    by: str
    reason: str


class LawUpdates:
    """The law of one data file, for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    @property
    def may_change(self) -> bool:
        """Whether the officer may change the law of this data file."""
        return self._access.role in LAWGIVERS

    def accepted(self) -> list[Accepted]:
        """Return what was accepted and entered, the latest first."""
        with self._vault.reading() as store:
            return [Accepted(**each) for each in reversed(store.setting(_ACCEPTED) or [])]

    # Updates from outside

    def read(self, path: Path) -> LawUpdate:
        """Read an update that somebody whom we trust has signed, and with which the program can work.

        Raises:
            UserError: It cannot be read, nobody whom we trust signed it, it was changed, or it is unsound or old.
        """
        signed = read_update(path)
        with self._vault.reading() as store:
            update = signed.require(_verify_key(store, signed))
            kept = store.setting(TEXTS) or {}
            if LOCAL in update.texts and not _is_of_receiver(store, update.signer):
                raise UserError(
                    "AS-6507", place=LOCAL, fault="chỉ đơn vị nhận gói được giao quy định của tỉnh cho các xã"
                )
            before, after = _editions(store, update.texts)
        if not all(_is_newer(update, kept, place) for place in update.texts):
            raise UserError("AS-6508", name=path.name, issued=f"{clock.local(update.issued):%d/%m/%Y}")
        require_sound(before, after)
        return update

    def preview(self, update: LawUpdate) -> Generator[PreviewStep, None, LawPreview]:
        """Reckon whom an update touches and what they would be paid."""
        with self._vault.reading() as store:
            before, after = _editions(store, update.texts)
        return (yield from preview(self._vault, self._access, before, after))

    def accept(self, update: LawUpdate, reason: str = "") -> None:
        """Lay an update over the law of this data file; records keep what was reckoned for them before.

        Raises:
            UserError: The officer may not.
        """
        self._require()
        with self._vault.work(reason or update.title) as store:
            texts = dict(store.setting(TEXTS) or {})
            issued, signer = write_moment(update.issued), update.signer.name
            by = update.signer
            texts |= {
                place: KeptText(
                    issued=issued,
                    text=each,
                    signer=signer,
                    device=by.device,
                    epoch=by.epoch,
                    number=by.number,
                )
                for place, each in update.texts.items()
            }
            store.set_setting(TEXTS, texts)
            self._write_down(
                store,
                title=update.title,
                source=update.source,
                signer=signer,
                fingerprint=update.fingerprint,
                issued=issued,
                reason=reason,
            )
        install(self._vault)

    def sign(self, folder: Path, files: Sequence[Path], title: str, source: str) -> Path:
        """Write files of the law as an update signed by this unit, to be carried to the communes.

        Raises:
            UserError: A file is none of the law, cannot be read or worked with, or nothing can be written there.
        """
        return self._sign(folder, {_place_of(path): _text(path) for path in files}, title, source)

    def hand_down(self, folder: Path) -> Path:
        """Write what is set here as an update signed by this unit: what the province sets, for its communes.

        Raises:
            UserError: The officer may not, nothing was ever set here, or nothing can be written there.
        """
        self._require()
        with self._vault.reading() as store:
            entered = store.setting(LOCAL_TEXT)
        if entered is None:
            raise UserError("AS-6511")
        own = office.office(self._vault)
        title = f"Quy định của {own.province[:1].lower()}{own.province[1:]}"
        source = local.sources(local.rows_of(entered)) or "Bỏ các quy định đã giao"
        return self._sign(folder, {LOCAL: entered}, title, source)

    def _sign(self, folder: Path, texts: Mapping[str, str], title: str, source: str) -> Path:
        self._require()
        with self._vault.reading() as store:
            before = edition_in(store)
        require_sound(before, before.laid_over(texts))
        # Noted with a number of its own, and only where the file is written.
        with self._vault.work(title) as store:
            device, own = store.devices.own(), office.office_in(store)
            store.log.note("export", "law", device.id, {"files": [None, ", ".join(sorted(texts))]})
            number, _digest = store.log.last()
            signer = Signer(own.name, own.unit, device.id, device.epoch, number)
            update = LawUpdate(clock.now(), _one_line(title), _one_line(source), signer, texts)
            target = (
                folder / f"{clock.local(update.issued):%Y%m%d-%H%M}-{number:06d}-{device.id[-8:]}{SUFFIX}"
            )
            write_update(target, update, device.sign_key)
        return target

    # What is set here

    def local_rows(self) -> Rows:
        """Return what the province and the commune have set, by what it is."""
        with self._vault.reading() as store:
            return local.rows_of(store.setting(LOCAL_TEXT) or edition.own_text(LOCAL))

    def handed_down(self) -> tuple[Rows, str]:
        """Return what the receiving unit has handed down, and the unit's name; no rows where it has not."""
        with self._vault.reading() as store:
            kept = (store.setting(TEXTS) or {}).get(LOCAL, {})
        return local.rows_of(kept.get("text", edition.own_text(LOCAL))), str(kept.get("signer", ""))

    def with_row(self, rows: Rows, kind: str, answers: Answers) -> Rows:
        """Return the local rules with one more, from the answers of its form."""
        by = {"by": self._access.officer} if kind == "confirmed" else {}
        return local.with_row(rows, kind, {**answers, **by}, office.office(self._vault).unit)

    def preview_local(self, rows: Rows) -> Generator[PreviewStep, None, LawPreview]:
        """Reckon whom a change of the local rules touches.

        Raises:
            UserError: The program cannot work with them.
        """
        before, after = self._local_editions(rows)
        return (yield from preview(self._vault, self._access, before, after))

    def check_local(self, rows: Rows) -> None:
        """Refuse local rules with which the program cannot work.

        Raises:
            UserError: AS-6507.
        """
        self._local_editions(rows)

    def accept_local(self, rows: Rows, title: str, source: str, reason: str = "") -> None:
        """Keep other local rules.

        Raises:
            UserError: The officer may not, or the program cannot work with them.
        """
        self._require()
        self._local_editions(rows)
        with self._vault.work(reason or title) as store:
            store.set_setting(LOCAL_TEXT, local.text_of(rows))
            self._write_down(
                store,
                title=title,
                source=source,
                signer=self._access.officer,
                fingerprint="",
                issued=write_moment(clock.now()),
                reason=reason,
            )
        install(self._vault)

    def _local_editions(self, rows: Rows) -> tuple[Edition, Edition]:
        own = local.text_of(rows)
        with self._vault.reading() as store:
            before = edition_in(store)
            kept = (store.setting(TEXTS) or {}).get(LOCAL)
        after = before.laid_over({LOCAL: local.merged(kept["text"], own) if kept else own})
        require_sound(before, after)
        return before, after

    def _require(self) -> None:
        if not self.may_change:
            raise UserError("AS-6509")

    def _write_down(self, store: Store, **facts: str) -> None:
        entry = {**facts, "accepted_on": clock.today().isoformat(), "by": self._access.officer}
        store.set_setting(_ACCEPTED, [*(store.setting(_ACCEPTED) or []), entry])


def _verify_key(store: Store, signed: SignedUpdate) -> str | None:
    """Return the key of whoever says to have signed, if we trust them: our receiver, ourselves, or a maker."""
    signer = signed.update.signer
    if not signer.unit:
        makers = {each["name"]: str(each["verify_key"]) for each in edition.own_table("makers")["maker"]}
        return makers.get(signer.name)
    own = store.devices.own()
    if signer.device == own.id:
        return envelope.verify_key_of(own.sign_key)
    unit = store.devices.unit(f"{signer.unit}/{signer.device}")
    return unit.verify_key if unit is not None and unit.role == "receiver" else None


def _one_line(words: str) -> str:
    """Return words as the file can carry them."""
    line = text.clean(words)
    return line if len(line) <= NAME_LENGTH else f"{line[: NAME_LENGTH - 1].rstrip()}…"


def _is_of_receiver(store: Store, signer: Signer) -> bool:
    unit = store.devices.unit(f"{signer.unit}/{signer.device}")
    return unit is not None and unit.role == "receiver"


def _is_newer(update: LawUpdate, kept: Mapping[str, KeptText], place: str) -> bool:
    """Whether an update brings a later text of a file than the one in use: by the history of who signed both."""
    issued = write_moment(update.issued)
    # A day comes before every moment of it.
    if place != LOCAL and issued <= shipped_on().isoformat():
        return False
    if place not in kept:
        return True
    follows = update.signer.follows(kept[place])
    return issued > kept[place]["issued"] if follows is None else follows


def _editions(store: Store, texts: Mapping[str, str]) -> tuple[Edition, Edition]:
    """Return the law of the data file, and the law with the texts of an update in it.

    Raises:
        UserError: AS-6507 what the province hands down cannot be read.
    """
    before, laid = edition_in(store), dict(texts)
    if LOCAL in laid:
        try:
            laid[LOCAL] = local.merged(laid[LOCAL], store.setting(LOCAL_TEXT) or edition.own_text(LOCAL))
        except FAULTS as error:
            raise UserError("AS-6507", place=LOCAL, fault=said(error)) from error
    return before, before.laid_over(laid)


def _place_of(path: Path) -> str:
    found = [place for place in own_places() if place.endswith(f"/{path.stem}") and place != LOCAL]
    if path.suffix != ".toml" or not found:
        raise UserError("AS-6510", name=path.name)
    return found[0]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("AS-6501", name=path.name) from error
