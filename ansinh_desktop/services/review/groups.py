"""Equal findings as one line: what they say, in how many records, and what they come to every month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ansinh_desktop.errors import short
from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.saying import is_one_answer
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.review.rows import ReviewRow, place

_LEVELS = list(Level)
_GAP = "…"
"""What stands in the common words for what each says otherwise."""


@dataclass(frozen=True)
class Group:
    """Findings of one kind in one register, about one field."""

    rows: tuple[ReviewRow, ...]
    among: bool = False
    """Whether the same is found about other fields too: then the title names this one."""

    @property
    def first(self) -> ReviewRow:
        """One of them: what tells the kind is the same of all."""
        return self.rows[0]

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return _kind(self.first)

    @property
    def title(self) -> str:
        """What they all say; where each says it with its own figures, what they have in common."""
        if self.first.what:
            return self.first.what
        said, common = {each.text for each in self.rows}, short(self.first.code)
        if _GAP in common and len(said) == 1:
            return said.pop().rstrip(".?")
        known = {**PERSON_FIELDS, **catalog.register(self.first.register).fields}.get(self.first.field)
        return f"{common}: {known.label}" if self.among and known else common

    @cached_property
    def says_otherwise(self) -> bool:
        """Whether each says it with figures of its own."""
        return len({each.text for each in self.rows}) > 1

    @property
    def records(self) -> list[str]:
        """In which records they were found, by id, each once."""
        return list(dict.fromkeys(each.record_id for each in self.rows))

    @property
    def worth(self) -> int:
        """By how much more, or less, the law pays every month, in đồng."""
        return sum(each.worth for each in self.rows)

    @property
    def articles(self) -> str:
        """By which article, where it is the same for all."""
        said = {each.article for each in self.rows}
        return said.pop() if len(said) == 1 else ""

    @property
    def keepable(self) -> bool:
        """Whether they may be left with a reason."""
        return all(each.keepable for each in self.rows)

    @property
    def field(self) -> Field | None:
        """The one field of the record into which all of them ask for an answer; None where they ask otherwise."""
        found = catalog.register(self.first.register).fields.get(self.first.field)
        blank = found is not None and is_one_answer(found) and all(each.blank for each in self.rows)
        return found if blank else None


def groups_of(rows: Iterable[ReviewRow]) -> list[Group]:
    """Return findings by their kind, each in the order of names.

    Those of most money come first, then the gravest, then the most frequent ones.
    """
    found: dict[str, list[ReviewRow]] = {}
    for each in sorted(rows, key=place):
        found.setdefault(_kind(each), []).append(each)
    kinds = Counter((own[0].register, own[0].code) for own in found.values())
    groups = [Group(tuple(own), among=kinds[own[0].register, own[0].code] > 1) for own in found.values()]
    return sorted(
        groups, key=lambda each: (-abs(each.worth), _LEVELS.index(each.first.level), -len(each.rows))
    )


def _kind(row: ReviewRow) -> str:
    return " ".join(filter(None, (row.register, row.code, row.field, row.what)))
