"""The form of a record of which something is masked: nothing is shown, nothing is lost, and what is typed stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ansinh_desktop.registers import catalog
from ansinh_desktop.services import access
from ansinh_desktop.services.cases import Cases
from ansinh_desktop.ui.forms.record_form import RecordForm
from tests import factories
from tests.ui.pages.case.test_masked import give_reason

WHY = "Đối chiếu, sửa thông tin đã ghi"
FATHER, REPORTER = "Chau Xóc Rây", "Kim Sa Rươne"


@pytest.fixture
def record(desk) -> str:
    return desk.cases.save(factories.abuse(father_name=FATHER, reporter_name=REPORTER))


@pytest.fixture
def form(desk, tasks, show, qtbot) -> RecordForm:
    made = show(RecordForm(catalog.register("child_abuse"), desk.cases, tasks, desk.around))
    qtbot.waitUntil(lambda: made._asked is not None)
    return made


@pytest.fixture
def editing(form, desk, record, qtbot) -> RecordForm:
    form.start_edit(desk.cases.get(record))
    form._asked.show()
    qtbot.waitUntil(lambda: form.fields.row("father_name") is not None)
    return form


def veil(form: RecordForm, key: str = "father_name") -> QPushButton:
    found = form.findChild(QPushButton, f"mask_{key}")
    assert found is not None
    return found


def kept(desk, record: str) -> dict[str, object]:
    """Return all that is kept of a record, as the file has it."""
    with desk.vault.reading() as store:
        return dict(store.records.get(record).answers)


def looks(desk, record: str) -> list[tuple[str, str]]:
    return [(row.field, row.reason) for row in desk.cases.history(record) if row.what == "Xem mục mật"]


def reveal(form: RecordForm, qtbot, key: str = "father_name") -> None:
    give_reason(WHY)
    veil(form, key).click()
    qtbot.waitUntil(lambda: key not in form.fields.masked)
    active(form, qtbot)


def active(form: RecordForm, qtbot) -> None:
    """Give the form the keyboard again, as a window system does when a dialog over it is closed."""

    def is_active() -> bool:
        form.activateWindow()
        focused = QApplication.focusWidget()
        return QApplication.activeWindow() is form and focused is not None and form.isAncestorOf(focused)

    qtbot.waitUntil(is_active)


def go_to(form: RecordForm, qtbot, key: str) -> None:
    """Put the cursor into a field, with all that stands there selected."""
    control = form.fields.editor(key).control
    control.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is control)
    control.selectAll()


def save(form: RecordForm, qtbot) -> None:
    with qtbot.waitSignal(form.saved):
        form.save()


def test_a_form_shows_masks_and_saves_what_is_beneath_them_unchanged(editing, desk, record, qtbot):
    editor = editing.fields.editor("father_name")
    assert editor.isHidden()
    assert editor.value() is None
    assert not editing.is_changed()
    shown_words = " ".join(each.text() for each in editing.findChildren(QLabel))
    assert FATHER not in shown_words
    before = kept(desk, record)
    editing.fields.set_answer("condition", "Đã ổn định")
    save(editing, qtbot)
    assert kept(desk, record) == before | {"condition": "Đã ổn định"}
    assert looks(desk, record) == []


def test_what_is_shown_for_a_reason_can_be_changed(editing, desk, record, hands, qtbot):
    reveal(editing, qtbot)
    editor = editing.fields.editor("father_name")
    assert not editor.isHidden()
    assert editor.value() == FATHER
    assert not editing.is_changed()
    assert veil(editing).text() == "Ẩn (30 giây)"
    go_to(editing, qtbot, "father_name")
    hands.type("Chau Kim")
    save(editing, qtbot)
    assert kept(desk, record)["father_name"] == "Chau Kim"
    assert kept(desk, record)["reporter_name"] == REPORTER
    assert looks(desk, record) == [("Họ tên cha", WHY)]


def test_what_was_only_looked_at_is_masked_again_and_what_is_being_written_is_not(
    editing, desk, record, hands, qtbot
):
    give_reason(WHY, every=True)
    veil(editing).click()
    qtbot.waitUntil(lambda: not editing.fields.masked)
    active(editing, qtbot)
    editor = editing.fields.editor("father_name")
    go_to(editing, qtbot, "father_name")
    hands.type("a")
    editing.secrets.shown.hide()  # as at the end of the half minute
    assert editing.fields.masked == {"reporter_name"}
    assert not editor.isHidden()
    assert editor.value() != FATHER
    assert editing.fields.editor("reporter_name").value() is None
    assert not veil(editing).isVisible()
    save(editing, qtbot)
    assert kept(desk, record)["reporter_name"] == REPORTER


def test_a_shown_answer_that_is_emptied_is_gone(editing, desk, record, hands, qtbot):
    reveal(editing, qtbot)
    go_to(editing, qtbot, "father_name")
    hands.press(Qt.Key.Key_Delete)
    assert editing.is_changed()
    save(editing, qtbot)
    assert "father_name" not in kept(desk, record)


def test_an_empty_field_is_written_freely_and_stays_open(editing, desk, record, hands, qtbot):
    editor = editing.fields.editor("mother_name")
    assert not editor.isHidden()
    go_to(editing, qtbot, "mother_name")
    hands.type("Neáng Kim")
    editing.check()
    assert editor.value() == "Neáng Kim"
    save(editing, qtbot)
    assert kept(desk, record)["mother_name"] == "Neáng Kim"
    assert "mother_name" in desk.cases.get(record).masked
    assert looks(desk, record) == []


def test_escape_masks_first_and_leaves_then(editing, qtbot):
    left: list[bool] = []
    editing.left.connect(lambda: left.append(True))
    reveal(editing, qtbot)
    qtbot.keyClick(editing, Qt.Key.Key_Escape)
    assert "father_name" in editing.fields.masked
    assert not left
    qtbot.keyClick(editing, Qt.Key.Key_Escape)
    assert left


def test_tab_comes_to_the_mask_and_enter_passes_it_over(editing, hands):
    before = editing.fields.editor("emergency").control
    before.setFocus()
    hands.press(Qt.Key.Key_Tab)
    assert hands.where() == "mask_father_name"
    before.setFocus()
    hands.enter()
    assert hands.where() == "father_birth"


def test_the_next_record_in_the_same_form_has_its_own_masks(editing, desk, qtbot):
    reveal(editing, qtbot)
    child = factories.person(full_name="Neáng Sa", birth_date="2014-01-01")
    other = desk.cases.save(factories.abuse(person=child, mother_name="Kim Thị Hai"))
    editing.start_edit(desk.cases.get(other))
    assert editing.fields.masked == {"mother_name"}
    assert not editing.fields.editor("father_name").isHidden()
    assert editing.fields.editor("father_name").value() is None
    editing.start_new()
    assert not editing.fields.masked
    assert not editing.fields.editor("mother_name").isHidden()


def test_what_is_asked_only_because_of_a_masked_answer_waits_for_it(desk, tasks, show, qtbot):
    answers = {"population": "illicit_user", "has_file": True, "hiv_positive": True, "hiv_treatment": False}
    record = desk.cases.save(factories.case("drug_treatment", answers, final=False))
    form = show(RecordForm(catalog.register("drug_treatment"), desk.cases, tasks, desk.around))
    form.start_edit(desk.cases.get(record))
    form._asked.show()
    assert form.fields.row("hiv_treatment").isHidden()
    give_reason(WHY)
    veil(form, "hiv_positive").click()
    qtbot.waitUntil(lambda: not form.fields.row("hiv_treatment").isHidden())
    assert form.fields.masked == {"hiv_treatment"}
    form.secrets.hide()
    assert form.fields.row("hiv_treatment").isHidden()
    form.leave()


def test_a_draft_names_its_masked_answers_and_another_officer_gives_a_reason(
    editing, desk, record, tasks, show, qtbot
):
    editing.fields.set_answer("mother_name", "Neáng Kim")
    editing.hide()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    other = access.Access("minh", "officer", {"child_abuse": "rwpx"})
    cases = Cases(desk.vault, other, factories.OFFICE)
    form = show(RecordForm(catalog.register("child_abuse"), cases, tasks, desk.around))
    form.start_edit(cases.get(record))
    qtbot.waitUntil(form.draft.isVisible)
    assert "Neáng Kim" not in " ".join(each.text() for each in form.draft.findChildren(QLabel))
    give_reason(WHY)
    form.draft.take.click()
    qtbot.waitUntil(lambda: form.fields.values().get("mother_name") == "Neáng Kim")
    assert looks(desk, record) == [("Họ tên mẹ", WHY)]
    form.keeper.drop()
