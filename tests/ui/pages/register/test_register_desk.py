"""One register at work: the list, one case, the form, and back to where the officer was."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton

from ansinh_desktop.registers import catalog
from ansinh_desktop.services import access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.case.case_page import CasePage
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from ansinh_desktop.ui.tables.record_rows import RecordRows, columns_of
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from tests import factories, kept

TOOL_TIP = Qt.ItemDataRole.ToolTipRole
NAMES = ("Danh Thị Na", "Lê Thị Ánh", "Trần Văn Tú", "Huỳnh Văn Đạt")


def child(name: str, **changes):
    answers = {
        "groups": ["a"],
        "main_group": "a",
        "entered_on": "2024-03-01",
        "care_arrangement": "relatives",
    }
    person = factories.person(
        full_name=name, birth_date="2015-02-03", hamlet=changes.pop("hamlet", "Hòa Phú")
    )
    return factories.case("children", answers | changes.pop("answers", {}), person=person, **changes)


def fill(program: Program) -> dict[str, str]:
    return {name: program.cases.save(child(name)) for name in NAMES}


made_before, records = kept.before("records", fill)


@pytest.fixture
def page(desk, tasks, show, records, qtbot) -> RegisterDesk:
    made = RegisterDesk(catalog.register("children"), Program(desk.vault), tasks, desk.around)
    show(made)
    with qtbot.waitSignal(made.list.table.counted):
        made.refresh()
    idle(qtbot, tasks)
    return made


def idle(qtbot, tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.is_busy())


def shown(page: RegisterDesk, column: str = "record.name_or_number") -> list[str]:
    cells = [
        page.list.table.model.row(place).cells[column] for place in range(page.list.table.model.rowCount())
    ]
    return [cell if isinstance(cell, str) else cell.text for cell in cells]


def choose(page: RegisterDesk, record_id: str) -> None:
    page.list.table.view.selectRow(page.list.table.model.place_of(record_id))


def test_the_page_of_a_case_is_made_when_the_first_case_is_opened(qtbot, tasks, page, records):
    assert page.findChildren(CasePage) == []
    assert not page.shows_case()
    page.open_case(records[NAMES[0]])
    idle(qtbot, tasks)
    (made,) = page.findChildren(CasePage)
    assert page.shows_case()
    page.go_back()
    assert not page.shows_case()
    page.open_case(records[NAMES[1]])
    idle(qtbot, tasks)
    assert page.findChildren(CasePage) == [made]
    assert made.isVisible()


def test_the_list_stands_in_the_order_of_given_names(page):
    assert shown(page) == ["Lê Thị Ánh", "Huỳnh Văn Đạt", "Danh Thị Na", "Trần Văn Tú"]
    assert page.list.count.text() == "4 hồ sơ"


def test_three_letters_without_marks_find_a_child_while_they_are_typed(page, hands, qtbot):
    page.list.search.setFocus()
    with qtbot.waitSignal(page.list.table.counted):
        hands.type("dat")
    assert shown(page) == ["Huỳnh Văn Đạt"]
    hands.enter()
    assert page.list.table.current_key()
    with qtbot.waitSignal(page.list.case_opened) as opened:
        hands.enter()
    assert opened.args[0] == page.list.table.current_key()


def test_filters_carry_their_counts_and_narrow_the_list(page, desk, qtbot, tasks):
    desk.cases.save(
        child(
            "Võ Văn Bình",
            hamlet="Tân Hòa",
            answers={"groups": ["d"], "main_group": "d", "disability_degree": "severe"},
        )
    )
    page.list.refresh()
    idle(qtbot, tasks)
    field = page.list.chips._field("groups")
    assert {each.code: each.note for each in field.options} == {"a": "4", "d": "1"}
    with qtbot.waitSignal(page.list.table.counted):
        page.list.chips.open_field("person.hamlet").changed.emit(["Tân Hòa"])
    assert shown(page) == ["Võ Văn Bình"]
    assert page.list.query().filters == {"person.hamlet": ("Tân Hòa",)}


def test_a_heading_orders_and_only_headings_that_can(page, qtbot):
    with qtbot.waitSignal(page.list.table.counted):
        page.list.table.set_order("record.number", descending=True)
    assert shown(page)[0] == "Huỳnh Văn Đạt"
    unsortable = [each.key for each in columns_of(catalog.register("children")) if not each.sortable]
    assert {"reporter_name", "hiv_treatment"} <= set(unsortable)  # what is masked tells nothing by its place
    assert not {"person.birth_date", "groups_shown"} & set(unsortable)


def test_the_head_says_of_each_column_whether_the_rows_can_stand_by_it(page, qtbot):
    table = page.list.table
    table.show_column("reporter_name", True)
    head = table.view.horizontalHeader()
    places = {each.key: place for place, each in enumerate(table.model.columns)}
    assert head.sign_of(places["person.birth_date"]) == "chevrons-up-down"
    assert head.sign_of(places["reporter_name"]) == ""
    tips = {key: table.model.headerData(places[key], Qt.Orientation.Horizontal, TOOL_TIP) for key in places}
    assert "không xếp được" in tips["reporter_name"]
    assert "không xếp được" not in tips["person.birth_date"]
    for sign in ("chevron-up", "chevron-down"):
        with qtbot.waitSignal(table.counted):
            head.sectionClicked.emit(places["groups_shown"])
        assert head.sign_of(places["groups_shown"]) == sign
    head.sectionClicked.emit(places["reporter_name"])
    assert table.order() == ("groups_shown", True)


def test_nobody_stands_beside_a_list_that_does_not_show_them(page, records, qtbot, tasks):
    choose(page, records["Danh Thị Na"])
    qtbot.waitUntil(lambda: page.list.pane.record_id == records["Danh Thị Na"])
    page.list.search.set_text("Ánh")
    with qtbot.waitSignal(page.list.table.counted):
        page.list.reload()
    assert shown(page) == ["Lê Thị Ánh"]
    assert page.list.pane.record_id in {"", records["Lê Thị Ánh"]}
    choose(page, records["Lê Thị Ánh"])
    qtbot.waitUntil(lambda: page.list.pane.record_id == records["Lê Thị Ánh"])


def test_where_the_current_row_leaves_the_list_the_one_in_its_place_is_current(page, desk, records, qtbot):
    choose(page, records["Danh Thị Na"])
    desk.cases.remove(records["Danh Thị Na"], "nhập trùng")
    with qtbot.waitSignal(page.list.table.counted):
        page.list.refresh()
    qtbot.waitUntil(lambda: page.list.pane.record_id == records["Trần Văn Tú"])


def test_a_column_that_is_asked_for_gets_its_values(page, qtbot, tasks):
    with qtbot.waitSignal(page.list.table.counted):
        page.list.table.show_column("entered_on", True)
    assert set(shown(page, "entered_on")) == {"01/03/2024"}
    qtbot.waitUntil(lambda: "entered_on" in page.list.views_button._views.last("children").get("columns", ()))


def test_the_chosen_case_is_shown_beside_the_list(page, records, qtbot):
    choose(page, records["Danh Thị Na"])
    qtbot.waitUntil(lambda: page.list.pane.record_id == records["Danh Thị Na"])


def test_a_confidential_case_is_not_looked_at_by_walking_over_it(page, desk, qtbot, tasks):
    secret = desk.cases.save(child("Phạm Thị Bí", answers={"groups": ["dd"], "main_group": "dd"}))
    page.list.refresh()
    idle(qtbot, tasks)
    assert "Phạm Thị Bí" not in shown(page)
    choose(page, secret)
    qtbot.waitUntil(lambda: page.list.pane.record_id == secret)
    with desk.vault.reading() as store:
        assert [each.act for each in store.log.of(secret)] == ["insert"]
    page.open_case(secret)
    qtbot.waitUntil(lambda: page.case.case is not None and page.case.case.id == secret)
    with desk.vault.reading() as store:
        assert store.log.of(secret)[0].act == "read"


def test_a_confidential_row_tells_nothing_of_who_it_is(page, desk):
    desk.cases.save(child("Phạm Thị Bí", answers={"groups": ["dd"], "main_group": "dd"}))
    every = [each.key for each in columns_of(catalog.register("children"))]
    source = RecordRows(desk.listing, replace(page.list.query(), filters={"main_group": ("dd",)}), every)
    (row,) = source.rows(0, 10)
    said = " ".join(
        cell if isinstance(cell, str) else f"{cell.text} {cell.hint}" for cell in row.cells.values()
    )
    assert "Bí" not in said
    assert "Tổ 5" not in said
    assert "TE-30325" in said


def test_what_is_printed_is_exactly_what_is_shown(page, qtbot):
    page.list.table.show_column("record.number", False)
    page.list.search.set_text("dat")
    with qtbot.waitSignal(page.print_requested) as asked:
        page.list.tools.print.click()
    query, sources = asked.args
    assert query.typed == "dat"
    assert "record.number" not in sources
    assert sources == page.list.table.visible_columns()


def test_a_case_is_added_and_stands_chosen_in_the_list(page, hands, qtbot, tasks, desk):
    page.list.table.setFocus()
    page.list.tools.new.click()
    idle(qtbot, tasks)
    hands.fill(
        {
            "full_name": "võ thị mai",
            "birth_date": "2016",
            "sex": "nu",
            "groups": ["mo coi ca cha"],
            "main_group": "mo coi ca cha",
            "entered_on": "1/3/2024",
            "care_arrangement": "ong ba",
        }
    )
    with qtbot.waitSignal(page.saved) as saved:
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.list.table.current_key() == saved.args[0])
    assert "Võ Thị Mai" in shown(page)
    assert desk.cases.get(saved.args[0]).person["full_name"] == "Võ Thị Mai"


def test_f2_changes_the_chosen_case_and_comes_back_to_its_row(page, hands, qtbot, tasks, records, desk):
    choose(page, records["Trần Văn Tú"])
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: page.form is not None and page.form.isVisible())
    idle(qtbot, tasks)
    page.form.box.fields.set_answer("phone", "0912345678")
    with qtbot.waitSignal(page.saved):
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.list.table.current_key() == records["Trần Văn Tú"])
    assert desk.cases.get(records["Trần Văn Tú"]).person["phone"] == "0912345678"


def test_esc_goes_from_the_form_to_the_case_and_from_the_case_to_the_list(page, hands, qtbot, tasks, records):
    page.open_case(records["Lê Thị Ánh"])
    qtbot.waitUntil(lambda: page.case.case is not None)
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: page.form is not None and page.form.isVisible())
    idle(qtbot, tasks)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(page.case.isVisible)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(page.list.isVisible)


def test_another_page_is_not_opened_over_what_is_typed(page, hands, qtbot, tasks, records):
    page.new_case()
    idle(qtbot, tasks)
    hands.type("Danh")

    def stay() -> None:
        dialog = QApplication.activeModalWidget()
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Nhập tiếp").click()

    QTimer.singleShot(0, stay)
    page.open_case(records["Lê Thị Ánh"])
    assert page.form.isVisible()
    page.form.keeper.drop()
    page.form.keeper.end()


def test_filters_are_kept_under_a_name_and_brought_back(page, qtbot, tasks):
    page.list.chips.set_value({"person.hamlet": ["Hòa Phú"]})
    page.list.views_button.keep("Ấp Hòa Phú")
    idle(qtbot, tasks)
    page.list.chips.set_value({})
    view = page.list.views_button._views.named("children")["Ấp Hòa Phú"]
    with qtbot.waitSignal(page.list.table.counted):
        page.list.show_view(view)
    assert page.list.query().filters == {"person.hamlet": ("Hòa Phú",)}
    page.list.views_button._views.drop("children", "Ấp Hòa Phú")
    assert page.list.views_button._views.named("children") == {}


def test_the_records_behind_a_number_are_shown(page, records, qtbot):
    query = page.list.query()
    only = (records["Danh Thị Na"], records["Trần Văn Tú"])
    with qtbot.waitSignal(page.list.table.counted):
        page.show_query(replace(query, only=only))
    assert shown(page) == ["Danh Thị Na", "Trần Văn Tú"]
    # A chip says so, and lets it be taken away.
    assert page.list.only.isVisible()
    assert page.list.only.chip.word.text() == "2 hồ sơ đã chọn"
    with qtbot.waitSignal(page.list.table.counted):
        page.show_query(replace(query, only=only[:1], said="Chỉ tiêu 19, cuối 2026: trong (1)"))
    assert page.list.only.chip.word.text() == "Chỉ tiêu 19, cuối 2026: trong (1)"
    with qtbot.waitSignal(page.list.table.counted):
        page.list.only.chip.cross.click()
    assert len(shown(page)) == len(NAMES)
    assert not page.list.only.isVisible()


def test_who_may_only_read_is_offered_nothing_else(desk, tasks, show, records):
    program = Program(desk.vault, may=access.Access("x", "viewer", {"children": "r"}))
    made = RegisterDesk(catalog.register("children"), program, tasks, desk.around)
    show(made)
    page = made.list
    tools = page.tools
    offered = (tools.new, tools.edit, tools.print, tools.export, tools.bring)
    assert not any(each.isVisible() for each in offered)
    made.new_case()
    assert made.form is None


def test_the_rows_are_a_proper_model(page, desk):
    QAbstractItemModelTester(page.list.table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    source = RecordRows(desk.listing, page.list.query(), ("record.number",))
    assert source.count() == len(source.rows(0, 100)) == 4
    assert (
        source.ordered("record.number", descending=True).rows(0, 1)[0].cells["record.number"].endswith("0004")
    )


def test_beside_the_list_what_was_found_stands_first_and_their_other_records_last(
    page, desk, records, qtbot, tasks
):
    person = desk.cases.get(records["Danh Thị Na"]).person_id
    other = desk.cases.save(
        replace(child("Danh Thị Na"), person_id=person, answers={"groups": ["a"]}, final=False)
    )
    choose(page, records["Danh Thị Na"])
    pane = page.list.pane
    qtbot.waitUntil(lambda: pane.record_id == records["Danh Thị Na"] and not tasks.is_busy())
    choose(page, records["Trần Văn Tú"])
    qtbot.waitUntil(lambda: pane.record_id == records["Trần Văn Tú"])
    choose(page, records["Danh Thị Na"])
    qtbot.waitUntil(lambda: pane.record_id == records["Danh Thị Na"])
    idle(qtbot, tasks)
    QApplication.processEvents()
    (link,) = [each for each in pane.findChildren(QPushButton) if "Trẻ em: " in each.text()]
    link.click()
    qtbot.waitUntil(lambda: page.case.case is not None and page.case.case.id == other)
    page.go_back()
    page.list.refresh()
    idle(qtbot, tasks)
    choose(page, other)
    qtbot.waitUntil(lambda: pane.record_id == other)
    idle(qtbot, tasks)
    found = [each for each in pane.findChildren(FindingLabel) if each.isVisible()]
    assert [each.told[0].level for each in found][:1] == ["error"]
    top = pane._facts.mapTo(pane, QPoint()).y()
    assert all(each.mapTo(pane, QPoint()).y() < top for each in found)


def test_the_column_of_what_is_to_be_looked_at_comes_and_goes_with_its_filter(page, desk, qtbot, tasks):
    listed, table = page.list, page.list.table
    desk.cases.save(child("Võ Văn Nháp", answers={"groups": None, "main_group": None}, final=False))
    before = table.state()
    with qtbot.waitSignal(table.counted):
        listed.show_query(replace(listed.query(), filters={"record.review": ("1",)}))
    idle(qtbot, tasks)
    assert shown(page) == ["Võ Văn Nháp"]
    cell = table.model.row(0).cells["record.found"]
    assert (cell.text, cell.sign, cell.tone) == ("Chưa ghi “Nhóm”", "circle-x", "error")
    place = [each.key for each in table.model.columns].index("record.found")
    right = table.view.columnViewportPosition(place) + table.view.columnWidth(place)
    assert "record.found" in table.visible_columns()
    assert right <= table.view.viewport().width() + 1, "it is seen without scrolling"
    chip = listed.chips._chips["record.review"]
    assert (chip.word.text().strip(), chip.property("level")) == ("Cần xem lại: 1", "warning")
    listed.refresh()  # which asks anew by what the list can be narrowed, and draws the chips
    idle(qtbot, tasks)
    chip = listed.chips._chips["record.review"]
    assert chip.word.text().strip() == "Cần xem lại: 1"
    with qtbot.waitSignal(table.counted):
        listed.show_query(replace(listed.query(), typed="khong ai"))
    assert listed.chips._chips["record.review"].word.text().strip() == "Cần xem lại: 0"
    with qtbot.waitSignal(table.counted):
        listed.show_query(replace(listed.query(), typed=""))
    idle(qtbot, tasks)
    chip = listed.chips._chips["record.review"]
    assert table.state()["columns"] == before["columns"], "the officer's own columns stay"
    table.set_order("record.found")
    assert table.state()["order"] is None
    with qtbot.waitSignal(table.counted):
        chip.removed.emit()
    idle(qtbot, tasks)
    assert "record.found" not in table.visible_columns()
    assert table.order() == ("record.name_or_number", False)
    assert len(shown(page)) == len(NAMES) + 1
    table.show_column("record.found", True)
    assert "record.found" in table.state()["columns"], "chosen, it stays"


def test_beside_a_title_its_count_gives_way_whole_before_the_title_goes_on_in_a_second_line(page):
    list_page = page.list
    two_lines = list_page.title.fontMetrics().height() * 2
    for width, is_there in ((1160, True), (1, False)):  # as narrow as the page may become
        page.resize(width, 700)
        QApplication.processEvents()
        assert list_page.count.isVisible() is is_there
        assert list_page.count.width() >= list_page.count.sizeHint().width() or not is_there
        assert list_page.title.height() < two_lines
        assert list_page.table.foot.text().startswith("4 hồ sơ")  # it is said there, too
