"""What a row is after its unit was followed by another, what a unit went through, and which changes go together."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.db.exchange.succession import Part, Renames, following, last_of
from ansinh_desktop.services.succession.file import Change, fit_together

A, B, C, D = "30325@2025-07-01", "30328@2025-07-01", "30999@2027-01-01", "30777@2028-01-01"
HAMLETS = {"Vĩnh Lợi": "Hòa Phú"}
PART = Part(("Vĩnh Lợi",), ("p1",), ("h1",))


@pytest.mark.parametrize(
    ("name", "row", "after"),
    [
        ("person", {"unit": A, "hamlet": "Vĩnh Lợi"}, {"unit": B, "hamlet": "Hòa Phú"}),
        ("person", {"unit": A, "hamlet": "Mỹ Thạnh"}, {"unit": B, "hamlet": "Mỹ Thạnh"}),
        ("person", {"unit": A, "hamlet": None}, {"unit": B, "hamlet": None}),
        ("household", {"unit": A, "hamlet": "Vĩnh Lợi"}, {"unit": B, "hamlet": "Hòa Phú"}),
        ("hamlet", {"unit": A, "name": "Vĩnh Lợi"}, {"unit": B, "name": "Hòa Phú"}),
        ("hamlet", {"unit": A, "name": "Mỹ Thạnh"}, {"unit": B, "name": "Mỹ Thạnh"}),
        ("record", {"unit": A, "state": "managed"}, {"unit": B, "state": "managed"}),
        # Of somebody else's rows, and of rows that are nobody's own, nothing becomes another.
        ("person", {"unit": C, "hamlet": "Vĩnh Lợi"}, {"unit": C, "hamlet": "Vĩnh Lợi"}),
        ("event", {"record_id": "r1", "name": "Vĩnh Lợi"}, {"record_id": "r1", "name": "Vĩnh Lợi"}),
    ],
)
def test_a_row_is_that_of_the_next_unit(name, row, after):
    before = dict(row)
    assert Renames(A, B, HAMLETS).row(name, row) == after
    assert row == before


@pytest.mark.parametrize(
    ("name", "row", "goes"),
    [
        ("hamlet", {"unit": A, "name": "Vĩnh Lợi"}, True),
        ("hamlet", {"unit": A, "name": "Mỹ Thạnh"}, False),
        ("household", {"unit": A, "id": "h1"}, True),
        ("household", {"unit": A, "id": "h2"}, False),
        ("person", {"unit": A, "id": "p1", "hamlet": "Mỹ Thạnh"}, True),
        ("person", {"unit": A, "id": "p2", "hamlet": "Vĩnh Lợi"}, False),
        ("record", {"unit": A, "person_id": "p1"}, True),
        ("record", {"unit": A, "person_id": "p2"}, False),
        ("person", {"unit": C, "id": "p1"}, False),
        ("payment_month", {"unit": A, "id": "p1"}, False),
        ("payment_row", {"unit": A, "person_id": "p1"}, False),
    ],
)
def test_only_what_belongs_to_a_part_goes_with_it(name, row, goes):
    after = Renames(A, B, part=PART).row(name, row)
    assert after == ({**row, "unit": B} if goes else row)


def test_a_part_renames_no_hamlet_and_is_kept_as_it_was_signed():
    whole = Renames(A, B, HAMLETS, PART)
    assert whole.row("hamlet", {"unit": A, "name": "Vĩnh Lợi"}) == {"unit": B, "name": "Vĩnh Lợi"}
    assert Part.of(PART.content) == PART
    assert PART.content["hamlets"] == [{"name": "Vĩnh Lợi"}]


WHOLE_AB, WHOLE_BC, WHOLE_CD = Renames(A, B), Renames(B, C), Renames(C, D)
PART_AC = Renames(A, C, part=PART)


@pytest.mark.parametrize(
    ("known", "unit", "through", "now"),
    [
        ([], A, [], A),
        ([WHOLE_AB], A, [WHOLE_AB], B),
        ([WHOLE_AB], C, [], C),
        ([WHOLE_AB, WHOLE_BC, WHOLE_CD], A, [WHOLE_AB, WHOLE_BC, WHOLE_CD], D),
        ([WHOLE_AB, WHOLE_BC, WHOLE_CD], B, [WHOLE_BC, WHOLE_CD], D),
        # What was another before it became ours does not follow ours.
        ([WHOLE_BC, WHOLE_AB], A, [WHOLE_AB], B),
        # A part goes and the rest stays what it is, until all of it goes.
        ([PART_AC], A, [PART_AC], A),
        ([PART_AC, WHOLE_AB], A, [PART_AC, WHOLE_AB], B),
        # What went as a part goes on with the unit to which it went, and may so be ours again.
        ([PART_AC, WHOLE_CD], A, [PART_AC, WHOLE_CD], A),
        ([PART_AC, Renames(C, A)], A, [PART_AC, Renames(C, A)], A),
        ([WHOLE_AB, PART_AC], A, [WHOLE_AB], B),
    ],
)
def test_what_a_unit_went_through(known, unit, through, now):
    assert following(known, unit) == through
    assert last_of(known, unit) == now


@given(st.lists(st.sampled_from([A, B, C, D]), min_size=1, max_size=4, unique=True))
def test_a_chain_of_units_ends_with_its_last(units):
    chain = [Renames(before, after) for before, after in itertools.pairwise(units)]
    for at, each in enumerate(units):
        assert last_of(chain, each) == units[-1]
        assert following(chain, each) == chain[at:]


def change(before, after, part=None):
    return Change(Renames(before, after), "Xã", part=part)


@pytest.mark.parametrize(
    ("changes", "fit"),
    [
        ([], False),
        ([change(A, B)], True),
        ([change(A, C), change(B, C)], True),  # two become one
        ([change(A, B), change(A, C)], False),  # one cannot become two as a whole
        ([change(A, B), change(B, C)], False),  # in which order?
        ([change(A, A)], False),
        ([change(A, B, PART), change(A, C, PART)], True),  # divided among two
        ([change(A, B, PART), change(A, C)], True),  # a part, and what is left
        ([change(A, B, PART), change(B, C, PART)], False),
    ],
)
def test_which_changes_can_be_made_in_any_order(changes, fit):
    assert fit_together(changes) is fit
