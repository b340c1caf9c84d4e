"""Small files that say who made them: JSON with a signature over all else that stands in it.

Cards, updates of the law and successions are such files. Nothing in one is trusted by being read.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import write_whole
from ansinh_desktop.services.sync.reading import Entry, MalformedError

_T = TypeVar("_T")


@dataclass(frozen=True)
class SignedKind:
    """One kind of such files, and the codes of what can be wrong with one."""

    name: str
    """As faults call it."""
    format: str
    version: int
    largest: int
    """In bytes."""
    unreadable: str
    malformed: str
    newer: str
    """It is of a newer program."""
    unwritable: str

    @property
    def head(self) -> dict[str, object]:
        """How the content of each begins."""
        return {"format": self.format, "version": self.version}

    def write(self, path: Path, content: Mapping[str, object], sign_key: str) -> None:
        """Write a file, signed.

        Raises:
            UserError: It cannot be written.
        """
        signature = envelope.sign(sign_key, strictjson.dump(content))
        signed = {**content, "signature": base64.b64encode(signature).decode("ascii")}
        try:
            write_whole(path, strictjson.dump_readable(signed))
        except OSError as error:
            raise UserError(self.unwritable, name=path.name) from error

    def read(self, path: Path, parsed: Callable[[Entry, bytes], _T]) -> _T:
        """Read a file.

        Args:
            path: Which.
            parsed: Makes of what stands in it, and of its signature, what it says; it takes all that is left.

        Raises:
            DataError: It cannot be read, is none of these, or of a newer program.
        """
        try:
            with path.open("rb") as file:
                content = file.read(self.largest + 1)
        except OSError as error:
            raise DataError(self.unreadable, name=path.name) from error
        try:
            if len(content) > self.largest:
                raise MalformedError(self.name)
            entry = Entry.load(content, self.name)
            if entry.take("format") != self.format:
                raise entry.fault("format")
            if entry.whole("version", least=1) > self.version:
                raise DataError(self.newer, name=path.name)
            found = parsed(entry, _signature(entry))
            entry.end()
        except (MalformedError, ValueError) as error:
            raise DataError(self.malformed, name=path.name) from error
        return found


def is_signed(verify_key: str | None, content: Mapping[str, object], signature: bytes) -> bool:
    """Whether the owner of a key signed a content; of no key, nobody did."""
    return verify_key is not None and envelope.is_signed(verify_key, strictjson.dump(content), signature)


def _signature(entry: Entry) -> bytes:
    try:
        return base64.b64decode(entry.text("signature"), validate=True)
    except binascii.Error as error:
        raise entry.fault("signature") from error
