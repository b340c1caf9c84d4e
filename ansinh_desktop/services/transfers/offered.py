"""What another commune hands over, read from its package and asked whether it can be taken; nothing is written here."""

from dataclasses import dataclass, field
from typing import Any, Final

from ansinh_desktop.db.models import Columns
from ansinh_desktop.errors import DataError
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.household import HOUSEHOLD_FIELDS
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases.known import KnownPerson
from ansinh_desktop.services.sync import content, gate
from ansinh_desktop.services.sync.package import Package
from ansinh_desktop.services.transfers.release import releases

STATE: Final = "state"
"""The kind of the events that steps of the life cycle are."""


@dataclass(frozen=True)
class Coming:
    """One record of a case that is offered."""

    register: str
    title: str
    number: str
    """At the other commune."""
    state: str
    """The same, in words."""
    events: int
    papers: int
    paid_until: str
    """The last month that the other commune pays; empty where the register pays nobody by month."""


@dataclass(frozen=True)
class Offered:
    """What another commune hands over, as it is looked at before anything changes."""

    sender: str
    number: int
    moved_on: str
    person: Answers
    poverty: str
    """The dated states of the household, in words."""
    records: tuple[Coming, ...]
    known: tuple[KnownPerson, ...] = ()
    """People already recorded here who may be the same."""
    state: str = ""
    """Empty where nobody has answered yet; else accepted or refused."""

    @property
    def who(self) -> str:
        """The name."""
        return str(self.person["full_name"])


@dataclass
class Parts:
    """What a package holds, by what it is about; each row passed the gate."""

    person: Columns = field(default_factory=dict)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    records: list[Columns] = field(default_factory=list)
    events: dict[str, list[Columns]] = field(default_factory=dict)
    papers: dict[str, list[Columns]] = field(default_factory=dict)


class OfferedCase:
    """One case that is offered: each of its rows passed the gate."""

    def __init__(self, access: Access, package: Package) -> None:
        """Read it.

        Raises:
            UserError: It is no sound case, its registers are newer than ours, or the officer may not see one of them.
        """
        self._access, self.package = access, package
        self.sender = package.manifest.head.sender
        self.released = {each.record_id: each for each in releases(package)}
        self.parts = self._read()
        self.person: Answers = {
            key: value for key in PERSON_FIELDS if (value := self.parts.person[key]) is not None
        }

    def offered(self, known: tuple[KnownPerson, ...], state: str) -> Offered:
        """Return what there is to be seen."""
        records = []
        for each in self.parts.records:
            release, register = self.released[each["id"]], catalog.register(each["register"])
            events = [one for one in self.parts.events.get(each["id"], ()) if one["kind"] != STATE]
            records.append(
                Coming(
                    register.code,
                    register.title,
                    release.number,
                    release.state,
                    len(events),
                    len(self.parts.papers.get(each["id"], ())),
                    release.paid_until,
                )
            )
        first = next(iter(self.released.values()))
        number = self.package.manifest.head.number
        return Offered(
            self.sender.name,
            number,
            first.moved_on,
            self.person,
            self.poverty,
            tuple(records),
            known,
            state,
        )

    @property
    def poverty(self) -> str:
        """The dated states of the household, in words."""
        shown = HOUSEHOLD_FIELDS["statuses"].kind.show
        return shown(list(self.parts.statuses)) if self.parts.statuses else ""

    # ---------------------------------------------------------------- reading

    def _read(self) -> Parts:
        parts = Parts()
        people = self._rows("person")
        parts.records = self._rows("record")
        if len(people) != 1 or not parts.records:
            raise DataError("AS-5185", name=self.package.name)
        parts.person = people[0]
        for each in self._rows("household") if "household" in self.package.tables else ():
            parts.statuses = each["statuses"] or []
        registers = {}
        for each in parts.records:
            self._require_record(each, parts.person["id"])
            registers[each["id"]] = each["register"]
        for name, found in (("event", parts.events), ("attachment", parts.papers)):
            for each in self._rows(name, registers):
                if not each["deleted"]:
                    found.setdefault(each["record_id"], []).append(each)
        return parts

    def _require_record(self, row: Columns, person_id: str) -> None:
        register = catalog.register(row["register"])
        self._access.require(register.code, "r")
        if row["version"] > register.version:
            raise DataError("AS-5156", name=self.package.name, register=register.title)
        if row["person_id"] != person_id or row["id"] not in self.released:
            raise DataError("AS-5185", name=self.package.name)

    def _rows(self, name: str, registers: dict[str, str] | None = None) -> list[Columns]:
        """Return the rows of a table, each through the gate; a row that is not the sender's, or unsound, refuses all."""
        package = self.package
        if name not in package.tables:
            raise DataError("AS-5010", name=package.name, part=content.table_of(name).path)
        package.require(content.table_of(name))
        found = []
        for row in package.rows(name):
            each = dict(row)
            for renames in package.followed:
                each = renames.row(name, each)
            fault = self._fault(name, each, registers)
            if fault is not None:
                raise DataError("AS-5157", name=package.name, fault=fault.text)
            found.append(each)
        return found

    def _fault(self, name: str, row: Columns, registers: dict[str, str] | None) -> Finding | None:
        if row.get("unit", self.sender.unit) != self.sender.unit:
            return error("AS-5108")
        register = ""
        if registers is not None:
            if row["record_id"] not in registers:
                return error("AS-5108")
            register = registers[row["record_id"]]
        found = gate.fault_of(name, row, register=register)
        if found is None and name == "attachment" and not row["deleted"]:
            try:
                return gate.paper_fault(row, self.package.attachment(row["sha256"]))
            except KeyError:
                return error("AS-5130", name=row["name"])
        return found
