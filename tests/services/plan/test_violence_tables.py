"""The tables of violence by hand: a case of two victims is one case and one who did it; each victim is a person."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import GroupRow
from tests.factories import case, new_vault, person
from tests.registers.factories import VIOLENCE

YEAR, OLD = Period.of("2026"), Period.of("2017-H1")
HUSBAND = {"relation": "husband", "sex": "male", "age": 41, "counselled": True}
SON = {"relation": "child", "sex": "male", "age": 15}
DAUGHTER = {"relation": "child", "sex": "female", "age": 60}
CASES = (
    # (name, sex, born, answers): 1 and 2 are one case; all but the last four were reported at home in 2026
    ("Neáng Một", "female", "1996-05-04", {"incident_no": "V-1", "perpetrators": [HUSBAND]}),
    (
        "Danh Hai",
        "male",
        "2016-01-01",
        {"incident_no": "v-1 ", "perpetrators": [HUSBAND], "forms": ["mental"], "handling": ["education"]},
    ),
    (
        "Lý Văn Ba",
        "male",
        "1966-05-04",
        {"incident_no": "V-2", "perpetrators": [SON, DAUGHTER], "forms": ["physical", "economic"]},
    ),
    ("Lý Thị Tư", "female", "1966-05-05", {"handling": ["criminal", "contact_ban"]}),
    ("Võ Thị Năm", "female", "1990", {"verification": "false"}),
    ("Võ Thị Sáu", "female", "1990", {"context": "work", "assistance_need": "yes"}),
    ("Võ Thị Bảy", "female", "1990", {"received_at": "2025-12-31T23:59"}),
    ("Võ Thị Tám", "female", "2000", {"received_at": "2017-06-30T08:00", "handling": ["criminal"]}),
)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("bạo lực") / "xã")[0]) as made:
        for each in CASES:
            put(made, *each)
        yield made


def put(program, name, sex, born, answers):
    """Let a case stand in the commune's old list."""
    who = person(full_name=name, sex=sex, birth_date=born)
    record = program.cases.save(case("violence", VIOLENCE | answers, person=who, final=False))
    with program.vault.work("danh sách cũ") as store:
        found = store.records.get(record)
        found.draft, found.opened_on = False, answers.get("received_at", "2026-01-01")[:10]


def lines(program, code, period):
    found = program.plans.regular.count(code, period)
    return [
        (f"{each.line.number} {each.line.label}".strip(), each.line.unit, each.quantity) for each in found
    ]


def said(program, code, period):
    """Return what each line says; of lines of one name the first."""
    return {label: quantity for label, _, quantity in reversed(lines(program, code, period))}


def test_the_year_counts_cases_once_and_each_victim(program):
    found = said(program, "violence_year", YEAR)
    for label, quantity in {
        "1 Tổng số vụ bạo lực gia đình": 3,
        "– Tinh thần": 1,
        "– Thân thể": 3,
        "– Tình dục": 0,
        "– Kinh tế": 1,
        # the husband of V-1 once, the son of V-2, and the husband of the fourth
        "– Nam": 3,
        "– Nữ": 1,
        "– Dưới 16 tuổi": 1,
        "– Từ đủ 60 tuổi": 1,
        "– Giáo dục tại xã, phường, thị trấn": 1,
        "– Xử lý hình sự": 1,
        "4 Người bị bạo lực gia đình": 4,
    }.items():
        assert found[label] == quantity, label
    whole = lines(program, "violence_year", YEAR)
    at = next(place for place, each in enumerate(whole) if each[0].startswith("4 "))
    # Two women, two men or boys; one child, and of two born on 4 and 5 May 1966 one was sixty on the day.
    assert [each[2] for each in whole[at : at + 5]] == [4, 2, 2, 1, 1]
    assert [each[1] for each in whole[at : at + 5]] == ["người"] * 5


def test_the_older_form_rules_to_february_2018_and_has_the_households_for_the_pen(program):
    found = said(program, "violence_01", OLD)
    assert found["1 Tổng số vụ bạo lực gia đình"] == 1
    assert found["5 Số vụ được xử lý"] == 1
    assert found["– Người bị bạo lực từ đủ 16 đến 59 tuổi"] == 1
    assert found["– Nữ từ đủ 16 đến 59 tuổi"] == 1
    for code, period in (("violence_01", Period.of("2018-02")), ("violence_year", Period.of("2018-03"))):
        assert program.plans.regular.count(code, period)
    for code, period in (("violence_01", Period.of("2018-03")), ("violence_year", Period.of("2018-02"))):
        with pytest.raises(UserError, match="AS-8015"):
            program.plans.regular.count(code, period)
    rows = {
        row[1]: row[3]
        for row in program.plans.regular.document("violence_01", OLD).rows
        if not isinstance(row, GroupRow)
    }
    assert rows["Hộ có bạo lực gia đình"] is None
    assert rows["Tổng số vụ bạo lực gia đình"] == 1


def test_the_table_of_gender_is_wider_than_the_family(program):
    found = said(program, "violence_gender", YEAR)
    assert found["1 Trường hợp bị bạo lực trên cơ sở giới"] == 5
    assert (found["2 Có nhu cầu trợ giúp"], found["3 Trong đó được trợ giúp"]) == (1, 0)
    # husbands of V-1, of the fourth and of the case at work; the two of V-2
    assert (found["– Tổng số"], found["– Được tư vấn"]) == (5, 3)


def test_every_number_of_a_line_is_of_records_that_are_there(program):
    with program.vault.reading() as store:
        there = {each.id for chunk in store.scan.records("violence") for each in chunk}
    for tally in catalog.register("violence").tallies:
        for each in program.plans.regular.count(tally.code, OLD if tally.valid_to else YEAR):
            assert set(each.records) <= there
            assert (not each.records) == (each.quantity == 0)


def test_they_are_offered_and_printed_with_what_they_are(program):
    offered = {tally.code for _, tally in program.plans.regular.offered(YEAR)}
    assert {"violence_year", "violence_gender"} <= offered
    assert "violence_01" not in offered
    document = program.plans.regular.document("violence_year", YEAR)
    assert document.annex.startswith("TT 07/2017/TT-BVHTTDL – ")
    assert "đối chiếu" in document.annex, "its wording was not seen"
    assert [each.heading for each in document.columns] == ["STT", "Chỉ tiêu", "Đơn vị tính", "Số lượng"]
