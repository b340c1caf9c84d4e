"""The first hour on invented data: a data folder of its own, encrypted as any, of which nothing stays.

Its password is known to this process alone and never written: what a process that was killed leaves can be read by
nobody, and the next start removes it.
"""

import contextlib
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import paths
from ansinh_desktop.db.vault import sole_writer
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import invented, office
from ansinh_desktop.services.program import Program, create_data

FOLDER = "hoc-thu"
_OFFICER = "hoc"


@dataclass(frozen=True)
class Course:
    """One commune to learn with."""

    program: Program
    usb: Path
    """A folder that stands for the stick."""


def begin() -> Course:
    """Make an invented commune that has recorded nothing, and trusts an invented receiving unit.

    Raises:
        UserError: AS-9044 a course is open in another window.
    """
    if not clean_course():
        raise UserError("AS-9044")
    folder = place()
    usb = folder / "usb"
    usb.mkdir(parents=True)
    officer = office.FirstOfficer(_OFFICER, "Trần Thị Học", _password())
    program, _recovery = create_data(folder / "xa", invented.COMMUNE, officer, invented.HAMLETS)
    _trust_receiver(program, folder, usb)
    return Course(program, usb)


def end(course: Course) -> None:
    """Close the commune and remove it."""
    course.program.vault.lock()
    clean_course()


def clean_course() -> bool:
    """Remove what a course left behind; say whether nothing is left, for one that is open stays."""
    folder = place()
    if not folder.exists():
        return True
    if (folder / "xa").exists():
        try:
            guard = sole_writer(folder / "xa")
        except UserError:
            return False
        guard.release()
    with contextlib.suppress(OSError):
        (folder / "xa" / paths.KEY_FILE).unlink(missing_ok=True)  # without it the rest is noise
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def place() -> Path:
    """Return where the commune lies while one learns."""
    return paths.profile_folder() / FOLDER


def _password() -> str:
    """Return a password that nobody knows."""
    while True:
        made = secrets.token_urlsafe(24)
        if office.password_fault(made, _OFFICER) is None:
            return made


def _trust_receiver(program: Program, folder: Path, usb: Path) -> None:
    officer = office.FirstOfficer("nhan", "Lê Văn Minh", _password())
    receiver, _recovery = create_data(folder / "nhan", invented.RECEIVER, officer)
    with receiver:
        card = receiver.cards.write_own(usb)
        program.cards.trust(card, receiver.cards.own().fingerprint)
    shutil.rmtree(folder / "nhan", ignore_errors=True)
