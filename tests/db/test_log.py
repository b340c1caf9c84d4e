"""The history as it is asked for: acts beside changes, the latest first, and what one record's page shows."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.models import Attachment
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from tests.factories import UNIT, person


@pytest.fixture
def record(store):
    who = store.people.save(None, UNIT, person())
    content = RecordContent({}, draft=True, opened_on="2026-11-02")
    return store.records.get(store.records.add(catalog.register("children"), who, UNIT, content))


def acts(changes):
    return [(each.act, each.entity) for each in changes]


def test_an_act_is_a_link_like_a_change(store):
    before = store.log.last()[0]
    store.log.note("print", "record", "x", {"paper": "all"})
    (found,) = store.log.of("x")
    assert (found.seq, found.act, found.fields) == (before + 1, "print", {"paper": "all"})
    assert store.log.broken_link() is None
    assert store.log.last() == (found.seq, found.digest)


def test_who_only_reads_notes_nothing(shared):
    with shared.reading() as store, pytest.raises(BugError, match="reading"):
        store.log.note("print", "record", "x", {})


def test_what_was_done_is_told_latest_first_of_all_that_is_asked(store, record):
    store.log.note("read", "record", record.id, {})
    store.log.note("print", "paper", "all", {})
    assert acts(store.log.of(record.id)) == [("read", "record"), ("insert", "record")]
    assert acts(store.log.of("all", record.person_id)) == [("print", "paper"), ("insert", "person")]
    assert acts(store.log.of("0000")) == []


def test_of_one_kind_only_the_last_few(store):
    for number in range(4):
        store.log.note("backup", "copy", str(number), {})
    store.log.note("print", "paper", "x", {})
    assert acts(store.log.of("0"))  # writes what waits
    assert [each.entity_id for each in store.log.latest("copy", 3)] == ["3", "2", "1"]


def test_the_page_of_a_record_tells_of_its_person_events_and_papers_and_of_no_others(store, record):
    event = store.records.add_event(record.id, "visit", "2026-11-20", answers={})
    paper = Attachment(
        record_id=record.id, sha256="x", name="a.png", media_type="image/png", content=b"x", deleted=False
    )
    store.attachments.add(paper)
    event.deleted = True
    store.people.save(record.person_id, UNIT, {"address": "Tổ 9"})
    other = store.people.save(None, UNIT, person(full_name="Lê Khác"))
    store.log.note("read", "person", other, {})
    found = store.log.of_record(record.id, record.person_id)
    seqs = [each.seq for each in found]
    assert seqs == sorted(seqs, reverse=True)
    assert sorted(acts(found)) == [
        ("insert", "attachment"),
        ("insert", "event"),
        ("insert", "person"),
        ("insert", "record"),
        ("update", "event"),
        ("update", "person"),
    ]


def test_the_last_moment_is_the_latest_of_the_last_changes_whatever_one_of_them_says(store, monkeypatch):
    start = clock.now()
    ahead = start + datetime.timedelta(days=400)
    for days, number in ((0, 1), (400, 1), (1, 60)):
        moment = start + datetime.timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        for _ in range(number):
            store.log.note("print", "paper", "x", {})
        store.log.last()  # writes what waits
        if days == 400:
            assert store.log.last_moment() == ahead
    assert store.log.last_moment() == start + datetime.timedelta(days=1), "the wrong clock is long ago"


# Papers of a record


def test_papers_are_told_as_they_came_without_their_content(store, record):
    def put(name, content, **changes):
        given = {"record_id": record.id, "sha256": name, "name": name, "media_type": "image/png"}
        return store.attachments.add(Attachment(**given | changes, content=content, deleted=False))

    put("b.png", b"123")
    gone = put("c.png", b"1")
    put("a.png", b"12345")
    store.attachments.get(gone).deleted = True
    store.session.flush()
    store.log.last()
    papers = store.attachments.of_record(record.id)
    assert [(each.name, each.size, each.author) for each in papers] == [
        ("b.png", 3, "lan"),
        ("a.png", 5, "lan"),
    ]
    assert store.attachments.named(record.id, "a.png") == "a.png"
    assert store.attachments.named(record.id, "c.png") is None, "it was taken away"
    assert store.attachments.named("0000", "a.png") is None
    assert store.attachments.get(papers[0].id).content == b"123"
