"""What the papers of an allowance say: what was decided and kept, with the texts of the law by their full names."""

import datetime

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, Value, as_text, number_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.assistance import amounts
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.rules import assistance, calendar, documents

_KEPT = {
    "base": "base",
    "coefficient": "coefficient",
    "amount": "monthly",
    "carer_amount": "carer_amount",
    "article": "article",
}
"""Computed columns, and the fields of the kept result that say the same."""


def _legal_basis(facts: CaseFacts) -> Value:
    found = amounts.assessment(facts)
    if found is None or not found.article:
        return None
    base = found.base if found.scheme == "allowance" else None
    return documents.legal_basis((found.article, *_of_base(base, found.base_id, found.month)))


def _of_base(amount: int | None, base_id: str, month: datetime.date) -> tuple[str, ...]:
    """Return where a base of this amount stands: of the month, else the one that the result names.

    Whoever was decided before the base rose backdated is paid by the one before; a pension has none.
    """
    try:
        level = assistance.base_on(calendar.month_end(month), assistance.local_levels())
    except UserError:
        return ()  # before the oldest level
    levels = (level, assistance.base_named(base_id))
    return tuple(each.article for each in levels if each is not None and each.amount == amount)[:1]


COMPUTED = (Computed("legal_basis", "Căn cứ (tên văn bản)", kinds.Text(), _legal_basis, of_lists=True),)


def printed(answers: Answers, kept: Answers | None) -> Answers:
    """Return what computed columns say on a paper of a decision: as it was kept, else as it is recorded.

    Args:
        answers: Of the record.
        kept: The result that was kept with the decision; None where none was.
    """
    if kept is not None:
        base = number_of(kept, "base") if kept.get("coefficient") else None
        articles = (
            text_of(kept, "article"),
            *_of_base(base, text_of(kept, "base_id"), calendar.read_month(as_text(kept["month"]))),
        )
        return {key: kept.get(name) for key, name in _KEPT.items()} | {
            "legal_basis": documents.legal_basis(articles) or None
        }
    recorded, month = answers.get("recorded_amount"), answers.get("recorded_month")
    if recorded is None or (month and month != answers.get("start_month")):
        return {}
    found = {"amount": recorded, "coefficient": answers.get("recorded_coefficient")}
    return {key: value for key, value in found.items() if value is not None}
