"""What the trials of a new register share: a file dropped into the catalogue, and units whose data know it."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pypdf import PdfReader

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.program import Program
from tests.factories import HAMLETS, OFFICER, PASSWORD


@contextmanager
def dropped(folder: Path, patch: pytest.MonkeyPatch, code: str, text: str) -> Iterator[Register]:
    """Drop a file of a text into the catalogue, and take it away again."""
    place = folder / "catalog"
    place.mkdir()
    (place / f"{code}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    patch.setattr(catalog, "__path__", [*catalog.__path__, str(place)])
    catalog.registers.cache_clear()
    yield catalog.register(code)
    patch.undo()
    catalog.registers.cache_clear()


@contextmanager
def units(folder: Path) -> Iterator[Callable[[str, Office], Program]]:
    """Yield what makes the data of a unit, for rights are given by register when data are made."""
    from ansinh_desktop.db.vault import Vault  # noqa: PLC0415
    from ansinh_desktop.services import office  # noqa: PLC0415

    opened: list[Program] = []

    def make(name: str, own: Office) -> Program:
        vault, _recovery = Vault.create(folder / name, OFFICER, PASSWORD)
        office.set_up(vault, own, office.FirstOfficer(OFFICER, "Trần Thị Lan", PASSWORD), HAMLETS)
        opened.append(Program(vault))
        return opened[-1]

    yield make
    for each in opened:
        each.vault.lock()


def printed(path: Path) -> str:
    """Return all that stands on a paper."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
