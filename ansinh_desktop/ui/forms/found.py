"""What was found about what stands in a form: shown beside its fields, kept with a reason, or in the way of saving."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from ansinh_desktop import clock
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.person import PERSON_FIELDS, check_person
from ansinh_desktop.services.cases import kept_key
from ansinh_desktop.ui.forms.fields import Fields, key_of
from ansinh_desktop.ui.forms.person_box import PersonBox
from ansinh_desktop.ui.forms.sections import Sections

Stop: TypeAlias = tuple[Fields, str]
"""A field: of the person or of the record, and its key."""


class Found:
    """The findings of a record and its person, and the reasons with which warnings are kept."""

    def __init__(self, box: PersonBox, fields: Fields, sections: Sections) -> None:
        self._box, self._fields, self._sections = box, fields, sections
        self.findings: Sequence[Finding] = ()
        self.kept: dict[str, str] = {}
        """By the key of a warning, why it is kept."""
        self.every = False
        """Also the errors of fields that the officer has not come to yet are shown."""
        self._new = True

    def begin(self, kept: Mapping[str, str], *, new: bool) -> None:
        """Begin with a record for which these warnings are kept; of a new one nothing is said too early."""
        self.findings, self.kept, self.every, self._new = (), dict(kept), False, new

    def show(self, declared: Mapping[str, Field]) -> list[Finding]:
        """Show the findings beside their fields, and return all that is to be looked at."""
        own, rest = self._parted()
        early = not self._new
        self._box.fields.show_findings(own, self.kept, every=self.every, early=early)
        self._fields.show_findings(rest, self.kept, every=self.every, early=early)
        shown = self._fields.shown_findings(declared)
        self._sections.show_findings(shown)
        told = self.every or early
        whole = [each for each in rest if told and not each.field and not self.kept.get(kept_key(each))]
        return [*self._box.fields.shown_findings(PERSON_FIELDS), *shown, *whole]

    def reasons(self) -> dict[str, str]:
        """Return the reasons that still have their warning."""
        present = {kept_key(each) for each in self.findings}
        return {key: reason for key, reason in self.kept.items() if key in present}

    def of_key(self, key: str) -> Finding | None:
        """Return the finding under which a reason is kept."""
        return next((each for each in self.findings if kept_key(each) == key), None)

    def blocking(self) -> list[tuple[Fields, Finding]]:
        """Return what keeps the record from being final, in the order of the form."""
        found: list[tuple[Fields, Finding]] = []
        asked = self._sections.asked(self._fields.values())
        for fields, keys, findings in zip(
            (self._box.fields, self._fields), (list(PERSON_FIELDS), asked), self._parted(), strict=True
        ):
            places = {key: place for place, key in enumerate(keys)}
            open_ones = [*fields.faults(keys), *(each for each in findings if self._stops(each))]
            open_ones.sort(key=lambda each: places.get(key_of(each), len(places)))
            found += [(fields, each) for each in open_ones]
        return found

    def to_look_at(self) -> set[Stop]:
        """Return the fields with an error or a warning, one kept with a reason too."""
        return {stop for stop, each in self._stopped() if each.level is not Level.NOTE}

    def open_key(self, stop: Stop | None) -> str:
        """Return under which key the first warning of a field that is not kept yet would be kept; empty without one."""
        own = (each for at, each in self._stopped() if at == stop)
        return next((kept_key(each) for each in own if each.level is Level.WARNING and self._stops(each)), "")

    def _stopped(self) -> list[tuple[Stop, Finding]]:
        parts = zip((self._box.fields, self._fields), self._parted(), strict=True)
        return [((fields, key_of(each)), each) for fields, found in parts for each in found]

    def _parted(self) -> tuple[list[Finding], list[Finding]]:
        """Return the findings of the person and those of the record: some fields are called alike."""
        own = list(check_person(self._box.values(), clock.today(), self._box.optional))
        return own, [each for each in self.findings if each not in own]

    def _stops(self, finding: Finding) -> bool:
        if finding.level is Level.WARNING:
            return not self.kept.get(kept_key(finding))
        return finding.level is Level.ERROR
