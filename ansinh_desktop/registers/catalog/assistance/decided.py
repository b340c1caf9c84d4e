"""What the decision in force pays in a month, and why the law's reckoning is another: a proposal until it is decided."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Value, number_of, text_of
from ansinh_desktop.registers.case import CaseFacts, reckoned_once
from ansinh_desktop.registers.catalog.assistance import amounts
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.rules.assistance import Assessment


@dataclass(frozen=True)
class Level:
    """What is paid every month from a month on, and by what."""

    since: str
    """The month, as months are stored."""
    own: int
    carer: int
    of_law: Assessment | None
    """What the law gave in that month."""
    coefficient: str
    decision_no: str
    decision_date: str

    @property
    def total(self) -> int:
        """All of it."""
        return self.own + self.carer


@reckoned_once
def in_force(facts: CaseFacts) -> Level | None:
    """Return the level of the decision that holds in the month of the facts' day; None where nobody recorded one."""
    said = amounts.figures(facts)
    amount = number_of(said, "new_amount")
    if amount is None:
        return None
    since = text_of(said, "month") or f"{facts.on:%Y-%m}"
    of_law = amounts.assessment(facts.at(calendar.month_end(calendar.read_month(since))))
    carer = of_law.carer_total if of_law and not of_law.unanswered else 0
    # The recorded figure may be the person's own level alone, with the carer's money beside it, or both.
    whole = of_law is not None and not of_law.unanswered and amount == of_law.total
    return Level(
        since,
        amount - carer if whole else amount,
        carer,
        of_law,
        text_of(said, "coefficient"),
        text_of(said, "decision_no"),
        text_of(said, "decision_date"),
    )


@reckoned_once
def due(facts: CaseFacts) -> Level | None:
    """Return what the month pays: what the decision in force says, else the law's; None where nobody knows it.

    Where the law pays nothing any more, no decision lets it be paid: that is an end, and shown as one.
    """
    found = amounts.assessment(facts)
    level = in_force(facts)
    if level is not None:
        gone = found is not None and not found.unanswered and not found.total
        return dataclasses.replace(level, own=0, carer=0) if gone else level
    if found is None or found.unanswered:
        return None
    return of_law(found, facts)


def of_law(found: Assessment, facts: CaseFacts) -> Level:
    """Return the law's level of a month, under the record's own decision."""
    return Level(
        found.month.isoformat()[:7],
        found.pay,
        found.carer_total,
        found,
        kinds.decimal_text(found.coefficient) if found.scheme == "allowance" else "",
        text_of(facts.answers, "decision_no"),
        text_of(facts.answers, "decision_date"),
    )


def proposed(facts: CaseFacts) -> Assessment | None:
    """Return what the law gives in the month where it pays another amount than the decision in force; None else.

    An end is no other amount, and what nobody can reckon yet proposes nothing.
    """
    found, level = amounts.assessment(facts), in_force(facts)
    if level is None or found is None or found.unanswered or not found.total:
        return None
    # A decision may name the own level alone, and the carer's money follows from its facts.
    return found if found.total != level.total else None


def why(facts: CaseFacts) -> str:
    """Return in words why the law gives another amount than was decided."""
    found, level = amounts.assessment(facts), in_force(facts)
    if found is None or level is None:
        return ""
    then = level.of_law
    if then is None or level.total != then.total:
        return "quyết định ghi khác mức theo luật của chính tháng ấy"
    said = []
    if amounts.base_of(then) != amounts.base_of(found):
        said.append(
            f"mức chuẩn {wording.money(amounts.base_of(then))} → {wording.money(amounts.base_of(found))}"
        )
    if amounts.clause_now(then) != amounts.clause_now(found):
        said.append(f"nhóm {amounts.clause_now(then)} → {amounts.clause_now(found)}")
    if then.coefficient != found.coefficient:
        shown = [kinds.Decimal().show(kinds.decimal_text(each.coefficient)) for each in (then, found)]
        said.append(f"hệ số {shown[0]} → {shown[1]}")
    if then.carer_total != found.carer_total:
        shown = [wording.money(each.carer_total) for each in (then, found)]
        said.append(f"kinh phí chăm sóc {shown[0]} → {shown[1]}")
    return "; ".join(said) or "căn cứ đã khác"


def check(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that the law gives another amount than the decision in force: a decision is to be prepared."""
    found, level = proposed(facts), in_force(facts)
    if found is not None and level is not None:
        shown = {"decided": wording.money(level.total), "lawful": wording.money(found.total)}
        yield warning("AS-4230", "recorded_amount", why=why(facts), article=found.article, **shown)


def monthly(facts: CaseFacts) -> int:
    """Return what the month pays beside what is paid once; nothing where nobody knows it."""
    found = due(facts)
    return found.total if found else 0


# ------------------------------------------------------------------------------------------------ columns


def _own(facts: CaseFacts) -> int | None:
    found = due(facts)
    return None if found is None else found.own


def _carer(facts: CaseFacts) -> int | None:
    found = due(facts)
    return found.carer or None if found else None


def _coefficient(facts: CaseFacts) -> str | None:
    found = due(facts)
    if found is None:
        return None
    law = found.of_law
    of_law = (
        kinds.decimal_text(law.coefficient)
        if law and law.scheme == "allowance" and law.pay == found.own
        else ""
    )
    return found.coefficient or of_law or None


def _base(facts: CaseFacts) -> int | None:
    found = due(facts)
    return amounts.base_of(found.of_law) if found and found.of_law and found.of_law.pay == found.own else None


def total(facts: CaseFacts) -> int | None:
    """Return all that is paid with the list of the facts' month; None where nobody knows it."""
    found = due(facts)
    if found is None:
        return None
    return found.total + amounts.once_total(facts) - amounts.deduction(facts)


def _decided_own(facts: CaseFacts) -> int | None:
    found = in_force(facts)
    return found.own if found else None


def _decided_coefficient(facts: CaseFacts) -> str | None:
    return _coefficient(facts) if in_force(facts) else None


def difference(facts: CaseFacts) -> int | None:
    """Return by how much the law's amount is above that of the decision in force; None where it is not."""
    found, level = proposed(facts), in_force(facts)
    return found.total - level.total if found and level and found.total > level.total else None


def _before(value: Callable[[CaseFacts], Value]) -> Callable[[CaseFacts], Value]:
    """Return what a column was in the month before the list; nothing where nothing was paid yet."""

    def compute(facts: CaseFacts) -> Value:
        before = amounts.month_before(facts)
        begins = text_of(facts.answers, "start_month")
        return None if begins > f"{before.on:%Y-%m}" else value(before) or None

    return compute


COMPUTED = (
    Computed("last_coefficient", "Hệ số đã hưởng", kinds.Decimal(), _before(_coefficient), of_lists=True),
    Computed("last_amount", "Mức đã hưởng (đồng)", kinds.Money(), _before(_own), of_lists=True),
    Computed("paid_coefficient", "Hệ số được chi", kinds.Decimal(), _coefficient, of_lists=True),
    Computed("paid_base", "Mức chuẩn được chi (đồng)", kinds.Money(), _base, of_lists=True),
    Computed("paid_amount", "Mức được chi (đồng)", kinds.Money(), _own),
    Computed("paid_carer", "Kinh phí chăm sóc được chi (đồng)", kinds.Money(), _carer, of_lists=True),
    Computed(
        "decided_coefficient",
        "Hệ số của quyết định đang có hiệu lực",
        kinds.Decimal(),
        _decided_coefficient,
        of_lists=True,
    ),
    Computed(
        "decided_amount",
        "Mức của quyết định đang có hiệu lực (đồng)",
        kinds.Money(),
        _decided_own,
        of_lists=True,
    ),
    Computed("difference", "Chênh lệch mỗi tháng (đồng)", kinds.Money(), difference),
    Computed("total", "Tổng (đồng)", kinds.Money(), total),
)
