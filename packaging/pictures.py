"""Takes the pictures of the README and of the help anew, on the invented data of the demonstration.

packaging/pictures.py          all of them
packaging/pictures.py NAME…    of the help only these
    --demo FOLDER              from a demonstration that was run before
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QInputMethodEvent, qRgb
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ansinh_desktop import app, demo, pictures  # noqa: E402
from ansinh_desktop.services import invented  # noqa: E402
from ansinh_desktop.services.program import Program, open_data  # noqa: E402
from ansinh_desktop.ui.start.setup_page import SetupPage  # noqa: E402
from ansinh_desktop.ui.start.unlock_page import UnlockPage  # noqa: E402

README, HELP = ROOT / "docs" / "pictures", ROOT / "resources" / "help" / "pictures"
_COLOURS = 24
"""Enough for letters with smooth edges on the few colours of the program; more only makes the installer larger."""
_WAIT_MS = 500
_WINDOW = (1093, 614)
"""The smallest screen: its pictures have the largest letters for their size."""


@dataclass(frozen=True)
class Picture:
    """A part of the window that a page of the help shows."""

    name: str
    open: Callable[["Stage"], QWidget]
    """Brings about what is to be seen; returns of what the picture is."""
    size: tuple[int, int] = (0, 0)
    """How wide and high it is, from the place; 0 for all there is."""
    place: tuple[int, int] = (0, 0)


_STAGES: "list[Stage]" = []


class Stage:
    """The window of the demonstration's commune, and what acts on it."""

    def __init__(self, commune: Program, folder: Path) -> None:
        app.make_application()
        commune.backups.take_daily()  # as on every day of work: the foot says when
        self.folder = folder
        self.window = app.Window(folder / "none")
        self.window.resize(*_WINDOW)
        self.pages = self.window.open(commune)
        self.window.stay_open()
        self.window.show()
        self.window.activateWindow()
        self.kept: list[QWidget] = []
        """Windows that live on as long as this one: their pages are still asked what they were doing."""
        self.over = False
        """Whether a dialog is to be over the window."""
        _STAGES.append(self)
        pictures.fail_at_dialogs(self.window, lambda: any(each.over for each in _STAGES))
        self.rest()

    def rest(self) -> None:
        """Let everything come that comes by itself."""
        for _ in range(2):
            app.settle(self.window.tasks)
            loop = QEventLoop()
            QTimer.singleShot(_WAIT_MS, loop.quit)
            loop.exec()
        app.settle(self.window.tasks)

    def page(self, key: str) -> QWidget:
        """Show a page, with something of it chosen."""
        self.pages.go_to(key)
        self.rest()
        pictures.choose_something(self.pages.page())
        self.rest()
        return self.pages.page()

    def case(self) -> QWidget:
        """Show a case of social assistance."""
        self.page("register:assistance")
        desk = self.pages.desk("assistance")
        assert desk is not None
        desk.open_case(desk.list.table.current_key())
        self.rest()
        return self.pages.page()

    def dialog(self) -> QWidget:
        """Return the dialog that is open."""
        self.rest()
        found = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
        ]
        return found[-1]

    def close_dialogs(self) -> None:
        """Close what lies over the page."""
        for each in QApplication.topLevelWidgets():
            if each is not self.window and each.isVisible():
                each.close()
        self.window.activateWindow()
        self.rest()
        self.over = False


def _overview(stage: Stage) -> QWidget:
    stage.page("overview")
    found = stage.pages.page().findChild(QWidget, "desk_month")
    assert found is not None
    return found


def _form(stage: Stage) -> QWidget:
    desk = stage.pages.desk("assistance")
    assert desk is not None
    stage.rest()
    desk.new_case()
    stage.rest()
    scanned = QInputMethodEvent()  # as a reader of cards types it
    scanned.setCommitString(
        "089161000007||Trần Thị Hoa|15081961|Nữ|Ấp Hòa Phú, Vĩnh Thạnh Trung, An Giang|02022022"
    )
    QApplication.sendEvent(QApplication.focusWidget(), scanned)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    stage.rest()
    return stage.pages.page()


def _import(stage: Stage) -> QWidget:
    stage.pages.bring_list("assistance")
    page = stage.pages.page()
    page.open(ROOT / "resources" / "demo" / "btxh_2022.xlsx")  # type: ignore[attr-defined]
    stage.rest()
    page._go_on()  # type: ignore[attr-defined]  # noqa: SLF001 - as its button does
    stage.rest()
    return page


def _search(stage: Stage) -> QWidget:
    stage.page("register:assistance")
    box = stage.pages.search.box
    box.setFocus()
    QTest.keyClicks(box, "hoa")
    stage.rest()
    return stage.window


def _why(stage: Stage) -> QWidget:
    stage.over = True
    stage.case()
    desk = stage.pages.desk("assistance")
    assert desk is not None
    assert desk.case.case is not None
    stage.pages.open_why(desk.case.case.id)
    return stage.dialog()


def _commands(stage: Stage) -> QWidget:
    stage.over = True
    stage.page("overview")
    stage.pages.commands.ask()
    dialog = stage.dialog()
    line = dialog.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "danh sach")
    stage.rest()
    return dialog


def _review(stage: Stage) -> QWidget:
    page = stage.page("review")
    button = page.findChild(QPushButton, "run_review")
    assert button is not None
    button.click()
    stage.rest()
    return page


def _unlock(stage: Stage) -> QWidget:
    made = UnlockPage(stage.folder / "don-vi-nhan", stage.window.tasks)
    made.resize(700, 420)
    made.show()
    stage.rest()
    return made


def _setup(stage: Stage) -> QWidget:
    made = SetupPage(stage.folder / "moi", stage.window.tasks)
    made.resize(900, 480)
    made.show()
    stage.rest()
    return made


def _receiving(stage: Stage) -> QWidget:
    with open_data(stage.folder / "don-vi-nhan", "minh", invented.PASSWORD) as program:
        window = app.Window(stage.folder / "none")
        window.resize(*_WINDOW)
        page = window.open(program).page()
        window.stay_open()
        window.show()
        app.settle(window.tasks)
        stage.rest()
        app.settle(window.tasks)
        shown = QWidget()
        picture = page.grab()
        window.put_away()
    stage.kept.append(window)
    shown.grab = lambda *_: picture  # type: ignore[method-assign]
    return shown


PICTURES = (
    Picture("mo-khoa", _unlock, (480, 400), (110, 20)),
    Picture("thiet-lap", _setup, (860, 300), (20, 30)),
    Picture("tong-quan", _overview),
    Picture("viec-can-lam", lambda stage: stage.page("tasks"), (0, 360)),
    Picture("ra-soat", _review, (0, 360)),
    Picture("chi-tra", lambda stage: stage.page("payments"), (0, 400)),
    Picture("ke-hoach", lambda stage: stage.page("plan"), (0, 360)),
    Picture("so", lambda stage: stage.page("register:assistance"), (0, 330)),
    Picture("nguoi-va-ho", lambda stage: stage.page("people"), (0, 330)),
    Picture("danh-sach", lambda stage: stage.page("papers"), (0, 400)),
    Picture("gui-nhan", lambda stage: stage.page("exchange"), (0, 360)),
    Picture("quan-tri", lambda stage: stage.page("admin"), (0, 360)),
    Picture("ho-so", lambda stage: stage.case(), (0, 400)),
    Picture("tim-kiem", _search, (560, 330), (208, 0)),
    Picture("tai-sao", _why, (0, 400)),
    Picture("phim-tat", _commands, (0, 110)),
    Picture("nhan-goi", _receiving, (0, 360)),
    Picture("go-lieu", _form, (0, 330)),  # last: whoever leaves a form half typed is asked
)


EMPTY = (
    Picture("nhap-excel", _import, (0, 400)),
    Picture("ngay-dau", lambda stage: stage.page("overview"), (0, 470)),
)
"""Those of a commune that has recorded nothing yet."""


def palette(image: QImage, most: int = _COLOURS) -> QImage:
    """Return a picture in few colours, those that it has most of."""
    small = image.convertToFormat(QImage.Format.Format_RGB32)
    words = memoryview(small.constBits()).cast("I")
    counted = Counter(word & 0xFFFFFF for word in words)
    chosen: list[int] = []
    for colour, _count in counted.most_common():
        if all(_distance(colour, each) > 300 for each in chosen):
            chosen.append(colour)
        if len(chosen) == most:
            break
    table = [qRgb(each >> 16, each >> 8 & 255, each & 255) for each in chosen]
    return small.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


def _distance(one: int, other: int) -> int:
    return sum(((one >> shift & 255) - (other >> shift & 255)) ** 2 for shift in (0, 8, 16))


def take(stage: Stage, picture: Picture) -> Path:
    """Take one picture of the help."""
    widget = picture.open(stage)
    stage.rest()
    whole = widget.grab()
    wide, high = picture.size
    area = QRect(*picture.place, wide or whole.width(), high or whole.height()) & whole.rect()
    target = HELP / f"{picture.name}.png"
    palette(whole.copy(area).toImage()).save(str(target), quality=0)
    if widget.window() is not stage.window:
        widget.close()
    stage.close_dialogs()
    return target


def _take_all(stage: Stage, every: Sequence[Picture], wanted: Container[str]) -> list[Path]:
    made = [take(stage, each) for each in every if each.name in wanted]
    stage.window.put_away()
    return made


def _readme(stage: Stage, screens: Path) -> None:
    for old in README.glob("*.png"):
        if (screens / old.name).exists():
            shutil.copy(screens / old.name, old)
    stage.window.resize(1366, 768)
    _import(stage)
    stage.window.grab().save(str(README / "import.png"))
    stage.window.resize(*_WINDOW)


def main() -> None:
    """Take them, and say how large those of the help have become."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--demo", type=Path, metavar="FOLDER")
    chosen = parser.parse_args()
    HELP.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.demo or Path(scratch) / "demo"
        if not folder.exists():
            demo.run(folder)
        kept, folder = folder, Path(scratch) / "copy"
        shutil.copytree(kept, folder)
        wanted = set(chosen.names) or {each.name for each in (*PICTURES, *EMPTY)}
        made = []
        with invented.new_commune(folder / "trong") as empty:
            first = Stage(empty, folder)
            if not chosen.names:
                _readme(first, folder / "screens")
            made += _take_all(first, EMPTY, wanted)
        with open_data(folder / "xa", "lan", invented.PASSWORD) as commune:
            second = Stage(commune, folder)
            made += _take_all(second, PICTURES, wanted)
    for each in made:
        print(f"{each.stat().st_size / 1000:6.1f} kB  {each.name}")
    print(f"{sum(each.stat().st_size for each in HELP.glob('*.png')) / 1000:6.1f} kB in all", flush=True)
    os._exit(0)  # the windows need not be taken apart


if __name__ == "__main__":
    main()
