"""The plan of another year is data: an invented one of three targets is answered, entered, closed and printed as it stands."""

import datetime
from decimal import Decimal

import openpyxl
import pytest

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.edition import Edition, under
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.law.checking import require_sound
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program
from tests.factories import case, new_vault, person
from tests.registers.factories import CHILDREN
from tests.services.reports.papers import texts_of

NEXT = """
schema_version = 1
[plan]
id = "kh_2028"
number = "15/KH-UBND"
date = 2027-12-20
year = 2028
valid_from = 2028-01-01
title = "Kế hoạch 2028"
unit = "UBND tỉnh An Giang"

[[indicator]]
id = "special_children_assisted"
area = "children"
title = "Trẻ được trợ giúp"
text = "90% trẻ em có hoàn cảnh đặc biệt được trợ giúp"
target = 50
compare = ">="
unit = "%"
kind = "ratio"
numerator = "Trẻ được trợ giúp"
denominator = "Trẻ đang quản lý"
feeds = "children"
switches = ["denominator_at_end", "gift_counts"]
mark = "✓"

[[indicator]]
id = "new_libraries"
area = "culture"
title = "Tủ sách ấp"
entered = ["numerator"]
adds_up = true
text = "Mỗi xã thêm 3 tủ sách"
target = 3
compare = ">="
unit = "tủ"
kind = "count"
numerator = "Số tủ sách mới"
denominator = ""
feeds = "aggregate"
mark = "✓"

[[indicator]]
id = "health_insurance"
area = "culture"
title = "Tham gia BHYT"
entered = ["numerator", "denominator"]
text = "Tỷ lệ tham gia BHYT đạt 97%"
target = 97
compare = ">="
unit = "%"
kind = "ratio"
numerator = "Số người tham gia"
denominator = "Dân số"
feeds = "aggregate"
mark = "✓"

[[switch]]
id = "denominator_at_end"
label = "Trẻ đang quản lý"
values = [{ code = "any_time_in_period", label = "bất kỳ lúc nào" }, { code = "at_end_of_period", label = "cuối kỳ" }]

[[switch]]
id = "gift_counts"
label = "Quà"
values = [{ code = "yes", label = "tính" }, { code = "no", label = "không tính" }]

[[area]]
id = "children"
label = "Trẻ em"
full = "Trẻ em"

[[area]]
id = "culture"
label = "Văn hóa"
full = "Văn hóa, y tế"
"""
HALF, OLD = Period.of("2028-H1"), Period.of("2027-H1")


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    """A commune of July 2028 to which the next plan has come, with a child who got a present."""
    after = Edition({"rules/plan_2028": NEXT})
    require_sound(Edition(), after)
    with pytest.MonkeyPatch.context() as patched, under(after):
        patched.setattr(clock, "today", lambda: datetime.date(2028, 7, 5))
        with Program(new_vault(tmp_path_factory.mktemp("kế hoạch sau") / "xã")[0]) as made:
            record = ""
            for name in ("Danh Một", "Lê Hai"):
                who = person(full_name=name, birth_date="2018-03-04")
                record = made.cases.save(case("children", CHILDREN, person=who, final=False))
                with made.vault.work("danh sách cũ") as store:
                    found = store.records.get(record)
                    found.draft, found.opened_on = False, "2026-01-02"
                    store.records.set_state(found, "managed", closed_on=None, reason=None)
            made.cases.add_event(record, "support", "2028-01-20", {"support": "gift"})
            made.plans.enter(HALF, [FigureInput("new_libraries", "numerator", 2)])
            yield made


def rows(commune, period):
    return {each.target.id: each for each in commune.plans.answer(period, compared=False).rows}


def test_its_own_targets_amounts_and_switches_rule_from_its_day(commune):
    found = rows(commune, HALF)
    assert list(found) == ["special_children_assisted", "new_libraries", "health_insurance"]
    children = found["special_children_assisted"]
    # By its own first value a present counts: one of two.
    assert (children.numerator, children.denominator, children.value, children.state) == (
        1,
        2,
        Decimal("50.0"),
        "reached",
    )
    assert found["new_libraries"].state == "missed"
    assert found["health_insurance"].amount == 97
    assert len(rows(commune, OLD)) == 29
    assert rows(commune, OLD)["health_insurance"].amount == 92


def test_its_figures_are_asked_for_in_its_own_workbook(commune, tmp_path):
    book = tmp_path / "mẫu.xlsx"
    commune.plans.write_book(HALF, book)
    asked = [row[0].value for row in openpyxl.load_workbook(book).active.iter_rows(min_row=4)]
    assert asked == ["new_libraries.numerator", "health_insurance.numerator", "health_insurance.denominator"]
    with pytest.raises(UserError, match="AS-8003"):
        commune.plans.enter(HALF, [FigureInput("child_fund", "numerator", 1)])
    with pytest.raises(UserError, match="AS-8003"):
        commune.plans.enter(OLD, [FigureInput("new_libraries", "numerator", 1)])


def test_it_is_closed_and_printed_under_its_own_name(commune, tmp_path):
    commune.plans.close(HALF)
    commune.plans.enter(HALF, [FigureInput("new_libraries", "numerator", 3)])
    target = tmp_path / "bc.pdf"
    commune.plans.write_report(HALF, target)
    said = " ".join(texts_of(target.read_bytes()))
    for words in ("15/KH-UBND", "20/12/2027", "Mỗi xã thêm 3 tủ sách", "Văn hóa, y tế"):
        assert words in said
    assert "322/KH-UBND" not in said
    assert commune.plans.closed(HALF).told.plan == "kh_2028"
    (changed,) = [each for each in commune.plans.recount(HALF).changed if each.target == "new_libraries"]
    assert (changed.kept[0], changed.now[0]) == (2, 3)
    commune.plans.enter(HALF, [FigureInput("new_libraries", "numerator", 2)])  # as the others know it


def test_the_older_plan_stays_what_it_was_for_its_own_periods(commune):
    assert plan.plan_on(OLD.last).id == "kh322_2022"
    assert commune.plans.report(OLD).subtitle.startswith("Kế hoạch số 322/KH-UBND")
