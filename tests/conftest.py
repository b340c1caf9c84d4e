"""What every test stands on: no screen, no network, no folder of the person who runs it."""

import gc
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import tests.factories  # noqa: F401 - from here on a password is quick to try, whatever a test is about
from ansinh_desktop.ui import pause
from tests.ui import pauses, strokes

gc.disable()  # until all tests are loaded: nothing of them is garbage
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "win32":  # without a screen, Qt does not look for the fonts of Windows
    os.environ.setdefault("QT_QPA_FONTDIR", str(Path(__file__).parent.parent / "resources" / "fonts"))

# A busy machine is not a fault. Every run tries other examples: half of the usual number finds as much in two.
_slow = [HealthCheck.too_slow]
settings.register_profile(
    "house", deadline=None, suppress_health_check=_slow, print_blob=True, max_examples=50
)
settings.register_profile("thorough", settings.get_profile("house"), max_examples=1000)

# Nor is it one that a window comes late: whoever waits for a signal says how long only where it matters.
for _waiting in (
    QtBot.waitSignal,
    QtBot.waitSignals,
    QtBot.waitUntil,
    QtBot.waitCallback,
    QtBot.waitExposed,
    QtBot.waitActive,
):
    (_waiting.__kwdefaults__ or {})["timeout"] = 60_000


def _watch(bot: QtBot, callback: Callable[[], bool | None], *, timeout: int = 60_000) -> None:
    """Look every millisecond whether it has come, and not every ten: most of what is waited for takes less.

    What has not come after a hundred looks may be what the window reckons by itself.
    """
    looks = itertools.count(1)

    def wait(_ms: int) -> None:
        if not next(looks) % _PATIENCE:
            pauses.go_on()
        bot.wait(1)

    _look(SimpleNamespace(wait=wait), callback, timeout=timeout)


_PATIENCE = 100
_look: Callable[..., None] = QtBot.waitUntil
QtBot.waitUntil = _watch  # type: ignore[method-assign, assignment]
pause.QTimer = pauses.Hurried  # type: ignore[attr-defined]

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_calls: list[str] = []
_with_windows: set[str] = set()
_ROUNDS = (20_000, 20, 20)
"""How much is made before garbage is looked for."""
_freed = itertools.count()
"""How many tests with windows are over."""
_made = itertools.count()
"""How many folders were named."""


class NetworkError(RuntimeError):
    """Somebody tried to reach the network, which the program never does."""


def _forbid_network(event: str, args: tuple[Any, ...]) -> None:
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        address = args[0]
    elif event in {"socket.connect", "socket.bind", "socket.sendto"} and isinstance(args[1], tuple):
        address = args[1][0]  # anything else is a path: between two processes of this machine
        if event == "socket.bind" and address in _LOOPBACK:
            return  # libraries ask at import whether the machine knows IPv6
    else:
        return
    _calls.append(f"{event} {address!r}")
    raise NetworkError(_calls[-1])


sys.addaudithook(_forbid_network)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the flag that also runs what takes long."""
    parser.addoption("--run-slow", action="store_true", help="also run the tests marked slow")


def pytest_configure(config: pytest.Config) -> None:
    """Try many more examples where there is time, and let the window reckon while it is worked at."""
    pauses.hurried = config.getoption("--run-slow")
    settings.load_profile("thorough" if config.getoption("--run-slow") else "house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, each of two processes with its half; leave out what is slow, unless asked for."""
    sides: tuple[list[pytest.Item], list[pytest.Item]] = ([], [])
    long = [each for each in items if "long" in each.keywords]
    for side, (_path, those) in zip(itertools.cycle(sides), itertools.groupby(long, lambda each: each.path)):
        side.extend(those)
    rest = [each for each in items if "long" not in each.keywords]
    half = (len(items) + 1) // 2 - len(sides[0])
    items[:] = [*sides[0], *rest[:half], *sides[1], *rest[half:]]
    if config.getoption("--run-slow"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="slow: run with --run-slow"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Take what stays to the end out of the garbage collector's rounds, and let there be fewer of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_ROUNDS)
    gc.enable()


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Tell from one process to the other how a test went, and nothing of what went well before and after it.

    Fifteen thousand tests would be told of three times each, and that takes as long as many of them.
    """
    if not hasattr(item.config, "workerinput"):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for each in runtestprotocol(item, log=False, nextitem=nextitem):
        if each.when == "call" or not each.passed:
            item.ihook.pytest_runtest_logreport(report=each)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let no garbage be freed by itself while there are windows.

    Python frees it in whatever thread asks for memory, and whoever shares the tests out has one of its own: a window
    that ends there takes the whole process with it. They are freed when the test is over.
    """
    with_windows = "qapp" in getattr(item, "fixturenames", ())
    gc.set_threshold(*((0,) if with_windows else _ROUNDS))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many keys pieces of work took, as those tests noted it that count them."""
    every = [each for kind in ("passed", "failed") for each in terminalreporter.stats.get(kind, [])]
    for each in sorted(strokes.told(every)):
        terminalreporter.write_line(each)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Let what pytest-qt has just closed be gone before the data and the work behind it are."""
    if QApplication.topLevelWidgets():
        _with_windows.add(item.nodeid)
        _delete_what_is_closed()


def pytest_runtest_logfinish(nodeid: str) -> None:
    """Free the windows of a test when it is over: every one that lives on makes all later ones slower.

    What is still needed (modules that were loaded meanwhile, the law, what SQLAlchemy remembers) is not looked
    through again after every test, or the thousandth would take longer to free than to run.
    """
    if not _close_all() and nodeid not in _with_windows:
        return
    _with_windows.discard(nodeid)
    if not next(_freed) % 200:
        gc.unfreeze()  # what whole files of tests shared is not needed for ever
    gc.collect()
    gc.freeze()


def _close_all() -> bool:
    left = QApplication.topLevelWidgets()
    for each in left:
        each.deleteLater()
    _delete_what_is_closed()
    return bool(left)


def _delete_what_is_closed() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail the test that tried, even where the library swallowed the refusal."""
    before = len(_calls)
    yield
    tried = _calls[before:]
    assert not tried, f"the network was asked for: {tried}"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the program off the real data folder and settings; what it is told of is not there yet."""
    home = tmp_path_factory.getbasetemp() / "home" / str(next(_made))
    monkeypatch.setenv("ANSINH_DATA", str(home / "data"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty folder, without looking for its number through those of all tests before it, as pytest does."""
    folder = tmp_path_factory.getbasetemp() / "own" / str(next(_made))
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """Return the folder of files that tests read and never write."""
    return Path(__file__).parent / "data"
