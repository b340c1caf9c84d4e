"""The one door for background work: one thread for the data file, answers and faults back by signal."""

import errno
import functools
import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from ansinh_desktop.errors import Message, UserError, fault_place, message
from ansinh_desktop.ui.collector import WindowCollector

T = TypeVar("T")

Lane: TypeAlias = Literal["vault", "aside"]
"""``vault``: everything that touches the data file, one after another. ``aside``: what never does."""

_log = logging.getLogger(__name__)

BUG = "AS-9001"
"""The code of every fault of ours."""

_PROGRESS_EVERY = 0.05
"""Seconds between two reports of progress; the window draws no faster."""


class Step(Protocol):
    """How far long work has come; any object with these will do."""

    @property
    def done(self) -> int:
        """How many parts are done."""

    @property
    def total(self) -> int:
        """How many parts there are; 0 where nobody knows."""

    @property
    def text(self) -> str:
        """What is being done, for the officer."""


Steps: TypeAlias = Generator[Step, None, T]
"""Long work: yields its steps and returns its result; being closed in between, it undoes what it began."""


class _StoppedError(Exception):
    """The officer cancelled; the work has undone itself."""


_What: TypeAlias = Literal["step", "result", "error", "cancelled"]


class _Post(NamedTuple):
    """What a worker says about one task."""

    task: int
    what: _What
    content: object = None


class Task(QObject):
    """One piece of work, as the window sees it.

    Signals:
        progressed: A step was made. Carries the step.
        succeeded: The work ended well. Carries its result.
        failed: The work raised. Carries the exception.
        cancelled: The work was stopped before its end, and undid itself.
        ended: It is over, whichever way.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; work that has not begun never begins."""
        self.stop.set()


class _Mail(QObject):
    """Carries what workers say to the thread of the window."""

    posted = Signal(object)
    returned = Signal(object)
    """Work that is over, to be forgotten there: with it may go the last who knows of a page."""


class _Queue:
    """What waits for its turn, in the order it was asked for; what is urgent before what is not."""

    def __init__(self) -> None:
        self._urgent = deque[Callable[[], None]]()
        self._other = deque[Callable[[], None]]()

    def add(self, work: Callable[[], None], *, urgent: bool) -> None:
        (self._urgent if urgent else self._other).append(work)

    def next(self) -> Callable[[], None]:
        """Take what is next; only the one thread of the lane asks."""
        return (self._urgent or self._other).popleft()


class _Run(QRunnable):
    """Whatever work is next. Never a QObject itself: Qt and Python would both delete it."""

    def __init__(self, waiting: _Queue, mail: _Mail) -> None:
        super().__init__()
        self._waiting = waiting
        self._mail = mail

    def run(self) -> None:
        """Do it, and hand it back: what it holds is forgotten in the thread of the window, or Qt would not live."""
        box = [self._waiting.next()]
        box[0]()
        if isValid(self._mail):
            self._mail.returned.emit(box)


class _Waiting(NamedTuple):
    """What is to happen when a task ends."""

    task: Task
    done: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    owner: QObject | None

    def wanted(self) -> bool:
        """Whether whoever asked still exists."""
        return self.owner is None or isValid(self.owner)


class Tasks(QObject):
    """Runs work away from the window.

    Signals:
        busy_changed: Work began after a rest (true), or the last of it ended (false).
    """

    busy_changed = Signal(bool)

    def __init__(self, show: Callable[[Message], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._numbers = itertools.count()
        self._waiting: dict[int, _Waiting] = {}
        self._closed = False
        self.failures = 0
        """How much work did not come to its end: it raised, or was stopped."""
        self._mail = _Mail(self)
        self._mail.posted.connect(self._deliver)
        self._mail.returned.connect(self._forget)
        self._collector = WindowCollector(self)
        self._pools: dict[Lane, QThreadPool] = {"vault": self._pool(), "aside": self._pool()}
        # Qt's own order is none: what a thread that rests is woken for may be overtaken by what is asked for next, and
        # a page would be filled only after what was typed in it had been put back.
        self._queues: dict[Lane, _Queue] = {each: _Queue() for each in self._pools}

    def run(  # noqa: PLR0913 - each is optional and said by name
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        *,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        title: str = "",
        lane: Lane = "vault",
        urgent: bool = False,
    ) -> Task:
        """Do ``work`` in the background, then call ``done`` with its result in the thread of the window.

        Args:
            work: A function that touches no widget.
            done: What to do with its result.
            failed: What to do with its exception; without it the officer is told.
            owner: For whom; when that object is gone, nobody is called.
            title: What it is, for the officer: «Nhập danh sách từ Excel».
            lane: Whether it touches the data file.
            urgent: Go before what waits: the officer is looking at an empty place.
        """
        return self._start(
            lambda _stop, _step: work(), _Waiting(Task(title, self), done, failed, owner), lane, urgent=urgent
        )

    def run_steps(
        self,
        work: Callable[[], Steps[T]],
        done: Callable[[T], object] | None = None,
        *,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        title: str = "",
        lane: Lane = "vault",
    ) -> Task:
        """Do long work that yields its steps and can be cancelled between them."""
        return self._start(
            lambda stop, step: drain(work(), stop, step),
            _Waiting(Task(title, self), done, failed, owner),
            lane,
            urgent=False,
        )

    def run_counting(
        self,
        work: Callable[[Callable[[int], None]], T],
        done: Callable[[T], object] | None = None,
        *,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        title: str = "",
    ) -> Task:
        """Do long work that tells how far it is; it is stopped where it tells that, and undoes itself."""
        return self._start(
            lambda stop, step: work(_counter(stop, step)),
            _Waiting(Task(title, self), done, failed, owner),
            "vault",
            urgent=False,
        )

    def complain(self, error: Exception, doing: str = "") -> None:
        """Tell the officer of an exception that somebody took and cannot mend."""
        self._show(as_message(error, doing))

    def is_busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._waiting)

    def is_at_work(self) -> bool:
        """Whether something runs or waits that the officer asked for, and that has a name."""
        return any(each.task.title for each in self._waiting.values())

    def is_finished(self) -> bool:
        """Whether no more work is taken."""
        return self._closed

    def drop(self) -> None:
        """Cancel everything, as when the data file is locked; what waits never begins."""
        for each in self._waiting.values():
            each.task.cancel()

    def finish(self, wait_ms: int = 30_000) -> bool:
        """Take no more work, cancel what can be cancelled, wait for the rest; false where it did not end."""
        self._closed = True
        self.drop()
        ended = [pool.waitForDone(wait_ms) for pool in self._pools.values()]
        self._collector.rest()
        return all(ended)

    def _pool(self) -> QThreadPool:
        pool = QThreadPool(self)
        pool.setMaxThreadCount(1)
        # The same thread for ever: a database connection belongs to the thread that opened it.
        pool.setExpiryTimeout(-1)
        return pool

    def _start(
        self,
        work: Callable[[threading.Event, Callable[[Step], None]], object],
        waiting: _Waiting,
        lane: Lane,
        *,
        urgent: bool,
    ) -> Task:
        if self._closed:
            # A pause that ended, a page that would look once more: nobody is there any more whom it could serve.
            waiting.task.cancel()
            return waiting.task
        number = next(self._numbers)
        self._waiting[number] = waiting
        if len(self._waiting) == 1:
            self.busy_changed.emit(True)  # noqa: FBT003 - a signal takes no names
        post = functools.partial(_post, self._mail, number)
        perform = functools.partial(_perform, work, waiting.task.stop, post)
        self._queues[lane].add(perform, urgent=urgent)
        self._pools[lane].start(_Run(self._queues[lane], self._mail))
        return waiting.task

    def _forget(self, box: list[Callable[[], None]]) -> None:
        box.clear()

    def _deliver(self, post: _Post) -> None:
        if post.what == "step":
            if post.task in self._waiting:
                self._waiting[post.task].task.progressed.emit(post.content)
            return
        waiting = self._waiting.pop(post.task)
        if not self._waiting:
            self.busy_changed.emit(False)  # noqa: FBT003 - a signal takes no names
        try:
            self._conclude(waiting, post)
        finally:
            waiting.task.ended.emit()
            waiting.task.deleteLater()

    def _conclude(self, waiting: _Waiting, post: _Post) -> None:
        self.failures += post.what != "result"
        match post.what:
            case "cancelled":
                waiting.task.cancelled.emit()
            case "result":
                waiting.task.succeeded.emit(post.content)
                if waiting.done and waiting.wanted() and not self._closed:
                    waiting.done(post.content)
            case _ if isinstance(post.content, Exception):
                waiting.task.failed.emit(post.content)
                self._complain(waiting, post.content)

    def _complain(self, waiting: _Waiting, error: Exception) -> None:
        if waiting.failed is None:
            self.complain(error, waiting.task.title)
        elif waiting.wanted():
            waiting.failed(error)


def as_message(error: BaseException, doing: str = "") -> Message:
    """Return what the officer is told about any exception."""
    if isinstance(error, UserError):
        return error.message
    if isinstance(error, OSError):
        return message(_OS_CODES.get(error.errno or 0, "AS-9043"), name=error.filename or "đang dùng")
    return message(BUG, doing=f" ({doing})" if doing else "")


_OS_CODES = {
    errno.ENOSPC: "AS-9040",
    errno.EACCES: "AS-9041",
    errno.EPERM: "AS-9041",
    errno.EROFS: "AS-9041",
    errno.ENOENT: "AS-9042",
    errno.ENODEV: "AS-9042",
}


def drain(steps: Steps[T], stop: threading.Event, step: Callable[[Step], None]) -> T:
    """Walk through long work to its result, saying its steps, and close it where it is to stop."""
    said = 0.0
    while True:
        try:
            made = next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
        if stop.is_set():
            steps.close()
            raise _StoppedError
        if time.monotonic() - said >= _PROGRESS_EVERY:
            said = time.monotonic()
            step(made)


class _Counted(NamedTuple):
    """So many are done; how many there will be nobody knows."""

    done: int
    total: int = 0
    text: str = ""


def _counter(stop: threading.Event, step: Callable[[Step], None]) -> Callable[[int], None]:
    """Return what work tells how far it is: it says so now and then, and stops the work where it is to stop."""
    said = 0.0

    def count(done: int) -> None:
        nonlocal said
        if stop.is_set():
            raise _StoppedError
        if time.monotonic() - said >= _PROGRESS_EVERY:
            said = time.monotonic()
            step(_Counted(done))

    return count


def _perform(
    work: Callable[[threading.Event, Callable[[Step], None]], object],
    stop: threading.Event,
    post: Callable[[_What, object], None],
) -> None:
    """Do the work in its thread: the only place between raise and window that catches everything."""
    if stop.is_set():
        post("cancelled", None)
        return
    try:
        result = work(stop, functools.partial(post, "step"))
    except _StoppedError:
        post("cancelled", None)
    except UserError as error:
        post("error", error)
    except Exception as error:  # noqa: BLE001 - the one place; the window tells the officer
        _log.error("background work failed: %s", fault_place(error))
        post("error", error)
    else:
        post("result", result)


def _post(mail: _Mail, number: int, what: _What, content: object) -> None:
    if isValid(mail):
        mail.posted.emit(_Post(number, what, content))
