"""What the lock shows of a key file at first sight, before all that reads and opens it with care is loaded."""

import json
from pathlib import Path


def names(path: Path) -> tuple[str, ...]:
    """Return who seems able to log in; nobody where the file cannot be read. :func:`keys.users` says it for sure."""
    try:
        slots = json.loads(path.read_bytes())["slots"]
        return tuple(str(slot["user"]) for slot in slots if slot["kind"] == "user")
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def attempts_file(path: Path) -> Path:
    """Return where the failed logins of a key file are counted (no names in it); it is there only after one."""
    return path.with_name(path.stem + ".attempts")
