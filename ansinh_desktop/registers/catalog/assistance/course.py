"""When an allowance begins, is suspended, stops and is paid in arrears: what the law says beside what is recorded."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, note, warning
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import Value, as_text, date_of, number_of, text_of
from ansinh_desktop.registers.case import CaseFacts, Check, EventFacts, only_with
from ansinh_desktop.registers.catalog.assistance import amounts, answered
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.explanation import Line
from ansinh_desktop.rules import assistance, calendar, wording
from ansinh_desktop.rules.assistance import Arrears, FirstMonth, Ground, Start

MONTHLY = ("approved", "paying", "suspended")

# The program's reasons for a decrease, and the law's grounds that they are.
_SUSPENDS = {"not_collected": "not_collected", "no_recheck": "refuses_recheck", "remand": "remand"}
_NOT_ELIGIBLE = (
    "no_longer_eligible",
    "turned_16_not_studying",
    "finished_study",
    "left_poverty",
    "to_facility",
    "to_pension",
)
STOPS = {
    "dead": "dead_or_missing",
    "missing": "dead_or_missing",
    "prison": "prison_or_order",
    "refused": "refuses",
    "no_recheck": "three_months_after_suspension",
    **dict.fromkeys(_NOT_ELIGIBLE, "no_longer_eligible"),
}
_FREE = "other"


# ------------------------------------------------------------------------------------------------ beginning


def first_month(facts: CaseFacts) -> FirstMonth | None:
    """Return the first month that the law lets be paid; None where it cannot be told."""
    answers = facts.answers
    decided_on, group = parts.day_of(answers, "decision_date"), text_of(answers, "social_group")
    if decided_on is None or not group:
        return None
    received_on = parts.day_of(answers, "received_on")
    if (received_on or decided_on) < assistance.first_day_of_law():
        return None  # of years ago, as of many who have been paid since
    if group in assistance.local_groups():
        return None
    stopped = text_of(answers, "old_stopped_month") if answers.get("moved_in") else ""
    if answers.get("moved_in") and not stopped:
        return None
    start = Start(
        decided_on=decided_on,
        received_on=received_on,
        certificate_on=parts.day_of(answers, "certificate_date"),
        birth=answered.birth_of(facts) if facts.person.get("birth_date") else None,
        stopped_on=calendar.read_month(stopped) if stopped else None,
    )
    try:
        return assistance.first_month(group, start)
    except UserError:
        return None  # of a day that no decree rules


def check_start(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the record begins in another month than the law says."""
    answers = facts.answers
    recorded, certificate = text_of(answers, "start_month"), text_of(answers, "certificate_date")
    if not recorded:
        return
    birth = text_of(facts.person, "birth_date")
    # As texts: of ten thousand records nearly none begins before the birth.
    if birth and recorded < birth.lstrip("~")[:7]:
        yield warning(
            "AS-2233",
            "start_month",
            recorded=kinds.Month().show(recorded),
            birth=answered.birth_of(facts).show(),
        )
    yield from _check_first_month(facts, recorded, certificate)


def _check_first_month(facts: CaseFacts, recorded: str, certificate: str) -> Iterator[Finding]:
    found = first_month(facts)
    if found is not None and recorded != found.month.isoformat()[:7]:
        yield warning(
            "AS-2220",
            "start_month",
            recorded=kinds.Month().show(recorded),
            lawful=wording.month(found.month),
            article=found.article,
        )
    elif (
        found is None and certificate and facts.answers["social_group"] == "k6" and recorded < certificate[:7]
    ):
        yield warning("AS-2210", "start_month", month=kinds.Month().show(certificate[:7]))
    if found is None:
        return
    for each in found.notices:
        yield (warning if each.confirm else note)(each.code, "start_month", **each.facts)


# ------------------------------------------------------------------------------------------------ suspending, stopping


def reason_of(facts: CaseFacts) -> str:
    """Return why the record is suspended or stopped: as it says, else as its last decrease says."""
    events = facts.events_of("decrease")
    last = text_of(events[-1].answers, "reason") if events else ""
    return text_of(facts.answers, "decrease_reason") or last


def ends_payment(reason: object) -> bool:
    """Whether a reason of a decrease ends the payment, for good or for a time; others only lower it."""
    return reason in STOPS or reason in _SUSPENDS or reason == "moved_out"


def ground(facts: CaseFacts, state: str) -> Ground | None:
    """Return the law's ground of a suspension or stop; None where the reason is none."""
    kind: assistance.GroundKind = "suspend" if state == "suspended" else "stop"
    wanted = (_SUSPENDS if state == "suspended" else STOPS).get(reason_of(facts))
    try:
        known = assistance.grounds(kind, facts.on)
    except UserError:
        return None
    return next((each for each in known if each.id == wanted), None)


def check_ground(state: str) -> Check:
    """Return a check that the reason for a state is one of the law's."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        reason = reason_of(facts)
        if reason and reason != _FREE and ground(facts, state) is None:
            label = kinds.Choice("decrease_reason").show(reason)
            step = "tạm dừng" if state == "suspended" else "thôi hưởng"
            yield warning("AS-2226", "decrease_reason", reason=label, step=step, day=f"{facts.on:%d/%m/%Y}")

    return check


@only_with("stopped_from")
def check_stop(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where a record stops in another month than the one after the event that ended it."""
    stopped, happened = facts.answers.get("stopped_from"), _ended_on(facts)
    if not stopped or happened is None:
        return
    first_unpaid = calendar.add_months(assistance.last_month_paid(happened), 1)
    # Of whom the payment was suspended before, the months since then stay unpaid.
    suspended = any(each.answers.get("to") == "suspended" for each in facts.events_of("state"))
    if suspended and as_text(stopped) < f"{first_unpaid:%Y-%m}":
        return
    if stopped != f"{first_unpaid:%Y-%m}":
        yield warning(
            "AS-2221",
            "stopped_from",
            recorded=kinds.Month().show(stopped),
            lawful=wording.month(first_unpaid),
            day=wording.date(happened),
        )


def _ended_on(facts: CaseFacts) -> datetime.date | None:
    reason = reason_of(facts)
    if reason == "dead":
        known = date_of(facts.person, "death_date")
        return known.last if known and known.month else None
    if reason == "turned_16_not_studying":
        birth = date_of(facts.person, "birth_date")
        # Of a birth known to the month the month of the birthday is known.
        return calendar.add_months(birth.first, 16 * 12) if birth and birth.month else None
    if reason == "finished_study":
        last = parts.day_of(facts.answers, "study_paper_to")
        return last + datetime.timedelta(days=1) if last else None
    return _admitted_on(facts) if reason == "to_facility" else None


def _admitted_on(facts: CaseFacts) -> datetime.date | None:
    admitted = [parts.day_of(each.answers, "admitted_on") for each in facts.events_of("facility")]
    return max((each for each in admitted if each), default=None)


# ------------------------------------------------------------------------------------------------ arrears


@dataclass(frozen=True)
class Owed:
    """What is owed for past months, and by which article."""

    first: datetime.date
    last: datetime.date
    amount: int
    article: str

    @property
    def months(self) -> int:
        """How many months it is for."""
        return len(assistance.months(self.first, self.last))

    @property
    def span(self) -> str:
        """From when to when, as it is printed."""
        return f"{wording.month(self.first)}–{wording.month(self.last)}"


def backdated(facts: CaseFacts) -> Owed | None:
    """Return what is owed since the base went up backdated; None where the record does not say what was paid.

    The list of the facts' month takes the new level over: the months before it are owed.
    """
    found = _backdated(facts)
    months = [each for each in found.months if each.difference] if found else []
    if found is None or not months:
        return None
    return Owed(months[0].month, months[-1].month, found.total, found.article)


def _backdated(facts: CaseFacts) -> Arrears | None:
    rule = assistance.backdating()
    taken_over = _taken_over(facts, rule.first_month)
    since = answered.paid_since(facts.answers)
    known = answered.law_facts(facts)
    last = calendar.month_start(taken_over) - datetime.timedelta(days=1)
    if (
        known is None
        or facts.state not in MONTHLY
        or since is None
        or since >= calendar.month_start(rule.in_force_from)
    ):
        return None
    paid = _paid(facts, last)
    first = max(rule.first_month, since)
    if last < first or any(month not in paid for month in assistance.months(first, last)):
        return None
    try:
        return assistance.arrears(known, first, last, paid, assistance.local_levels())
    except UserError:
        return None


def _taken_over(facts: CaseFacts, first: datetime.date) -> datetime.date:
    """Return the month in which the new level was taken over: of the re-decision, else of the facts."""
    raised = [
        calendar.read_month(as_text(each.answers["month"]))
        for each in facts.events_of("increase")
        if each.answers.get("reason") == "base_up"
    ]
    return min((each for each in raised if each > first), default=facts.on)


def _paid(facts: CaseFacts, last: datetime.date) -> Mapping[datetime.date, int]:
    """Return what was paid by month: as the payments say, else as recorded under the base before."""
    rule, answers = assistance.backdating(), facts.answers
    found: dict[datetime.date, int] = {}
    amount, month = number_of(answers, "recorded_amount"), text_of(answers, "recorded_month")
    if amount is not None and month and rule.old_base_from <= calendar.read_month(month) < rule.in_force_from:
        of_month = amounts.assessment(facts.at(calendar.month_end(calendar.read_month(month))))
        # The recorded figure may be the person's own level alone, with the carer's money beside it.
        beside = of_month.carer_total if of_month and amount != of_month.total else 0
        found = dict.fromkeys(assistance.months(rule.first_month, last), amount + beside)
    for each in facts.events_of("payment"):
        given = number_of(each.answers, "amount")
        if each.answers.get("paid") and given is not None:
            found[calendar.read_month(as_text(each.answers["month"]))] = given
    return found


def resumed(facts: CaseFacts) -> Owed | None:
    """Return what is owed for the months of a suspension after which payment was resumed; None when settled."""
    if (found := _last_resumption(facts)) is None:
        return None
    before, back = found
    if any(each.on >= back.on for each in facts.events_of("arrears")):
        return None
    first = _suspended_from(facts, before)
    last = calendar.month_start(back.on) - datetime.timedelta(days=1)
    each_month = [
        amounts.assessment(facts.at(calendar.month_end(month))) for month in assistance.months(first, last)
    ]
    amount = sum(each.total for each in each_month if each is not None)
    article = assistance.resume_article(back.on)
    return Owed(first, last, amount, article) if first <= last and amount else None


def _last_resumption(facts: CaseFacts) -> tuple[EventFacts, EventFacts] | None:
    """Return the step that suspended the payment and the one that resumed it, where these are the last two."""
    steps = [each for each in facts.events_of("state") if each.answers.get("to") in MONTHLY][-2:]
    ways = [each.answers.get("to") for each in steps]
    return (steps[0], steps[1]) if facts.state == "paying" and ways == ["suspended", "paying"] else None


def suspended_before(facts: CaseFacts, back: datetime.date) -> datetime.date | None:
    """Return the first month that was not paid before payment was resumed on a day; None without a suspension."""
    steps = [each for each in facts.events_of("state") if each.answers.get("to") == "suspended"]
    before = [each for each in steps if each.on <= back]
    return _suspended_from(facts, before[-1]) if before else None


def _suspended_from(facts: CaseFacts, step: EventFacts) -> datetime.date:
    """Return the first month that was not paid: as its decrease says, else the month after the step."""
    resumed = [
        each.on
        for each in facts.events_of("state")
        if each.answers.get("from") == "suspended" and each.on < step.on
    ]
    since = resumed[-1] if resumed else datetime.date.min
    said = [
        as_text(each.answers["month"])
        for each in facts.events_of("decrease")
        if since < each.on <= step.on and ends_payment(each.answers.get("reason"))
    ]
    return calendar.read_month(said[-1]) if said else calendar.add_months(calendar.month_start(step.on), 1)


@only_with(events=True)
def check_resumed(facts: CaseFacts) -> Iterator[Finding]:
    """Yield that arrears of a suspension are still to be paid."""
    owed = resumed(facts)
    if owed is not None:
        yield warning("AS-2222", "", span=owed.span, lawful=wording.money(owed.amount), article=owed.article)


# ------------------------------------------------------------------------------------------------ columns, why


def _owed_months(facts: CaseFacts) -> Value:
    owed = backdated(facts)
    return owed.months if owed else None


def _owed_amount(facts: CaseFacts) -> Value:
    owed = backdated(facts)
    return owed.amount if owed else None


def _owed_span(facts: CaseFacts) -> Value:
    owed = backdated(facts)
    return owed.span if owed else None


COMPUTED = (
    Computed("owed_span", "Truy lĩnh theo luật từ–đến", kinds.Text(), _owed_span),
    Computed("owed_months", "Số tháng truy lĩnh", kinds.Whole(), _owed_months, of_lists=True),
    Computed("owed", "Truy lĩnh theo luật (đồng)", kinds.Money(), _owed_amount),
)


def _who_decides(facts: CaseFacts) -> Iterator[Line]:
    received = parts.day_of(facts.answers, "received_on")
    if received is None or facts.state in (*MONTHLY, "stopped", "transferred"):
        return
    try:
        who = assistance.authority_on(received)
    except UserError:
        return  # received before the oldest decree
    yield Line(f"Hồ sơ nhận ngày {wording.date(received)}: người quyết định là {who}.")


def lines(facts: CaseFacts) -> Iterator[Line]:
    """Yield when the allowance begins, why it was suspended or stopped, and what is owed."""
    yield from _who_decides(facts)
    start, now = first_month(facts), amounts.assessment(facts)
    # Under "nothing is paid" a first month paid would say the contrary.
    if start is not None and now is not None and max(now.offers):
        yield Line(f"Tháng đầu được hưởng: {wording.month(start.month)}.", start.article)
        if start.month > now.month:
            yield Line(
                f"Tháng {wording.month(now.month)} còn trước tháng đầu được hưởng: chưa được chi.",
                tone="warning",
            )
        yield from (
            Line(each.text, each.article, "warning", each.todo) for each in start.notices if each.confirm
        )
    if facts.state in ("suspended", "stopped"):
        found = ground(facts, facts.state)
        if found is not None:
            step = "Tạm dừng" if facts.state == "suspended" else "Thôi hưởng"
            yield Line(f"{step} vì: {found.label}.", found.article)
    owed = backdated(facts)
    if owed is not None:
        text = f"Truy lĩnh do mức chuẩn tăng, {owed.span}: {wording.money(owed.amount)} đồng ({owed.months} tháng)."
        yield Line(text, owed.article, "good")
    again = resumed(facts)
    if again is not None:
        yield Line(
            f"Truy lĩnh sau tạm dừng, {again.span}: {wording.money(again.amount)} đồng.",
            again.article,
            "good",
        )
