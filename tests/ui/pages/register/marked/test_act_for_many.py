"""The window of one act for many: asked once, looked at with what was and what will be, written only as it was looked at."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.ui.dialogs.many import ManyDialog, ask_many
from tests.services.payments.commune import NAMES, change
from tests.services.test_many import ADJUSTED
from tests.ui.pages.register.marked.doing import idle

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def asked(program, records, opened, tasks, qtbot):
    """Return a function that opens an act over the list for some of its people."""
    page = opened(program)

    def ask(code="adjust", names=NAMES, answers=None, done=lambda _said: None):
        ask_many(
            program, "assistance", code, [records[each] for each in names],
            tasks=tasks, parent=page, done=done, answers=answers,
        )  # fmt: skip
        dialog = next(each for each in page.findChildren(ManyDialog) if each.isVisible())
        idle(qtbot, tasks)
        return dialog

    return ask


def looked(qtbot, tasks, dialog):
    qtbot.waitUntil(lambda: dialog.preview is not None)
    idle(qtbot, tasks)


def rows(dialog):
    model = dialog.table.model
    return [model.row(place).cells for place in range(model.rowCount())]


def events(program, records):
    return {name: len(program.cases.get(record).events) for name, record in records.items()}


def test_it_begins_in_its_first_field_that_is_not_known_already(asked, hands, qtbot, tasks):
    dialog = asked(answers={"month": "2026-07"})
    assert hands.where() == "decision_no"
    assert dialog.fields.values() == {"month": "2026-07"}
    assert dialog.said.text() == "Còn thiếu: Số quyết định, Ngày quyết định."
    assert not dialog.yes_button.isEnabled()
    assert dialog.yes_button.text() == "Điều chỉnh mức: chưa làm được"
    assert not dialog.table.foot.isVisible(), "nothing is counted that nobody looked at"
    assert any("dấu *" in each.text() for each in dialog.table.empty.findChildren(QLabel))


def test_nothing_is_asked_where_nobody_is_marked_or_the_act_is_none(program, opened, tasks):
    page = opened(program)
    for code, records in (("adjust", []), ("no_such_act", ["x"])):
        ask_many(program, "assistance", code, records, tasks=tasks, parent=page, done=lambda _said: None)
    assert not page.findChildren(ManyDialog)


def test_who_is_left_alone_stands_last_with_the_reason_and_each_has_its_number(
    asked, program, records, qtbot, tasks
):
    change(program, records[NAMES[0]], "suspended")
    dialog = asked(answers={**ADJUSTED, "decision_no": "29/QĐ-UBND", "in_row": True})
    looked(qtbot, tasks, dialog)
    found = rows(dialog)
    assert [each["who"] for each in found] == [*NAMES[1:], NAMES[0]]
    assert [each["decision"] for each in found] == [
        *("29/QĐ-UBND", "30/QĐ-UBND", "31/QĐ-UBND", "32/QĐ-UBND"), "",
    ]  # fmt: skip
    assert "không ở bước" in found[-1]["why_not"].text
    assert (found[-1]["before"], found[-1]["after"], found[-1]["change"]) == ("", "", "")
    assert dialog.said.text() == (
        "Làm cho 4 hồ sơ · +240.000 đồng mỗi tháng · không làm cho 1 hồ sơ, lý do ở từng dòng. "
        "Bấm nút mới ghi; tất cả là một lần ghi."
    )
    dialog.table.set_order("change", descending=True)
    idle(qtbot, tasks)
    assert rows(dialog)[-1]["who"] == NAMES[0]


def test_less_money_is_said_with_a_real_minus(asked, program, records, qtbot, tasks):
    for record in records.values():
        change(program, record, recorded_amount=900_000)
    dialog = asked(answers=ADJUSTED)
    looked(qtbot, tasks, dialog)
    assert {each["change"] for each in rows(dialog)} == {"−90.000"}
    assert "−450.000 đồng mỗi tháng" in dialog.said.text()


def test_an_act_without_money_says_none(asked, qtbot, tasks):
    dialog = asked("method", answers={"payment_method": "home", "month": "2026-10"})
    looked(qtbot, tasks, dialog)
    assert dialog.said.text().startswith("Làm cho 5 hồ sơ. ")
    assert {each["change"] for each in rows(dialog)} == {""}


def test_it_is_written_once_and_told(asked, program, records, qtbot, tasks):
    change(program, records[NAMES[0]], "suspended")
    said: list[str] = []
    dialog = asked(answers=ADJUSTED, done=said.append)
    looked(qtbot, tasks, dialog)
    dialog.yes_button.click()
    assert not dialog.yes_button.isEnabled()  # nobody presses twice
    dialog.yes_button.click()
    idle(qtbot, tasks)
    assert said == ["Điều chỉnh mức: đã ghi cho 4 hồ sơ."]
    assert not [
        each for each in QApplication.topLevelWidgets() if isinstance(each, ManyDialog) and each.isVisible()
    ]
    assert events(program, records) == {NAMES[0]: 0, **dict.fromkeys(NAMES[1:], 2)}


def test_what_is_typed_anew_is_looked_at_anew_and_old_answers_come_too_late(
    asked, program, records, qtbot, tasks, hands
):
    dialog = asked(answers=ADJUSTED)
    looked(qtbot, tasks, dialog)
    first = dialog.preview
    dialog.fields.editor("decision_no").control.setFocus()
    hands.type("b")
    assert dialog.preview is None
    dialog.look()
    dialog._take(dialog._asked - 1, first)  # what was asked before is told now
    assert dialog.preview is not first
    looked(qtbot, tasks, dialog)
    assert {each["decision"] for each in rows(dialog)} == {"b15/QĐ-UBND"}
    hands.type("c")
    dialog._take(dialog._asked, first)  # while one types on nothing is shown
    assert dialog.preview is None
    looked(qtbot, tasks, dialog)
    assert {each["decision"] for each in rows(dialog)} == {"bc15/QĐ-UBND"}
    assert set(events(program, records).values()) == {0}


def test_what_stands_as_it_stood_is_not_looked_at_again(asked, qtbot, tasks, hands):
    dialog = asked(answers=ADJUSTED)
    looked(qtbot, tasks, dialog)
    found = dialog.preview
    dialog.fields.editor("decision_no").control.setFocus()
    hands.press(Qt.Key.Key_Tab)  # only passes by
    assert dialog.preview is found


def test_a_wrong_answer_is_said_beside_its_field_and_goes_once_it_is_right(asked, qtbot, tasks, hands):
    dialog = asked("adjust", answers={**ADJUSTED, "decision_no": "không số", "in_row": True})
    idle(qtbot, tasks)
    assert dialog.preview is None
    assert dialog.banner.isVisible()  # numbers that count up begin with one
    assert not dialog.yes_button.isEnabled()
    assert rows(dialog) == []
    dialog.fields.set_answer("decision_no", "15/QĐ-UBND")
    dialog.look()
    looked(qtbot, tasks, dialog)
    assert not dialog.banner.isVisible()
    dialog.fields.set_answer("decision_no", "x" * 70)
    dialog.look()
    qtbot.waitUntil(lambda: bool(dialog.fields.editor("decision_no").findings))
    idle(qtbot, tasks)
    assert not dialog.yes_button.isEnabled()
    dialog.fields.set_answer("decision_no", "16/QĐ-UBND")
    dialog.look()
    looked(qtbot, tasks, dialog)
    assert not dialog.fields.editor("decision_no").findings


def test_a_refusal_while_writing_is_said_and_nothing_is_written(asked, program, records, qtbot, tasks):
    dialog = asked(answers=ADJUSTED)
    looked(qtbot, tasks, dialog)
    for record in records.values():  # on the other machine, just now
        change(program, record, "suspended")
    dialog.yes_button.click()
    idle(qtbot, tasks)
    assert dialog.isVisible()
    assert dialog.banner.isVisible()
    assert dialog.preview is None
    assert not dialog.yes_button.isEnabled()
    assert set(events(program, records).values()) == {0}


def test_what_no_officer_can_mend_is_told_as_our_fault(asked, qtbot, tasks, said):
    dialog = asked(answers=ADJUSTED)
    looked(qtbot, tasks, dialog)
    dialog._refuse(dialog._asked - 1, UserError("AS-4244"))  # of what was asked before
    assert dialog.preview is not None
    dialog._refuse(dialog._asked, BugError("we are to blame"))
    assert len(said) == 1
    said.clear()
