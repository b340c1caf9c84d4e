"""Whatever officers do through the program, and whatever comes in packages, checks clean afterwards."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.services import office
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program, open_data
from tests import factories
from tests.factories import OFFICER, PASSWORD, PROVINCE, abuse, new_vault, orphan, person, trust
from tests.paper_files import pdf

KIN = "01"


class OrdinaryUse(RuleBasedStateMachine):
    """Whatever officers do through the program, and whatever comes in packages, checks clean afterwards."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ansinh-tests-"))
        self.usb = self.folder / "usb"
        self.usb.mkdir()
        self.commune = Program(new_vault(self.folder / "xã")[0])
        self.province = Program(new_vault(self.folder / "tỉnh", PROVINCE)[0])
        trust(self.commune, self.province, self.usb)
        trust(self.province, self.commune, self.usb)
        self.records = [self.commune.cases.save(orphan())]

    def _any(self, at: int) -> str:
        return self.records[at % len(self.records)]

    def _person(self, at: int) -> str:
        return self.commune.cases.get(self._any(at)).person_id

    @rule(name=st.text("aăâbcdđeêg ", min_size=1, max_size=12), confidential=st.booleans())
    def new_record(self, name: str, confidential: bool) -> None:
        child = person(full_name=f"Bé {name}".strip(), birth_date="2015-03-05")
        case = abuse(person=child) if confidential else orphan(f"Bé {name}")
        self.records.append(self.commune.cases.save(case))

    @rule(at=st.integers(0, 99), phone=st.sampled_from([None, "0900000001", "0900000002"]))
    def change_person(self, at: int, phone: str | None) -> None:
        held = self.commune.people.get(self._person(at)).person
        with contextlib.suppress(UserError):
            self.commune.people.save(self._person(at), {**held, "phone": phone})

    @rule(at=st.integers(0, 99), note=st.sampled_from(["", "ghi chú", "khác"]))
    def change_record(self, at: int, note: str) -> None:
        case = self.commune.cases.get(self._any(at))
        answers = {**case.answers, **({"note": note} if "note" in case.register.fields else {})}
        changed = factories.case(
            case.register.code,
            answers,
            person=case.person,
            record_id=case.id,
            final=False,
            kept=dict(case.kept),
        )
        with contextlib.suppress(UserError):
            self.commune.cases.save(changed)

    @rule(at=st.integers(0, 99), take_back=st.booleans())
    def event(self, at: int, take_back: bool) -> None:
        case = self.commune.cases.get(self._any(at))
        kind = next(each for each in case.register.events if not each.automatic)
        with contextlib.suppress(UserError):
            made = self.commune.cases.add_event(case.id, kind.code, "2026-11-20", {}, note="x")
            if take_back:
                self.commune.cases.remove_event(made, "nhầm")

    @rule(at=st.integers(0, 99))
    def step(self, at: int) -> None:
        case = self.commune.cases.get(self._any(at))
        for state, _words, _guard in case.steps:
            with contextlib.suppress(UserError):
                self.commune.cases.move(case.id, state, "2026-11-20", "lý do")
                return

    @rule(at=st.integers(0, 99), words=st.integers(0, 3), take_back=st.booleans())
    def paper(self, at: int, words: int, take_back: bool) -> None:
        path = self.usb / f"{words}.pdf"
        path.write_bytes(pdf(str(words)))
        with contextlib.suppress(UserError):
            paper = self.commune.attachments.add(self._any(at), path)
            if take_back:
                self.commune.attachments.remove(paper, "nhầm")

    @rule(at=st.integers(0, 99), other=st.integers(0, 99))
    def home(self, at: int, other: int) -> None:
        people = self.commune.people
        with contextlib.suppress(UserError):
            status: Value = {"status": "poor", "valid_from": "2026-01-01"}
            home = people.save_household({"number": "1", "statuses": [status]}, first=self._person(at))
            people.join(self._person(other), home)
            people.relate(self._person(at), self._person(other), {"kind": KIN})
            people.leave(self._person(at))

    @rule(at=st.integers(0, 99))
    def remove(self, at: int) -> None:
        if len(self.records) > 1:
            with contextlib.suppress(UserError):
                self.commune.cases.remove(self._any(at), "nhầm")
                self.records.remove(self._any(at))

    @rule(names=st.lists(st.sampled_from(["Ấp Một", "Ấp Hai", "Hòa Phú"]), unique=True))
    def hamlets(self, names: list[str]) -> None:
        with contextlib.suppress(UserError):
            office.change(self.commune.vault, self.commune.office, names)

    @rule(answered=st.booleans())
    def send(self, answered: bool) -> None:
        with contextlib.suppress(UserError):
            made = self.commune.outgoing.export(self.usb)
            taken = self.province.incoming.receive(made.path, self.usb)
            if answered:
                self.commune.outgoing.take_receipt(taken.receipt)

    @rule(restored=st.booleans())
    def backup(self, restored: bool) -> None:
        self.commune.backups.take()
        if restored:
            oldest = self.commune.backups.all()[-1]
            self.commune.backups.restore(oldest.name)
            self.reopen()
            self.records = [
                each.record_id
                for register in ("children", "child_abuse")
                for each in self.commune.listing.all(ListQuery(register), ("record.number",))
            ] or [self.commune.cases.save(orphan())]

    @rule()
    def reopen(self) -> None:
        self.commune.vault.lock()
        self.commune = open_data(self.folder / "xã", OFFICER, PASSWORD)

    @rule()
    def check(self) -> None:
        self.commune.check()
        self.province.check()

    def teardown(self) -> None:
        if hasattr(self, "commune"):
            self.check()
            self.reopen()
            self.check()
            self.commune.vault.lock()
            self.province.vault.lock()
            shutil.rmtree(self.folder, ignore_errors=True)


TestOrdinaryUse = OrdinaryUse.TestCase
TestOrdinaryUse.settings = settings(max_examples=6, stateful_step_count=15, deadline=None)
