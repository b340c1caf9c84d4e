"""Beside a form: who is already recorded and likely the one who is being typed, each with why."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ansinh_desktop.registers import catalog
from ansinh_desktop.ui.forms.alike_panel import AlikePanel
from ansinh_desktop.ui.forms.record_form import RecordForm
from tests import factories


@pytest.fixture
def form(desk, tasks, show, qtbot):
    known = factories.person(
        full_name="Danh Thị Quý", birth_date="2015-02-03", phone="0912345678", personal_id="089315000123"
    )
    desk.cases.save(factories.case("children", {}, person=known, final=False))
    made = RecordForm(catalog.register("assistance"), desk.cases, tasks, desk.around)
    show(made)
    made.start_new()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    return made


def fill(form, **typed):
    for key, value in typed.items():
        form.box.fields.set_answer(key, value)
        form.box.fields.edited.emit(key)


def said(panel):
    return [each.text() for each in panel.findChildren(QLabel) if not each.isHidden()]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"full_name": "danh quý", "birth_date": "3/2/2015"}, "Họ tên thiếu chữ lót · Trùng ngày sinh"),
        ({"full_name": "quy thi danh", "birth_date": "2015"}, "Họ tên đảo thứ tự · Trùng năm sinh"),
        ({"full_name": "danh thị quí", "birth_date": "3/2/2016"}, "Trùng họ tên · Năm sinh lệch một năm"),
        (
            {"full_name": "danh thị quín", "birth_date": "3/2/2015"},
            "Họ tên lệch một chữ cái · Trùng ngày sinh",
        ),
        ({"full_name": "danh thị quý", "phone": "0912345678"}, "Trùng họ tên · Cùng số điện thoại"),
        ({"full_name": "danh thi quy", "birth_date": "3/2/2015"}, "Trùng họ tên không dấu · Trùng ngày sinh"),
        ({"full_name": "dahn thị quý", "birth_date": "2015"}, "Họ tên lệch một chữ cái · Trùng năm sinh"),
        ({"full_name": "danh thị quý", "hamlet": "Vĩnh Thạnh"}, "Trùng họ tên · Cùng ấp"),
        (
            {"full_name": "danh thị quý", "birth_date": "2/3/2015"},
            "Trùng họ tên · Ngày và tháng sinh đảo nhau",
        ),
        ({"full_name": "danh thị quý", "birth_date": "3/2/2025"}, "Trùng họ tên · Năm sinh lệch một chữ số"),
        (
            {"full_name": "danh thị quý", "birth_date": "2015", "personal_id": "089315000132"},
            "Số định danh hoặc CMND lệch một chữ số · Trùng họ tên · Trùng năm sinh",
        ),
    ],
)
def test_who_is_likely_the_one_typed_stands_beside_the_form_with_why(form, qtbot, typed, why):
    fill(form, **{key: value if key != "birth_date" else birth(value) for key, value in typed.items()})
    panel = form.findChild(AlikePanel)
    qtbot.waitUntil(panel.isVisible)
    assert why in said(panel)
    assert "Danh Thị Quý" in said(panel)


def birth(typed):
    return "-".join(reversed([f"{int(part):02d}" for part in typed.split("/")]))


def test_who_is_said_to_be_somebody_else_is_shown_no_more_and_kept_with_the_record(form, desk, qtbot):
    fill(form, full_name="Danh Thị Quý", birth_date="2015-02-03")
    panel = form.findChild(AlikePanel)
    qtbot.waitUntil(panel.isVisible)

    def say_why():
        dialog = QApplication.activeModalWidget()
        _back, no = (each for each in dialog.findChildren(QPushButton) if each.property("role") != "link")
        dialog.typed.setPlainText("Hai người trong một gia đình")
        no.click()

    QTimer.singleShot(0, say_why)
    panel.findChild(QPushButton, "apart_1").click()
    assert panel.isHidden()
    with qtbot.waitSignal(form.saved) as saved:
        form.save(final=False)
    case = desk.cases.get(saved.args[0])
    assert desk.cases.alike(case.person, case.person_id) == []
    (told,) = [each for each in desk.cases.history(case.id) if each.what == "Xác nhận không trùng"]
    assert told.after == "Hai người trong một gia đình"


def test_what_is_typed_further_takes_away_who_is_somebody_else(form, qtbot):
    form.box.fields.set_answer("full_name", "Danh Thị Quý")
    form.box.fields.set_answer("birth_date", "2015-02-03")
    form.box.fields.edited.emit("birth_date")
    panel = form.findChild(AlikePanel)
    qtbot.waitUntil(panel.isVisible)
    form.box.fields.set_answer("birth_date", "1990-11-23")
    form.box.fields.edited.emit("birth_date")
    qtbot.waitUntil(panel.isHidden)
