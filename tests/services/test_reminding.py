"""What the reminder at log-on knows: numbers by day, and nothing by which anybody could be told."""

import datetime
import json

import pytest

from ansinh_desktop import paths
from ansinh_desktop.services import reminding

TODAY = datetime.date(2026, 11, 27)


def days(count):
    return TODAY + datetime.timedelta(days=count)


@pytest.fixture(autouse=True)
def profile(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "profile_folder", lambda: tmp_path / "máy")
    return tmp_path / "máy"


def test_nothing_is_overdue_where_nobody_wants_to_be_reminded():
    assert reminding.overdue(TODAY) == 0


def test_what_runs_out_meanwhile_is_overdue_on_its_day():
    reminding.keep({days(-400): 2, days(-1): 1, days(0): 1, days(1): 3, days(9): 1}, TODAY)
    assert [reminding.overdue(days(each)) for each in (0, 1, 8, 9, 500)] == [4, 7, 7, 8, 8]


def test_only_numbers_by_day_lie_there_and_no_day_of_long_ago_nor_of_far_ahead(profile):
    reminding.keep({days(-400): 2, days(-1): 1, days(100): 5, days(101): 7}, TODAY)
    (file,) = profile.iterdir()
    assert json.loads(file.read_text(encoding="utf-8")) == {"2026-11-27": 3, days(100).isoformat(): 5}


def test_what_was_kept_before_counts_no_more():
    reminding.keep({days(-1): 9}, TODAY)
    reminding.keep({}, TODAY)
    assert reminding.overdue(TODAY) == 0


def test_who_wants_it_no_more_leaves_nothing(profile):
    reminding.keep({days(-1): 9}, TODAY)
    reminding.forget()
    reminding.forget()
    assert list(profile.iterdir()) == []


@pytest.mark.parametrize("content", ["", "[]", "7", '{"2026-11-27": "x"}', '{"2026-11-27": null}', "\udcff"])
def test_a_file_that_is_not_ours_reminds_of_nothing(profile, content):
    profile.mkdir()
    (profile / "nhac-viec.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert reminding.overdue(TODAY) == 0


def test_a_profile_that_cannot_be_written_keeps_nobody_from_work(profile):
    profile.write_bytes(b"a file where the folder should be")
    reminding.keep({days(-1): 9}, TODAY)
    reminding.forget()
    assert reminding.overdue(TODAY) == 0
