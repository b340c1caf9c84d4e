"""When a copy of the data is due: once a day and at the lock, by the calendar of here, whatever the clock did."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.copies import backup
from ansinh_desktop.services.safety import backups
from ansinh_desktop.services.safety.backups import Backups

NOW = datetime.datetime(2026, 11, 27, 9, 30, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
HALF_AN_HOUR = datetime.timedelta(minutes=30)


class Copies:
    """Copies of which the last was taken at a moment."""

    last: datetime.datetime | None = None

    def __init__(self, vault):
        pass

    def latest(self):
        return self.last

    def take(self):
        return "taken"


@pytest.fixture
def due(monkeypatch):
    """Return a function that says whether a copy is taken where the last is of a moment."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: clock.local(NOW).date())
    monkeypatch.setattr(backup, "Backups", Copies)
    vault: Any = SimpleNamespace(is_writable=True)

    def due(way, last):
        monkeypatch.setattr(Copies, "last", last)
        return getattr(Backups(vault), way)() == "taken"

    return due


@pytest.mark.parametrize(
    ("last", "taken"),
    [
        (None, True),
        (NOW, False),
        (NOW - HALF_AN_HOUR + SECOND, False),
        (NOW - HALF_AN_HOUR, True),
        (NOW + SECOND, True),
        (NOW + datetime.timedelta(days=400), True),
    ],
)
def test_at_the_lock_a_copy_is_taken_unless_one_is_of_just_now(due, last, taken):
    assert due("take_at_lock", last) is taken


def test_once_a_day_a_copy_is_taken_by_the_day_of_here(due):
    midnight = clock.local(NOW).replace(hour=0, minute=0)
    assert due("take_daily", None)
    assert not due("take_daily", midnight.astimezone(datetime.UTC))
    assert due("take_daily", (midnight - SECOND).astimezone(datetime.UTC))
    assert due("take_daily", NOW + datetime.timedelta(days=1)), "one of tomorrow is of a clock gone wrong"
    assert not due("take_daily", NOW)


@pytest.mark.parametrize(("writable", "needed"), [(True, True), (True, False), (False, True)])
def test_copies_are_behind_only_where_they_could_be_brought_up(monkeypatch, writable, needed):
    monkeypatch.setattr(backup, "Backups", Copies)
    monkeypatch.setattr(backups, "Following", lambda vault: SimpleNamespace(is_needed=lambda: needed))
    vault: Any = SimpleNamespace(is_writable=writable)
    assert Backups(vault).is_behind() is (writable and needed)
