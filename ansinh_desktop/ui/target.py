"""Asks where a file is to be written."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ansinh_desktop import clock


def choose_target(parent: QWidget, title: str, name: str, suffix: str) -> Path | None:
    """Ask where a file is to be written; None where the officer changed their mind."""
    day = f"{clock.today():%Y%m%d}"
    found, _ = QFileDialog.getSaveFileName(parent, title, f"{name} {day}{suffix}", f"*{suffix}")
    if not found:
        return None
    path = Path(found)
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
