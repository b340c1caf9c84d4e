"""The small dialogs of a case: a step with its day and reason, the month from which a fact holds, what a life makes."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from ansinh_desktop import clock
from ansinh_desktop.findings import error, note, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.dated import FROM_BEGINNING
from ansinh_desktop.services.cases import ChangedFact
from ansinh_desktop.services.lives.planning import LifeRow
from ansinh_desktop.services.lives.work import LifePreview, Question
from ansinh_desktop.ui.forms.life_preview import LifePreviewBox
from ansinh_desktop.ui.forms.since_dialog import SinceDialog
from ansinh_desktop.ui.forms.step_dialog import StepDialog
from ansinh_desktop.ui.widgets.field_row import FindingLabel

TODAY = clock.today()
TOMORROW = (TODAY + datetime.timedelta(1)).isoformat()
PROPOSED = (TODAY + datetime.timedelta(30)).isoformat()
DOUBT, WRONG, TOLD = (
    warning("AS-2523", ""),
    error("AS-2034", ""),
    note("AS-2308", "", suggested="x"),
)


def say(dialog, **said):
    for key, value in said.items():
        editor = dialog._fields.editor(key)
        editor.set_value(value)
        editor.edited.emit()


def words(widget):
    return [each.text() for each in widget.findChildren(QLabel) if each.text() and each.isVisible()]


@pytest.fixture
def step(show):
    """Return a function that opens the dialog of a step."""
    made: list[StepDialog] = []

    def open_one(**more):
        for each in made:
            each.close()
        made.append(show(StepDialog("Mới → Đang quản lý", "Chuyển bước", None, **more)))
        return made[-1]

    return open_one


def test_a_step_is_of_today_until_somebody_says_otherwise(step):
    dialog = step(guard="ngày vào")
    assert dialog.on() == TODAY.isoformat()
    assert dialog.yes_button.isEnabled()
    assert "Bước này cần: ngày vào" in words(dialog)
    say(dialog, step_on="2026-01-05", step_reason="  Đã rà soát \n")
    dialog.yes_button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert (dialog.on(), dialog.reason()) == ("2026-01-05", "Đã rà soát")


@pytest.mark.parametrize(
    ("findings", "more", "without", "with_reason"),
    [
        ((), {}, True, True),
        ((TOLD,), {}, True, True),
        ((DOUBT,), {}, False, True),
        ((), {"needs_reason": True}, False, True),
        ((WRONG,), {}, False, False),
        ((WRONG, DOUBT), {"needs_reason": True}, False, False),
    ],
)
def test_what_speaks_against_a_step_asks_for_a_reason_or_forbids_it(
    step, findings, more, without, with_reason
):
    dialog = step(findings=findings, **more)
    assert dialog.yes_button.isEnabled() is without
    say(dialog, step_reason="   ")
    assert dialog.yes_button.isEnabled() is without, "blanks are no reason"
    say(dialog, step_reason="Có quyết định")
    assert dialog.yes_button.isEnabled() is with_reason
    dialog.press_yes()
    assert (dialog.result() == QDialog.DialogCode.Accepted) is with_reason
    assert [each.told[0] for each in dialog.findChildren(FindingLabel)] == list(findings)


def test_no_step_is_taken_on_a_day_that_has_not_come(step):
    dialog = step()
    say(dialog, step_on=TOMORROW)
    assert not dialog.yes_button.isEnabled()
    assert [each.code for each in dialog._fields.shown_findings(["step_on"])] == ["AS-2009"]
    dialog.press_yes()
    assert dialog.result() != QDialog.DialogCode.Accepted
    say(dialog, step_on=TODAY.isoformat())
    assert dialog.yes_button.isEnabled()
    assert dialog._fields.shown_findings(["step_on"]) == []
    say(dialog, step_on=None)
    assert not dialog.yes_button.isEnabled()


def test_the_day_that_the_case_itself_says_may_be_to_come(step):
    dialog = step()
    dialog.propose("")
    assert dialog.on() == TODAY.isoformat()
    dialog.propose(PROPOSED)
    assert dialog.on() == PROPOSED
    assert dialog.yes_button.isEnabled()
    say(dialog, step_on=TOMORROW)
    assert not dialog.yes_button.isEnabled()
    say(dialog, step_on=PROPOSED)
    assert dialog.yes_button.isEnabled()


def test_control_enter_goes_where_something_is_missing(step, hands):
    dialog = step(needs_reason=True)
    assert hands.where() == "step_reason"
    dialog._fields.editor("step_on").control.setFocus()
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hands.where() == "step_reason"
    hands.type("Đủ điều kiện")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == QDialog.DialogCode.Accepted


# ---------------------------------------------------------------- since when


@pytest.fixture
def since(show):
    return show(
        SinceDialog([ChangedFact("Mức độ", "Nặng", "Đặc biệt nặng"), ChangedFact("Ghi chú", "x", "")], None)
    )


def test_a_change_holds_from_a_month_by_a_paper(since):
    told = " ".join(words(since))
    assert "Nặng → Đặc biệt nặng" in told
    assert "x → (trống)" in told
    assert since.since() == FROM_BEGINNING
    say(since, since_month=None)
    assert not since.yes_button.isEnabled()
    since.accept()
    assert since.result() != QDialog.DialogCode.Accepted
    say(since, since_month="2026-10", since_paper="12/QĐ", since_paper_on="2026-09-20")
    since.yes_button.click()
    assert since.result() == QDialog.DialogCode.Accepted
    found = since.since()
    assert (found.month, found.paper, found.paper_on) == ("2026-10", "12/QĐ", "2026-09-20")


def test_what_was_wrong_is_mended_from_the_beginning_whatever_month_stands_there(since):
    say(since, since_month="2026-10", since_paper="12/QĐ")
    since.wrong_button.click()
    assert since.result() == QDialog.DialogCode.Accepted
    assert since.since() == FROM_BEGINNING


# ---------------------------------------------------------------- what follows from a life


def row(**more):
    register = next(iter(catalog.registers()))
    return LifeRow(
        **{
            "record_id": "r1",
            "register": register,
            "number": "BTXH-1",
            "who": "Chau Sóc",
            "state": "Đang hưởng",
        }
        | more
    )


@pytest.fixture
def box(show, desk):
    holder = show(QWidget())
    made = LifePreviewBox(holder)
    made.resize(600, 400)
    made.show()
    yield made
    del holder  # until here it is needed


def preview(*rows, people=("Chau Sóc",), questions=()):
    return LifePreview("death", people, rows, questions)


def test_each_record_says_what_becomes_of_it(box):
    box.show_preview(preview(row(to="Thôi hưởng", lines=("Thôi chi trả từ tháng 12/2026",), change=-810_000)))
    told = words(box)
    assert any(each.endswith("BTXH-1 · Đang hưởng → Thôi hưởng") for each in told)
    assert "• Thôi chi trả từ tháng 12/2026" in told
    assert "Mỗi tháng chi ít hơn: 810.000 đồng." in told
    assert not [each for each in told if "Chau Sóc" in each], "one person alone is not named again"


def test_what_is_left_to_the_officer_says_why_and_counts_for_nothing(box):
    box.show_preview(preview(row(why_not=WRONG, change=-810_000), row(number="TE-2", notes=(DOUBT,))))
    told = words(box)
    assert any(each.startswith("Chưa ghi gì: ") and "[AS-2034]" in each for each in told)
    assert any("[AS-2523]" in each for each in told)
    assert not [each for each in told if "chi ít hơn" in each]


def test_whoever_goes_along_is_named(box):
    box.show_preview(preview(row(), people=("Chau Sóc", "Neáng Sa")))
    told = words(box)
    assert "Những người cùng đi: Chau Sóc, Neáng Sa" in told
    assert any("BTXH-1 (Chau Sóc)" in each for each in told)
    box.show_preview(preview())
    assert any("Không hồ sơ nào" in each for each in words(box))
    box.say("Đang đọc…")
    assert words(box) == ["Đang đọc…"]


def test_a_question_leads_to_its_record(box, qtbot):
    question = Question("Ai chăm sóc em?", "Danh Bé", "children", "r7", "TE-7")
    box.show_preview(preview(questions=(question,)))
    assert "• Ai chăm sóc em?" in words(box)
    (link,) = [each for each in box.findChildren(QPushButton) if "TE-7" in each.text()]
    with qtbot.waitSignal(box.place_asked) as asked:
        link.click()
    assert asked.args == ["r7", "children"]
