"""Whatever somebody or something is called, every dialog of the program shows it letter by letter."""

import datetime
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication, QWidget

from ansinh_desktop.app import make_application, settle
from ansinh_desktop.db.models import Unit
from ansinh_desktop.errors import Message, message
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.acts.lives import LIVES
from ansinh_desktop.registers.household import HOUSEHOLD_FIELDS
from ansinh_desktop.registers.in_one_go import Stage
from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import office
from ansinh_desktop.services.attachments import PaperContent
from ansinh_desktop.services.cases import ChangedFact, Way
from ansinh_desktop.services.cases.known import KnownPerson, OtherRecord
from ansinh_desktop.services.cases.paper_types import PaperType
from ansinh_desktop.services.hamlets import InUse
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.joining.looking import FieldOfTwo, JoinPreview, SideOfTwo
from ansinh_desktop.services.joining.parting import Edited, PartPreview
from ansinh_desktop.services.law import local
from ansinh_desktop.services.law.checking import FileChange
from ansinh_desktop.services.law.preview import AmountChange, LawPreview
from ansinh_desktop.services.officers import OfficerView
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.alike import SAME, Decision, Line, Pair, Side
from ansinh_desktop.services.sync.cards import Presented
from ansinh_desktop.services.sync.conflicts import Open
from ansinh_desktop.services.sync.naming import Difference, Touched
from ansinh_desktop.services.sync.outgoing import ReceiptLook
from ansinh_desktop.services.sync.peers import Merging
from ansinh_desktop.services.transfers.offered import Coming, Offered
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.alike_people import AlikeDialog
from ansinh_desktop.ui.dialogs.card_trust import CardDialog
from ansinh_desktop.ui.dialogs.conflicts import ConflictsDialog
from ansinh_desktop.ui.dialogs.hamlet_moves import HamletMovesDialog
from ansinh_desktop.ui.dialogs.handover import HandoverDialog
from ansinh_desktop.ui.dialogs.joining import JoinDialog, PartDialog, TwoPeopleDialog
from ansinh_desktop.ui.dialogs.joining import Line as TwoLine
from ansinh_desktop.ui.dialogs.law_change import LawChangeDialog
from ansinh_desktop.ui.dialogs.law_row import LawRowDialog
from ansinh_desktop.ui.dialogs.many import ManyDialog
from ansinh_desktop.ui.dialogs.merging import MergeDialog
from ansinh_desktop.ui.dialogs.officers import (
    FormDialog,
    NewOfficerDialog,
    OwnPasswordDialog,
    PasswordDialog,
    PostDialog,
    RecoveryDialog,
)
from ansinh_desktop.ui.dialogs.paper_view import PaperDialog, ReadPaper
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.dialogs.queue import QueueDialog, QueueWords
from ansinh_desktop.ui.dialogs.receipt import ReceiptDialog
from ansinh_desktop.ui.dialogs.succession import NewReceiverDialog, SuccessionDialog
from ansinh_desktop.ui.dialogs.undo import UndoDialog
from ansinh_desktop.ui.dialogs.unknown_words import UnknownWordsDialog
from ansinh_desktop.ui.dialogs.why import WhyDialog
from ansinh_desktop.ui.forms.acts.way_dialog import WayDialog
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.forms.life_dialog import LifeDialog, Whom
from ansinh_desktop.ui.forms.person_dialog import PersonDialog
from ansinh_desktop.ui.forms.since_dialog import SinceDialog
from ansinh_desktop.ui.forms.step_dialog import StepDialog
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.plan.days_dialog import DaysDialog
from ansinh_desktop.ui.pages.plan.switches_dialog import SwitchesDialog
from ansinh_desktop.ui.pages.plan.tables_dialog import TablesDialog
from ansinh_desktop.ui.pages.register.name_dialog import NameDialog
from ansinh_desktop.ui.start.restore_dialog import RestoreDialog
from ansinh_desktop.ui.transfers.giving import GivingDialog
from ansinh_desktop.ui.transfers.offered import OfferedDialog
from ansinh_desktop.ui.ways.palette import Command, Palette
from ansinh_desktop.ui.widgets.key_sheet import KeySheet
from tests import factories
from tests.ui.drafts import walker
from tests.ui.shown import NAME, texts

DAY = datetime.date(2026, 12, 1)
OFFICER = OfficerView("lan", NAME, NAME, "officer", active=True, rights={"children": "rw"})
FOUND = Finding(Level.WARNING, "AS-1102", "full_name", {"folder": NAME})
NAMELESS = {
    "KeySheet",
    "TablesDialog",
    "RecoveryDialog",
    "OwnPasswordDialog",
    "NewOfficerDialog",
    "LawRowDialog",
    "WhyDialog",
    "PaperDialog",
    "HandoverDialog",
    "DaysDialog",
}
"""What they show is ours alone."""


@pytest.fixture
def at(tmp_path, qapp):
    """Return an office in which everything that is somebody's to name has that name."""
    make_application()
    vault, _code = factories.new_vault(tmp_path / "data")
    program = Program(vault)
    office.change(vault, replace(program.office, signer_name=NAME, place=NAME), [NAME, "Ấp Mới"], {})
    with vault.work() as store:
        someone = store.people.save(
            None, factories.UNIT, factories.person(full_name=NAME, hamlet=NAME, note=NAME)
        )
        other = store.people.save(None, factories.UNIT, factories.person(full_name=NAME))
        store.people.relate(other, someone, "01", note=NAME)
    program.people.save_household({"address": NAME, "hamlet": NAME}, first=someone)
    known = factories.person(full_name=NAME)
    record = program.cases.save(
        factories.case("assistance", dict(factories.DECIDED), person=known, final=False)
    )
    said: list[Message] = []
    parent = QWidget()
    parent.resize(1366, 768)
    parent.show()
    tasks = Tasks(said.append)
    yield SimpleNamespace(
        program=program,
        tasks=tasks,
        parent=parent,
        folder=tmp_path,
        someone=someone,
        record=record,
        around=Surroundings(hamlets=(NAME, "Ấp Mới")),
    )
    assert tasks.finish()
    assert not said
    vault.lock()


def import_outcome(at):
    sheet = openpyxl.Workbook()
    sheet.active.append(["Họ và tên", "Ngày sinh", "Giới tính", "Nhóm đối tượng"])
    sheet.active.append(["Nguyễn Văn Một", "03/02/2015", "Nam", NAME])
    sheet.save(at.folder / "cu.xlsx")
    importing = at.program.importing
    return drained(importing.plan(importing.open(at.folder / "cu.xlsx", "children")))


def presented(at):
    card = replace(at.program.cards.own(), name=NAME)
    return Presented(card, Unit(name=NAME, fingerprint="1 2 3"))


def law_preview():
    change = AmountChange("assistance", "1", "BT-1", NAME, DAY, 1, 2)
    return LawPreview((FileChange("base", NAME, (NAME,), (NAME,), (NAME,), DAY),), (DAY,), 1, (change,), 1)


def fields_dialog(at):
    made = FieldsDialog(
        f"Hộ của {NAME}",
        HOUSEHOLD_FIELDS,
        str,
        tasks=at.tasks,
        around=at.around,
        parent=at.parent,
        yes_label=NAME,
    )
    made.set_answers({"address": NAME, "hamlet": NAME})
    return made


def many(at):
    act = next(each for each in at.program.many.acts("assistance") if each.code == "hamlet")
    return ManyDialog(
        at.program,
        "assistance",
        act,
        [at.record],
        tasks=at.tasks,
        around=at.around,
        parent=at.parent,
        answers={"hamlet": "Ấp Mới"},
    )


def life_dialog(at):
    person = at.program.people.get(at.someone).person
    made = LifeDialog(
        at.program.lives,
        LIVES["death"],
        Whom(at.someone, NAME, person),
        tasks=at.tasks,
        around=at.around,
        parent=at.parent,
    )
    made.fields.set_answer("on", "2026-07-15")
    made.look()
    return made


def question(at):
    made = messages.Dialog(at.parent, messages._Words(NAME, NAME, "AS-9001"), Level.WARNING)
    made.add_button(NAME, accepts=True, role="primary")
    return made


def dialog_frame(at):
    made = DialogFrame(at.parent, NAME, NAME, name="yes", width=380)
    made.close_frame([])
    return made


def form_dialog(at):
    made = FormDialog(at.parent, NAME)
    made.guide(NAME)
    made.ask(NAME, messages_line(at))
    made.finish(NAME)
    made.said.setText(NAME)
    made.said.show()
    return made


def pdf():
    content = QBuffer()
    content.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    painter = QPainter(writer)
    painter.drawText(100, 100, NAME)
    painter.end()
    del painter, writer
    return content.data().data()


def messages_line(at):
    from ansinh_desktop.ui.widgets.line import TextLine  # noqa: PLC0415

    return TextLine("x", at.parent)


def undo(at):
    with at.program.vault.work() as store:
        store.people.save(at.someone, "", {"full_name": NAME, "note": NAME})
    made = UndoDialog(at.program, at.tasks, at.parent)
    made.refresh()
    settle(at.tasks)
    made.banner.say(NAME)
    return made


def offered():
    coming = Coming("children", NAME, NAME, NAME, 1, 1, "2026-11")
    whose = KnownPerson("1", {"full_name": NAME}, [OtherRecord("1", "children", NAME, NAME)])
    return Offered(NAME, 1, "2026-11-20", {"full_name": NAME}, NAME, (coming,), (whose,))


def new_receiver(at):
    return NewReceiverDialog(at.parent, NAME)


def succession(at):
    made = SuccessionDialog(at.parent, [Unit(id="30325@2025-07-01/x", name=NAME)])
    made.before.set_value("30325@2025-07-01")
    made.said.setText(NAME)
    return made


def restore(at):
    at.program.backups.take()
    made = RestoreDialog(at.program.vault.folder, at.tasks, at.parent)
    settle(at.tasks)
    made._show([replace(each, officers=(NAME,), folder=at.folder / "x & y") for each in made._copies])
    made._say(NAME)
    return made


def conflicts(at):
    dialog = ConflictsDialog(at.program, at.tasks, at.parent)
    dialog._show([Open("x", "person", NAME, (Difference("full_name", NAME, NAME, NAME),))])
    return dialog


def alike(at):
    dialog = AlikeDialog(at.program, at.tasks, at.parent)
    one, other = (Side(each, NAME, NAME, (NAME,)) for each in "xy")
    decided = Decision(SAME, NAME, NAME, stands=False)
    dialog._show([Pair(one, other, True, False, (Line(NAME, NAME, NAME),), decided)])
    return dialog


TWO = ("a", "b")


def two_people(at):
    dialog = TwoPeopleDialog(
        NAME, NAME, (NAME,) * 4, name="two", joinings=at.program.people.joinings, ids=TWO, tasks=at.tasks,
        parent=at.parent,
    )  # fmt: skip
    dialog._fill([TwoLine("note", NAME, (NAME, NAME), 1, is_open=True, is_asked=True)], None)
    return dialog


def join(at):
    dialog = JoinDialog(at.program.people.joinings, TWO, at.tasks, at.parent)
    sides = SideOfTwo("a", NAME, (NAME,)), SideOfTwo("b", NAME, (NAME,))
    lines = (
        FieldOfTwo("full_name", NAME, (NAME, f"{NAME}!"), "a"),
        FieldOfTwo("note", NAME, ("", NAME), "b"),
    )
    dialog._show(JoinPreview(sides, lines, (Message("AS-2076", NAME, NAME),), Message("AS-2073", NAME, NAME)))
    return dialog


def part(at):
    dialog = PartDialog(at.program.people.joinings, TWO, at.tasks, at.parent)
    dialog._show(PartPreview(NAME, (NAME,), (Edited("note", NAME, NAME, NAME, NAME),)))
    return dialog


def switches(at):
    plan = law_plan.plans()[0]
    ways = {
        key: replace(each, label=NAME, values=dict.fromkeys(each.values, NAME))
        for key, each in plan.switches.items()
    }
    return SwitchesDialog(replace(plan, switches=ways), plan.switched({}), at.parent)


def merge(at):
    line = (Touched(NAME, (NAME,)),)
    two = Open("x", "person", NAME, (Difference(NAME, NAME, NAME, NAME, before=NAME),), NAME, None, NAME)
    merging = Merging(
        NAME, 1, 2, 3, 4, 5, 6, to_choose=(two,), put_together=(two,), came=line, kept=line, met=line
    )
    return MergeDialog(merging, Path(NAME), at.program, at.tasks, at.parent)


PAPER = PaperContent(NAME, PaperType("image/png", NAME, ".png"), b"")

MAKERS = {
    "Dialog": question,
    "ReasonDialog": lambda at: messages.ReasonDialog(at.parent, messages._Words(NAME, NAME), (NAME,)),
    "RestoreDialog": restore,
    "HamletMovesDialog": lambda at: HamletMovesDialog([InUse(NAME, 2, 1, NAME)], [NAME, "Ấp Mới"], at.parent),
    "WhyDialog": lambda at: WhyDialog(at.program, at.record, DAY, at.tasks, at.parent),
    "PreviewDialog": lambda at: PreviewDialog(NAME, pdf(), save=str, printed=str, parent=at.parent),
    "LawRowDialog": lambda at: LawRowDialog(next(iter(local.FORMS)), at.parent, NAME),
    "CardDialog": lambda at: CardDialog(at.parent, presented(at), NAME),
    "AlikeDialog": alike,
    "TwoPeopleDialog": two_people,
    "JoinDialog": join,
    "PartDialog": part,
    "ConflictsDialog": conflicts,
    "QueueDialog": lambda at: QueueDialog(
        QueueWords(*(NAME,) * 8), ((NAME,), (100,)), at.program, at.tasks, at.parent
    ),
    "ReceiptDialog": lambda at: ReceiptDialog(ReceiptLook(NAME, 1, 2, 3, 4), at.parent),
    "MergeDialog": merge,
    "UnknownWordsDialog": lambda at: UnknownWordsDialog(import_outcome(at), at.parent),
    "LawChangeDialog": lambda at: LawChangeDialog(
        NAME, NAME, law_preview(), may_accept=True, parent=at.parent
    ),
    "PaperDialog": lambda at: PaperDialog(
        ReadPaper(PAPER, QImage(4, 4, QImage.Format.Format_RGB32)), at.parent, save=str, printed=str
    ),
    "FormDialog": form_dialog,
    "DialogFrame": dialog_frame,
    "NewOfficerDialog": lambda at: NewOfficerDialog(at.parent, (NAME,)),
    "OwnPasswordDialog": lambda at: OwnPasswordDialog(at.parent, NAME, (NAME,)),
    "PasswordDialog": lambda at: PasswordDialog(at.parent, OFFICER, (NAME,)),
    "PostDialog": lambda at: PostDialog(at.parent, OFFICER, oneself=False),
    "RecoveryDialog": lambda at: RecoveryDialog(at.parent, "ABC", lambda _code: True),
    "NameDialog": lambda at: NameDialog(NAME, [NAME], at.parent),
    "StepDialog": lambda at: StepDialog(
        NAME, NAME, at.parent, guard=NAME, findings=[FOUND], needs_reason=True
    ),
    "WayDialog": lambda at: WayDialog(Way([Stage("paying", DAY)], [NAME], []), at.parent, findings=[FOUND]),
    "SinceDialog": lambda at: SinceDialog([ChangedFact(NAME, NAME, NAME)], at.parent),
    "PersonDialog": lambda at: PersonDialog(
        at.program.people.get(at.someone), at.program.people, at.tasks, at.around, at.parent
    ),
    "FieldsDialog": fields_dialog,
    "ManyDialog": many,
    "LifeDialog": life_dialog,
    "UndoDialog": undo,
    "GivingDialog": lambda at: GivingDialog(at.program, at.program.cases.get(at.record), at.tasks, at.parent),
    "OfferedDialog": lambda at: OfferedDialog(at.program, at.folder / "x", offered(), at.tasks, at.parent),
    "NewReceiverDialog": new_receiver,
    "SuccessionDialog": succession,
    "HandoverDialog": lambda at: HandoverDialog(
        at.program, at.tasks, at.parent, done=lambda *_: None, failed=str
    ),
    "DaysDialog": lambda at: DaysDialog(Period.of("2026-H1"), at.parent),
    "SwitchesDialog": switches,
    "TablesDialog": lambda at: TablesDialog(at.program, Period.of("2026-H1"), at.parent),
    "KeySheet": lambda at: KeySheet(at.parent),
    "Palette": lambda at: Palette([Command(NAME, NAME, "user", str, NAME, NAME)], NAME, at.parent),
}
"""Each dialog of the program, with the name wherever something comes from outside."""


def test_no_dialog_is_left_out():
    assert {each.__name__ for each in walker.dialogs()} == set(MAKERS)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_dialog_draws_names_letter_by_letter(at, kind, qtbot):
    dialog = MAKERS[kind](at)
    assert type(dialog).__name__ == kind
    dialog.show()
    for _ in range(3):  # a table asks for its rows once it knows how many there are
        settle(at.tasks)
        QApplication.processEvents()
    shown = list(texts(dialog))
    assert [text for text, plain in shown if not plain] == []
    assert kind in NAMELESS or any(
        NAME in text.replace("&&", "&").replace("&amp;", "&").replace("&lt;", "<") for text, _ in shown
    )
    dialog.done(0)


def test_the_sentence_of_an_error_keeps_what_it_is_about(at):
    dialog = messages.Dialog(at.parent, messages._Words.of(message("AS-1102", folder=NAME)), Level.ERROR)
    dialog.show()
    assert any(NAME in text and plain for text, plain in texts(dialog))
