"""What a record settles of its person for every other register that asks the same: a certificate, by its paper and day."""

from collections.abc import Iterator
from dataclasses import dataclass

from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.declared import Declared, unknown
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.value import EMPTY


@dataclass(frozen=True)
class Establishing:
    """The answers of a record that other registers have under the same keys, and the paper they rest on.

    Another record of the person that says otherwise is told of it, and takes it over with one act of an officer.
    """

    label: str
    """Of the paper: "Giấy xác nhận khuyết tật"."""
    answers: tuple[str, ...]
    decisive: tuple[str, ...]
    """Those of them of which a difference has to be told; the others only go along."""
    states: tuple[str, ...]
    """In which it holds."""
    since: str
    """The field with the day of the paper: from the month of it the answers hold."""
    number: str
    """The field with the number of the paper."""

    def holds(self, state: str, answers: Answers) -> bool:
        """Whether a record settles anything: it stands where the paper holds, and says the paper's day."""
        return state in self.states and bool(text_of(answers, self.since))

    def differing(self, settled: Answers, asked: Answers, keys: tuple[str, ...]) -> dict[str, Value]:
        """Return what another record would have to say; nothing where it says so, or knows of a later paper.

        Args:
            settled: The answers of the record that settles it.
            asked: The answers of the other.
            keys: What the other is asked.
        """
        if text_of(asked, self.since) > text_of(settled, self.since):
            return {}
        known = {key: settled.get(key) for key in keys if settled.get(key) not in EMPTY}
        others = {key: value for key, value in known.items() if value != asked.get(key)}
        return others if others.keys() & set(self.decisive) else {}


def faults_of(register: Declared, confidentiality: str, found: Establishing | None) -> Iterator[str]:
    """Yield what is wrong with what a register settles for others."""
    if found is None:
        return
    yield from unknown((*found.answers, found.since, found.number), register.fields)
    yield from unknown(found.decisive, found.answers, "{} is decisive and not settled")
    yield from unknown(found.states, register.states, "{} is no state")
    if goes_by_code(confidentiality):
        yield "what goes by code is told to no other register"
