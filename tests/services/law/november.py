"""Somebody paid in November 2026, what a province sets of its own, and long work gone through to its end."""

from ansinh_desktop.registers.answer import Value
from ansinh_desktop.services.program import Program
from tests import factories

RESOLUTION = "NQ 12/2026/NQ-HĐND"
BASE: dict[str, Value] = {"article": RESOLUTION, "amount": 600_000, "effective_from": "2026-12-01"}
GROUP: dict[str, Value] = {
    "article": RESOLUTION,
    "label": "Người cao tuổi từ đủ 65 tuổi thuộc hộ nghèo",
    "coefficient": "0.5",
    "age_from": 65,
    "effective_from": "2026-11-01",
}


def paid(program: Program, **changes) -> str:
    """Write the record of somebody whose benefit was decided; return it."""
    record = program.cases.save(factories.case("assistance", factories.DECIDED | changes))
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
