"""What is told when the data are opened: a clock gone wrong, by what history, packages and backups say."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program, open_data
from tests import factories

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the clock of the machine."""

    def set_clock(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr(clock, "today", lambda: clock.local(moment).date())

    return set_clock


@pytest.fixture
def program(tmp_path, at):
    """Return data whose whole history was written at one moment."""
    vault, _ = factories.new_vault(tmp_path / "xã")
    at(clock.now() + DAY)
    with Program(vault) as opened, opened.vault.work("để sau lịch sử ban đầu") as store:
        for number in range(60):
            store.set_setting("thử", number)
    at(clock.now())
    with open_data(tmp_path / "xã", factories.OFFICER, factories.PASSWORD) as opened:
        yield opened


def told(program):
    return [(each.code, each.text) for each in program.notices()]


def codes(program):
    return [code for code, _ in told(program)]


def test_a_clock_that_goes_right_is_not_spoken_of(program, at):
    assert codes(program) == []
    at(clock.now() - datetime.timedelta(minutes=5))
    assert codes(program) == [], "a clock is put right now and then"
    at(clock.now() + 100 * DAY)
    assert codes(program) == []


def test_a_clock_behind_the_history_is_told_with_both_times(program, at):
    last = clock.now()
    at(last - HOUR)
    ((code, words),) = told(program)
    assert code == "AS-1135"
    assert f"{clock.local(last):%H:%M ngày %d/%m/%Y}" in words
    assert f"{clock.local(last - HOUR):%H:%M ngày %d/%m/%Y}" in words


def test_a_backup_of_the_future_is_told_until_it_is_gone(program, at):
    right = clock.now()
    at(right + 3000 * DAY)
    program.backups.take()
    at(right + HOUR)
    assert codes(program) == ["AS-1136"]


def test_a_package_of_the_future_is_told(program, at, tmp_path):
    right = clock.now()
    with Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0]) as province:
        factories.trust(program, province, tmp_path)
    program.cases.save(factories.orphan())
    program.outgoing.export(tmp_path)
    with program.vault.work("gói lập lúc đồng hồ sai") as store:
        (package,) = store.packages.all("out")
        package.at = right + 3000 * DAY
    at(right + HOUR)
    with program.vault.work("đồng hồ đã đúng") as store:
        for number in range(100):
            store.set_setting("thử", number)
    assert codes(program) == ["AS-1136"]


def test_a_clock_that_ran_far_ahead_is_asked_about(program, at):
    at(clock.now() + 400 * DAY)
    assert codes(program) == ["AS-1137"]


def test_packages_stand_in_the_order_in_which_they_were_made(program, at, tmp_path):
    right = clock.now()
    with Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0]) as province:
        factories.trust(program, province, tmp_path)
    for moment in (right, right + 3000 * DAY, right + HOUR):
        at(moment)
        program.cases.save(factories.orphan())
        program.outgoing.export(tmp_path)
    assert [package.number for package, _ in program.outgoing.packages()] == [3, 2, 1]
