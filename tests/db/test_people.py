"""People, households and hamlets: who may be the same, who is in sight, and what moves with a hamlet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import text
from ansinh_desktop.db.models import Person
from ansinh_desktop.db.people import EXACT_MARK, Sight, derived, known_of, values_of
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.household import STATUSES
from tests.factories import HAMLETS, OTHER, UNIT, person

NUMBER, OLD = "089149334656", "351234567"


def add(store, **changes):
    return store.people.save(None, UNIT, person(**changes))


def stand_in(store, register, person_id):
    content = RecordContent({}, draft=True, opened_on="2026-11-02")
    return store.records.add(catalog.register(register), person_id, UNIT, content)


# Who may be the same


@pytest.mark.parametrize(
    ("name", "birth", "same"),
    [
        ("Nguyễn Thị Hòa", "1949-04-18", True),
        ("NGUYỄN THỊ HOÀ", "1949", True),
        ("nguyen thi hoa", "1949-12", True),
        ("Nguyễn Thị Hóa", "~1949", True),
        ("Nguyễn Thị Hòa", "1950-04-18", True),
        ("Nguyễn Thị Hòa", "1959-04-18", True),
        ("Nguyễn Thị Hòa", "1962-04-18", False),
        ("Nguyễn Thị Hòa", "1950-05-19", False),
        ("Nguyễn Hòa", "1949-04-18", True),
        ("Hòa Nguyễn Thị", "1949-04-18", True),
        ("Nguyễn Thị Hào", "1949-04-18", True),
        ("Nguyễn Thị Hòa", "1949-08-14", True),
        ("Nguyễn Thị Hằng", "1949-04-18", False),
        ("Nguyễn Thị Hòa Bình", "1949-04-18", False),
        ("Nguyễn Thị Hòa", None, False),
        ("", "1949-04-18", False),
    ],
)
def test_the_same_bare_name_and_year_of_birth_may_be_the_same_person(store, name, birth, same):
    kept = add(store, personal_id=NUMBER)
    found = store.people.alike({"full_name": name, "birth_date": birth})
    assert [each.person.id for each in found] == ([kept] if same else [])


@pytest.mark.parametrize("recorded", ["1949", "~1949", "1949-04", "1949-04-18"])
def test_a_year_of_birth_is_compared_however_much_of_the_day_is_known(store, recorded):
    kept = add(store, birth_date=recorded)
    for asked in ("1949", "~1949", "1949-11-30"):
        assert [each.person.id for each in store.people.alike(person(birth_date=asked))] == [kept]
    assert store.people.alike(person(birth_date="1962")) == []


def test_the_same_number_is_enough_whatever_the_name(store):
    kept = add(store, personal_id=NUMBER, old_id=OLD)
    stranger = {"full_name": "Lê Văn Tú", "birth_date": "2001"}
    for number in ({"personal_id": NUMBER}, {"old_id": OLD}):
        assert [each.person.id for each in store.people.alike(stranger | number)] == [kept]
        assert [each.person.id for each in store.people.alike(number)] == [kept]
    assert store.people.alike(stranger | {"personal_id": "089149334657", "old_id": "351234568"}) == []
    assert store.people.alike({"personal_id": "", "old_id": None}) == []


def test_nobody_is_alike_to_oneself_nor_to_who_was_removed(store):
    one, other = add(store), add(store)
    assert [each.person.id for each in store.people.alike(person(), but=one)] == [other]
    store.people.get(other).deleted = True
    assert [each.person.id for each in store.people.alike(person())] == [one]


def test_of_many_who_may_be_the_same_only_some_are_shown(store):
    for _ in range(4):
        add(store)
    assert len(store.people.alike(person(), limit=3)) == 3
    assert len(store.people.alike(person())) == 4


@pytest.mark.parametrize("near", ["089149334665", "089149334657", "809149334656", "189149334656"])
def test_a_number_with_one_slip_is_found_where_the_rest_agrees(store, near):
    kept = add(store, personal_id=NUMBER)
    asked = {"full_name": "Nguyễn Thị Hòa", "birth_date": "1949-12-01", "personal_id": near}
    ((found, likeness),) = store.people.alike(asked)
    assert found.id == kept
    assert "Số định danh hoặc CMND lệch một chữ số" in likeness.why
    assert store.people.alike({"personal_id": near}) == [], "a number alone that is another says nothing"


def test_a_slip_in_the_number_is_found_under_another_name_and_two_slips_where_the_day_agrees(store):
    kept = add(store, personal_id=NUMBER)
    married = {"full_name": "Hoa Út", "birth_date": "1949-04-18", "personal_id": "089149354656"}
    assert [each.person.id for each in store.people.alike(married)] == [kept]
    twice = {"full_name": "Nguyễn Hòa", "birth_date": "1950-04-18"}
    assert [each.person.id for each in store.people.alike(twice)] == [kept]


def test_who_has_taken_another_family_name_is_found_by_the_day_and_the_place(store):
    kept = add(store, personal_id=NUMBER)
    other = {"full_name": "Trần Ngọc Hòa", "birth_date": "1949-04-18"}
    assert store.people.alike(other) == []
    assert [each.person.id for each in store.people.alike(other | {"hamlet": "Vĩnh Thạnh"})] == [kept]


def test_a_number_typed_into_the_other_box_is_found(store):
    kept = add(store, personal_id=NUMBER)
    assert [each.person.id for each in store.people.alike({"old_id": NUMBER})] == [kept]


def test_a_name_alone_is_found_where_they_live(store):
    kept = add(store, phone="0912345678")
    alone = {"full_name": "nguyen thi hoa"}
    assert store.people.alike(alone) == []
    assert store.people.alike(alone | {"hamlet": HAMLETS[2]}) == []
    for beside in ({"hamlet": "Vĩnh Thạnh"}, {"phone": "0912345678"}):
        assert [each.person.id for each in store.people.alike(alone | beside)] == [kept]


def test_the_likeliest_comes_first_with_why(store):
    year = add(store, birth_date="1950-04-18")
    slip = add(store, full_name="Nguyễn Thị Hoàn")
    same = add(store)
    found = store.people.alike(person())
    assert [each.person.id for each in found] == [same, year, slip]
    assert found[0].likeness.why == ("Trùng họ tên", "Trùng ngày sinh", "Cùng ấp")


# Who is in sight


@pytest.fixture
def seen(store):
    """Return people by where they stand: in no register, an open one, one that goes by code, or both."""
    found = {name: add(store, full_name=f"Danh {name}") for name in ("Không", "Trẻ", "Nghiện", "Cả")}
    stand_in(store, "children", found["Trẻ"])
    stand_in(store, "drug_treatment", found["Nghiện"])
    stand_in(store, "children", found["Cả"])
    stand_in(store, "drug_treatment", found["Cả"])
    return found


@pytest.mark.parametrize(
    ("sight", "expected"),
    [
        (Sight(), {"Không", "Trẻ", "Nghiện", "Cả"}),
        (Sight(("children",)), {"Không", "Trẻ", "Cả"}),
        (Sight(("drug_treatment",)), {"Không", "Nghiện", "Cả"}),
        (Sight(("assistance",)), {"Không"}),
        (Sight(()), {"Không"}),
        (Sight(passing=True), {"Không", "Trẻ", "Cả"}),
        (Sight(("drug_treatment",), passing=True), {"Không"}),
    ],
)
def test_an_officer_is_shown_who_stands_in_a_register_of_theirs_or_in_none(store, seen, sight, expected):
    names = {person_id: name for name, person_id in seen.items()}
    assert {names[row[0]] for row in store.people.identities(sight)} == expected
    for name, person_id in seen.items():
        alike = store.people.alike(person(full_name=f"Danh {name}"), sight=sight)
        assert [each.person.id for each in alike] == ([person_id] if name in expected else []), name


def test_a_record_that_was_removed_neither_shows_nor_hides_anybody(store):
    one, other = add(store, full_name="Danh Một"), add(store, full_name="Danh Hai")
    store.records.get(stand_in(store, "drug_treatment", one)).deleted = True
    store.records.get(stand_in(store, "children", other)).deleted = True
    stand_in(store, "drug_treatment", other)
    found = {row[0] for row in store.people.identities(Sight(("children",)))}
    assert found == {one}


def test_to_match_rows_everybody_is_told_by_what_names_them_but_who_was_removed(store):
    kept = add(store, personal_id=NUMBER, old_id=OLD, full_name="Đỗ Thị Đào")
    for _ in range(2):
        store.people.get(add(store)).deleted = True
    assert list(store.people.identities()) == [
        (kept, NUMBER, OLD, "do thi dao", "1949-04-18", "Vĩnh Thạnh"),
    ]
    assert store.people.count() == 1


def test_who_is_kept_by_another_unit_is_known(shared, store):
    mine = add(store)
    store.chain.ownership.begin(OTHER.unit)
    theirs = store.people.save(None, OTHER.unit, person(full_name="Lê Thị Xa"))
    assert store.people.kept_by_others(UNIT) == {theirs}
    assert store.people.kept_by_others(OTHER.unit) == {mine}


# Writing


def test_only_the_given_fields_change_and_what_is_empty_is_nothing(store):
    kept = add(store, phone="0912345678", note="Ở một mình", old_id="")
    assert store.people.get(kept).old_id is None
    assert store.people.save(kept, UNIT, {"phone": "", "address": "Tổ 9"}) == kept
    known = values_of(store.people.get(kept))
    assert "phone" not in known
    assert (known["address"], known["note"], known["full_name"]) == ("Tổ 9", "Ở một mình", "Nguyễn Thị Hòa")


def test_a_save_that_changes_nothing_is_no_change(store):
    kept = add(store)
    before = store.log.last()
    store.people.save(kept, UNIT, person(phone=""))
    assert store.log.last() == before


def test_many_are_changed_at_once_each_by_their_own(store):
    one, other, third = (add(store, full_name=name) for name in ("Lê An", "Lê Bình", "Lê Chi"))
    store.people.change_all([(one, {"address": "Tổ 1"}), (other, {"full_name": "Lê Đào"})])
    assert [store.people.get(each).address for each in (one, other, third)] == ["Tổ 1", "Tổ 5", "Tổ 5"]
    assert store.people.get(other).search_key == "le dao"
    assert [each.full_name for each in store.search.people("dao")] == ["Lê Đào"]
    store.people.change_all([])


@pytest.mark.parametrize("way", ["new", "one", "many"])
def test_a_field_that_no_person_has_is_our_own_mistake_however_it_comes(store, way):
    kept, wrong = add(store), {"full_name": "Lê An", "colour": "red"}
    acts = {
        "new": lambda: store.people.save(None, UNIT, wrong),
        "one": lambda: store.people.save(kept, UNIT, wrong),
        "many": lambda: store.people.change_all([(kept, wrong)]),
    }
    with pytest.raises(BugError, match="colour"):
        acts[way]()


def test_nobody_has_an_identifier_that_the_data_never_gave(store):
    with pytest.raises(BugError, match="0000"):
        store.people.get("0000")


# Households and relations


def test_members_stand_in_the_order_of_their_given_names(store):
    home = store.people.save_household(None, UNIT, {"hamlet": HAMLETS[0]})
    for name in ("Lê Thị Ước", "Trần Văn Đạt", "Võ Ánh", "Lê Văn Dũng", "Danh An"):
        store.people.get(add(store, full_name=name)).household_id = home.id
    gone = store.people.get(add(store, full_name="Lê Đã Mất"))
    gone.household_id, gone.deleted = home.id, True
    add(store, full_name="Người Ngoài")
    names = [each.full_name for each in store.people.members(home.id)]
    assert names == ["Danh An", "Võ Ánh", "Lê Văn Dũng", "Trần Văn Đạt", "Lê Thị Ước"]


def test_the_dated_states_of_a_household_come_with_its_members_and_are_kept_there_alone(store):
    states = [{"status": "poor", "valid_from": "2025-01-01"}]
    home = store.people.save_household(None, UNIT, {"statuses": states})
    kept = add(store)
    alone = store.people.get(kept)
    assert STATUSES not in known_of(alone)
    assert store.people.household_of(alone) is None
    alone.household_id = home.id
    store.session.flush()
    assert known_of(alone)[STATUSES] == states
    assert store.people.household_of(alone) is home
    store.people.save(kept, UNIT, known_of(alone) | {"address": "Tổ 2"})
    assert known_of(alone)["address"] == "Tổ 2"
    assert STATUSES not in known_of(Person(full_name="Ai đó", household_id=home.id)), "of no data file"


def test_a_household_without_states_says_none(store):
    home = store.people.save_household(None, UNIT, {"statuses": []})
    alone = store.people.get(add(store))
    alone.household_id = home.id
    assert STATUSES not in known_of(alone)
    assert store.people.save_household(home.id, UNIT, {"address": "Tổ 3"}) is home
    assert store.people.household(home.id).address == "Tổ 3"


def test_a_relation_is_found_from_either_side_until_it_is_removed(store):
    mother, child, other = (add(store, full_name=name) for name in ("Lê Mẹ", "Lê Con", "Lê Khác"))
    kept = store.people.relate(mother, child, "parent", since="2015-02", note="mẹ đẻ")
    assert [each.id for each in store.people.relations(mother)] == [kept.id]
    assert [each.id for each in store.people.relations(child)] == [kept.id]
    assert list(store.people.relations(other)) == []
    found = store.people.relation(kept.id)
    assert (found.kind, found.since, found.note) == ("parent", "2015-02", "mẹ đẻ")
    found.deleted = True
    assert list(store.people.relations(child)) == []


# Hamlets


def listed(store):
    return [(each.name, each.position) for each in store.people.hamlets(UNIT)]


def test_a_hamlet_that_stays_keeps_its_row_wherever_it_goes(store):
    before = {each.name: each.id for each in store.people.hamlets(UNIT)}
    store.people.set_hamlets(UNIT, ["Ấp Mới", *reversed(HAMLETS[1:])])
    assert listed(store) == [(name, at) for at, name in enumerate(["Ấp Mới", *reversed(HAMLETS[1:])])]
    after = {each.name: each.id for each in store.people.hamlets(UNIT)}
    assert {name: after[name] for name in HAMLETS[1:]} == {name: before[name] for name in HAMLETS[1:]}
    assert HAMLETS[0] not in after
    assert after["Ấp Mới"] not in before.values()


def test_a_hamlet_that_is_renamed_keeps_its_row_and_one_merged_into_another_goes(store):
    before = {each.name: each.id for each in store.people.hamlets(UNIT)}
    renamed = {HAMLETS[0]: "Vĩnh Thạnh Nhất", HAMLETS[1]: HAMLETS[2]}
    store.people.set_hamlets(UNIT, ["Vĩnh Thạnh Nhất", *HAMLETS[2:]], renamed)
    after = {each.name: each.id for each in store.people.hamlets(UNIT)}
    assert after["Vĩnh Thạnh Nhất"] == before[HAMLETS[0]]
    assert after[HAMLETS[2]] == before[HAMLETS[2]], "the one that was there before"
    assert before[HAMLETS[1]] not in after.values()


def test_the_hamlets_of_another_unit_stay_as_they_are(store):
    store.chain.ownership.begin(OTHER.unit)
    store.people.set_hamlets(OTHER.unit, ["Ấp Bình"])
    store.chain.ownership.begin()
    store.people.set_hamlets(UNIT, ["Vĩnh Lợi"])
    assert [each.name for each in store.people.hamlets(OTHER.unit)] == ["Ấp Bình"]
    assert listed(store) == [("Vĩnh Lợi", 0)]


def test_two_hamlets_that_exchange_their_names_move_nobody_twice(store):
    one, other, third = HAMLETS[:3]
    here = [add(store, hamlet=name) for name in (one, other, third)]
    homes = [store.people.save_household(None, UNIT, {"hamlet": name}) for name in (one, other, third)]
    store.people.move_hamlets(UNIT, {one: other, other: one})
    assert [store.people.get(each).hamlet for each in here] == [other, one, third]
    assert [each.hamlet for each in homes] == [other, one, third]
    assert [each.id for each in store.search.people("hoa vinh loi")] == [here[0]], (
        "found under where they live now"
    )
    latest = store.log.of(here[0])[0]
    assert latest.fields == {"hamlet": [one, other]}
    assert store.log.of(here[2])[0].act == "insert", "who does not move has no change"


def test_who_lives_in_a_hamlet_is_counted_without_whom_another_unit_keeps_or_who_was_removed(store):
    hamlet = HAMLETS[3]
    here = [add(store, hamlet=hamlet) for _ in range(3)]
    homes = [store.people.save_household(None, UNIT, {"hamlet": hamlet}) for _ in range(2)]
    add(store, hamlet=HAMLETS[4])
    store.chain.ownership.begin(OTHER.unit)
    theirs = store.people.save(None, OTHER.unit, person(hamlet=hamlet))
    store.people.save_household(None, OTHER.unit, {"hamlet": hamlet})
    store.chain.ownership.begin()
    assert store.people.hamlet_use(UNIT, hamlet) == (3, 2)
    store.people.get(here[0]).deleted = homes[0].deleted = True
    assert store.people.hamlet_use(UNIT, hamlet) == (2, 1)
    assert store.people.hamlet_use(UNIT, "Không có") == (0, 0)
    store.people.move_hamlets(UNIT, {hamlet: HAMLETS[5]})
    assert store.people.get(theirs).hamlet == hamlet, "whoever keeps them moves them"


# What follows from the others

WORDS = st.text(st.sampled_from("aăâeêioôơuưyàáảãạđĐbcdghklmnprstvx"), min_size=1, max_size=7)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@given(NAMES)
def test_everybody_is_found_by_each_word_of_the_name_bare_and_with_its_marks(name):
    words = derived(person(full_name=name, hamlet=None))["search_words"].split()
    assert words == list(dict.fromkeys(words)), "no word stands twice"
    bare = {each for each in words if not each.startswith(EXACT_MARK)}
    exact = {each.removeprefix(EXACT_MARK) for each in words if each.startswith(EXACT_MARK)}
    assert bare == set(text.fold(name).split())
    assert exact == {text.exact_word(each) for each in text.clean(name).split()}


def test_other_name_hamlet_and_numbers_are_words_to_be_found_by():
    known = person(other_name="Út Mười", personal_id=NUMBER, old_id=OLD, phone="0912345678")
    words = derived(known)["search_words"].split()
    assert {"ut", "muoi", "vinh", "thanh", NUMBER, OLD, "0912345678", NUMBER[-6:]} <= set(words)
    assert EXACT_MARK + "muoi1" not in words, "only the name itself is told apart by its marks"


@pytest.mark.parametrize(
    ("birth", "precision"),
    [("1949-04-18", "day"), ("1949-04", "month"), ("1949", "year"), ("~1949", "estimated"), (None, None)],
)
def test_how_much_of_a_birth_is_known_is_kept_beside_it(birth, precision):
    assert derived(person(birth_date=birth))["birth_precision"] == precision
