"""One case as the officer keeps it over months: filled in, moved on, refused, and with what is to be done in it."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest

from ansinh_desktop.services.program import Program
from ansinh_desktop.services.steps import StepRefusedError
from tests.factories import case


class CaseFile:
    """A record in a real data file."""

    def __init__(
        self,
        program: Program,
        register: str,
        answers: dict[str, Any],
        *,
        person: dict[str, Any],
        kept: Mapping[str, str] | None = None,
    ) -> None:
        self.program = program
        self._register, self._person, self._kept = register, person, dict(kept or {})
        self.answers: dict[str, Any] = {}
        self.id: str | None = None
        self.write(**answers)

    def write(self, **answers: Any) -> None:
        """Fill in more of it."""
        self.answers |= answers
        self.id = self.program.cases.save(
            case(self._register, self.answers, person=self._person, record_id=self.id, kept=self._kept)
        )

    def keep(self, warning: str, reason: str) -> None:
        """Keep a warning with its reason from now on."""
        self._kept[warning] = reason

    def happened(self, kind: str, on: str, **answers: Any) -> None:
        """Write down what happened."""
        self.program.cases.add_event(self._id(), kind, on, answers)

    def go(self, state: str, on: str, reason: str = "") -> None:
        """Take a step."""
        self.program.cases.move(self._id(), state, on, reason)

    def refused(self, state: str, on: str, reason: str = "") -> set[str]:
        """Return why a step is refused."""
        with pytest.raises(StepRefusedError) as refused:
            self.go(state, on, reason)
        return {each.code for each in refused.value.findings}

    def tasks(self, moment: str) -> dict[str, tuple[str, str]]:
        """Return what is to be done at a moment: how urgent it is, and how long there is still."""
        found = self.program.agenda.of_record(self._id(), datetime.datetime.fromisoformat(moment))
        return {each.task: (each.band, each.left) for each in found}

    def why(self, on: str) -> Any:
        """Return why the law says what it says on a day."""
        return self.program.entitlements.why(self._id(), datetime.date.fromisoformat(on)).explanation

    def _id(self) -> str:
        assert self.id is not None
        return self.id
