"""Whatever is typed anywhere comes back after the lock: in the same page, record, dialog and field, with the cursor."""

import openpyxl
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ansinh_desktop import app
from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import officers
from ansinh_desktop.services.cases import kept_key
from ansinh_desktop.services.drafts import HERE
from ansinh_desktop.services.law import local
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui.drafts.coming_back import ComingBack, Here
from ansinh_desktop.ui.drafts.slots import Cursor, slots
from ansinh_desktop.ui.drafts.spots import Opening
from tests.factories import DECIDED, OFFICER, PASSWORD, PROVINCE, case, new_vault, orphan, person
from tests.ui.drafts import walker

KNOWN = "Neáng Sóc Khone"
pytestmark = pytest.mark.long

WITHOUT_TYPING = {
    "Dialog": "asks a question, is answered by its buttons",
    "KeySheet": "is only read",
    "PaperDialog": "is only read",
    "UndoDialog": "is only read",
    "PreviewDialog": "is only read",
    "FormDialog": "is what others are made of",
    "DialogFrame": "is what others are made of",
    "QueueDialog": "is what others are made of",
    "OwnPasswordDialog": "holds only passwords",
    "PasswordDialog": "holds only passwords",
    "ConflictsDialog": "asks only which of two values counts",
    "MergeDialog": "asks only which of two values counts; what is chosen is asked for before it is thrown away",
    "WayDialog": "shows steps; the one reason is asked only where a step was refused, after which the dialog is gone",
    "ReceiptDialog": "asks only whether",
    "RecoveryDialog": "holds only a secret",
    "AlikeDialog": "one line of a reason, typed when all else is decided",
    "TwoPeopleDialog": "what the two below are made of",
    "JoinDialog": "one line of a reason, typed when all else is decided",
    "PartDialog": "one line of a reason, typed when all else is decided",
    "GivingDialog": "one line of a reason, typed when all else is decided",
    "OfferedDialog": "one line of a reason, typed when all else is decided",
    "SuccessionDialog": "what a decision on paper says, typed once in years",
    "NewReceiverDialog": "digits as they are heard, and one paper",
    "Palette": "a few letters that look for a command",
    "RestoreDialog": "holds only passwords, before any data are open",
    "TablesDialog": "one name, typed when all else is chosen",
}
"""Dialogs in which nothing is to be kept, and why."""
DIALOGS = {
    "people": ("PersonDialog", "FieldsDialog", "LifeDialog", "ReasonDialog"),
    "exchange": ("CardDialog",),
    "law": ("LawRowDialog", "LawChangeDialog"),
    "admin": ("NewOfficerDialog", "PostDialog", "HamletMovesDialog", "HandoverDialog"),
    "children": ("UnknownWordsDialog",),
    "register:assistance": ("SinceDialog", "ManyDialog"),
    "register:children": ("LifeDialog", "StepDialog", "NameDialog", "ReasonDialog"),
    "overview": ("WhyDialog",),
    "payments": ("ReasonDialog",),
    "plan": ("DaysDialog", "SwitchesDialog"),
}
"""The dialogs that are reached from each page, and tried there."""
PAGES = ("overview", "tasks", "review", "payments", "plan", "people", "papers", "exchange", "law", "admin")


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)


LAW = {"article": "NQ 12/2026/NQ-HĐND", "amount": 600000, "effective_from": "2026-12-01"}


def let_a_hamlet_go(window):
    window.pages.page()._editors["hamlets"].area.setPlainText("Ấp mới")


def change_the_degree(window):
    desk = window.pages.page()
    desk.form.fields.set_answer("disability_degree", "very_severe")


PREPARED = {
    ("AdminPage", "ask_moves"): let_a_hamlet_go,
    ("RecordForm", "ask_since"): change_the_degree,
}
"""What must have been typed before, that a dialog comes."""


def warned(found):
    return [(kept_key(each),) for each in found if each.level is Level.WARNING][:1]


def samples(program, folder):
    """Return with what places are opened that need to be told of what."""
    with program.vault.reading() as store:
        known = {
            each.full_name: each
            for each, _why in store.people.alike(person(full_name=KNOWN, birth_date="2015-02-03"))
        }[KNOWN].id
        (paid,) = (each.id for each in store.records.of_person(known) if each.register == "assistance")
        record = next(each.id for each in store.records.of_person(known) if each.register == "children")
    records = {"children": record, "assistance": paid}
    return {
        ("MainWindow", "go_to"): lambda _w: [],
        ("MainWindow", "bring_list"): lambda _w: [],
        ("MainWindow", "enter_many"): lambda _w: [],
        ("MainWindow", "open_why"): lambda w: [(paid,)] if w.stack.key == "overview" else [],
        ("RegisterDesk", "open_again"): lambda w: _of(records, w),
        ("RegisterDesk", "edit_case"): lambda w: _of(records, w),
        ("RegisterDesk", "new_case"): lambda _w: [("",)],
        ("CasePage", "show_tab"): lambda _w: [("CaseEvents",), ("CasePapers",)],
        ("CasePage", "_ask_step"): lambda w: [tuple(each) for each in w.case.steps[:1]] if w.case else [],
        ("CasePage", "say_life"): lambda w: [("death",)] if w.case else [],
        ("PeoplePage", "say_life"): lambda w: [("move",)] if w.pane.view else [],
        ("CaseEvents", "start_kind"): _kinds,
        ("CaseEvents", "take_back"): lambda w: (
            [(each.id,) for each in w._case.events[-1:]] if w._case else []
        ),
        ("CasePapers", "_remove"): lambda w: [(each,) for each in list(w._papers)[:1]],
        ("RecordForm", "ask_since"): lambda w: [(True,)] if w.record_id() == paid else [],
        ("RecordPlace", "open_record"): lambda _w: [(paid, "assistance", "decision_no")],
        ("ReviewDesk", "ask_to_keep"): lambda w: [(each.key,) for each in w.rows.values() if each.keepable][
            :1
        ],
        ("InboxForm", "ask_since"): lambda _w: [],  # as in the form of the register
        ("InboxForm", "ask_reason"): lambda w: warned(w.found.findings),
        ("RecordForm", "ask_reason"): lambda w: warned(w.found.findings),
        ("PersonDialog", "ask_reason"): lambda w: warned(w.check()),
        ("AlikePanel", "ask_apart"): lambda w: [(each.id,) for each in w.found[:1]],
        ("FindingsCard", "ask_to_keep"): lambda w: [
            (each.code, "") for each in w.met.values() if not each.is_error
        ][:1],
        ("RegisterDesk", "ask_many"): lambda w: (
            [("suspend", [paid])] if w._register.code == "assistance" else []
        ),
        # The same dialog as from the register.
        ("ReviewDesk", "ask_many"): lambda _w: [],
        ("PaymentsPage", "ask_many"): lambda _w: [],
        ("PaymentsPage", "open_results"): lambda _w: [],  # what is marked there has a test of its own
        ("PlanPage", "ask_targets"): lambda _w: [],  # only a receiving unit sets targets
        ("PlanPage", "open_figures"): lambda _w: [("2026-H2", "")],
        ("JoinActs", "ask_whom"): lambda _w: [],  # a field like those of the dialogs beside
        ("JoinActs", "ask_join"): lambda _w: [],
        ("JoinActs", "ask_part"): lambda _w: [],
        ("CaseWindows", "stand_apart"): lambda _w: [],  # what is typed there has a test of its own
        ("PeoplePage", "open_person"): lambda _w: [(known,)],
        ("PeoplePage", "_unrelate"): lambda w: (
            [(each.id,) for each in w.pane.view.relations] if w.pane.view else []
        ),
        ("ViewsButton", "_ask_name"): lambda _w: [(["Tên cũ"],)],
        ("AdminPage", "show_tab"): lambda w: [(name,) for name in _tabs(w)],
        ("OfficersTab", "change_post_of"): lambda _w: [("minh",)],
        ("OfficersTab", "set_password_of"): lambda _w: [("minh",)],
        ("OfficersTab", "restore_of"): lambda _w: [("minh",)],
        ("LawPage", "add"): lambda _w: [(kind,) for kind in local.FORMS],
        ("LawPage", "try_row"): lambda _w: [("base", dict(LAW))],
        ("LawPage", "try_without"): lambda w: w._places[:1],
        ("ExchangePage", "trust_card"): lambda _w: [(str(folder / "tinh.agcard"),)],
        ("LawPage", "receive_again"): lambda _w: [],
        ("ImportPage", "open_again"): lambda _w: [
            (str(folder / "cu.xlsx"), planned) for planned in (False, True)
        ],
    }


def _of(records, desk):
    code = desk._register.code
    return [(records[code],)] if code in records else []


def _kinds(events):
    kinds = events._case.register.events if events._case else []
    return [(each.code,) for each in kinds if not each.automatic][:2]


def _tabs(page):
    return [
        page._tabs.widget(place).objectName() or type(page._tabs.widget(place)).__name__
        for place in range(page._tabs.count())
    ]


@pytest.fixture
def folder(tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    with open_data(tmp_path / "xã", OFFICER, PASSWORD) as program:
        known = person(full_name=KNOWN, birth_date="2015-02-03", phone="0912")
        record = program.cases.save(case("children", dict(orphan().answers), person=known, final=False))
        program.cases.save(orphan("Chau Đa Rít"))
        about = program.cases.get(record)
        program.cases.add_event(record, "visit", "2026-11-20", {"findings": "Trẻ đi học lại."})
        paid = case("assistance", dict(DECIDED), person=known, person_id=about.person_id, final=False)
        paid_record = program.cases.save(paid)
        with program.vault.work() as store:
            found = store.records.get(paid_record)
            found.draft = False
            store.records.set_state(found, "paying", closed_on=None, reason=None)
        other = program.cases.alike(person(full_name="Chau Đa Rít", birth_date="2015-02-03"))[0].id
        program.people.save_household({"hamlet": "Hòa Phú"}, None, about.person_id)
        program.people.relate(other, about.person_id, {"kind": "01"})
        scan = tmp_path / "giấy.png"
        scan.write_bytes(PNG)
        program.attachments.add(record, scan)
        officers.add(program.vault, FirstOfficer("minh", "Lê Minh", "trời mưa rơi lộp độp"), "viewer")
    new_vault(tmp_path / "tỉnh", PROVINCE)[0].lock()
    with open_data(tmp_path / "tỉnh", OFFICER, PASSWORD) as province:
        province.cards.write_own(tmp_path).rename(tmp_path / "xã" / "tinh.agcard")
    sheet = openpyxl.Workbook()
    sheet.active.append(["Họ và tên", "Ngày sinh", "Giới tính", "Nhóm đối tượng"])
    sheet.active.append(["Nguyễn Văn Một", "03/02/2015", "Nam", "Chữ chẳng ai biết"])
    sheet.save(tmp_path / "xã" / "cu.xlsx")
    return tmp_path / "xã"


@pytest.fixture
def window(qtbot, folder):
    """Return the open window of the data, and put it away in the end."""
    app.make_application()
    made = app.Window(folder)
    made.resize(1366, 768)
    made.open(open_data(folder, OFFICER, PASSWORD))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    walker.close_dialogs()
    made.shut()
    shiboken6.delete(made)  # here, and not wherever its last name goes


def lock(window, *, by_key):
    """Lock as an officer does, or as the time does."""
    if by_key:
        QTest.keyClick(
            QApplication.focusWidget() or window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier
        )
    else:
        window._idle.start(1)
    while window.pages is not None or window._locking:
        yield False
    window._idle.setInterval(app.IDLE_LOCK_MS)


def unlock(window):
    """Open the data again."""
    window.open(open_data(window._folder, OFFICER, PASSWORD))
    window.activateWindow()
    yield from walker.rest(window)


def typed_in(spot):
    return {each.name: each.typed() for each in slots(spot.widget)}


def try_place(window, way, *, by_key):
    """Type everywhere in a place, lock, unlock, and look whether it is all there."""
    top = walker.chain(window)[-1]
    assert walker.forgotten(top.widget) == [], way
    before = typed_in(top)
    for slot in slots(top.widget):
        if slot.widget.isVisible() and slot.widget.isEnabled():
            walker.type_into(slot)
    last = [each for each in slots(top.widget) if each.widget.isVisible() and each.stops()][-1]
    last.stops()[0].setFocus()
    yield from walker.rest(window, 40)
    after, cursor = typed_in(top), Cursor.now(top.widget)
    assert [name for name in before if after.get(name) != before[name]], f"nothing could be typed: {way}"
    assert cursor is not None, way
    yield from lock(window, by_key=by_key)
    yield from unlock(window)
    for _ in range(4000):
        yield False
        if (
            walker.openings(window) == way
            and QApplication.focusWidget() is not None
            and window.findChild(ComingBack) is None
        ):
            break
    assert walker.openings(window) == way
    yield from walker.rest(window, 20)
    top = walker.chain(window)[-1]
    assert typed_in(top) == after, way
    assert Cursor.now(top.widget) == cursor, way
    yield from draw_anew(window)


def walk(window, page, given, seen):
    """Go to every place that can be reached on a page, and try each."""
    waiting: list[tuple[list[Opening], Opening]] = [([], Opening("MainWindow", *page))]
    by_key, stale = True, False
    tried: list[Opening] = []
    been: list[list[Opening]] = []
    while waiting:
        before, opening = waiting.pop(0)
        if opening in tried:
            continue
        if stale and walker.openings(window) != before:
            yield from draw_anew(window)
        stale = True
        yield from walker.go(window, before)
        PREPARED.get(opening[:2], lambda _window: None)(window)
        yield from walker.open_one(window, opening)
        way = walker.openings(window)
        if way in been or not any(each[:2] == opening[:2] for each in way):
            continue  # it did not come from here, or leads to a place that is known already
        been.append(way)
        tried += [opening, *way]
        top = walker.chain(window)[-1]
        seen.add(type(top.widget).__name__)
        waiting += [(way, each) for each in walker.ways_on(window, given)]
        if slots(top.widget):
            yield from try_place(window, way, by_key=by_key)
            by_key, stale = not by_key, False


def draw_anew(window):
    """Let the page be as if nothing had been typed: made anew, as where the program is to look otherwise."""
    program, page = window._program, walker.openings(window)[:1]
    window._take_pages_away()
    with program.vault.work() as store:
        for each in store.drafts.all():
            store.drafts.drop(each.key)
    program.drafts.keep(HERE, Here(tuple(page)).stored())
    window.open(program)
    window.activateWindow()
    yield from walker.rest(window)
    while window.findChild(ComingBack) is not None:
        yield False


def pages():
    quick = [("go_to", (key,)) for key in PAGES]
    quick += [("go_to", ("register:children",)), ("bring_list", ("children",))]
    slow = [("go_to", (f"register:{code}",)) for code in catalog.registers() if code != "children"]
    return [*quick, *(pytest.param(each, marks=pytest.mark.slow) for each in slow)]


@pytest.mark.parametrize("page", pages(), ids=str)
def test_what_is_typed_comes_back_wherever_it_is_typed(window, folder, page):
    seen: set[str] = set()
    walker.drive(walk(window, page, samples(window._program, folder), seen))
    assert seen >= set(DIALOGS.get(page[1][0], ())), "a dialog of this page was never reached"


def test_no_dialog_is_left_out():
    reached = {name for names in DIALOGS.values() for name in names}
    assert {each.__name__ for each in walker.dialogs()} == reached | WITHOUT_TYPING.keys()
