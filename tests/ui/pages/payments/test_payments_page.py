"""The month of payment in the window: how far it is, what stands in the way, whom it pays, and its steps."""

import dataclasses
from typing import get_args

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from ansinh_desktop import clock
from ansinh_desktop.services.payments.runs import Part
from ansinh_desktop.services.payments.work import Paper
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.many import ManyDialog
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from tests import factories
from tests.services.payments.commune import JULY, JUNE, MONEY, NAMES, change, closed, people, standing, unpaid
from tests.ui.pages.payments.doing import answer, cells, kinds_of, press_next, preview, rest, titles

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_month_goes_from_step_to_step_by_its_one_button(opened, program, qtbot, tasks, said):
    records = people(program)
    lost = standing(program, "Danh Mất", person={"death_date": "2022-04-02"})
    standing(program, "Danh Tài Khoản", payment_method="bank")
    page = opened()
    assert page.month.month() == JUNE
    assert kinds_of(page) == ["now"] + ["ahead"] * 5
    assert page.sheet.next.act.text().strip() == "Lập tháng"
    press_next(page, qtbot, tasks)
    assert page.sheet.line.words()[0] == ("done", "Đã lập", f"{clock.now():%d/%m/%Y} · lan")
    assert page.sheet.line.words()[1] == ("now", "Đang kiểm tra", "còn 1 lỗi, 1 cảnh báo")

    # What cannot be done yet says why, and what is in the way stands there: errors first.
    assert not page.sheet.next.act.isEnabled()
    assert page.sheet.next.act.text().strip() == "Xác nhận đã kiểm tra: còn 1 lỗi, 1 cảnh báo"
    assert titles(page) == [
        ("Đã chết mà còn trong danh sách", 1),
        ("Chi qua tài khoản, chưa có số tài khoản", 1),
    ]
    page.take_focus()
    with qtbot.waitSignal(page.case_asked) as asked:
        qtbot.keyClick(page.sheet.findings.table.view, Qt.Key.Key_Return)
    assert asked.args == [lost, "assistance"]
    assert not page.sheet.findings.keep_button.isEnabled()  # an error is never kept

    # The record is mended elsewhere; the page says so when it is shown again.
    change(program, lost, "stopped", decrease_reason="dead", stopped_from="2022-05")
    page.refresh()
    rest(qtbot, tasks, page)
    answer("Đã xin số tài khoản", "Giữ")
    qtbot.keyClick(page.sheet.findings.table.view, Qt.Key.Key_G, CONTROL)
    rest(qtbot, tasks, page)
    assert titles(page) == [("Chi qua tài khoản, chưa có số tài khoản, đã giữ", 1)]

    for state in ("checked", "approved"):
        press_next(page, qtbot, tasks)
        assert page.standing.view.state == state
    change(program, records["Danh An"], disability_degree="very_severe")
    page.refresh()
    rest(qtbot, tasks, page)
    assert page.sheet.next.act.text().strip() == "Lập lại"
    for state in ("prepared", "checked", "approved"):
        press_next(page, qtbot, tasks)
        assert page.standing.view.state == state
    answer(button="Chốt tháng")
    press_next(page, qtbot, tasks)
    assert page.standing.view.state == "closed"
    assert program.payments.view(JUNE).state == "closed"
    assert kinds_of(page) == ["done"] * 4 + ["now", "ahead"]

    # A done step tells its minutes; a leader opens the month again.
    page.sheet.line.steps[3].click()
    assert "Đã chốt lúc" in page.banner.accessibleName()
    assert "Trần Thị Lan" in page.banner.accessibleName()
    answer("Thiếu một người", "Mở lại")
    page.sheet.next.reopen.click()
    rest(qtbot, tasks, page)
    assert page.standing.view.state == "prepared"
    assert page.standing.view.steps[-1]["reason"] == "Thiếu một người"
    assert [each.text for each in said] == []


def test_the_figures_add_up_and_each_opens_its_people(opened, program, qtbot, tasks):
    records = people(program)
    closed(program, JUNE)
    program.payments.set_results(JUNE, {})
    change(program, records["Lê Bình"], "stopped", decrease_reason="refused", stopped_from="2022-07")
    standing(program, "Phan Hoa", start_month="2022-07")
    change(program, records["Trần Em"], disability_degree="very_severe")
    page = opened()
    assert page.month.month() == JULY
    assert page.sheet.figures.said() == {
        "previous": ("2.700.000", "5 người"),
        "increase": ("540.000", "1 người"),
        "decrease": ("540.000", "1 người"),
        "adjustment": ("180.000", "1 người"),
        "now": ("2.880.000", "5 người"),
    }
    assert page.sheet.figures.whether() == "khớp"

    hamlets = {row[0]: row[1:] for row in page.sheet.people.hamlets.texts()}
    first, second = factories.HAMLETS[:2]
    assert hamlets[first] == ["3", "1.620.000", "1", "", "+180.000", "4", "2.340.000", "+0,72", ""]
    assert hamlets[second] == ["2", "1.080.000", "", "1", "", "1", "540.000", "−0,54", ""]
    total = page.sheet.people.hamlets.topLevelItem(2)
    assert [total.text(place) for place in (0, 1, 6, 7, 8)] == ["Cả xã", "5", "5", "2.880.000", "+0,18"]
    assert set(page.sheet.people.hamlets.keys()) == set(factories.HAMLETS[:2])

    page.sheet.figures.doors["adjustment"].click()
    rest(qtbot, tasks, page)
    assert cells(page.sheet.people.terms, "who", "amount", "reason") == [
        ("Trần Em", "+180.000", "Đổi hệ số 1,5 → 2,0")
    ]
    with qtbot.waitSignal(page.case_asked) as asked:
        page.sheet.people.terms.choose_first()
        qtbot.keyClick(page.sheet.people.terms.view, Qt.Key.Key_Return)
    assert asked.args == [records["Trần Em"], "assistance"]
    qtbot.keyClick(page.sheet.people.terms.view, Qt.Key.Key_Escape)
    assert page.sheet.people.looked_at() == "hamlets"

    # A hamlet opens its people alone; a way of payment too.
    page.sheet.people.hamlets.select(second)
    qtbot.keyClick(page.sheet.people.hamlets, Qt.Key.Key_Return)
    rest(qtbot, tasks, page)
    assert cells(page.sheet.people.lines, "who") == [("Lý Dũng",)]
    assert page.sheet.people.title.text() == second
    qtbot.keyClick(page.sheet.people.lines.view, Qt.Key.Key_Escape)
    assert page.sheet.people.hamlets.current_key() == second
    assert page.sheet.people.ways.texts() == ["Tiền mặt: 5 người · 2.880.000 đồng"]
    page.sheet.figures.doors["now"].click()
    rest(qtbot, tasks, page)
    assert len(cells(page.sheet.people.lines, "who")) == 5

    # One month back and forth by the keyboard; the closed one is as it was.
    qtbot.keyClick(page.sheet.people.lines.view, Qt.Key.Key_Left, CONTROL)
    rest(qtbot, tasks, page)
    qtbot.waitUntil(lambda: page.standing.view.day == JUNE)
    assert page.sheet.figures.said()["now"] == ("2.700.000", "5 người")
    page.month.edit.line.setFocus()
    page.month.edit.line.selectAll()
    qtbot.keyClicks(page.month.edit.line, "7/2022")
    qtbot.keyClick(page.month.edit.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.standing.view.day == JULY)


def test_equal_findings_are_one_group_that_is_kept_whole_and_gone_through_one_by_one(
    opened, program, qtbot, tasks
):
    names = [f"Danh {letter}" for letter in "ABCDEFG"]
    records = {name: standing(program, name, recorded_amount=360_000) for name in names}
    one = standing(program, "Danh Tài Khoản", payment_method="bank")
    program.payments.prepare(JUNE)
    page = opened()
    assert titles(page) == [
        ("Chi qua tài khoản, chưa có số tài khoản", 1),
        ("Quyết định khác mức theo luật", 7),
    ]
    view = page.sheet.findings.table.view
    assert not view.isExpanded(
        page.sheet.findings.table.model.index(1, 0)
    )  # many of one kind begin as one line
    page.take_focus()
    opened_records = []
    page.case_asked.connect(lambda record, _register: opened_records.append(record))
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_F8)
    assert opened_records == [one, records["Danh A"], records["Danh B"]]
    view.setCurrentIndex(page.sheet.findings.table.model.index(1, 0))
    assert page.sheet.findings.keep_button.text().strip() == "Giữ cả 7, ghi lý do…"
    answer("Chờ quyết định của xã", "Giữ")
    page.sheet.findings.keep_button.click()
    rest(qtbot, tasks, page)
    assert {each.code: each.kept for each in program.payments.view(JUNE).met} == {
        "AS-2211": "",
        "AS-4230": "Chờ quyết định của xã",
    }
    findings = page.sheet.findings
    assert (findings.errors.isHidden(), findings.warnings.text()) == (True, "1 cảnh báo")
    assert findings.said.text() == "7 đã giữ"

    # All of a kind are settled by one act, where there is one; it stays offered while another kind is current.
    for group in (1, 0):
        view.setCurrentIndex(page.sheet.findings.table.model.index(group, 0))
        assert page.sheet.findings.many_button.text().strip() == "Điều chỉnh mức: 7 hồ sơ…"
    assert "Quyết định khác mức theo luật" in page.sheet.findings.many_button.toolTip()
    page.sheet.findings.many_button.click()
    (dialog,) = page.findChildren(ManyDialog)
    for key, value in {"decision_no": "15/QĐ-UBND", "on": "2022-06-20"}.items():
        dialog.fields.set_answer(key, value)
    qtbot.waitUntil(lambda: dialog.preview is not None)
    assert len(dialog.preview.done) == 7
    with qtbot.waitSignal(dialog.done_well):
        dialog.yes_button.click()
    rest(qtbot, tasks, page)
    qtbot.waitUntil(lambda: len(page.standing.view.met) == 1)
    assert {each.amount for each in page.standing.view.lines} == {MONEY}


def test_the_act_for_many_is_that_of_the_current_kind_where_it_has_one(opened, program, qtbot, tasks):
    low, owed = (standing(program, each, recorded_amount=360_000) for each in ("Danh An", "Võ Cúc"))
    standing(program, "Danh Tài Khoản", payment_method="bank")
    closed(program, JUNE)
    program.payments.set_results(JUNE, {})
    decided = {"month": "2022-06", "decision_no": "15/QĐ-UBND", "on": "2022-06-20"}
    program.many.do("assistance", "adjust", [owed], decided)
    page = opened()
    card = page.sheet.findings
    said, asked = {}, {}
    page.sheet.findings.many_asked.disconnect(page.ask_many)
    card.many_asked.connect(lambda code, records: asked.update({code: records}))
    for place, group in enumerate(card.table.model.groups):
        card.table.view.setCurrentIndex(card.table.model.index(place, 0))
        said[group.key] = card.many_button.text().strip()
        card.many_button.click()
    assert said == {
        "AS-2211": "Điều chỉnh mức: 1 hồ sơ…",
        "AS-4230": "Điều chỉnh mức: 1 hồ sơ…",
        "AS-4232": "Ghi truy lĩnh, truy thu: 1 hồ sơ…",
    }
    assert asked == {"adjust": [low], "arrears": [owed]}


def test_who_was_not_paid_is_marked_from_the_keyboard(opened, program, qtbot, tasks, hands):
    records = people(program)
    closed(program, JUNE)
    page = opened()
    assert page.month.month() == JUNE
    press_next(page, qtbot, tasks)
    desk = page.results
    qtbot.waitUntil(lambda: desk.month == "2022-06")
    assert desk.search.hasFocus()
    hands.type("binh")
    hands.enter()
    assert desk.table.hasFocus()
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Space)
    qtbot.keyClicks(desk.table, "c")  # goes on searching
    assert desk.search.hasFocus()
    hands.type("uc")
    hands.enter()
    hands.press(Qt.Key.Key_Space)
    hands.enter()
    assert desk.note.hasFocus()
    hands.type("Vắng nhà")
    hands.enter()
    assert desk.sums.text() == (
        "đã trả: 3 người, 1.620.000 đồng · chưa trả: 1 người, 540.000 đồng · chưa trả và dừng: 1 người, 540.000 đồng"
    )
    assert {each.outcome for each in program.payments.view(JUNE).lines} == {None}  # nothing is written yet

    # A third press of Space is paid again; what is marked outlives the page's own forgetting.
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Space)
    assert records["Võ Cúc"] not in desk.model.marks
    hands.press(Qt.Key.Key_Space)
    kept = desk.typed_more()
    desk.put_more({})
    assert desk.model.marks == {}
    desk.put_more(kept)
    desk.table.selectRow(next(row for row, each in enumerate(desk.model.lines) if each.full_name == "Võ Cúc"))
    hands.enter()
    hands.type("Vắng nhà")
    hands.enter()
    hands.press(Qt.Key.Key_Return, CONTROL)
    rest(qtbot, tasks, page)
    found = {each.full_name: (each.outcome, each.outcome_note) for each in program.payments.view(JUNE).lines}
    assert found["Lê Bình"] == ("stopped", None)
    assert found["Võ Cúc"] == ("carried", "Vắng nhà")
    assert found["Danh An"] == ("paid", None)
    assert page.standing.view.state == "paid_out"
    assert cells_of_outcomes(page, qtbot, tasks)["Võ Cúc"] == "Chưa trả: Vắng nhà"


def test_results_are_written_again_with_the_payers_file_until_they_are_settled(
    opened, program, qtbot, tasks, tmp_path
):
    records = people(program)
    closed(program, JUNE)
    program.payments.set_results(
        JUNE, {records["Lê Bình"]: ("stopped", ""), records["Võ Cúc"]: ("carried", "Vắng nhà")}
    )
    page = opened()
    page.month.step(-1)
    qtbot.waitUntil(lambda: page.standing.view.day == JUNE)
    desk = page.results
    page.sheet.next.results.click()
    qtbot.waitUntil(lambda: desk.month == "2022-06")
    desk.read(unpaid(tmp_path, "Trần Em"))
    qtbot.waitUntil(lambda: records["Trần Em"] in desk.model.marks)
    assert len(desk.model.marks) == 3
    desk.read(unpaid(tmp_path, "Ai Đó"))
    qtbot.waitUntil(lambda: "không chỉ đúng một người" in desk.banner.accessibleName())
    desk.write()
    rest(qtbot, tasks, page)
    assert {each.full_name for each in program.payments.view(JUNE).lines if each.outcome == "carried"} == {
        "Võ Cúc",
        "Trần Em",
    }
    press_next(page, qtbot, tasks)
    assert page.standing.view.state == "settled"
    assert not page.sheet.next.act.isVisible()


def cells_of_outcomes(page, qtbot, tasks):
    page.sheet.people.show_everybody()
    rest(qtbot, tasks, page)
    return dict(cells(page.sheet.people.lines, "who", "outcome"))


def test_the_list_is_shown_as_it_will_be_printed_and_saved(opened, program, qtbot, tasks, tmp_path):
    people(program)
    program.payments.prepare(JUNE)
    page = opened()
    qtbot.keyClick(page, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: page.findChild(PreviewDialog) is not None)
    dialog = page.findChild(PreviewDialog)
    assert dialog.windowTitle().startswith("Danh sách chi trả tháng 06/2022")
    assert dialog.preview.page_count() > 0

    def notes():
        with program.vault.reading() as store:
            return [each.act for each in store.log.of("assistance")].count("print")

    assert notes() == 0
    dialog.preview.printed.emit(1, 1)
    qtbot.waitUntil(lambda: notes() == 1)  # what went to the printer stands in the history
    dialog.done(0)
    target = tmp_path / "chi.xlsx"
    with qtbot.waitSignal(page.papers.said):
        page.papers.write("list", target)
    texts = {str(cell.value) for row in openpyxl.load_workbook(target).active for cell in row}
    assert {"Danh An", "Trần Em"} <= texts


_PRINTER = 9
"""The column of the printers by hamlet."""


def press_printer(rows, place, qtbot, column=_PRINTER):
    at = rows.visualRect(rows.model().index(place, column)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_hamlet_and_a_way_of_payment_are_printed_by_themselves(opened, program, qtbot, tasks):
    people(program)
    standing(program, "Danh Nơi Nào", person={"hamlet": None}, payment_method="bank")
    page = opened()
    card = page.sheet.people
    second = factories.HAMLETS[1]
    press_printer(card.hamlets, 1, qtbot)
    title, words = preview(page, qtbot)
    assert title.startswith(f"Danh sách chi trả – {second} tháng 06/2022")
    assert [name in words for name in (*NAMES[:2], "Danh Nơi Nào")] == [False, True, False]
    card.hamlets.select("")  # of whom no hamlet is recorded
    qtbot.keyClick(card.hamlets, Qt.Key.Key_Return)
    rest(qtbot, tasks, page)
    assert cells(card.lines, "who") == [("Danh Nơi Nào",)]
    assert card.print_button.text().strip() == "In ấp này"
    card.print_button.click()
    title, words = preview(page, qtbot)
    assert "Chưa ghi ấp, khóm" in title
    assert [name in words for name in (*NAMES[:2], "Danh Nơi Nào")] == [False, False, True]
    card.show_everybody()
    assert not card.print_button.isVisible()  # that is the list itself
    card.look("hamlets")
    card.ways.doors["cash"].click()
    rest(qtbot, tasks, page)
    assert card.print_button.text().strip() == "In hình thức này"
    card.print_button.click()
    title, words = preview(page, qtbot)
    assert "Tiền mặt" in title
    assert [name in words for name in (*NAMES[:2], "Danh Nơi Nào")] == [True, True, False]


def test_a_hamlet_that_nobody_is_paid_in_any_more_has_nothing_to_print(opened, program, qtbot, tasks):
    records = people(program, NAMES[:2])
    closed(program, JUNE)
    program.payments.set_results(JUNE, {})
    change(program, records["Lê Bình"], "stopped", decrease_reason="refused", stopped_from="2022-07")
    card = opened().sheet.people
    asked: list[Part] = []
    card.print_asked.connect(asked.append)
    rows = [card.hamlets.topLevelItem(place) for place in range(3)]
    assert [(each.text(0), each.icon(_PRINTER).isNull()) for each in rows] == [
        (factories.HAMLETS[0], False),
        (factories.HAMLETS[1], True),
        ("Cả xã", True),
    ]
    for place in (1, 2):
        press_printer(card.hamlets, place, qtbot)
    assert asked == []
    press_printer(card.hamlets, 0, qtbot)
    assert [each.hamlet for each in asked] == [factories.HAMLETS[0]]


def test_a_group_opens_its_people_and_is_printed_by_itself(opened, program, qtbot, tasks):
    people(program)
    child = {"birth_date": "2015-05-04"}
    standing(program, "Danh Bé", social_group="k1", disability_degree=None, no_source_case="a", person=child)
    page = opened()
    card = page.sheet.people
    card._ways["groups"].click()
    places = {row[0].partition(":")[0]: place for place, row in enumerate(card.groups.texts())}
    now = {name: card.groups.texts()[place][3] for name, place in places.items()}
    assert now == {"khoản 1": "1", "khoản 6": "5"}
    card.groups.select(card.groups.keys()[places["khoản 1"]])
    qtbot.keyClick(card.groups, Qt.Key.Key_Return)
    rest(qtbot, tasks, page)
    assert cells(card.lines, "who") == [("Danh Bé",)]
    qtbot.keyClick(card.lines.view, Qt.Key.Key_Escape)
    assert card.looked_at() == "groups"
    press_printer(card.groups, places["khoản 6"], qtbot, column=6)
    title, words = preview(page, qtbot)
    assert "khoản 6" in title
    assert [name in words for name in (NAMES[0], "Danh Bé")] == [True, False]


def test_every_paper_of_a_month_is_in_the_menu(opened, program, qtbot, tasks, tmp_path, monkeypatch):
    people(program)
    program.payments.prepare(JUNE)
    page = opened()
    menu = page.papers.menu(page)
    shown = [each for each in menu.actions() if each.menu() is None and not each.isSeparator()]
    for each in shown:
        each.trigger()
        title, _words = preview(page, qtbot)
        assert title.startswith(f"{each.text()[:-1]} tháng 06/2022")
    assert [each.text() for each in shown] == [
        "Danh sách chi trả, mỗi ấp một trang…",
        "Danh sách chi tiền mặt…",
        "Bảng thanh toán qua tài khoản (Mẫu 09)…",
        "Danh sách mai táng phí, khoản một lần…",
        "Đề nghị tạm dừng…",
    ]
    asked: list[str] = []

    def choose(_parent, _title, name, *_more):
        asked.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    inner = [each.menu() for each in menu.actions() if each.menu() is not None]
    assert [each.title() for each in inner] == ["Lưu PDF", "Lưu Excel"]
    for each in inner:
        assert len(each.actions()) == len(get_args(Paper))
        for act in each.actions():
            with qtbot.waitSignal(page.papers.said):
                act.trigger()
    assert len(list(tmp_path.glob("*.pdf"))) == len(list(tmp_path.glob("*.xlsx"))) == len(get_args(Paper))
    assert asked[0].startswith("Danh sách chi trả tháng 06-2022")
    book = openpyxl.load_workbook(next(tmp_path.glob("Biến động tháng 06-2022*.xlsx")))
    assert any("BIẾN ĐỘNG" in str(cell.value) for row in book.active for cell in row)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))  # thought better of it
    inner[0].actions()[0].trigger()
    rest(qtbot, tasks, page)
    assert len(list(tmp_path.glob("*.pdf"))) == len(get_args(Paper))


def test_who_may_print_and_not_export_saves_no_workbook(opened, program, qtbot, tasks):
    people(program)
    rights = {**program.access.rights, "assistance": "rwp"}
    page = opened(Program(program.vault, may=dataclasses.replace(program.access, rights=rights)))
    page.papers.more.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [each.title() for each in menu.findChildren(QMenu)] == ["Lưu PDF"]
    menu.close()


def test_who_may_only_look_is_told_so_on_the_button(opened, program, tasks, desk, qtbot):
    people(program)
    rights = {**program.access.rights, "assistance": "r"}
    viewer = Program(desk.vault, may=dataclasses.replace(program.access, role="viewer", rights=rights))
    page = opened(viewer)
    assert not page.sheet.next.act.isEnabled()
    assert page.sheet.next.act.text().strip() == "Lập tháng: bạn chỉ được xem"
    assert not page.papers.list.isVisible()
    assert not page.papers.more.isVisible()
    assert not page.sheet.people.print_button.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_P, CONTROL)
    rest(qtbot, tasks, page)
    assert page.findChild(PreviewDialog) is None
