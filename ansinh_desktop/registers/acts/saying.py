"""One answer for many records that lack it: made of the question itself, so that every register has it for each."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.acts.many import Effect, ManyAct
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.value import EMPTY

_OF_THE_ACT = frozenset({"month", "on", "decision_no"})
"""What an act asks under these keys is about itself."""


def saying(fields: Mapping[str, Field], key: str) -> ManyAct | None:
    """Return the act that answers a question of a register in many records; None where that is no single answer.

    A first answer holds from the beginning, also where later ones are kept by months.
    """
    asked = fields.get(key)
    if asked is None or key in _OF_THE_ACT or not is_one_answer(asked):
        return None
    own = replace(asked, required=True, when=None)
    return ManyAct(key, f"Ghi “{asked.label}”", (own,), _lacks(asked), _says(asked))


def is_one_answer(asked: Field) -> bool:
    """Whether the same answer can be right for many: it is no secret, no table and no story."""
    return not (asked.masked or asked.hidden or isinstance(asked.kind, kinds.Rows | kinds.LongText))


def _lacks(asked: Field) -> Callable[[CaseFacts, Answers, Paid], Finding | None]:
    def fits(facts: CaseFacts, _said: Answers, _paid: Paid) -> Finding | None:
        if not asked.asked(facts.answers):
            return warning("AS-4248", "", label=asked.label)
        if facts.answers.get(asked.key) not in EMPTY:
            return warning("AS-4249", "", label=asked.label)
        return None

    return fits


def _says(asked: Field) -> Callable[[CaseFacts, Answers, Paid], Effect]:
    def effect(_facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
        value = said.get(asked.key)
        return Effect(answers={asked.key: value}, before="(trống)", after=asked.kind.show(value))

    return effect
