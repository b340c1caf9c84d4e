"""The half-year of two communes: the receiving unit says of each what it says of itself, and of both what they are together."""

import json

import pytest

from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Part
from ansinh_desktop.services import invented
from ansinh_desktop.services.plan import report, said
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.plan.rows import counted_by
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import GroupRow
from tests.factories import OTHER, PROVINCE, case, new_vault, person, trust
from tests.registers.factories import VIOLENCE

HALF, FIRST = Period.of("2026-H2"), Period.of("2026-H1")
FIGURES: dict[tuple[str, Part], tuple[int, int]] = {
    ("gratitude_fund", "numerator"): (71_000_000, 9_000_000),
    ("health_insurance", "numerator"): (930, 450),
    ("health_insurance", "denominator"): (1000, 500),
    ("safe_addresses", "numerator"): (1, 0),
    ("safe_addresses", "denominator"): (1, 1),
}


def filled(program, place, count):
    """Fill a commune; in each there is a case of violence that goes by the same number."""
    invented.fill(program, count)
    entered = [FigureInput(target, part, values[place]) for (target, part), values in FIGURES.items()]
    for period in (FIRST, HALF):
        program.plans.enter(period, entered)
    for name in ("Neáng Một", "Danh Hai"):
        who = person(full_name=name, sex="female", birth_date="1990-05-04")
        answers = VIOLENCE | {"incident_no": "V-1", "received_at": "2026-07-04T15:00"}
        record = program.cases.save(case("violence", answers, person=who, final=False))
        with program.vault.work("danh sách cũ") as store:
            store.records.get(record).draft = False
    program.plans.close(FIRST)


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    root = tmp_path_factory.mktemp("hai xã")
    usb = root / "usb"
    usb.mkdir()
    with (
        Program(new_vault(root / "một")[0]) as one,
        Program(new_vault(root / "hai", OTHER)[0]) as other,
        Program(new_vault(root / "tỉnh", PROVINCE)[0]) as province,
    ):
        for place, (commune, count) in enumerate(((one, 6), (other, 4))):
            filled(commune, place, count)
            trust(commune, province, usb)
            trust(province, commune, usb)
            province.incoming.receive(commune.outgoing.export(usb).path, usb)
        yield one, other, province


def figures(row):
    return row.target.id, row.numerator, row.denominator, row.unknown, row.value, row.state, row.switches


def test_each_of_the_29_rows_is_the_same_at_both_ends(units):
    *communes, province = units
    there = {each.unit: each for each in province.plans.by_unit(HALF)}
    assert set(there) == {each.office.unit for each in communes}
    for commune in communes:
        here = commune.plans.answer(HALF, compared=False)
        assert len(here.rows) == 29
        assert [figures(each) for each in there[commune.office.unit].rows] == [
            figures(each) for each in here.rows
        ]
        own, theirs = (
            {row.target.id: of_records(row) for row in rows if row.count is not None}
            for rows in (here.rows, there[commune.office.unit].rows)
        )
        assert own == theirs, "behind each figure stand the same records"


def of_records(row):
    return {one.record.number: one.side for one in row.count.standings}


def test_what_was_closed_is_the_same_paper_at_both_ends(units):
    *communes, province = units
    for commune in communes:
        here, there = commune.plans.closed(FIRST), province.plans.closed(FIRST, commune.office.unit)
        assert there.sound
        assert there.told == here.told
        papers = [
            report.document(program.plans.answer(FIRST).plan, told.told, program.office, FIRST.last)
            for program, told in ((commune, here), (province, there))
        ]
        assert papers[0] == papers[1]
        assert papers[0].heading.unit_lines[-1] == commune.office.name.upper()


def test_both_together_are_the_sum_of_both(units):
    *communes, province = units
    whole = province.plans.answer(HALF, compared=False).rows
    parts = [each.plans.answer(HALF, compared=False).rows for each in communes]
    for all_of_it, *own in zip(whole, *parts, strict=True):
        if all_of_it.target.kind in ("ratio", "count", "amount"):
            for what in ("numerator", "denominator"):
                values = [getattr(each, what) for each in own]
                if None not in values:
                    assert getattr(all_of_it, what) == sum(values), (all_of_it.target.id, what)
        if all_of_it.target.id in counted_by():
            assert all_of_it.count.whole == sum(each.count.whole for each in own)


def test_one_number_of_a_case_in_two_communes_is_two_cases(units):
    *communes, province = units
    counts = []
    for program in (*communes, province):
        found = program.plans.regular.count("violence_year", Period.of("2026-07"))
        counts.append(next(each.quantity for each in found if each.line.number == "1"))
    assert min(counts[:2]) >= 1
    assert counts[2] == sum(counts[:2])


def test_a_machine_is_told_each_commune_by_its_name(units):
    *communes, province = units
    found = json.loads(said.for_machine([each.told for each in province.plans.by_unit(HALF)]))
    assert [each["unit_name"] for each in found] == sorted(each.office.name for each in communes)
    assert [len(each["rows"]) for each in found] == [29, 29]
    funds = [next(row["value"] for row in each["rows"] if row["id"] == "gratitude_fund") for each in found]
    assert sorted(funds) == [9_000_000, 71_000_000]


def test_the_report_of_all_communes_has_every_row(units, tmp_path):
    province = units[-1]
    document = province.plans.report(HALF)
    numbers = [row[0] for row in document.rows if not isinstance(row, GroupRow) and row[0] != ""]
    assert numbers == list(range(1, 30))
    assert province.plans.write_report(HALF, tmp_path / "bc.pdf") >= 4
