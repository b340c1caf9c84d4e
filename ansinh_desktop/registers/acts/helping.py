"""Support given to many on one day: made of a register's own event, so that every register that knows it has the act."""

from collections.abc import Callable, Collection, Mapping

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.acts.many import Effect, ManyAct
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.value import EMPTY

HELP = "support"
"""The act, and the event that it writes."""
_ON = Field("on", "Ngày trợ giúp", kinds.Date(), required=True, help="Cùng một ngày cho mọi người được chọn.")


def helping(events: Mapping[str, EventKind], closed: Collection[str]) -> ManyAct | None:
    """Return the act that writes down support for many records; None where a register knows no such event.

    Args:
        events: The kinds of events of a register.
        closed: The states in which nothing happens to a record any more.
    """
    declared = events.get(HELP)
    if declared is None or not declared.support:
        return None
    # What is masked is said of each by themselves.
    fields = {each.key: each for each in declared.fields if not (each.masked or each.hidden)}
    return ManyAct(HELP, "Ghi trợ giúp", (_ON, *fields.values()), _fits(closed), _effect(fields))


def _fits(closed: Collection[str]) -> Callable[[CaseFacts, Answers, Paid], Finding | None]:
    def fits(facts: CaseFacts, said: Answers, _paid: Paid) -> Finding | None:
        if facts.state in closed:
            return warning("AS-4240", "")
        same = (
            each.on.isoformat() == said.get("on") and each.answers.get("support") == said.get("support")
            for each in facts.events_of(HELP)
        )
        return warning("AS-4242", "") if any(same) else None

    return fits


def _effect(fields: Mapping[str, Field]) -> Callable[[CaseFacts, Answers, Paid], Effect]:
    show = fields["support"].kind.show

    def effect(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
        given = {key: value for key, value in said.items() if key in fields and value not in EMPTY}
        last = max(facts.events_of(HELP), key=lambda each: each.on, default=None)
        before = "(chưa có)" if last is None else f"{show(last.answers.get('support'))}, {last.on:%d/%m/%Y}"
        after = f"{show(given.get('support'))}, {kinds.Date().show(said.get('on'))}"
        return Effect(((HELP, given),), before=before, after=after)

    return effect
