"""One unit of work: settings, and whose rows it may write."""

import pytest

from ansinh_desktop.db.part import RowsRefusedError, part
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog
from tests.factories import OTHER, UNIT, person


def test_a_setting_is_kept_and_told_once_for_each_change(store):
    assert store.setting("hue") is None
    assert not store.has_setting("hue")
    assert store.setting("hue", "blue") == "blue"
    store.set_setting("hue", {"a": 1})
    before = store.log.last()[0]
    store.set_setting("hue", {"a": 1})
    assert store.log.last()[0] == before, "the same again is no change"
    store.set_setting("hue", [])
    assert store.setting("hue", "blue") == [], "nothing in it is a value, too"
    assert store.has_setting("hue")
    assert not store.has_setting("hu")
    latest = store.log.of("hue")[0]
    assert latest.fields == {"hue": [{"a": 1}, []]}


def test_settings_are_found_by_how_they_begin_and_no_sign_stands_for_others(store):
    for key in ("look.a", "look.b", "lookb", "look_c", "look%"):
        store.set_setting(key, 1)
    assert sorted(store.settings("look.")) == ["look.a", "look.b"]
    assert sorted(store.settings("look_")) == ["look_c"]
    assert sorted(store.settings("look%")) == ["look%"]


def test_who_only_reads_has_no_chain(shared):
    with shared.reading() as store, pytest.raises(BugError, match="reads"):
        store.set_setting("hue", 1)


@pytest.mark.parametrize(
    ("what", "code"), [("person", "AS-2036"), ("household", "AS-2036"), ("record", "AS-2033")]
)
def test_a_row_of_another_unit_is_refused_before_anything_is_asked_of_it(store, what, code):
    mine = store.people.get(store.people.save(None, UNIT, person()))
    store.require_own(mine)
    store.chain.ownership.begin(OTHER.unit)
    theirs = store.people.get(store.people.save(None, OTHER.unit, person()))
    home = store.people.save_household(None, OTHER.unit, {"hamlet": "Ấp Xa"})
    from_there = {"person": theirs, "household": home, "record": _record(store, theirs.id)}
    store.chain.ownership.begin()
    with pytest.raises(UserError) as caught:
        store.require_own(from_there[what])
    assert caught.value.code == code


def _record(store, person_id):
    content = RecordContent({}, draft=True, opened_on="2026-11-02")
    return store.records.get(store.records.add(catalog.register("children"), person_id, OTHER.unit, content))


@pytest.mark.parametrize(
    ("fault", "refused"), [(ValueError, RowsRefusedError), (ZeroDivisionError, ZeroDivisionError)]
)
def test_nothing_of_a_part_that_fails_stays_be_its_rows_the_first_of_all(store, fault, refused):
    """The rows of many go past the session: without its savepoint they would stay, and the history not know them."""
    before = store.chain.seq

    def fail():
        with part(store):
            store.people.add_all(UNIT, [person()])
            raise fault

    with pytest.raises(refused):
        fail()
    assert store.people.count() == 0
    assert store.log.last()[0] == before
    with part(store):
        (kept,) = store.people.add_all(UNIT, [person(full_name="Lê Còn")])
    assert [each.act for each in store.log.of(kept)] == ["insert"]
    assert [each[0] for each in store.people.identities()] == [kept]
    assert store.log.broken_link() is None
