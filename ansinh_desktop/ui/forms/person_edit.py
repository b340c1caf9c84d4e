"""The field that names another person of the data file."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ansinh_desktop.registers.answer import Answers, Value, as_text, text_of
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.cases import KnownPerson
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option

_PAUSE_MS = 180


class PersonEdit(FilteredCombo):
    """Type some of the name, the number or the hamlet; who is found drops down."""

    def __init__(self, key: str, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(key, parent, show=around.person_name)
        self.line.setPlaceholderText("Gõ tên, số định danh hoặc ấp")
        self._around = around
        self.people: dict[str, Answers] = {}
        """What is known of those who were found."""
        self._pause = pause(self, _PAUSE_MS, self._ask)

    def set_value(self, value: Value) -> None:
        person_id = as_text(value or "")
        if person_id and person_id not in self.people:
            self.set_options([Option(person_id, self._around.person_name(person_id))])
        super().set_value(value)

    def typed(self) -> Value:
        value = self.value()
        return value if value or not self.line.text() else {"text": self.line.text()}

    def set_typed(self, typed: Value) -> None:
        if isinstance(typed, dict):
            self.set_value(None)
            self.line.setText(text_of(typed, "text"))
            self.settle()
        else:
            # What another version kept of it may be of another form.
            self.set_value(typed if isinstance(typed, str) else None)

    def _take_letter(self, typed: str) -> None:
        self._fault = None
        self._pause.start()
        self.edited.emit()

    def _ask(self) -> None:
        typed = self.line.text()
        if self._around.find_people is not None and typed.strip():
            self._around.find_people(typed, lambda found: self._offer(typed, found))

    def _offer(self, typed: str, found: Sequence[KnownPerson]) -> None:
        if typed != self.line.text() or not self.line.hasFocus():
            return
        self.people |= {each.id: each.person for each in found}
        self.set_options([person_option(each.id, each.person) for each in found])
        self.popup.narrow(typed)
        self.popup.show_under(self.line)


def person_option(person_id: str, person: Answers) -> Option:
    """Return a person as a line of choices: the name, with what tells namesakes apart."""
    parts = [PERSON_FIELDS[key].kind.show(person.get(key)) for key in ("birth_date", "personal_id", "hamlet")]
    beside = " · ".join(part for part in parts if part)
    return Option(
        person_id, str(person["full_name"]), beside, words=(f"{person['full_name']} {' '.join(parts)}",)
    )
