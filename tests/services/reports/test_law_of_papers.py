"""A paper says what was decided by the law of its own day, whatever the law has become since."""

import datetime
import re

import pytest

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case_sheet import case_sheet
from ansinh_desktop.rules import documents, law
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.reports.test_case_forms import paper, text_of

ND20 = "Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ quy định chính sách trợ giúp xã hội"
ND76, ND335 = "Nghị định số 76/2024/NĐ-CP ngày 01/7/2024", "Nghị định số 335/2026/NĐ-CP ngày 21/8/2026"
TODAY = datetime.date(2026, 12, 20)


@pytest.fixture(autouse=True)
def _this_day(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "data")[0]) as program:
        yield program


def decided(program: Program, on: datetime.date, *, step: bool, **changes) -> str:
    """Return an allowance that was decided on a day: by its step in the program, or in a list brought in."""
    answers = factories.DECIDED | {
        "decision_date": on.isoformat(),
        "received_on": on.isoformat(),
        "start_month": f"{on:%Y-%m}",
        "declared_on": on.isoformat(),
    }
    known = factories.person(birth_date="1980-04-18")
    record = program.cases.save(factories.case("assistance", answers | changes, person=known, final=False))
    if step:
        with program.vault.work() as store:
            store.records.get(record).draft = False
        for state in ("received", "appraising", "approved"):
            program.cases.move(record, state, on.isoformat(), "Theo hồ sơ giấy")
    return record


CHANGES = (
    (datetime.date(2026, 1, 15), "500.000", "750.000", (ND20, ND76), (ND335,)),
    (datetime.date(2026, 11, 10), "540.000", "810.000", (ND335,), (ND20, ND76)),
)


@pytest.mark.parametrize("step", [True, False], ids=["kept with its step", "only recorded"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_decision_says_what_was_decided_by_the_decree_of_its_day(program, change, step):
    on, base, amount, there, gone = change
    record = decided(program, on, step=step)
    for code in ("decision", "case_sheet"):
        said = paper(program, record, code)
        assert base in said
        assert amount in said
        assert all(each in said for each in there)
        assert not any(each in said for each in gone)
    said = paper(program, record, "decision")
    assert not any(other in said for _on, one, two, *_ in CHANGES if one != base for other in (one, two))
    assert f"ngày {on:%d} tháng {on.month if on.month > 2 else f'{on:%m}'} năm {on.year}" in said


def test_the_amount_that_was_recorded_is_the_one_that_was_decided(program):
    """A province may pay more; a list brought in says by how much."""
    on = datetime.date(2025, 9, 10)
    record = decided(
        program, on, step=False, recorded_amount=790_000, recorded_coefficient="1.5", recorded_month="2025-09"
    )
    said = paper(program, record, "decision")
    assert "790.000" in said
    assert "Bảy trăm chín mươi nghìn đồng" in said
    other = decided(program, on, step=False, recorded_amount=810_000, recorded_month="2026-11")
    assert "750.000" in paper(program, other, "decision")


def test_a_redecision_of_another_month_leaves_the_first_paper_as_it_was(program):
    record = decided(program, datetime.date(2026, 1, 15), step=True)
    program.cases.move(record, "paying", "2026-01-20", "Theo hồ sơ giấy")
    program.cases.add_event(
        record, "increase", "2026-11-05", {"month": "2026-11", "reason": "base_up", "new_amount": 810_000}
    )
    assert "750.000" in paper(program, record, "decision")
    sheet = paper(program, record, "case_sheet")
    assert "810.000" in sheet
    assert ND335 in sheet
    assert "30/11/2026" in sheet


@pytest.mark.parametrize("step", [True, False], ids=["kept with its step", "only recorded"])
@pytest.mark.parametrize("on", [datetime.date(2026, 7, 1), datetime.date(2026, 9, 30)], ids=str)
def test_a_base_that_was_raised_backdated_stands_with_the_decree_of_the_one_that_was_decided(
    program, on, step
):
    said = paper(program, decided(program, on, step=step), "decision")
    assert "Mức chuẩn 500.000 đồng" in said
    assert ND20 in said
    assert ND76 in said


@pytest.mark.parametrize("on", [datetime.date(2024, 7, 1), datetime.date(2026, 11, 10)], ids=str)
def test_no_paper_says_that_something_was_paid_before_the_first_month(program, on):
    said = paper(program, decided(program, on, step=True), "case_sheet")
    assert "đã hưởng" not in said


def base_days() -> list[datetime.date]:
    """Return the last day of each base and decree, and the first of the next."""
    data = law.law_data("social_assistance")
    starts = {row["effective_from"] for name in ("rule_set", "base") for row in data[name]}
    changes = sorted(day for day in starts if datetime.date(2021, 7, 2) < day < TODAY)
    return [day - datetime.timedelta(days=back) for day in changes for back in (1, 0)]


@pytest.mark.parametrize("on", base_days(), ids=str)
def test_every_paper_of_an_allowance_read_back_says_the_base_of_its_day_and_no_other(program, on):
    record = decided(program, on, step=True)
    (kept,) = [each.answers for each in program.cases.get(record).events if each.kind == "computed"]
    own, paid = (f"{kept[key]:,}".replace(",", ".") for key in ("base", "monthly"))
    named = documents.legal_basis([kept["article"]]).split(" (")[0]
    said = {each.code: text_of(program.forms.pdf(record, each)) for each in program.forms.offered(record)}
    assert f"Mức chuẩn (đồng) {own}" in said["case_sheet"]
    assert f"Mức trợ cấp (đồng) {paid}" in said["case_sheet"]
    assert named in said["case_sheet"]
    if "decision" in said:  # the program decides since the communes do
        assert f"Mức chuẩn {own} đồng" in said["decision"]
        assert f"mức trợ cấp hằng tháng {paid} đồng" in said["decision"]
        assert named in said["decision"]
        figures = set(re.findall(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d.])", said["decision"]))
        assert figures <= {own, paid}


def law_days() -> list[datetime.date]:
    """Return the day before and the day of each change of the decrees, the bases and the code lists of the forms."""
    data = law.law_data("social_assistance")
    starts = {row["effective_from"] for name in ("rule_set", "base") for row in data[name]}
    for register in catalog.registers().values():
        for each in register.fields.values():
            name = getattr(each.kind, "list_name", "")
            starts |= (
                {row.effective_from for row in law.code_list(name) if row.effective_from} if name else set()
            )
    changes = sorted(day for day in starts if datetime.date(2021, 7, 2) < day < TODAY)
    return sorted({day - datetime.timedelta(days=back) for day in changes for back in (0, 1)})


DATED = {"assistance": ("decision_date", "declared_on", "received_on"), "child_abuse": ("received_at",)}


def registers_and_days():
    """Yield each register with all days where its own amounts change, else with every third; with the slow ones all."""
    for code in sorted(catalog.registers()):
        yield code, 1 if code in DATED else 3
        if code not in DATED:
            yield pytest.param(code, 1, marks=pytest.mark.slow)


@pytest.mark.parametrize(("code", "every"), [*registers_and_days()])
def test_every_form_of_every_register_speaks_by_the_law_of_its_day(program, code, every):
    """Whatever printing day follows, the paper of a dated case stays the same word for word."""
    register = catalog.register(code)
    for on in law_days()[::every]:
        answers = {} if code != "assistance" else factories.DECIDED | {"start_month": f"{on:%Y-%m}"}
        dated = DATED.get(code, (register.opened_by, register.decided_by))
        for key in filter(None, dated):
            answers[key] = on.isoformat() + ("T08:00" if key.endswith("_at") else "")
        record = program.cases.save(factories.case(code, answers, final=False))
        shown = {}
        known = {each.code for each in (*register.forms, case_sheet(register))}
        for chosen in program.forms.offered(record):
            if chosen.code in known:
                document = program.forms.document(record, chosen)
                shown[chosen.code] = [str(each) for each in document.pieces]
        with pytest.MonkeyPatch.context() as later:
            later.setattr(clock, "today", lambda: TODAY + datetime.timedelta(days=1))
            again = {each.code: each for each in program.forms.offered(record)}
            for name, before in shown.items():
                if name == "case_sheet" and not register.decided_by:
                    continue  # a sheet of what is there today
                after = [str(each) for each in program.forms.document(record, again[name]).pieces]
                differ = [one for one, two in zip(before, after, strict=True) if one != two]
                assert not [each for each in differ if "Thời hạn" not in each and "Còn" not in each], (
                    on,
                    name,
                )


@pytest.mark.parametrize("closed", ["2025-05-06", None], ids=["closed", "still open"])
def test_the_sheet_of_a_closed_case_speaks_by_the_law_of_the_day_it_was_closed(program, closed):
    register = catalog.register("children")
    record = program.cases.save(factories.case(register.code, {}, final=False))
    flow = register.life_cycle.workflow({})
    if closed:
        with program.vault.work("đóng") as store:
            found = store.records.get(record)
            state = next(each.code for each in flow.states if flow.is_closed(each.code))
            store.records.set_state(found, state, closed_on=closed, reason="Xong")
    day = datetime.date.fromisoformat(closed) if closed else TODAY
    assert f"theo quy định của ngày {day:%d/%m/%Y}" in paper(program, record, "case_sheet")


def test_the_full_name_of_every_text_that_pays_is_known():
    """Of the texts by which amounts are decided none is cited by its number alone."""
    data = law.law_data("social_assistance")
    articles = [
        row["article"]
        for name in ("base", "allowance", "pension")
        for row in data.get(name, ())
        if "article" in row
    ]
    assert articles
    for each in articles:
        said = documents.legal_basis([each]).split("; ")
        assert all(one.startswith(("Nghị định số", "Thông tư số", "Luật")) for one in said), each
