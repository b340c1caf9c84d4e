"""Updates of the law in this data file: read, shown, accepted; and what the authorised officer enters herself."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services import office
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.law import local
from ansinh_desktop.services.law.checking import LOCAL, own_places, require_sound
from ansinh_desktop.services.law.installed import LOCAL_TEXT, TEXTS, edition_in, install, shipped_on
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
from ansinh_desktop.services.sync.reading import write_moment

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
            before = edition_in(store)
            issued = [each["issued"] for each in (store.setting(TEXTS) or {}).values()]
        # A day comes before every moment of it.
        latest = max([shipped_on().isoformat(), *issued])
        if write_moment(update.issued) <= latest:
            raise UserError("AS-6508", name=path.name, issued=f"{clock.local(update.issued):%d/%m/%Y}")
        if LOCAL in update.texts:
            raise UserError("AS-6507", place=LOCAL, fault="quy định của tỉnh, của xã chỉ được nhập tại đây")
        require_sound(before, before.laid_over(update.texts))
        return update

    def preview(self, update: LawUpdate) -> Generator[PreviewStep, None, LawPreview]:
        """Reckon whom an update touches and what they would be paid."""
        with self._vault.reading() as store:
            before = edition_in(store)
        return (yield from preview(self._vault, self._access, before, before.laid_over(update.texts)))

    def accept(self, update: LawUpdate, reason: str = "") -> None:
        """Lay an update over the law of this data file; records keep what was reckoned for them before.

        Raises:
            UserError: The officer may not.
        """
        self._require()
        with self._vault.work(reason or update.title) as store:
            texts = dict(store.setting(TEXTS) or {})
            issued = write_moment(update.issued)
            texts |= {place: {"issued": issued, "text": text} for place, text in update.texts.items()}
            store.set_setting(TEXTS, texts)
            self._write_down(
                store,
                title=update.title,
                source=update.source,
                signer=update.signer.name,
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
        self._require()
        texts = {_place_of(path): _text(path) for path in files}
        with self._vault.reading() as store:
            device, before = store.devices.own(), edition_in(store)
            own = office.office_in(store)
        require_sound(before, before.laid_over(texts))
        update = LawUpdate(clock.now(), title, source, Signer(own.name, own.unit, device.id), texts)
        target = folder / f"{clock.local(clock.now()):%Y%m%d-%H%M}-{device.id[-8:]}{SUFFIX}"
        write_update(target, update, device.sign_key)
        return target

    # What is set here

    def local_rows(self) -> Rows:
        """Return what the province and the commune have set, by what it is."""
        with self._vault.reading() as store:
            return local.rows_of(store.setting(LOCAL_TEXT) or edition.own_text(LOCAL))

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
        with self._vault.reading() as store:
            before = edition_in(store)
        after = before.laid_over({LOCAL: local.text_of(rows)})
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
