"""Money in a record of merit that is not monthly: what the law gives, what was given, and what was forgotten."""

import itertools
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, note, warning
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import Answers, codes_of, number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts, only_with
from ansinh_desktop.registers.catalog.merit import answered
from ansinh_desktop.registers.explanation import Line
from ansinh_desktop.rules import law, merit_once, merit_rights, wording
from ansinh_desktop.rules.merit import Money
from ansinh_desktop.rules.merit_once import Grant

_OF_DEATH = ("funeral", "lump_sum")
CARE = ("care_home", "care_facility")


def year_of(event: EventFacts) -> int:
    """Return the year for which something was given."""
    return number_of(event.answers, "year") or event.on.year


def due(facts: CaseFacts, event: EventFacts) -> Money | None:
    """Return what the law gives for what was asked in an event; None where it gives nothing or nobody knows."""
    answers = event.answers
    on = parts.day_of(answers, "died_on") or event.on
    # Of a round of care the year decides, not the day on which it was written down.
    if answers.get("item") in CARE and year_of(event) != on.year:
        on = on.replace(year=year_of(event), month=1, day=1)
    asked = Grant(
        text_of(answers, "item"),
        on,
        number_of(answers, "count") or 1,
        number_of(answers, "people") or 1,
        number_of(answers, "km") or 0,
        text_of(answers, "device"),
    )
    return merit_once.due(asked, answered.law_facts(facts.at(on)))


def last_care(facts: CaseFacts) -> int | None:
    """Return the year of the last round of care; None where none is known."""
    years = [year_of(each) for each in facts.events_of("grant") if each.answers.get("item") in CARE]
    years += [year for year in (number_of(facts.answers, "care_last_year"),) if year]
    return max(years, default=None)


def next_care(facts: CaseFacts) -> int | None:
    """Return the year of the next round of care, a missed one this year; None where there is no right, or no last one."""
    right, last = merit_rights.care_right(answered.law_facts(facts)), last_care(facts)
    return max(last + right.years, facts.on.year) if right.years and last else None


def worship_given(facts: CaseFacts, year: int) -> int:
    """Return for how many martyrs the money for worship was given for a year."""
    return sum(
        number_of(each.answers, "count") or 1
        for each in facts.events_of("grant")
        if each.answers.get("item") == "worship" and each.answers.get("amount") and year_of(each) == year
    )


# ------------------------------------------------------------------------------------------------ checks


@only_with(events=True)
def check_grants(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where money was given otherwise than the law says, too early, or where its level is not known."""
    for event in facts.events_of("grant"):
        found = due(facts, event)
        if found is None:
            yield from _nothing_known(facts, event)
        else:
            yield from _against(found, event)
    yield from _too_early(facts)


def _nothing_known(facts: CaseFacts, event: EventFacts) -> Iterator[Finding]:
    item = text_of(event.answers, "item")
    label = law.code_list("merit_grant").label_of(item)
    day = parts.day_of(event.answers, "died_on") or event.on
    if item == "funeral" and merit_rights.has_funeral_right(answered.law_facts(facts.at(day))):
        yield note("AS-7412", "", day=wording.date(day))
    elif item in _OF_DEATH:
        yield warning("AS-7413", "", item=label)


def _against(found: Money, event: EventFacts) -> Iterator[Finding]:
    given = number_of(event.answers, "amount")
    if given is not None and given != found.amount:
        yield warning(
            "AS-7410",
            "",
            item=law.code_list("merit_grant").label_of(text_of(event.answers, "item")),
            day=wording.date(event.on),
            recorded=wording.money(given),
            lawful=wording.money(found.amount),
            article=found.article,
        )
    if found.mark == "?":
        yield warning("AS-7411", "", article=found.article)


def _too_early(facts: CaseFacts) -> Iterator[Finding]:
    right = merit_rights.care_right(answered.law_facts(facts))
    years = sorted(
        {year_of(each) for each in facts.events_of("grant") if each.answers.get("item") in CARE}
        | {year for year in (number_of(facts.answers, "care_last_year"),) if year}
    )
    for before, then in itertools.pairwise(years):
        if right.years and then - before < right.years:
            yield warning("AS-7414", "", year=then, before=before, article=right.article)


# ------------------------------------------------------------------------------------------------ why


def lines(facts: CaseFacts) -> Iterator[Line]:
    """Yield what the law gives for each event, for a death without one, and how often a round of care is due."""
    for event in facts.events_of("grant"):
        yield from _line(due(facts, event), event)
    died = (
        parts.day_of(facts.person, "death_date") if len(text_of(facts.person, "death_date")) == 10 else None
    )
    written = {text_of(each.answers, "item") for each in facts.events_of("grant")}
    if died is not None and not answered.is_martyr(facts):
        for item in _OF_DEATH:
            if item not in written:
                asked = EventFacts("grant", died, {"item": item, "died_on": died.isoformat()})
                yield from _line(due(facts, asked), asked)
    yield from _care_line(facts)
    yield from _worship_line(facts)


def _line(found: Money | None, event: EventFacts) -> Iterator[Line]:
    if found is None:
        return
    day = parts.day_of(event.answers, "died_on") or event.on
    how = f" ({found.how})" if found.how else ""
    label = law.code_list("merit_grant").label_of(text_of(event.answers, "item"))
    yield Line(
        f"{label}, ngày {wording.date(day)}: {wording.money(found.amount)} đồng{how}.",
        found.article,
        "warning" if found.mark == "?" else "",
    )


def _care_line(facts: CaseFacts) -> Iterator[Line]:
    right = merit_rights.care_right(answered.law_facts(facts))
    if right.years:
        often = law.code_list("convalescence_frequency").label_of(right.every)
        last = last_care(facts)
        after = f", lần gần nhất năm {last}, lần tiếp theo năm {next_care(facts)}" if last else ""
        yield Line(f"Điều dưỡng: {often.lower()}{after}.", right.article)


def _worship_line(facts: CaseFacts) -> Iterator[Line]:
    count = worshipped(facts.answers, facts.on.year)
    found = merit_once.due(Grant("worship", facts.on, count), answered.law_facts(facts)) if count else None
    if found is not None:
        yield Line(
            f"Thờ cúng {count:02d} liệt sĩ, năm {facts.on.year}: {wording.money(found.amount)} đồng.",
            found.article,
        )


def worshipped(answers: Answers, year: int) -> int:
    """Return how many martyrs the person worships in a year by a decision."""
    if "worshipper" not in codes_of(answers, "related"):
        return 0
    return sum((number_of(row, "since_year") or 0) <= year for row in rows_of(answers, "worshipped"))
