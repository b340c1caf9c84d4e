"""The users' guide: it answers wherever F1 is pressed, in Vietnamese, and names things as the window does."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from ansinh_desktop import errors, paths, text
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.rules import law
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.image_view import ImageView
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.help.book import MESSAGES, START, plain
from ansinh_desktop.ui.help.contents import help_book
from ansinh_desktop.ui.help.pane import HelpPane
from ansinh_desktop.ui.help.printed import handbook
from tests.factories import new_vault
from tests.ui.whole_window import whole_window

FOLDER = paths.resources() / "help"
GUIDE = sorted(FOLDER.glob("*.md"))
UI = Path(keys.__file__).parent
PACKAGE = UI.parent
SOURCES = sorted(UI.rglob("*.py"))
LONGEST_PAGE = 200

_ENGLISH_TEXT = """
    the and you your this that with from password passphrase file folder click button menu tab form field window
    screen save cancel print preview export import login logout user admin backup restore update upgrade online
    offline email website link server database record register receipt package key shortcut help error warning
    note draft list filter search settings option default scan copy paste delete download upload desktop laptop
    checkbox dialog popup wizard mapping dry run row column cell sheet chip timeline workflow
"""
ENGLISH = frozenset(_ENGLISH_TEXT.split())


@pytest.fixture(scope="module")
def book():
    return help_book(FOLDER)


def prose(markdown: str) -> str:
    """Return a page without what stands in it as keys to press, commands and names of files."""
    without = re.sub(r"```.*?```|`[^`]*`", " ", markdown, flags=re.DOTALL)
    return re.sub(r"\]\([^)]*\)|--[\w-]+", " ", without)


def anchors_in(source: Path) -> Iterator[str]:
    """Yield the places of the help that a module of the window names outright."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(each).endswith("Page") for each in node.bases):
            yield from (
                str(each.args[1].value)
                for each in ast.walk(node)
                if isinstance(each, ast.Call)
                and ast.unparse(each.func) == "super().__init__"
                and len(each.args) > 1
                and isinstance(each.args[1], ast.Constant)
            )
        if not isinstance(node, ast.Call):
            continue
        given = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
        if "help_anchor" in given and len(given) == 2:
            yield given[1]
        if ast.unparse(node.func).endswith(".show_help"):
            yield from given
        yield from (
            str(each.value.value)
            for each in node.keywords
            if each.arg in ("anchor", "help_anchor") and isinstance(each.value, ast.Constant)
        )


# ---------------------------------------------------------------- where F1 leads


def named_anchors() -> list[str]:
    return sorted({each for source in SOURCES for each in anchors_in(source) if each})


def test_the_window_names_places_of_the_help():
    assert {"tong-quan", "danh-sach", "gui-nhan", "nhan-goi", "quan-tri", "person"} <= set(named_anchors())


def test_every_place_that_the_window_names_is_there(book):
    found = {anchor: book.find(anchor) for anchor in named_anchors()}
    assert {anchor: each and each.anchor for anchor, each in found.items()} == {each: each for each in found}


@pytest.mark.parametrize("code", sorted(catalog.registers()))
def test_every_field_of_a_register_is_explained_at_its_own_place(book, code):
    register = catalog.register(code)
    assert book.find(code).anchor == code
    for key, field in register.fields.items():
        if field.hidden:
            continue
        found = book.find(f"{code}.{key}")
        assert found.anchor == f"{code}.{key}"
        assert found.title == field.label


@pytest.mark.parametrize("code", sorted(catalog.registers()))
def test_every_event_of_a_register_is_explained_with_what_is_asked(book, code):
    for kind in catalog.register(code).events:
        if kind.automatic:
            continue
        found = book.find(f"{code}.{kind.code}.note")
        assert (found.anchor, found.title) == (f"{code}.{kind.code}", kind.label)
        assert all(field.label in found.body for field in kind.fields)


@pytest.mark.parametrize("code", sorted(catalog.registers()))
def test_what_may_be_chosen_stands_with_its_field(book, code):
    for key, field in catalog.register(code).fields.items():
        if not isinstance(field.kind, kinds.Choice) or field.hidden:
            continue
        body = book.find(f"{code}.{key}").body
        rows = [
            each
            for each in law.code_list(field.kind.list_name)
            if not field.kind.only or each.code in field.kind.only
        ]
        shown = [each for each in rows if each.label in body]
        assert shown == rows or f"{len(rows)} mục" in body


def test_a_field_says_by_which_text_since_when_and_for_whom_it_is_asked(book):
    group = book.find("assistance.social_group").body
    assert "NĐ 335/2026 Điều 5" in group
    assert "- khoản 6: Người khuyết tật nặng" in group
    assert "(đến 30/06/2025)" in group
    assert (
        "Chỉ hỏi khi “Nhóm đối tượng” là: Trẻ em dưới 16 tuổi" in book.find("assistance.no_source_case").body
    )


def test_every_field_of_a_person_is_explained_at_its_own_place(book):
    for key, field in PERSON_FIELDS.items():
        found = book.find(f"person.{key}")
        assert (found.anchor, found.title) == (f"person.{key}", field.label)


def test_every_message_is_explained_under_its_code(book):
    told = [
        (code, entry["text"])
        for path in sorted((paths.resources() / "messages").glob("*.toml"))
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]
    told += [(each.code, each.text) for one in catalog.registers().values() for each in one.messages]
    assert len(told) == len(errors.texts())
    for code, sentence in told:
        found = book.find(code)
        assert found.page == MESSAGES
        assert re.sub(r"\{[^}]*\}", "…", sentence) in found.body


# ---------------------------------------------------------------- the pages


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_a_page_is_short_and_begins_with_its_own_name(book, path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_PAGE
    first = next(each for each in book.topics if each.page == path.stem)
    assert (first.level, first.anchor) == (1, path.stem)
    assert [each for each in lines if each.startswith("# ")] == [lines[0]]


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_every_heading_of_a_page_has_words_beneath_it(book, path):
    topics = [each for each in book.topics if each.page == path.stem]
    for topic, following in pairwise([*topics, None]):
        is_parent = following is not None and following.level > topic.level
        assert topic.body.strip() or is_parent, topic.title


def test_no_place_is_named_twice(book):
    anchors = [each.anchor for each in book.topics if each.page in {path.stem for path in GUIDE}]
    assert sorted(anchors) == sorted(set(anchors))


def links(markdown: str) -> list[str]:
    return re.findall(r"(?<!!)\[[^\]]*\]\(([^)]*)\)", markdown)


def test_every_link_leads_to_a_heading(book):
    places = {(each.page, each.anchor) for each in book.topics}
    for name, markdown in book.pages.items():
        for link in links(markdown):
            page, _, anchor = link.partition("#")
            page = page.removesuffix(".md") or name
            assert page in book.pages, f"{name}: {link}"
            assert not anchor or (page, anchor) in places, f"{name}: {link}"
            assert book.find(link if page != name or link[0] != "#" else name + ".md" + link) is not None


def test_every_page_of_the_guide_is_reached_from_the_first(book):
    reached, waiting = set(), [START]
    while waiting:
        name = waiting.pop()
        if name not in reached and name in book.pages:
            reached.add(name)
            waiting += [
                link.partition("#")[0].removesuffix(".md") or name for link in links(book.pages[name])
            ]
    assert {path.stem for path in GUIDE} <= reached


def test_the_contents_are_in_the_order_of_the_first_page(book):
    first = list(dict.fromkeys(each.page for each in book.topics))
    assert first[:4] == [START, "thiet-lap", "quan-tri", "nhap-excel"]


# ---------------------------------------------------------------- the words


def test_no_page_has_an_english_word(book):
    for name, markdown in book.pages.items():
        words = set(re.findall(r"(?<![\w.])[a-z]+(?![\w.]*\w)", prose(markdown).lower()))
        assert not words & ENGLISH, name


def test_what_is_to_be_pressed_is_called_as_it_is_in_the_window():
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    pressed = re.compile(r"(?:[Bb]ấm|[Bb]ật|chọn|nút|ngăn|ô|dòng|khung) \*\*([^*\n]+)\*\*")
    for path in GUIDE:
        found = pressed.findall(path.read_text(encoding="utf-8"))
        assert [label for label in found if f'"{label}' not in source] == [], path.stem


def test_every_shortcut_is_on_the_page_of_keys(book):
    page = book.pages["phim-tat"]
    lines = [line.casefold() for line in page.splitlines()]
    for shared in (each for group in keys.groups().values() for each in group):
        first = shared.keys[0].split(" ")[0].casefold()
        assert any(f"`{first}`" in line and shared.text.casefold() in line for line in lines), shared.id


def test_a_doubtful_point_of_the_law_is_called_so(book):
    page = book.pages["phap-luat"] + book.pages["luat-tro-giup"]
    for decree in ("NĐ 147/2025", "NĐ 162/2025", "Nghị định hướng dẫn Luật 120/2025"):
        near = [line for line in page.splitlines() if decree in line]
        assert any("chưa chắc" in line for line in near), decree


def test_every_doubt_of_the_rules_of_social_assistance_is_called_so(book):
    told_by = {
        "base_jul_oct_2026": "01/7 đến 04/10/2026",
        "k2_at_22": "Tròn 22 tuổi",
        "k5a_75_80_jul_oct_2026": "75 đến dưới 80 tuổi",
        "k2_ended_at_22": "Đã thôi vì 22 tuổi",
        "k4_new_claim_child_over_16": "chỉ có con trên 16 tuổi",
        "k1_and_very_severe_fostered": "Trẻ khoản 1 đồng thời khuyết tật đặc biệt nặng",
        "maternity_and_household_carer": "khuyết tật đặc biệt nặng nuôi con nhỏ",
        "facility_under_4_nd335": "dưới 4 tuổi 5,0",
    }
    row = {each["id"]: each for each in law.law_data("social_assistance")["doubt"]}
    assert set(told_by) == set(row)
    lines = book.pages["luat-tro-giup"].splitlines()
    for doubt, words in told_by.items():
        said = "chưa chắc" if row[doubt]["mark"] == "?" else "đối chiếu"
        assert any(words in line and said in line for line in lines), doubt


# ---------------------------------------------------------------- found


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("quen mat khau", "mo-khoa"),
        ("mất gói", "gui-nhan"),
        ("in danh sach", "danh-sach"),
        ("vntime", "nhap-excel"),
        ("AS-2102", MESSAGES),
        ("dau mat", "an-toan"),
    ],
)
def test_a_few_words_without_marks_find_the_page(book, typed, page):
    assert page in [each.page for each in book.search(typed)[:3]]


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("backup", "quan-tri"),
        ("người chết", "nguoi-va-ho"),
        ("quen pass", "mo-khoa"),
        ("undo", "ho-so"),
        ("lanh tien", "chi-tra"),
        ("nghi viec", "quan-tri"),
        ("phong to chu", "mo-khoa"),
        ("font chữ", "nhap-excel"),
    ],
)
def test_another_name_of_the_thing_finds_the_page_too(book, typed, page):
    assert page in [each.page for each in book.search(typed)[:4]]


def test_what_has_the_words_themselves_in_its_title_comes_first(book):
    titles = [each.title for each in book.search("sao lưu")]
    assert titles[0].startswith("Sao lưu")
    assert [each.title for each in book.search("sao luu")] == titles
    assert book.search("sao lưu khôngcónhưvậy") == []
    assert book.search("  ") == []


def test_a_word_is_found_from_its_beginning_and_not_inside_another(book):
    assert all(" in" in f" {text.fold(each.title + ' ' + each.body)}" for each in book.search("in", most=500))
    assert {each.page for each in book.search("khuyet t")} & {"so-disability", "so-khuyet-tat"}


def test_other_names_lead_to_one_another_and_stand_once_in_a_group(book):
    groups = tomllib.loads((FOLDER / "tu-khac.toml").read_text(encoding="utf-8"))["same"]
    for group in groups:
        names = [text.fold(each) for each in group]
        assert len(set(names)) == len(names) > 1
        assert all(set(names) <= {name, *book.same[name]} for name in names)
        assert book.search(group[0]), f"the guide never says {group[0]}"


def test_what_is_found_says_on_which_page_and_in_which_line(opened_pane):
    pane = opened_pane()
    pane.search_box.setText("mất gói")
    pane.search_box.searched.emit("mất gói")
    first = pane.found.item(0).text().splitlines()
    assert first[:2] == ["Mất gói, hỏng USB", "Gửi – nhận"]
    assert "gói" in first[2]
    assert not set("*`[") & set(first[2])
    pane.found.itemActivated.emit(pane.found.item(0))
    assert pane.current().title == "Mất gói, hỏng USB"


# ---------------------------------------------------------------- its pictures


def pictured(markdown: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(pictures/([\w-]+)\.png\)", markdown)


def taken() -> list[str]:
    tree = ast.parse((PACKAGE.parent / "packaging" / "pictures.py").read_text(encoding="utf-8"))
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
    return [ast.literal_eval(each.args[0]) for each in calls if ast.unparse(each.func) == "Picture"]


def test_every_picture_is_there_and_is_one_that_the_command_takes(book):
    shown = [name for page in book.pages.values() for name in pictured(page)]
    assert sorted(shown) == sorted(taken()) == sorted(each.stem for each in (FOLDER / "pictures").iterdir())
    assert all(page.count("![") == len(pictured(page)) for page in book.pages.values())


def test_pictures_are_small_for_they_come_with_the_installer():
    files = list((FOLDER / "pictures").iterdir())
    for each in files:
        image = QImage(str(each))
        assert image.colorCount() in range(1, 33), each.name
        assert 300 < image.width() <= 1093, each.name
    assert sum(each.stat().st_size for each in files) < 400_000


@pytest.mark.parametrize(
    "page", ["tong-quan", "viec-can-lam", "ra-soat", "chi-tra", "so", "quan-tri", "gui-nhan"]
)
def test_every_page_of_the_window_is_shown_on_its_page_of_the_help(book, page):
    assert pictured(book.pages[page])[0] == page


def test_the_pages_that_the_guide_lists_are_those_of_the_window(book, opened_window):
    listed = book.find("cac-trang").body
    named = re.findall(r"^- \*\*([^*]+)\*\*", listed, flags=re.MULTILINE)
    window = opened_window.pages
    registers = {window.title_of(key) for key in window.page_keys() if key.startswith("register:")}
    titles = {re.sub(r" \d+$", "", window.title_of(key)) for key in window.page_keys()} - registers
    assert titles == set(named) - {"Mỗi sổ một trang", "Chuyển hồ sơ giữa hai xã"}


def test_a_picture_is_as_wide_as_the_room_and_opens_in_its_full_size(opened_pane, qtbot):
    pane = opened_pane()
    pane.open("so")
    before = widest(pane)
    assert 200 < before <= pane.browser.viewport().width()
    pane.resize(560, 700)
    assert before < widest(pane) <= pane.browser.viewport().width()
    pane.browser.anchorClicked.emit(QUrl("pictures/so.png"))
    shown = pane.window().findChild(QDialog)
    view = shown.findChild(ImageView)
    assert view.scene().itemsBoundingRect().width() == QImage(str(FOLDER / "pictures" / "so.png")).width()
    shown.close()


def widest(pane):
    block, found = pane.browser.document().begin(), 0
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            image = walk.fragment().charFormat()
            found = max(found, image.toImageFormat().width() if image.isImageFormat() else 0)
            walk += 1
        block = block.next()
    return found


# ---------------------------------------------------------------- on paper


def pages_of(content):
    """Return the text of each sheet, as the reader of PDFs finds it."""
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return [document.getAllText(page).text() for page in range(document.pageCount())]


@pytest.fixture(scope="module")
def printed(qapp, book):
    theme.apply(qapp)
    return pages_of(handbook(book))


def test_the_handbook_begins_with_its_contents_and_each_page_where_they_say(book, printed):
    lines = [each for each in printed[0].splitlines() if each.strip()]
    said = {
        found[1].strip(): int(found[2]) for each in lines if (found := re.fullmatch(r"(.+?)\s+(\d+)", each))
    }
    titles = [book.title_of(name) for name in book.guide]
    assert [each for each in said if each in titles] == titles
    for title in titles:
        assert printed[said[title] - 1].splitlines()[:2] == [str(said[title]), title]


def test_nothing_of_the_guide_is_lost_on_paper(book, printed):
    whole = text.fold(" ".join(printed))
    for name in book.guide:
        for topic in (each for each in book.topics if each.page == name):
            assert text.fold(topic.title) in whole, topic.title
            words = text.fold(plain(next(filter(str.strip, reversed(topic.body.splitlines())), ""))).split()
            assert not words or words[0] in whole


def test_links_on_paper_are_words_that_can_be_followed(printed):
    assert "Xem bài “Tổng quan”" in " ".join(" ".join(printed).split())
    assert ".md" not in " ".join(printed)


def test_the_page_that_is_shown_is_printed_as_its_preview_shows(opened_pane, qtbot, tmp_path, monkeypatch):
    pane = opened_pane()
    pane.open("thiet-lap.md#mat-khau-the-nao")
    pane.menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: pane.window().findChild(PreviewDialog) is not None)
    dialog = pane.window().findChild(PreviewDialog)
    assert "Bước 1. Đơn vị" in pages_of(dialog.preview.content())[0]
    target = tmp_path / "Hướng dẫn.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.preview.save_asked.emit()
    assert target.read_bytes() == dialog.preview.content()
    dialog.close()


@pytest.fixture
def opened_pane(qapp, qtbot, book):
    """Return a function that shows the help beside nothing."""
    theme.apply(qapp)
    tasks = Tasks(lambda said: None)

    def open_pane(parent=None):
        pane = HelpPane(book, tasks, parent)
        if parent is None:
            qtbot.addWidget(pane)
        pane.resize(380, 700)
        pane.show()
        return pane

    yield open_pane
    assert tasks.finish(60_000)


@pytest.fixture
def opened_window(qtbot, tmp_path):
    program = Program(new_vault(tmp_path / "xã")[0])
    with whole_window(qtbot, program, tmp_path / "none") as window:
        yield window


# ---------------------------------------------------------------- beside the work


def test_the_pane_opens_where_it_is_asked_and_follows_links(opened_pane):
    pane = opened_pane()
    assert pane.open("gui-nhan")
    assert pane.current().page == "gui-nhan"
    assert "Xuất gói gửi lên…" in pane.browser.toPlainText()
    assert pane.open("quan-tri.md#ban-giao")
    assert pane.current().title == "Bàn giao cho người khác"
    pane.back()
    assert pane.current().page == "gui-nhan"


def test_esc_puts_the_help_away_and_is_no_step_back_of_the_page_beside_it(qtbot, opened_pane):
    window = QWidget()
    qtbot.addWidget(window)
    pane = opened_pane(window)
    QVBoxLayout(window).addWidget(pane)
    went_back: list[bool] = []
    keys.action("back", window, lambda: went_back.append(True))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    for part in (pane.browser, pane.found, pane.search_box):
        part.setFocus()
        with qtbot.waitSignal(pane.closed):
            qtbot.keyClick(part, Qt.Key.Key_Escape)
    assert went_back == []


@pytest.mark.parametrize("path", GUIDE, ids=lambda path: path.stem)
def test_no_page_needs_to_be_moved_sideways_in_the_pane(qapp, opened_pane, path):
    pane = opened_pane()
    pane.open(path.stem)
    qapp.processEvents()
    assert pane.browser.horizontalScrollBar().maximum() == 0
