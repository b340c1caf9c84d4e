"""What an officer saw to today: shown to whoever may read it, of records that are there, and of this month alone."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.review import Done, DoneFindings, Reviewed
from tests import factories

NOW = datetime.datetime(2026, 11, 20, 9, 30, tzinfo=datetime.UTC)
DAY, HERE = NOW.date(), NOW.replace(tzinfo=None)


@pytest.fixture(autouse=True)
def _this_moment(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def records(cases):
    return {
        "Danh Na": cases.save(factories.orphan("Danh Na")),
        "Danh Tư": cases.save(factories.orphan("Danh Tư")),
        "mật": cases.save(factories.abuse()),
    }


def settled(records, at=HERE):
    return {name: Done(record, "AS-2219", at, False) for name, record in records.items()}


def shown(vault, done, who=None):
    return {each.key: each.who for each in DoneFindings(vault, who or access(vault)).rows(done, DAY)}


def test_each_is_called_as_its_register_calls_it(vault, cases, records):
    number = cases.get(records["mật"]).number
    assert shown(vault, settled(records)) == {"Danh Na": "Danh Na", "Danh Tư": "Danh Tư", "mật": number}


def test_nothing_is_shown_of_a_register_that_may_not_be_read(vault, records):
    reader = Access(factories.OFFICER, "officer", {"children": "rw"})
    assert shown(vault, settled(records), reader) == {"Danh Na": "Danh Na", "Danh Tư": "Danh Tư"}


def test_nothing_is_shown_of_a_record_that_is_gone(vault, cases, records):
    cases.remove(records["Danh Na"], "ghi nhầm")
    assert set(shown(vault, settled(records))) == {"Danh Tư", "mật"}


def test_what_was_settled_on_another_day_is_not_shown(vault, records):
    yesterday = HERE - datetime.timedelta(days=1)
    assert shown(vault, settled(records, yesterday)) == {}


def test_another_month_begins_with_nothing(vault, records, monkeypatch):
    own = DoneFindings(vault, access(vault))
    own._keep(settled(records))
    assert own.now() == settled(records)
    for day in (datetime.date(2026, 12, 1), datetime.date(2006, 1, 1)):
        monkeypatch.setattr(clock, "today", lambda day=day: day)
        assert own.now() == {}
        assert own.follow(None, Reviewed(day, 0, ())) == {}
