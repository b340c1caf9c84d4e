"""Papers kept with a case: taken in by what they are, shown from memory, let out only where the officer says."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import text
from ansinh_desktop.db.models import Attachment, Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases.paper_types import PaperType, type_named, type_of
from ansinh_desktop.services.reports.saving import save_whole

LARGEST = 10 << 20
_LONGEST_NAME = 120


@dataclass(frozen=True)
class PaperView:
    """One paper as the list shows it."""

    id: str
    name: str
    type: PaperType
    size: int
    at: datetime.datetime
    author: str


@dataclass(frozen=True)
class PaperContent:
    """One paper, read."""

    name: str
    type: PaperType
    content: bytes


class Attachments:
    """The papers of cases for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def of_record(self, record_id: str) -> list[PaperView]:
        """Return the papers of a case, the first that was added first."""
        with self._vault.reading() as store:
            self._record(store, record_id, "r")
            names = store.accounts.full_names()
            return [
                PaperView(
                    each.id,
                    each.name,
                    type_named(each.media_type),
                    each.size,
                    each.at,
                    names.get(each.author, each.author),
                )
                for each in store.attachments.of_record(record_id)
            ]

    def add(self, record_id: str, path: Path) -> str:
        """Put a file into a case, and return the paper's id; the file itself stays where it lies.

        Raises:
            UserError: It is empty, too large, unreadable, damaged, of another type, or there already.
        """
        with self._vault.reading() as store:
            self._record(store, record_id, "w")
        name = _name(path)
        content = _read(path, name)
        kind = type_of(content, name)
        sha256 = hashlib.sha256(content).hexdigest()
        with self._vault.work() as store:
            self._own(store, record_id)
            known = store.attachments.named(record_id, sha256)
            if known is not None:
                raise UserError("AS-2044", name=known)
            return store.attachments.add(
                Attachment(
                    record_id=record_id,
                    sha256=sha256,
                    name=name,
                    media_type=kind.media_type,
                    content=content,
                    deleted=False,
                )
            )

    def read(self, attachment_id: str) -> PaperContent:
        """Return a paper for showing; a look at one of a confidential case is written down."""
        with self._vault.reading() as store:
            found = store.attachments.get(attachment_id)
            record = self._record(store, found.record_id, "r")
            read = PaperContent(found.name, type_named(found.media_type), found.content)
            secret = goes_by_code(record.confidentiality)
        if secret:
            self._note("read", record.id, read.name)
        return read

    def save_copy(self, attachment_id: str, target: Path) -> None:
        """Write a copy where the officer says; that it left is written down.

        Raises:
            UserError: The officer may not export, or the disk does not take it.
        """
        with self._vault.reading() as store:
            found = store.attachments.get(attachment_id)
            record = self._record(store, found.record_id, "x")
            name, content = found.name, found.content
        save_whole(target, content)
        self._note("export", record.id, name)

    def printed(self, attachment_id: str) -> None:
        """Write down that a paper went to the printer."""
        with self._vault.reading() as store:
            found = store.attachments.get(attachment_id)
            record, name = self._record(store, found.record_id, "p"), found.name
        self._note("print", record.id, name)

    def remove(self, attachment_id: str, reason: str) -> None:
        """Take a paper back; the history keeps that it was there, who took it back and why."""
        with self._vault.work(reason) as store:
            found = store.attachments.get(attachment_id)
            self._own(store, found.record_id)
            found.deleted = True

    def _own(self, store: Store, record_id: str) -> None:
        store.require_own(self._record(store, record_id, "w"))

    def _record(self, store: Store, record_id: str, act: str) -> Record:
        record = store.records.get(record_id)
        self._access.require(record.register, act)
        return record

    def _note(self, act: str, record_id: str, name: str) -> None:
        with self._vault.work() as store:
            store.log.note(act, "record", record_id, {"attachment": [None, name]})


def _name(path: Path) -> str:
    """Return the file's name as it is kept: one clean line, not too long, with its ending."""
    name = text.clean(path.name)
    stem, dot, ending = name.rpartition(".")
    most = _LONGEST_NAME - len(dot + ending)
    return name if len(name) <= _LONGEST_NAME or most < 1 else f"{stem[:most]}{dot}{ending}"


def _read(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise UserError("AS-2045", name=name) from error
    if not content:
        raise UserError("AS-2040", name=name)
    if len(content) > LARGEST:
        raise UserError("AS-2041", name=name, most=LARGEST >> 20)
    return content


def size_shown(size: int) -> str:
    """Return a size as the officer reads it: ``820 KB``, ``1,4 MB``."""
    if size < 1 << 20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / (1 << 20):.1f} MB".replace(".", ",")
