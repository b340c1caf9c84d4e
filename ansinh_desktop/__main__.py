"""The command line: without a command it opens the window."""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh_desktop import paths
from ansinh_desktop.errors import Message, UserError, fault_place, message

if TYPE_CHECKING:
    from argparse import Namespace
    from types import ModuleType

_DONE, _REFUSED = 0, 1
_STOP_SIGN = 0x10 | 0x10000
"""MB_ICONERROR, MB_SETFOREGROUND."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when done, 1 when refused (one sentence on stderr), 2 for wrong usage."""
    if arguments is None:  # a process of its own: nothing else tells of a fault
        sys.excepthook = tell_fault
        sys.unraisablehook = lambda fault: tell_fault(fault.exc_type, fault.exc_value, fault.exc_traceback)
        arguments = sys.argv[1:]
    box = _is_windowed() and "--check-files" not in arguments  # which an installer asks, and nobody reads
    _speak_utf8(reads=bool(arguments))
    try:
        return _told(_run(arguments))
    except UserError as error:
        _say(error.message, box=box)
    except Exception as error:  # noqa: BLE001 - a traceback would print names of people
        if _has_no_reader(error):
            # At the end Python would write the rest once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _DONE
        tell_fault(type(error), error, error.__traceback__, box=box)
    return _REFUSED


def _told(code: int) -> int:
    """Return a code once all that was said is out, so that a reader who is gone is met here."""
    sys.stdout.flush()
    return code


def _has_no_reader(error: Exception) -> bool:
    """Whether whoever reads has read enough, as `head` does; Windows calls it an invalid argument, as much else."""
    if isinstance(error, OSError) and error.errno == errno.EINVAL:
        try:
            sys.stdout.flush()  # what could not be written is still there
        except OSError:
            return True
    return isinstance(error, BrokenPipeError)


def tell_fault(
    kind: type[BaseException], fault: BaseException | None, _trace: object, *, box: bool = False
) -> None:
    """Say in one sentence that we are to blame; what kind of fault it was and where, and no value of it."""
    if issubclass(kind, KeyboardInterrupt):
        return
    doing = f" ({fault_place(fault)})" if fault is not None else ""
    try:
        told = message("AS-9001", doing=doing)
    except Exception:  # noqa: BLE001 - the sentences themselves are missing
        told = Message("AS-9001", f"Chương trình không chạy được{doing}.", "Hãy cài lại chương trình.")
    _say(told, box=box)


def _say(told: Message, *, box: bool) -> None:
    """Print a sentence; a program of Windows that has no console shows it."""
    print(told, told.todo, file=sys.stderr)
    if box and sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only where a start fails

        ctypes.windll.user32.MessageBoxW(None, f"{told}\n{told.todo}", "An Sinh Xã", _STOP_SIGN)


def _is_windowed() -> bool:
    """Whether this is the program without a console; whatever started it may have lent it an output nobody reads."""
    frozen = getattr(sys, "frozen", False) and Path(sys.executable).stem.startswith("AnSinhXa")
    return sys.stderr is None or bool(frozen)


def _speak_utf8(*, reads: bool) -> None:
    # A Windows console may have a code page without Vietnamese letters, a program with a window has none at all.
    for name in ("stdin", "stdout", "stderr") if reads else ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None and name != "stdin":
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8-sig" if name == "stdin" else "utf-8", errors="replace")


def _run(arguments: Sequence[str]) -> int:
    if not arguments:
        return _open_window(paths.data_folder_default())
    # The window alone needs no parser, and leaves nothing from its first picture on: before it, it knows nothing.
    from ansinh_desktop import command_line, crashes  # noqa: PLC0415

    crashes.leave_nothing()

    try:
        chosen = command_line.parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    return _do(chosen)


def _do(chosen: "Namespace") -> int:
    folder = chosen.data or paths.data_folder_default()
    if chosen.check_files or chosen.self_test:
        _require_whole()  # before anything is loaded that may be missing
    if chosen.check_files:
        return _DONE
    if chosen.remind:
        return _remind(folder)
    if chosen.command == "window" and not chosen.self_test:
        return _open_window(folder, chosen.window or "", chosen.shown, chosen.open, course=chosen.course)
    from ansinh_desktop import commands  # noqa: PLC0415 - the window loads what it needs after its first picture

    return commands.RUN["self_test" if chosen.self_test else chosen.command](chosen)


def _require_whole() -> None:
    from ansinh_desktop import own_files  # noqa: PLC0415 - only for this question

    own_files.require_whole()


def _open_window(
    folder: Path,
    place: str = "",
    shown: Path | None = None,
    file: Path | None = None,
    *,
    course: bool = False,
) -> int:
    if getattr(sys, "frozen", False):
        from ansinh_desktop import own_files  # noqa: PLC0415 - from its sources it looks for nothing

        own_files.require_for_window()
    app = _load_window()
    if course:
        from ansinh_desktop import course_window  # noqa: PLC0415 - beside Qt

        kind: object = course_window.CourseWindow
    else:
        kind = None
    code: int = app.run(folder, place, shown, file, kind)
    return code


def _remind(folder: Path) -> int:
    """Say beside the clock how much is overdue; where nothing is, load nothing of a window."""
    from ansinh_desktop import clock  # noqa: PLC0415 - at log-on everybody is in a hurry
    from ansinh_desktop.services import reminding  # noqa: PLC0415

    overdue = reminding.overdue(clock.today())
    if not overdue or not paths.holds_data(folder):
        return _DONE
    code: int = _load_window().run_reminder(folder, overdue)
    return code


def _load_window() -> "ModuleType":
    # All that Qt brings stays to the end: looking through it for garbage would only cost time.
    gc.disable()
    # The room first: it mends how modules are loaded before any of ours is loaded beside Qt.
    from ansinh_desktop import ui  # noqa: F401, PLC0415 - Qt is needed only for the window

    # isort: split
    from ansinh_desktop import app  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    return app


if __name__ == "__main__":
    sys.exit(main())
