"""Everybody of the commune, with records, household and relations."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from ansinh_desktop.services import access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.forms.person_dialog import PersonDialog
from ansinh_desktop.ui.forms.person_edit import PersonEdit
from ansinh_desktop.ui.forms.since_dialog import SinceDialog
from ansinh_desktop.ui.pages.people.people_page import PeoplePage
from tests import factories


@pytest.fixture
def ids(desk) -> dict[str, str]:
    found = {}
    for name, hamlet in (("Lê Thị Ánh", "Hòa Phú"), ("Danh Văn An", "Hòa Phú"), ("Trần Văn Tú", "Tân Hòa")):
        person = factories.person(full_name=name, hamlet=hamlet, sex=None)
        record = desk.cases.save(factories.case("assistance", {}, person=person, final=False))
        found[name] = desk.cases.get(record).person_id
    return found


@pytest.fixture
def page(desk, tasks, show, ids, qtbot) -> PeoplePage:
    made = PeoplePage(Program(desk.vault), access.access(desk.vault), tasks, desk.around)
    show(made)
    with qtbot.waitSignal(made.table.counted):
        made.refresh()
    return made


def shown(page: PeoplePage) -> list:
    return [page.table.model.row(place).cells["full_name"] for place in range(page.table.model.rowCount())]


def open_(page: PeoplePage, person_id: str, qtbot) -> None:
    page.open_person(person_id)
    qtbot.waitUntil(lambda: page.pane.view is not None and page.pane.view.id == person_id)


def press(page, name: str) -> None:
    page.findChild(QPushButton, name).click()


def dialog(page: PeoplePage, kind: type[QDialog]):
    return next(each for each in page.findChildren(kind) if each.isVisible())


def said(page: PeoplePage) -> str:
    return " | ".join(each.text() for each in page.pane.findChildren(QLabel))


def test_letters_without_marks_find_people_of_every_register(page, hands, qtbot):
    assert shown(page) == ["Danh Văn An", "Lê Thị Ánh", "Trần Văn Tú"]
    page.search.setFocus()
    with qtbot.waitSignal(page.table.counted):
        hands.type("tan ho")
    assert shown(page) == ["Trần Văn Tú"]


def test_the_chosen_person_is_shown_with_their_records(page, ids, qtbot):
    open_(page, ids["Trần Văn Tú"], qtbot)
    qtbot.waitUntil(lambda: page.table.current_key() == ids["Trần Văn Tú"])
    link = next(each for each in page.pane.findChildren(QPushButton) if "BTXH" in each.text())
    with qtbot.waitSignal(page.case_asked) as asked:
        link.click()
    assert asked.args[1] == "assistance"


def test_a_person_is_changed_with_f2(page, ids, qtbot, hands, desk):
    open_(page, ids["Danh Văn An"], qtbot)
    page.table.setFocus()
    hands.press(Qt.Key.Key_F2)
    editing = dialog(page, PersonDialog)
    editing.box.fields.set_answer("sex", "male")
    editing.box.fields.set_answer("phone", "12")
    editing.save()
    assert hands.where() == "phone"
    editing.box.fields.set_answer("phone", "0912345678")
    with qtbot.waitSignal(editing.saved):
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.people.get(ids["Danh Văn An"]).person["phone"] == "0912345678"


def test_a_household_is_made_and_somebody_taken_into_it(page, ids, qtbot, hands, desk):
    open_(page, ids["Lê Thị Ánh"], qtbot)
    press(page, "make_household")
    made = dialog(page, FieldsDialog)
    assert made.fields.values()["hamlet"] == "Hòa Phú"
    with qtbot.waitSignal(made.done_well):
        made.save()
    qtbot.waitUntil(lambda: page.pane.view.household is not None)
    press(page, "add_member")
    asking = dialog(page, FieldsDialog)
    editor = asking.fields.editor("other")
    assert isinstance(editor, PersonEdit)
    qtbot.waitUntil(asking.isActiveWindow)
    editor.control.setFocus()
    hands.type("danh an")
    qtbot.waitUntil(editor.is_open)
    hands.enter()
    with qtbot.waitSignal(asking.done_well):
        asking.save()
    qtbot.waitUntil(lambda: len(page.pane.view.household.members) == 2)
    assert "chủ hộ" in said(page)


def test_a_relation_reads_from_the_person_that_is_shown(page, ids, qtbot, desk):
    open_(page, ids["Danh Văn An"], qtbot)
    press(page, "add_relation")
    asking = dialog(page, FieldsDialog)
    asking.save()
    asking.fields.set_answer("other", ids["Lê Thị Ánh"])
    asking.fields.set_answer("kind", "04")
    with qtbot.waitSignal(asking.done_well):
        asking.save()
    qtbot.waitUntil(lambda: bool(page.pane.view.relations))
    assert [(each.text, each.other) for each in page.pane.view.relations] == [("Mẹ", "Lê Thị Ánh")]


def test_a_record_is_asked_for_the_person_that_is_shown(page, ids, qtbot):
    open_(page, ids["Danh Văn An"], qtbot)
    with qtbot.waitSignal(page.new_case_asked) as asked:
        page.pane.new_case_asked.emit("children")
    assert asked.args == ["children", ids["Danh Văn An"]]


def test_a_state_of_somebody_who_is_paid_asks_from_which_month(page, ids, qtbot, hands, desk):
    person = ids["Danh Văn An"]
    with desk.vault.work("danh sách cũ") as store:
        (record,) = store.records.of_person(person)
        record.draft = False
        store.people.save(person, factories.UNIT, {"poverty_status": "poor", "sex": "male"})
        store.records.set_state(record, "paying", closed_on=None, reason=None)
        number = record.id
    open_(page, person, qtbot)
    page.table.setFocus()
    hands.press(Qt.Key.Key_F2)
    editing = dialog(page, PersonDialog)
    editing.box.fields.set_answer("poverty_status", "average_living")

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, SinceDialog):
            assert "Tình trạng hộ" in " ".join(each.text() for each in asked.findChildren(QLabel))
            asked.yes_button.click()
        else:
            QTimer.singleShot(20, answer)

    QTimer.singleShot(20, answer)
    with qtbot.waitSignal(editing.saved):
        editing.save()
    [change] = desk.cases.get(number).answers["by_month"]
    assert change["was"] == {"person.poverty_status": "poor"}
    assert desk.people.get(person).person["poverty_status"] == "average_living"


@pytest.mark.parametrize(("width", "beside"), [(700, False), (1100, True)])
def test_the_person_stands_below_the_list_where_there_is_no_room_beside_it(page, ids, qtbot, width, beside):
    page.resize(width, 700)
    qtbot.waitUntil(lambda: abs(page.width() - width) <= 1)
    assert page.pane.isVisible() is beside  # nobody takes no room from the list
    page.open_person(next(iter(ids.values())))
    qtbot.waitUntil(lambda: page.pane.view is not None)
    QApplication.processEvents()
    assert page.table.height() > 200
    apart = page.pane.mapTo(page, QPoint()) - page.table.mapTo(page, QPoint())
    assert (apart.x() > 100, apart.y() > 100) == (beside, not beside)
    assert page.table.view.columnViewportPosition(3) + page.table.view.columnWidth(3) <= (
        page.table.view.viewport().width() + 1
    ), "the number is seen whole"
