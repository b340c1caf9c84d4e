"""One search for everything: whom a few letters mean, and which record a number; nobody learns more than they may."""

import pytest

from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.search import find
from tests import factories
from tests.factories import UNIT, person

EVERY = dict.fromkeys(catalog.registers(), "r")


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    """Return data with one person in each kind of standing."""
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("search") / "data")
    with vault.work() as store:
        for name, registers in (
            ("Danh Không", ()),
            ("Danh Trẻ", ("children",)),
            ("Danh Hai", ("children", "assistance")),
            ("Danh Nghiện", ("drug_treatment",)),
            ("Danh Cả", ("children", "drug_treatment")),
        ):
            who = store.people.save(None, UNIT, person(full_name=name, birth_date="1961-08", hamlet=None))
            for code in registers:
                content = RecordContent({}, draft=True, opened_on="2026-11-02")
                store.records.add(catalog.register(code), who, UNIT, content)
    yield vault
    vault.lock()


def names(vault, typed, rights=EVERY, **limit):
    return [each.name for each in find(vault, Access("lan", "officer", dict(rights)), typed, **limit)]


def test_people_are_found_by_name_with_the_records_that_may_stand_beside_it(vault):
    hits = {each.name: each for each in find(vault, Access("lan", "officer", EVERY), "danh")}
    assert {name: {code for _id, code in hit.records} for name, hit in hits.items()} == {
        "Danh Không": set(),
        "Danh Trẻ": {"children"},
        "Danh Hai": {"children", "assistance"},
        "Danh Cả": {"children"},
    }
    assert (hits["Danh Trẻ"].birth, hits["Danh Trẻ"].hamlet) == ("08/1961", "")


def test_records_that_go_by_their_number_are_found_by_it_and_say_no_more(vault):
    (hit,) = find(vault, Access("lan", "officer", EVERY), "cn-30325-2026-0001")
    assert (hit.person_id, hit.name, hit.birth, hit.hamlet) == ("", "CN-30325-2026-0001", "", "")
    assert [code for _id, code in hit.records] == ["drug_treatment"]
    (hit,) = find(vault, Access("lan", "officer", EVERY), "TE-30325-2026-0001")
    assert (hit.name, hit.birth) == ("Danh Trẻ", "08/1961")
    assert hit.person_id


def test_a_beginning_of_a_number_finds_its_records_in_their_order_as_many_as_asked(vault):
    assert names(vault, "te-30325") == ["Danh Trẻ", "Danh Hai", "Danh Cả"]
    assert names(vault, "te-30325", limit=2) == ["Danh Trẻ", "Danh Hai"]
    assert len(names(vault, "danh", limit=1)) == 1


@pytest.mark.parametrize(
    "typed", ["", "   ", "te-", "te", "te-abc", "30325-2026", "t3-30325", "-30325", "zz-1"]
)
def test_what_is_no_number_and_no_name_finds_nothing(vault, typed):
    assert names(vault, typed) == []


@pytest.mark.parametrize(
    ("rights", "by_name", "by_number"),
    [
        ({"children": "r"}, ["Danh Cả", "Danh Hai", "Danh Không", "Danh Trẻ"], 3),
        ({"assistance": "r"}, ["Danh Hai", "Danh Không"], 0),
        ({"children": "w"}, ["Danh Không"], 0),
        ({}, ["Danh Không"], 0),
    ],
)
def test_what_an_officer_may_not_see_is_found_by_neither(vault, rights, by_name, by_number):
    assert sorted(names(vault, "danh", rights)) == by_name
    assert len(names(vault, "te-30325", rights)) == by_number
    for hit in find(vault, Access("lan", "officer", rights), "danh"):
        assert {code for _id, code in hit.records} <= {code for code in rights if "r" in rights[code]}
