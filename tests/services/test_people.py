"""People whatever their records: who is listed to whom, households, relations."""

import pytest

from ansinh_desktop.db.models import Household
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import access, office
from ansinh_desktop.services.cases import Cases, InvalidRecordError
from ansinh_desktop.services.people import People
from tests import factories


@pytest.fixture
def people(vault: Vault) -> People:
    return People(vault, access.access(vault), office.office(vault))


def add(vault: Vault, name: str, register: str = "children", **known) -> str:
    cases: Cases = factories.services(vault)[0]
    case = factories.case(register, {}, person=factories.person(full_name=name, **known), final=False)
    return cases.get(cases.save(case)).person_id


def names(people: People, typed: str = "", *hamlets: str) -> list[str]:
    return [row.texts[0] for row in people.page(people.rows(typed, hamlets))]


def test_everybody_is_listed_in_the_order_of_given_names(vault, people):
    for name in ("Trần Văn Tú", "Lê Thị Ánh", "Danh Văn An"):
        add(vault, name)
    assert names(people) == ["Danh Văn An", "Lê Thị Ánh", "Trần Văn Tú"]
    assert names(people, "anh le") == ["Lê Thị Ánh"]


def test_a_search_in_a_hamlet_finds_only_those_who_live_there(vault, people):
    add(vault, "Lê Thị Ánh", hamlet="Hòa Phú")
    add(vault, "Lê Thị Lan", hamlet="Tân Hòa")
    assert names(people, "le", "Tân Hòa") == ["Lê Thị Lan"]
    assert [(value, count) for value, _words, count in people.hamlets()] == [("Hòa Phú", 1), ("Tân Hòa", 1)]


def test_who_has_records_only_in_registers_one_may_not_see_is_not_listed(vault, people):
    add(vault, "Lê Thị Ánh", "assistance")
    add(vault, "Danh Văn An", "children")
    narrow = access.Access("x", "officer", {"children": "rw"})
    assert names(People(vault, narrow, office.office(vault))) == ["Danh Văn An"]
    assert names(people) == ["Danh Văn An", "Lê Thị Ánh"]


def test_changing_a_person_stands_in_the_history_with_the_reason_for_a_kept_warning(vault, people):
    person = add(vault, "Danh Văn An", birth_date="1961", sex="male")
    with pytest.raises(InvalidRecordError) as refused:
        people.save(person, {"full_name": "Danh Văn An", "birth_date": "1962", "sex": "male", "phone": "123"})
    assert [each.code for each in refused.value.findings] == ["AS-2112"]
    people.save(
        person,
        {"full_name": "Danh Văn An", "birth_date": "1962", "sex": "male", "phone": "123"},
        {"AS-2112 phone": "Số máy bàn"},
    )
    assert people.get(person).person["birth_date"] == "1962"
    with vault.reading() as store:
        assert store.log.of(person)[0].reason == "Số máy bàn"


def test_the_status_of_a_household_is_that_of_every_member(vault, people):
    mother, son = add(vault, "Lê Thị Ánh"), add(vault, "Danh Văn An")
    home = people.save_household({"number": "12", "hamlet": "Hòa Phú"}, first=mother)
    people.join(son, home)
    status = {"status": "poor", "valid_from": "2020-01-01"}
    people.save_household({"number": "12", "statuses": [status]}, home)
    assert people.get(son).person["poverty_status"] == "poor"
    shown = people.get(mother).household
    assert [(each.name, each.head) for each in shown.members] == [
        ("Lê Thị Ánh", True),
        ("Danh Văn An", False),
    ]


def test_a_head_who_leaves_is_followed_by_another_member(vault, people):
    mother, son = add(vault, "Lê Thị Ánh"), add(vault, "Danh Văn An")
    home = people.save_household({"number": "12"}, first=mother)
    people.join(son, home)
    people.leave(mother)
    assert people.get(mother).household is None
    assert [(each.id, each.head) for each in people.get(son).household.members] == [(son, True)]


def test_a_relation_reads_from_both_sides_and_can_be_taken_back(vault, people):
    mother, son = add(vault, "Lê Thị Ánh"), add(vault, "Danh Văn An")
    relation = people.relate(mother, son, {"kind": "04", "since": "1990"})
    assert [(each.text, each.other) for each in people.get(mother).relations] == [("Mẹ của", "Danh Văn An")]
    assert [(each.text, each.other, each.since) for each in people.get(son).relations] == [
        ("Mẹ", "Lê Thị Ánh", "1990")
    ]
    people.unrelate(relation, "Ghi nhầm người")
    assert not people.get(son).relations


def test_who_may_write_nothing_changes_nobody(vault, people):
    person = add(vault, "Danh Văn An")
    reader = People(vault, access.Access("x", "viewer", {"children": "r"}), office.office(vault))
    with pytest.raises(UserError) as refused:
        reader.leave(person)
    assert refused.value.code == "AS-2035"


def test_one_register_that_one_may_see_is_enough_to_know_somebody(vault, people):
    """Who stands in a hidden register beside one's own is known; who stands only there is not; in none, yes."""
    both, hidden, mother = (add(vault, each) for each in ("Danh Văn An", "Lê Thị Ánh", "Trần Thị Tú"))
    own = factories.services(vault)[0]
    with vault.work("chỉ có ở sổ khác") as store:
        (record,) = [each for each, _register in store.records.by_person([hidden])[hidden]]
        store.records.get(record).register = "assistance"
    also = factories.case("assistance", {}, person=people.get(both).person, person_id=both, final=False)
    own.save(also)
    home = people.save_household({"number": "12"}, first=mother)
    for each in (both, hidden):
        people.join(each, home)
        people.relate(mother, each, {"kind": "04"})
    rights = access.Access("x", "officer", {"children": "rw"})
    narrow = People(vault, rights, office.office(vault))
    assert narrow.get(both).person["full_name"] == "Danh Văn An"
    narrow.save(both, {**narrow.get(both).person, "address": "Tổ 7"})
    with pytest.raises(UserError) as refused:
        narrow.get(hidden)
    assert refused.value.code == "AS-1122"
    shown = narrow.get(mother)
    assert {each.name for each in shown.household.members} == {"Danh Văn An", "Trần Thị Tú"}
    assert [each.other for each in shown.relations] == ["Danh Văn An"]
    assert rights.knows([])
    assert not access.Access("x", "officer", {}).knows(["children"])


# ---------------------------------------------------------------- places, households, relations


def test_a_person_is_found_where_they_stand_in_a_list_and_nowhere_else(vault, people):
    first, second = add(vault, "Danh An"), add(vault, "Danh Bé")
    rows = people.rows()
    assert [people.place(rows, each) for each in (first, second)] == [0, 1]
    assert people.place(people.rows("be"), first) == -1
    assert people.place(people.rows("be"), second) == 0


def test_hamlets_stand_in_the_order_of_the_alphabet_and_those_of_nobody_last(vault, people):
    for name, hamlet in (("A", "Ước Mơ"), ("B", "Ấp 2"), ("C", None), ("D", "Ấp 2"), ("E", "Đông")):
        add(vault, f"Danh {name}", hamlet=hamlet)
    assert people.hamlets() == [
        ("Ấp 2", "Ấp 2", 2),
        ("Đông", "Đông", 1),
        ("Ước Mơ", "Ước Mơ", 1),
        ("", "(chưa ghi)", 1),
    ]


def test_a_search_leaves_out_the_person_it_is_made_for(vault, people):
    first, second = add(vault, "Danh An"), add(vault, "Danh An")
    assert {each.id for each in people.find("danh an")} == {first, second}
    assert [each.id for each in people.find("danh an", but=first)] == [second]
    assert len(people.find("danh an", limit=1)) == 1


def households(vault):
    with vault.reading() as store:
        return {each.id: (each.head_id, each.deleted) for each in store.session.query(Household)}


def test_the_last_who_leaves_takes_the_household_away(vault, people):
    alone = add(vault, "Danh An")
    home = people.save_household({"number": "12", "address": ""}, first=alone)
    assert people.get(alone).household.values == {"number": "12"}, "what is empty is nothing"
    people.leave(alone)
    assert households(vault) == {home: (None, True)}
    people.leave(alone)
    assert people.get(alone).household is None


@pytest.mark.parametrize("way", ["join", "found"])
def test_whoever_moves_into_another_household_leaves_the_one_before(vault, people, way):
    mother, son, other = (add(vault, f"Danh {each}") for each in ("Mẹ", "Con", "Khác"))
    first = people.save_household({"number": "1"}, first=mother)
    people.join(son, first)
    second = people.save_household({"number": "2"}, first=other)
    if way == "join":
        people.join(mother, second)
    else:
        second = people.save_household({"number": "3"}, first=mother)
    assert people.get(mother).household.id == second
    assert [(each.id, each.head) for each in people.get(son).household.members] == [(son, True)]
    people.join(son, second)
    assert households(vault)[first] == (None, True), "nobody lives there any more"
    people.join(son, second)
    assert {each.id for each in people.get(son).household.members} >= {mother, son}


def test_whoever_lives_elsewhere_is_no_head(vault, people):
    mother, other = add(vault, "Danh An"), add(vault, "Danh Xa")
    home = people.save_household({"number": "1"}, first=mother)
    people.save_household({"number": "2"}, first=other)
    with pytest.raises(UserError) as refused:
        people.set_head(home, other)
    assert refused.value.code == "AS-2038"
    assert households(vault)[home][0] == mother


def test_who_is_the_head_is_said_and_stands_first(vault, people):
    mother, son = add(vault, "Danh An"), add(vault, "Danh Bé")
    home = people.save_household({"number": "1"}, first=mother)
    people.join(son, home)
    people.set_head(home, son)
    assert [(each.name, each.head) for each in people.get(mother).household.members] == [
        ("Danh Bé", True),
        ("Danh An", False),
    ]


def test_a_relation_has_its_days_and_its_note_and_an_unsound_one_is_refused(vault, people):
    mother, son = add(vault, "Danh An"), add(vault, "Danh Bé")
    people.relate(mother, son, {"kind": "04", "since": "1990", "until": "2020", "note": "nuôi"})
    (found,) = people.get(son).relations
    assert (found.since, found.until, found.note) == ("1990", "2020", "nuôi")
    people.relate(son, mother, {"kind": "04"})
    assert sorted((each.since, each.note) for each in people.get(son).relations) == [
        ("", ""),
        ("1990", "nuôi"),
    ]
    with pytest.raises(InvalidRecordError):
        people.relate(mother, son, {"kind": "không"})


def test_nobody_is_changed_whom_another_has_changed_meanwhile(vault, people):
    person = add(vault, "Danh An")
    seen = people.get(person).seq
    people.save(person, people.get(person).person | {"address": "Tổ 9"}, seen=seen)
    with pytest.raises(UserError) as caught:
        people.save(person, people.get(person).person | {"address": "Tổ 1"}, seen=seen)
    assert caught.value.code == "AS-1111"
    assert people.get(person).person["address"] == "Tổ 9"
