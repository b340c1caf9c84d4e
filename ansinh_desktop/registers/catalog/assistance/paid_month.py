"""The month of payment of social assistance: what is paid to whom, what stands in the way, why somebody comes or goes."""

import dataclasses
import datetime
from collections.abc import Iterator, Sequence

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import Answers, Value, as_text, number_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.assistance import (
    amounts,
    checks,
    course,
    decided,
    foreseen,
    left_out,
    past_months,
    reasons,
)
from ansinh_desktop.registers.catalog.assistance.decided import Level
from ansinh_desktop.registers.paying import Pay, Paying
from ansinh_desktop.rules import assistance, calendar, wording

_BY_ACCOUNT = frozenset({"bank", "e_wallet"})
_PAYING = "paying"

# ------------------------------------------------------------------------------------------------ what is paid


def pay(facts: CaseFacts) -> Pay:
    """Return what a record is paid with the list of the facts' month: by the decision in force, else by the law."""
    level, answers = decided.due(facts), facts.answers
    of_law = level.of_law if level else None
    return Pay(
        parts=_parts(facts, level),
        clause=as_text(amounts.clause(facts) or ""),
        coefficient=as_text(_column("paid_coefficient", facts) or ""),
        base=number_of({"base": _column("paid_base", facts)}, "base"),
        article=of_law.article if of_law else "",
        decision_no=level.decision_no if level else text_of(answers, "decision_no"),
        decision_date=level.decision_date if level else text_of(answers, "decision_date"),
        method=text_of(answers, "payment_method"),
        account=_said(answers, _ACCOUNT),
        payee=_said(answers, _PAYEE),
        span=as_text(_column("arrears_span", facts) or ""),
    )


def _parts(facts: CaseFacts, level: Level | None) -> dict[str, int]:
    found = amounts.assessment(facts)
    own = "pension" if found and found.scheme == "pension" else "allowance"
    said = {
        own: level.own if level else 0,
        "carer": level.carer if level else 0,
        "arrears": _column("arrears", facts),
        "once": _column("once", facts),
        "deduction": -amounts.deduction(facts),
    }
    return {key: value for key, value in said.items() if isinstance(value, int) and value}


_COLUMNS = {each.key: each.compute for each in (*amounts.COMPUTED, *decided.COMPUTED)}


def _column(key: str, facts: CaseFacts) -> Value:
    return _COLUMNS[key](facts)


_ACCOUNT = ("account_owner", "account_no", "bank")
_PAYEE = ("receiver_name", "receiver_relation", "receiver_id", "receiver_paper")


def _said(answers: Answers, keys: Sequence[str]) -> str:
    return ", ".join([said for key in keys if (said := text_of(answers, key))])


# ------------------------------------------------------------------------------------------------ the gate

_HINDERS_PAYMENT = frozenset(
    {"AS-2208", "AS-2211", "AS-2201", "AS-2202", "AS-2203", "AS-2204", "AS-2205", "AS-2228"}
)
"""What the record's own checks say of decision, payment and group that is to be settled before money goes out."""
_HINDERS = frozenset({"AS-4070", "AS-4071", "AS-4073", "AS-4074", "AS-4077"})
"""Why somebody who stands as paid is not: the record has to say first what became of them."""


def gate(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what stands in the way of paying a record of the list, for the month of the facts."""
    found = amounts.assessment(facts)
    level = decided.in_force(facts)
    if level is None and (found is None or found.unanswered):
        yield error("AS-4073", "social_group")
    elif level is not None and found is not None and found.unanswered:
        shown = {"decided": wording.money(level.total), "offers": reasons.offers(found)}
        yield warning("AS-4231", "social_group", **shown)
    yield from decided.check(facts)
    yield from _receiver(facts)
    if facts.events:
        yield from _recovery(facts)
        yield from _paid_by_hand(facts)
        yield from _resumed(facts)
    yield from _checked(facts)
    yield from _counted(facts)
    for task in foreseen.medical_validity(facts):
        if f"{task.due:%Y-%m}" < left_out.month_of(facts):
            yield warning("AS-4213", "", day=f"{task.due:%d/%m/%Y}", article=task.article)


def _checked(facts: CaseFacts) -> Iterator[Finding]:
    for ask in (checks.check_decision, checks.check_payment, checks.check_group):
        for each in ask(facts):
            if each.code in _HINDERS_PAYMENT:
                yield warning(each.code, each.field, **each.facts)


def _receiver(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that whoever receives in the person's place may do so no longer."""
    last = parts.day_of(facts.answers, "receiver_to")
    if last is not None and facts.answers.get("receiver_name") and last < calendar.month_start(facts.on):
        yield warning("AS-4234", "receiver_to", day=wording.date(last))


def _recovery(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that of a recovery by a decision a rest is left, and nothing of it stands in this month's list."""
    month = left_out.month_of(facts)
    taken: dict[str, int] = {}
    whole: dict[str, int] = {}
    now: set[str] = set()
    for each in facts.events_of("deduction"):
        number, of_month = text_of(each.answers, "decision_no"), text_of(each.answers, "month")
        if of_month > month or number_of(each.answers, "whole") is None:
            continue
        whole[number] = number_of(each.answers, "whole") or 0
        taken[number] = taken.get(number, 0) + (number_of(each.answers, "amount") or 0)
        now |= {number} if of_month == month else set()
    for number, amount in whole.items():
        rest = amount - taken[number]
        if rest > 0 and number not in now:
            shown = {"whole": wording.money(amount), "taken": wording.money(taken[number])}
            yield warning("AS-4235", "", number=number or "(chưa ghi số)", rest=wording.money(rest), **shown)


def _resumed(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that a list pays somebody again whose suspension is over, and its months are still owed."""
    owed = course.resumed(facts)
    if owed is not None and owed.last < facts.on:
        yield from course.check_resumed(facts)


def _paid_by_hand(facts: CaseFacts) -> Iterator[Finding]:
    month = left_out.month_of(facts)
    for each in facts.events_of("payment"):
        if each.answers.get("month") == month and each.answers.get("paid"):
            yield error("AS-4211", "", month=f"{facts.on:%m/%Y}", day=f"{each.on:%d/%m/%Y}")


def _counted(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that the law counts another group in this month, whichever month the recorded figures speak of."""
    if text_of(facts.answers, "recorded_month") and not text_of(facts.answers, "start_month"):
        # Without its beginning their month would tell the law since when the person is paid.
        untied = {key: value for key, value in facts.answers.items() if key != "recorded_month"}
        facts = dataclasses.replace(facts, answers=untied)
    found = amounts.assessment(facts)
    if found is not None and (found.scheme != "none" or found.alternatives):
        yield from amounts.check_counted(facts, found)


def weighed(facts: CaseFacts, why: Finding) -> Finding | None:
    """Return how much it weighs that somebody is left out: an error while the record still stands as paid.

    That payment was resumed only after the month is no hindrance: the record says so itself.
    """
    if why.code == "AS-4071" and _resumed_later(facts):
        return None
    hinders = why.code in _HINDERS and facts.state == _PAYING
    return (error if hinders else warning)(why.code, why.field, **why.facts)


def _resumed_later(facts: CaseFacts) -> bool:
    resumed = (each for each in facts.events_of("state") if each.answers.get("from") == "suspended")
    return any(each.answers.get("to") == _PAYING and each.on > facts.on for each in resumed)


# ------------------------------------------------------------------------------------------------ coming and going


def came(facts: CaseFacts) -> str:
    """Return why somebody comes into the list of the facts' month."""
    month = left_out.month_of(facts)
    said = [
        text_of(each.answers, "reason")
        for each in facts.events_of("increase")
        if each.answers.get("month") == month
    ]
    if said:
        return kinds.Choice("increase_reason").show(said[-1])
    if text_of(facts.answers, "start_month") == month:
        return _began(facts)
    back = [each for each in facts.events_of("state") if each.answers.get("from") == "suspended"]
    if any(each.answers.get("to") == _PAYING and f"{each.on:%Y-%m}" == month for each in back):
        return "Hưởng lại sau tạm dừng"
    return "Vào danh sách"


def _began(facts: CaseFacts) -> str:
    if facts.answers.get("moved_in"):
        return "Chuyển đến"
    return kinds.Choice("increase_reason").show(facts.answers.get("increase_reason")) or "Hưởng mới"


def went(facts: CaseFacts) -> str:
    """Return why somebody is no longer in the list of the facts' month."""
    died = parts.death_of(facts)
    if died is not None and calendar.month_start(died) <= calendar.month_start(facts.on):
        return f"Chết ({kinds.PartialDate().show(facts.person['death_date'])})"
    reason = course.reason_of(facts)
    if reason:
        return kinds.Choice("decrease_reason").show(reason)
    why = left_out.gets_nothing(facts)
    return why.text.removesuffix(".") if why is not None else "Ra khỏi danh sách"


def over_from(facts: CaseFacts) -> str:
    """Return the first month that is not paid any more: after the death, else as the record says."""
    died, ended = parts.death_of(facts), left_out.ended_from(facts)
    after = f"{calendar.add_months(calendar.month_start(died), 1):%Y-%m}" if died is not None else ""
    return min(filter(None, (after, ended)), default="")


def uncollected(facts: CaseFacts, months: Sequence[datetime.date]) -> Finding | None:
    """Return that payment is to be suspended: three months in a row were not collected."""
    if assistance.must_be_suspended(months) is None:
        return None
    try:
        known = assistance.grounds("suspend", facts.on)
    except UserError:
        return None  # before the oldest decree
    article = next((each.article for each in known if each.id == "not_collected"), "")
    return warning("AS-4214", "", months=wording_of(months), article=article)


def wording_of(months: Sequence[datetime.date]) -> str:
    """Return months in words, each with its year where the next has another."""
    return ", ".join(wording.month(each) for each in months)


PAYING = Paying(
    paper="payment",
    event="payment",
    pay=pay,
    gate=gate,
    left_out=weighed,
    came=came,
    went=went,
    over_from=over_from,
    owed=past_months.check,
    uncollected=uncollected,
    # There are pensions only since 01/7/2025, and not in every commune.
    called={"allowance": "trợ cấp xã hội", "pension": "trợ cấp hưu trí xã hội"},
    by_account=_BY_ACCOUNT,
)
