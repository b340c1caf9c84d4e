"""The icons: there when asked for, in the right colour, sharp, and licensed."""

import ast
import gc
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QPushButton

from ansinh_desktop import paths
from ansinh_desktop.errors import BugError
from ansinh_desktop.registers.catalog import registers
from ansinh_desktop.ui import icons
from ansinh_desktop.ui.icons import icon

FOLDER = paths.resources() / "icons"
NAMES = sorted(each.stem for each in FOLDER.glob("*.svg"))
PACKAGE = Path(paths.__file__).parent


@pytest.fixture
def palette(qapp) -> Iterator[QPalette]:
    before = QGuiApplication.palette()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#102030"))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, QColor("#a0b0c0"))
    QGuiApplication.setPalette(palette)
    yield palette
    QGuiApplication.setPalette(before)


def colours(pixmap: QPixmap) -> set[str]:
    """Return the colours of the pixels that are wholly covered."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for point in points if (colour := image.pixelColor(*point)).alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something_in_one_colour(palette, name):
    drawn = [QColor(each) for each in colours(icon(name, "#336699").pixmap(48, 48))]
    assert drawn
    assert (
        max(abs(each.green() - 0x66) + abs(each.blue() - 0x99) for each in drawn) <= 2
    )  # rounding at the edges


def test_an_icon_that_is_not_there_is_our_fault():
    with pytest.raises(BugError, match="no-such-icon"):
        icon("no-such-icon")


def test_an_icon_is_in_the_colour_of_text(palette):
    assert colours(icon("house").pixmap(48, 48)) == {"#102030"}
    assert colours(icon("house").pixmap(48, 48, QIcon.Mode.Selected)) == {"#102030"}
    assert colours(icon("house").pixmap(48, 48, QIcon.Mode.Disabled)) == {"#a0b0c0"}
    assert colours(icon("house", "#ff0000").pixmap(48, 48, QIcon.Mode.Disabled)) == {"#a0b0c0"}


def test_an_icon_follows_the_change_to_dark(palette):
    house = icon("house")
    assert colours(house.pixmap(48, 48)) == {"#102030"}
    dark = QPalette(palette)
    dark.setColor(QPalette.ColorRole.WindowText, QColor("#f0f0f0"))
    QGuiApplication.setPalette(dark)
    assert colours(house.pixmap(48, 48)) == {"#f0f0f0"}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_has_every_pixel_of_the_screen(qapp, scale):
    pixmap = icon("settings").pixmap(QSize(20, 20), scale)
    assert pixmap.size() == QSize(20, 20) * scale
    assert pixmap.devicePixelRatio() == scale


def test_an_icon_in_an_oblong_place_stays_square(qapp):
    image = icon("square").pixmap(96, 48).toImage()
    inked = [x for x in range(96) if any(image.pixelColor(x, y).alpha() for y in range(48))]
    assert min(inked) >= 24
    assert max(inked) < 72


def test_copies_live_on_when_the_first_is_gone(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    for _ in range(200):
        first = icon("house", "#336699")
        button.setIcon(QIcon(first))
        copy = QIcon(first)
        copy.addPixmap(QPixmap(8, 8))  # makes the copy take an engine of its own
        del first
        gc.collect(0)
        assert not copy.pixmap(16, 16).isNull()
    assert colours(button.icon().pixmap(48, 48)) == {"#336699"}


def test_every_icon_that_the_code_names_is_there():
    calls = [
        (path, node)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "icon"
        and node.args
    ]
    named = {
        (path.name, text.value)
        for path, call in calls
        for text in ast.walk(call.args[0])
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    assert named
    assert {each for each in named if each[1] not in NAMES} == set()


def test_every_register_has_its_icon():
    assert {code: each.icon for code, each in registers().items() if each.icon not in NAMES} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_of_the_set_and_carries_its_licence(name):
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    drawing = ET.fromstring(text)
    assert "lucide" in text.splitlines()[0]
    assert re.search("ISC", text.splitlines()[0])
    assert (drawing.get("viewBox"), drawing.get("stroke")) == ("0 0 24 24", "currentColor")
    assert "ISC License" in (FOLDER / "LICENSE").read_text(encoding="utf-8")


def test_a_built_program_takes_its_drawings_from_one_file(qapp, tmp_path, monkeypatch):
    drawing = (FOLDER / "house.svg").read_text(encoding="utf-8")
    (tmp_path / icons.PACKED).write_text(json.dumps({"only-packed": drawing}), encoding="utf-8")
    monkeypatch.setattr(icons, "resources", lambda: tmp_path)
    icons._packed.cache_clear()
    icons._drawing.cache_clear()
    assert colours(icon("only-packed", "#123456").pixmap(64)) == {"#123456"}
    with pytest.raises(BugError):
        icon("house")
    icons._packed.cache_clear()
    icons._drawing.cache_clear()
