"""What the lock shows of a key file at first sight, before all that reads and opens it with care is loaded."""

import binascii
import json
from pathlib import Path

from ansinh_desktop import paths


def names(path: Path) -> tuple[str, ...]:
    """Return who seems able to log in; nobody where the file cannot be read. :func:`keys.users` says it for sure."""
    try:
        slots = json.loads(path.read_bytes())["slots"]
        return tuple(str(slot["user"]) for slot in slots if slot["kind"] == "user")
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def attempts_file(path: Path) -> Path:
    """Return where the failed logins of a key file are counted (no names in it)."""
    return path.with_name(path.stem + ".attempts")


def second_place(counted: Path) -> Path:
    """Return where the same is counted once more: in the officer's profile, by where the data lie."""
    where = str(counted.absolute()).encode("utf-8", "surrogatepass")
    return paths.profile_folder() / f"{binascii.crc32(where):08x}{len(where):04x}.attempts"


def may_have_to_wait(path: Path) -> bool:
    """Whether a login failed of which the lock must know more."""
    counted = attempts_file(path)
    here, there = _failed(counted), _failed(second_place(counted))
    return bool(here or there) or (here is None and there is None and were_in_use(counted))


def were_in_use(counted: Path) -> bool:
    """Whether data were opened and closed here before, so that their logins are counted."""
    return counted.stem == Path(paths.KEY_FILE).stem and counted.with_name(paths.COPIES).is_dir()


def _failed(counted: Path) -> int | None:
    try:
        return int(json.loads(counted.read_bytes())["failed"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return 1
