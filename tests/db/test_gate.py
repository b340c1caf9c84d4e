"""The gate: many at once or one alone, and nobody waits for oneself."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from ansinh_desktop.db.gate import Gate

PATIENCE = 20.0


class Visitor:
    """A thread that goes in, says that it is inside, and leaves when it is told to."""

    def __init__(self, way: Callable[[], AbstractContextManager[None]]) -> None:
        self.inside = threading.Event()
        self.leave = threading.Event()
        self._thread = threading.Thread(target=self._visit, args=(way,), daemon=True)
        self._thread.start()

    def _visit(self, way: Callable[[], AbstractContextManager[None]]) -> None:
        with way():
            self.inside.set()
            self.leave.wait(PATIENCE)

    def gone(self) -> bool:
        self.leave.set()
        self._thread.join(PATIENCE)
        return not self._thread.is_alive()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def visit() -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []

    def visit(way: Callable[[], AbstractContextManager[None]]) -> Visitor:
        visitors.append(Visitor(way))
        return visitors[-1]

    yield visit
    assert all(each.gone() for each in visitors)


def waits(visitor: Visitor) -> bool:
    return not visitor.inside.wait(0.03)


def test_many_are_inside_together(gate, visit):
    one, other = visit(gate.together), visit(gate.together)
    assert one.inside.wait(PATIENCE)
    assert other.inside.wait(PATIENCE)
    with gate.together():
        assert not one.leave.is_set()


def test_who_wants_to_be_alone_waits_for_all_and_keeps_others_out(gate, visit):
    first, second = visit(gate.together), visit(gate.together)
    assert first.inside.wait(PATIENCE)
    assert second.inside.wait(PATIENCE)
    alone = visit(gate.alone)
    assert waits(alone)
    assert first.gone()
    assert waits(alone)
    late = visit(gate.together)
    assert waits(late), "whoever waits to be alone lets nobody new in"
    assert second.gone()
    assert alone.inside.wait(PATIENCE)
    assert waits(late)
    assert alone.gone()
    assert late.inside.wait(PATIENCE)


def test_two_are_alone_one_after_the_other(gate, visit):
    one = visit(gate.alone)
    assert one.inside.wait(PATIENCE)
    other = visit(gate.alone)
    assert waits(other)
    assert one.gone()
    assert other.inside.wait(PATIENCE)


def test_whoever_is_inside_may_go_in_once_more_and_stays_inside_until_the_last_leaving(gate, visit):
    with gate.together():
        with gate.together():
            alone = visit(gate.alone)
            assert waits(alone)
            with gate.together():  # while somebody waits to be alone
                pass
        assert waits(alone), "left once, came in twice"
    assert alone.inside.wait(PATIENCE)


def test_who_is_alone_may_go_in_with_others_and_be_alone_from_within(gate, visit):
    with gate.alone():
        with gate.together():
            pass
        late = visit(gate.together)
        assert waits(late)
    assert late.inside.wait(PATIENCE)
    assert late.gone()
    with gate.together(), gate.alone():
        assert waits(visit(gate.together))


def test_patience_ends_and_whoever_stayed_does_no_harm(gate, visit):
    slow = visit(gate.together)
    assert slow.inside.wait(PATIENCE)
    with gate.alone(patience=0.01):
        assert not slow.leave.is_set()
    assert slow.gone()
    with gate.alone(patience=0.01):
        pass


@pytest.mark.parametrize("way", ["together", "alone"])
def test_a_fault_inside_leaves_the_gate_as_it_was(gate, visit, way):
    with pytest.raises(ZeroDivisionError), getattr(gate, way)():
        raise ZeroDivisionError
    alone = visit(gate.alone)
    assert alone.inside.wait(PATIENCE)
    assert alone.gone()
    assert visit(gate.together).inside.wait(PATIENCE)
