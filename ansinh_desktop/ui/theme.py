"""The look: colours, sizes and type as tokens, and the palette and style sheet made from them."""

import functools
import string
import sys
from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ansinh_desktop import paths
from ansinh_desktop.findings import Level
from ansinh_desktop.ui import fonts


class Colours(NamedTuple):
    """Every colour of one palette; pairs of text and ground keep a contrast of 4.5 : 1 or more."""

    window: str
    """The ground of the window."""
    surface: str
    """The ground of fields, lists and cards."""
    raised: str
    """The ground of heads of tables and of what the pointer is over."""
    line: str
    line_strong: str
    """The edge of what can be typed into or pressed: 3 : 1 against its ground."""
    text: str
    muted: str
    accent: str
    accent_strong: str
    """The accent under the pointer."""
    accent_soft: str
    """The ground of what is chosen."""
    on_accent: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    note: str
    note_soft: str
    good: str
    good_soft: str


LIGHT = Colours(
    window="#f3f5f6",
    surface="#ffffff",
    raised="#e9eef0",
    line="#d3dade",
    line_strong="#7f8d94",
    text="#17212b",
    muted="#51606a",
    accent="#0a6570",
    accent_strong="#084f58",
    accent_soft="#d8ecee",
    on_accent="#ffffff",
    error="#b3261e",
    error_soft="#fcebe9",
    warning="#7d5200",
    warning_soft="#fff2d6",
    note="#1d5a94",
    note_soft="#e6f0fa",
    good="#1c6838",
    good_soft="#e3f3e8",
)

DARK = Colours(
    window="#161b1f",
    surface="#1e252a",
    raised="#2a3338",
    line="#364147",
    line_strong="#74848d",
    text="#e6ecee",
    muted="#a7b4ba",
    accent="#5cc2cb",
    accent_strong="#86d6dd",
    accent_soft="#1f4247",
    on_accent="#06222a",
    error="#ff9a90",
    error_soft="#412523",
    warning="#f1c46a",
    warning_soft="#3b311a",
    note="#8fc3f4",
    note_soft="#1f3144",
    good="#86d39e",
    good_soft="#1f3828",
)

SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 64)
"""The lengths that the style sheet may use, in pixels at 100 %."""

TYPE = {"small": 12, "text": fonts.BASE_PX, "section": 15, "page": 19, "figure": 24}
"""The type scale, in pixels at 100 %."""


_STYLE = "Fusion"
_STYLED = "ansinh_style"
_DRESSED = "ansinh_dress"


def new_application() -> QApplication:
    """Return a Qt application that is drawn in the one style from the start.

    Named among its arguments, for putting the style on later hands it out to Python, and to make all the classes of
    it known there takes longer than the whole window.
    """
    app = QApplication([*sys.argv[:1], "-style", _STYLE])
    app.setProperty(_STYLED, _STYLE)
    return app


def apply(app: QApplication, *, dark: bool = False, scale: float = 1.0) -> None:
    """Dress the whole program; one that wears this already is left alone, for every widget would be drawn anew."""
    dress = f"{'dark' if dark else 'light'} {scale}"
    if app.property(_DRESSED) == dress:
        return
    app.setProperty(_DRESSED, dress)
    colours = DARK if dark else LIGHT
    # Also makes the system draw a dark title bar.
    app.styleHints().setProperty("colorScheme", "Dark" if dark else "Light")
    if not app.property(_STYLED):
        # Setting it anew costs as much as a font, and changes nothing; so does asking Qt which one it is.
        app.setStyle(_STYLE)
        app.setProperty(_STYLED, _STYLE)
    app.setPalette(palette(colours))
    app.setStyleSheet(style_sheet(colours, scale))
    # After the first sheet, with which Windows' own fonts for menus, lists, boxes and tooltips come back.
    app.setFont(fonts.ui_font(scale))
    px.cache_clear()


def dress() -> str:
    """Return how the program is dressed now; what was measured in another dress is measured anew."""
    app = QApplication.instance()
    return str(app.property(_DRESSED)) if app is not None else ""


def palette(colours: Colours) -> QPalette:
    """Return Qt's palette of these colours."""
    role = QPalette.ColorRole
    made = QPalette()
    for name, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.window,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.error,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.Light: colours.surface,
        role.Midlight: colours.raised,
        role.Mid: colours.line,
        role.Dark: colours.line_strong,
        role.Shadow: colours.line_strong,
    }.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.muted))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.line))
    return made


def style_sheet(colours: Colours, scale: float) -> str:
    """Return the style sheet, its tokens filled in."""
    template = (paths.resources() / "styles" / "base.qss").read_text(encoding="utf-8")
    lengths = {f"px{each}": f"{max(1, round(each * scale))}px" for each in SIZES}
    kinds = {f"font_{name}": f"{round(size * scale)}px" for name, size in TYPE.items()}
    icons = {"icons": (paths.resources() / "icons").as_posix()}
    return string.Template(template).substitute(colours._asdict() | lengths | kinds | icons)


def colours() -> Colours:
    """Return the colours of the moment, for what is painted by hand."""
    return (
        DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window) else LIGHT
    )


def tone(level: Level | str) -> tuple[str, str]:
    """Return the colour and the ground of a level of findings, or of ``good``, ``accent`` and ``muted``."""
    now = colours()
    return {
        "error": (now.error, now.error_soft),
        "warning": (now.warning, now.warning_soft),
        "note": (now.note, now.note_soft),
        "good": (now.good, now.good_soft),
        "accent": (now.accent, now.accent_soft),
        "muted": (now.muted, now.raised),
    }[str(level)]


LEVEL_ICONS = {Level.ERROR: "circle-x", Level.WARNING: "triangle-alert", Level.NOTE: "info"}
"""The icon beside a finding, so that its colour is never the only sign."""


def beside_icon(words: str) -> str:
    """Return a button's words with a gap to the icon before them: style sheets have no word for it."""
    return f" {words}"


@functools.lru_cache(512)
def px(length: float) -> int:
    """Return a length given at 100 % in pixels of the size now chosen; all of a window are, and most are the same."""
    size = QGuiApplication.font().pixelSize()
    return round(length * size / fonts.BASE_PX) if size > 0 else round(length)


def type_font(name: str, *, bold: bool = False) -> QFont:
    """Return the program's font at one step of the type scale."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(px(TYPE[name]))
    font.setBold(bold)
    return font


def mark(widget: QWidget, **signs: str | bool) -> None:
    """Set the properties on which the style sheet looks, and draw the widget anew when one changed."""
    changed = [name for name, sign in signs.items() if widget.property(name) != sign]
    for name in changed:
        widget.setProperty(name, signs[name])
    # What was never drawn is polished when it first is.
    if changed and widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
