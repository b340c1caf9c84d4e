"""Whom a month pays: figures, hamlets, ways, one by one; each sum is the sum of what stands under it."""

import dataclasses

import pytest
from PySide6.QtCore import Qt

from ansinh_desktop.services.payments.identity import Sum
from tests import factories, kept
from tests.services.payments.commune import JULY, JUNE, NAMES, change, closed, people, standing
from tests.ui.pages.payments.doing import cells, rest

FIRST, SECOND = factories.HAMLETS[:2]


def fill(program):
    """Make June paid, and a July in which two left, one came, and one was not paid before."""
    found = people(program)
    found["Danh Tài"] = standing(program, "Danh Tài", payment_method="bank", person={"hamlet": FIRST})
    closed(program, JUNE)
    program.payments.set_results(JUNE, {found["Võ Cúc"]: ("carried", "")})
    change(program, found["Lê Bình"], "stopped", decrease_reason="refused", stopped_from="2022-07")
    change(program, found["Trần Em"], social_group="k5a", disability_degree=None)
    found["Phan Hoa"] = standing(program, "Phan Hoa", start_month="2022-07", person={"hamlet": SECOND})
    return found


made_before, records = kept.before("records", fill)


@pytest.fixture
def page(opened, records):
    return opened()


def test_the_figures_say_which_months_and_whether_they_agree(page):
    figures = page.sheet.figures
    view = page.standing.view
    assert page.month.month() == JULY
    assert figures._heads["previous"].text() == "Tháng trước 06/2022"
    assert figures._heads["now"].text() == "Tháng này 07/2022"
    net = view.identity.of("adjustment").amount
    assert figures._signs["adjustment"].text() == ("−" if net < 0 else "+")
    assert figures.said()["adjustment"][0] == f"{abs(net):,}".replace(",", ".")
    assert figures.whether() == "khớp"
    wrong = dataclasses.replace(
        view.identity, now=Sum(view.identity.now.people, view.identity.now.amount + 5)
    )
    figures.show_month(dataclasses.replace(view, identity=wrong))
    assert figures.whether() == "lệch 5 đồng"
    assert figures._badge.property("level") == "error"


def test_a_figure_of_nobody_opens_nothing(opened, program):
    people(program)
    doors = opened().sheet.figures.doors
    assert {key: each.isEnabled() for key, each in doors.items()} == {
        "previous": True,
        "increase": False,
        "decrease": False,
        "adjustment": False,
        "now": True,
    }


def test_less_than_before_is_said_with_a_real_minus(opened, program, qtbot, tasks):
    found = people(program)
    change(program, found["Danh An"], disability_degree="very_severe")
    closed(program, JUNE)
    program.payments.set_results(JUNE, {})
    change(program, found["Danh An"], disability_degree="severe")
    page = opened()
    assert page.sheet.figures._signs["adjustment"].text() == "−"
    assert page.sheet.figures.said()["adjustment"][0] == "180.000"
    page.sheet.figures.doors["adjustment"].click()
    rest(qtbot, tasks, page)
    assert cells(page.sheet.people.terms, "amount") == [("−180.000",)]
    assert page.sheet.people.terms.foot.text() == "1 dòng · 1 người · −180.000 đồng"
    figures, view = page.sheet.figures, page.standing.view
    wrong = dataclasses.replace(view.identity, now=Sum(5, view.identity.now.amount - 7))
    figures.show_month(dataclasses.replace(view, identity=wrong))
    assert figures.whether() == "lệch −7 đồng"


@pytest.mark.parametrize("kind", ["increase", "decrease", "adjustment"])
def test_each_figure_opens_its_own_people(page, qtbot, tasks, kind):
    card = page.sheet.people
    page.sheet.figures.doors[kind].click()
    rest(qtbot, tasks, page)
    terms = [each for each in page.standing.view.identity.terms if each.kind == kind]
    assert terms
    assert sorted(cells(card.terms, "who")) == sorted((each.who,) for each in terms)
    assert card.title.text() == {"increase": "Tăng", "decrease": "Giảm", "adjustment": "Điều chỉnh"}[kind]
    assert page.sheet.figures.said()[kind][0].lstrip("−") in card.terms.foot.text()
    assert card.terms.isVisible()
    assert not card.ways.isVisible()
    assert card.back.isVisible()
    qtbot.keyClick(card.terms.view, Qt.Key.Key_Escape)
    assert card.looked_at() == "hamlets"
    assert card.hamlets.hasFocus()


def test_hamlets_add_up_to_last_month_and_to_this_one(page):
    card, identity = page.sheet.people, page.standing.view.identity
    rows = {row[0]: [int(each.replace(".", "").replace(",", "").replace("+", "").replace("−", "-") or 0) for each in row[1:]]
            for row in card.hamlets.texts()}  # fmt: skip
    for place, expected in (
        (0, identity.previous.people), (1, identity.previous.amount), (2, identity.of("increase").people),
        (3, identity.of("decrease").people), (4, identity.of("adjustment").amount),
        (5, identity.now.people), (6, identity.now.amount),
        (7, (identity.now.amount - identity.previous.amount) // 10_000),
    ):  # fmt: skip
        assert sum(row[place] for row in rows.values()) == expected, place
    assert rows[FIRST] != rows[SECOND]
    assert rows[SECOND][2:4] == [1, 1]


def test_groups_add_up_to_last_month_and_to_this_one_also_those_that_somebody_left(page):
    card, identity = page.sheet.people, page.standing.view.identity
    card.look("groups")
    rows = {row[0][:8]: row[1:] for row in card.groups.texts()}
    assert rows["khoản 6:"][:4] == ["6", "3.240.000", "5", "3.240.000"], "whoever left it was of it in June"
    assert rows["khoản 6:"][4] == ""
    for place, expected in (
        (0, identity.previous.people), (1, identity.previous.amount), (2, identity.now.people), (3, identity.now.amount),
    ):  # fmt: skip
        assert sum(int(row[place].replace(".", "") or 0) for row in rows.values()) == expected, place
    assert "nhóm cũ" in card.note.text()
    unknown = dataclasses.replace(page.standing.view, groups_before=None)
    card.show_month(unknown)
    assert {tuple(row[1:3]) for row in card.groups.texts()} == {("", "")}
    assert "không biết từng nhóm khi ấy" in card.note.text()


def test_ways_stand_by_their_number_and_each_opens_its_people(page, qtbot, tasks):
    card = page.sheet.people
    assert list(card.ways.doors) == ["cash", "bank"]
    assert card.ways.texts()[1] == "Tài khoản ngân hàng: 1 người · 540.000 đồng"
    qtbot.keyClick(card.ways.doors["bank"], Qt.Key.Key_Space)
    rest(qtbot, tasks, page)
    assert cells(card.lines, "who") == [("Danh Tài",)]
    assert card.lines.foot.text() == "1 người · 540.000 đồng"
    assert card.back.isVisible()
    assert not card.ways.isVisible()
    card._ways["lines"].click()  # whom one had narrowed it to is let go
    rest(qtbot, tasks, page)
    assert len(cells(card.lines, "who")) == 5
    card._ways["groups"].click()
    assert card.ways.isVisible()
    card.ways.doors["cash"].click()
    rest(qtbot, tasks, page)
    card.back.click()
    assert card.looked_at() == "groups"
    assert not card.back.isVisible()
    card._ways["lines"].click()
    rest(qtbot, tasks, page)
    assert len(cells(card.lines, "who")) == 5
    assert not card.back.isVisible()


def test_whose_way_of_payment_is_not_recorded_stands_last(opened, program):
    people(program)
    for name in ("Danh Một", "Danh Hai", "Danh Ba", "Danh Bốn", "Danh Năm", "Danh Sáu"):
        standing(program, name, payment_method=None)
    card = opened().sheet.people
    assert [each.partition(" ·")[0] for each in card.ways.texts()] == [
        "Tiền mặt: 5 người",
        "Chưa ghi: 6 người",
    ]


def test_one_by_one_says_what_is_beside_the_month_and_sorts(page, qtbot, tasks):
    card = page.sheet.people
    card.show_everybody()
    rest(qtbot, tasks, page)
    found = {who: (amount, beside) for who, amount, beside in cells(card.lines, "who", "amount", "beside")}
    assert found["Võ Cúc"] == ("1.080.000", "+540.000")  # June is carried
    assert found["Danh An"] == ("540.000", "")
    assert card._ways["lines"].text() == "Từng người 5"
    assert card.lines.foot.text() == f"5 người · {page.sheet.figures.said()['now'][0]} đồng"
    assert "outcome" not in card.lines.visible_columns()
    card.lines.set_order("amount", descending=True)
    rest(qtbot, tasks, page)
    assert cells(card.lines, "who")[0] == ("Võ Cúc",)
    with qtbot.waitSignal(page.case_asked) as asked:
        card.lines.choose_first()
        qtbot.keyClick(card.lines.view, Qt.Key.Key_Return)
    assert asked.args[1] == "assistance"


def test_in_a_paid_month_each_has_what_became_of_it(page, qtbot, tasks, records, program):
    page.month.back.click()
    qtbot.waitUntil(lambda: page.standing.view.day == JUNE)
    card = page.sheet.people
    card.show_everybody()
    rest(qtbot, tasks, page)
    assert "outcome" in card.lines.visible_columns()
    assert dict(cells(card.lines, "who", "outcome"))["Võ Cúc"] == "Chưa trả"
    program.payments.set_results(JUNE, {records["Võ Cúc"]: ("stopped", "")})
    page.refresh()
    qtbot.waitUntil(lambda: dict(cells(card.lines, "who", "outcome"))["Võ Cúc"] == "Chưa trả và dừng")
    assert card.looked_at() == "lines"  # one looks on where one looked


def test_another_month_begins_with_everybody(page, qtbot, tasks):
    card = page.sheet.people
    card.hamlets.select(SECOND)
    qtbot.keyClick(card.hamlets, Qt.Key.Key_Return)
    rest(qtbot, tasks, page)
    page.refresh()
    assert card.title.text() == SECOND
    page.month.back.click()
    qtbot.waitUntil(lambda: page.standing.view.day == JUNE)
    rest(qtbot, tasks, page)
    assert card.title.text() == "Chi trả cho ai"
    assert len(cells(card.lines, "who")) == len(NAMES) + 1
