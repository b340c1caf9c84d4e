"""A picture read from memory: whole in the window, larger where the officer wants it, and never larger than a screen can use."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from ansinh_desktop.ui.dialogs import image_view
from ansinh_desktop.ui.dialogs.image_view import ImageView, read_image
from tests import paper_files


def picture(width, height, kind="PNG"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(kept, kind)
    return bytes(kept.data().data())


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_read_by_what_it_holds(kind):
    found = read_image(picture(40, 30, kind))
    assert (found.width(), found.height()) == (40, 30)
    assert read_image(paper_files.picture(kind)) is not None


@pytest.mark.parametrize("content", [b"", b"x", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4"])
def test_what_is_no_picture_is_none(content):
    assert read_image(content) is None


def test_a_picture_that_no_screen_can_use_whole_is_made_smaller_and_keeps_its_shape(monkeypatch):
    monkeypatch.setattr(image_view, "_LARGEST_SIDE", 100)
    for size, expected in (((100, 50), (100, 50)), ((200, 50), (100, 25)), ((50, 200), (25, 100))):
        found = read_image(picture(*size))
        assert (found.width(), found.height()) == expected


@pytest.fixture
def view(qtbot):
    def view(width, height):
        made = ImageView(QImage(width, height, QImage.Format.Format_RGB32))
        qtbot.addWidget(made)
        made.resize(200, 200)
        made.show()
        return made

    return view


def scale(view):
    return view.transform().m11()


def test_a_picture_is_shown_whole_and_never_larger_than_it_is(view):
    small, large = view(50, 50), view(1000, 500)
    assert scale(small) == pytest.approx(1)
    assert scale(large) == pytest.approx(0.2, abs=0.02)
    large.resize(100, 100)
    assert scale(large) < 0.11, "it follows the window"


def test_once_made_larger_it_stays_so_until_it_is_to_fit_again(view):
    large = view(1000, 500)
    before = scale(large)
    large.zoom(2)
    assert scale(large) == pytest.approx(2 * before)
    large.resize(150, 150)
    assert scale(large) == pytest.approx(2 * before)
    large.fit()
    assert scale(large) < before
