"""Identifiers: valid ones of version 7, that grow however fast they are made."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansinh_desktop import ids


@pytest.fixture
def clock(monkeypatch):
    """Return how the clock is set: it stands until it is set again."""
    # What is made of a clock ahead of time must not hold on in other tests.
    monkeypatch.setattr(ids._Last, "made", 0)

    def set_to(milliseconds: int) -> None:
        monkeypatch.setattr(time, "time_ns", lambda: milliseconds * 1_000_000 + 999_999)

    return set_to


def milliseconds(made: str) -> int:
    return uuid.UUID(made).int >> 80


def test_an_identifier_is_one_of_version_7_and_says_its_millisecond(monkeypatch):
    monkeypatch.setattr(ids._Last, "made", 0)
    before = time.time_ns() // 1_000_000
    made = ids.new_id()
    assert str(uuid.UUID(made)) == made
    assert (uuid.UUID(made).version, uuid.UUID(made).variant) == (7, uuid.RFC_4122)
    assert before <= milliseconds(made) <= time.time_ns() // 1_000_000


def test_identifiers_of_one_millisecond_grow_in_the_order_of_their_making(clock):
    moment = time.time_ns() // 1_000_000 + 60_000
    clock(moment)
    made = [ids.new_id() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert {milliseconds(each) for each in made} == {moment}
    assert {uuid.UUID(each).version for each in made} == {7}


def test_identifiers_grow_on_when_the_clock_is_set_back(clock):
    moment = time.time_ns() // 1_000_000 + 120_000
    clock(moment)
    first = ids.new_id()
    clock(moment - 3_600_000)
    again = [ids.new_id() for _ in range(100)]
    clock(moment + 1)
    last = ids.new_id()
    assert [first, *again, last] == sorted({first, *again, last})
    assert milliseconds(last) == moment + 1


def test_threads_that_make_identifiers_at_once_never_make_one_twice_and_each_sees_its_own_grow():
    with ThreadPoolExecutor(8) as pool:
        every = list(pool.map(lambda _: [ids.new_id() for _ in range(3_000)], range(8)))
    assert len({one for made in every for one in made}) == 24_000
    assert all(made == sorted(made) for made in every)


def test_the_rest_is_chance(clock):
    clock(time.time_ns() // 1_000_000 + 180_000)
    made = [uuid.UUID(ids.new_id()).int for _ in range(200)]
    assert len({each & 0xFFFFFFFF for each in made}) > 190
