"""Whom two people are told to, who are one: an officer with some registers, records that go by code; and a bad day."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from tests.factories import OFFICER, person
from tests.services.joining.test_joining import NA, WHY, Pair
from tests.services.undo.test_there_and_back import said


@pytest.fixture
def pair(vault):
    return Pair(Program(vault))


def officer(pair, *without):
    """Return the program of an officer with all rights but those over some registers."""
    rights = {code: "rwx" for code in catalog.registers() if code not in without}
    return Program(pair.program.vault, may=Access(OFFICER, "officer", rights)).people.joinings


def refused(act, *given):
    with pytest.raises(UserError) as caught:
        act(*given)
    return caught.value.code


def test_who_may_not_write_what_one_of_them_has_is_told_nothing_of_either(pair):
    less = officer(pair, "assistance")
    assert refused(less.preview, pair.one, pair.other) == "AS-1122", "the other has nothing else"
    pair.save("merit", {}, dict(pair.known(pair.other)), person_id=pair.other)
    assert refused(less.preview, pair.one, pair.other) == "AS-2071"
    pair.join()
    assert refused(less.preview_part, pair.one, pair.other) == "AS-2071"
    assert refused(less.part, pair.one, pair.other, "nhầm") == "AS-2071"
    first, last = officer(pair, "children"), officer(pair, "merit", "assistance", "children")
    assert refused(first.preview_part, pair.one, pair.other) == "AS-2071"
    assert refused(last.preview_part, pair.one, pair.other) == "AS-1122"


def test_nor_where_the_one_was_joined_with_another_in_turn(pair):
    later = pair.of(pair.save("children", {}, person(**NA)))
    pair.program.people.joinings.join(pair.other, later, {}, WHY)
    pair.join()
    assert pair.program.people.joinings.preview_part(pair.other, later).refusal is not None
    assert refused(officer(pair, "assistance").preview_part, pair.other, later) == "AS-2071"


def test_the_head_of_a_home_is_named_to_whom_may_know_of_them(pair):
    head = pair.of(pair.save("merit", {}, person(full_name="Thạch Sang", birth_date="1940")))
    home = pair.program.people.save_household({"number": "7"}, first=head)
    pair.program.people.join(pair.one, home)

    def shown(joinings):
        lines = {each.key: each for each in joinings.preview(pair.one, pair.other).lines}
        return lines["household_id"].values[0]

    assert shown(pair.program.people.joinings) == "số 7 · Thạch Sang"
    assert shown(officer(pair, "merit")) == "số 7"
    pair.program.people.save_household({"number": None}, household_id=home)
    assert shown(officer(pair, "merit")) == "hộ không ghi số"


def test_a_record_that_goes_by_code_is_told_of_beside_no_name(pair):
    joined = pair.program.people.joinings
    coded = pair.save("drug_treatment", {}, dict(pair.known(pair.other)), person_id=pair.other)
    number = pair.program.cases.get(coded).number
    preview = joined.preview(pair.one, pair.other)
    assert len(preview.sides[1].records) == 1
    assert number not in str(preview)
    pair.program.cases.remove(coded, "nhầm sổ")
    assert refused(joined.join, pair.one, pair.other, {}, WHY) == "AS-2072", "it may come back"


def test_what_came_later_and_goes_by_code_goes_back_untold(pair):
    pair.join()
    with pair.program.vault.work("đóng dấu mật") as store:
        store.records.get(pair.helped).confidentiality = by_code()
    assert pair.program.people.joinings.preview_part(pair.one, pair.other).records == ()
    pair.part()
    assert pair.of(pair.helped) == pair.other


def by_code():
    found = next(each.confidentiality for each in catalog.registers().values() if each.by_code)
    assert goes_by_code(found)
    return found


@pytest.mark.parametrize("at", ["INSERT", "UPDATE"])
def test_stopped_in_the_middle_nothing_of_it_is_there(pair, at):
    """The pair itself is what is written last."""
    joining = at == "INSERT"
    if not joining:
        pair.join()
    before = said(pair.program)
    with pair.program.vault.work() as store:
        stop = f"CREATE TRIGGER stop BEFORE {at} ON likeness BEGIN SELECT RAISE(ABORT, 'power'); END"
        store.session.execute(text(stop))
    with pytest.raises(DatabaseError):
        pair.join() if joining else pair.part()
    assert said(pair.program) == before
    with pair.program.vault.work() as store:
        store.session.execute(text("DROP TRIGGER stop"))
    pair.program.check()
    pair.join() if joining else pair.part()
    assert said(pair.program) != before
