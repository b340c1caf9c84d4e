"""A bare window, frozen as the program is, to measure its start beside: bare.py SIGN takes the file away once shown."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


def main() -> int:
    """Show the window, and tell."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QLabel("An Sinh Xã", window))
    window.resize(1366, 768)
    window.showMaximized()

    def look() -> None:
        if window.windowHandle().isExposed():
            Path(sys.argv[1]).unlink()
        else:
            QTimer.singleShot(15, look)

    QTimer.singleShot(15, look)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
