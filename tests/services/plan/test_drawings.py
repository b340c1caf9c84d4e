"""The charts of the report: the same figures in every kind of file, months as they were closed, nobody told by a code."""

import dataclasses
import datetime
import itertools
import zipfile

import openpyxl
import pytest

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan import drawings, paid
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.plan.rows import counted_by
from ansinh_desktop.services.plan.told import Group, Line, Month, Told
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.marks import Change, Column
from tests import factories
from tests.services.payments.commune import JUNE, MAY, MONEY, change, closed, people, standing
from tests.services.reports.metafiles import read
from tests.services.reports.papers import texts_of

PERIOD = Period.of("2022-06")
# What openpyxl does not read it says.
pytestmark = pytest.mark.filterwarnings("ignore:wmf image format")


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    """Five people paid in May, two more and one less in June, both months closed, and a figure that was entered."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "today", lambda: datetime.date(2022, 7, 5))
        with Program(factories.new_vault(tmp_path_factory.mktemp("biểu đồ") / "xã")[0]) as made:
            records = people(made)
            closed(made, MAY)
            change(made, records["Trần Em"], "stopped")
            for name in ("Lương Mới", "Lương Hai"):
                standing(made, name, start_month="2022-06", decision_date="2022-06-02")
            closed(made, JUNE)
            made.plans.enter(
                PERIOD,
                [
                    FigureInput("health_insurance", "numerator", 93),
                    FigureInput("health_insurance", "denominator", 100),
                ],
            )
            yield made


def test_twelve_months_are_told_as_they_were_closed(commune):
    said = commune.plans.answer(PERIOD).told
    assert [each.month for each in said.months][0::11] == ["2021-07", "2022-06"]
    assert said.months[:10] == [Month(each.month, None, None, 0, 0) for each in said.months[:10]]
    assert said.months[10:] == [Month("2022-05", 5, 5 * MONEY, 0, 0), Month("2022-06", 6, 6 * MONEY, 2, 1)]
    assert Told.of(said.kept()) == said
    # Months of before the first payment have no chart, and what was known once has none.
    assert commune.plans.answer(Period.of("2021-06")).told.months == []
    assert commune.plans.answer(PERIOD, known_at=clock.now()).told.months == []


def test_money_people_increase_and_decrease_are_drawn_month_by_month(commune):
    report = commune.plans.report(PERIOD)
    _, months, _ = report.charts
    money, heads, changes = (panel.parts[0].marks for panel in months.panels)
    assert [(each.label, each.shown) for each in money[-2:]] == [("5/2022", "2,7"), ("6/2022", "3,2")]
    assert [each.shown for each in heads[-3:]] == ["–", "5", "6"]
    assert [each.current for each in heads] == [False] * 11 + [True]
    assert changes[-1] == Change("2022-06", "6/2022", 2, 1)
    assert all(isinstance(each, Column) for each in (*money, *heads))


def test_the_receiving_unit_has_the_months_that_came_with_a_closed_period(commune, tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    closed = commune.plans.close(Period.of("2022-05")).told
    with Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0]) as province:
        factories.trust(commune, province, usb)
        factories.trust(province, commune, usb)
        province.incoming.receive(commune.outgoing.export(usb).path, usb)
        unit = commune.office.unit
        assert province.plans.closed(closed.span, unit).told.months == closed.months != []
        titles = [each.title for each in province.plans.report(closed.span, unit).charts]
        assert "Mười hai tháng chi trả trợ cấp" in titles
        # It pays nobody, and draws no months of what was not closed.
        assert [province.plans.answer(PERIOD, each).told.months for each in (None, unit)] == [[], []]


def test_who_may_not_read_the_register_is_drawn_no_months(commune):
    with commune.vault.reading() as store:
        own = paid.months(store, commune.office.unit, ("assistance",), PERIOD.last)
        assert paid.months(store, commune.office.unit, ("children", "merit"), PERIOD.last) == []
    assert len(own) == 12


def test_each_kind_of_file_has_the_same_drawings(commune, tmp_path):
    report = commune.plans.report(PERIOD)
    for ending in ("pdf", "docx", "xlsx"):
        commune.plans.write_report(PERIOD, tmp_path / f"bc.{ending}")
    pages = texts_of((tmp_path / "bc.pdf").read_bytes())
    drawn = [each for each in pages if any(sheet.title.upper() in each for sheet in report.charts)]
    with zipfile.ZipFile(tmp_path / "bc.docx") as archive:
        names = sorted(each for each in archive.namelist() if each.startswith("word/media/"))
        pictures = [read(archive.read(each)) for each in names]
    assert len(pictures) == len(drawn) >= 3
    for page, picture in zip(drawn, pictures, strict=True):
        for words in picture.texts:
            assert words.replace("\u00a0", " ") in page.replace("\u00a0", " ")
    with zipfile.ZipFile(tmp_path / "bc.xlsx") as archive:
        in_book = [read(archive.read(each)) for each in archive.namelist() if each.startswith("xl/media/")]
    parts = [part for sheet in report.charts for panel in sheet.panels for part in panel.parts]
    assert len(in_book) == len(parts)
    every = {words for picture in pictures for words in picture.texts}
    assert {words for picture in in_book for words in picture.texts} <= every


def test_the_workbook_holds_the_numbers_beside_each_drawing(commune, tmp_path):
    commune.plans.write_report(PERIOD, tmp_path / "bc.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bc.xlsx")["Biểu đồ"]
    rows = [[one.value for one in row[:4]] for row in sheet.iter_rows()]
    assert ["28. Tham gia bảo hiểm y tế", "93,0 %; mức ≥\u00a092 %", None, None] in rows
    at = rows.index(["Số người tăng, giảm so với tháng trước", None, None, None])
    assert rows[at + 1] == ["Kỳ", "Tăng", "Giảm", None]
    assert rows[at + 13] == ["6/2022", 2, 1, None]
    assert any(str(row[0]).startswith("đặc: ") for row in rows)
    # On paper each kind begins a page, and no chart stands on two.
    breaks = [0, *(each.id for each in sheet.row_breaks.brk), len(rows)]
    for title in ("Mười hai tháng chi trả trợ cấp", "Theo nhóm tuổi và ấp, khóm, tháng 6/2022"):
        assert rows.index([title, None, None, None]) in breaks
    assert max(last - first for first, last in itertools.pairwise(breaks)) <= 44


def test_a_closed_period_keeps_its_charts_whatever_comes_after(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2022, 7, 5))
    with Program(factories.new_vault(tmp_path / "xã")[0]) as made:
        people(made)
        closed(made, MAY)
        closed(made, JUNE)
        made.plans.close(PERIOD)
        before = printed(made, tmp_path)
        made.payments.reopen(JUNE, "Sai số tài khoản")
        made.plans.enter(PERIOD, [FigureInput("child_fund", "numerator", 9)])
        assert printed(made, tmp_path) == before
        assert made.plans.answer(PERIOD).told.months[-1].people is None


def printed(program, folder):
    files = [folder / f"bc.{ending}" for ending in ("pdf", "docx", "xlsx")]
    for each in files:
        program.plans.write_report(PERIOD, each)
    return [each.read_bytes() for each in files]


NO_LINE = Line(
    "x", 9, "a", "Hộ", "Hộ", "ratio", "%", "100 %", None, None, None, 0, None, None, None, "none", None, None, None,
    "", "", [], [], {}, {},
)  # fmt: skip


def line(**more):
    return dataclasses.replace(NO_LINE, **more)


def test_ages_and_hamlets_stand_side_by_side_with_the_unknown_among_them():
    groups = {"age": [Group("Dưới 6 tuổi", 0, 0, 5, 5)], "hamlet": [Group("Hòa Phú", 5, 10, 4, 3)]}
    said = Told("322", "2022-06", "u", "Xã", [], [line(groups=groups)])
    (sheet,) = drawings.sheets(plan.plans()[0], said)
    ((ages, hamlets),) = (panel.parts for panel in sheet.panels)
    assert (ages.title, hamlets.title) == ("Nhóm tuổi", "Ấp, khóm")
    (young,), (phu,) = ages.marks, hamlets.marks
    assert (young.inside, young.unknown, young.outside) == (0, 5, 0)
    # Of ten who count five hold and one is unsure; three more may count or not.
    assert (phu.inside, phu.unknown, phu.outside) == (5, 4, 4)


@pytest.mark.parametrize(("count", "drawn"), [(1, False), (2, False), (3, True)])
def test_so_few_who_go_by_a_code_that_one_could_be_guessed_are_not_drawn(count, drawn):
    groups = {"age": [Group("16–29 tuổi", 4, 9, 0), Group("30–59 tuổi", 1, count, 0)]}
    for target, shown in (("prostitution_support", drawn), ("special_children_assisted", True)):
        said = Told("322", "2022-06", "u", "Xã", [], [line(id=target, groups=groups)])
        assert bool(list(drawings.sheets(plan.plans()[0], said))) is shown


def test_a_period_of_which_nothing_is_known_has_no_charts():
    assert not list(drawings.sheets(plan.plans()[0], Told("322", "2022-06", "u", "Xã", [], [line()])))


def test_whoever_goes_by_a_code_is_not_told_by_where_they_live(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as made:
        answer = made.plans.answer(PERIOD)
    coded = {each for each, code in counted_by().items() if catalog.register(code).by_code}
    assert coded
    for each in answer.told.lines:
        if each.id in counted_by():
            assert ("hamlet" in each.groups) is (each.id not in coded)
            assert "age" in each.groups


def test_a_period_closed_by_an_older_program_is_read_without_months():
    said = Told("322", "2022-06", "u", "Xã", [], [line(groups={"age": [Group("Dưới 6 tuổi", 1, 2, 0)]})])
    kept = said.kept()
    del kept["months"]
    assert Told.of(kept) == said
