"""Two versions of a row on one base: what one side changed counts, and only what both changed is asked."""

from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.sync.merge import chosen, differences, merge

_values = st.sampled_from([None, "a", "b", 1, ["x"]])


@st.composite
def rows(draw):
    answers = draw(st.dictionaries(st.sampled_from("pqr"), _values.filter(lambda each: each is not None)))
    return {"id": "1", "note": draw(_values), "name": draw(_values), "deleted": False, "answers": answers}


@given(rows(), rows())
def test_what_only_one_side_changed_is_taken(base, ours):
    assert merge(base, ours, base) == merge(base, base, ours)
    assert merge(base, ours, base).values == ours
    assert merge(base, ours, ours).differing == ()


@given(rows(), rows(), rows())
def test_both_sides_come_to_the_same(base, ours, theirs):
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert (one.values, one.differing) == (other.values, other.differing)


@given(rows(), rows(), rows())
def test_no_value_is_lost_in_silence(base, ours, theirs):
    merged = merge(base, ours, theirs)
    for key, mine, its, before in differences(ours, theirs, base):
        found = {each: value for each, value, *_ in differences(merged.values, {"answers": {}})}.get(key)
        assert (key in merged.differing) == (before not in (mine, its)) or key == "deleted"
        assert key in merged.differing or found in (mine, its)


@given(rows(), rows())
def test_one_side_removes_what_the_other_changed(base, ours):
    removed = {**base, "deleted": True}
    merged = merge(base, ours, removed)
    assert merged.differing == (("deleted",) if ours != base else ())
    assert merged.values["deleted"] is (ours == base)


@given(rows(), rows(), st.booleans())
def test_of_two_versions_each_field_is_chosen_by_itself(ours, theirs, otherwise):
    rest = theirs if otherwise else ours
    assert chosen(rest, ours, theirs, {}) == rest
    picked = chosen(rest, ours, theirs, {"note": not otherwise})
    assert picked["note"] == (ours if otherwise else theirs)["note"]
    assert picked["answers"] == (theirs if otherwise else ours)["answers"]
