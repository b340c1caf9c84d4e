"""Papers on the page of a case: chosen or dropped, looked at in the window, taken out, taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from ansinh_desktop.services import access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.image_view import ImageView
from ansinh_desktop.ui.dialogs.paper_view import PaperDialog
from ansinh_desktop.ui.pages.case.case_page import CasePage
from ansinh_desktop.ui.widgets.pdf_preview import PdfPreview
from tests import factories, paper_files


@pytest.fixture
def record(desk) -> str:
    return desk.cases.save(factories.orphan())


@pytest.fixture
def opened(desk, tasks, show, record, qtbot):
    """Return a function that opens the papers of the case for an officer of some rights."""

    def put(rights: str = "rwpx") -> CasePage:
        program = Program(desk.vault, may=access.Access(factories.OFFICER, "officer", {"children": rights}))
        made = CasePage(program, tasks, desk.around)
        show(made)
        made.show_case(record)
        qtbot.waitUntil(lambda: made.case is not None)
        made.tabs.setCurrentWidget(made.papers)
        return made

    return put


@pytest.fixture
def page(opened) -> CasePage:
    return opened()


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def names(page: CasePage) -> list[str]:
    return [row[0] for row in page.papers.table.texts()]


def add(page: CasePage, qtbot, *paths: Path) -> None:
    with qtbot.waitSignal(page.changed):
        page.papers.add_files(paths)
    qtbot.waitUntil(lambda: {path.name for path in paths} <= set(names(page)))


def dropped(kind, page: CasePage, *paths: Path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = page.papers.rect().center()
    buttons, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = QPointF(where) if kind is QDropEvent else where
    event = kind(at, Qt.DropAction.CopyAction, data, buttons, held)
    event.setAccepted(False)
    QApplication.sendEvent(page.papers, event)
    event.kept = data
    return event.isAccepted()


def test_a_file_chosen_in_the_dialog_stands_in_the_list(page, tmp_path, qtbot, monkeypatch):
    path = put(tmp_path, "Giấy khai sinh.pdf", paper_files.pdf())
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(path)], ""))
    assert page.papers.empty.isVisible()
    with qtbot.waitSignal(page.changed):
        qtbot.mouseClick(page.papers.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == ["Giấy khai sinh.pdf"])
    (row,) = page.papers.table.texts()
    assert row[1:3] == ["PDF", "1 KB"]
    assert row[4] == "Trần Thị Lan"
    assert page.tabs.tabText(page.tabs.indexOf(page.papers)) == "Giấy tờ kèm theo (1)"
    assert page.case.sent.text == "Chưa gửi"


def test_files_can_be_dropped_and_folders_cannot(page, tmp_path, qtbot):
    path = put(tmp_path, "ảnh.jpg", paper_files.picture())
    assert not dropped(QDragEnterEvent, page, tmp_path)
    assert dropped(QDragEnterEvent, page, path)
    with qtbot.waitSignal(page.changed):
        dropped(QDropEvent, page, path)
    qtbot.waitUntil(lambda: names(page) == ["ảnh.jpg"])


def test_of_several_files_those_that_will_do_are_added_and_the_other_is_told_of(page, tmp_path, qtbot):
    good, bad = put(tmp_path, "ảnh.png", paper_files.picture("PNG")), put(tmp_path, "thư.exe", b"MZ nothing")
    with qtbot.waitSignal(page.changed):
        page.papers.add_files([bad, good])
    qtbot.waitUntil(lambda: names(page) == ["ảnh.png"])
    assert page.papers.banner.isVisible()
    assert "thư.exe" in page.papers.banner.accessibleName()


def test_enter_shows_a_pdf_in_the_window(page, tmp_path, qtbot, hands):
    add(page, qtbot, put(tmp_path, "khai sinh.pdf", paper_files.pdf(pages=2)))
    page.papers.table.setFocus()
    hands.enter()
    qtbot.waitUntil(lambda: bool(page.papers.findChildren(PaperDialog)))
    (dialog,) = page.papers.findChildren(PaperDialog)
    view = dialog.view
    assert isinstance(view, PdfPreview)
    assert view.page_count() == 2
    assert not view.print_button.isHidden()
    dialog.close()


def test_a_picture_is_shown_whole_and_can_be_made_larger(page, tmp_path, qtbot):
    add(page, qtbot, put(tmp_path, "ảnh.jpg", paper_files.picture(size=(3000, 2000))))
    qtbot.mouseClick(page.papers.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.papers.findChildren(PaperDialog)))
    (dialog,) = page.papers.findChildren(PaperDialog)
    view = dialog.view
    assert isinstance(view, ImageView)
    qtbot.waitUntil(view.isVisible)
    fitted = view.transform().m11()
    assert 0 < fitted < 1
    next(each for each in dialog.findChildren(QPushButton) if "Phóng to" in each.text()).click()
    assert view.transform().m11() > fitted
    dialog.close()


def test_what_the_window_cannot_show_is_kept_and_said_so(page, tmp_path, qtbot):
    locked = paper_files.pdf()[:9] + b"nothing of a PDF\n%%EOF"
    add(page, qtbot, put(tmp_path, "khóa.pdf", locked), put(tmp_path, "đơn.docx", paper_files.docx()))
    page.papers.open_paper(page.papers.table.keys()[0])
    qtbot.waitUntil(page.papers.banner.isVisible)
    assert "khóa.pdf" in page.papers.banner.accessibleName()
    page.papers.table.select(page.papers.table.keys()[1])
    assert not page.papers.open_button.isEnabled()
    assert page.papers.copy_button.isEnabled()


def test_a_copy_is_written_where_the_officer_says(page, tmp_path, qtbot, monkeypatch):
    add(page, qtbot, put(tmp_path, "khai sinh.pdf", paper_files.pdf()))
    target = tmp_path / "bản sao.pdf"
    offered: list[str] = []

    def choose(_parent, _title, name):
        offered.append(name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    qtbot.mouseClick(page.papers.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.papers.banner.isVisible)
    assert offered == ["khai sinh.pdf"]
    assert target.read_bytes() == paper_files.pdf()
    assert "không được mã hóa" in page.papers.banner.accessibleName()


def test_a_paper_is_taken_back_only_with_a_reason(page, tmp_path, qtbot, desk, record):
    add(page, qtbot, put(tmp_path, "khai sinh.pdf", paper_files.pdf()))

    def answer(tries: int = 1000) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None and tries:
            QTimer.singleShot(20, lambda: answer(tries - 1))
            return
        buttons = {each.text(): each for each in dialog.findChildren(QPushButton)}
        assert not buttons["Rút giấy tờ"].isEnabled()
        buttons["Thêm nhầm hồ sơ"].click()
        buttons["Rút giấy tờ"].click()

    QTimer.singleShot(0, answer)
    with qtbot.waitSignal(page.changed):
        qtbot.mouseClick(page.papers.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == [])
    assert desk.cases.history(record)[0].reason == "Thêm nhầm hồ sơ"


def test_who_may_only_read_looks_and_nothing_else(desk, record, opened, tmp_path, qtbot):
    Program(desk.vault).attachments.add(record, put(tmp_path, "khai sinh.pdf", paper_files.pdf()))
    page = opened("r")
    papers = page.papers
    assert not papers.add_button.isVisible()
    assert (papers.open_button.isEnabled(), papers.copy_button.isEnabled()) == (True, False)
    assert not papers.remove_button.isEnabled()
    assert not dropped(QDragEnterEvent, page, put(tmp_path, "ảnh.jpg", paper_files.picture()))
    papers.open_paper(papers.table.current_key())
    qtbot.waitUntil(lambda: bool(papers.findChildren(PaperDialog)))
    (dialog,) = papers.findChildren(PaperDialog)
    assert isinstance(dialog.view, PdfPreview)
    assert dialog.view.save_button.isHidden()
    assert dialog.view.print_button.isHidden()
    dialog.close()
