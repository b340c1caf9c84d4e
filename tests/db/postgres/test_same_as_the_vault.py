"""Whatever comes, PostgreSQL holds what the data file of the receiving unit holds, and answers as it does."""

import datetime

import pytest

from ansinh_desktop import clock, ids
from ansinh_desktop.services.program import Program
from tests.db.postgres.both import busy
from tests.factories import case, orphan


def test_an_update_its_changes_and_its_papers(both, tmp_path):
    found = busy(both.commune, tmp_path)
    assert both.take(both.export(), answer=both.commune).results == {"accepted": 3}
    again = both.commune.cases.get(found["children"])
    both.commune.cases.save(
        case("children", {**again.answers, "note": "đã đổi"}, person=again.person, record_id=again.id)
    )
    assert both.take(both.export(), answer=both.commune).new == 0
    assert both.ask("SELECT count(*) FROM replaced") == [(1,)]
    assert both.ask("SELECT octet_length(content) > 0 FROM attachment") == [(True,)]


def test_two_communes_stand_beside_each_other(both, tmp_path):
    doubled = []
    for program in (both.commune, both.other):
        record = busy(program, tmp_path)["assistance"]
        with program.vault.work("chi trả") as store:
            store.records.set_state(store.records.get(record), "paying", closed_on=None, reason=None)
        taken = both.take(both.export(program), answer=program)
        assert taken.results == {"accepted": 3}
        doubled.append(len(taken.doubled))
    assert doubled == [0, 1], "the same identity number is paid in both communes"
    assert both.ask("SELECT count(DISTINCT unit), count(*) FROM record") == [(2, 6)]


def test_who_got_a_number_that_is_paid_elsewhere_is_told_of_and_no_more_when_it_was_put_right(both, tmp_path):
    told: list[int] = []
    people: dict[Program, str] = {}

    def send(program, number):
        known = program.people.get(people[program]).person
        program.people.save(people[program], {**known, "personal_id": number})
        told.append(len(both.take(both.export(program), answer=program).doubled))

    for program in (both.commune, both.other):
        record = busy(program, tmp_path)["assistance"]
        people[program] = program.cases.get(record).person_id
        with program.vault.work("chi trả") as store:
            store.records.set_state(store.records.get(record), "paying", closed_on=None, reason=None)
    send(both.commune, "089149000111")
    for number in ("089149000222", "089149000111", "089149000222"):
        send(both.other, number)
    assert told == [0, 0, 1, 0]


def test_a_package_that_comes_late_takes_nothing_back(both):
    record = both.commune.cases.save(orphan("Danh Na"))
    first = both.export()
    found = both.commune.cases.get(record)
    both.commune.cases.save(
        case("children", {**found.answers, "note": "mới"}, person=found.person, record_id=record)
    )
    second = both.export()
    both.take(second)
    assert both.take(first).results == {"superseded": 1}


def test_two_copies_of_one_laptop_are_a_fork(both):
    packages = []
    for name in ("Danh Na", "Danh Tư", "Danh Năm"):
        both.commune.cases.save(orphan(name))
        packages.append(both.export())
    for each in packages[:2]:
        assert both.take(each).state == "imported"
    knows_nothing = both.forged(packages[2], lambda rows: None, ancestors=(), confirmed="")
    assert both.take(knows_nothing).state == "fork"
    knows_the_first = both.forged(packages[2], lambda rows: None, ancestors=lambda head: head.ancestors[:1])
    assert both.take(knows_the_first).state == "fork"
    assert both.take(packages[2]).state == "imported", "a fork is nobody's last package"


def test_what_a_commune_lost_is_handed_back_with_its_papers(both, tmp_path):
    both.commune.cases.save(orphan("Danh Na"))
    both.take(both.export(), answer=both.commune)
    copy = both.commune.backups.take().name
    busy(both.commune, tmp_path)
    both.take(both.export(), answer=both.commune)
    both.restore(copy)
    both.commune.cases.save(orphan("Danh Sau"))
    assert both.take(both.export()).given_back == 3


def test_what_was_removed_is_removed(both, tmp_path):
    found = busy(both.commune, tmp_path)
    both.take(both.export(), answer=both.commune)
    both.commune.cases.remove(found["children"], "nhầm")
    both.take(both.export(), answer=both.commune)
    assert both.ask("SELECT register FROM record WHERE deleted") == [("children",)]


def test_what_was_rejected_is_taken_when_it_passes(both, monkeypatch):
    both.commune.cases.save(orphan("Danh Na"))
    tomorrow = (clock.today() + datetime.timedelta(days=1)).isoformat()

    def born_tomorrow(rows):
        for each in rows["person"]:
            each["birth_date"] = tomorrow

    package = both.forged(both.export(), born_tomorrow)
    assert both.take(package).results == {"rejected": 1}
    assert both.take(package).again
    later = clock.now() + datetime.timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", later.date)
    taken = both.take(package)
    assert taken.results == {"accepted": 1}
    assert not taken.again
    assert both.ask("SELECT number FROM answer ORDER BY 1") == [(1,), (2,)]


def test_one_commune_cannot_touch_another(both, tmp_path):
    own = busy(both.commune, tmp_path)
    both.take(both.export(), answer=both.commune)
    before = both.ask("SELECT id, said FROM record ORDER BY id")
    unit = both.commune.office.unit
    theirs = both.commune.cases.get(own["children"])
    both.other.cases.save(orphan("Danh Kẻ Lạ"))
    honest = both.export(both.other)

    def grasp(rows):
        person_row, record = rows["person"][0], rows["record"][0]
        event = {
            "record_id": own["child_abuse"], "kind": "state", "happened_on": "2024-06-01", "amount": None,
            "answers": {}, "note": None, "author": None, "deleted": False, "vector": dict(record["vector"]),
        }  # fmt: skip
        rows["person"] += [
            person_row | {"id": theirs.person_id},
            person_row | {"id": ids.new_id(), "unit": unit},
            person_row | {"id": "'; DROP TABLE ansinh.person; --"},
            person_row | {"id": "a\0b"},
        ]
        rows["record"] += [
            record | {"id": own["children"]},
            record | {"id": ids.new_id(), "unit": unit},
            record | {"id": ids.new_id(), "person_id": theirs.person_id},
            record | {"id": ids.new_id(), "unit": "30325@2025-07-01'; DROP TABLE x; --"},
            record | {"id": ids.new_id(), "version": 9 * 10**18},
            record | {"id": ids.new_id(), "person_id": "a\0b"},
            record | {"id": ids.new_id(), "number": "a\0b"},
        ]
        rows["event"] = [event | {"id": ids.new_id()}, event | {"id": ids.new_id(), "record_id": "a\0b"}]

    taken = both.take(both.forged(honest, grasp))
    assert taken.results == {"accepted": 1, "rejected": 9}
    assert [each for each in both.ask("SELECT id, said FROM record ORDER BY id") if each in before] == before
    assert both.ask("SELECT DISTINCT unit FROM person ORDER BY 1") == [(unit,), (both.other.office.unit,)]


def test_an_id_that_stands_twice_in_a_package(both):
    both.commune.cases.save(orphan("Danh Na"))

    def twice(rows):
        rows["record"].append(rows["record"][0] | {"close_reason": "lần hai"})

    taken = both.take(both.forged(both.export(), twice))
    assert taken.results == {"rejected": 1}, "of two that say different things neither counts"
    assert both.ask("SELECT close_reason FROM record") == []


@pytest.mark.parametrize(
    "answers",
    [{"future": "a\u0000b"}, {"future": 1e22}, {"future": [{"x": -0.0}]}],
    ids=["no text of PostgreSQL", "larger than it counts in halves", "less than nothing"],
)
def test_what_json_can_say_and_postgres_cannot_is_refused_by_both(both, answers):
    both.commune.cases.save(orphan("Danh Na"))
    both.commune.cases.save(orphan("Danh Tư"))

    def odd(rows):
        rows["record"][0]["answers"] |= answers
        rows["record"][0]["version"] = 99

    assert both.take(both.forged(both.export(), odd)).results == {"accepted": 1, "rejected": 1}


def test_numbers_of_every_kind_come_back_as_they_were(both):
    both.commune.cases.save(orphan("Danh Na"))

    def odd(rows):
        rows["record"][0]["answers"] |= {
            "a": 1.0,
            "b": 0.1,
            "c": 10**30,
            "d": 1.5e-9,
            "e": [True, None, "\u007f"],
        }
        rows["record"][0]["version"] = 99

    assert both.take(both.forged(both.export(), odd)).results == {"accepted": 1}
