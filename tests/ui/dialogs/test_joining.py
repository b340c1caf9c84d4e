"""Two people who are one, at the window: found, set side by side, chosen by keys, joined, and parted again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ansinh_desktop import app
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.joining import JoinDialog, PartDialog
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.pages.people.people_page import PeoplePage
from tests import factories
from tests.factories import ORPHAN, case, person
from tests.ui.office import hands
from tests.ui.whole_window import whole_window

__all__ = ["hands"]

NA = {"birth_date": "2015-02-03", "hamlet": "Hòa Phú"}
WHY = "Đã xem giấy khai sinh"


class Two:
    """A child who was recorded twice, in the open window."""

    def __init__(self, window, program):
        self.window, self.program = window, program
        known = (
            person(full_name="Danh Thị Na", phone="0912000001", **NA),
            person(full_name="Danh Thi Na", address="Tổ 9", note="Mồ côi", **NA),
        )
        self.records = [program.cases.save(case("children", dict(ORPHAN), person=each)) for each in known]
        self.people = [program.cases.get(each).person_id for each in self.records]

    def settle(self):
        app.settle(self.window.tasks)

    @property
    def page(self) -> PeoplePage:
        return next(each for each in self.window.findChildren(PeoplePage))

    def show(self, whose: int) -> PeoplePage:
        self.window.pages.open_person(self.people[whose])
        self.settle()
        return self.page

    def dialog(self, kind):
        self.settle()
        return next(each for each in self.window.findChildren(kind) if each.isVisible())

    def press(self, where, name):
        next(each for each in where.findChildren(QPushButton, name) if each.isVisible()).click()
        self.settle()

    def known(self, whose):
        return self.program.people.get(self.people[whose]).person


@pytest.fixture
def two(tmp_path, qtbot):
    program = Program(factories.new_vault(tmp_path / "data")[0])
    with whole_window(qtbot, program, tmp_path / "data") as window:
        yield Two(window, program)


def cells(dialog, row):
    return [dialog.table.item(row, column).text() for column in range(dialog.table.columnCount())]


def line(dialog, key):
    return next(row for row, each in enumerate(dialog._lines) if each.key == key)


def test_from_the_page_of_people_they_are_joined_by_keys_and_parted_again(two, hands):
    page = two.show(1)
    two.press(page.pane, "join")
    asked = two.dialog(FieldsDialog)
    asked.fields.set_answer("other", two.people[0])
    asked.save()
    dialog = two.dialog(JoinDialog)
    assert cells(dialog, 0)[:3] == ["Họ và tên", "Danh Thị Na", "Danh Thi Na"]
    assert cells(dialog, 0)[3] == "Danh Thị Na"
    assert cells(dialog, line(dialog, "note"))[1:] == ["(trống)", "Mồ côi", "Mồ côi"]
    assert cells(dialog, line(dialog, ""))[0] == "Hồ sơ"
    assert not dialog.yes_button.isEnabled()
    hands.press(Qt.Key.Key_2)
    assert cells(dialog, 0)[3] == "Danh Thi Na"
    hands.press(Qt.Key.Key_1)
    assert cells(dialog, 0)[3] == "Danh Thị Na"
    hands.press(Qt.Key.Key_Return)
    assert cells(dialog, dialog.table.currentRow())[0] == "Địa chỉ nơi ở"
    hands.press(Qt.Key.Key_2)
    hands.press(Qt.Key.Key_Return)
    hands.type(WHY)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    two.settle()
    assert (two.known(0)["full_name"], two.known(0)["address"], two.known(0)["note"]) == (
        "Danh Thị Na",
        "Tổ 9",
        "Mồ côi",
    )
    page = two.show(0)
    assert page.table.model.rowCount() == 1
    two.press(page.pane, "part")
    parting = two.dialog(PartDialog)
    assert "trở về với Danh Thi Na" in parting.said.text()
    parting.reason.setText("Hai chị em")
    two.press(parting, "part")
    assert two.page.table.model.rowCount() == 2
    assert two.known(1)["address"] == "Tổ 9"
    assert two.known(0)["address"] == "Tổ 5"


def test_what_was_written_since_goes_with_whom_a_key_says(two, hands):
    two.program.people.joinings.join(two.people[0], two.people[1], {}, WHY)
    two.program.people.save(two.people[0], {**two.known(0), "phone": "0999999999"})
    two.press(two.show(0).pane, "part")
    parting = two.dialog(PartDialog)
    assert cells(parting, 0)[:2] == ["Điện thoại", "0999999999"]
    parting.table.setFocus()
    hands.press(Qt.Key.Key_2)
    parting.reason.setText("Hai chị em")
    parting.do()
    two.settle()
    assert (two.known(0)["phone"], two.known(1)["phone"]) == ("0912000001", "0999999999")


def test_what_cannot_be_joined_says_why_at_once(two):
    two.program.people.relate(two.people[0], two.people[1], {"kind": "01"})
    two.show(0)
    two.page._joins.ask_join(*two.people)
    dialog = two.dialog(JoinDialog)
    assert dialog.banner.isVisible()
    assert "không thể là một người" in dialog.banner.accessibleName()
    dialog.reason.setText(WHY)
    assert not dialog.yes_button.isEnabled()


def test_who_may_only_look_is_told_so_and_sees_nothing_of_either(two):
    two.program.people.joinings.join(*two.people, {}, WHY)
    less = Program(two.program.vault, may=Access("lan", "officer", dict.fromkeys(catalog.registers(), "r")))
    dialog = PartDialog(less.people.joinings, (two.people[0], two.people[1]), two.window.tasks, two.window)
    dialog.open()
    two.settle()
    assert "chỉ được xem" in dialog.banner.accessibleName()
    assert (dialog.said.text(), dialog.table.isVisible()) == ("", False)
    dialog.reason.setText(WHY)
    assert not dialog.yes_button.isEnabled()


def test_beside_the_form_of_a_record_who_looks_alike_is_joined_and_what_was_typed_is_offered_again(
    two, qtbot
):
    two.window.pages.open_case(two.records[0], "children")
    two.settle()
    desk = two.window.pages.desk("children")
    desk.edit_case(two.records[0])
    two.settle()
    form = desk.form
    form.box.fields.set_answer("phone", "0912000009")
    form.whose._ask_alike()
    two.settle()
    two.press(form.side.alike, "join_1")
    dialog = two.dialog(JoinDialog)
    dialog.reason.setText(WHY)
    dialog.do()
    two.settle()
    assert two.program.cases.get(two.records[1]).person_id == two.people[0]
    assert form.isVisible()
    assert not form.side.alike.isVisible()
    assert form.draft.isVisible()
    form.take_draft()
    two.settle()
    assert form.box.values()["phone"] == "0912000009"
    form.save(final=False)
    two.settle()
    assert two.known(0)["phone"] == "0912000009"
