"""The rows of a list, read once: their texts and widths, their groups and sums, and when the officer stops it."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.errors import BugError
from ansinh_desktop.services.reports import gathering
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.gathering import DataRow, LabelRow, gather, step, walk
from ansinh_desktop.services.reports.layout import GroupRow, ListColumn, ListDocument, StoppedError

FACE = face("regular")
NAME, MONEY = ListColumn("name", "Họ tên"), ListColumn("money", "Số tiền", "money", total=True)


def listed(*rows, columns=(NAME, MONEY), **changes):
    return ListDocument(title="Danh sách", columns=columns, rows=rows, row_count=len(rows), **changes)


def gathered(*rows, **changes):
    return gather(listed(*rows, **changes), FACE, None, None)


def shown(found):
    return [(each.label, each.sums) if isinstance(each, LabelRow) else each.texts for each in found.rows]


def test_rows_are_shown_measured_and_added_up():
    found = gathered(("Lê An", 540_000), ("Nguyễn Thị Đào", None), ("Võ Bé", 360_000))
    assert shown(found) == [["Lê An", "540.000"], ["Nguyễn Thị Đào", ""], ["Võ Bé", "360.000"]]
    assert found.totals == {1: 900_000}
    first = found.rows[0]
    assert isinstance(first, DataRow)
    assert first.widths == [FACE.width("Lê An"), FACE.width("540.000")]
    assert first.numbers == {1: 540_000}
    assert found.facts[0].widest == pytest.approx(FACE.width("Nguyễn Thị Đào"))
    assert found.facts[0].longest_word == pytest.approx(FACE.word("Nguyễn"))
    assert found.facts[1].longest_word == 0, "a number never breaks"


def test_most_values_tell_how_wide_a_column_is_usually():
    rows = [("a" * (at + 1), 0) for at in range(20)]
    found = gathered(*rows)
    assert found.facts[0].typical == pytest.approx(FACE.width("a" * 19))
    assert found.facts[0].widest == pytest.approx(FACE.width("a" * 20))
    nothing = gathered()
    assert (nothing.rows, nothing.totals, nothing.facts[0].widest) == ([], {1: 0}, 0)


def test_a_group_has_its_sum_only_where_it_is_asked():
    rows = (GroupRow("Ấp 1"), ("A", 1), ("B", 2), GroupRow("Ấp 2"), GroupRow("Ấp 3"), ("C", 4))
    assert shown(gathered(*rows, group_totals=True)) == [
        ("Ấp 1", None),
        ["A", "1"],
        ["B", "2"],
        ("Cộng Ấp 1", {1: 3}),
        ("Ấp 2", None),
        ("Ấp 3", None),
        ["C", "4"],
        ("Cộng Ấp 3", {1: 4}),
    ]
    assert [each for each in shown(gathered(*rows)) if "Cộng" in each[0]] == []
    assert gathered(*rows, group_totals=True).totals == {1: 7}


def test_a_group_whose_rows_come_to_nothing_has_its_sum_all_the_same():
    rows = (GroupRow("Ấp 1"), ("A", 0), GroupRow("Ấp 2"))
    assert ("Cộng Ấp 1", {1: 0}) in shown(gathered(*rows, group_totals=True))


def test_rows_before_the_first_group_have_no_sum_of_their_own():
    found = shown(gathered(("A", 1), GroupRow("Ấp 1"), ("B", 2), group_totals=True))
    assert found == [["A", "1"], ("Ấp 1", None), ["B", "2"], ("Cộng Ấp 1", {1: 2})]


AMOUNTS = st.lists(st.none() | st.integers(-(10**9), 10**9), max_size=30)


@settings(max_examples=40)
@given(st.lists(AMOUNTS, max_size=4))
def test_the_sums_of_the_groups_are_the_sum_of_all(groups):
    rows: list[object] = []
    for number, amounts in enumerate(groups):
        rows.append(GroupRow(f"Ấp {number}"))
        rows += [("A", amount) for amount in amounts]
    found = gathered(*rows, group_totals=True)
    sums = [each.sums[1] for each in found.rows if isinstance(each, LabelRow) and each.sums]
    assert sum(sums) == found.totals.get(1, 0) == sum(each or 0 for amounts in groups for each in amounts)


def test_coefficients_are_added_up_exactly():
    column = ListColumn("c", "Hệ số", "decimal", total=True)
    found = gathered(("A", Decimal("0.1")), ("B", Decimal("0.2")), columns=(NAME, column))
    assert found.totals == {1: Decimal("0.3")}


# ---------------------------------------------------------------- on the way


def test_how_far_it_is_is_said_now_and_then_and_never_more_than_all(monkeypatch):
    monkeypatch.setattr(gathering, "_STEP", 2)
    said: list[tuple[int, int]] = []
    list(walk(listed(*[("A", 1)] * 5), lambda *told: said.append(told), None, steps=2))
    assert said == [(0, 10), (2, 10), (4, 10)]
    step(7, 5, lambda *told: said.append(told), None)
    assert said[-1] == (5, 5)


def test_the_officer_stops_it_between_two_rows(monkeypatch):
    monkeypatch.setattr(gathering, "_STEP", 2)
    seen: list[object] = []
    with pytest.raises(StoppedError):
        seen.extend(walk(listed(*[("A", 1)] * 5), None, lambda: len(seen) >= 0))
    taken = iter([False, True])
    rows = walk(listed(*[("A", 1)] * 5), None, lambda: next(taken))
    assert [next(rows), next(rows)] == [("A", 1)] * 2
    with pytest.raises(StoppedError):
        next(rows)


def test_a_row_of_another_length_is_our_own_mistake():
    with pytest.raises(BugError):
        gathered(("A",))
