"""The first page: every register with what stands in it, each line a way to its list."""

from PySide6.QtWidgets import QPushButton

from ansinh_desktop import app
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.overview_page import OverviewPage
from tests.factories import new_vault, orphan
from tests.services.payments.commune import standing


def test_in_a_low_window_no_line_of_a_register_is_cut(qtbot, tmp_path):
    app.make_application()
    program = Program(new_vault(tmp_path / "dữ liệu")[0])
    for state in ("paying", "suspended", "stopped"):
        standing(program, f"Danh {state}", state)
    program.cases.save(orphan())
    window = app.Window(tmp_path / "none")
    try:
        window.resize(1366, 500)
        window.open(program)
        window.show()
        app.settle(window.tasks)
        page = window.pages.page()
        assert isinstance(page, OverviewPage)
        links = [each for each in page.findChildren(QPushButton) if each.property("role") == "link"]
        assert len(links) > 3
        for each in links:
            assert each.height() >= each.fontMetrics().height(), each.text()
    finally:
        window.shut()
