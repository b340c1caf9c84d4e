"""What stands around a table: set line by line, side by side, under one another, and nothing beyond its area."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.services.reports.blocks import (
    LEADING,
    Area,
    Block,
    base_line,
    closing,
    opening,
    signatures,
    table_heads,
)
from ansinh_desktop.services.reports.fitting import A4, LEFT, Slot
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.in_words import amount_in_words
from ansinh_desktop.services.reports.layout import (
    INTERNAL_USE,
    MOTTO,
    NATION,
    Heading,
    ListColumn,
    ListDocument,
    Signature,
)

AREA = Area(LEFT, A4.room)
DAY = datetime.date(2026, 11, 5)
UNIT = Heading(("ỦY BAN NHÂN DÂN", "XÃ VĨNH THẠNH TRUNG"), ("HUYỆN CHÂU PHÚ",), "Vĩnh Thạnh Trung")
MONEY = ListColumn("money", "Số tiền", "money", total=True)


def document(**changes):
    columns = changes.pop("columns", (ListColumn("name", "Họ tên"), MONEY))
    return ListDocument(title="Danh sách", columns=columns, rows=[], row_count=0, printed_on=DAY, **changes)


def said(block):
    return [each.text for each in block.texts]


def of(block, words):
    return next(each for each in block.texts if each.text == words)


def width(text):
    return face(text.style).width(text.text) * text.size


# ---------------------------------------------------------------- one block


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_line_stands_in_its_area_where_it_was_asked_to(align):
    block = Block()
    (length,) = block.set_text("Nguyễn Thị Đào", AREA, "bold", 13, align)
    (line,) = block.texts
    assert length == pytest.approx(width(line))
    left, right = line.x - AREA.x, AREA.x + AREA.width - line.x - length
    assert {"left": left, "center": left - right, "right": right}[align] == pytest.approx(0)
    assert block.height == pytest.approx(13 * LEADING)
    assert line.y == pytest.approx(base_line(13))


WORDS = st.lists(
    st.text(st.sampled_from("aăâđeêiouưyƠỘỆbcdghklmnt"), min_size=1, max_size=9), min_size=1, max_size=30
)


@settings(max_examples=50)
@given(WORDS, st.floats(60, 400), st.sampled_from(["left", "center", "right"]))
def test_no_text_leaves_its_area_and_no_word_gets_lost(words, room, align):
    block = Block()
    area = Area(10, room)
    block.set_text(" ".join(words), area, "regular", 12, align)
    assert "".join(said(block)).replace(" ", "") == "".join(words)
    for each in block.texts:
        assert each.x >= area.x - 0.01
        assert each.x + width(each) <= area.x + room + 0.01
    heights = [each.y for each in block.texts]
    assert heights == sorted(heights)
    assert block.height == pytest.approx(len(heights) * 12 * LEADING)


def test_blocks_side_by_side_are_as_high_as_the_highest_and_stand_under_what_was_there():
    block, low, high = Block(), Block(), Block()
    block.gap(10)
    low.set_text("một", AREA, "regular", 12)
    high.set_text("hai", AREA, "regular", 12)
    high.gap(30)
    high.rule(AREA, 40)
    block.beside(low, high)
    assert block.height == pytest.approx(10 + high.height)
    assert [each.y for each in block.texts] == [pytest.approx(10 + base_line(12))] * 2
    ((x, y, to_x, to_y),) = block.rules
    assert y == to_y == pytest.approx(10 + high.height)
    assert to_x - x == pytest.approx(40)
    assert (x + to_x) / 2 == pytest.approx(AREA.x + AREA.width / 2)
    block.beside()
    assert block.height == pytest.approx(10 + high.height)


def test_a_box_is_four_lines_that_meet():
    block = Block()
    block.box(1, 2, 10, 20)
    corners = [(x, y) for x, y, _to_x, _to_y in block.rules]
    assert corners == [(1, 2), (11, 2), (11, 22), (1, 22)]
    assert block.rules[-1][2:] == (1, 2)


# ---------------------------------------------------------------- above the table


def test_the_opening_has_the_unit_beside_the_state_and_the_title_below_both():
    block = opening(
        document(heading=UNIT, subtitle="Tháng 11", annex="Phụ lục I", reference="(Kèm theo)"), A4
    )
    assert said(block)[:3] == ["HUYỆN CHÂU PHÚ", "ỦY BAN NHÂN DÂN", "XÃ VĨNH THẠNH TRUNG"]
    assert of(block, NATION).y == pytest.approx(of(block, "HUYỆN CHÂU PHÚ").y)
    assert of(block, NATION).x > of(block, "XÃ VĨNH THẠNH TRUNG").x + width(of(block, "XÃ VĨNH THẠNH TRUNG"))
    order = ["XÃ VĨNH THẠNH TRUNG", "Phụ lục I", "DANH SÁCH", "Tháng 11", "(Kèm theo)"]
    heights = [of(block, each).y for each in order]
    assert heights == sorted(heights)
    assert MOTTO in said(block)
    assert INTERNAL_USE not in said(block)


def test_a_number_stands_at_the_height_of_place_and_day():
    numbered = Heading(UNIT.unit_lines, UNIT.superior_lines, UNIT.place, "Số: 05/BC-UBND")
    block = opening(document(heading=numbered), A4)
    day = next(each for each in block.texts if each.text.startswith("Vĩnh Thạnh Trung, ngày"))
    assert day.text == "Vĩnh Thạnh Trung, ngày 05 tháng 11 năm 2026"
    assert day.y == pytest.approx(of(block, "Số: 05/BC-UBND").y)
    assert not any("tháng 11 năm" in each for each in said(opening(document(heading=UNIT), A4)))


@pytest.mark.parametrize("heading", [UNIT, None])
def test_what_is_for_internal_use_says_so_in_a_box(heading):
    plain, block = (opening(document(heading=heading, confidential=each), A4) for each in ("", INTERNAL_USE))
    assert INTERNAL_USE in said(block)
    assert len(block.rules) == len(plain.rules) + 4
    assert block.height > plain.height


def test_the_unit_of_amounts_stands_at_the_right_above_the_table():
    line = of(opening(document(unit_note="Đơn vị tính: đồng"), A4), "Đơn vị tính: đồng")
    assert line.x + width(line) == pytest.approx(AREA.x + AREA.width)


# ---------------------------------------------------------------- headings of the table


def heads(columns, widths):
    slots, x = [], LEFT
    for place, each in enumerate(widths):
        slots.append(Slot(place, x, each))
        x += each
    return table_heads(document(columns=columns), (tuple(slots),), 12)[0], slots


def test_a_group_stands_above_its_columns_and_a_column_alone_takes_both_lines():
    columns = (
        ListColumn("a", "STT"),
        ListColumn("b", "Nam", group="Năm sinh"),
        ListColumn("c", "Nữ", group="Năm sinh"),
    )
    block, slots = heads(columns, (60, 60, 60))
    assert of(block, "Năm sinh").y < of(block, "Nam").y == of(block, "Nữ").y
    middle = of(block, "Năm sinh").x + width(of(block, "Năm sinh")) / 2
    assert middle == pytest.approx(slots[2].x)
    assert of(block, "Năm sinh").y < of(block, "STT").y < of(block, "Nam").y
    across = [rule for rule in block.rules if rule[1] == rule[3] and 0 < rule[1] < block.height]
    assert [(x, to_x) for x, _y, to_x, _ in across] == [(slots[1].x, slots[2].x + 60)]


def test_two_groups_of_one_name_that_are_parted_stay_two():
    columns = tuple(
        ListColumn(key, key.upper(), group=group) for key, group in (("a", "G"), ("b", ""), ("c", "G"))
    )
    block, _slots = heads(columns, (60, 60, 60))
    assert said(block).count("G") == 2


def test_the_marks_of_columns_stand_in_a_row_of_their_own():
    columns = (ListColumn("a", "STT", mark="A"), ListColumn("b", "Họ tên"))
    plain, _ = heads((ListColumn("a", "STT"), ListColumn("b", "Họ tên")), (60, 90))
    block, _ = heads(columns, (60, 90))
    assert of(block, "A").y > of(block, "STT").y
    assert block.height > plain.height


def test_sheets_of_a_split_list_have_headings_of_one_height():
    columns = (
        ListColumn("a", "STT"),
        ListColumn("b", "Ngắn"),
        ListColumn("c", "Một tiêu đề rất dài phải xuống nhiều dòng"),
    )
    bands = ((Slot(0, LEFT, 40), Slot(1, LEFT + 40, 80)), (Slot(0, LEFT, 40), Slot(2, LEFT + 40, 60)))
    first, second = table_heads(document(columns=columns), bands, 12)
    assert first.height == pytest.approx(second.height)


# ---------------------------------------------------------------- below the table


def test_below_stand_the_sum_in_words_the_remark_and_the_signatures():
    listed = document(
        words_of="money", remark="Dòng một\nDòng hai", signatures=(Signature(("NGƯỜI LẬP BIỂU",), "Lê A"),)
    )
    block = closing(listed, A4, {1: 540_000})
    assert said(block)[0] == f"Bằng chữ: {amount_in_words(540_000)}."
    order = [said(block)[0], "Dòng một", "Dòng hai", "NGƯỜI LẬP BIỂU", "Lê A"]
    heights = [of(block, each).y for each in order]
    assert heights == sorted(heights)
    assert said(closing(document(), A4, {1: 540_000})) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_signatures_stand_side_by_side_the_day_above_the_last(count):
    signed = tuple(Signature((f"CHỨC {at}",), f"Tên {at}") for at in range(count))
    block = Block()
    signatures(block, document(heading=UNIT, signatures=signed), AREA)
    roles = [of(block, f"CHỨC {at}") for at in range(count)]
    assert len({round(each.y, 3) for each in roles}) == 1
    assert [each.x for each in roles] == sorted(each.x for each in roles)
    day = next(each for each in block.texts if "ngày 05 tháng 11 năm 2026" in each.text)
    last = roles[-1]
    assert day.x + width(day) / 2 == pytest.approx(last.x + width(last) / 2)
    assert last.x > AREA.x + AREA.width / 3, "one alone stands at the right"
    for at in range(count):
        assert of(block, f"Tên {at}").y - roles[at].y > 50, "room to sign"


def test_a_day_at_the_top_is_not_said_again():
    numbered = Heading(UNIT.unit_lines, (), "Vĩnh Thạnh Trung", "Số: 05")
    block = Block()
    signatures(block, document(heading=numbered, signatures=(Signature(("X",), note=""),)), AREA)
    assert said(block) == ["X"]
