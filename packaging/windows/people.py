"""Makes the data with which the proof begins: a commune and a receiving unit that trust each other.

people.py SOURCES COMMUNE UNIT: run with the Windows Python of the bench. The password is one that any keyboard can
type. Says in how many kinds of widget the program's font is what it should be, which only this plug-in shows, and at
which place the page of children in need stands.
"""

import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from PySide6 import QtCore, QtWidgets

from ansinh_desktop import app
from ansinh_desktop.services import invented, office
from ansinh_desktop.services.program import create_data
from ansinh_desktop.ui import fonts, theme

KINDS = [
    "QCalendarWidget",
    "QCheckBox",
    "QComboBox",
    "QDialog",
    "QDockWidget",
    "QGroupBox",
    "QHeaderView",
    "QLabel",
    "QLineEdit",
    "QListView",
    "QListWidget",
    "QMenu",
    "QMenuBar",
    "QMessageBox",
    "QPlainTextEdit",
    "QProgressBar",
    "QPushButton",
    "QRadioButton",
    "QSpinBox",
    "QStatusBar",
    "QTabBar",
    "QTableView",
    "QTextBrowser",
    "QToolBar",
    "QToolButton",
    "QTreeView",
]
LOOKS = ((False, 1.0), (True, 2.0), (True, 1.0), (False, 1.5))
PASSWORD = "con trau la dau co nghiep"


def main() -> None:
    """Make both."""
    commune_folder, unit_folder = map(Path, sys.argv[2:])
    commune = create_data(
        commune_folder,
        invented.COMMUNE,
        office.FirstOfficer("lan", "Trần Thị Lan", PASSWORD),
        invented.HAMLETS,
    )[0]
    unit = create_data(unit_folder, invented.RECEIVER, office.FirstOfficer("minh", "Lê Văn Minh", PASSWORD))[
        0
    ]
    with commune, unit:
        invented.fill(commune, 20)
        cards = unit_folder.parent
        for one, other in ((commune, unit), (unit, commune)):
            one.cards.trust(other.cards.write_own(cards), other.cards.own().fingerprint)
        print(f"{family()} in {len(KINDS) + 1} kinds of widget")
        window = app.Window(commune_folder)
        print(f"page {window.open(commune).page_keys().index('register:children') + 1}")
        window.put_away()


def family() -> str:
    """Return the one family of every kind of widget, whatever the look; stop where Windows' own came back."""
    dressed = app.make_application()
    found = set()
    for dark, scale in LOOKS:
        theme.apply(dressed, dark=dark, scale=scale)
        for name in KINDS:
            made = (
                QtWidgets.QHeaderView(QtCore.Qt.Orientation.Horizontal)
                if name == "QHeaderView"
                else getattr(QtWidgets, name)()
            )
            made.ensurePolished()
            found.add((name, made.font().family(), made.font().pixelSize() / scale))
        font = QtWidgets.QToolTip.font()
        found.add(("QToolTip", font.family(), font.pixelSize() / scale))
    theme.apply(dressed)
    wrong = sorted(each for each in found if each[1] != "Noto Sans" or abs(each[2] - fonts.BASE_PX) > 0.5)
    if wrong or dressed.platformName() != "windows":
        raise SystemExit(f"{dressed.platformName()}: {wrong}")
    return "Noto Sans"


if __name__ == "__main__":
    main()
