"""On which machine, and where on it, a data folder lies: what tells a copy from the folder that it was made of."""

import hashlib
import os
import sys
import uuid
from pathlib import Path


def mark_of(folder: Path) -> str:
    """Return what marks a folder on this machine; another machine, or another path, gives another mark."""
    place = os.path.normcase(str(folder.resolve()))
    return hashlib.sha256(f"{_machine()}\n{place}".encode()).hexdigest()[:32]


def _machine() -> str:
    """Return what the system calls this machine; where it says nothing, the address of its network card."""
    return _told_by_system() or hex(uuid.getnode())


if sys.platform == "win32":
    import winreg

    def _told_by_system() -> str:
        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE,
                r"SOFTWARE\Microsoft\Cryptography",
                0,
                winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
            ) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
else:

    def _told_by_system() -> str:
        try:
            return Path("/etc/machine-id").read_text("ascii").strip()
        except (OSError, ValueError):
            return ""
