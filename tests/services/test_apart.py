"""Two people who look alike and are not one: said once with its reason, and asked again only when that is no longer what was said."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from tests import factories

KNOWN = {"full_name": "Danh Thị Na", "birth_date": "2015-02-03", "sex": "female", "hamlet": "Hòa Phú"}
WHY = "Chị em họ, đã hỏi gia đình"


def case(**changes):
    return factories.case("children", {}, person=factories.person(**KNOWN, **changes), final=False)


@pytest.fixture
def pair(cases):
    """Two children who look alike, saved as two with the reason; the cases, the second with the decision."""
    one = cases.get(cases.save(case()))
    typed = factories.case(
        "children", {}, person=factories.person(**KNOWN), final=False, apart={one.person_id: WHY}
    )
    return one, cases.get(cases.save(typed))


def asked(cases, of):
    return [each.id for each in cases.alike(cases.get(of.id).person, of.person_id)]


def test_who_was_told_apart_is_asked_of_no_more_on_either_side(cases, pair):
    one, other = pair
    assert asked(cases, one) == asked(cases, other) == []
    third = cases.get(cases.save(case()))
    assert set(asked(cases, third)) == {one.person_id, other.person_id}
    assert asked(cases, one) == [third.person_id]


def test_the_data_file_holds_against_its_history(vault, pair):
    Program(vault).check()


def test_the_history_tells_who_said_so_and_why(cases, pair):
    _one, other = pair
    rows = [each for each in cases.history(other.id) if each.what == "Xác nhận không trùng"]
    assert [(each.field, each.after) for each in rows] == [("Lý do không trùng", WHY)]


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ({"birth_date": "2015-02-04"}, True),
        ({"full_name": "Danh Thị Nan"}, True),
        ({"personal_id": "089315000001"}, True),
        ({"sex": None}, True),
        ({"address": "Tổ 9", "phone": "0912345678"}, False),
        ({"full_name": "Danh thị Ná"}, False),
    ],
)
@pytest.mark.parametrize("side", [0, 1])
def test_it_is_asked_again_once_what_was_compared_has_changed(cases, pair, changed, again, side):
    changing, staying = pair[side], pair[1 - side]
    saved = factories.case(
        "children",
        dict(changing.answers),
        person={**changing.person, **changed},
        person_id=changing.person_id,
        record_id=changing.id,
        final=False,
    )
    cases.save(saved)
    assert asked(cases, changing) == ([staying.person_id] if again else [])
    assert asked(cases, staying) == ([changing.person_id] if again else [])


def test_what_is_only_typed_counts_as_changed(cases, pair):
    _one, other = pair
    assert cases.alike({**other.person, "birth_date": "2015-03-02"}, other.person_id)
    assert not cases.alike(other.person, other.person_id)


def test_of_somebody_recorded_it_is_said_at_once(cases):
    one, other = (cases.get(cases.save(case())) for _ in range(2))
    cases.tell_apart(other.person_id, other.person, one.person_id, WHY)
    assert asked(cases, one) == asked(cases, other) == []


def test_it_needs_a_reason(cases):
    one, other = (cases.get(cases.save(case())) for _ in range(2))
    with pytest.raises(UserError) as refused:
        cases.tell_apart(other.person_id, other.person, one.person_id, "  ")
    assert refused.value.code == "AS-2034"
    assert asked(cases, one) == [other.person_id]


def test_of_who_goes_by_code_the_numbers_alone_are_kept(cases, vault):
    coded = factories.case("drug_treatment", {}, person=factories.person(**KNOWN), final=False)
    one = cases.get(cases.save(coded))
    other = cases.get(cases.save(case()))
    cases.tell_apart(other.person_id, other.person, one.person_id, WHY)
    with vault.reading() as store:
        (kept,) = store.packages.alike.decided([one.person_id]).values()
    assert set(kept.one) == set(kept.other) == {"personal_id", "old_id"}
    assert asked(cases, other) == []
