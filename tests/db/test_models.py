"""How values lie in the file: one text for each, and nothing that could be read in two ways."""

import datetime
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite import pysqlite

from ansinh_desktop.db.insertion import Insertion
from ansinh_desktop.db.models import Base, UtcMoment, dump_json, is_told
from ansinh_desktop.errors import BugError

DIALECT = pysqlite.dialect()
HANOI = datetime.timezone(datetime.timedelta(hours=7))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=50)
@given(JSON)
def test_a_json_value_has_one_text_and_comes_back(value):
    kept = dump_json(value)
    assert json.loads(kept) == value
    assert dump_json(json.loads(kept)) == kept
    assert ": " not in dump_json({"a": [1, {"b": 2}]})


def test_the_text_of_a_json_value_knows_no_order_of_keys_and_keeps_letters_as_they_are():
    assert dump_json({"b": "Đào", "a": 1}) == '{"a":1,"b":"Đào"}' == dump_json({"a": 1, "b": "Đào"})


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_no_json_has_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        dump_json({"a": value})


MOMENTS = st.datetimes(
    datetime.datetime.fromisoformat("1900-01-01"), datetime.datetime.fromisoformat("2200-01-01")
)


@given(MOMENTS, st.integers(-12, 14))
def test_a_moment_of_any_zone_comes_back_as_the_same_moment(naive, hours):
    moment = naive.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=hours)))
    kind = UtcMoment()
    stored = kind.process_bind_param(moment, DIALECT)
    assert kind.process_result_value(stored, DIALECT) == moment
    assert datetime.datetime.fromisoformat(UtcMoment.as_stored(moment)) == stored, "by either way in"


def test_a_moment_without_its_zone_is_refused_by_either_way_in():
    naive = datetime.datetime.fromisoformat("2026-11-27")
    for act in (lambda: UtcMoment().process_bind_param(naive, DIALECT), lambda: UtcMoment.as_stored(naive)):
        with pytest.raises(ValueError, match="zone"):
            act()
    assert UtcMoment().process_bind_param(None, DIALECT) is None
    assert UtcMoment().process_result_value(None, DIALECT) is None
    assert UtcMoment.as_stored(naive.replace(hour=6, tzinfo=HANOI)) == "2026-11-26 23:00:00.000000"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("office", True),
        ("derived", False),
        ("history.end", False),
        ("number:TE-30325-2026", False),
        ("numbers", True),
    ],
)
def test_the_history_tells_of_settings_but_not_of_what_is_counted_or_made_again(key, told):
    assert is_told(key) is told


# New rows


def test_what_is_left_out_of_a_new_row_gets_its_default_and_what_is_said_stays():
    household = Insertion(Base.metadata.tables["household"])
    whole = household.complete({"unit": "x", "deleted": True, "statuses": []})
    assert whole["id"]
    assert isinstance(whole["changed_at"], datetime.datetime)
    assert (whole["seq"], whole["deleted"], whole["statuses"], whole["hamlet"]) == (0, True, [], None)
    assert household.complete({"unit": "x"})["id"] != household.complete({"unit": "x"})["id"]
    assert "row" not in Insertion(Base.metadata.tables["person"]).complete({}), "the engine numbers rows"


def test_a_column_that_a_table_lacks_is_our_own_mistake():
    with pytest.raises(BugError, match="colour"):
        Insertion(Base.metadata.tables["household"]).complete({"unit": "x", "colour": "red"})
