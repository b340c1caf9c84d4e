"""Backups are taken, read back, thinned out and brought back, and nothing is lost on the way."""

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import clock, paths
from ansinh_desktop.crypto import keys
from ansinh_desktop.db.copies import backup
from ansinh_desktop.db.copies.backup import Backups, kept
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program, open_data
from tests import factories
from tests.factories import OFFICER, PASSWORD, trust

NEW_PASSWORD = "bốn tiếng thật dài"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    factories.new_vault(tmp_path / "xã")[0].lock()
    opened = open_data(tmp_path / "xã", OFFICER, PASSWORD)
    yield opened
    opened.vault.lock()


def add(program: Program, count: int = 1) -> None:
    for _ in range(count):
        program.cases.save(factories.case("children", {}, final=False))


def count(program: Program) -> int:
    return program.listing.counts()["children"]


def refused(code, act) -> None:
    with pytest.raises(UserError) as caught:
        act()
    assert caught.value.code == code


def names(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def test_a_backup_is_a_data_folder_of_its_own(program, tmp_path):
    add(program, 2)
    made = program.backups.take()
    assert sorted(each.name for each in made.iterdir()) == [paths.DATABASE, paths.KEY_FILE]
    content = (made / paths.DATABASE).read_bytes()
    assert b"SQLite format" not in content
    assert "Nguyễn".encode() not in content
    shutil.copytree(made, tmp_path / "máy khác")
    with open_data(tmp_path / "máy khác", OFFICER, PASSWORD) as other:
        assert count(other) == 2
        other.check()


def test_looking_at_backups_leaves_no_trace_beside_them(program):
    add(program)
    program.backups.take()
    before = names(program.backups.folder)
    (found,) = program.backups.all()
    assert (found.people, found.records) == (1, 1)
    assert found.size > 100_000
    assert names(program.backups.folder) == before


def test_another_is_taken_only_when_something_has_changed(program):
    assert program.backups.take()
    assert program.backups.take() is None
    add(program)
    assert program.backups.take()
    program.cases.drafts.keep("new:children", {"note": "…"}, None, "children")
    assert program.backups.take()
    assert program.backups.take() is None
    program.vault.change_password(OFFICER, PASSWORD, NEW_PASSWORD)
    assert program.backups.take() is None, "the copies follow"
    program.vault.change_password(OFFICER, NEW_PASSWORD, PASSWORD, follow=False)
    assert program.backups.take(), "what opens otherwise counts as no copy"
    assert program.backups.take() is None


def test_what_is_typed_after_the_clock_was_set_back_gets_into_a_backup(program, monkeypatch):
    """Whatever is typed last is in the latest copy, also where something typed before carries a later moment."""
    ahead = datetime.datetime(2027, 5, 4, 8, tzinfo=datetime.UTC)
    moments = (ahead, ahead - datetime.timedelta(days=160), ahead - datetime.timedelta(days=160))
    keys = ("new:children", "new:assistance", "new:assistance")
    for number, (moment, key) in enumerate(zip(moments, keys, strict=True)):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        program.cases.drafts.keep(key, {"note": f"Chữ {number}"}, None, key.removeprefix("new:"))
        made = program.backups.take()
        assert made is not None, number
        copy = program.vault.opened_beside(made)
        with copy.reading() as store:
            draft = store.drafts.get(key)
            assert draft is not None
            assert draft.typed == {"note": f"Chữ {number}"}
        copy.lock()


def test_the_last_of_several_within_a_second_is_the_one_that_stays(program, monkeypatch):
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    for number in range(1, 5):
        add(program)
        program.backups.take()
        assert [each.records for each in program.backups.all()] == [number]


def test_ending_and_locking_take_one_and_nothing_keeps_anybody_from_ending(program, monkeypatch):
    folder = program.vault.folder
    add(program)
    program.close()
    assert len(list((folder / backup.FOLDER).iterdir())) == 1
    again = open_data(folder, OFFICER, PASSWORD)
    add(again)
    again.close(ends=False)  # one was just taken
    assert len(list((folder / backup.FOLDER).iterdir())) == 1
    shutil.rmtree(folder / backup.FOLDER)
    (folder / backup.FOLDER).write_text("ai đó để một tệp ở đây", encoding="utf-8")
    last = open_data(folder, OFFICER, PASSWORD)
    refused("AS-1106", last.backups.take)
    last.close()
    open_data(folder, OFFICER, PASSWORD).vault.lock()


def test_what_cannot_be_read_back_is_said_and_cannot_come_back(program):
    add(program)
    made = program.backups.take()
    content = bytearray((made / paths.DATABASE).read_bytes())
    content[8192:8292] = bytes(100)
    (made / paths.DATABASE).write_bytes(content)
    refused("AS-1131", lambda: program.backups.restore(made.name))
    (made / paths.DATABASE).write_bytes(bytes(50_000))
    (found,) = program.backups.all()
    assert found.records is None
    refused("AS-1131", lambda: program.backups.restore(made.name))
    assert not (program.vault.folder / paths.RESTORED).exists()
    assert program.backups.take(), "a spoilt copy counts as none"
    assert count(program) == 1


def test_what_a_dying_program_left_half_is_taken_for_no_backup(program):
    half = program.backups.folder / "20260101-000000.part"
    half.mkdir(parents=True)
    (half / paths.DATABASE).write_bytes(b"half")
    (program.backups.folder / "của tôi").mkdir()
    assert program.backups.all() == []
    program.backups.take()
    assert not half.exists()
    assert (program.backups.folder / "của tôi").exists()


def test_a_backup_comes_back_and_what_it_replaces_is_kept(program, tmp_path):
    folder = program.vault.folder
    add(program, 2)
    name = program.backups.take().name
    program.vault.change_password(OFFICER, PASSWORD, NEW_PASSWORD)
    add(program, 3)
    program.backups.restore(name)
    assert count(program) == 5
    program.vault.lock()
    assert not (folder / paths.RESTORED).exists()
    refused("AS-1001", lambda: open_data(folder, OFFICER, PASSWORD))
    with open_data(folder, OFFICER, NEW_PASSWORD) as restored:
        assert count(restored) == 2
        restored.check()
        add(restored)
    (aside,) = (folder / backup.ASIDE).iterdir()
    shutil.copytree(aside, tmp_path / "dữ liệu cũ")
    with open_data(tmp_path / "dữ liệu cũ", OFFICER, NEW_PASSWORD) as old:
        assert count(old) == 5
        old.check()


@pytest.mark.parametrize("moved", range(5))
def test_a_restore_cut_short_anywhere_is_finished_when_the_data_are_opened(program, moved):
    """Do by hand the first renames of a restore, as many as were done when the power went."""
    folder = program.vault.folder
    add(program, 2)
    name = program.backups.take().name
    add(program, 3)
    program.backups.restore(name)
    ready = shutil.move(folder / paths.RESTORED, folder / "để sau")
    program.vault.lock()
    shutil.move(ready, folder / paths.RESTORED)
    aside = folder / (folder / paths.RESTORED / paths.ASIDE_NAME).read_text(encoding="utf-8")
    renames = [
        (folder / paths.DATABASE, aside / paths.DATABASE),
        (folder / paths.RESTORED / paths.DATABASE, folder / paths.DATABASE),
        (folder / paths.RESTORED / paths.KEY_FILE, folder / paths.KEY_FILE),
    ]
    for old, new in renames[:moved]:
        old.replace(new)
    if moved == 4:
        (folder / paths.RESTORED / paths.ASIDE_NAME).unlink()
    assert paths.holds_data(folder)
    assert keys.users(folder / paths.KEY_FILE) == (OFFICER,)
    with open_data(folder, OFFICER, PASSWORD) as restored:
        assert count(restored) == 2
        restored.check()
    assert (aside / paths.DATABASE).exists()
    with open_data(folder, OFFICER, PASSWORD) as again:
        again.backups.restore(name)
    with open_data(folder, OFFICER, PASSWORD) as again:
        assert count(again) == 2


def test_packages_after_a_restore_carry_everything_and_bring_back_what_was_lost(program, tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    with Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0]) as province:
        trust(program, province, usb)
        trust(province, program, usb)
        final = {
            "groups": ["a"],
            "main_group": "a",
            "entered_on": "2024-03-01",
            "care_arrangement": "relatives",
        }
        child = factories.person(birth_date="2015-02-03")
        program.cases.save(factories.case("children", final, person=child))
        name = program.backups.take().name
        first = province.incoming.receive(program.outgoing.export(usb).path, usb)
        program.outgoing.take_receipt(first.receipt)
        program.cases.save(factories.case("children", final, person=child | {"full_name": "Lê Văn Tú"}))
        province.incoming.receive(program.outgoing.export(usb).path, usb)
        program.backups.restore(name)
        program.vault.lock()
        with open_data(program.vault.folder, OFFICER, PASSWORD) as restored:
            assert restored.listing.counts()["children"] == 1
            assert restored.outgoing.waiting().records == 1
            made = restored.outgoing.export(usb)
            assert (made.number, made.records, made.whole) == (1, 1, True)
            again = province.incoming.receive(made.path, usb)
            assert (again.results, again.new, again.given_back) == ({"accepted": 1}, 0, 1)
            assert restored.outgoing.take_receipt(again.receipt).given_back == 1
            assert restored.listing.counts()["children"] == 2, "what the backup did not hold came back"
            assert not restored.outgoing.waiting().anything
            restored.check()
            province.check()


def test_a_daily_one_is_taken_once_a_day(program, monkeypatch):
    now = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", lambda: clock.local(now).date())
    assert program.backups.take_daily()
    add(program)
    assert program.backups.take_daily() is None
    now += datetime.timedelta(days=1)
    assert program.backups.take_daily()


MOMENTS = st.integers(1_700_000_000, 1_800_000_000).map(
    lambda seconds: datetime.datetime.fromtimestamp(seconds, datetime.UTC)
)


@given(st.lists(MOMENTS, max_size=120))
def test_the_latest_of_the_last_days_weeks_and_months_stay(moments):
    """In the order of the history, whatever the clock said."""
    found = kept(moments)
    assert found <= set(range(len(moments)))
    assert len(found) <= backup.DAYS + backup.WEEKS + backup.MONTHS
    assert not moments or len(moments) - 1 in found, "what was just made stays"
    left = sorted(found)
    assert kept([moments[place] for place in left]) == set(range(len(left)))
    latest = {clock.local(each).date(): place for place, each in enumerate(moments)}
    assert found >= set(sorted(latest.values(), reverse=True)[: backup.DAYS])


def test_copies_are_thinned_out_as_they_grow_old(program, monkeypatch):
    folder = program.backups.folder
    program.backups.take()
    (made,) = folder.iterdir()
    last = clock.now()
    for day in range(1, 200):
        stamp = f"{last - datetime.timedelta(days=day):%Y%m%d-%H%M%S}"
        (folder / stamp).mkdir()
    add(program)
    program.backups.take()
    left = [each.name for each in folder.iterdir()]
    assert made.name not in left  # of today only the latest stays
    assert 20 <= len(left) <= backup.DAYS + backup.WEEKS + backup.MONTHS
    assert isinstance(Backups(program.vault).latest(), datetime.datetime)


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: clock.local(moment).date())


NOW = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)


@pytest.mark.parametrize("year", [2006, 2035])
def test_a_wrong_clock_neither_stops_backups_nor_takes_the_place_of_the_latest(program, monkeypatch, year):
    """One is taken while the clock is wrong; the history knows which is the last, and none is lost."""
    for day in range(20):
        at(monkeypatch, NOW - datetime.timedelta(days=20 - day))
        add(program)
        program.backups.take()
    before = {each.name for each in program.backups.all()}
    at(monkeypatch, datetime.datetime(year, 1, 1, 8, tzinfo=datetime.UTC))
    add(program)
    wrong = program.backups.take_daily()
    assert wrong
    assert program.backups.all()[0].name == wrong.name, "what was just made is there, and the latest"
    assert len(before - {each.name for each in program.backups.all()}) <= 1
    add(program)
    again = program.backups.take_at_lock()
    assert again is None, "one was taken this minute, by the same clock"
    for day in range(3):
        at(monkeypatch, NOW + datetime.timedelta(days=day))
        add(program)
        made = program.backups.take_daily()
        assert made
        assert program.backups.all()[0].records == 22 + day + 1
    assert program.backups.all()[3].name == wrong.name


def test_the_same_wrong_moment_at_every_start_costs_no_backup(program, monkeypatch):
    """A battery that is empty: each day begins at the same second of the same year."""
    at(monkeypatch, NOW)
    add(program)
    first = program.backups.take()
    for number in range(2, 5):
        at(monkeypatch, datetime.datetime(2006, 1, 1, 8, tzinfo=datetime.UTC))
        add(program)
        assert program.backups.take()
        assert program.backups.all()[0].records == number
    assert first.exists()


def test_what_a_restore_took_the_place_of_is_older_than_what_came_after(program, monkeypatch):
    """However much was written in it, and whatever the clock said."""
    add(program, 1)
    at(monkeypatch, NOW)
    old = program.backups.take().name
    add(program, 9)
    at(monkeypatch, NOW + datetime.timedelta(days=300))
    replaced = program.backups.take().name
    program.backups.restore(old)
    program.vault.lock()
    with open_data(program.vault.folder, OFFICER, PASSWORD) as restored:
        at(monkeypatch, NOW + datetime.timedelta(days=1))
        add(restored)
        made = restored.backups.take().name
        assert [each.name for each in restored.backups.all()] == [made, replaced, old]
