"""Somebody paid in November 2026, and long work gone through to its end."""

from ansinh_desktop.services.program import Program
from tests import factories

PAID = {
    "social_group": "k6",
    "disability_degree": "severe",
    "received_on": "2026-11-02",
    "decision_no": "12/QĐ-UBND",
    "decision_date": "2026-11-10",
    "start_month": "2026-11",
}


def paid(program: Program, **changes) -> str:
    """Write the record of somebody whose benefit was decided; return it."""
    record = program.cases.save(factories.case("assistance", PAID | changes))
    for state in ("received", "appraising", "approved"):
        program.cases.move(record, state, "2026-11-20")
    return record


def to_the_end(steps):
    """Go through the steps of long work, and return what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
