"""People with merit: what does not fit, what stands in the columns, what is to be done, what a death makes of it."""

import datetime

import pytest

from ansinh_desktop.registers import catalog, due
from ansinh_desktop.registers.acts.lives import change_of, outcome_of
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.merit import lists
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.rules import law
from tests.registers.factories import MERIT, PERSON, codes, facts, found, shown

ON = datetime.date(2026, 11, 23)
OLDER = PERSON | {"birth_date": "1948-03-05"}
DAUGHTER = PERSON | {"birth_date": "2009-06-15", "sex": "female"}
MARTYR_KIN = {"name": "Lê Văn Hùng", "category": "c", "relation": "mother", "ground": "parent_or_foster"}
KIN = {"kin": [MARTYR_KIN]}
WORSHIPS = {
    "related": ["worshipper"],
    "worshipped": [{"name": "Lê Văn Hùng"}, {"name": "Lê Văn Mạnh", "since_year": 2027}],
}
MARTYR = {"categories": ["c"], "decision_no": "1", "decision_date": "1975-01-01"}


def event(kind, on="2026-05-04", **answers):
    return EventFacts(kind, datetime.date.fromisoformat(on), answers)


def grant(item, on="2026-05-04", **answers):
    return event("grant", on, item=item, **answers)


def explained(known):
    why = catalog.register("merit").explained
    assert why is not None
    return why(known)


def said(answers, person=OLDER, on=ON, **more):
    return codes("merit", answers, person, on, **more)


# ------------------------------------------------------------------------------------------------ checks


def test_a_sound_record_tells_only_that_the_newest_annex_was_not_read():
    assert found("merit", MERIT, OLDER, on=ON) == [("note", "AS-7422", "")]
    assert found("merit", MERIT, OLDER, on=datetime.date(2025, 5, 1)) == []


@pytest.mark.parametrize(
    ("changes", "more", "finding"),
    [
        ({"categories": None, "injury_percent": None}, {}, ("error", "AS-7401", "categories")),
        ({"categories": ["b"]}, {}, ("warning", "AS-7402", "categories")),
        (MARTYR, {}, ("warning", "AS-7403", "categories")),
        (MARTYR | {"recorded_amount": 1}, {}, ("warning", "AS-7404", "categories")),
        ({"related": ["worshipper"]}, {}, ("warning", "AS-7405", "worshipped")),
        (
            {"kin": [MARTYR_KIN | {"category": "h", "relation": "foster_parent_of_martyr"}]},
            {},
            ("error", "AS-7406", "kin"),
        ),
        ({"kin": [MARTYR_KIN | {"ground": "minor"}]}, {}, ("warning", "AS-7407", "kin")),
        (
            {"kin": [MARTYR_KIN | {"ground": "studying"}], "study_paper_to": "2026-09-30"},
            {},
            ("warning", "AS-7408", "study_paper_to"),
        ),
        ({"decision_no": None}, {"state": "receiving"}, ("note", "AS-7409", "decision_no")),
        (
            {},
            {"events": [grant("worship", count=2, amount=1_400_000, year=2026)]},
            ("warning", "AS-7410", ""),
        ),
        ({}, {"events": [grant("care_home", "2027-03-01", year=2027)]}, ("warning", "AS-7411", "")),
        ({}, {"events": [grant("funeral", died_on="2026-08-01")]}, ("note", "AS-7412", "")),
        (
            MARTYR,
            {"events": [grant("funeral", died_on="2025-08-01")]},
            ("warning", "AS-7413", ""),
        ),
        (
            {"care_last_year": 2025},
            {"events": [grant("care_home", "2026-03-01", year=2026)]},
            ("warning", "AS-7414", ""),
        ),
        ({}, {"state": "suspended"}, ("warning", "AS-7415", "state_reason")),
        (
            {"recorded_amount": 4_000_000, "recorded_month": "2025-05"},
            {},
            ("warning", "AS-7416", "recorded_amount"),
        ),
        ({"received_on": "2026-05-05", "sent_on": "2026-05-04"}, {}, ("error", "AS-7417", "sent_on")),
        ({"stop_decision_date": "2014-01-01"}, {}, ("error", "AS-7418", "stop_decision_date")),
        ({"injury_percent": None}, {}, ("warning", "AS-7426", "")),
    ],
)
def test_what_does_not_fit_is_told(changes, more, finding):
    assert finding in found("merit", MERIT | changes, OLDER, on=ON, **more)
    assert finding not in found("merit", MERIT, OLDER, on=ON)


@pytest.mark.parametrize(
    ("amount", "month"),
    [
        (4_024_000, "2025-05"),  # 45 % by Phụ lục II of NĐ 77/2024
        (2_965_000, "2024-06"),  # and of NĐ 55/2023
        (4_347_000, "2026-11"),  # as the table scales: 4.345.8 → within what an unread annex may differ by
    ],
)
def test_an_amount_of_its_month_is_accepted(amount, month):
    assert "AS-7416" not in said(MERIT | {"recorded_amount": amount, "recorded_month": month})


# ------------------------------------------------------------------------------------------------ columns, why


@pytest.mark.parametrize(
    ("answers", "column", "value"),
    [
        (MERIT, "who", "Thương binh"),
        (MERIT | KIN, "who", "Thương binh; Mẹ đẻ của liệt sĩ"),
        (KIN | {"kin": [MARTYR_KIN, MARTYR_KIN]}, "who", "Mẹ đẻ của 02 liệt sĩ"),
        (MERIT, "percent_shown", "45 %"),
        (KIN, "allowance", 3_012_000),
        (KIN, "base", 3_012_000),
        ({"categories": ["d"], "attended": True}, "supplement", 2_524_000),
        ({"categories": ["d"], "attended": True}, "attendant_money", 3_012_000),
        ({"categories": ["d"], "attended": True}, "total", 9_036_000 + 2_524_000 + 3_012_000),
        (MERIT, "care_every", "Hai năm một lần"),
        (MERIT | {"care_last_year": 2025}, "care_next", "2027"),
        (MARTYR, "total", None),
        (WORSHIPS, "martyrs", "Lê Văn Hùng, Lê Văn Mạnh"),
        (WORSHIPS, "worship_amount", 1_400_000),
    ],
)
def test_columns(answers, column, value):
    assert shown("merit", column, answers, OLDER, ON) == value


def test_the_living_standard_of_the_year_is_the_last_that_was_judged():
    events = [
        event("living", "2026-03-01", year=2026, standard="below"),
        event("living", "2026-10-01", year=2026, standard="equal"),
        event("living", "2025-10-01", year=2025, standard="above"),
    ]
    assert shown("merit", "living_now", MERIT, OLDER, ON, events=events) == "Bằng mức trung bình nơi cư trú"
    earlier = datetime.date(2026, 5, 1)
    assert (
        shown("merit", "living_now", MERIT, OLDER, earlier, events=events) == "Dưới mức trung bình nơi cư trú"
    )


def test_why_something_is_paid_names_the_article_of_each_part():
    answers = {"categories": ["d"], "attended": True, "alone": True, **KIN}
    told = explained(facts(answers, OLDER, datetime.date(2025, 2, 1), state="receiving"))
    assert told.title == "Tháng 02/2025: 15.724.000 đồng"
    assert "2.789.000 đồng (NĐ 77/2024" in told.basis
    parts = [each for each in told.lines if "mức chuẩn" in each.text]
    assert [each.article.split(";")[0] for each in parts] == [
        "Pháp lệnh 02/2020 Điều 18 khoản 2",
        "Pháp lệnh 02/2020 Điều 18 khoản 3",
        "Pháp lệnh 02/2020 Điều 16 khoản 4",
        "Pháp lệnh 02/2020 Điều 18 khoản 4",
    ]
    assert [each.text for each in told.doubts] == [
        "Bà mẹ Việt Nam anh hùng hưởng 03 lần mức chuẩn, không cộng thêm tuất của thân nhân liệt sĩ "
        "(Pháp lệnh 02/2020 Điều 18 khoản 1, 2)."
    ]


def test_why_says_what_is_not_told():
    told = explained(facts({"categories": ["g"]}, OLDER, ON))
    assert told.title == "Tháng 11/2026: chưa đủ dữ kiện để tính"
    assert explained(facts({}, OLDER, datetime.date(2020, 1, 1))) is None


# ------------------------------------------------------------------------------------------------ the facts of a month


def test_a_childs_share_ends_with_eighteen_and_comes_back_with_school():
    minor = {"kin": [MARTYR_KIN | {"relation": "child", "ground": "minor"}]}
    studying = {
        "kin": [MARTYR_KIN | {"relation": "child", "ground": "studying"}],
        "study_paper_to": "2028-06-30",
    }
    turning, after = datetime.date(2027, 6, 20), datetime.date(2027, 7, 1)
    assert shown("merit", "total", minor, DAUGHTER, turning) == 3_012_000
    assert shown("merit", "total", minor, DAUGHTER, after) is None
    assert shown("merit", "total", studying, DAUGHTER, after) == 3_012_000
    assert shown("merit", "total", studying, DAUGHTER, datetime.date(2028, 7, 1)) is None


def test_a_share_begins_with_the_month_after_the_death():
    row = {
        "name": "Trần Văn Bảy",
        "category": "g",
        "relation": "spouse",
        "percent": 65,
        "died_on": "2025-03-10",
        "ground": "spouse",
    }
    assert shown("merit", "total", {"kin": [row]}, OLDER, datetime.date(2025, 3, 31)) is None
    assert shown("merit", "total", {"kin": [row]}, OLDER, datetime.date(2025, 4, 1)) == 1_565_000
    assert shown("merit", "total", {"kin": [row | {"died_on": None}]}, OLDER, ON) is None


# ------------------------------------------------------------------------------------------------ tasks


def tasks(answers, person=OLDER, on=ON, **more):
    more.setdefault("state", "receiving")
    found = due.tasks_of(catalog.register("merit"), facts(answers, person, on, **more))
    shown_by = datetime.datetime.combine(on, datetime.time(12))
    return {each.id: f"{each.due:%d/%m/%Y}" for each in found if each.shown_from <= shown_by}


CARED = {"care_listed_year": 2026}
JUDGED = event("living", "2026-10-01", year=2026, standard="equal")


@pytest.mark.parametrize(
    ("answers", "more", "expected"),
    [
        (MERIT | CARED, {"events": [JUDGED]}, {}),
        (MERIT, {"events": [JUDGED]}, {"merit_nursing_list": "31/03/2026"}),
        (MERIT | {"care_last_year": 2025}, {"events": [JUDGED]}, {}),
        (MERIT | {"care_last_year": 2024}, {"events": [JUDGED]}, {"merit_nursing_list": "31/03/2026"}),
        (MERIT, {"events": [JUDGED, grant("care_home", year=2026)]}, {}),
        (MERIT | CARED, {}, {"merit_living_standard": "31/12/2026"}),
        (MERIT | CARED, {"on": datetime.date(2026, 9, 30)}, {}),
        (MERIT | CARED, {"state": "suspended"}, {}),
        (WORSHIPS, {"events": [JUDGED]}, {"merit_worship_of_year": "31/12/2026"}),
        (WORSHIPS, {"events": [JUDGED, grant("worship", year=2026, count=1, amount=1_400_000)]}, {}),
        (
            WORSHIPS,
            {"events": [JUDGED, grant("worship", year=2025, count=1, amount=1_400_000)]},
            {"merit_worship_of_year": "31/12/2026"},
        ),
        (
            MERIT | CARED | {"devices": [{"device": "leg_above", "given_year": 2024}]},
            {"events": [JUDGED]},
            {"merit_device_leg_above": "31/12/2026"},
        ),
        (
            MERIT | CARED | {"devices": [{"device": "leg_above", "given_year": 2025}]},
            {"events": [JUDGED]},
            {},
        ),
        (
            {"kin": [MARTYR_KIN | {"relation": "child", "ground": "minor"}]},
            {"events": [JUDGED], "person": DAUGHTER, "on": datetime.date(2027, 6, 1)},
            {"merit_turns_18": "15/06/2027"},
        ),
        (
            {"kin": [MARTYR_KIN | {"relation": "child", "ground": "studying"}], "study_paper_to": "2026-12-15"},
            {"events": [JUDGED]},
            {"merit_study_ends": "15/12/2026"},
        ),
        (
            {"kin": [MARTYR_KIN | {"category": "h", "relation": "spouse", "ground": "not_yet", "died_on": "2019-01-01"}]},
            {"events": [JUDGED], "person": PERSON | {"sex": "female", "birth_date": "1971-12-10"}},
            {"merit_spouse_of_age": "10/12/2026"},  # 55 years: the husband died before the ordinance
        ),
        (MARTYR, {"person": OLDER | {"death_date": "1972"}}, {}),  # a martyr's death asks for nothing
        (MERIT | CARED, {"events": [JUDGED], "person": OLDER | {"death_date": "2026-11-01"}}, {"person_died": "30/11/2026"}),
    ],
)  # fmt: skip
def test_what_is_to_be_done(answers, more, expected):
    assert tasks(answers, **more) == expected


@pytest.mark.parametrize("row", law.code_list("merit_procedure").rows, ids=lambda row: row.code)
def test_each_procedure_runs_from_the_full_dossier_until_it_is_sent(row):
    opened = event("procedure", "2026-11-20", procedure=row.code, dossier_on="2026-11-20")
    sent = event("procedure", "2026-11-20", procedure=row.code, dossier_on="2026-11-20", sent_on="2026-11-23")
    limit = row.extra.get("limit")
    more = {"state": "receiving", "on": datetime.date(2026, 11, 23)}
    assert (limit in tasks(MERIT | CARED, events=[JUDGED, opened], **more)) is bool(limit)
    assert limit not in tasks(MERIT | CARED, events=[JUDGED, sent], **more)
    asked = {"request": row.code, "received_on": "2026-11-20"}
    assert (limit in tasks(MERIT | asked, state="requested")) is bool(limit)
    assert limit not in tasks(MERIT | asked | {"sent_on": "2026-11-23"}, state="requested")


# ------------------------------------------------------------------------------------------------ steps


def refused(answers, state, to, *events, person=OLDER, on=ON):
    register = catalog.register("merit")
    return [
        each.code
        for each in step_findings(register, facts(answers, person, on, state=state, events=events), to)
    ]


BACKLOG = MERIT | {"request": "backlog", "received_on": "2026-08-01"}


@pytest.mark.parametrize(
    ("answers", "state", "to", "events", "code"),
    [
        (MERIT | {"request": "hero"}, "requested", "posted", [event("posting")], "AS-7440"),
        (BACKLOG, "posted", "council", [event("posting", "2026-10-20")], "AS-6309"),
        (BACKLOG, "posted", "council", [event("posting", "2026-09-01", complaints="có")], "AS-7442"),
        (MERIT | {"state_reason": "3", "stopped_from": "2026-12"}, "receiving", "suspended", [], "AS-7441"),
        (MERIT | {"state_reason": "1", "stopped_from": "2026-12"}, "receiving", "ended", [], "AS-7441"),
        (MERIT, "receiving", "dead", [], "AS-6306"),
        (MERIT, "receiving", "moved", [], "AS-6305"),
    ],
)
def test_steps_that_are_refused(answers, state, to, events, code):
    assert code in refused(answers, state, to, *events)


def test_steps_that_are_taken():
    assert refused(BACKLOG, "requested", "posted", event("posting")) == []
    assert refused(BACKLOG, "posted", "council", event("posting", "2026-09-01")) == []
    ended = MERIT | {"state_reason": "8", "stopped_from": "2026-12"}
    assert refused(ended, "receiving", "ended") == []


# ------------------------------------------------------------------------------------------------ a death, a removal


def after(life, said, answers, state="receiving", person=OLDER, events=()):
    register = catalog.register("merit")
    change = change_of(register.life_changes, life, answers)
    assert change is not None
    known = facts(
        answers,
        person | ({"death_date": said["on"]} if life == "death" else {}),
        ON,
        state=state,
        events=events,
    )
    found = outcome_of(register, change, known, said)
    return found.effect, [each.code for each in found.notes]


def test_a_death_ends_the_allowance_and_proposes_what_is_paid_after_it():
    effect, notes = after("death", {"on": "2026-03-10"}, MERIT | {"injury_percent": 65})
    assert (effect.to, effect.answers["stopped_from"], effect.change) == ("dead", "2026-04", -5_809_000)
    assert [answers["item"] for _kind, answers in effect.events] == ["funeral", "lump_sum"]
    assert all(
        answers["died_on"] == "2026-03-10" and "amount" not in answers for _kind, answers in effect.events
    )
    assert notes == ["AS-7443", "AS-7444", "AS-7445"]


@pytest.mark.parametrize(
    ("answers", "state", "said", "items", "notes"),
    [
        (
            MERIT,
            "receiving",
            "2026-03-10",
            ["funeral", "lump_sum"],
            ["AS-7443", "AS-7444"],
        ),  # 45 %: nobody survives
        (MERIT, "receiving", "2026-08-10", ["funeral", "lump_sum"], ["AS-7412", "AS-7444"]),
        (MERIT, "receiving", "2026", [], ["AS-7448"]),
        (MERIT, "requested", "2026-03-10", ["funeral"], ["AS-7443"]),
        (KIN, "receiving", "2026-03-10", ["funeral", "lump_sum"], ["AS-7443", "AS-7444", "AS-7446"]),
        (WORSHIPS, "receiving", "2026-03-10", [], ["AS-7447"]),
        (MERIT, "ended", "2026-03-10", [], []),
        (MARTYR, "receiving", "1972-01-01", [], []),
    ],
)
def test_what_a_death_asks_for(answers, state, said, items, notes):
    effect, told = after("death", {"on": said}, answers, state)
    assert [given["item"] for _kind, given in effect.events] == items
    assert told == notes
    assert effect.to == ("" if state == "ended" or answers is MARTYR else "dead")


def test_what_was_written_down_already_is_not_proposed_again():
    events = [grant("funeral", died_on="2026-03-10", amount=23_400_000)]
    effect, _notes = after("death", {"on": "2026-03-10"}, MERIT, events=events)
    assert [given["item"] for _kind, given in effect.events] == ["lump_sum"]


def test_whoever_moves_is_no_longer_paid_here():
    effect, notes = after("move", {"on": "2026-03-10", "place": "Cần Thơ"}, MERIT)
    assert (effect.to, effect.answers["stopped_from"]) == ("moved", "2026-04")
    assert effect.answers["moved_to_place"] == "Cần Thơ"
    assert notes == []


# ------------------------------------------------------------------------------------------------ lists


@pytest.mark.parametrize(
    ("answers", "person", "listed", "left_out"),
    [
        (MERIT, OLDER, True, False),
        (MERIT | {"paid_from": "2026-12"}, OLDER, False, False),
        (MERIT | {"stopped_from": "2026-11"}, OLDER, False, False),
        (MERIT | {"stopped_from": "2026-12"}, OLDER, True, False),
        ({"categories": ["l"]}, OLDER, False, False),
        (MERIT, OLDER | {"death_date": "2026-10-31"}, True, True),
        (MERIT, OLDER | {"death_date": "2026-11-01"}, True, False),
        (MERIT, OLDER | {"death_date": "2026"}, True, True),
    ],
)
def test_who_stands_in_the_list_of_a_month(answers, person, listed, left_out):
    known = facts(answers, person, datetime.date(2026, 11, 30), state="receiving")
    assert lists.is_paid(known) is listed
    assert bool(lists.leaves_out(known)) is left_out


@pytest.mark.parametrize(
    ("answers", "listed"),
    [
        (MERIT, True),
        (MERIT | {"care_last_year": 2024}, True),
        (MERIT | {"care_last_year": 2025}, False),
        (MERIT | {"care_last_year": 2026, "care_listed_year": 2026}, True),
        ({"categories": ["l"]}, False),
    ],
)
def test_who_stands_in_the_list_of_care(answers, listed):
    assert lists.is_due_for_care(facts(answers, OLDER, ON)) is listed
