"""What is doubtful in the law that holds today, and is to be confirmed once it was compared with the published text."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import deadlines, law

_LISTS = {
    "rules/deadlines": ("deadline", "fixed_date", "reminder"),
    "rules/social_assistance": (
        "doubt",
        "start_rule",
        "base",
        "allowance",
        "pension",
        "pension_amount",
        "carer",
        "facility",
        "funeral",
        "emergency",
    ),
    "code_lists/trafficking": ("entitlement",),
}


@dataclass(frozen=True)
class Doubt:
    """A row of the law that nobody has compared with the published text yet."""

    key: str
    label: str
    article: str
    note: str


def doubts(on: datetime.date | None = None) -> list[Doubt]:
    """Return the doubtful rows that hold on a day or later and that no officer has confirmed.

    Args:
        on: The day; today where none is given.
    """
    return [_doubt(place, name, row) for place, name, row in _rows(on or clock.today())]


def label_of(key: str) -> str:
    """Return the words of a row by its key; the key where there is no such row any more."""
    for place, names in _LISTS.items():
        for name in names:
            for row in _data(place).get(name, ()):
                if law.row_key(place, name, row) == key:
                    return _label(row)
    return key


def _rows(on: datetime.date) -> Iterator[tuple[str, str, law.Row]]:
    ours = {name for register in catalog.registers().values() for name in register.deadlines}
    for place, names in _LISTS.items():
        for name in names:
            for row in _data(place).get(name, ()):
                holds = row.get("effective_to", datetime.date.max) >= on
                if holds and law.doubtful_marks(row) and row.get("register", "") in {"", *ours}:
                    yield place, name, row


def _data(place: str) -> law.Row:
    folder, _, name = place.partition("/")
    return law.law_data(name) if folder == "rules" else law.code_file(name)


def _doubt(place: str, name: str, row: law.Row) -> Doubt:
    article = row.get("article", "")
    cited = "; ".join(article.values()) if isinstance(article, Mapping) else str(article)
    return Doubt(law.row_key(place, name, row), _label(row), cited, str(row.get("note", "")))


def _label(row: law.Row) -> str:
    if "limit" in row:
        found = deadlines.deadline(row["id"])
        return f"{found.step}: {found.length}, từ {found.effective_from:%d/%m/%Y}"
    return str(row.get("step") or row.get("label") or row.get("article") or row.get("id", ""))
