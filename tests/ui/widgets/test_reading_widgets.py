"""What is only read: events on a line of time, changes in a history, facts beside labels, numbers whole or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyleOptionViewItem

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.history import HistoryLine, HistoryTable
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue
from ansinh_desktop.ui.widgets.timeline import TimeLine, TimeLineEvent
from ansinh_desktop.ui.widgets.whole_cells import NUMBER, fitting

ALOUD = Qt.ItemDataRole.AccessibleTextRole
EVENTS = (
    TimeLineEvent("e1", "05/11/2026", "Chi trả", "Nhận tại nhà", "540.000 đồng", by="Lan"),
    TimeLineEvent("e2", "01/11/2026", "Thăm hộ"),
)


# ---------------------------------------------------------------- events


@pytest.fixture
def line(qtbot):
    made = TimeLine()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.set_events(EVENTS)
    return made


def test_an_event_is_said_in_one_breath(line):
    model = line.model()
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "05/11/2026, Chi trả, 540.000 đồng, Nhận tại nhà, Lan",
        "01/11/2026, Thăm hộ",
    ]
    assert model.index(0).data(ALOUD) == model.index(0).data()
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.rowCount(model.index(0)) == 0
    assert model.data(QModelIndex()) is None
    line.set_events(())
    assert model.rowCount() == 0


def test_enter_opens_the_event_that_is_chosen(line, qtbot):
    opened: list[str] = []
    line.opened.connect(opened.append)
    line.activated.emit(line.model().index(1))
    assert opened == ["e2"]


def height(line, event, width=500):
    line.resize(width, 300)
    line.set_events((event,))
    option = QStyleOptionViewItem()
    option.fontMetrics = QFontMetrics(line.font())
    return line.itemDelegate().sizeHint(option, line.model().index(0)).height()


def test_an_event_is_as_high_as_what_it_says(line, qtbot):
    line.show()
    plain = TimeLineEvent("e", "01/11/2026", "Thăm hộ")
    text = TimeLineEvent("e", "01/11/2026", "Thăm hộ", "Khỏe mạnh")
    long = TimeLineEvent("e", "01/11/2026", "Thăm hộ", "Khỏe mạnh, ăn uống được, ngủ ngon " * 6)
    by = TimeLineEvent("e", "01/11/2026", "Thăm hộ", by="Lan")
    money = TimeLineEvent("e", "01/11/2026", "Thăm hộ", money="540.000 đồng")
    assert height(line, plain) < height(line, by)
    assert height(line, plain) < height(line, text) < height(line, long)
    assert height(line, long, 260) > height(line, long)
    assert height(line, money) == height(line, plain), "beside the kind"
    assert height(line, money, 220) > height(line, plain, 220), "below it where there is no room"


def test_every_event_is_drawn_chosen_or_not(line, qtbot):
    with qtbot.waitExposed(line):
        line.show()
    line.setCurrentIndex(line.model().index(0))
    assert not line.grab().isNull()


# ---------------------------------------------------------------- changes


@pytest.fixture
def history(qtbot):
    made = HistoryTable()
    qtbot.addWidget(made)
    made.resize(900, 300)
    return made


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [("a", "b", ["a", "b"]), ("", "b", ["(trống)", "b"]), ("a", "", ["a", "(trống)"]), ("", "", ["", ""])],
)
def test_an_empty_value_reads_as_such_only_where_something_was_changed(history, old, new, shown):
    history.set_lines([HistoryLine("01/11/2026", "Lan", "Họ tên", old, new, "nhầm")])
    model = history.model()
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert row == ["01/11/2026", "Lan", "Họ tên", *shown, "nhầm"]
    assert model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole) == shown[0]
    assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignTop
    assert model.headerData(5, Qt.Orientation.Horizontal) == "Lý do"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0


def test_a_long_value_has_all_the_lines_that_it_needs(history, qtbot):
    lines = [HistoryLine("", "", "", "ngắn", ""), HistoryLine("", "", "", "rất dài " * 40, "")]
    with qtbot.waitExposed(history):
        history.show()
    history.set_lines(lines)
    qtbot.waitUntil(lambda: history.rowHeight(1) > 2 * history.rowHeight(0))
    before = history.rowHeight(1)
    history.horizontalHeader().resizeSection(3, 600)
    qtbot.waitUntil(lambda: history.rowHeight(1) < before)


# ---------------------------------------------------------------- facts


def test_facts_are_said_with_their_labels_and_what_is_unknown_as_such(qtbot):
    facts = KeyValue()
    qtbot.addWidget(facts)
    facts.set_facts(
        [
            Fact("Nhân thân", heading=True),
            Fact("Họ & tên", "Lê <b>An</b>", key="name", tone="warning"),
            Fact("Điện thoại"),
            Fact("Hồ sơ", "A & B", key="other", link=True),
            Fact("Liên kết", "", key="empty", link=True),
        ]
    )
    assert facts.shown("name") == "Lê <b>An</b>"
    assert facts.shown("Điện thoại") == "—", "without a key it goes by its label"
    labels = {each.accessibleName(): each for each in facts.findChildren(QLabel) if each.accessibleName()}
    assert set(labels) == {"Họ & tên: Lê <b>An</b>", "Điện thoại: chưa có", "Liên kết: chưa có"}
    assert labels["Họ & tên: Lê <b>An</b>"].textFormat() is Qt.TextFormat.PlainText
    assert labels["Điện thoại: chưa có"].property("tone") == "muted"
    (link,) = facts.findChildren(QPushButton)
    assert link.text() == "A && B"
    heard: list[str] = []
    facts.opened.connect(heard.append)
    link.click()
    assert heard == ["other"]


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("089149334656", True),
        ("TE-30325-2026-0001", True),
        ("GD4891234567890", True),
        ("540.000 đồng", True),
        ("1.080.000", True),
        ("05/08/1961", True),
        ("8/1961", True),
        ("2026-11-05", True),
        ("12345", False),
        ("Tổ 5", False),
        ("1,5", False),
    ],
)
def test_what_tells_who_or_how_much_is_a_number(words, number):
    assert bool(NUMBER.fullmatch(words)) is number


@settings(max_examples=60)
@given(
    st.sampled_from(
        ["Số 089149334656 cấp ngày 05/08/2021", "540.000 đồng", "Nguyễn Thị Hoa", "TE-30325-2026-0001"]
    ),
    st.integers(0, 320),
)
def test_of_a_number_all_is_shown_or_nothing(words, room):
    metrics = QFontMetrics(QApplication.font())
    shown = fitting(words, metrics, room)
    if shown == words:
        assert metrics.horizontalAdvance(words) <= room
        return
    kept = shown.removesuffix("…")
    assert shown.endswith("…") or not shown
    assert words.startswith(kept)
    for number in NUMBER.finditer(words):
        assert not number.start() < len(kept) < number.end()


def test_where_there_is_room_nothing_is_left_out():
    metrics = QFontMetrics(QApplication.font())
    words = "Số 089149334656"
    assert fitting(words, metrics, 10_000) == words
    assert fitting(words, metrics, metrics.horizontalAdvance("Số 08914") + theme.px(4)) == "Số …"
    assert fitting(words, metrics, -5) in ("…", "")
    assert fitting("", metrics, 0) == ""
