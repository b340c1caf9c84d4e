"""With letters of twice the size a month is as wide as its room, and its foot says its sentence whole."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QScrollArea

from ansinh_desktop.ui import theme
from tests.services.payments.commune import people
from tests.ui.pages.payments.doing import press_next

_NARROW = 575


@pytest.mark.parametrize("width", [_NARROW, 1100])
def test_nothing_is_cut_where_there_is_hardly_any_room(opened, program, qtbot, tasks, width):
    people(program)
    page = opened()
    press_next(page, qtbot, tasks)
    sheet = page.sheet
    sheet.next.said.setText("Sửa các lỗi trong hồ sơ; cảnh báo thì sửa, hoặc giữ và ghi lý do, in trên giấy.")
    sheet.next.act.setText("Xác nhận đã kiểm tra: còn 10 lỗi, 312 cảnh báo")
    page.window().resize(QSize(theme.px(width), theme.px(280)))
    for _ in range(3):
        QApplication.processEvents()
    area = sheet.findChild(QScrollArea)
    assert area.widget().width() <= area.viewport().width()
    said = sheet.next.said
    assert said.height() >= said.heightForWidth(said.width())
    steps = sheet.line.steps
    assert all(each.width() >= each.sizeHint().width() for each in steps)
    assert ("Duyệt" in steps[2].toolTip()) is (width == _NARROW), "what has no name on it has it in its tip"
