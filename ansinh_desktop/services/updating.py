"""Update files of the program (.agupd): which installer beside it brings which version, signed by a maker.

The file is small and says all that is to be trusted; the installer is trusted by its digest. Nothing is started before
both were held against each other, and what is started is a copy that nobody else writes.
"""

import datetime
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ansinh_desktop import __version__
from ansinh_desktop.errors import DataError
from ansinh_desktop.rules import edition
from ansinh_desktop.services.sync.reading import NAME_LENGTH, Entry
from ansinh_desktop.services.sync.signed import SignedKind, is_signed

SUFFIX: Final = ".agupd"
BEFORE: Final = "AnSinhXa-truoc.exe"
"""The program of the version before, beside the one in use."""
_KIND: Final = SignedKind(
    "update",
    "ansinh-update",
    1,
    64 * 1024,
    unreadable="AS-9101",
    malformed="AS-9102",
    newer="AS-9103",
    unwritable="AS-9104",
)
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.exe")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class ProgramUpdate:
    """An update that a maker signed."""

    version: str
    issued: datetime.date
    title: str
    """What is new, for the officer."""
    maker: str
    file: str
    """The installer, which lies in the same folder."""
    digest: str

    @property
    def content(self) -> Mapping[str, object]:
        """What is signed."""
        return {
            **_KIND.head,
            "program": self.version,
            "issued": self.issued.isoformat(),
            "title": self.title,
            "maker": self.maker,
            "file": self.file,
            "sha256": self.digest,
        }

    @property
    def question(self) -> str:
        """What the officer is asked: what would come, and what that means for the data."""
        now = f"Bản đang dùng: {__version__}. Bản này: {self.version}, phát hành {self.issued:%d/%m/%Y}, do {self.maker} ký."
        after = "Chương trình đóng lại, cập nhật rồi tự mở. Chữ đang gõ được giữ; bản đang dùng vẫn còn để lùi về."
        if _numbers(self.version) < _numbers(__version__):
            after += " " + OLDER
        return f"Cập nhật chương trình lên bản {self.version}?\n{self.title}\n{now}\n{after}"


OLDER = (
    "Đây là bản cũ hơn bản đang dùng: dữ liệu mà bản mới đã mở thì bản cũ có thể không mở được nữa. Khi ấy nó báo và "
    "không sửa gì; dùng lại bản mới, hoặc khôi phục bản sao lưu có từ trước khi cập nhật."
)
"""What going back to an older version means for the data."""


def write_update(path: Path, update: ProgramUpdate, sign_key: str) -> None:
    """Write an update file, signed, for the installer beside it.

    Raises:
        UserError: AS-9104 it cannot be written.
    """
    _KIND.write(path, update.content, sign_key)


def read_update(path: Path, makers: Mapping[str, str] | None = None) -> ProgramUpdate:
    """Read an update file that a maker signed.

    Args:
        path: The file.
        makers: The makers' keys by their names, if not those of this program.

    Raises:
        DataError: AS-9101 cannot be read, AS-9102 no update file, AS-9103 of a newer program, AS-9105 no maker signed
            it, AS-9108 this program was built without the key of any maker.
    """
    known = makers if makers is not None else _makers()
    if not known:
        raise DataError("AS-9108", name=path.name)
    update, signature = _KIND.read(path, lambda entry, signature: (_parsed(entry), signature))
    if not is_signed(known.get(update.maker), update.content, signature):
        raise DataError("AS-9105", name=path.name, maker=update.maker)
    return update


def fetch(update: ProgramUpdate, beside: Path) -> Path:
    """Copy the installer of an update to where only this user writes, and return it.

    Args:
        update: The update.
        beside: The update file, next to which the installer lies.

    Raises:
        DataError: AS-9106 the installer is missing, or is not the one that was signed.
    """
    folder = Path(tempfile.mkdtemp(prefix="ansinh-"))
    copy = folder / update.file
    try:
        shutil.copyfile(beside.with_name(update.file), copy)
        with copy.open("rb") as stream:
            whole = hashlib.file_digest(stream, "sha256").hexdigest() == update.digest
    except OSError:
        whole = False
    if not whole:
        shutil.rmtree(folder, ignore_errors=True)
        raise DataError("AS-9106", name=update.file)
    return copy


def start(installer: Path) -> None:
    """Start an installer, which waits until this process has ended and opens the new version then.

    Raises:
        DataError: AS-9107 it cannot be started.
    """
    _start([str(installer), "/S", "/UPDATE", f"/D={_own_folder()}"])


def version_before() -> Path | None:
    """Return the program of the version before; None where there is none."""
    before = _own_folder() / BEFORE
    return before if getattr(sys, "frozen", False) and before.is_file() else None


def go_back() -> None:
    """Let the version before take the place of this one, as soon as this process has ended.

    Raises:
        DataError: AS-9107 what does so cannot be started.
    """
    _start([str(_own_folder() / "uninstall.exe"), "/BACK"])


def _start(command: list[str]) -> None:
    # NSIS takes what follows /D= as it is, to the end of the line and without quotes
    line = f'"{command[0]}" ' + " ".join(command[1:])
    try:
        subprocess.Popen(line if sys.platform == "win32" else command, stdin=subprocess.DEVNULL)  # noqa: S603 - signed
    except OSError as error:
        raise DataError("AS-9107") from error


def _own_folder() -> Path:
    return Path(sys.executable).parent


def _makers() -> dict[str, str]:
    return {each["name"]: str(each["verify_key"]) for each in edition.own_table("makers")["maker"]}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _parsed(entry: Entry) -> ProgramUpdate:
    return ProgramUpdate(
        version=entry.text("program", pattern=_VERSION),
        issued=entry.date("issued"),
        title=entry.text("title"),
        maker=entry.text("maker", most=NAME_LENGTH),
        file=entry.text("file", pattern=_FILE),
        digest=entry.text("sha256", pattern=_DIGEST),
    )
