"""What the reviews of a household say, by the law of their day, and what its dated states make of it."""

import datetime
from dataclasses import dataclass

from ansinh_desktop.registers import household, parts
from ansinh_desktop.registers.answer import Answers, codes_of, date_of, number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.rules import poverty

_SPOUSE = frozenset({"01", "02"})
_MAJORITY = "01"
_CHILD_MONTHS = 16 * 12


@dataclass(frozen=True)
class Review:
    """One review: of an event, or the last one that a list kept before tells of."""

    on: datetime.date
    kind: str
    area: str
    income: int | None
    lacking: int | None
    shortfalls: tuple[str, ...]
    result: str

    @property
    def scoring(self) -> poverty.Scoring | None:
        """How its scores are read; None before the first rules."""
        return poverty.scoring_on(self.on)

    @property
    def by_scores(self) -> str | None:
        """What the household is by the scores, nothing where it is neither; None where they do not tell."""
        scoring = self.scoring
        if scoring is None or not scoring.known or self.income is None or self.lacking is None:
            return None
        return scoring.status(self.area, self.income, self.lacking) if self.area else None


def last_of(facts: CaseFacts) -> Review | None:
    """Return the last review up to the day of the facts; None where there was none."""
    found = [_told(facts)]
    found += [_review(facts, each.on, each.answers) for each in facts.events_of("review")]
    return max(
        (each for each in found if each and each.on <= facts.on), key=lambda each: each.on, default=None
    )


def _told(facts: CaseFacts) -> Review | None:
    """Return the review that a list kept before tells of."""
    answers = facts.answers
    day = parts.day_of(answers, "listed_review_on")
    if day is None:
        return None
    keys = ("income_points", "lacking_points", "shortfalls")
    known = {key: answers[f"listed_{key}"] for key in keys if answers.get(f"listed_{key}") is not None}
    return _review(facts, day, known)


def _review(facts: CaseFacts, on: datetime.date, said: Answers) -> Review:
    return Review(
        on,
        text_of(said, "kind"),
        text_of(facts.answers, "area"),
        number_of(said, "income_points"),
        number_of(said, "lacking_points"),
        tuple(codes_of(said, "shortfalls")),
        text_of(said, "result"),
    )


# ------------------------------------------------------------------------------------------------ dated states


def state_of(facts: CaseFacts) -> Answers:
    """Return the dated state of the household that is in force on the day of the facts; empty where none is."""
    return household.state_on(rows_of(facts.person, household.STATUSES), facts.on)


def status_of(facts: CaseFacts) -> str:
    """Return what the household is by decision on the day of the facts; empty where none speaks of it."""
    return text_of(state_of(facts), "status")


def decided(facts: CaseFacts) -> list[Answers]:
    """Return the dated states, those among them that are decided together with the step on the day of the facts."""
    now = (each.answers for each in facts.events_of("household_status") if each.on == facts.on)
    return [*rows_of(facts.person, household.STATUSES), *now]


def will_be_poor(facts: CaseFacts) -> bool:
    """Whether a decision makes the household poor or near-poor on the day of the facts, or from a later day on.

    The decision of December speaks of the year that follows.
    """
    day = facts.on.isoformat()
    now = text_of(household.state_on(decided(facts), facts.on), "status")
    later = (text_of(each, "status") for each in decided(facts) if text_of(each, "valid_from") > day)
    return any(each in poverty.POOR for each in (now, *later))


_CHANGES = {
    ("poor", "near_poor"): "Thoát nghèo, thành hộ cận nghèo",
    ("near_poor", "poor"): "Hộ cận nghèo thành hộ nghèo",
    ("poor", ""): "Thoát nghèo",
    ("near_poor", ""): "Thoát cận nghèo",
}


_NEW = {"poor": "Hộ nghèo phát sinh mới", "near_poor": "Hộ cận nghèo phát sinh mới"}
_AGAIN = {"poor": "Tái nghèo", "near_poor": "Tái cận nghèo"}


def change(facts: CaseFacts) -> str:
    """Return in words what the state in force changed; empty where none is, or nothing did."""
    now = state_of(facts)
    if not now:
        return ""
    start = text_of(now, "valid_from")
    rows = rows_of(facts.person, household.STATUSES)
    before = sorted((each for each in rows if text_of(each, "valid_from") < start), key=_start)
    was, is_ = (_poor(text_of(each, "status")) for each in (before[-1] if before else {}, now))
    if is_ == was:
        return "Tiếp tục" if is_ else ""
    if was:
        return _CHANGES[was, is_]
    again = any(_poor(text_of(each, "status")) for each in before)
    return (_AGAIN if again else _NEW)[is_]


def left_in_year(facts: CaseFacts) -> bool:
    """Whether the state in force ended poverty or near-poverty, in the year of the day of the facts."""
    since = text_of(state_of(facts), "valid_from")
    return since[:4] == str(facts.on.year) and change(facts).startswith("Thoát")


def _poor(status: str) -> str:
    return status if status in poverty.POOR else ""


def _start(row: Answers) -> str:
    return text_of(row, "valid_from")


# ------------------------------------------------------------------------------------------------ members


def is_minority(facts: CaseFacts) -> bool | None:
    """Whether the head or the head's spouse belongs to an ethnic minority; None where the head's group is not known.

    The plan names households of minorities and does not say which they are: this is the program's own reading.
    """
    head = text_of(facts.person, "ethnicity")
    rows = rows_of(facts.answers, "members")
    spouses = (text_of(each, "ethnicity") for each in rows if text_of(each, "relation") in _SPOUSE)
    if any(each and each != _MAJORITY for each in (head, *spouses)):
        return True
    return False if head else None


def children(facts: CaseFacts) -> int | None:
    """Return how many members are certainly under sixteen; None where no member is named."""
    rows = rows_of(facts.answers, "members")
    births = [born for each in rows if (born := date_of(each, "born"))]
    young = [each for each in births if 0 <= each.age_months_on(facts.on)[1] < _CHILD_MONTHS]
    return len(young) if rows else None


# ------------------------------------------------------------------------------------------------ lists


def is_poor(facts: CaseFacts) -> bool:
    """Whether the household is poor by decision on the day of the list."""
    return status_of(facts) == "poor"


def is_near_poor(facts: CaseFacts) -> bool:
    """Whether the household is near-poor by decision on the day of the list."""
    return status_of(facts) == "near_poor"


def is_reviewed(facts: CaseFacts) -> bool:
    """Whether the household was reviewed in the year of the day of the list."""
    last = last_of(facts)
    return last is not None and last.on.year == facts.on.year


def is_to_be_reviewed(facts: CaseFacts) -> bool:
    """Whether the yearly review has to look at the household: it is in the list, or asks for it (Điều 4 khoản 1)."""
    return facts.state in ("proposed", "listed") and not is_reviewed(facts)
