"""Money and two people who are one: a month adds up over a joining and a parting, and who was paid twice is told."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from tests.factories import ORPHAN, UNIT, case, person
from tests.services.payments.commune import AUGUST, JULY, JUNE, MONEY, amounts, change, closed, standing

WHY = "một người ghi hai lần"


@pytest.fixture
def program(vault):
    return Program(vault)


def of(program, record):
    return program.cases.get(record).person_id


def child(program, name):
    """Record somebody a first time, in another register: so that whoever is paid is the one who goes."""
    known = person(full_name=name, birth_date="1980-05-04")
    return program.cases.save(case("children", dict(ORPHAN), person=known, final=False))


def terms(view):
    return [(each.kind, each.amount) for each in view.identity.terms]


@pytest.mark.parametrize("parted", [False, True])
def test_who_was_paid_under_the_other_name_is_the_same_in_the_next_month(program, parted):
    first = child(program, "Danh An")
    paid = standing(program, "Danh Ân")
    closed(program, JUNE)
    pair = of(program, first), of(program, paid)
    program.people.joinings.join(*pair, {}, WHY)
    if parted:
        closed(program, JULY)
        program.people.joinings.part(*pair, "hai người")
    month = AUGUST if parted else JULY
    program.payments.prepare(month)
    view = program.payments.view(month)
    assert amounts(view) == {("Danh Ân" if parted else "Danh An"): MONEY}
    assert terms(view) == [], "nobody has come or gone"
    assert view.identity.holds
    program.check()


def test_who_was_paid_twice_in_a_closed_month_is_told_and_can_be_joined_once_one_has_ended(program):
    one, other = standing(program, "Danh An"), standing(program, "Danh Ân")
    closed(program, JUNE)
    pair = of(program, one), of(program, other)
    preview = program.people.joinings.preview(*pair)
    assert [(each.code, "06/2022" in each.text) for each in preview.told] == [("AS-2076", True)]
    assert preview.refusal is not None
    assert preview.refusal.code == "AS-2074"
    with pytest.raises(UserError, match="AS-2074"):
        program.people.joinings.join(*pair, {}, WHY)
    change(program, other, "stopped")
    program.people.joinings.join(*pair, {}, WHY)
    with program.vault.reading() as store:
        june = store.paid_months.of(UNIT, "assistance", "2022-06")
        assert {each.person_id for each in store.paid_months.rows(june)} == set(pair), "what was closed stays"
    program.payments.prepare(JULY)
    view = program.payments.view(JULY)
    assert amounts(view) == {"Danh An": MONEY}
    assert view.identity.holds
    program.check()
