"""The lists of a register: which records they show, in which order, and what their filters offer."""

import dataclasses

import pytest

from ansinh_desktop.db.people import Sight
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.sync.cards import selection
from tests import factories
from tests.factories import HAMLETS, OTHER, UNIT, person

CHILDREN, ABUSED = map(catalog.register, ("children", "child_abuse"))


@pytest.fixture
def put(store):
    """Return a function that adds a record of a new person, both with what is said of them."""

    def put(name, register=CHILDREN, answers=None, unit=UNIT, **changes):
        about = {key: changes.pop(key) for key in ("hamlet", "birth_date", "personal_id") if key in changes}
        content = dataclasses.replace(RecordContent({}, draft=False, opened_on="2026-11-02"), **changes)
        who = store.people.save(None, unit, person(full_name=name, **about))
        made = store.records.add(register, who, unit, dataclasses.replace(content, answers=answers or {}))
        return store.records.get(made)

    return put


@pytest.fixture
def names(store):
    """Return a function that gives the names of a list in its order, and sees that they are as many as it counts."""

    def names(register="children", **query):
        asked = ListQuery(register, **query)
        rows = store.search.record_rows(asked)
        assert store.search.count(asked) == len(rows)
        return [each.person["full_name"] for each in store.scan.page(register, rows)]

    return names


# Order

IN_ORDER = ("Danh An", "Lê Ánh", "Trần Thị Ánh", "Danh Dũng", "Danh Đào", "Lê Ê", "Võ Ước")


def test_names_stand_in_vietnamese_order_by_the_given_name(put, names):
    for name in sorted(IN_ORDER):
        put(name)
    assert names() == list(IN_ORDER)
    assert names(descending=True) == list(reversed(IN_ORDER))
    assert names(filters={"record.draft": ("0",)}) == list(IN_ORDER), "also by the other way to them"


def test_people_of_the_same_name_always_stand_in_the_same_order_and_the_other_way_round_reversed(store, put):
    records = sorted((put("Danh An") for _ in range(5)), key=lambda each: each.person_id)
    made = [each.row for each in records]
    for query in (ListQuery("children"), ListQuery("children", only=tuple(_ids(store, made)))):
        assert list(store.search.record_rows(query)) == made
        assert list(store.search.record_rows(dataclasses.replace(query, descending=True))) == made[::-1]


def _ids(store, rows):
    return [each.id for each in store.scan.page("children", rows)]


def test_hamlets_stand_in_the_order_of_the_commune_those_unknown_to_it_first(put, names):
    for name, hamlet in (
        ("C", HAMLETS[4]),
        ("A", HAMLETS[1]),
        ("B", None),
        ("E", "Ấp Lạ"),
        ("D", HAMLETS[1]),
    ):
        put(name, hamlet=hamlet)
    for source in ("person.hamlet", "person.place"):
        assert names(order_by=source) == ["B", "E", "A", "D", "C"]


@pytest.mark.parametrize(
    "source", ["person.birth_date", "person.birth_male", "person.birth_female", "person.birth_year"]
)
def test_births_stand_in_their_order_however_much_is_known_of_them(put, names, source):
    for name, birth in (("C", "2015-02"), ("A", "~2013"), ("D", "2015-02-03"), ("B", "2014-12-31")):
        put(name, birth_date=birth)
    assert names(order_by=source) == ["A", "B", "C", "D"]


def test_a_record_that_goes_by_its_number_stands_where_the_number_puts_it(store, put):
    """In the order of names its place would tell whose it is."""
    secret = dataclasses.replace(CHILDREN, confidential_when=lambda answers: "c3" if answers else "c1")
    put("Danh An", secret, {"school": "x"})
    put("Võ Ước")
    put("Danh Bảo", secret, {"school": "x"})
    put("Lê Chi")
    rows = store.search.record_rows(ListQuery("children", order_by="record.name_or_number"))
    assert [each.who for each in store.scan.page("children", rows)] == [
        "Lê Chi",
        "Võ Ước",
        "TE-30325-2026-0001",
        "TE-30325-2026-0003",
    ]


def test_answers_and_columns_of_the_record_order_a_list_and_names_what_they_leave_open(put, names):
    for name, school, day in (
        ("B", "Ba", "2026-02-01"),
        ("C", "An", "2026-01-01"),
        ("A", "An", "2026-03-01"),
    ):
        put(name, answers={"school": school}, opened_on=day)
    put("D")
    assert names(order_by="school") == ["D", "A", "C", "B"]
    assert names(order_by="record.opened_on") == ["C", "B", "A", "D"]
    assert names(order_by="record.sent") == ["B", "C", "A", "D"], "by the last change"


# What was typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Lê Hoa", "Lê Hòa", "Trần Văn Tú"]),
        ("   ", ["Lê Hoa", "Lê Hòa", "Trần Văn Tú"]),
        ("hoa le", ["Lê Hoa", "Lê Hòa"]),
        ("tu van", ["Trần Văn Tú"]),
        ("0891", ["Trần Văn Tú"]),
        ("te-30325-2026-0002", ["Lê Hòa"]),
        ("TE-30325", ["Lê Hoa", "Lê Hòa", "Trần Văn Tú"]),
        ("0003", ["Trần Văn Tú"]),
        ("TE", []),
        ("%", []),
        ("0891 hoa", []),
        ("'\"*()", []),
    ],
)
def test_a_list_is_narrowed_by_words_of_the_person_or_the_beginning_of_a_number(put, names, typed, found):
    put("Lê Hoa")
    put("Lê Hòa")
    put("Trần Văn Tú", personal_id="089149334656")
    assert names(typed=typed) == found


def test_only_records_of_the_register_and_none_that_was_removed(put, names):
    put("Danh An")
    put("Danh Ba", ABUSED)
    put("Danh Chi").deleted = True
    assert names() == ["Danh An"]
    assert names("child_abuse") == ["Danh Ba"]
    assert names("trafficking") == []
    assert names(typed="danh") == ["Danh An"]


def test_only_what_changed_in_a_span_and_only_those_that_are_named(put, names):
    made = [put(name) for name in ("A", "B", "C", "D")]
    seqs = [each.seq for each in made]
    assert names(seqs=(seqs[0], seqs[2])) == ["B", "C"]
    assert names(seqs=(seqs[2], None)) == ["D"]
    assert names(seqs=(None, seqs[1])) == ["A", "B"]
    assert names(only=(made[3].id, made[0].id)) == ["A", "D"]
    assert names(only=(made[0].id,), seqs=(seqs[0], None)) == []
    assert names(only=()) == []


# Filters


def test_what_is_wanted_of_one_column_is_any_and_of_several_all(put, names):
    put("A", hamlet=HAMLETS[0], answers={"main_group": "a"})
    put("B", hamlet=HAMLETS[1], answers={"main_group": "a"})
    put("C", hamlet=HAMLETS[1], answers={"main_group": "d"})
    put("D", hamlet=None)
    assert names(filters={"person.hamlet": HAMLETS[:2]}) == ["A", "B", "C"]
    assert names(filters={"person.hamlet": (HAMLETS[1],), "main_group": ("a",)}) == ["B"]
    assert names(filters={"person.hamlet": ("",)}) == ["D"]
    assert names(filters={"person.hamlet": ("", HAMLETS[0])}) == ["A", "D"]
    assert names(filters={"main_group": ("", "d")}) == ["C", "D"]


def test_a_list_of_codes_has_each_of_them_and_no_part_of_one(put, names):
    put("A", answers={"groups": ["a", "d"]})
    put("B", answers={"groups": ["d1"]})
    put("C", answers={"groups": ["d"]})
    assert names(filters={"groups": ("d",)}) == ["A", "C"]
    assert names(filters={"groups": ("d1", "a")}) == ["A", "B"]


def test_yes_and_no_are_told_apart_and_nothing_is_neither(put, names):
    put("A", ABUSED, {"emergency": True})
    put("B", ABUSED, {"emergency": False})
    put("C", ABUSED)
    for values, found in ((("1",), ["A"]), (("0",), ["B"]), (("",), ["C"]), (("1", "0"), ["A", "B"])):
        assert names("child_abuse", filters={"emergency": values}) == found


def test_drafts_and_what_somebody_has_still_to_look_at(put, names):
    put("A", draft=True)
    put("B")
    put("C", kept={"AS-1 x": f"{IMPORTED} từ Excel"})
    put("D", kept={"AS-1 x": "đã hỏi gia đình"})
    put("E", kept={"AS-1 x": "đã hỏi", "AS-2 y": IMPORTED})
    assert names(filters={"record.draft": ("1",)}) == ["A"]
    assert names(filters={"record.draft": ("0",)}) == ["B", "C", "D", "E"]
    assert names(filters={"record.review": ("1",)}) == ["A", "C", "E"]
    assert names(filters={"record.review": ("0",)}) == ["B", "D"]


def test_the_rule_of_what_is_to_be_looked_at_is_the_same_for_a_record_in_hand(store, put):
    for kept in (None, {"x": IMPORTED}, {"x": "không", "y": f"{IMPORTED}: 3"}, {"x": f"sau {IMPORTED}"}):
        put("A", kept=kept)
        put("B", kept=kept, draft=True)
    asked = store.search.record_rows(ListQuery("children", filters={"record.review": ("1",)}))
    every = store.search.record_rows(ListQuery("children"))
    assert {each.row for each in store.scan.page("children", every) if each.review} == set(asked)


def test_a_year_of_birth_filters_whatever_else_is_known(put, names):
    for name, birth in (("A", "2015"), ("B", "~2015"), ("C", "2015-12-31"), ("D", "2016-01-01"), ("E", None)):
        put(name, birth_date=birth)
    assert names(filters={"person.birth_year": ("2015",)}) == ["A", "B", "C"]
    assert names(filters={"person.birth_year": ("",)}) == ["E"]


def test_a_column_that_no_register_can_have_is_refused_before_it_reaches_the_engine(store):
    with pytest.raises(ValueError, match="drop"):
        store.search.record_rows(ListQuery("children", filters={"x') drop": ("a",)}))


# What filters offer


def test_a_filter_offers_each_value_with_how_often(store, put):
    put("A", hamlet=HAMLETS[0], answers={"groups": ["a", "d"], "main_group": "a"})
    put("B", hamlet=HAMLETS[0], answers={"groups": ["d"], "main_group": "d"}, draft=True)
    put("C", hamlet=None)
    put("D", ABUSED, hamlet=HAMLETS[2])
    put("E", hamlet=HAMLETS[2]).deleted = True

    def offered(source):
        return dict(store.search.values("children", source))

    assert offered("person.hamlet") == {HAMLETS[0]: 2, "": 1}
    assert offered("groups") == {"a": 1, "d": 2, "": 1}
    assert offered("main_group") == {"a": 1, "d": 1, "": 1}
    assert offered("record.draft") == {"1": 1, "0": 2}
    assert offered("record.review") == {"1": 1, "0": 2}
    assert offered("school") == {"": 3}
    assert store.search.values("trafficking", "person_status") == []


def test_yes_and_no_are_offered_as_a_filter_asks_for_them(store, put, names):
    for name, answer in (("A", True), ("B", False), ("C", False)):
        put(name, ABUSED, {"emergency": answer})
    offered = dict(store.search.values("child_abuse", "emergency"))
    assert offered == {"1": 1, "0": 2}
    assert all(len(names("child_abuse", filters={"emergency": (each,)})) == offered[each] for each in offered)


def test_how_far_records_have_gone_is_offered_received_only_where_any_was(store, put, names):
    for name in "ABC":
        put(name)
    put("D", draft=True)
    store.devices.trust(factories.receiver())
    store.packages.add(factories.package(1))
    assert store.ledger.ship(selection(store, list(catalog.registers())), "p1") >= 3
    put("E")
    assert dict(store.search.values("children", "record.sent")) == {
        "not_sent": 2,
        "exported": 3,
        "confirmed": 0,
        "returned": 0,
    }
    assert names(filters={"record.sent": ("not_sent",)}) == ["D", "E"]
    assert names(filters={"record.sent": ("exported", "confirmed")}) == ["A", "B", "C"]
    store.chain.ownership.begin(OTHER.unit)
    put("F", unit=OTHER.unit)
    again = type(store.search)(store.session)
    assert ("received", 1) in again.values("children", "record.sent")


# The list of everybody


def test_everybody_is_listed_by_name_hamlet_and_what_was_typed(store):
    for name, hamlet in (("Lê Ê", HAMLETS[0]), ("Lê Đê", HAMLETS[1]), ("Lê An", None), ("Võ An", HAMLETS[1])):
        store.people.save(None, UNIT, person(full_name=name, hamlet=hamlet))
    store.people.get(store.people.save(None, UNIT, person(full_name="Lê Bỏ"))).deleted = True

    def listed(**asked):
        rows = store.search.people_rows(**asked)
        return [each.full_name for each in store.search.people_page(rows)]

    assert listed() == ["Lê An", "Võ An", "Lê Đê", "Lê Ê"]
    assert listed(hamlets=[HAMLETS[1]]) == ["Võ An", "Lê Đê"]
    assert listed(hamlets=["", HAMLETS[0]]) == ["Lê An", "Lê Ê"]
    assert listed(typed="le") == ["Lê An", "Lê Đê", "Lê Ê"]
    assert listed(typed="an", hamlets=[""]) == ["Lê An"]
    assert listed(typed="bo") == []
    assert listed(typed="***") == []
    assert store.search.people_count() == 4
    assert dict(store.search.hamlets()) == {"": 1, HAMLETS[0]: 1, HAMLETS[1]: 2}


def test_who_is_out_of_sight_is_in_no_list_count_or_page_of_people(store, put):
    put("Danh Trẻ", hamlet=HAMLETS[0])
    put("Danh Bị", ABUSED, hamlet=HAMLETS[1])
    sight = Sight(("children",))
    rows = store.search.people_rows(sight=sight)
    assert [each.full_name for each in store.search.people_page(rows)] == ["Danh Trẻ"]
    every = store.search.people_rows()
    assert len(every) == 2
    assert len(store.search.people_page(every, sight)) == 1, "nor where their numbers are known"
    assert store.search.people_count(sight) == 1
    assert store.search.hamlets(sight) == [(HAMLETS[0], 1)]
    assert [each.full_name for each in store.search.people("danh", sight=sight)] == ["Danh Trẻ"]
    assert [each.full_name for each in store.search.people("danh", limit=1, sight=sight)] == ["Danh Trẻ"]


def test_a_page_has_the_order_of_its_numbers_whatever_the_engine_gives(store):
    people = [store.people.save(None, UNIT, person(full_name=name)) for name in ("A", "B", "C")]
    rows = [store.people.get(each).row for each in people]
    asked = [rows[2], 999_999, rows[0], rows[1]]
    assert [each.full_name for each in store.search.people_page(asked)] == ["C", "A", "B"]


def test_words_beyond_what_any_name_has_are_not_asked_for(store):
    store.people.save(None, UNIT, person(full_name="Lê An"))
    assert [each.full_name for each in store.search.people("le " * 40 + "khong")] == ["Lê An"]
    many = " ".join(f"l{'e' * (each % 7)}" for each in range(40))
    assert store.search.people(many) == []


@pytest.mark.parametrize("typed", ["Hòa-Lệ", "hòa'", "(Hòa)", "hòa𞤀", "𞤀 hòa", "HÒA\u200b", "Ðặng Hòa"])
def test_signs_that_the_index_parts_words_at_never_stop_a_search(store, typed):
    store.people.save(None, UNIT, person(full_name="Đặng Thị Hòa Lệ"))
    store.people.save(None, UNIT, person(full_name="Đặng Thị Hoa Lê"))
    assert "Đặng Thị Hòa Lệ" in [each.full_name for each in store.search.people(typed)]
    assert len(store.search.record_rows(ListQuery("children", typed=typed))) == 0


# Events


def test_events_of_many_records_are_told_earliest_first(store, put):
    one, other = put("A"), put("B")
    for record, day, note in ((one, "2026-03-01", "2"), (one, "2026-01-01", "1"), (other, "2026-02-01", "x")):
        store.records.add_event(record.id, "visit", day, answers={}, note=note)
    store.records.add_event(one.id, "visit", "2026-02-01", answers={}, note="bỏ").deleted = True
    found = store.search.events([one.id, other.id])
    assert {key: [each.note for each in events] for key, events in found.items()} == {
        one.id: ["1", "2"],
        other.id: ["x"],
    }
    assert store.search.events([one.id]).keys() == {one.id}
