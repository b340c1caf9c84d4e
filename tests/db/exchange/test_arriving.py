"""Rows that others wrote: written whole, what they replaced is kept, and whoever alters them is found."""

import json

import pytest
from sqlalchemy import select

from ansinh_desktop.db.exchange.ledger import Digest
from ansinh_desktop.db.exchange.tables import Replaced
from ansinh_desktop.db.exchange.travelling import MODELS, PEOPLE, VECTOR, columns_of
from ansinh_desktop.db.models import Base
from tests.factories import OTHER, UNIT

ONE, TWO, RECORD, EVENT = (f"01970000-0000-7000-8000-00000000000{each}" for each in "1234")


def row(of, row_id, /, **values):
    """Return a row of a table as it comes in a package."""
    known = dict.fromkeys(columns_of(of)) | {"deleted": False}
    known |= {"unit": OTHER.unit} if "unit" in known else {}
    return known | {"id": row_id, VECTOR: {"a": 1}} | values


def someone(row_id=ONE, **values):
    return row("person", row_id, **{"full_name": "Thạch Ba"} | values)


def something(**values):
    known = {"person_id": ONE, "register": "children", "version": 1, "number": "1", "state": "x"}
    known |= {"draft": False, "opened_on": "2026-11-02", "confidentiality": "c1", "answers": {}}
    return row("record", RECORD, **known | values)


def there(store, name):
    table = Base.metadata.tables[name]
    found = store.session.execute(select(table).where(table.c.id.in_([ONE, TWO, RECORD, EVENT])))
    return {each["id"]: dict(each) for each in found.mappings()}


def test_a_row_is_written_whole_or_takes_the_place_of_what_stood_there(store):
    store.arriving.write("person", [someone(phone="1"), someone(TWO)])
    store.arriving.write("person", [someone(full_name="Thạch Bốn", **{VECTOR: {"b": 2, "a": 3}})])
    found = there(store, "person")
    assert (found[ONE]["full_name"], found[ONE]["phone"]) == ("Thạch Bốn", None)
    assert found[ONE]["search_key"] == "thach bon", "it is found by its new name"
    assert found[ONE]["vector"] == '{"a":3,"b":2}'
    assert found[TWO]["full_name"] == "Thạch Ba"
    assert found[ONE]["seq"] == store.chain.seq


def test_no_row_takes_the_place_of_one_of_another_unit_whatever_was_asked_before(store):
    """The gate has asked already; the statement asks once more."""
    store.arriving.write("person", [someone()])
    store.arriving.write("person", [someone(full_name="Kẻ Khác", unit=UNIT, **{VECTOR: {"a": 9}})])
    found = there(store, "person")[ONE]
    assert (found["full_name"], found["unit"]) == ("Thạch Ba", OTHER.unit)


def test_what_stands_there_is_told_with_whose_it_is_and_what_it_leans_on(store):
    store.arriving.write("person", [someone()])
    store.arriving.write("record", [something()])
    visit = row("event", EVENT, record_id=RECORD, kind="visit", happened_on="2026-11-20", answers={}, note="")
    store.arriving.write("event", [visit | {"author": ""}])
    (found,) = store.arriving.present("event", [EVENT, ONE]).values()
    assert (found.unit, found.vector, found.parents) == (OTHER.unit, '{"a":1}', {"record_id": RECORD})
    assert store.arriving.present("event", []) == {}
    assert store.arriving.registers_of([RECORD]) == {RECORD: "children"}
    assert store.arriving.units_of("person", [ONE, TWO]) == {ONE: OTHER.unit}
    assert store.arriving.contents("record", [RECORD])[RECORD]["answers"] == {}
    assert list(store.arriving.rows_of(OTHER.unit, ["children"], people=False)) == [
        ("event", EVENT),
        ("record", RECORD),
    ]
    assert ("person", ONE) in set(store.arriving.rows_of(OTHER.unit, [], people=True))


def test_what_was_replaced_is_kept_with_the_package_that_replaced_it(store):
    store.arriving.keep_replaced("p1", "person", [{"id": ONE, "full_name": "Thạch Ba"}])
    store.arriving.keep_replaced("p2", "person", [])
    (kept,) = store.session.scalars(select(Replaced))
    assert (kept.package_id, kept.entity, kept.row_id, kept.content["full_name"]) == (
        "p1",
        "person",
        ONE,
        "Thạch Ba",
    )


@pytest.fixture
def held(store):
    store.arriving.write("person", [someone(), someone(TWO, **{VECTOR: {"b": 2}})])
    store.arriving.write("record", [something()])
    return lambda **instead: store.arriving.held(OTHER.unit, (PEOPLE, "children"), instead.get("instead", {}))


def reckoned(*rows):
    digest = Digest((PEOPLE, "children"))
    for part, name, row_id, vector in sorted(rows, key=lambda each: each[1:3]):
        digest.add(part, name, row_id, json.dumps(vector, separators=(",", ":")))
    return digest.held()


def test_what_is_held_is_reckoned_of_one_unit_part_by_part(held):
    mine = ((PEOPLE, "person", ONE, {"a": 1}), (PEOPLE, "person", TWO, {"b": 2}))
    assert held() == reckoned(*mine, ("children", "record", RECORD, {"a": 1}))


@pytest.mark.parametrize("row_id", ["0" * 36, TWO, "f" * 36])
def test_what_was_not_taken_counts_as_it_came_wherever_it_stands_in_the_order(held, row_id):
    """Also before, in the place of, and behind all that stands there; so both sides reckon the same."""
    rows = {
        ("person", ONE): (PEOPLE, "person", ONE, {"a": 1}),
        ("person", TWO): (PEOPLE, "person", TWO, {"b": 2}),
        ("record", RECORD): ("children", "record", RECORD, {"a": 1}),
    }
    for name, part in (
        ("person", PEOPLE),
        ("record", "children"),
        ("event", "children"),
        ("relation", PEOPLE),
    ):
        expected = rows | {(name, row_id): (part, name, row_id, {"x": 7})}
        found = held(instead={(name, row_id): (part, '{"x":7}')})
        assert found == reckoned(*expected.values()), name


def test_the_state_of_a_unit_knows_every_letter_and_nothing_of_others(store, held):
    before = store.arriving.state(OTHER.unit)
    ours = store.arriving.state(UNIT)
    assert held
    for name, values in (
        ("person", {"phone": "1"}),
        ("person", {VECTOR: {"a": 2}}),
        ("record", {"answers": {"school": "A"}}),
        ("record", {"deleted": True}),
    ):
        made = something(**values) if name == "record" else someone(**values)
        store.arriving.write(name, [made])
        assert store.arriving.state(OTHER.unit) != before, values
        store.arriving.write(name, [something() if name == "record" else someone()])
        assert store.arriving.state(OTHER.unit) == before
    assert store.arriving.state(UNIT) == ours


WHATEVER = {
    **dict.fromkeys(("name", "target", "part", "first", "last", "author", "plan", "signature"), "x"),
    **dict.fromkeys(("register", "month", "state", "closing", "digest"), "x"),
    **dict.fromkeys(("one_id", "other_id", "decision", "reason"), "x"),
    **dict.fromkeys(("position", "place", "pieces"), 1),
    **{key: {} for key in ("said", "one", "other")},
}


def test_every_table_that_travels_can_be_written(store):
    for name in MODELS:
        if "unit" not in columns_of(name):
            continue
        full = {"record": something(), "person": someone()}.get(name) or row(name, TWO, **WHATEVER)
        full = {key: value for key, value in full.items() if key in (*columns_of(name), VECTOR)}
        store.arriving.write(name, [full])
        assert there(store, name)
