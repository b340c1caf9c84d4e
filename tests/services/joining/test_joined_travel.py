"""Two people who were joined, or told apart, on another machine and at the receiving unit; and what comes back of it."""

import contextlib

import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.exchange.alike import OTHER, SAME
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.sync.naming import OURS, THEIRS
from tests.factories import ORPHAN, UNIT, case, person
from tests.services.sync.exchanging import Exchange, content_of, rows_of
from tests.services.sync.test_peers import Laptops
from tests.services.undo.test_there_and_back import said

NA = {"birth_date": "2015-02-03", "hamlet": "Hòa Phú"}
WHY = "một người ghi hai lần"


def record_two(program):
    """Record somebody twice; return both records, and both people, whoever stays first."""
    names = ("Danh Thị Na", "Danh Thi Na")
    records = [
        program.cases.save(case("children", dict(ORPHAN), person=person(full_name=each, **NA)))
        for each in names
    ]
    return records, [program.cases.get(each).person_id for each in records]


def hangs_on(program, record):
    return program.cases.get(record).person_id


def decided(program):
    """Return of each pair what was decided, and whether what joining wrote is kept."""
    return [(each["decision"], each["steps"] is not None) for each in rows_of(program, "likeness").values()]


# Two laptops


class TwoLaptops(Laptops):
    """Two laptops; on the first one somebody was recorded twice."""

    def __init__(self, folder):
        super().__init__(folder)
        self.records, self.people = record_two(self.one)


@pytest.fixture
def laptops(tmp_path):
    made = TwoLaptops(tmp_path)
    made.bring(made.one, made.two)
    yield made
    made.close()


def test_joined_on_the_one_they_are_joined_on_the_other_and_can_be_parted_there(laptops):
    before = said(laptops.two, but="likeness")
    laptops.one.people.joinings.join(*laptops.people, {"full_name": laptops.people[1]}, WHY)
    laptops.bring(laptops.one, laptops.two)
    assert said(laptops.one) != before
    assert [each.reason for each in laptops.two.people.joinings.of(laptops.people[0])] == [WHY]
    assert {hangs_on(laptops.two, each) for each in laptops.records} == {laptops.people[0]}
    laptops.two.people.joinings.part(*laptops.people, "hai chị em")
    assert said(laptops.two, but="likeness") == before
    assert laptops.bring(laptops.two, laptops.one).conflicts == 0
    assert said(laptops.one, but="likeness") == before
    assert decided(laptops.one) == decided(laptops.two) == [(OTHER, False)]
    for each in (laptops.one, laptops.two):
        each.check()


def test_who_was_told_apart_on_the_one_is_asked_of_no_more_on_the_other(laptops):
    known = laptops.one.people.get(laptops.people[0]).person
    laptops.one.cases.tell_apart(laptops.people[0], known, laptops.people[1], "hai chị em")
    assert laptops.two.cases.alike(known, laptops.people[0])
    laptops.bring(laptops.one, laptops.two)
    assert laptops.two.cases.alike(known, laptops.people[0]) == []
    laptops.two.check()


@pytest.mark.parametrize("first", ["the joining", "the record"])
def test_what_the_other_laptop_wrote_meanwhile_of_who_was_joined_hangs_on_who_stayed(laptops, first):
    laptops.one.people.joinings.join(*laptops.people, {}, WHY)
    known = laptops.two.people.get(laptops.people[1]).person
    late = laptops.two.cases.save(
        case("children", dict(ORPHAN), person=dict(known), person_id=laptops.people[1])
    )
    kin = laptops.two.people.relate(hangs_on(laptops.two, laptops.record), laptops.people[1], {"kind": "01"})
    ways = [(laptops.one, laptops.two), (laptops.two, laptops.one)]
    for source, target in ways if first == "the joining" else ways[::-1]:
        laptops.bring(source, target)
    laptops.bring(*ways[0])
    for each in (laptops.one, laptops.two):
        assert hangs_on(each, late) == laptops.people[0]
        assert [one.id for one in each.people.get(laptops.people[0]).relations] == [kin]
        each.check()
    laptops.one.people.joinings.part(*laptops.people, "hai chị em")
    laptops.bring(laptops.one, laptops.two)
    for each in (laptops.one, laptops.two):
        assert hangs_on(each, late) == laptops.people[1]
        assert [one.id for one in each.people.get(laptops.people[1]).relations] == [kin]
    assert not laptops.two.conflicts.all()


def test_joined_on_both_in_other_ways_the_fields_wait_until_somebody_chooses(laptops):
    for program, whose in ((laptops.one, 0), (laptops.two, 1)):
        program.people.joinings.join(*laptops.people, {"full_name": laptops.people[whose]}, WHY)
    laptops.bring(laptops.one, laptops.two)
    laptops.bring(laptops.two, laptops.one)
    for each in (laptops.one, laptops.two):
        assert {hangs_on(each, record) for record in laptops.records} == {laptops.people[0]}
        assert len(each.people.rows("danh thi na")) == 1
    tables = {each.table for each in laptops.one.conflicts.all()}
    assert tables == {"likeness"}, "whose name stays was said on both, and is the base of neither"
    for each in laptops.one.conflicts.all():
        laptops.one.conflicts.choose(each.id, {}, OURS)
    laptops.bring(laptops.one, laptops.two)
    assert not laptops.two.conflicts.all()
    assert said(laptops.one) == said(laptops.two)


@pytest.mark.parametrize("side", [OURS, THEIRS])
def test_joined_on_the_one_and_told_apart_on_the_other_an_officer_chooses(laptops, side):
    before = said(laptops.one, but="likeness")
    laptops.one.people.joinings.join(*laptops.people, {}, WHY)
    joined = said(laptops.one, but="likeness")
    known = laptops.two.people.get(laptops.people[0]).person
    laptops.two.cases.tell_apart(laptops.people[0], known, laptops.people[1], "hai chị em")
    laptops.bring(laptops.two, laptops.one)
    (waits,) = laptops.one.conflicts.all()
    assert waits.what == "Danh Thị Na và Danh Thi Na"
    laptops.one.conflicts.choose(waits.id, {}, side)
    laptops.bring(laptops.one, laptops.two)
    expected = (joined, [(SAME, True)]) if side == OURS else (before, [(OTHER, False)])
    for each in (laptops.one, laptops.two):
        assert (said(each, but="likeness"), decided(each)) == expected
        assert not each.conflicts.all()
        each.check()


def test_who_was_once_called_kin_of_the_other_can_be_parted_whatever_came_since(laptops):
    kin = laptops.one.people.relate(*laptops.people, {"kind": "01"})
    laptops.one.people.unrelate(kin, "ghi nhầm")
    laptops.bring(laptops.one, laptops.two)
    laptops.one.people.joinings.join(*laptops.people, {}, WHY)
    laptops.bring(laptops.one, laptops.two)
    joined = [row["steps"] for row in rows_of(laptops.one, "likeness").values()]
    late = laptops.two.cases.save(case("children", dict(ORPHAN), final=False))
    laptops.bring(laptops.two, laptops.one)
    for each in (laptops.one, laptops.two):
        assert [row["steps"] for row in rows_of(each, "likeness").values()] == joined
    laptops.one.cases.remove(late, "ghi nhầm")
    laptops.one.people.joinings.part(*laptops.people, "hai chị em")
    assert hangs_on(laptops.one, laptops.records[1]) == laptops.people[1]


def test_with_a_clock_of_another_century_they_are_joined_and_parted_the_same(laptops, monkeypatch):
    before = said(laptops.two, but="likeness")
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now().replace(year=2006))
    with contextlib.suppress(UserError):
        laptops.one.people.joinings.join(*laptops.people, {}, WHY)
    monkeypatch.undo()
    laptops.bring(laptops.one, laptops.two)
    assert {hangs_on(laptops.two, each) for each in laptops.records} == {laptops.people[0]}
    laptops.two.people.joinings.part(*laptops.people, "hai chị em")
    laptops.bring(laptops.two, laptops.one)
    for each in (laptops.one, laptops.two):
        assert said(each, but="likeness") == before
        assert not each.conflicts.all()


def test_two_of_whom_one_goes_by_code_wait_under_that_number(laptops):
    coded = laptops.one.cases.save(
        case("drug_treatment", {}, person=person(full_name="Thạch Kín", **NA), final=False)
    )
    pair = [laptops.people[0], hangs_on(laptops.one, coded)]
    laptops.bring(laptops.one, laptops.two)
    for program, why in ((laptops.one, "hai anh em"), (laptops.two, "hai người quen")):
        program.cases.tell_apart(pair[0], program.people.get(pair[0]).person, pair[1], why)
    laptops.bring(laptops.two, laptops.one)
    (waits,) = laptops.one.conflicts.all()
    assert waits.what == f"Danh Thị Na và {laptops.one.cases.get(coded).number}"


# The receiving unit


@pytest.fixture
def exchange(tmp_path):
    made = Exchange(tmp_path)
    yield made
    made.close()


def both_hold_the_same(exchange):
    """Whether the receiver holds of the commune what it has, in the same versions."""
    mine, theirs = content_of(exchange.commune), content_of(exchange.province)
    return {key: row for key, row in mine.items() if key in theirs} == theirs


def test_the_receiving_unit_sees_one_person_and_knows_of_both(exchange):
    records, people = record_two(exchange.commune)
    exchange.round()
    exchange.commune.people.joinings.join(*people, {}, WHY)
    taken = exchange.round()
    assert (taken.state, taken.refused) == ("imported", 0)
    assert both_hold_the_same(exchange)
    assert {hangs_on(exchange.province, each) for each in records} == {people[0]}
    assert len(exchange.province.people.rows("danh thi na")) == 1
    assert decided(exchange.province) == [(SAME, True)]
    exchange.commune.people.joinings.part(*people, "hai chị em")
    assert exchange.round().refused == 0
    assert both_hold_the_same(exchange)
    assert [hangs_on(exchange.province, each) for each in records] == people
    with pytest.raises(UserError, match="AS-5103"):
        exchange.send()
    exchange.province.check()


def test_who_was_joined_before_anything_was_sent_goes_along(exchange):
    _records, people = record_two(exchange.commune)
    exchange.commune.people.joinings.join(*people, {}, WHY)
    taken = exchange.round()
    assert taken.refused == 0
    assert both_hold_the_same(exchange)
    assert ("person", people[1]) in content_of(exchange.province)


def test_what_was_lost_comes_back_joined_and_can_be_parted(exchange):
    records, people = record_two(exchange.commune)
    before = said(exchange.commune, but="likeness")
    exchange.keep("xã")
    exchange.commune.people.joinings.join(*people, {}, WHY)
    exchange.round()
    exchange.bring_back("xã")
    for _again in range(2):
        exchange.take(exchange.send())
    assert decided(exchange.commune) == [(SAME, True)]
    assert {hangs_on(exchange.commune, each) for each in records} == {people[0]}
    exchange.commune.people.joinings.part(*people, "hai chị em")
    assert said(exchange.commune, but="likeness") == before
    exchange.commune.check()


def test_a_restored_copy_that_parts_them_and_what_was_lost_come_together(exchange):
    records, people = record_two(exchange.commune)
    exchange.commune.people.joinings.join(*people, {}, WHY)
    exchange.round()
    exchange.keep("xã")
    exchange.commune.people.save(
        people[0], {**exchange.commune.people.get(people[0]).person, "note": "mồ côi"}
    )
    exchange.round()
    exchange.bring_back("xã")
    exchange.commune.people.joinings.part(*people, "hai chị em")
    for _again in range(2):
        exchange.take(exchange.send())
    (waits,) = exchange.commune.conflicts.all()
    (whose,) = waits.differences
    assert [each.partition(" · ")[0] for each in (whose.ours, whose.theirs)] == ["Danh Thi Na", "Danh Thị Na"]
    exchange.commune.conflicts.choose(waits.id, {})
    exchange.take(exchange.send())
    assert both_hold_the_same(exchange)
    assert decided(exchange.province) == [(OTHER, False)]
    for each in (exchange.commune, exchange.province):
        assert [hangs_on(each, record) for record in records] == people
        assert each.people.get(people[0]).person["note"] == "mồ côi", "written since, and lost with the disk"
        each.check()


def test_nobody_joins_the_people_of_another_unit(exchange):
    _records, people = record_two(exchange.commune)
    exchange.round()
    with pytest.raises(UserError, match="AS-2036"):
        exchange.province.people.joinings.join(*people, {}, WHY)
    assert {each["unit"] for each in rows_of(exchange.province, "person").values()} == {UNIT}
