"""The living standard of a household, judged every year against where it lives (Pháp lệnh 02/2020 Điều 6 khoản 2)."""

from ansinh_desktop.registers.answer import number_of, text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts

KIND = "living"
ENOUGH = ("equal", "above")
"""The standards that the plan's target asks for."""


def year_of(event: EventFacts) -> int:
    """Return the year that was judged."""
    return number_of(event.answers, "year") or event.on.year


def standard_in(facts: CaseFacts, year: int) -> str:
    """Return how the household was judged last for a year, up to the day of the facts; empty where nobody did."""
    found = [each for each in facts.events_of(KIND) if year_of(each) == year and each.on <= facts.on]
    return text_of(found[-1].answers, "standard") if found else ""
