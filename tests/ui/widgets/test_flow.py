"""Items set one after another, like words: which line each comes to, and how high all of them are."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ansinh_desktop.ui.widgets.flow import FlowLayout

GAP = 6


class Box(QWidget):
    """A widget that wants to be of one size."""

    def __init__(self, width, height=10):
        super().__init__()
        self._size = QSize(width, height)

    def sizeHint(self):  # noqa: N802 - as Qt calls it
        return self._size

    def minimumSizeHint(self):  # noqa: N802 - as Qt calls it
        return QSize(min(self._size.width(), 20), self._size.height())


@pytest.fixture
def flow(qtbot):
    """Return a function that sets boxes of these widths and heights into a room, and gives the layout."""
    parents = []

    def flow(*sizes, room=100):
        parent = QWidget()
        qtbot.addWidget(parent)
        parents.append(parent)
        layout = FlowLayout(parent, gap=GAP)
        for size in sizes:
            layout.addWidget(Box(*size) if isinstance(size, tuple) else Box(size))
        layout.setGeometry(QRect(0, 0, room, 500))
        return layout

    return flow


def places(layout):
    found = (layout.itemAt(at).geometry() for at in range(layout.count()))
    return [(each.x(), each.y(), each.width()) for each in found]


def test_an_item_that_has_no_room_begins_the_next_line(flow):
    assert places(flow(40, 54)) == [(0, 0, 40), (46, 0, 54)]
    assert places(flow(40, 55)) == [(0, 0, 40), (0, 16, 55)]
    assert places(flow(40, 40, 40)) == [(0, 0, 40), (46, 0, 40), (0, 16, 40)]
    assert places(flow(150, 10)) == [(0, 0, 100), (0, 16, 10)], "none is wider than the room"


def test_a_line_is_as_high_as_its_highest_item_and_the_others_stand_in_its_middle(flow):
    layout = flow((40, 10), (40, 30), (90, 10))
    found = [layout.itemAt(at).geometry() for at in range(3)]
    assert [(each.y(), each.height()) for each in found] == [(10, 10), (0, 30), (36, 10)]
    assert layout.heightForWidth(100) == 46
    assert layout.heightForWidth(1000) == 30
    assert flow().heightForWidth(100) == 0


def test_hidden_items_take_no_room(flow):
    layout = flow(40, 40, 40)
    layout.itemAt(0).widget().hide()
    layout.itemAt(1).widget().show()
    layout.itemAt(2).widget().show()
    layout.setGeometry(QRect(0, 0, 100, 500))
    assert places(layout)[1:] == [(0, 0, 40), (46, 0, 40)]


def test_the_height_follows_every_item_that_comes_goes_or_becomes_another(flow, qtbot):
    layout = flow(40, 40, 40)
    parent = layout.parentWidget()
    with qtbot.waitExposed(parent):
        parent.show()
    assert [layout.heightForWidth(100) for _ in range(2)] == [26, 26]
    layout.itemAt(0).widget().hide()
    assert layout.heightForWidth(100) == 10
    layout.itemAt(0).widget().show()
    assert layout.heightForWidth(100) == 26
    box = layout.itemAt(2).widget()
    box._size = QSize(40, 30)
    box.updateGeometry()
    assert layout.heightForWidth(100) == 46
    added, put = Box(90), Box(90)
    layout.addWidget(added)
    added.show()
    assert layout.heightForWidth(100) == 62
    layout.takeAt(3).widget().deleteLater()
    assert layout.heightForWidth(100) == 46
    layout.insert(1, put)
    put.show()
    assert layout.heightForWidth(100) == 62
    assert (layout.heightForWidth(1000), layout.heightForWidth(100)) == (30, 62)


def test_a_flow_within_another_layout_is_asked_anew_when_an_item_becomes_another(flow, qtbot):
    inside = flow(40, 40)
    around, outer = QWidget(), QVBoxLayout()
    qtbot.addWidget(around)
    around.setLayout(outer)
    made = FlowLayout(gap=GAP)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addLayout(made)
    while inside.count():
        made.addWidget(inside.takeAt(0).widget())
    around.resize(100, 300)
    with qtbot.waitExposed(around):
        around.show()
    assert outer.heightForWidth(100) == 10
    box = made.itemAt(1).widget()
    box._size = QSize(70, 10)
    box.updateGeometry()
    QApplication.processEvents()
    assert made.heightForWidth(100) == 26
    assert outer.heightForWidth(100) == 26


def test_items_are_put_between_others_and_taken_away_by_their_place(flow):
    layout = flow(10, 20)
    added = Box(30)
    layout.insert(1, added)
    assert [layout.itemAt(at).sizeHint().width() for at in range(3)] == [10, 30, 20]
    assert layout.takeAt(1).widget() is added
    assert layout.count() == 2
    assert (layout.itemAt(2), layout.itemAt(-1), layout.takeAt(5)) == (None, None, None)
    assert layout.minimumSize() == QSize(20, 10)
    assert layout.sizeHint() == layout.minimumSize()


@settings(max_examples=40)
@given(st.lists(st.integers(1, 120), max_size=12), st.integers(20, 200))
def test_items_never_overlap_nor_leave_the_room_and_keep_their_order(qapp, widths, room):
    parent = QWidget()
    layout = FlowLayout(parent, gap=GAP)
    for width in widths:
        layout.addWidget(Box(width))
    layout.setGeometry(QRect(0, 0, room, 500))
    found = [layout.itemAt(at).geometry() for at in range(layout.count())]
    assert all(each.left() >= 0 and each.width() <= room for each in found)
    assert all(each.right() < room for each in found)
    for before, after in itertools.pairwise(found):
        assert (after.y() == before.y() and after.left() == before.right() + 1 + GAP) or (
            after.left() == 0 and after.y() == before.y() + 10 + GAP
        )
    assert layout.heightForWidth(room) == (found[-1].bottom() + 1 if found else 0)
    parent.deleteLater()
