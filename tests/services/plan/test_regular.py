"""Mẫu 10a and 05: each line counts whom the paper means, by sex, with the money of the months that were closed."""

import datetime

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.catalog.assistance.tallies import TALLIES
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.program import Program
from tests.e2e.new_register import printed
from tests.factories import case, new_vault, person

HALF = Period.of("2026-H1")
END = datetime.date(2026, 6, 30)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("định kỳ") / "xã")[0]) as made:
        for name, sex, birth, answers in (
            ("Danh Văn Một", "male", "2023-07-01", {"social_group": "k1", "taken_in": True}),
            ("Neáng Thị Hai", "female", "2022-06-30", {"social_group": "k1"}),
            ("Lê Văn Ba", "male", "2011-01-01", {"social_group": "k6", "disability_degree": "severe"}),
            ("Lê Thị Tư", "female", "2010-06-30", {"social_group": "k6", "disability_degree": "severe"}),
            ("Võ Văn Năm", "male", "1966-06-30", {"social_group": "k6", "disability_degree": "very_severe"}),
            (
                "Võ Thị Sáu",
                "female",
                "1966-07-01",
                {"social_group": "k6", "disability_degree": "very_severe"},
            ),
            ("Trần Văn Bảy", "male", "1940", {"social_group": "k5c"}),
            ("Trần Thị Tám", "female", "1950", {"social_group": "pension"}),
        ):
            who = person(full_name=name, sex=sex, birth_date=birth)
            record = made.cases.save(case("assistance", answers, person=who, final=False))
            with made.vault.work("danh sách cũ") as store:
                found = store.records.get(record)
                found.draft, found.opened_on = False, "2024-01-05"
                store.records.set_state(found, "paying", closed_on=None, reason=None)
        yield made


def lines(program, code="result_10a", period=HALF):
    return {
        f"{each.line.number} {each.line.label}".strip(): (each.people, each.male, each.female)
        for each in reversed(program.plans.regular.count(code, period))
    }


def test_each_line_counts_whom_it_means(program):
    said = lines(program)
    for label, counted in {
        "1 Trẻ em dưới 16 tuổi không có nguồn nuôi dưỡng": (2, 1, 1),
        "– Trong đó: dưới 4 tuổi": (1, 1, 0),
        "– Từ đủ 80 tuổi không có lương hưu, trợ cấp": (1, 1, 0),
        # 16 to the day on the last day of the period
        "Người khuyết tật nặng dưới 16 tuổi": (1, 1, 0),
        "Người khuyết tật nặng từ 16 đến dưới 60 tuổi": (1, 0, 1),
        # 60 to the day: of the elder band, and no longer of the one before
        "Người khuyết tật đặc biệt nặng từ 16 đến dưới 60 tuổi": (1, 0, 1),
        "Người khuyết tật đặc biệt nặng từ đủ 60 tuổi": (1, 1, 0),
        "Trợ cấp hưu trí xã hội": (1, 0, 1),
    }.items():
        assert said[label] == counted, label
    assert said["1 Trẻ em"] == (1, 1, 0)


def test_nobody_who_is_paid_is_lost_and_nobody_stands_in_two_lines_of_the_first_block(program):
    first = [each for each in program.plans.regular.count("result_10a", HALF) if each.line.holds]
    whole = [each for each in first if not each.line.label.strip().startswith(("– Trong đó", "Trong đó"))]
    taken_in = {each.records for each in whole}
    assert taken_in
    paid = [record for each in whole[: _end_of_first(whole)] + whole[-3:] for record in each.records]
    assert len(paid) == len(set(paid)) == 8


def _end_of_first(found):
    return next(at for at, each in enumerate(found) if each.line.label == "Trẻ em")


def test_the_form_follows_the_day(program):
    def models(period):
        return {
            tally.model
            for register, tally in program.plans.regular.offered(period)
            if register.code == "assistance"
        }

    assert models(HALF) == {"Mẫu số 10a", "Mẫu số 10b", "Mẫu số 10c"}
    assert models(Period.of("2026-H2")) == {"Mẫu số 05", "Mẫu số 06"}
    with pytest.raises(UserError, match="AS-8015"):
        program.plans.regular.count("result_05", HALF)


def test_it_is_printed_with_its_columns_and_what_is_not_in_its_sums(program, tmp_path):
    program.plans.write_report(HALF, tmp_path / "10a.pdf", regular="result_10a")
    said = printed(tmp_path / "10a.pdf")
    for words in (
        "Mẫu số 10a",
        "6 tháng đầu năm 2026",
        "Tổng số (người)",
        "Kinh phí (triệu đồng)",
        "chưa chốt: 1/2026, 2/2026",
    ):
        assert words.lower() in said.lower()


def test_emergency_aid_is_counted_in_its_units_and_what_nobody_records_is_left_to_the_pen(program, tmp_path):
    record = program.plans.regular.count("result_10a", HALF)[1].records[0]
    with program.vault.work("trợ giúp khẩn cấp") as store:
        for item, on, more in (
            ("rice", "2026-02-10", {"people": 4, "rice_kg": 60, "cause": "tet_hunger"}),
            ("house_repair", "2026-05-10", {"people": 1, "amount": 30_000_000, "cause": "natural_disaster"}),
            ("rice", "2025-02-10", {"people": 9, "rice_kg": 99, "cause": "tet_hunger"}),
        ):
            store.records.add_event(record, "emergency", on, answers={"item": item, **more})
    said = {each.line.label: each.quantity for each in program.plans.regular.count("result_10b", HALF)}
    assert said["Người được hỗ trợ lương thực"] == 4
    assert said["Hộ được hỗ trợ sửa chữa nhà"] == 1
    assert said["Hộ được hỗ trợ làm nhà"] == 0
    assert (said["Gạo"], said["Kinh phí"]) == (60, 30_000_000)
    program.plans.write_report(HALF, tmp_path / "10b.pdf", regular="result_10b")
    words = printed(tmp_path / "10b.pdf")
    assert "Đơn vị tính" in words
    assert "30.000.000" in words


def test_the_elderly_and_the_disabled_have_their_reports(program, tmp_path):
    elderly = {each.line.label: each.people for each in program.plans.regular.count("result_10c", HALF)}
    assert elderly["Người cao tuổi hưởng trợ cấp xã hội, hưu trí xã hội"] == 2
    assert elderly["– Từ đủ 80 tuổi"] == elderly["– Hưu trí xã hội"] == 1
    who = person(full_name="Danh Thị Chín", sex="female", birth_date="1990-01-02")
    answers = {"received_on": "2026-02-03", "disability_degree": "severe", "disability_main_type": "vision"}
    record = program.cases.save(case("disability", answers, person=who, final=False))
    with program.vault.work("danh sách cũ") as store:
        found = store.records.get(record)
        found.draft = False
        store.records.add_event(record, "state", "2026-03-05", answers={"from": found.state, "to": "issued"})
        store.records.set_state(found, "issued", closed_on=None, reason=None)
    said = {
        each.line.label: (each.people, each.female)
        for each in program.plans.regular.count("result_10d", HALF)
    }
    assert said["Người khuyết tật có giấy xác nhận"] == said["Khuyết tật nhìn"] == said["Nặng"] == (1, 1)
    assert said["Nhẹ"] == said["Được trợ giúp trong kỳ"] == (0, 0)
    council = {each.line.label: each.people for each in program.plans.regular.count("result_07", HALF)}
    assert council["Hồ sơ đề nghị nhận trong kỳ"] == council["Được cấp giấy xác nhận trong kỳ"] == 1
    for code in ("result_10c", "result_10d", "result_07"):
        program.plans.write_report(HALF, tmp_path / f"{code}.pdf", regular=code)
        assert "6 tháng đầu năm 2026" in printed(tmp_path / f"{code}.pdf")


def test_every_tally_looks_only_at_events_of_its_register():
    for tally in TALLIES:
        assert set(tally.events) <= set(catalog.register("assistance").event_kinds)
