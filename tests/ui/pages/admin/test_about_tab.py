"""What the program is made of, under Quản trị, for everybody."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTabWidget

from ansinh_desktop.services import licences
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.admin.about_tab import AboutTab
from ansinh_desktop.ui.pages.admin.admin_page import AdminPage


def test_the_last_tab_shows_the_licence_of_each_part_by_keyboard(desk, tasks, show, hands):
    page = show(AdminPage(Program(desk.vault), tasks))
    tabs = page.findChild(QTabWidget)
    tabs.setCurrentIndex(tabs.count() - 1)
    about = tabs.currentWidget()
    assert isinstance(about, AboutTab)
    about.list.setFocus()
    seen = []
    for part in licences.parts():
        seen.append(about.text.toPlainText())
        assert part.licence in " ".join(each.text() for each in about.findChildren(QLabel))
        hands.press(Qt.Key.Key_Down)
    assert len(set(seen)) == len(licences.parts())
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in seen[1]
