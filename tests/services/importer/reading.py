"""What tests of the importer read lists by: the best list of a workbook, and its rows on a given day."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence

from ansinh_desktop.findings import Level
from ansinh_desktop.services.importer.columns import ColumnMapping
from ansinh_desktop.services.importer.draft_rows import RowDraft, RowReader
from ansinh_desktop.services.importer.sheets import Workbook
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.tables import best_of, find_lists
from ansinh_desktop.services.importer.targets import Target


def best_table(book: Workbook, words: Collection[str] = ()) -> Table:
    """Return the list that is read where nobody chooses."""
    return best_of(each.table for each in find_lists(book, words))


def draft_rows(
    table: Table,
    mapping: ColumnMapping,
    targets: Sequence[Target],
    *,
    today: datetime.date,
    hamlets: Sequence[str] = (),
    renamed: Mapping[str, str] | None = None,
) -> Iterator[RowDraft]:
    """Yield each person of a list."""
    return RowReader(table, mapping, targets, today, hamlets, renamed or {}).drafts()


def has_errors(draft: RowDraft) -> bool:
    """Whether something of a row could not be read."""
    return any(each.level is Level.ERROR for each in draft.findings)
