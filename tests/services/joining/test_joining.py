"""Two people who are one: joined field by field with all that both have, and parted again to what they were."""

import pytest
from sqlalchemy import select

from ansinh_desktop.db.models import Likeness
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.cases.since import UndatedChangeError
from ansinh_desktop.services.program import Program
from tests import factories
from tests.factories import case, person
from tests.services.undo.test_there_and_back import said as all_said

WHY = "Đã đối chiếu căn cước, một người ghi hai lần"
NA = {"full_name": "Danh Thị Na", "birth_date": "2015-02-03", "sex": "female", "hamlet": "Hòa Phú"}
DAY = "2026-11-20"


def said(program):
    return all_said(program, but="likeness")


class Pair:
    """A commune in which a child was recorded twice: first by name, then with more known and in other words."""

    def __init__(self, program):
        self.program = program
        self.child = self.save("children", dict(factories.ORPHAN), person(**NA, phone="0912000001"))
        self.helped = self.save(
            "assistance",
            {},
            person(**NA | {"full_name": "Danh Thi Na", "birth_date": "2015"}, address="Tổ 9", note="mồ côi"),
        )
        self.one, self.other = (self.of(each) for each in (self.child, self.helped))

    def save(self, register, answers, known, **more):
        return self.program.cases.save(case(register, answers, person=known, final=False, **more))

    def of(self, record):
        return self.program.cases.get(record).person_id

    def known(self, whose):
        return self.program.people.get(whose).person

    def join(self, chosen=None, *, backwards=False):
        ids = (self.other, self.one) if backwards else (self.one, self.other)
        return self.program.people.joinings.join(*ids, chosen or {}, WHY)

    def part(self, goes=()):
        self.program.people.joinings.part(self.one, self.other, "nhầm, là hai chị em", goes)

    def refused(self):
        """Return the code with which joining is refused, in the preview and by itself; nothing is written then."""
        before = said(self.program)
        shown = self.program.people.joinings.preview(self.one, self.other).refusal
        with pytest.raises(UserError) as caught:
            self.join()
        assert said(self.program) == before
        assert shown is not None
        assert (shown.code, shown.text) == (caught.value.code, caught.value.text)
        return caught.value.code


@pytest.fixture
def pair(vault):
    return Pair(Program(vault))


def test_the_preview_sets_both_side_by_side_and_proposes_the_fuller_value(pair):
    before = said(pair.program)
    preview = pair.program.people.joinings.preview(pair.other, pair.one)
    assert said(pair.program) == before
    assert [each.person_id for each in preview.sides] == [pair.one, pair.other]
    assert [len(each.records) for each in preview.sides] == [1, 1]
    lines = {each.key: each for each in preview.lines}
    assert lines["full_name"].values == ("Danh Thị Na", "Danh Thi Na")
    assert lines["full_name"].is_open
    assert lines["birth_date"].chosen == pair.one
    assert lines["note"].chosen == pair.other
    assert lines["note"].differs
    assert not lines["note"].is_open
    assert not lines["hamlet"].differs
    assert "personal_id" not in lines


def test_who_was_recorded_first_stays_with_the_records_of_both(pair):
    assert pair.join({"address": pair.other, "full_name": pair.one}, backwards=True) == pair.one
    known = pair.known(pair.one)
    assert (known["full_name"], known["birth_date"]) == ("Danh Thị Na", "2015-02-03")
    assert (known["address"], known["phone"], known["note"]) == ("Tổ 9", "0912000001", "mồ côi")
    assert {each.id for each in pair.program.people.get(pair.one).records} == {pair.child, pair.helped}
    assert pair.of(pair.helped) == pair.one
    rows = pair.program.people.page(pair.program.people.rows())
    assert [each.id for each in rows] == [pair.one]
    assert pair.program.cases.alike(known, pair.one) == []
    pair.program.check()


def test_it_needs_a_reason(pair):
    before = said(pair.program)
    for act in (pair.program.people.joinings.join, pair.program.people.joinings.part):
        with pytest.raises(UserError) as caught:
            act(pair.one, pair.other, *([{}] if act == pair.program.people.joinings.join else []), "  ")
        assert caught.value.code == "AS-5191"
    assert said(pair.program) == before


def test_parted_again_both_are_what_they_were(pair):
    before = said(pair.program)
    pair.join({"full_name": pair.other, "birth_date": pair.other})
    assert said(pair.program) != before
    (joined,) = pair.program.people.joinings.of(pair.one)
    assert (joined.person_id, joined.reason, joined.officer) == (pair.other, WHY, "Trần Thị Lan")
    looked = pair.program.people.joinings.preview_part(pair.one, pair.other)
    assert (looked.edited, looked.refusal) == ((), None)
    assert looked.records == (pair.program.cases.get(pair.helped).number,)
    pair.part()
    assert said(pair.program) == before
    assert pair.program.people.joinings.of(pair.one) == []
    pair.program.check()


def test_who_was_parted_is_asked_of_no_more(pair):
    pair.join()
    pair.part()
    assert pair.program.cases.alike(pair.known(pair.one), pair.one) == []
    with pair.program.vault.reading() as store:
        (kept,) = store.session.scalars(select(Likeness))
    assert (kept.decision, kept.reason, kept.steps, kept.deleted) == (
        "other",
        "nhầm, là hai chị em",
        None,
        False,
    )


def test_they_can_be_joined_again(pair):
    before = said(pair.program)
    pair.join()
    after = said(pair.program)
    pair.part()
    pair.join()
    assert said(pair.program) == after
    pair.part()
    assert said(pair.program) == before


@pytest.mark.parametrize("goes", [(), ("phone",), ("phone", "hamlet", "address")])
def test_what_was_written_since_stays_with_whom_the_officer_says(pair, goes):
    were = {each: dict(pair.known(each)) for each in (pair.one, pair.other)}
    pair.join()
    since = {"phone": "0999999999", "hamlet": "Tân Hòa"}
    pair.program.people.save(pair.one, {**pair.known(pair.one), **since})
    looked = {
        each.key: each for each in pair.program.people.joinings.preview_part(pair.one, pair.other).edited
    }
    assert set(looked) == set(since)
    assert (looked["phone"].now, looked["phone"].one, looked["phone"].other) == (
        "0999999999",
        "0912000001",
        "",
    )
    pair.part(goes)
    for key, value in since.items():
        one, other = pair.known(pair.one), pair.known(pair.other)
        gone = key in goes
        assert other.get(key) == (value if gone else were[pair.other].get(key))
        assert one.get(key) == (were[pair.one].get(key) if gone else value)
    pair.program.check()


def test_what_happened_in_a_record_since_stays_in_it(pair):
    pair.join()
    pair.program.cases.add_event(pair.helped, "visit", DAY, {"findings": "khỏe"})
    later = pair.save("children", dict(factories.ORPHAN), dict(pair.known(pair.one)), person_id=pair.one)
    pair.part()
    assert pair.of(pair.helped) == pair.other
    assert [each.kind for each in pair.program.cases.get(pair.helped).events] == ["visit"]
    assert pair.of(later) == pair.one


def test_what_is_typed_of_who_is_joined_meanwhile_goes_to_who_stayed(pair):
    pair.join()
    late = pair.save("merit", {}, dict(NA, hamlet="Tân Hòa"), person_id=pair.other)
    assert pair.of(late) == pair.one


def test_the_history_of_either_record_tells_of_it(pair):
    pair.join()
    pair.part()
    for record in (pair.child, pair.helped):
        told = [(each.what, each.reason) for each in pair.program.cases.history(record)]
        assert ("Gộp hai người", WHY) in told
        assert ("Tách hai người", "nhầm, là hai chị em") in told


# What stands in its way


def test_whom_the_record_of_one_pays_and_that_of_the_other_too(pair):
    for each in (pair.one, pair.other):
        known = dict(pair.known(each), birth_date="1985-03-02")
        record = pair.program.cases.save(
            case("assistance", dict(factories.DECIDED), person=known, person_id=each)
        )
        for state in ("received", "appraising", "approved", "paying"):
            pair.program.cases.move(record, state, DAY, "đủ hồ sơ")
    assert pair.refused() == "AS-2074"


def test_who_is_said_to_be_kin(pair):
    relation = pair.program.people.relate(pair.one, pair.other, {"kind": "01"})
    assert pair.refused() == "AS-2073"
    pair.program.people.unrelate(relation, "ghi nhầm")
    assert pair.join() == pair.one


def test_who_goes_by_code(pair):
    pair.program.cases.save(
        factories.case("drug_treatment", {}, person=dict(NA), person_id=pair.one, final=False)
    )
    assert pair.refused() == "AS-2072"


def test_two_who_have_a_household_of_their_own(pair):
    for each in (pair.one, pair.other):
        pair.program.cases.save(
            case("poor_household", {}, person=dict(pair.known(each)), person_id=each, final=False)
        )
    assert pair.refused() == "AS-2075"


@pytest.mark.parametrize("chosen", ["same", "nobody", "joined"])
def test_of_one_person_there_are_no_two(pair, chosen):
    if chosen == "joined":
        pair.join()
    with pytest.raises(UserError) as caught:
        pair.program.people.joinings.preview(
            pair.one, {"same": pair.one, "nobody": "x", "joined": pair.other}[chosen]
        )
    assert caught.value.code == "AS-2070"


def test_values_that_no_form_would_take(pair):
    """A day of death before the birth of the other: each was right by itself."""
    pair.program.people.save(
        pair.other, {**pair.known(pair.other), "birth_date": "1930", "death_date": "1990-01-01"}
    )
    before = said(pair.program)
    with pytest.raises(InvalidRecordError):
        pair.join({"birth_date": pair.one, "death_date": pair.other})
    assert said(pair.program) == before


def test_a_state_of_poverty_that_would_change_what_is_paid(pair):
    known = dict(pair.known(pair.one), birth_date="1985-03-02", poverty_status="poor")
    record = pair.program.cases.save(
        case("assistance", dict(factories.DECIDED), person=known, person_id=pair.one)
    )
    for state in ("received", "appraising", "approved", "paying"):
        pair.program.cases.move(record, state, DAY, "đủ hồ sơ")
    pair.program.people.save(pair.other, {**pair.known(pair.other), "poverty_status": "near_poor"})
    before = said(pair.program)
    with pytest.raises(UndatedChangeError):
        pair.join({"poverty_status": pair.other})
    assert said(pair.program) == before
    assert pair.join({"poverty_status": pair.one}) == pair.one


# Homes and kin


def test_a_home_of_which_the_one_who_goes_is_the_head(pair):
    home = pair.program.people.save_household({"number": "7"}, first=pair.other)
    child = pair.of(
        pair.save("children", dict(factories.ORPHAN), person(full_name="Lê Em", birth_date="2020"))
    )
    pair.program.people.join(child, home)
    before = said(pair.program)
    pair.join()
    household = pair.program.people.get(pair.one).household
    assert household is not None
    assert [(each.id, each.head) for each in household.members] == [(pair.one, True), (child, False)]
    pair.part()
    assert said(pair.program) == before


def test_a_home_that_nobody_lives_in_any_more_comes_back_when_they_are_parted(pair):
    homes = [
        pair.program.people.save_household({"number": n}, first=p)
        for n, p in (("7", pair.one), ("8", pair.other))
    ]
    before = said(pair.program)
    pair.join({"household_id": pair.other})
    household = pair.program.people.get(pair.one).household
    assert household is not None
    assert household.id == homes[1]
    pair.program.check()
    pair.part()
    assert said(pair.program) == before


def test_who_has_the_record_of_a_household_stays_in_it(pair):
    for number, each in (("7", pair.one), ("8", pair.other)):
        pair.program.people.save_household({"number": number}, first=each)
    pair.program.cases.save(
        case("poor_household", {}, person=dict(pair.known(pair.other)), person_id=pair.other, final=False)
    )
    (line,) = [
        each for each in pair.program.people.joinings.preview(pair.one, pair.other).lines if each.is_fixed
    ]
    assert (line.key, line.chosen) == ("household_id", pair.other)
    pair.join({"household_id": pair.one})
    household = pair.program.people.get(pair.one).household
    assert household is not None
    assert household.values["number"] == "8"


def test_kin_of_both_are_kin_once(pair):
    mother = pair.of(pair.save("children", {}, person(full_name="Thạch Mẹ", birth_date="1990")))
    for each in (pair.one, pair.other):
        pair.program.people.relate(mother, each, {"kind": "02"})
    pair.program.people.relate(mother, pair.other, {"kind": "01"})
    before = said(pair.program)
    pair.join()
    assert sorted(each.text for each in pair.program.people.get(pair.one).relations) == sorted(
        {each.text for each in pair.program.people.get(pair.one).relations}
    )
    assert len(pair.program.people.get(pair.one).relations) == 2
    pair.part()
    assert said(pair.program) == before


# One after another


def test_of_three_the_last_who_was_joined_is_parted_first(pair):
    third = pair.of(
        pair.save("children", {}, person(**NA | {"full_name": "Danh Thị Nà"}, phone="0912000003"))
    )
    before = said(pair.program)
    pair.join({"full_name": pair.other})
    between = said(pair.program)
    pair.program.people.joinings.join(pair.one, third, {"full_name": third}, WHY)
    with pytest.raises(UserError) as caught:
        pair.part()
    assert caught.value.code == "AS-2077"
    assert "Danh Thị Nà" in caught.value.text
    pair.program.people.joinings.part(pair.one, third, "nhầm")
    assert said(pair.program) == between
    pair.part()
    assert said(pair.program) == before


def test_who_was_joined_with_an_earlier_one_is_parted_from_them_first(pair):
    later = pair.of(pair.save("children", {}, person(**NA)))
    before = said(pair.program)
    pair.program.people.joinings.join(pair.other, later, {}, WHY)
    between = said(pair.program)
    pair.join()
    with pytest.raises(UserError) as caught:
        pair.program.people.joinings.part(pair.other, later, "nhầm")
    assert caught.value.code == "AS-2078"
    pair.part()
    assert said(pair.program) == between
    pair.program.people.joinings.part(pair.other, later, "nhầm")
    assert said(pair.program) == before


def test_who_is_not_joined_cannot_be_parted(pair):
    for act in (
        pair.program.people.joinings.preview_part,
        lambda *ids: pair.program.people.joinings.part(*ids, "nhầm"),
    ):
        with pytest.raises(UserError) as caught:
            act(pair.one, pair.other)
        assert caught.value.code == "AS-2079"
