"""How a register fills a regular report whose lines are known: whom each line counts, as the paper has them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from ansinh_desktop.registers.plan.indicator import Seen


@dataclass(frozen=True)
class TallyLine:
    """One line of a report; one that counts nobody by itself is a heading."""

    label: str
    holds: Callable[[Seen], bool] | None = None
    number: str = ""
    events: str = ""
    """The kind of events whose money of the period is the line's; else what closed months paid."""
    unit: str = ""
    """In what a line of a report of quantities counts: "người", "hộ", "kg"."""
    quantity: Callable[[Seen], int] | None = None
    """How much a record adds to such a line."""
    once_by: str = ""
    """The field whose answer several records of one case share: of such a case the most that one of them says is added."""
    by_hand: bool = False
    """Nothing that is recorded says it: the paper leaves room for the pen."""

    @property
    def is_heading(self) -> bool:
        """Whether it only opens the lines below it."""
        return self.holds is None and self.quantity is None and not self.by_hand


@dataclass(frozen=True)
class Tally:
    """A regular report: STT, Chỉ tiêu, Tổng số, Nam, Nữ, Kinh phí (triệu đồng); or of quantities.

    A line of quantities that says whom it counts counts people.
    """

    code: str
    title: str
    model: str
    """What the paper calls itself: "Mẫu số 10a"."""
    legal_basis: str
    lines: tuple[TallyLine, ...]
    events: tuple[str, ...] = ()
    """The kinds of events at which its lines look, besides the steps."""
    of_quantities: bool = False
    """Its columns are STT, Chỉ tiêu, Đơn vị tính, Số lượng."""
    with_money: bool = True
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None

    def rules_on(self, day: datetime.date) -> bool:
        """Whether a report of a period that ends on a day has this form."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
