"""What the program is, what it is made of, and the licence of each part."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import __version__
from ansinh_desktop.services import licences
from ansinh_desktop.services.updating import version_before
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.updating import offer_way_back


class AboutTab(QWidget):
    """The parts at the left; of the chosen one what it serves, its licence and the licence's text at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._parts = licences.parts()
        said = QLabel(
            f"An Sinh Xã, bản {__version__}: sổ hồ sơ an sinh xã hội của xã, làm việc không cần mạng. Chương trình và "
            "mọi phần dưới đây được dùng, chép và sửa theo giấy phép của từng phần.",
            self,
        )
        said.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("parts")
        self.list.addItems([each.name for each in self._parts])
        self.list.setMaximumWidth(theme.px(320))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(self._show)
        self.about = QLabel(self)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("licence_text")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.back = QPushButton("Trở lại bản trước…", self)
        self.back.setObjectName("go_back")
        self.back.clicked.connect(self._go_back)
        self.back.setVisible(version_before() is not None)
        self._lay_out(said)
        self.list.setCurrentRow(0)

    def _lay_out(self, said: QLabel) -> None:
        right = QVBoxLayout()
        right.setSpacing(theme.px(8))
        right.addWidget(self.about)
        right.addWidget(self.text, 1)
        both = QHBoxLayout()
        both.setSpacing(theme.px(12))
        both.addWidget(self.list)
        both.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(14), 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(said)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(both, 1)

    def _go_back(self) -> None:
        if offer_way_back(self):
            self.window().close()

    def _show(self, row: int) -> None:
        part = self._parts[row]
        versions = part.versions()
        lines = [part.use, f"Giấy phép: {part.licence}"]
        self.about.setText("\n".join([*lines, f"Gồm: {versions}"] if versions else lines))
        self.text.setPlainText(part.text())
