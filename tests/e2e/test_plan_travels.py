"""The half-year of two communes, from their records to the province: 29 rows answered, closed, printed, and the same there."""

import json

import pytest

from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import invented
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.plan import report
from ansinh_desktop.services.plan import said as plan_said
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.plan.rows import counted_by
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import GroupRow
from tests.factories import OFFICE, PROVINCE, case, new_vault, orphan, person, trust
from tests.registers.factories import VIOLENCE

YEAR = Period.of("2025")
OTHER = Office("30337@2025-07-01", "Xã Thạnh Mỹ Tây", "Tỉnh An Giang")


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hai xã")
    with (
        Program(new_vault(folder / "xã", OFFICE)[0]) as one,
        Program(new_vault(folder / "xã kia", OTHER)[0]) as other,
        Program(new_vault(folder / "tỉnh", PROVINCE)[0]) as province,
    ):
        for commune, count in ((one, 60), (other, 30)):
            usb = folder / commune.office.unit
            usb.mkdir()
            trust(commune, province, usb)
            trust(province, commune, usb)
            invented.fill(commune, count)
            _long_ago(commune)
            _of_one_number(commune)
            _enter(commune)
            commune.plans.close(YEAR)
            taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
            assert set(taken.results) == {"accepted"}
            commune.outgoing.take_receipt(taken.receipt)
        yield one, other, province


def _long_ago(commune):
    """Let every case have been there for the whole of the period."""
    with commune.vault.work("mở từ trước") as store:
        for code in counted_by().values():
            for chunk in store.scan.records(code):
                for each in chunk:
                    store.records.get(each.id).opened_on = "2024-03-04"


def _of_one_number(commune):
    """Let two women be victims of one case, which goes by the same number in every commune."""
    for name in ("Neáng Một", "Danh Hai"):
        who = person(full_name=name, sex="female", birth_date="1990-05-04")
        answers = VIOLENCE | {"incident_no": "V-1", "received_at": "2025-07-04T15:00"}
        record = commune.cases.save(case("violence", answers, person=who, final=False))
        with commune.vault.work("danh sách cũ") as store:
            found = store.records.get(record)
            found.draft, found.opened_on = False, "2025-07-04"


def _enter(commune):
    """Enter all that no register counts, of the year, of the one before, and of the base year."""
    for period in (YEAR, YEAR.year_before, YEAR.in_year(2021)):
        commune.plans.enter(
            period,
            [
                FigureInput(target.id, part, 1 if target.yes_no else 90 if part == "numerator" else 100)
                for target in plan.plan_on(period.last).targets
                for part in target.entered
            ],
        )


def said(answer):
    return {
        each.target.id: (each.numerator, each.denominator, each.unknown, each.value, each.state)
        for each in answer.rows
    }


def behind(answer):
    """Return on which side each record stands, by target."""
    counts = {each.target.id: each.count for each in answer.rows if each.count is not None}
    return {key: {one.record.number: one.side for one in count.standings} for key, count in counts.items()}


def test_every_row_is_answered_in_the_commune(units):
    one, _other, _province = units
    answer = one.plans.answer(YEAR, compared=False)
    counts = counted_by()
    assert set(counts) | {each.id for each in answer.plan.targets if each.entered} == set(answer.plan.by_id)
    for each in answer.rows:
        assert each.state not in ("missing", "hidden"), each.target.id
        if each.target.id in counts:
            assert each.count.whole == len(each.count.inside) + len(each.count.outside) + len(
                each.count.unknown
            )


def test_the_province_shows_the_same_figures_from_the_same_records(units):
    one, other, province = units
    there = {each.unit: each for each in province.plans.by_unit(YEAR)}
    assert set(there) == {one.office.unit, other.office.unit}
    for commune in (one, other):
        here = commune.plans.answer(YEAR, compared=False)
        assert len(here.rows) == 29
        assert said(there[commune.office.unit]) == said(here)
        assert behind(there[commune.office.unit]) == behind(here)
    together = province.plans.answer(YEAR, compared=False)
    for each in together.rows:
        parts = [next(row for row in one_.rows if row.target == each.target) for one_ in there.values()]
        assert (each.numerator or 0) == sum(row.numerator or 0 for row in parts)
        assert each.unknown == sum(row.unknown for row in parts)


def test_what_was_closed_is_the_same_there(units):
    one, _other, province = units
    kept = one.plans.closed(YEAR)
    assert kept.sound
    assert province.plans.closed(YEAR, one.office.unit) == kept
    papers = [
        report.document(plan.plan_on(YEAR.last), kept.told, program.office, YEAR.last)
        for program in (one, province)
    ]
    assert papers[0] == papers[1], "its paper is the commune's, wherever it is printed"
    assert papers[0].heading.unit_lines[-1] == one.office.name.upper()


def test_one_number_of_a_case_in_two_communes_is_two_cases(units):
    counts = []
    for program in units:
        found = program.plans.regular.count("violence_year", Period.of("2025-07"))
        counts.append(next(each.quantity for each in found if each.line.number == "1"))
    assert counts[2] == counts[0] + counts[1]
    victims = [
        next(
            each.quantity
            for each in program.plans.regular.count("violence_year", Period.of("2025-07"))
            if each.line.number == "4"
        )
        for program in units
    ]
    assert victims[0] == counts[0] + 1, "two victims of one case"
    assert victims[2] == victims[0] + victims[1]


def test_a_machine_is_told_each_commune_by_its_name_and_paper_has_every_row(units):
    one, other, province = units
    told = json.loads(plan_said.for_machine([each.told for each in province.plans.by_unit(YEAR)]))
    assert [each["unit_name"] for each in told] == sorted(each.office.name for each in (one, other))
    assert [len(each["rows"]) for each in told] == [29, 29]
    rows = province.plans.report(YEAR).rows
    numbers = [row[0] for row in rows if not isinstance(row, GroupRow) and row[0] != ""]
    assert numbers == list(range(1, 30))


def test_what_comes_after_the_closing_is_told_and_changes_no_byte_of_the_report(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as commune:
        invented.fill(commune, 20)
        _long_ago(commune)
        _enter(commune)
        commune.plans.close(YEAR)
        commune.plans.write_report(YEAR, tmp_path / "trước.pdf")
        commune.cases.save(orphan())
        commune.plans.enter(YEAR, [FigureInput("child_fund", "numerator", 7)])
        commune.plans.write_report(YEAR, tmp_path / "sau.pdf")
        assert (tmp_path / "trước.pdf").read_bytes() == (tmp_path / "sau.pdf").read_bytes()
        late = {each.target: len(each.moved) for each in commune.plans.recount(YEAR).changed}
        assert late == {"child_fund": 0, "special_children_assisted": 1}


def test_of_who_goes_by_code_no_name_stands_in_what_is_closed_or_printed(units, tmp_path):
    one, _other, _province = units
    one.plans.write_report(YEAR, tmp_path / "bc.docx")
    with one.vault.reading() as store:
        names = {
            str(each.person["full_name"])
            for code in ("prostitution", "trafficking", "violence", "drug_treatment")
            for chunk in store.scan.records(code)
            for each in chunk
        }
        (kept,) = store.figures.closed(one.office.unit)
        whole = str(kept.said) + str(one.plans.closed(YEAR).told)
    assert names
    assert not any(name in whole for name in names)
