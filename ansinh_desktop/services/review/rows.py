"""What a review finds: one line for each thing in each record, and the kinds of it."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from ansinh_desktop import text
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.duties import Task
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.cases import kept_key

Category: TypeAlias = Literal["amount", "group", "double", "alike", "overdue", "missing", "draft"]

CATEGORIES: dict[Category, str] = {
    "amount": "Sai hệ số, mức hưởng",
    "group": "Hết diện, quá tuổi, sai nhóm",
    "double": "Hưởng hai nơi, ghi hai lần",
    "alike": "Có thể trùng người",
    "overdue": "Quá thời hạn",
    "missing": "Thiếu giấy tờ, chưa khớp",
    "draft": "Còn là bản nháp",
}

# What the sentence is about; every other one is about something that is missing or does not fit.
_CATEGORY_OF: dict[str, Category] = {
    **dict.fromkeys(("AS-2218", "AS-2219", "AS-2222", "AS-2223", "AS-2224"), "amount"),
    **dict.fromkeys(("AS-2201", "AS-2214", "AS-2216", "AS-2217", "AS-2220", "AS-2221", "AS-2309"), "group"),
    **dict.fromkeys(("AS-6412", "AS-6413", "AS-6414", "AS-5195"), "double"),
    "AS-6410": "overdue",
    "AS-6411": "draft",
}


_AMOUNT = re.compile(r"0|[1-9]\d{3,}")


class ReviewRow(NamedTuple):
    """One thing that was found in one record."""

    category: Category
    level: Level
    code: str
    register: str
    record_id: str
    number: str
    who: str
    """The person, or the case number where the record is too confidential to name them."""
    hamlet: str
    text: str
    todo: str
    recorded: str = ""
    expected: str = ""
    """The figure, coefficient or group that the law gives."""
    article: str = ""
    kept: str = ""
    """The reason with which the record keeps it."""
    nth: int = 0
    """What tells it from those before it that are alike."""
    field: str = ""
    """The field that it is about; empty where it is about the whole record."""
    blank: bool = False
    """Whether nothing stands in that field yet."""
    task: str = ""
    """The time limit that it is about, as the case names it; empty where it is about none."""
    what: str = ""
    """What was to be done by then."""
    pair: tuple[str, str] | None = None
    """The two people who may be one; None where it is about no such two."""

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.record_id} {self.code} {self.text} {self.nth}"

    @property
    def about(self) -> str:
        """What it is about, whatever it says of it today: time goes on, and an amount is another one tomorrow."""
        return f"{self.record_id} {self.code} {self.field} {self.task} {self.pair or ''}"

    @property
    def keep_key(self) -> str:
        """Under what the record keeps the reason for leaving it."""
        return f"{self.code} {self.field}".strip()

    @property
    def of_several(self) -> bool:
        """Whether it is known only of all records together."""
        return self.category in {"double", "alike"}

    @property
    def keepable(self) -> bool:
        """Whether it may be left with a reason: an error, a time limit and a draft have to be seen to."""
        return self.level is Level.WARNING and self.category not in {"overdue", "draft"}

    @property
    def worth(self) -> int:
        """By how much more, or less, the law pays every month, in đồng; 0 where it is about no amount."""
        both = [each.replace(".", "") for each in (self.recorded, self.expected)]
        if self.category != "amount" or not all(_AMOUNT.fullmatch(each) for each in both):
            return 0
        return int(both[1]) - int(both[0])


@dataclass(frozen=True)
class Reviewed:
    """What a review found."""

    on: datetime.date
    records: int
    rows: tuple[ReviewRow, ...]

    def of(self, category: Category) -> list[ReviewRow]:
        """Return what was found of one category."""
        return [each for each in self.rows if each.category == category]

    def open_records(self, category: Category) -> int:
        """Return in how many records, or pairs of people, something of one category was found that nobody keeps."""
        return len({(each.record_id, each.pair) for each in self.of(category) if not each.kept})


_CATEGORY_PLACES = {category: place for place, category in enumerate(CATEGORIES)}
_LEVEL_PLACES = {level: place for place, level in enumerate(Level)}


def place(row: ReviewRow) -> tuple[int, int, str, str]:
    """Return by what the rows are sorted."""
    return (
        _CATEGORY_PLACES[row.category],
        _LEVEL_PLACES[row.level],
        text.name_sort_key(row.who),
        row.number,
    )


def row_of(
    register: Register,
    each: ScannedRecord,
    finding: Finding,
    *,
    coded: bool = False,
    task: Task | None = None,
) -> ReviewRow:
    """Return the line of a finding.

    Args:
        register: Whose record it is.
        each: The record.
        finding: What was found in it.
        coded: Whether a name beside it would tell whose another record is.
        task: The time limit that it is about.
    """
    secret, said, facts = coded or each.confidentiality >= "c4", finding.message, finding.facts
    nth = task.nth if task is not None else 0
    answers = (
        each.person
        if finding.field in PERSON_FIELDS and finding.field not in register.fields
        else each.answers
    )
    return ReviewRow(
        category=_CATEGORY_OF.get(finding.code, "missing"),
        level=finding.level,
        code=finding.code,
        register=register.code,
        record_id=each.id,
        number=each.number,
        who=each.number if coded else each.who,
        hamlet="" if secret else str(each.person.get("hamlet", "")),
        text=said.text,
        todo=said.todo,
        recorded=str(facts.get("recorded", "")),
        expected=str(facts.get("lawful", facts.get("group", ""))),
        article=str(facts.get("article", "")),
        kept=each.kept.get(kept_key(finding), "") if each.kept else "",
        nth=nth,
        field=finding.field,
        blank=bool(finding.field) and not answers.get(finding.field),
        task=f"{each.id} {task.id} {task.due.isoformat()} {nth}" if task is not None else "",
        what=task.what if task is not None else "",
    )


def levels(rows: Sequence[ReviewRow]) -> dict[Level, int]:
    """Return how many of each level there are."""
    return {level: sum(each.level is level for each in rows) for level in Level}
