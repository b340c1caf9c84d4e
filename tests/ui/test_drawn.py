"""The drawings of reports in the window: the same boxes, in the colours of the moment, pressed and read by key."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QTextDocument
from PySide6.QtWidgets import QToolTip, QWidget

from ansinh_desktop.services.reports import charts
from ansinh_desktop.services.reports.marks import Bar, Change, Column, Strip
from ansinh_desktop.ui import drawn, theme
from ansinh_desktop.ui.drawn import DrawnChart

COLUMNS = [
    Column("a", "đầu 2026", 50, "50,0", hint="nửa đầu"),
    Column("b", "cuối 2026", 100, "100,0", current=True, hint="nửa cuối"),
]


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def colours(request, qapp):
    theme.apply(qapp, dark=request.param)
    yield theme.colours()
    theme.apply(qapp)


def painted(chart):
    image = QImage(round(chart.drawing.width), round(chart.drawing.height), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.colours().surface))
    with QPainter(image) as painter:
        drawn.paint(painter, chart.drawing, QPointF(0, 0))
    return image


def at(image, x, y):
    return image.pixelColor(x, y).name()


def test_a_bar_has_its_parts_where_the_numbers_say(colours):
    image = painted(charts.bar(drawn.look(), Bar(0.5, 0.25, 0.25, 0.9), 200, 20))
    assert at(image, 50, 10) == colours.accent
    assert at(image, 98, 10) == colours.accent
    assert at(image, 170, 10) == colours.raised
    assert at(image, 180, 10) == colours.text
    hatched = {at(image, x, y) for x in range(105, 145) for y in range(6, 14)}
    assert len(hatched) > 2, "strokes on the ground of what is outside"
    assert colours.accent not in hatched


def test_columns_stand_on_one_line_and_the_present_one_is_strong(colours):
    image = painted(charts.columns(drawn.look(), COLUMNS, 200, 100))
    line = 100 - round(1.5 * theme.px(12))
    assert at(image, 50, line - 6) == colours.line_strong
    assert at(image, 150, line - 6) == colours.accent
    assert at(image, 50, 28) == colours.surface, "half as high"
    assert at(image, 150, 28) == colours.accent


def test_what_went_is_hollow_and_below(colours):
    image = painted(charts.ups_and_downs(drawn.look(), [Change("1", "1/26", 4, 4)], 100, 140))
    column = [at(image, 50, y) for y in range(140)]
    assert column.index(colours.accent) < column.index(colours.raised)


def test_lying_bars_carry_their_words_at_both_ends(colours):
    chart = charts.strips(drawn.look(), [Strip("x", "Ấp Hòa Phú", 3, 0, 1, "3/4")], 300)
    image = painted(chart)
    ink = [x for x in range(300) if any(at(image, x, y) != colours.surface for y in range(image.height()))]
    assert min(ink) < 10
    assert max(ink) > 290


@pytest.fixture
def window(qapp, qtbot):
    theme.apply(qapp)
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def chart(window, qtbot):
    made = DrawnChart("chart", "Các kỳ trước", window)
    made.resize(200, 100)
    made.show_chart(lambda look, width: charts.columns(look, COLUMNS, width, 100), presses=True)
    window.resize(500, 100)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return made


def test_every_place_is_pressed_by_mouse_and_by_key(chart, qtbot):
    with qtbot.waitSignal(chart.pressed) as pressed:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(150, 50))
    assert pressed.args == ["b"]
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "nửa đầu"
    with qtbot.waitSignal(chart.pressed) as pressed:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert pressed.args == ["a"]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(chart, key)
    assert chart.accessibleDescription() == "nửa đầu"


def test_a_name_is_told_as_it_is_written_whatever_signs_it_has(chart, qtbot):
    name = "Ấp <b>Vĩnh</b> & <img src='x'> 😀"
    strip = Strip("a", name, 4, hint=f"{name}: 4 trong 4")
    chart.show_chart(lambda look, width: charts.strips(look, [strip], width))
    place, none = QPointF(5, chart.spots[0].height / 2), Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    chart.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, keys))
    read = QTextDocument()
    read.setHtml(QToolTip.text())
    QToolTip.hideText()
    assert read.toPlainText() == f"{name}: 4 trong 4"


def test_what_leads_nowhere_is_not_pressed(chart, qtbot):
    chart.show_chart(lambda look, width: charts.columns(look, COLUMNS, width, 100))
    assert chart.focusPolicy() == Qt.FocusPolicy.NoFocus
    with qtbot.assertNotEmitted(chart.pressed):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(150, 50))


def test_a_drawing_is_as_wide_as_its_place_and_follows_light_and_dark(chart, qapp):
    chart.resize(400, 100)
    assert chart.spots[-1].left == 200
    theme.apply(qapp, dark=True)
    qapp.processEvents()
    assert chart.grab().toImage().pixelColor(300, 50).name() == theme.DARK.accent
    theme.apply(qapp)
