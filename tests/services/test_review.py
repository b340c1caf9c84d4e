"""A review sets every record against the law of the day that is asked: what is wrong, by how much, by which article."""

import datetime

import pytest

from ansinh_desktop.db import scan
from ansinh_desktop.db.refusals import taking_in
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.cases import Cases
from ansinh_desktop.services.review import CATEGORIES, Review, Reviewed, ReviewRow, groups_of, levels, work
from tests import factories

JUNE_2022, NOVEMBER_2026 = datetime.date(2022, 6, 30), datetime.date(2026, 11, 30)
LISTED = {
    "social_group": "k6",
    "disability_degree": "severe",
    "decision_no": "1/QĐ",
    "decision_date": "2022-01-10",
    "start_month": "2022-01",
    "recorded_month": "2022-06",
    "recorded_coefficient": "2.0",
    "recorded_amount": 720_000,
    "payment_method": "cash",
}


@pytest.fixture
def review(vault: Vault) -> Review:
    return Review(vault, access(vault))


def result(review: Review, on: datetime.date) -> Reviewed:
    steps = review.run(on)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def paying(cases: Cases, person=None, **changes) -> str:
    answers = {key: value for key, value in (LISTED | changes).items() if value is not None}
    given = factories.case("assistance", answers, person=person or factories.person(), final=False)
    return as_listed(cases, cases.save(given))


def as_listed(cases: Cases, record: str) -> str:
    """Make a record what a package makes of it, whatever else is there: final, and paid."""
    with cases._vault.work("danh sách cũ") as store, taking_in(store.session):
        found = store.records.get(record)
        found.draft = False
        store.records.set_state(found, "paying", closed_on=None, reason=None)
    return record


def test_a_limit_is_not_overdue_on_its_last_day(cases, review):
    """The window of an application ends with its last day, and a review asks at the end of a day."""
    answers = {"victim_paper_date": "2024-07-01", "person_status": "victim"}
    cases.save(factories.case("trafficking", answers, final=False))

    def overdue(day):
        return [each.text for each in result(review, day).rows if each.code == "AS-6410"]

    last = datetime.date(2025, 7, 1)
    assert overdue(last) == []
    assert len(overdue(last + datetime.timedelta(days=1))) == 1


def test_a_right_amount_of_its_month_is_wrong_after_the_law_has_changed(cases, review):
    record = paying(cases)
    assert result(review, JUNE_2022).rows == ()
    found = {each.code: each for each in result(review, NOVEMBER_2026).rows}
    assert set(found) == {"AS-2219"}
    row = found["AS-2219"]
    assert (row.record_id, row.category, row.recorded, row.expected) == (
        record,
        "amount",
        "720.000",
        "1.080.000",
    )
    assert "NĐ 335/2026" in row.article
    assert row.who == "Nguyễn Thị Hòa"


def test_a_wrong_amount_and_coefficient_are_found_in_their_own_month(cases, review):
    paying(cases, recorded_coefficient="1.5", recorded_amount=540_000)
    found = {each.code: each for each in result(review, JUNE_2022).of("amount")}
    assert found["AS-2218"].expected == "2,0"
    assert found["AS-2219"].expected == "720.000"
    assert found["AS-2219"].text in "\n".join(each.text for each in found.values())


def test_whoever_has_grown_out_of_a_group_is_found(cases, review):
    child = factories.person(full_name="Neáng Mai", birth_date="2008-03-01")
    paying(
        cases,
        child,
        social_group="k1",
        no_source_case="b",
        disability_degree=None,
        recorded_coefficient="1.5",
        recorded_amount=540_000,
    )
    assert result(review, JUNE_2022).of("group") == []
    (row,) = result(review, NOVEMBER_2026).of("group")
    assert row.code == "AS-2216"
    assert [each.category for each in result(review, NOVEMBER_2026).rows] == ["group", "overdue"]


def test_what_began_only_later_is_not_asked(cases, review):
    paying(cases, start_month="2026-11", recorded_month="2026-11", recorded_amount=1)
    assert result(review, JUNE_2022).rows == ()
    assert result(review, NOVEMBER_2026).of("amount")


def test_time_limits_that_had_run_out_by_the_day_are_found(cases, review):
    cases.save(
        factories.case(
            "assistance", {"social_group": "k6", "disability_degree": "severe", "received_on": "2026-11-02"}
        )
    )
    assert result(review, datetime.date(2026, 11, 5)).of("overdue") == []
    (row,) = result(review, NOVEMBER_2026).of("overdue")
    assert row.code == "AS-6410"
    assert "hạn 11/11/2026" in row.text
    assert "NĐ 335/2026" in row.article


def test_one_person_paid_by_two_records_is_found_in_both(cases, review):
    first = paying(cases)
    person = cases.get(first).person_id
    answers = LISTED | {"social_group": "k4", "children_total": 1}
    given = factories.case("assistance", answers, person_id=person, final=False)
    second = as_listed(cases, cases.save(given))
    rows = [each for each in result(review, JUNE_2022).of("double") if each.code == "AS-6412"]
    assert {each.record_id for each in rows} == {first, second}
    assert all(cases.get(other).number in "".join(each.text for each in rows) for other in (first, second))


def test_one_number_on_two_people_is_found(cases, review):
    numbered = factories.person(personal_id="089149001234")
    paying(cases, numbered)
    paying(cases, numbered | {"full_name": "Nguyễn Thị Hoa"})
    rows = result(review, JUNE_2022).of("double")
    assert [(each.code, str(each.level)) for each in rows] == [("AS-6413", "error"), ("AS-6413", "error")]


def test_three_months_in_a_row_that_nobody_collected(cases, review):
    record = paying(cases)
    for month in ("2022-03", "2022-04", "2022-05"):
        cases.add_event(record, "payment", f"{month}-10", {"month": month, "paid": False})
    (row,) = result(review, JUNE_2022).rows
    assert row.code == "AS-6415"
    assert "03/2022" in row.text


def test_drafts_and_closed_records(cases, review):
    child = factories.person(full_name="Neáng Mai", birth_date="2015-03-01")
    draft = cases.save(factories.case("children", {"groups": ["a"]}, person=child, final=False))
    (row,) = result(review, NOVEMBER_2026).rows
    assert (row.record_id, row.category) == (draft, "draft")
    closed = paying(cases, recorded_amount=1)
    with cases._vault.work("đã chết") as store:
        store.records.set_state(store.records.get(closed), "stopped", closed_on="2022-07-01", reason="Chết")
    assert {each.record_id for each in result(review, NOVEMBER_2026).rows} == {draft}


def test_a_kept_warning_is_found_with_its_reason(cases, review):
    record = paying(cases)
    with cases._vault.work("giữ") as store:
        store.records.get(record).kept = {"AS-2219 recorded_amount": "Chờ quyết định điều chỉnh"}
    (row,) = result(review, NOVEMBER_2026).rows
    assert row.kept == "Chờ quyết định điều chỉnh"


def test_confidential_people_are_not_named_and_foreign_registers_not_asked(cases, vault):
    victim = cases.save(factories.case("trafficking", {"reported_at": "2026-01-05T08:00"}, final=False))
    everything = result(Review(vault, access(vault)), NOVEMBER_2026).rows
    assert {each.who for each in everything} == {cases.get(victim).number}
    mine = Review(vault, Access("lan", "viewer", {"assistance": "r"}))
    assert result(mine, NOVEMBER_2026).rows == ()


def test_it_says_how_far_it_is_and_can_be_stopped(cases, review):
    paying(cases)
    steps = review.run(NOVEMBER_2026)
    first = next(steps)
    assert (first.done, first.total) == (0, 1)
    assert next(steps).done == 1
    steps.close()
    assert cases.officer == "lan"


def test_levels_are_counted(cases, review):
    paying(cases, recorded_amount=1)
    assert {str(level): count for level, count in levels(result(review, JUNE_2022).rows).items()} == {
        "error": 0,
        "warning": 1,
        "note": 0,
    }


def test_a_name_with_signs_that_nobody_sees_is_found_however_it_came(cases, review, vault):
    record = paying(cases)
    with vault.work() as store:
        store.people.get(store.records.get(record).person_id).full_name = "Nguyễn\u202e Thị <b>Hòa"
    assert {"AS-2017", "AS-2018"} <= {each.code for each in result(review, JUNE_2022).rows}


# ---------------------------------------------------------------- money that is given once


def handed_out(cases, record, *events):
    """Write down events as a package brings them, whatever else is there."""
    with cases._vault.work("gói của xã khác") as store, taking_in(store.session):
        for kind, day, answers in events:
            store.records.add_event(record, kind, day, answers=answers)


def paid(month, **changes):
    return {"month": month, "paid": True} | changes


def test_money_that_was_given_twice_is_found_in_each_place_with_the_day_of_the_other(cases, review):
    numbered = factories.person(personal_id="089149001234")
    first, second = paying(cases, numbered), paying(cases, numbered | {"full_name": "Nguyễn Thị Hoa"})
    alone = paying(cases, factories.person(full_name="Lê Một Mình"))
    handed_out(
        cases, first, ("payment", "2022-05-05", paid("2022-05")), ("payment", "2022-04-05", paid("2022-04"))
    )
    handed_out(
        cases,
        second,
        ("payment", "2022-05-09", paid("2022-05")),
        ("payment", "2022-04-06", paid("2022-04", paid=False)),
    )
    handed_out(
        cases, alone, ("payment", "2022-05-05", paid("2022-05")), ("visit", "2022-05-06", paid("2022-05"))
    )
    rows = [each for each in result(review, JUNE_2022).rows if each.code == "AS-6414"]
    assert sorted((each.record_id, str(each.level)) for each in rows) == sorted(
        [(first, "error"), (second, "error")]
    )
    told = {each.record_id: each.text for each in rows}
    assert f"{cases.get(second).number} ngày 09/05/2022" in told[first]
    assert f"{cases.get(first).number} ngày 05/05/2022" in told[second]
    assert all("05/2022" in each for each in told.values())


def test_without_a_number_only_the_row_itself_tells_who_was_paid_twice(cases, review):
    one, other = paying(cases), paying(cases, factories.person(full_name="Lê Thị Hoa"))
    for record in (one, other):
        handed_out(cases, record, ("payment", "2022-05-05", paid("2022-05")))
    assert [each for each in result(review, JUNE_2022).rows if each.code == "AS-6414"] == []
    handed_out(cases, one, ("payment", "2022-05-07", paid("2022-05")))
    rows = [each for each in result(review, JUNE_2022).rows if each.code == "AS-6414"]
    assert [each.record_id for each in rows] == [one, one]
    assert {each.text.rpartition("ngày ")[2][:10] for each in rows} == {"05/05/2022", "07/05/2022"}


def test_what_is_found_stands_by_category_the_graver_first(cases, review):
    paying(cases, factories.person(full_name="Lê B"), social_group=None)
    paying(cases, factories.person(full_name="Lê A"), recorded_amount=1_000_000)
    numbered = factories.person(personal_id="089149001234")
    paying(cases, numbered)
    paying(cases, numbered | {"full_name": "Nguyễn Thị Hoa"})
    rows = result(review, JUNE_2022).rows
    places = [list(CATEGORIES).index(each.category) for each in rows]
    assert places == sorted(places)
    for category in CATEGORIES:
        levels_ = [list(Level).index(each.level) for each in rows if each.category == category]
        assert levels_ == sorted(levels_)
    assert not [each for each in rows if each.level is Level.NOTE]


def test_equal_findings_are_one_line_with_what_they_come_to_every_month(cases, review):
    records = [
        paying(cases, factories.person(full_name=f"Nguyễn Văn {name}", personal_id=None))
        for name in ("An", "Ba", "Cả")
    ]
    paying(cases, factories.person(full_name="Lê Thị Tư"), recorded_amount=1_080_000)
    child = cases.save(factories.case("children", {"groups": ["a"], "main_group": "a"}, final=False))
    with cases._vault.work("không còn nháp") as store:
        store.records.get(child).draft = False
    first, *others = groups_of(result(review, NOVEMBER_2026).rows)
    assert first.title == "Mức đã ghi khác mức theo quy định"
    assert sorted(first.records) == sorted(records)
    assert first.worth == 3 * (1_080_000 - 720_000)
    assert "NĐ 335/2026" in first.articles
    assert first.field is None  # something else stands there
    [care] = [each for each in others if each.first.code == "AS-2310"]
    assert (care.title, care.field.key) == ("Chưa ghi hình thức chăm sóc trẻ", "care_arrangement")
    assert care.worth == 0


def test_findings_about_several_fields_name_theirs(cases, review):
    def row(**changes):
        known = {"category": "missing", "level": Level.WARNING, "code": "AS-6146", "register": "assistance"}
        known |= {"record_id": "1", "number": "1", "who": "x", "hamlet": "", "text": "x", "todo": "y"}
        return ReviewRow(**(known | changes))

    rows = [row(field="benefits", text=f"{place}") for place in "ab"]
    rows += [row(field="pregnant", text=f"{place}", record_id="2") for place in "ab"]
    label = {key: each.label for key, each in catalog.register("assistance").fields.items()}
    assert {each.title for each in groups_of(rows)} == {
        f"Chưa ghi điều quyết định mức hưởng: {label[key]}" for key in ("benefits", "pregnant")
    }
    late = [row(code="AS-6410", what=what, record_id=what, category="overdue") for what in ("a", "b", "a")]
    assert [(each.title, len(each.rows), each.keepable) for each in groups_of(late)] == [
        ("a", 2, False),
        ("b", 1, False),
    ]
    levels_of = [row(), row(level=Level.ERROR, code="AS-6413"), row(recorded="500.000", expected="x")]
    assert [each.first.code for each in groups_of(levels_of)] == ["AS-6413", "AS-6146"]
    money = row(category="amount", recorded="500.000", expected="540.000")
    assert (money.worth, money._replace(expected="0 hoặc 540.000").worth) == (40_000, 0)
    assert money._replace(recorded="1,5", expected="2,0").worth == 0


def test_a_warning_is_kept_with_a_reason_in_many_records_at_once(cases, review):
    records = [
        paying(cases, factories.person(full_name=f"Nguyễn Văn {name}", personal_id=None))
        for name in ("An", "Ba")
    ]
    rows = result(review, NOVEMBER_2026).rows
    assert {each.code for each in rows} == {"AS-2219"}
    assert review.keep(rows, "chưa có quyết định") == 2
    assert [each.kept for each in result(review, NOVEMBER_2026).rows] == ["chưa có quyết định"] * 2
    assert {each.kept for each in review.of_record(records[0], NOVEMBER_2026)} == {"chưa có quyết định"}
    with cases._vault.reading() as store:
        assert store.records.get(records[0]).kept == {"AS-2219 recorded_amount": "chưa có quyết định"}
        assert store.log.of(records[0])[0].reason == "chưa có quyết định"
    late = [each._replace(category="overdue") for each in rows]
    assert review.keep(late, "để sau") == 0  # that has to be seen to


def test_one_record_is_looked_at_alone_as_among_all(cases, review):
    one, _other = (
        paying(cases, factories.person(full_name=f"Nguyễn Văn {name}", personal_id=None))
        for name in ("An", "Ba")
    )
    among = [each for each in result(review, NOVEMBER_2026).rows if each.record_id == one]
    assert review.of_record(one, NOVEMBER_2026) == among
    assert among
    with cases._vault.work("thôi") as store:
        store.records.set_state(store.records.get(one), "stopped", closed_on="2026-11-01", reason="x")
    assert review.of_record(one, NOVEMBER_2026) == []


def test_a_review_goes_on_piece_by_piece_to_the_same_end(cases, review, monkeypatch):
    for name in ("An", "Ba", "Cả"):
        paying(cases, factories.person(full_name=f"Nguyễn Văn {name}", personal_id=None))
    last = cases.save(factories.case("children", {"groups": ["a"]}, final=False))
    whole = result(review, NOVEMBER_2026)
    assert last in {each.record_id for each in whole.rows}  # each register is begun at its first record
    monkeypatch.setattr(scan, "CHUNK", 2)
    monkeypatch.setattr(work, "CHUNK", 2)
    passing, steps = review.begin(NOVEMBER_2026), []
    while passing.left:
        steps.append(passing.step.done)
        review.go_on(passing)
    assert passing.found() == whole
    assert steps[0] == 0
    assert 2 in steps  # it stopped within a register
    assert passing.step.done == passing.step.total == 4
