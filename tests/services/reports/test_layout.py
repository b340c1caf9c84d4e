"""Declarations that refuse nonsense."""

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.services.reports.layout import ListColumn, ListDocument
from tests.services.reports.papers import COLUMNS, payment_list, printed


def listed(*columns: ListColumn, **changes) -> ListDocument:
    return ListDocument(title="Danh sách", columns=columns, rows=[], row_count=0, **changes)


MONEY = ListColumn("money", "Số tiền", "money", total=True)


@pytest.mark.parametrize(
    ("columns", "changes", "fault"),
    [
        ((), {}, "no column"),
        ((ListColumn("a", "A"), ListColumn("a", "B")), {}, "twice"),
        ((MONEY,), {}, "word of the total"),
        ((ListColumn("a", "A"), MONEY), {"words_of": "a"}, "words_of"),
        ((ListColumn("a", "A"), MONEY), {"words_of": "nothing"}, "words_of"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(columns, changes, fault):
    with pytest.raises(BugError, match=fault):
        listed(*columns, **changes)


@pytest.mark.parametrize("settings", [{"total": True}, {"weight": 0}, {"min_width": -1}])
def test_a_column_that_makes_no_sense_is_refused(settings):
    with pytest.raises(BugError, match="column a"):
        ListColumn("a", "A", **settings)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(BugError, match="2 values for 6 columns"):
        printed(payment_list(rows=[(1, "Trần Thị Đào")]))


def test_the_columns_that_a_split_list_repeats_are_declared_or_the_first_two():
    assert payment_list().lead == (0, 1)
    assert listed(ListColumn("a", "A"), MONEY).lead == (0,)
    declared = (*COLUMNS[:3], ListColumn("x", "X", repeated=True))
    assert listed(*declared).lead == (3,)
