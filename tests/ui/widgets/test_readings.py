"""What is only read: details, progress, help, and the paper before it is printed."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QPushButton
from reportlab.pdfgen.canvas import Canvas

from ansinh_desktop.errors import UserError
from ansinh_desktop.ui.help.book import HelpBook, message_page, whole_book
from ansinh_desktop.ui.help.pane import HelpPane
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue
from ansinh_desktop.ui.widgets.pdf_preview import PdfPreview
from ansinh_desktop.ui.widgets.progress_strip import ProgressStrip


class TestKeyValue:
    @pytest.fixture
    def facts(self, show) -> KeyValue:
        made = KeyValue()
        made.set_facts(
            [
                Fact("Thông tin", heading=True),
                Fact("Họ và tên", "Trần Thị Đào", key="name"),
                Fact("Điện thoại", key="phone"),
                Fact("Hồ sơ khác", "TE-1", key="other", link=True),
            ]
        )
        show(made)
        return made

    def test_it_shows_values_and_a_dash_for_none(self, facts):
        assert (facts.shown("name"), facts.shown("phone")) == ("Trần Thị Đào", "—")

    def test_a_link_opens(self, facts, qtbot):
        link = next(each for each in facts.findChildren(QPushButton) if each.text() == "TE-1")
        with qtbot.waitSignal(facts.opened) as opened:
            link.click()
        assert opened.args == ["other"]

    def test_other_facts_take_their_place(self, facts):
        facts.set_facts([Fact("Ấp", "Ấp Vĩnh Hòa", key="hamlet")])
        assert facts.shown("hamlet") == "Ấp Vĩnh Hòa"
        with pytest.raises(KeyError):
            facts.shown("name")


@dataclass(frozen=True)
class Step:
    done: int
    total: int
    text: str = ""


class TestProgress:
    def test_it_follows_a_task_and_cancels_it(self, show, qtbot, tasks):
        strip = ProgressStrip()
        show(strip)
        log: list[str] = []

        def work():
            try:
                number = 0
                while True:
                    number += 1
                    yield Step(number, 0, "Đang đọc")
            finally:
                log.append("undone")

        task = tasks.run_steps(work, title="Nhập từ Excel")
        strip.follow(task)
        assert strip.isVisible()
        assert strip._words.text() == "Nhập từ Excel"
        qtbot.waitUntil(lambda: strip._words.text() == "Đang đọc")
        with qtbot.waitSignal(task.ended):
            strip.cancel_button.click()
        assert not strip.isVisible()
        assert log == ["undone"]

    def test_it_counts_where_the_whole_is_known(self, show):
        strip = ProgressStrip()
        show(strip)
        strip.begin("Lập danh sách")
        strip.show_step(Step(1200, 10_000))
        assert strip._count.text() == "1.200 / 10.000"
        assert (strip._bar.value(), strip._bar.maximum()) == (1200, 10_000)
        strip.end()
        assert not strip.isVisible()


def test_an_empty_place_says_why_and_what_to_do(show, qtbot):
    empty = EmptyState("inbox", "Chưa có gói nào", "Cắm USB có biên nhận.", "Nhận tệp…")
    show(empty)
    with qtbot.waitSignal(empty.acted):
        empty.button.click()
    empty.say("search", "Không có gì khớp")
    assert not empty.button.isVisible()


PAGE = """# Trẻ em {#children}

Mở đầu. Xem [thông báo](thong-bao.md#AS-9012) hoặc [nhóm](#children.category).

## Nhóm trẻ em {#children.category}

Nghị định 56/2017/NĐ-CP: trẻ em mồ côi, bị bỏ rơi.

## Người giám hộ

Ghi họ tên theo giấy tờ.
"""


@pytest.fixture
def book(tmp_path: Path) -> HelpBook:
    (tmp_path / "index.md").write_text("# Bắt đầu\n\nChào anh chị.\n", encoding="utf-8")
    (tmp_path / "children.md").write_text(PAGE, encoding="utf-8")
    made = HelpBook.read(tmp_path)
    made.add(
        "thong-bao", message_page({"AS-9012": {"text": "Không đọc được “{typed}”.", "todo": "Nhập lại."}})
    )
    return made


class TestBook:
    @pytest.mark.parametrize(
        ("anchor", "title"),
        [
            ("children.category", "Nhóm trẻ em"),
            ("children.category.mo_coi", "Nhóm trẻ em"),
            ("children.unheard_of", "Trẻ em"),
            ("AS-9012", "AS-9012"),
            ("children.md#children.category", "Nhóm trẻ em"),
            ("nguoi-giam-ho", "Người giám hộ"),
            ("children.md", "Trẻ em"),
            ("index", "Bắt đầu"),
        ],
    )
    def test_an_anchor_finds_its_topic_or_what_it_is_part_of(self, book, anchor, title):
        assert book.find(anchor).title == title

    def test_an_unknown_anchor_finds_nothing(self, book):
        assert book.find("assistance.amount") is None

    def test_words_without_marks_find_titles_first(self, book):
        assert [each.title for each in book.search("tre em")] == ["Trẻ em", "Nhóm trẻ em"]
        assert [each.title for each in book.search("mo coi")] == ["Nhóm trẻ em"]
        assert book.search("  ") == []

    def test_anchors_are_not_shown(self, book):
        assert "{#" not in book.pages["children"]

    def test_what_is_filled_in_is_not_shown_as_code(self, book):
        assert "“…”" in book.pages["thong-bao"]

    def test_every_message_of_the_program_is_explained(self, tmp_path):
        made = whole_book(tmp_path)
        assert made.find("AS-9001").body


class TestHelp:
    @pytest.fixture
    def pane(self, show, book, tasks) -> HelpPane:
        made = HelpPane(book, tasks)
        show(made)
        return made

    def test_it_opens_at_the_place(self, pane):
        assert pane.open("children.category")
        assert "Nhóm trẻ em" in pane.browser.toPlainText()
        assert pane.browser.textCursor().block().text() == "Nhóm trẻ em"

    def test_links_lead_on_and_back(self, pane):
        pane.open("children")
        pane.browser.anchorClicked.emit(QUrl("thong-bao.md#AS-9012"))
        assert pane.current().anchor == "AS-9012"
        pane.browser.anchorClicked.emit(QUrl("children.md"))
        pane.browser.anchorClicked.emit(QUrl("#children.category"))
        assert pane.current().anchor == "children.category"
        pane.back_button.click()
        assert pane.current().anchor == "children"

    def test_search_lists_and_enter_opens_the_first(self, pane, qtbot):
        qtbot.keyClicks(pane.search_box, "mo coi")
        qtbot.keyClick(pane.search_box, Qt.Key.Key_Return)
        assert pane.current().title == "Nhóm trẻ em"
        qtbot.keyClicks(pane.search_box, "zzz")
        qtbot.keyClick(pane.search_box, Qt.Key.Key_Return)
        assert "zzz" in pane._none.text()
        pane.search_box.reset()
        assert pane.found.item(0).text() == "Bắt đầu"

    def test_a_missing_topic_is_said(self, pane):
        assert not pane.open("assistance.amount")
        assert "AS-9020" in pane._none.text()


def paper(sizes: list[tuple[float, float]]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number, size in enumerate(sizes, start=1):
        canvas.setPageSize(size)
        canvas.rect(36, 36, size[0] - 72, size[1] - 72, fill=0)
        canvas.drawString(72, size[1] - 100, f"Trang {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


UPRIGHT, LYING = (595.0, 842.0), (842.0, 595.0)


class TestPaper:
    @pytest.fixture
    def preview(self, show) -> PdfPreview:
        made = PdfPreview()
        show(made)
        made.show_pdf(paper([UPRIGHT, UPRIGHT, UPRIGHT]))
        return made

    def test_it_shows_pages_and_goes_through_them(self, preview, qtbot):
        assert preview.page_count() == 3
        assert preview._of.text() == "/ 3 trang"
        preview.view.setFocus()
        qtbot.keyClick(preview.view, Qt.Key.Key_PageDown)
        assert (preview.current_page(), preview._page.text()) == (1, "2")
        preview.go_to(2)
        preview.go_to(3)
        assert preview.current_page() == 2
        preview._page.setText("1")
        qtbot.keyClick(preview._page, Qt.Key.Key_Return)
        assert preview.current_page() == 0

    def test_it_zooms(self, preview):
        for _step in range(9):
            preview.zoom(1)
        assert preview.view.zoomFactor() == 3.0
        preview.zoom(-1)
        assert preview.view.zoomFactor() == 2.0

    def test_what_is_no_pdf_is_refused(self, preview):
        with pytest.raises(UserError) as caught:
            preview.show_pdf(b"hello")
        assert caught.value.code == "AS-9030"

    def print_into(self, preview: PdfPreview, target: Path) -> QPrinter:
        printer = preview.make_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        return printer

    @pytest.mark.parametrize("size", [UPRIGHT, LYING])
    def test_the_printer_gets_the_very_pages(self, preview, qtbot, tmp_path, size):
        preview.show_pdf(paper([size, size]))
        printer = self.print_into(preview, tmp_path / "out.pdf")
        with qtbot.waitSignal(preview.printed) as printed:
            preview.print_to(printer)
            assert preview._strip.isVisible()
            assert not preview.print_button.isEnabled()
        assert printed.args == [2, 1]
        assert not preview._strip.isVisible()
        assert preview.print_button.isEnabled()
        pages = PdfReader(tmp_path / "out.pdf").pages
        assert len(pages) == 2
        assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == pytest.approx(size, abs=1)
        again = PdfPreview()
        qtbot.addWidget(again)
        again.show_pdf((tmp_path / "out.pdf").read_bytes())
        assert frame_of(again) == pytest.approx(frame_of(preview), abs=2)

    def test_only_the_pages_that_were_asked_for_are_printed(self, preview, qtbot, tmp_path):
        printer = self.print_into(preview, tmp_path / "out.pdf")
        printer.setFromTo(2, 2)
        with qtbot.waitSignal(preview.printed) as printed:
            preview.print_to(printer)
        assert printed.args == [1, 1]

    def test_a_page_that_lies_the_other_way_is_turned(self, preview, qtbot, tmp_path):
        preview.show_pdf(paper([UPRIGHT, LYING]))
        with qtbot.waitSignal(preview.printed):
            preview.print_to(self.print_into(preview, tmp_path / "out.pdf"))
        preview.show_pdf((tmp_path / "out.pdf").read_bytes())
        left, top, right, bottom = frame_of(preview, page=1)
        assert (right - left, bottom - top) == pytest.approx((595 - 72, 842 - 72), abs=3)

    def test_another_paper_may_be_shown_while_one_is_printed(self, preview, qtbot, tmp_path):
        preview.show_pdf(paper([UPRIGHT] * 5))
        with qtbot.waitSignal(preview.printed) as printed:
            preview.print_to(self.print_into(preview, tmp_path / "out.pdf"))
            preview.show_pdf(paper([LYING]))
        assert printed.args == [5, 1]
        assert len(PdfReader(tmp_path / "out.pdf").pages) == 5

    def test_printing_can_be_stopped_and_is_then_not_told_as_printed(self, preview, qtbot, tmp_path):
        preview.show_pdf(paper([UPRIGHT] * 50))
        run = preview.print_to(self.print_into(preview, tmp_path / "out.pdf"))
        qtbot.waitSignal(run.stepped).wait()
        with qtbot.assertNotEmitted(preview.printed, wait=100), qtbot.waitSignal(run.ended):
            preview._strip.cancel_button.click()
        assert preview.print_button.isEnabled()

    @pytest.mark.qt_log_ignore("Returned false")
    def test_a_printer_that_takes_nothing_is_told(self, preview, qtbot, tmp_path, monkeypatch):
        told: list[UserError] = []
        monkeypatch.setattr("ansinh_desktop.ui.messages.tell", lambda _parent, error: told.append(error))
        run = preview.print_to(self.print_into(preview, tmp_path / "no" / "such" / "folder" / "out.pdf"))
        with qtbot.waitSignal(run.ended), qtbot.assertNotEmitted(preview.printed):
            pass
        assert [error.code for error in told] == ["AS-9032"]

    def test_saving_is_left_to_the_page(self, preview, qtbot):
        with qtbot.waitSignal(preview.save_asked):
            preview.save_button.click()
        assert preview.content().startswith(b"%PDF")


def frame_of(preview: PdfPreview, page: int = 0) -> tuple[int, int, int, int]:
    """Return where the drawn frame lies, in points from the corner."""
    QApplication.processEvents()
    size = preview.document.pagePointSize(page).toSize()
    image = preview.document.render(page, size)
    dark = [
        (x, y)
        for y in range(size.height())
        for x in range(size.width())
        if image.pixelColor(x, y).alpha() > 60 and image.pixelColor(x, y).lightness() < 200
    ]
    xs, ys = [x for x, _y in dark], [y for _x, y in dark]
    return min(xs), min(ys), max(xs), max(ys)
