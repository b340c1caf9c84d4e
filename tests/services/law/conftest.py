"""A commune and its receiving unit in November 2026, each with the law as it came with the program."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh_desktop import clock
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.program import Program
from tests import factories


class Ticking:
    """A clock of November 2026 that never says the same moment twice."""

    def __init__(self) -> None:
        self.seconds = 0

    def now(self) -> datetime.datetime:
        self.seconds += 1
        start = datetime.datetime(2026, 11, 27, 2, tzinfo=datetime.UTC)
        return start + datetime.timedelta(seconds=self.seconds)


@pytest.fixture(autouse=True)
def _own_law_in_november(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 27))
    monkeypatch.setattr(clock, "now", Ticking().now)
    yield
    edition.install(Edition())


@pytest.fixture
def commune(tmp_path: Path) -> Iterator[Program]:
    vault, _recovery = factories.new_vault(tmp_path / "commune")
    yield Program(vault)
    vault.lock()


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Program]:
    vault, _recovery = factories.new_vault(tmp_path / "province", factories.PROVINCE)
    yield Program(vault)
    vault.lock()


@pytest.fixture
def usb(tmp_path: Path, commune: Program, province: Program) -> Path:
    """Return a stick on which each was given the card of the other."""
    folder = tmp_path / "usb"
    folder.mkdir()
    factories.trust(commune, province, folder)
    factories.trust(province, commune, folder)
    return folder
