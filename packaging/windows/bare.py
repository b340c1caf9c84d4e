"""A bare window, frozen as the program is, to measure its start beside."""

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


def main() -> int:
    """Show the window, and tell."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QLabel("An Sinh Xã", window))
    window.resize(1366, 768)
    window.showMaximized()

    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
