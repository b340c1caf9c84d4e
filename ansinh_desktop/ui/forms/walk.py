"""The ways through a form by the keyboard: from part to part, and from one field to be looked at to the next."""

from collections.abc import Container

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.ui.forms.asked import Asked
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.found import Stop
from ansinh_desktop.ui.forms.person_box import PersonBox
from ansinh_desktop.ui.forms.sections import Sections
from ansinh_desktop.ui.widgets.editor import Editor, editor_of


class Walk:
    """Leads through the fields of the person and the sections of the record, in the order of the form."""

    def __init__(self, box: PersonBox, fields: Fields, sections: Sections, asked: Asked) -> None:
        self._box, self._fields, self._sections, self._asked = box, fields, sections, asked

    def to(self, fields: Fields, key: str) -> bool:
        """Put the cursor into a field, wherever it is folded away; false where there is none."""
        if fields is self._fields:
            self._sections.open(key)
        elif key in self._box.rare:
            self._box.unfold()
        editor = fields.editor(key)
        if editor is not None:
            put_cursor(editor)
        return editor is not None

    def to_part(self, step: int) -> None:
        """Go to the first field of the part that comes so many after the one with the cursor, or before it."""
        self._asked.show()
        parts, here = self._parts(), self.here()
        at = next((place for place, part in enumerate(parts) if here in part), 0)
        self.to(*parts[min(max(at + step, 0), len(parts) - 1)][0])

    def to_next(self, wanted: Container[Stop]) -> None:
        """Go to the next of some fields; after the last one, to the first."""
        stops, here = [stop for part in self._parts() for stop in part], self.here()
        after = stops.index(here) + 1 if here in stops else 0
        following = next((stop for stop in stops[after:] + stops[:after] if stop in wanted), None)
        if following is not None:
            self.to(*following)

    def here(self) -> Stop | None:
        """Return the field that has the cursor."""
        editor = editor_of(QApplication.focusWidget())
        found = ((fields, fields.key_of(editor)) for fields in (self._box.fields, self._fields))
        return next((stop for stop in found if stop[1]), None)

    def _parts(self) -> list[list[Stop]]:
        """Return every field that is asked, part by part: first the person."""
        person = [(self._box.fields, key) for key in PERSON_FIELDS if self._box.fields.editor(key)]
        of_record = self._sections.shown(self._fields.values())
        return [person, *([(self._fields, key) for key in keys] for keys in of_record)]


def put_cursor(editor: Editor) -> None:
    """Let what is typed go into a field."""
    masked = editor.veil is not None and editor.isHidden()
    target = editor.veil if masked and editor.veil is not None else editor.control
    target.setFocus(Qt.FocusReason.TabFocusReason)
