"""What is done to many who are paid at once: another level, a suspension, an end, a return, a way of payment, a hamlet."""

from collections.abc import Callable

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.acts.many import Effect, ManyAct
from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.catalog.assistance import amounts, course, decided, past_months
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules import calendar, wording

_ON = Field("on", "Ngày quyết định", kinds.Date(), required=True)
_NUMBER = Field("decision_no", "Số quyết định", kinds.Text(60), required=True)
_IN_ROW = Field("in_row", "Mỗi người một quyết định, số tăng dần", kinds.YesNo())
_SIGNER = Field("signer", "Người ký", kinds.Text(100))
_PAID_IN = Field(
    "paid_in",
    "Truy lĩnh, truy thu vào danh sách tháng",
    kinds.Month(),
    help="Để trống thì chưa ghi truy lĩnh, truy thu của các tháng trước.",
)


def _month(label: str) -> Field:
    return Field("month", label, kinds.Month(), required=True)


def _decision(said: Answers) -> dict[str, Value]:
    return {
        "decision_no": said.get("decision_no"),
        "decision_date": said.get("on"),
        "month": said.get("month"),
    }


def _is_in(*states: str) -> Callable[[CaseFacts, Answers, Paid], Finding | None]:
    def fits(facts: CaseFacts, _said: Answers, _paid: Paid) -> Finding | None:
        return None if facts.state in states else warning("AS-4240", "")

    return fits


# ------------------------------------------------------------------------------------------------ another level


def _is_proposed(facts: CaseFacts, said: Answers, paid: Paid) -> Finding | None:
    if (why := _is_in("paying", "approved")(facts, said, paid)) is not None:
        return why
    return None if decided.proposed(facts) is not None else warning("AS-4241", "", month=f"{facts.on:%m/%Y}")


def _adjust(facts: CaseFacts, said: Answers, paid: Paid) -> Effect:
    found, level = decided.proposed(facts), decided.in_force(facts)
    if found is None or level is None:
        return Effect()
    rises = found.total > level.total
    base = level.of_law is not None and amounts.base_of(level.of_law) < amounts.base_of(found)
    up = "base_up" if base else "coefficient_up"
    event = _decision(said) | {
        "reason": up if rises else "coefficient_down",
        "new_amount": found.total,
        "coefficient": kinds.decimal_text(found.coefficient) if found.scheme == "allowance" else None,
        "signer": said.get("signer"),
    }
    past = _past(facts, said, paid)
    return Effect(
        ((("increase" if rises else "decrease"), event), *past),
        before=wording.money(level.total),
        after=wording.money(found.total),
        change=found.total - level.total,
    )


def _past(facts: CaseFacts, said: Answers, paid: Paid) -> tuple[tuple[str, Answers], ...]:
    """Return the arrears or the recovery of the months between the decision's and the list it goes into."""
    until, first = text_of(said, "paid_in"), text_of(said, "month")
    if not until or until <= first:
        return ()

    def given(then: CaseFacts) -> int | None:
        month = f"{then.on:%Y-%m}"
        return paid[month] if month in paid else decided.monthly(then)

    of_law: past_months.Amount = lambda then: _lawful(then, given(then) or 0)  # noqa: E731
    months = past_months.between(facts, calendar.read_month(first), calendar.read_month(until), of_law, given)
    return tuple(past_months.events(months, until))


def _lawful(facts: CaseFacts, unknown: int) -> int:
    found = amounts.assessment(facts)
    return unknown if found is None or found.unanswered else found.total


def _is_owed(facts: CaseFacts, said: Answers, paid: Paid) -> Finding | None:
    if (why := _is_in("paying", "approved", "suspended")(facts, said, paid)) is not None:
        return why
    return None if past_months.open_months(facts, paid) else warning("AS-4247", "", month=f"{facts.on:%m/%Y}")


def _settle(facts: CaseFacts, said: Answers, paid: Paid) -> Effect:
    months = past_months.open_months(facts, paid)
    owed = sum(each.difference for each in months)
    word = "Truy lĩnh" if owed > 0 else "Truy thu"
    span = f"{wording.month(months[0].month)}–{wording.month(months[-1].month)}"
    shown = f"{word} {span}: {wording.money(abs(owed))}"
    return Effect(
        tuple(past_months.events(months, text_of(said, "month"))), before=f"{len(months)} tháng", after=shown
    )


# ------------------------------------------------------------------------------------------------ suspending, ending


def _ended(to: str) -> Callable[[CaseFacts, Answers, Paid], Effect]:
    def effect(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
        before = decided.monthly(facts)
        month = text_of(said, "month")
        answers: dict[str, Value] = {
            "stopped_from": month,
            "decrease_reason": said.get("reason"),
            "stop_decision_no": said.get("decision_no"),
            "stop_decision_date": said.get("on"),
        }
        event = _decision(said) | {"reason": said.get("reason")}
        shown = f"{'Tạm dừng' if to == 'suspended' else 'Thôi'} từ {kinds.Month().show(month)}"
        return Effect(
            (("decrease", event),), answers, to=to, before=wording.money(before), after=shown, change=-before
        )

    return effect


_SUSPENDS = ("not_collected", "no_recheck", "remand")
_STOPS = tuple(key for key in course.STOPS if key != "dead")
"""Of the dead is said once for the person, with the day of the death."""


def _reason(only: tuple[str, ...]) -> Field:
    return Field("reason", "Lý do", kinds.Choice("decrease_reason", only=only), required=True)


def _resume(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
    back = decided.monthly(facts)
    event = _decision(said) | {"reason": "resumed"}
    cleared = dict.fromkeys(("stopped_from", "decrease_reason", "stop_decision_no", "stop_decision_date"))
    shown = f"Hưởng lại từ {kinds.Month().show(text_of(said, 'month'))}"
    return Effect(
        (("increase", event),), cleared, to="paying", before="Đang tạm dừng", after=shown, change=back
    )


# ------------------------------------------------------------------------------------------------ payment, place

_BY_HAND = ("cash", "home")
_METHOD = Field(
    "payment_method", "Hình thức chi trả", kinds.Choice("payment_method", only=_BY_HAND), required=True
)
"""Of an account each has their own: it is written down one by one."""


def _pay_otherwise(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
    show = _METHOD.kind.show
    return Effect(
        answers={"payment_method": said.get("payment_method")},
        before=show(facts.answers.get("payment_method")) or "(trống)",
        after=show(said.get("payment_method")),
    )


def _differs(facts: CaseFacts, said: Answers, paid: Paid) -> Finding | None:
    if (why := _is_in("paying", "approved", "suspended")(facts, said, paid)) is not None:
        return why
    same = facts.answers.get("payment_method") == said.get("payment_method")
    return warning("AS-4242", "") if same else None


MANY = (
    ManyAct(
        "adjust",
        "Điều chỉnh mức",
        (_month("Hưởng mức mới từ tháng"), _NUMBER, _ON, _IN_ROW, _SIGNER, _PAID_IN),
        _is_proposed,
        _adjust,
        in_row=("decision_no",),
        settles=("AS-2219", "AS-4230"),
    ),
    ManyAct(
        "suspend",
        "Tạm dừng",
        (_month("Tạm dừng từ tháng"), _reason(_SUSPENDS), _NUMBER, _ON, _IN_ROW, _SIGNER),
        _is_in("paying"),
        _ended("suspended"),
        in_row=("decision_no",),
    ),
    ManyAct(
        "stop",
        "Thôi hưởng",
        (_month("Thôi hưởng từ tháng"), _reason(_STOPS), _NUMBER, _ON, _IN_ROW, _SIGNER),
        _is_in("paying", "suspended"),
        _ended("stopped"),
        in_row=("decision_no",),
    ),
    ManyAct(
        "resume",
        "Hưởng lại sau tạm dừng",
        (_month("Hưởng lại từ tháng"), _NUMBER, _ON, _IN_ROW, _SIGNER),
        _is_in("suspended"),
        _resume,
        in_row=("decision_no",),
    ),
    ManyAct(
        "arrears",
        "Ghi truy lĩnh, truy thu",
        (_month("Đưa vào danh sách tháng"),),
        _is_owed,
        _settle,
        settles=("AS-4232", "AS-4233"),
    ),
    ManyAct(
        "method",
        "Đổi hình thức chi trả",
        (_METHOD, _month("Đổi từ tháng")),
        _differs,
        _pay_otherwise,
    ),
)
