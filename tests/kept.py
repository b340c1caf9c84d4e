"""Data folders that many tests begin with: made once in a run, and copied for each."""

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.program import Program
from tests import factories

T = TypeVar("T")


def copied(folder: Path, build: Callable[..., T], *about: Any) -> T:
    """Lay into a folder what a function makes in one, and return what it says of that.

    It is asked once for each day that the clock shows and for the registers that there are.

    Args:
        folder: Where; nothing of it may be there yet.
        build: Makes it in the folder that it is given, and puts the data down (:func:`put_down`). What it returns
            is the same for all who ask.
        about: What else it is given.
    """
    found: tuple[Path, T] = _made(build, about, clock.today(), tuple(catalog.registers().values()))
    made, said = found
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return said


@functools.cache
def _made(build: Callable[..., Any], about: tuple[Any, ...], *_when: object) -> tuple[Path, Any]:
    folder = Path(tempfile.mkdtemp(prefix="ansinh-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder, build(folder, *about)


def put_down(*programs: Program) -> None:
    """Lock data that are to be copied: they lie nowhere yet, so that no copy takes itself for one."""
    for each in programs:
        factories.forget_place(each.vault)
        each.vault.lock()


def opened(folder: Path, *names: str) -> list[Program]:
    """Open the data that lie in a folder under these names."""
    return [Program(Vault.open(folder / each, factories.OFFICER, factories.PASSWORD)) for each in names]


def acquainted(folder: Path, *units: tuple[str, Office]) -> None:
    """Make the data of units, by name; the last of them receives from all others, and each knows the other's card."""
    usb = folder / "usb"
    usb.mkdir()
    *senders, receiver = (Program(factories.new_vault(folder / name, own)[0]) for name, own in units)
    for each in senders:
        factories.trust(receiver, each, usb)
        factories.trust(each, receiver, usb)
    put_down(*senders, receiver)


def nothing(_begun: object) -> None:
    """Make nothing before a test."""


def wanted(request: pytest.FixtureRequest, **builds: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what makes the thing that a test asks for by the name of a fixture; nothing where it asks for none."""
    return next((each for name, each in builds.items() if name in request.fixturenames), nothing)


def before(name: str, build: Callable[[Program], dict[str, str]]) -> tuple[Any, Any]:
    """Return the two fixtures by which a test of the window begins with what was made in its commune before.

    Args:
        name: Under what a test asks for it: a mapping of its own.
        build: Makes it, once for all tests that ask, and returns that mapping.
    """

    @pytest.fixture
    def made_before(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
        return wanted(request, **{name: build})

    @pytest.fixture(name=name)
    def made(desk: Any) -> dict[str, str]:
        return dict(desk.made)

    return made_before, made


def commune(folder: Path, build: Callable[[Program], T]) -> T:
    """Make the data of a commune under the name "data", in which something is done already."""
    program = Program(factories.new_vault(folder / "data")[0])
    said = build(program)
    put_down(program)
    return said
