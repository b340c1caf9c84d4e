"""Background work: one after another, its answers in the window's thread, cancelled whole, told in words."""

import errno
import functools
import gc
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject

from ansinh_desktop.errors import Message, UserError
from ansinh_desktop.ui.background import Steps, Tasks, as_message


@dataclass(frozen=True)
class Step:
    done: int
    total: int
    text: str = ""


@pytest.fixture
def said() -> list[Message]:
    return []


@pytest.fixture
def tasks(qapp, said) -> Iterator[Tasks]:
    made = Tasks(said.append)
    yield made
    assert made.finish(60_000)


def test_the_result_comes_back_in_the_thread_of_the_window(tasks, qtbot):
    seen: list[tuple[int, bool]] = []
    here = threading.get_ident()
    task = tasks.run(threading.get_ident, lambda there: seen.append((there, threading.get_ident() == here)))
    qtbot.waitSignal(task.ended).wait()
    assert seen[0][0] != here
    assert seen[0][1]


def test_work_is_done_one_after_another_in_one_thread(tasks, qtbot):
    done: list[tuple[int, int]] = []
    for number in range(20):
        tasks.run(lambda number=number: done.append((number, threading.get_ident())))
    with qtbot.waitSignal(tasks.busy_changed) as rest:
        assert tasks.is_busy()
    assert rest.args == [False]
    assert [number for number, _thread in done] == list(range(20))
    assert len({thread for _number, thread in done}) == 1


def test_what_is_urgent_goes_before_what_waits(tasks, qtbot):
    gate, order = threading.Event(), []
    tasks.run(gate.wait)
    tasks.run(lambda: order.append("later"))
    last = tasks.run(lambda: order.append("urgent"), urgent=True)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert order == ["urgent", "later"]
    assert last is not None


def test_what_never_touches_the_data_file_does_not_wait_for_it(tasks, qtbot):
    gate = threading.Event()
    tasks.run(gate.wait)
    with qtbot.waitSignal(tasks.run(lambda: 1, lane="aside").succeeded) as succeeded:
        pass
    assert succeeded.args == [1]
    assert tasks.is_busy()
    gate.set()


def test_an_error_of_the_officer_is_shown_as_it_is(tasks, qtbot, said):
    def work() -> None:
        raise UserError("AS-9040", name="bang-ke.xlsx")

    with qtbot.waitSignal(tasks.run(work).ended):
        pass
    assert said == [UserError("AS-9040", name="bang-ke.xlsx").message]


def test_an_error_of_ours_is_shown_as_a_crash_and_logged_whole(tasks, qtbot, said, caplog):
    with qtbot.waitSignal(tasks.run(lambda: 1 / 0, title="Lập danh sách").ended):
        pass
    assert said[0].code == "AS-9001"
    assert "Lập danh sách" in said[0].text
    assert "ZeroDivisionError" in caplog.text
    assert "division" not in said[0].text


def test_whoever_can_mend_an_error_gets_it_instead(tasks, qtbot, said):
    taken: list[Exception] = []
    with qtbot.waitSignal(tasks.run(lambda: 1 / 0, failed=taken.append).ended):
        pass
    assert isinstance(taken[0], ZeroDivisionError)
    assert said == []


def test_what_is_equally_urgent_is_done_in_the_order_it_was_asked_for(tasks, qtbot):
    """A thread that rests is woken for the first; the second must not be there before it."""
    order: list[int] = []
    for number in range(0, 600, 2):
        tasks.run(functools.partial(order.append, number), urgent=True)
        last = tasks.run(functools.partial(order.append, number + 1), urgent=True)
        qtbot.waitSignal(last.ended).wait()
    assert order == sorted(order)


def test_nobody_is_called_for_a_page_that_is_gone(tasks, qtbot):
    gate, called = threading.Event(), list[bool]()
    owner = QObject()
    task = tasks.run(gate.wait, called.append, owner=owner)
    owner.deleteLater()
    qtbot.waitSignal(owner.destroyed).wait()
    gate.set()
    qtbot.waitSignal(task.ended).wait()
    assert called == []


class TestSteps:
    def work(self, log: list[str], gate: threading.Event | None = None) -> Steps[str]:
        try:
            for number in range(1, 4):
                yield Step(number, 3, f"Dòng {number}")
                if gate is not None:
                    gate.wait(10)
        except GeneratorExit:
            log.append("undone")
            raise
        log.append("kept")
        return "xong"

    def test_the_steps_are_told_and_the_result_comes(self, tasks, qtbot):
        log: list[str] = []
        told: list[Step] = []
        results: list[str] = []
        task = tasks.run_steps(lambda: self.work(log), results.append, title="Nhập")
        task.progressed.connect(told.append)
        qtbot.waitSignal(task.ended).wait()
        assert results == ["xong"]
        assert told[0] == Step(1, 3, "Dòng 1")
        assert log == ["kept"]

    def test_cancelled_work_undoes_itself_and_has_no_result(self, tasks, qtbot, said):
        log: list[str] = []
        gate = threading.Event()
        results: list[str] = []
        task = tasks.run_steps(lambda: self.work(log, gate), results.append)
        qtbot.waitSignal(task.progressed).wait()
        task.cancel()
        with qtbot.waitSignals([task.cancelled, task.ended]):
            gate.set()
        assert (log, results, said) == (["undone"], [], [])

    def test_cancelled_work_that_has_not_begun_never_begins(self, tasks, qtbot):
        gate, log = threading.Event(), list[str]()
        tasks.run(gate.wait)
        task = tasks.run_steps(lambda: self.work(log))
        task.cancel()
        with qtbot.waitSignal(task.cancelled):
            gate.set()
        assert log == []


class TestClosing:
    def test_no_work_is_taken_after_the_end(self, qapp, qtbot, said):
        tasks = Tasks(said.append)
        assert tasks.finish()
        ran: list[str] = []
        task = tasks.run(lambda: ran.append("work"), lambda _result: ran.append("done"))
        qtbot.wait(20)
        assert task.stop.is_set()
        assert not tasks.is_busy()
        assert ran == []

    def test_what_runs_is_waited_for_and_what_waits_is_dropped(self, qapp, qtbot, said):
        tasks = Tasks(said.append)
        began, log = threading.Event(), list[str]()

        def work() -> None:
            began.set()
            log.append("ran")

        called: list[object] = []
        tasks.run(work, called.append)
        began.wait(10)
        tasks.run(lambda: log.append("waited"), called.append)
        assert tasks.finish()
        qtbot.waitUntil(lambda: not tasks.is_busy())
        assert log[0] == "ran"
        assert called == []

    def test_it_says_when_work_does_not_end(self, qapp, said):
        tasks = Tasks(said.append)
        began, gate = threading.Event(), threading.Event()

        def work() -> None:
            began.set()
            gate.wait()

        tasks.run(work)
        began.wait(10)
        assert not tasks.finish(50)
        gate.set()
        assert tasks.finish(60_000)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "x", "bang.xlsx"), "AS-9040"),
        (PermissionError(errno.EACCES, "x", "bang.xlsx"), "AS-9041"),
        (FileNotFoundError(errno.ENOENT, "x", "bang.xlsx"), "AS-9042"),
        (OSError(errno.EIO, "x", "bang.xlsx"), "AS-9043"),
    ],
)
def test_what_the_machine_did_is_said_with_the_file(error, code):
    told = as_message(error)
    assert told.code == code
    assert "bang.xlsx" in told.text
    assert told.todo


class Kept:
    """Something that a page holds, and that tells in which thread it is forgotten."""

    def __init__(self) -> None:
        self.ring = self


def test_garbage_is_freed_in_the_thread_of_the_window_however_much_the_work_allocates(tasks, qtbot):
    freed: list[int] = []
    for _ in range(50):
        weakref.finalize(Kept(), lambda: freed.append(threading.get_ident()))
    task = tasks.run(lambda: len([[number] for number in range(100_000)]))
    qtbot.waitSignal(task.ended).wait()
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: len(freed) == 50)
    assert set(freed) == {threading.get_ident()}


def test_what_the_work_held_is_forgotten_in_the_thread_of_the_window(tasks, qtbot):
    freed: list[int] = []
    for _ in range(200):
        kept = type("Kept", (), {})()
        weakref.finalize(kept, lambda: freed.append(threading.get_ident()))
        tasks.run(lambda kept=kept: str(kept))
        del kept
    qtbot.waitUntil(lambda: len(freed) == 200)
    assert set(freed) == {threading.get_ident()}


def test_python_frees_garbage_itself_again_when_the_last_window_has_ended(qapp, said):
    first, second = Tasks(said.append), Tasks(said.append)
    assert first.finish()
    assert not gc.isenabled()
    assert second.finish()
    assert gc.isenabled()
