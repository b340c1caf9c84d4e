"""What the built program is made of: it holds its own folder against the list that was made with it."""

import hashlib
import json
import sys
from pathlib import Path

from ansinh_desktop.errors import UserError

LIST = "files.json"
"""Every file with its digest; the last that an installer writes."""
_PLUGIN = "PySide6/plugins/platforms/qwindows.dll"
"""Without it Qt ends the process by itself, after a box in English."""


def folder() -> Path | None:
    """Return where the files of the built program lie; None where it runs from its sources."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else None


def require_whole(place: Path | None = None) -> int:
    """Read every file of the built program, and return how many there are; 0 where it runs from its sources.

    Args:
        place: Where they lie, if not where this program does.

    Raises:
        UserError: AS-9005 some are missing or are not what they were.
    """
    place = place or folder()
    if place is None:
        return 0
    try:
        listed = json.loads((place / LIST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError("AS-9005", count=1, first=LIST) from None
    # What is not there is told at once; all that is there is read only where nothing is missing.
    wrong = [name for name in listed if not (place / name).is_file()] or [
        name for name, digest in listed.items() if _digest(place / name) != digest
    ]
    if wrong:
        raise UserError("AS-9005", count=len(wrong), first=wrong[0])
    return len(listed)


def require_for_window() -> None:
    """Look for what Qt would not start without, and say nothing of.

    Raises:
        UserError: AS-9005 it is missing.
    """
    place = folder()
    if place is not None and sys.platform == "win32" and not (place / _PLUGIN).is_file():
        raise UserError("AS-9005", count=1, first=_PLUGIN)


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
