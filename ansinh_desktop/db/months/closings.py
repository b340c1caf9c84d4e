"""The closings of months, remembered beside the data: a copy of before that is put in their place knows nothing of them.

Only the month and a signature stand there. It says nothing of the list, yet shows whether another list is the same.
"""

import base64
import binascii
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.store import Store
from ansinh_desktop.paths import write_whole

FILE = "ansinh.months"
"""The file beside the data."""

_LARGEST = 1 << 20


@dataclass(frozen=True)
class Closing:
    """A month of one benefit, with what tells its list from others."""

    unit: str
    benefit: str
    month: str
    digest: str = ""

    @property
    def key(self) -> str:
        """What tells it from other months."""
        return f"{self.unit} {self.benefit} {self.month}"

    @property
    def content(self) -> bytes:
        """What is signed."""
        return f"ansinh-month-closed {self.key} {self.digest}".encode()


def remember(folder: Path, store: Store, closing: Closing) -> None:
    """Remember that a month was closed with a list; that it cannot be written keeps nobody from working."""
    signature = envelope.sign(store.devices.own().sign_key, closing.content)
    _write(folder, {**_read(folder), closing.key: base64.b64encode(signature).decode("ascii")})


def forget(folder: Path, closing: Closing) -> None:
    """Forget a month that was opened again by who may."""
    _write(folder, {key: said for key, said in _read(folder).items() if key != closing.key})


def was_other(folder: Path, store: Store, month: Closing, digest: Callable[[], str]) -> bool:
    """Whether a month that is open was closed before with another list than it has now.

    Args:
        folder: The data folder.
        store: The open data.
        month: The month.
        digest: Returns what tells its list as it is now from others; asked for only where the month was closed.
    """
    said = _read(folder).get(month.key)
    if said is None:
        return False
    now = Closing(month.unit, month.benefit, month.month, digest())
    verify_key = envelope.verify_key_of(store.devices.own().sign_key)
    try:
        signature = base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError):
        return True
    return not envelope.is_signed(verify_key, now.content, signature)


def _read(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / FILE).read_bytes()[:_LARGEST])
    except (OSError, ValueError):
        return {}
    return {str(key): str(said) for key, said in found.items()} if isinstance(found, dict) else {}


def _write(folder: Path, said: dict[str, str]) -> None:
    with contextlib.suppress(OSError):
        write_whole(folder / FILE, json.dumps(said, sort_keys=True).encode("ascii"))
