"""What takes the place of the data: whole or not at all, cut short anywhere, and nothing of what it replaces is lost."""

import datetime
import functools
import time

import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.copies import swap
from ansinh_desktop.db.copies.swap import ASIDE, PART, RENEWED
from ansinh_desktop.paths import ASIDE_NAME, DATABASE, KEY_FILE, RESTORED

NOW = datetime.datetime(2026, 11, 27, 2, 3, 4, tzinfo=datetime.UTC)
STAMP = "20261127-020304"
LOG, INDEX = swap.LOGS


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def folder(tmp_path):
    """Return a data folder with its files, each of which says what it is."""
    fill(tmp_path, {DATABASE: "old data", KEY_FILE: "old key", LOG: "old log", INDEX: "old index"})
    return tmp_path


def fill(folder, files):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


def held(folder):
    """Return what lies in a folder and under it, by path."""
    return {
        each.relative_to(folder).as_posix(): each.read_text(encoding="utf-8")
        for each in folder.rglob("*")
        if each.is_file()
    }


# ---------------------------------------------------------------- made ready


def test_what_is_made_ready_begins_empty_and_counts_from_its_name_on(folder):
    fill(folder / f"{RENEWED}{PART}", {"junk": "of a former try"})
    part = swap.begin(folder, RENEWED)
    assert list(part.iterdir()) == []
    assert not swap.is_waiting(folder)
    fill(part, {DATABASE: "new"})
    fill(folder / RENEWED, {DATABASE: "of before"})
    swap.make_ready(folder, RENEWED)
    assert held(folder / RENEWED) == {DATABASE: "new"}
    assert not part.exists()
    assert swap.is_waiting(folder)


@pytest.mark.parametrize("ready", [False, True])
def test_what_is_not_wanted_any_more_goes_whole(folder, ready):
    fill(swap.begin(folder, RESTORED), {DATABASE: "new"})
    if ready:
        swap.make_ready(folder, RESTORED)
    before = {name: content for name, content in held(folder).items() if "/" not in name}
    swap.forget(folder, RESTORED)
    assert held(folder) == before
    assert not swap.is_waiting(folder)
    swap.forget(folder, RESTORED)


def test_nothing_waits_in_a_folder_as_it_should_be(folder):
    before = held(folder)
    assert not swap.is_waiting(folder)
    swap.finish(folder)
    assert held(folder) == before


# ---------------------------------------------------------------- under a new key


def ready_under_new_key(folder):
    fill(swap.begin(folder, RENEWED), {DATABASE: "new data", KEY_FILE: "new key"})
    swap.make_ready(folder, RENEWED)


RENEWAL = (
    lambda folder: (folder / LOG).unlink(),
    lambda folder: (folder / INDEX).unlink(),
    lambda folder: (folder / RENEWED / DATABASE).replace(folder / DATABASE),
    lambda folder: (folder / RENEWED / KEY_FILE).replace(folder / KEY_FILE),
)


@pytest.mark.parametrize("done", range(len(RENEWAL) + 1))
def test_a_renewal_cut_short_anywhere_is_finished_by_the_next(folder, done):
    ready_under_new_key(folder)
    for act in RENEWAL[:done]:
        act(folder)
    swap.finish(folder)
    assert held(folder) == {DATABASE: "new data", KEY_FILE: "new key"}
    assert not swap.is_waiting(folder)


def test_a_log_that_came_after_the_database_was_exchanged_is_its_own(folder):
    ready_under_new_key(folder)
    (folder / RENEWED / DATABASE).replace(folder / DATABASE)
    fill(folder, {LOG: "new log"})
    swap.finish(folder)
    assert (folder / LOG).read_text(encoding="utf-8") == "new log"


# ---------------------------------------------------------------- brought back


def ready_to_restore(folder):
    part = swap.begin(folder, RESTORED)
    fill(part, {DATABASE: "copy", KEY_FILE: "key of copy"})
    swap.note_aside(folder, part)
    swap.make_ready(folder, RESTORED)


def move(name, to_ready, folder):
    aside = folder / ASIDE / STAMP
    source = folder / RESTORED / name if to_ready else folder / name
    source.replace(folder / name if to_ready else aside / name)


RESTORE = (
    functools.partial(move, DATABASE, False),
    functools.partial(move, LOG, False),
    functools.partial(move, INDEX, False),
    functools.partial(move, DATABASE, True),
    functools.partial(move, KEY_FILE, True),
)
KEPT = {f"{ASIDE}/{STAMP}/{name}": f"old {what}" for name, what in
        ((DATABASE, "data"), (KEY_FILE, "key"), (LOG, "log"), (INDEX, "index"))}  # fmt: skip


@pytest.mark.parametrize("done", range(len(RESTORE) + 1))
def test_a_restore_cut_short_anywhere_is_finished_and_what_it_replaces_is_kept(folder, done):
    ready_to_restore(folder)
    for act in RESTORE[:done]:
        act(folder)
    swap.finish(folder)
    assert held(folder) == {DATABASE: "copy", KEY_FILE: "key of copy"} | KEPT
    assert not swap.is_waiting(folder)


def test_a_restore_where_nothing_stood_keeps_nothing(tmp_path):
    ready_to_restore(tmp_path)
    swap.finish(tmp_path)
    assert held(tmp_path) == {DATABASE: "copy", KEY_FILE: "key of copy"}
    assert list((tmp_path / ASIDE).iterdir()) == []


@pytest.mark.parametrize(
    "said", ["", "..", "x/y", f"{ASIDE}/..", f"{ASIDE}/", f"{ASIDE}/a/b", f"{ASIDE}/a\\b", "\0"]
)
def test_a_note_that_leads_elsewhere_is_not_followed(folder, said):
    ready_to_restore(folder)
    (folder / RESTORED / ASIDE_NAME).write_text(said, encoding="utf-8")
    swap.finish(folder)
    found = held(folder)
    assert (found[DATABASE], found[KEY_FILE]) == ("copy", "key of copy")
    kept = {name: content for name, content in found.items() if name.startswith(f"{ASIDE}/")}
    assert "old data" in kept.values()
    assert "old key" in kept.values()
    assert all(name.count("/") == 2 for name in kept)


def test_a_note_that_was_lost_on_the_way_loses_nothing(folder):
    ready_to_restore(folder)
    (folder / RESTORED / ASIDE_NAME).unlink()
    swap.finish(folder)
    assert sorted(held(folder).values()) == sorted(
        ["copy", "key of copy", "old data", "old index", "old key", "old key", "old log"]
    )


def test_a_restore_that_was_done_but_for_its_folder_only_loses_that(folder):
    (folder / RESTORED).mkdir()
    before = held(folder)
    swap.finish(folder)
    assert held(folder) == before
    assert not (folder / RESTORED).exists()


def test_only_a_key_that_is_left_is_put_in_its_place(folder):
    fill(folder / RESTORED, {KEY_FILE: "key of copy"})
    swap.finish(folder)
    found = held(folder)
    assert (found[DATABASE], found[KEY_FILE]) == ("old data", "key of copy")


def test_every_folder_aside_has_a_name_of_its_own_whatever_the_clock_says(folder):
    made = [swap.new_aside(folder).name for _ in range(3)]
    assert made == [STAMP, f"{STAMP}-1", f"{STAMP}-2"]


# ---------------------------------------------------------------- patience


def test_what_a_scanner_hinders_for_a_moment_is_tried_again_and_not_for_ever(monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    tries = iter([PermissionError, PermissionError, None])

    def act():
        if (fault := next(tries)) is not None:
            raise fault

    swap._patiently(act)
    assert len(pauses) == 2

    def never():
        raise PermissionError

    pauses.clear()
    with pytest.raises(PermissionError):
        swap._patiently(never)
    assert len(pauses) == swap._TRIES - 1

    def other():
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        swap._patiently(other)


def test_what_the_engine_could_not_write_into_the_file_itself_is_never_ready(folder):
    """On closing it leaves in the log what the disk refused, and says nothing; only the file takes the place."""
    part = swap.begin(folder, RESTORED)
    fill(part, {DATABASE: "new data", KEY_FILE: "new key", LOG: ""})
    (part / LOG).write_text("what was written last", encoding="utf-8")
    with pytest.raises(OSError, match="log"):
        swap.make_ready(folder, RESTORED)
    assert not swap.is_waiting(folder)
    (part / LOG).write_bytes(b"")
    swap.make_ready(folder, RESTORED)
    assert swap.is_waiting(folder)
