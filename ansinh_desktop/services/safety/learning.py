"""The first hour on invented data: a data folder of its own, encrypted as any, of which nothing stays.

Its password is known to this process alone and never written: what a process that was killed leaves can be read by
nobody, and the next start removes it.
"""

import contextlib
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import filelock

from ansinh_desktop import paths
from ansinh_desktop.crypto import glance
from ansinh_desktop.db.vault import sole_writer
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import invented, office
from ansinh_desktop.services.program import Program, create_data

_OFFICER = "hoc"
_OWN, _RECEIVER = "xa", "nhan"


@dataclass(frozen=True)
class Course:
    """One commune to learn with."""

    program: Program
    usb: Path
    """A folder that stands for the stick."""
    guard: filelock.BaseFileLock
    """Held as long as one learns: nobody else takes what lies there for what was left behind."""


def begin() -> Course:
    """Make an invented commune that has recorded nothing, and trusts an invented receiving unit.

    Raises:
        UserError: AS-9044 a course is open in another window.
    """
    if not clean_course():
        raise UserError("AS-9044")
    folder = paths.course_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        guard = sole_writer(folder)
    except UserError:
        raise UserError("AS-9044") from None
    usb = folder / "usb"
    with contextlib.ExitStack() as undone:
        # A disk that is full keeps nothing of it, and nobody is told later that a course is still open.
        undone.callback(clean_course)
        undone.callback(guard.release)
        usb.mkdir()
        officer = office.FirstOfficer(_OFFICER, "Trần Thị Học", _password())
        program, _recovery = create_data(folder / _OWN, invented.COMMUNE, officer, invented.HAMLETS)
        undone.callback(program.vault.lock)
        _trust_receiver(program, folder, usb)
        undone.pop_all()
    return Course(program, usb, guard)


def end(course: Course) -> None:
    """Close the commune and remove it."""
    course.program.vault.lock()
    course.guard.release()
    clean_course()


def clean_course() -> bool:
    """Remove what a course left behind; say whether nothing is left, for one that is open stays."""
    folder = paths.course_folder()
    if not folder.exists():
        return True
    try:
        sole_writer(folder).release()
    except UserError:
        return False
    for each in (_OWN, _RECEIVER):
        key = folder / each / paths.KEY_FILE
        with contextlib.suppress(OSError):
            key.unlink(missing_ok=True)  # without it the rest is noise
            glance.second_place(glance.attempts_file(key)).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def _password() -> str:
    """Return a password that nobody knows."""
    while True:
        made = secrets.token_urlsafe(24)
        if office.password_fault(made, _OFFICER) is None:
            return made


def _trust_receiver(program: Program, folder: Path, usb: Path) -> None:
    officer = office.FirstOfficer("nhan", "Lê Văn Minh", _password())
    receiver, _recovery = create_data(folder / _RECEIVER, invented.RECEIVER, officer)
    with receiver:
        card = receiver.cards.write_own(usb)
        program.cards.trust(card, receiver.cards.own().fingerprint)
    shutil.rmtree(folder / _RECEIVER, ignore_errors=True)
