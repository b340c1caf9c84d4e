"""Whoever lives in another hamlet by now: the one act that every register has for many of its records."""

from dataclasses import replace

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers.acts.many import Effect, ManyAct
from ansinh_desktop.registers.answer import Answers, text_of
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.person import PERSON_FIELDS

_HAMLET = replace(PERSON_FIELDS["hamlet"], required=True)


def _lives_elsewhere(facts: CaseFacts, said: Answers, _paid: Paid) -> Finding | None:
    return warning("AS-4242", "") if facts.person.get("hamlet") == said.get("hamlet") else None


def _move(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
    return Effect(
        person={"hamlet": said.get("hamlet")},
        before=text_of(facts.person, "hamlet") or "(trống)",
        after=text_of(said, "hamlet"),
    )


MOVE = ManyAct("hamlet", "Đổi ấp, khóm", (_HAMLET,), _lives_elsewhere, _move)
