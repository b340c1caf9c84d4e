"""Each time limit of the law, reckoned over real weekends and holidays, with the article that sets it."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import calendar, deadlines, law

NATIONAL = calendar.national()
ONE_DAY = datetime.timedelta(days=1)
LIMITS = [row["id"] for row in law.law_data("deadlines")["deadline"]]


def moment(text):
    return datetime.datetime.fromisoformat(text)


def day(text):
    return datetime.date.fromisoformat(text)


# What happened when, and the last moment that is still in time: 17:00 of the last working day, midnight of any other.
ENDS = [
    ("drug_term_first_2026", "2026-07-03T09:00", "2028-07-03T23:59:59", "Luật 120/2025/QH15 Điều 29"),
    ("drug_term_again_2026", "2026-07-03T09:00", "2029-07-03T23:59:59", "Luật 120/2025/QH15 Điều 29"),
    ("drug_aftercare_2y_2026", "2028-02-29T09:00", "2030-02-28T23:59:59", "Luật 120/2025/QH15 Điều 42"),
    ("poverty_regular", "2026-11-15T00:00", "2026-11-30T23:59:59", "QĐ 24/2021/QĐ-TTg Điều 5"),
    ("poverty_regular", "2023-12-15T00:00", "2024-01-02T23:59:59", "QĐ 24/2021/QĐ-TTg Điều 5"),
    ("poverty_regular_2027", "2027-01-15T00:00", "2027-02-01T23:59:59", "QĐ 24/2021/QĐ-TTg Điều 5"),
    ("sa_review_2021", "2023-11-30T22:15", "2023-12-11T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm b"),
    ("sa_review_2021", "2025-01-22T09:00", "2025-02-07T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm b"),
    ("sa_posting_2021", "2022-01-27T09:00", "2022-02-07T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm b"),
    ("sa_posting_2021", "2023-04-26T09:00", "2023-04-28T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm b"),
    ("sa_complaint_2021", "2025-04-24T14:00", "2025-05-12T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm b"),
    ("sa_complaint_2021", "2024-08-28T09:00", "2024-09-13T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm b"),
    ("sa_send_2021", "2022-01-27T09:00", "2022-02-08T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm c"),
    ("sa_send_2021", "2023-12-27T15:00", "2024-01-02T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm c"),
    ("sa_department_2021", "2025-04-24T14:00", "2025-05-07T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm d"),
    ("sa_department_2021", "2023-04-26T09:00", "2023-05-10T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm d"),
    ("sa_district_decide_2021", "2023-01-17T10:00", "2023-01-27T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm đ"),
    ("sa_district_decide_2021", "2022-08-30T16:00", "2022-09-06T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm đ"),
    ("sa_move_same_district_2021", "2024-04-15T08:00", "2024-04-19T17:00", "NĐ 20/2021 Điều 8 khoản 3 điểm b"),
    ("sa_move_same_district_2021", "2024-04-25T13:00", "2024-05-03T17:00", "NĐ 20/2021 Điều 8 khoản 3 điểm b"),
    ("sa_move_same_district_department_2021", "2023-01-17T10:00", "2023-01-27T17:00", "NĐ 20/2021 Điều 8 khoản 3 điểm c"),
    ("sa_move_same_district_department_2021", "2022-01-27T09:00", "2022-02-08T17:00", "NĐ 20/2021 Điều 8 khoản 3 điểm c"),
    ("sa_move_other_2021", "2021-10-31T09:00", "2021-11-03T17:00", "NĐ 20/2021 Điều 8 khoản 4 điểm c"),
    ("sa_move_other_2021", "2024-02-05T09:00", "2024-02-15T17:00", "NĐ 20/2021 Điều 8 khoản 4 điểm c"),
    ("sa_move_other_department_2021", "2024-02-29T09:00", "2024-03-07T17:00", "NĐ 20/2021 Điều 8 khoản 4 điểm d"),
    ("sa_move_other_department_2021", "2025-04-03T09:00", "2025-04-11T17:00", "NĐ 20/2021 Điều 8 khoản 4 điểm d"),
    ("sa_total_2025", "2026-02-11T09:00", "2026-03-04T17:00", "NĐ 147/2025 Điều 5–10"),
    ("sa_total_2025", "2026-08-20T08:00", "2026-09-07T17:00", "NĐ 147/2025 Điều 5–10"),
    ("sa_pension_2025", "2025-12-29T09:00", "2026-01-13T17:00", "NĐ 176/2025"),
    ("sa_pension_2025", "2026-08-27T09:00", "2026-09-15T17:00", "NĐ 176/2025"),
    ("sa_total_2026", "2026-10-05T08:00", "2026-10-14T17:00", "NĐ 335/2026 Điều 8"),
    ("sa_total_2026", "2026-11-20T15:45", "2026-12-02T17:00", "NĐ 335/2026 Điều 8"),
    ("sa_pension_2026", "2026-11-19T09:00", "2026-12-01T17:00", "NĐ 335/2026 Điều 8, Điều 31"),
    ("sa_pension_2026", "2026-11-20T15:45", "2026-12-02T17:00", "NĐ 335/2026 Điều 8, Điều 31"),
    ("sa_funeral_commune_2021", "2021-10-31T09:00", "2021-11-02T17:00", "NĐ 20/2021 Điều 11 khoản 4 điểm b"),
    ("sa_funeral_commune_2021", "2024-12-30T09:00", "2025-01-02T17:00", "NĐ 20/2021 Điều 11 khoản 4 điểm b"),
    ("sa_funeral_department_2021", "2024-08-28T09:00", "2024-09-04T17:00", "NĐ 20/2021 Điều 11 khoản 4 điểm c"),
    ("sa_funeral_department_2021", "2023-04-26T09:00", "2023-05-04T17:00", "NĐ 20/2021 Điều 11 khoản 4 điểm c"),
    ("sa_funeral_2025", "2025-08-27T08:00", "2025-09-05T17:00", "NĐ 147/2025"),
    ("sa_funeral_2025", "2026-01-31T09:00", "2026-02-06T17:00", "NĐ 147/2025"),
    ("sa_funeral_2026", "2026-10-05T08:00", "2026-10-08T17:00", "NĐ 335/2026 Điều 11, Điều 31"),
    ("sa_funeral_2026", "2026-11-19T09:00", "2026-11-25T17:00", "NĐ 335/2026 Điều 11, Điều 31"),
    ("sa_relief_urgent", "2026-08-27T09:00", "2026-09-03T23:59:59", "NĐ 20/2021 Điều 12 khoản 3 điểm c"),
    ("sa_relief_urgent", "2026-08-20T08:00", "2026-08-22T23:59:59", "NĐ 20/2021 Điều 12 khoản 3 điểm c"),
    ("sa_injury_away", "2024-08-28T09:00", "2024-08-30T23:59:59", "NĐ 20/2021 Điều 13 khoản 2"),
    ("sa_injury_away", "2025-04-03T09:00", "2025-04-08T23:59:59", "NĐ 20/2021 Điều 13 khoản 2"),
    ("sa_emergency_death_2021", "2024-08-28T09:00", "2024-09-04T17:00", "NĐ 20/2021 Điều 14 khoản 3 điểm b"),
    ("sa_emergency_death_2021", "2025-04-24T14:00", "2025-04-28T17:00", "NĐ 20/2021 Điều 14 khoản 3 điểm b"),
    ("sa_emergency_death_2026", "2026-11-19T09:00", "2026-11-25T17:00", "NĐ 335/2026 Điều 13 (dẫn chiếu Điều 11)"),
    ("sa_emergency_death_2026", "2026-11-20T15:45", "2026-11-26T17:00", "NĐ 335/2026 Điều 13 (dẫn chiếu Điều 11)"),
    ("sa_protection_commune_2021", "2023-08-29T08:00", "2023-08-31T17:00", "NĐ 20/2021 Điều 21 khoản 2 điểm b, khoản 3 điểm b"),
    ("sa_protection_commune_2021", "2024-02-29T09:00", "2024-03-04T17:00", "NĐ 20/2021 Điều 21 khoản 2 điểm b, khoản 3 điểm b"),
    ("sa_protection_department_2021", "2022-03-13T09:00", "2022-03-16T17:00", "NĐ 20/2021 Điều 21 khoản 2 điểm c, khoản 3 điểm c"),
    ("sa_protection_department_2021", "2024-02-29T09:00", "2024-03-05T17:00", "NĐ 20/2021 Điều 21 khoản 2 điểm c, khoản 3 điểm c"),
    ("sa_protection_max", "2025-04-24T14:00", "2025-07-24T23:59:59", "NĐ 20/2021 Điều 18 khoản 3; NĐ 335/2026 Điều 15"),
    ("sa_protection_max", "2023-01-17T10:00", "2023-04-17T23:59:59", "NĐ 20/2021 Điều 18 khoản 3; NĐ 335/2026 Điều 15"),
    ("sa_facility_review", "2024-12-30T09:00", "2025-01-14T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm b"),
    ("sa_facility_review", "2024-04-15T08:00", "2024-05-03T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm b"),
    ("sa_facility_posting", "2023-12-27T15:00", "2024-01-08T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm b"),
    ("sa_facility_posting", "2023-11-30T22:15", "2023-12-11T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm b"),
    ("sa_facility_department", "2024-04-15T08:00", "2024-04-25T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm c"),
    ("sa_facility_department", "2022-04-07T14:30", "2022-04-19T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm c"),
    ("sa_facility_district", "2023-01-17T10:00", "2023-01-27T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm d"),
    ("sa_facility_district", "2025-04-24T14:00", "2025-04-28T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm d"),
    ("sa_facility_province", "2024-02-29T09:00", "2024-03-11T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm đ"),
    ("sa_facility_province", "2024-08-28T09:00", "2024-09-10T17:00", "NĐ 20/2021 Điều 28 khoản 1 điểm đ"),
    ("sa_facility_emergency_papers", "2023-12-27T15:00", "2024-01-11T17:00", "NĐ 20/2021 Điều 28 khoản 2 điểm b"),
    ("sa_facility_emergency_papers", "2024-02-29T09:00", "2024-03-14T17:00", "NĐ 20/2021 Điều 28 khoản 2 điểm b"),
    ("sa_abandoned_child_announcement", "2025-01-22T09:00", "2025-03-05T17:00", "NĐ 20/2021 Điều 28 khoản 2 điểm a"),
    ("sa_abandoned_child_announcement", "2026-08-27T09:00", "2026-10-06T17:00", "NĐ 20/2021 Điều 28 khoản 2 điểm a"),
    ("sa_facility_emergency_stay", "2026-08-27T09:00", "2026-11-27T23:59:59", "NĐ 20/2021 Điều 24 khoản 4"),
    ("sa_facility_emergency_stay", "2024-02-29T09:00", "2024-05-29T23:59:59", "NĐ 20/2021 Điều 24 khoản 4"),
    ("sa_suspend_uncollected", "2024-02-05T09:00", "2024-05-05T23:59:59", "TT 02/2021 Điều 2 khoản 3 điểm a; NĐ 335/2026 Điều 9"),
    ("sa_suspend_uncollected", "2023-04-26T09:00", "2023-07-26T23:59:59", "TT 02/2021 Điều 2 khoản 3 điểm a; NĐ 335/2026 Điều 9"),
    ("sa_stop_after_suspension", "2022-08-30T16:00", "2022-11-30T23:59:59", "TT 02/2021 Điều 2 khoản 1 điểm đ; NĐ 335/2026 Điều 9"),
    ("sa_stop_after_suspension", "2025-04-03T09:00", "2025-07-03T23:59:59", "TT 02/2021 Điều 2 khoản 1 điểm đ; NĐ 335/2026 Điều 9"),
    ("dis_council", "2025-12-29T09:00", "2026-01-27T17:00", "TT 01/2019/TT-BLĐTBXH Điều 5 khoản 2"),
    ("dis_council", "2024-02-05T09:00", "2024-03-11T17:00", "TT 01/2019/TT-BLĐTBXH Điều 5 khoản 2"),
    ("dis_issue", "2022-08-30T16:00", "2022-09-08T17:00", "TT 01/2019/TT-BLĐTBXH Điều 6 khoản 1; Luật NKT Điều 18 khoản 4"),
    ("dis_issue", "2026-08-27T09:00", "2026-09-08T17:00", "TT 01/2019/TT-BLĐTBXH Điều 6 khoản 1; Luật NKT Điều 18 khoản 4"),
    ("dis_complaint", "2026-10-05T08:00", "2026-10-12T17:00", "TT 01/2019/TT-BLĐTBXH Điều 6 khoản 1"),
    ("dis_complaint", "2024-02-05T09:00", "2024-02-19T17:00", "TT 01/2019/TT-BLĐTBXH Điều 6 khoản 1"),
    ("dis_issue_after_medical", "2023-04-26T09:00", "2023-05-08T17:00", "TT 01/2019/TT-BLĐTBXH Điều 6 khoản 2"),
    ("dis_issue_after_medical", "2026-04-28T09:00", "2026-05-07T17:00", "TT 01/2019/TT-BLĐTBXH Điều 6 khoản 2"),
    ("dis_reissue", "2022-08-30T16:00", "2022-09-08T17:00", "TT 01/2019/TT-BLĐTBXH Điều 9 khoản 2"),
    ("dis_reissue", "2026-11-20T15:45", "2026-11-30T17:00", "TT 01/2019/TT-BLĐTBXH Điều 9 khoản 2"),
    ("dis_withdraw", "2026-11-20T15:45", "2026-11-30T17:00", "TT 01/2019/TT-BLĐTBXH Điều 9 khoản 3"),
    ("dis_withdraw", "2026-08-27T09:00", "2026-09-08T17:00", "TT 01/2019/TT-BLĐTBXH Điều 9 khoản 3"),
    ("dis_medical_file", "2026-10-05T08:00", "2026-10-08T17:00", "TTLT 34/2012 Điều 7"),
    ("dis_medical_file", "2026-04-22T09:00", "2026-04-28T17:00", "TTLT 34/2012 Điều 7"),
    ("dis_medical_exam", "2026-04-28T09:00", "2026-06-11T17:00", "TTLT 34/2012 Điều 9"),
    ("dis_medical_exam", "2026-11-19T09:00", "2027-01-04T17:00", "TTLT 34/2012 Điều 9"),
    ("dis_medical_send", "2026-04-22T09:00", "2026-05-11T17:00", "TTLT 34/2012 Điều 11"),
    ("dis_medical_send", "2026-04-28T09:00", "2026-05-14T17:00", "TTLT 34/2012 Điều 11"),
    ("dis_medical_validity_6plus", "2022-01-27T09:00", "2027-01-27T23:59:59", "TTLT 34/2012 Điều 12"),
    ("dis_medical_validity_under6", "2023-12-27T15:00", "2026-12-27T23:59:59", "TTLT 34/2012 Điều 12"),
    ("child_notify", "2026-03-14T23:50", "2026-03-15T23:50", "NĐ 56/2017 Điều 25 khoản 1"),
    ("child_intervention_12h", "2025-08-31T09:00", "2025-08-31T21:00", "NĐ 56/2017 Điều 26 khoản 3, Điều 31 khoản 2, Điều 32 khoản 2"),
    ("child_plan_submit", "2023-01-17T10:00", "2023-01-31T17:00", "NĐ 56/2017 Điều 28 khoản 1"),
    ("child_plan_submit", "2022-08-30T16:00", "2022-09-08T17:00", "NĐ 56/2017 Điều 28 khoản 1"),
    ("child_plan_approve", "2026-10-05T08:00", "2026-10-07T17:00", "NĐ 56/2017 Điều 28 khoản 4"),
    ("child_plan_approve", "2026-08-20T08:00", "2026-08-22T17:00", "NĐ 56/2017 Điều 28 khoản 4"),
    ("child_plan_total", "2026-04-28T09:00", "2026-05-11T17:00", "NĐ 56/2017 Điều 28 khoản 1, 4 (05 + 02)"),
    ("child_plan_total", "2023-12-27T15:00", "2024-01-08T17:00", "NĐ 56/2017 Điều 28 khoản 1, 4 (05 + 02)"),
    ("traf_notify_2011", "2025-01-22T09:00", "2025-01-23T09:00", "Luật 66/2011/QH12 Điều 24"),
    ("traf_notify_2024", "2026-08-27T09:00", "2026-08-28T09:00", "Luật 53/2024/QH15 Điều 27 (sửa đổi bởi Luật 86/2025)"),
    ("traf_verify_initial_2011", "2022-03-13T09:00", "2022-03-16T23:59:59", "Luật 66/2011/QH12 Điều 24"),
    ("traf_verify_initial_2011", "2025-04-24T14:00", "2025-04-28T23:59:59", "Luật 66/2011/QH12 Điều 24"),
    ("traf_verify_initial_2024", "2026-04-22T09:00", "2026-04-28T23:59:59", "Luật 53/2024/QH15 Điều 27"),
    ("traf_verify_initial_2024", "2026-02-11T09:00", "2026-02-23T23:59:59", "Luật 53/2024/QH15 Điều 27"),
    ("traf_police_verify", "2024-12-30T09:00", "2025-01-20T23:59:59", "Luật 66/2011/QH12 Điều 24"),
    ("traf_police_verify", "2025-04-03T09:00", "2025-04-23T23:59:59", "Luật 66/2011/QH12 Điều 24"),
    ("traf_commune_dossier", "2023-11-30T22:15", "2023-12-05T17:00", "NĐ 09/2013; TT 35/2013/TT-BLĐTBXH"),
    ("traf_commune_dossier", "2023-01-17T10:00", "2023-01-27T17:00", "NĐ 09/2013; TT 35/2013/TT-BLĐTBXH"),
    ("traf_department_appraise", "2023-12-27T15:00", "2024-01-04T17:00", "TT 35/2013/TT-BLĐTBXH"),
    ("traf_department_appraise", "2022-04-27T08:00", "2022-05-06T17:00", "TT 35/2013/TT-BLĐTBXH"),
    ("traf_district_decide", "2024-02-29T09:00", "2024-03-05T17:00", "TT 35/2013/TT-BLĐTBXH"),
    ("traf_district_decide", "2022-04-27T08:00", "2022-05-04T17:00", "TT 35/2013/TT-BLĐTBXH"),
    ("traf_application_window", "2023-04-26T09:00", "2024-04-26T23:59:59", "TT 35/2013/TT-BLĐTBXH"),
    ("traf_application_window", "2024-04-25T13:00", "2025-04-25T23:59:59", "TT 35/2013/TT-BLĐTBXH"),
    ("traf_support_total_2025", "2026-08-27T09:00", "2026-09-14T17:00", "NĐ 162/2025"),
    ("traf_support_total_2025", "2025-08-31T09:00", "2025-09-15T17:00", "NĐ 162/2025"),
    ("traf_lodging_2019", "2024-08-28T09:00", "2024-11-28T23:59:59", "TT 84/2019/TT-BTC"),
    ("traf_lodging_2019", "2023-04-26T09:00", "2023-07-26T23:59:59", "TT 84/2019/TT-BTC"),
    ("traf_lodging_2025", "2025-08-27T08:00", "2025-12-25T23:59:59", "NĐ 162/2025 Điều 17"),
    ("traf_lodging_2025", "2026-10-05T08:00", "2027-02-02T23:59:59", "NĐ 162/2025 Điều 17"),
    ("drug_use_decision", "2022-04-27T08:00", "2022-05-04T17:00", "Luật 73/2021/QH14 Điều 23 khoản 4"),
    ("drug_use_decision", "2025-08-31T09:00", "2025-09-05T17:00", "Luật 73/2021/QH14 Điều 23 khoản 4"),
    ("drug_use_management", "2025-12-29T09:00", "2026-12-29T23:59:59", "Luật 73/2021/QH14 Điều 23 khoản 2"),
    ("drug_use_management_2026", "2026-11-20T15:45", "2027-11-20T23:59:59", "Luật 120/2025/QH15 Điều 24"),
    ("drug_move_notice", "2024-04-15T08:00", "2024-04-23T17:00", "Luật 73/2021/QH14 Điều 26 khoản 2, Điều 43 khoản 2"),
    ("drug_move_notice", "2024-02-29T09:00", "2024-03-07T17:00", "Luật 73/2021/QH14 Điều 26 khoản 2, Điều 43 khoản 2"),
    ("drug_move_notice_2026", "2026-08-27T09:00", "2026-08-28T09:00", "Luật 120/2025/QH15"),
    ("drug_move_present_2026", "2026-08-27T09:00", "2026-08-28T09:00", "Luật 120/2025/QH15"),
    ("drug_register", "2025-08-27T08:00", "2025-09-05T17:00", "NĐ 116/2021 Điều 28; Luật 73/2021/QH14 Điều 27 khoản 5 điểm c"),
    ("drug_register", "2026-02-11T09:00", "2026-02-25T17:00", "NĐ 116/2021 Điều 28; Luật 73/2021/QH14 Điều 27 khoản 5 điểm c"),
    ("drug_voluntary_decision", "2024-04-25T13:00", "2024-05-03T17:00", "NĐ 116/2021 Điều 30 khoản 1"),
    ("drug_voluntary_decision", "2026-04-22T09:00", "2026-04-28T17:00", "NĐ 116/2021 Điều 30 khoản 1"),
    ("drug_service_notice", "2026-04-28T09:00", "2026-05-07T17:00", "Luật 73/2021/QH14 Điều 30 khoản 7 điểm c; Điều 35 khoản 6 điểm e; Điều 36 khoản 3 điểm g"),
    ("drug_service_notice", "2025-04-24T14:00", "2025-05-05T17:00", "Luật 73/2021/QH14 Điều 30 khoản 7 điểm c; Điều 35 khoản 6 điểm e; Điều 36 khoản 3 điểm g"),
    ("drug_voluntary_term_min", "2022-03-13T09:00", "2022-09-13T23:59:59", "Luật 73/2021/QH14 Điều 30 khoản 2, Điều 31 khoản 1"),
    ("drug_voluntary_term_min", "2025-12-29T09:00", "2026-06-29T23:59:59", "Luật 73/2021/QH14 Điều 30 khoản 2, Điều 31 khoản 1"),
    ("drug_voluntary_term_max", "2022-08-30T16:00", "2023-08-30T23:59:59", "Luật 73/2021/QH14 Điều 30 khoản 2, Điều 31 khoản 1"),
    ("drug_voluntary_term_max", "2025-01-22T09:00", "2026-01-22T23:59:59", "Luật 73/2021/QH14 Điều 30 khoản 2, Điều 31 khoản 1"),
    ("drug_compulsory_minor_max", "2024-02-05T09:00", "2025-02-05T23:59:59", "Luật 73/2021/QH14 Điều 33 khoản 3"),
    ("drug_compulsory_minor_max", "2022-01-27T09:00", "2023-01-27T23:59:59", "Luật 73/2021/QH14 Điều 33 khoản 3"),
    ("drug_compulsory_adult_max", "2024-02-29T09:00", "2026-02-28T23:59:59", "Luật Xử lý vi phạm hành chính Điều 95"),
    ("drug_compulsory_adult_max", "2022-08-30T16:00", "2024-08-30T23:59:59", "Luật Xử lý vi phạm hành chính Điều 95"),
    ("drug_minor_file_read", "2026-03-14T23:50", "2026-03-18T17:00", "Luật 73/2021/QH14 Điều 34 khoản 2"),
    ("drug_minor_file_read", "2023-11-30T22:15", "2023-12-05T17:00", "Luật 73/2021/QH14 Điều 34 khoản 2"),
    ("drug_minor_file_send", "2026-04-22T09:00", "2026-04-23T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_minor_file_send", "2023-04-26T09:00", "2023-04-27T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_minor_department", "2023-11-30T22:15", "2023-12-04T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_minor_department", "2024-04-25T13:00", "2024-05-02T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_minor_supplement", "2024-04-25T13:00", "2024-05-02T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_minor_supplement", "2023-01-17T10:00", "2023-01-19T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_aftercare_1y", "2024-04-25T13:00", "2025-04-25T23:59:59", "Luật 73/2021/QH14 Điều 40 khoản 1"),
    ("drug_aftercare_2y", "2025-01-22T09:00", "2027-01-22T23:59:59", "Luật 73/2021/QH14 Điều 40 khoản 2"),
    ("drug_aftercare_1y_2026", "2026-11-19T09:00", "2027-11-19T23:59:59", "Luật 120/2025/QH15 Điều 42"),
    ("dv_contact_ban_2007", "2022-08-30T16:00", "2022-08-31T04:00", "Luật 02/2007/QH12; NĐ 08/2009"),
    ("dv_contact_ban", "2024-08-28T09:00", "2024-08-28T21:00", "Luật 13/2022/QH15 Điều 25"),
    ("dv_ban_length_2007", "2022-01-27T09:00", "2022-01-30T09:00", "Luật 02/2007/QH12"),
    ("dv_ban_length", "2026-03-14T23:50", "2026-03-17T23:50", "Luật 13/2022/QH15 Điều 25"),
    ("dv_ban_cancel", "2026-04-22T09:00", "2026-04-22T21:00", "NĐ 76/2023"),
    ("pros_outreach", "2026-11-19T09:00", "2026-12-04T23:59:59", "quy ước nội bộ của chương trình"),
    ("pros_outreach", "2026-04-22T09:00", "2026-05-07T23:59:59", "quy ước nội bộ của chương trình"),
    ("pros_anonymise", "2026-11-19T09:00", "2028-11-19T23:59:59", "quy ước nội bộ của chương trình"),
    ("pros_anonymise", "2024-02-29T09:00", "2026-02-28T23:59:59", "quy ước nội bộ của chương trình"),
    ("merit_before_1945", "2026-02-11T09:00", "2026-02-25T17:00", "NĐ 131/2021 Điều 7 khoản 2"),
    ("merit_before_1945", "2026-11-20T15:45", "2026-11-30T17:00", "NĐ 131/2021 Điều 7 khoản 2"),
    ("merit_1945", "2022-08-30T16:00", "2022-09-08T17:00", "NĐ 131/2021 Điều 12 khoản 2"),
    ("merit_1945", "2023-12-27T15:00", "2024-01-04T17:00", "NĐ 131/2021 Điều 12 khoản 2"),
    ("merit_martyr_request", "2025-04-03T09:00", "2025-04-11T17:00", "NĐ 131/2021 Điều 20 khoản 1 điểm b"),
    ("merit_martyr_request", "2022-04-07T14:30", "2022-04-15T17:00", "NĐ 131/2021 Điều 20 khoản 1 điểm b"),
    ("merit_award_reissue", "2024-02-05T09:00", "2024-02-19T17:00", "NĐ 131/2021 Điều 23 khoản 3 điểm b; Điều 24 khoản 2 điểm b"),
    ("merit_award_reissue", "2022-08-30T16:00", "2022-09-08T17:00", "NĐ 131/2021 Điều 23 khoản 3 điểm b; Điều 24 khoản 2 điểm b"),
    ("merit_found_alive", "2025-12-29T09:00", "2026-01-19T23:59:59", "NĐ 131/2021 Điều 25 khoản 2 điểm a"),
    ("merit_found_alive", "2025-08-31T09:00", "2025-09-22T23:59:59", "NĐ 131/2021 Điều 25 khoản 2 điểm a"),
    ("merit_award_withdraw", "2026-11-20T15:45", "2026-11-30T17:00", "NĐ 131/2021 Điều 25 khoản 2 điểm đ"),
    ("merit_award_withdraw", "2024-04-25T13:00", "2024-05-06T17:00", "NĐ 131/2021 Điều 25 khoản 2 điểm đ"),
    ("merit_worship", "2025-08-27T08:00", "2025-09-05T17:00", "NĐ 131/2021 Điều 28 khoản 2"),
    ("merit_worship", "2026-11-20T15:45", "2026-11-30T17:00", "NĐ 131/2021 Điều 28 khoản 2"),
    ("merit_relative_add", "2024-08-28T09:00", "2024-09-06T17:00", "NĐ 131/2021 Điều 29 khoản 2"),
    ("merit_relative_add", "2022-08-30T16:00", "2022-09-08T17:00", "NĐ 131/2021 Điều 29 khoản 2"),
    ("merit_mother", "2022-08-30T16:00", "2022-09-08T17:00", "NĐ 131/2021 Điều 30 khoản 2"),
    ("merit_mother", "2023-12-27T15:00", "2024-01-04T17:00", "NĐ 131/2021 Điều 30 khoản 2"),
    ("merit_hero", "2026-04-22T09:00", "2026-05-04T17:00", "NĐ 131/2021 Điều 32 khoản 2"),
    ("merit_hero", "2026-10-05T08:00", "2026-10-12T17:00", "NĐ 131/2021 Điều 32 khoản 2"),
    ("merit_chemical", "2022-08-30T16:00", "2022-09-08T17:00", "NĐ 131/2021 Điều 56 khoản 1 điểm b"),
    ("merit_chemical", "2022-04-07T14:30", "2022-04-15T17:00", "NĐ 131/2021 Điều 56 khoản 1 điểm b"),
    ("merit_chemical_parent", "2025-04-24T14:00", "2025-05-05T17:00", "NĐ 131/2021 Điều 56 khoản 2 điểm b"),
    ("merit_chemical_parent", "2026-07-01T08:00", "2026-07-08T17:00", "NĐ 131/2021 Điều 56 khoản 2 điểm b"),
    ("merit_chemical_no_child", "2026-10-05T08:00", "2026-10-19T23:59:59", "NĐ 131/2021 Điều 56 khoản 3 điểm b"),
    ("merit_chemical_no_child", "2024-02-29T09:00", "2024-03-12T23:59:59", "NĐ 131/2021 Điều 56 khoản 3 điểm b"),
    ("merit_chemical_child", "2022-04-27T08:00", "2022-05-06T17:00", "NĐ 131/2021 Điều 57 khoản 2"),
    ("merit_chemical_child", "2026-11-19T09:00", "2026-11-27T17:00", "NĐ 131/2021 Điều 57 khoản 2"),
    ("merit_prisoner", "2023-12-27T15:00", "2024-01-04T17:00", "NĐ 131/2021 Điều 62 khoản 2"),
    ("merit_prisoner", "2022-03-13T09:00", "2022-03-18T17:00", "NĐ 131/2021 Điều 62 khoản 2"),
    ("merit_resistance", "2023-11-30T22:15", "2023-12-07T17:00", "NĐ 131/2021 Điều 66 khoản 2"),
    ("merit_resistance", "2026-02-11T09:00", "2026-02-25T17:00", "NĐ 131/2021 Điều 66 khoản 2"),
    ("merit_assisted_revolution", "2026-04-28T09:00", "2026-05-07T17:00", "NĐ 131/2021 Điều 69 khoản 2"),
    ("merit_assisted_revolution", "2022-03-13T09:00", "2022-03-18T17:00", "NĐ 131/2021 Điều 69 khoản 2"),
    ("merit_backlog_confirm", "2024-04-15T08:00", "2024-04-23T17:00", "NĐ 131/2021 Điều 74, 75, 77, 79, 81"),
    ("merit_backlog_confirm", "2026-04-22T09:00", "2026-05-04T17:00", "NĐ 131/2021 Điều 74, 75, 77, 79, 81"),
    ("merit_backlog_posting", "2024-04-25T13:00", "2024-06-04T23:59:59", "NĐ 131/2021 Điều 74, 75, 77, 79, 81"),
    ("merit_backlog_posting", "2026-11-20T15:45", "2026-12-30T23:59:59", "NĐ 131/2021 Điều 74, 75, 77, 79, 81"),
    ("merit_backlog_council", "2022-04-07T14:30", "2022-04-19T23:59:59", "NĐ 131/2021 Điều 74, 75, 77, 79, 81"),
    ("merit_backlog_council", "2026-07-01T08:00", "2026-07-13T23:59:59", "NĐ 131/2021 Điều 74, 75, 77, 79, 81"),
    ("merit_backlog_other_commune", "2026-04-22T09:00", "2026-04-28T17:00", "NĐ 131/2021 Điều 77, 79, 81"),
    ("merit_backlog_other_commune", "2024-02-29T09:00", "2024-03-05T17:00", "NĐ 131/2021 Điều 77, 79, 81"),
    ("merit_backlog_forward", "2024-04-15T08:00", "2024-04-19T17:00", "NĐ 131/2021 Điều 77, 79, 81"),
    ("merit_backlog_forward", "2024-08-28T09:00", "2024-09-04T17:00", "NĐ 131/2021 Điều 77, 79, 81"),
    ("merit_nursing_facility", "2023-04-26T09:00", "2023-05-08T17:00", "NĐ 131/2021 Điều 113 khoản 2"),
    ("merit_nursing_facility", "2024-02-29T09:00", "2024-03-07T17:00", "NĐ 131/2021 Điều 113 khoản 2"),
    ("merit_education", "2022-08-30T16:00", "2022-09-06T17:00", "NĐ 131/2021 Điều 97 khoản 2 điểm b"),
    ("merit_education", "2025-04-03T09:00", "2025-04-09T17:00", "NĐ 131/2021 Điều 97 khoản 2 điểm b"),
    ("merit_certificate_reissue", "2024-02-05T09:00", "2024-02-19T17:00", "NĐ 131/2021 Điều 115 khoản 2"),
    ("merit_certificate_reissue", "2024-02-29T09:00", "2024-03-07T17:00", "NĐ 131/2021 Điều 115 khoản 2"),
    ("merit_relative_certificate", "2026-04-22T09:00", "2026-05-04T17:00", "NĐ 131/2021 Điều 116 khoản 2"),
    ("merit_relative_certificate", "2026-03-14T23:50", "2026-03-20T17:00", "NĐ 131/2021 Điều 116 khoản 2"),
    ("merit_funeral", "2024-02-05T09:00", "2024-02-19T17:00", "NĐ 131/2021 Điều 122 khoản 2"),
    ("merit_funeral", "2024-04-25T13:00", "2024-05-06T17:00", "NĐ 131/2021 Điều 122 khoản 2"),
    ("merit_lump_sum_on_death", "2026-07-01T08:00", "2026-07-08T17:00", "NĐ 131/2021 Điều 123 khoản 2"),
    ("merit_lump_sum_on_death", "2025-04-24T14:00", "2025-05-05T17:00", "NĐ 131/2021 Điều 123 khoản 2"),
    ("merit_survivor_monthly", "2024-04-25T13:00", "2024-05-07T23:59:59", "NĐ 131/2021 Điều 124 khoản 2"),
    ("merit_survivor_monthly", "2025-01-22T09:00", "2025-02-03T23:59:59", "NĐ 131/2021 Điều 124 khoản 2"),
    ("merit_grave_visit", "2022-08-30T16:00", "2022-08-31T17:00", "NĐ 131/2021 Điều 158 khoản 3"),
    ("merit_grave_visit", "2024-08-28T09:00", "2024-08-29T17:00", "NĐ 131/2021 Điều 158 khoản 3"),
    ("merit_remains", "2023-12-27T15:00", "2023-12-28T17:00", "NĐ 131/2021 Điều 159 khoản 1 điểm đ; Điều 160 khoản 1 điểm đ"),
    ("merit_remains", "2022-08-30T16:00", "2022-08-31T17:00", "NĐ 131/2021 Điều 159 khoản 1 điểm đ; Điều 160 khoản 1 điểm đ"),
    ("merit_department", "2023-11-30T22:15", "2023-12-11T17:00", "NĐ 131/2021 Điều 28, 29, 32, 57, 62, 122, 123, 124"),
    ("merit_department", "2025-04-03T09:00", "2025-04-15T17:00", "NĐ 131/2021 Điều 28, 29, 32, 57, 62, 122, 123, 124"),
    ("merit_province", "2026-11-20T15:45", "2026-12-02T23:59:59", "NĐ 131/2021 Điều 28, 29, 32, 62, 122, 123, 124"),
    ("merit_province", "2026-08-20T08:00", "2026-09-03T23:59:59", "NĐ 131/2021 Điều 28, 29, 32, 62, 122, 123, 124"),
    ("data_breach_2023", "2024-08-28T09:00", "2024-08-31T09:00", "NĐ 13/2023 Điều 23"),
    ("data_breach_2026", "2026-03-14T23:50", "2026-03-17T23:50", "Luật 91/2025/QH15 Điều 23"),
    ("sa_complaint_2025", "2025-08-27T08:00", "2025-09-12T17:00", "NĐ 20/2021 Điều 8 khoản 1 điểm b; NĐ 147/2025"),
    ("sa_move_2025", "2026-02-11T09:00", "2026-02-25T17:00", "NĐ 20/2021 Điều 8 khoản 4; NĐ 147/2025"),
    ("sa_emergency_death_2025", "2026-04-28T09:00", "2026-05-05T17:00", "NĐ 20/2021 Điều 14 khoản 3; NĐ 147/2025"),
    ("sa_protection_2025", "2026-11-19T09:00", "2026-11-27T17:00", "NĐ 20/2021 Điều 21 (02 + 03 ngày); NĐ 147/2025; NĐ 335/2026 Điều 18"),
    ("sa_facility_review_2025", "2026-08-20T08:00", "2026-09-07T17:00", "NĐ 20/2021 Điều 28 khoản 1; NĐ 147/2025; NĐ 335/2026"),
    ("sa_facility_self_support", "2024-02-29T09:00", "2026-02-28T23:59:59", "NĐ 20/2021 Điều 26 khoản 5"),
    ("child_separation_max", "2026-11-20T15:45", "2026-12-05T23:59:59", "NĐ 56/2017 Điều 32 khoản 3; TT 14/2020/TT-BLĐTBXH Điều 14 khoản 3"),
    ("child_care_handover", "2026-02-11T09:00", "2026-03-11T17:00", "NĐ 56/2017 Điều 42 khoản 7"),
    ("child_care_relative", "2025-01-22T09:00", "2025-02-19T17:00", "Luật Trẻ em Điều 65 khoản 4; NĐ 56/2017 Điều 42 khoản 7"),
    ("child_care_from_facility", "2026-08-27T09:00", "2026-09-22T17:00", "NĐ 56/2017 Điều 45 khoản 4 (trước đó Sở: 10 ngày làm việc, khoản 2)"),
    ("child_carer_health_certificate", "2025-08-31T09:00", "2026-02-28T23:59:59", "NĐ 56/2017 Điều 41"),
    ("child_facility_list", "2025-12-29T09:00", "2026-06-29T23:59:59", "TT 14/2020/TT-BLĐTBXH Điều 3 khoản 2"),
    ("child_care_visit_1m", "2026-10-24T09:00", "2026-11-25T23:59:59", "NĐ 56/2017 Điều 43 khoản 2"),
    ("child_care_visit_3m", "2025-10-31T09:00", "2026-02-02T23:59:59", "NĐ 56/2017 Điều 43 khoản 2"),
    ("child_care_report_6m", "2025-11-30T09:00", "2026-06-01T23:59:59", "NĐ 56/2017 Điều 43 khoản 2; TT 14/2020/TT-BLĐTBXH Điều 13"),
    ("drug_use_decision_2026", "2026-07-03T16:30", "2026-07-04T16:30", "Luật 120/2025/QH15"),
    ("drug_register_2026", "2026-08-27T09:00", "2026-09-08T17:00", "NĐ 116/2021 Điều 28; Luật 73/2021/QH14 Điều 27 khoản 5 điểm c"),
    ("drug_voluntary_decision_2026", "2026-11-20T15:45", "2026-11-26T17:00", "NĐ 116/2021 Điều 30 khoản 1"),
    ("drug_compulsory_minor_min", "2025-08-31T09:00", "2026-02-28T23:59:59", "Luật 73/2021/QH14 Điều 33 khoản 3"),
    ("drug_compulsory_adult_min", "2024-02-29T09:00", "2025-02-28T23:59:59", "Luật Xử lý vi phạm hành chính Điều 95"),
    ("drug_compulsory_file", "2026-04-28T09:00", "2026-05-07T17:00", "NĐ 116/2021 Điều 40 khoản 1, Điều 50"),
    ("drug_compulsory_file_2026", "2026-08-20T08:00", "2026-08-26T17:00", "NĐ 116/2021 Điều 40 khoản 1, Điều 50"),
    ("drug_report_home", "2024-02-05T09:00", "2024-02-19T17:00", "NĐ 116/2021 Điều 62 khoản 5"),
    ("drug_report_home_2026", "2026-11-19T09:00", "2026-11-27T17:00", "NĐ 116/2021 Điều 62 khoản 5"),
    ("drug_aftercare_file", "2025-04-24T14:00", "2025-04-28T17:00", "NĐ 116/2021 Điều 77 khoản 1"),
    ("drug_aftercare_file_2026", "2026-08-27T09:00", "2026-09-04T17:00", "NĐ 116/2021 Điều 77 khoản 1"),
    ("drug_aftercare_decision", "2023-04-26T09:00", "2023-04-28T17:00", "NĐ 116/2021 Điều 78 khoản 1"),
    ("drug_aftercare_decision_2026", "2026-11-20T15:45", "2026-11-25T17:00", "NĐ 116/2021 Điều 78 khoản 1"),
    ("drug_minor_file_read_2026", "2026-08-27T09:00", "2026-09-04T17:00", "Luật 73/2021/QH14 Điều 34 khoản 2"),
    ("drug_minor_file_send_2026", "2026-11-23T09:00", "2026-11-25T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_minor_department_2026", "2026-08-28T09:00", "2026-09-04T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_minor_supplement_2026", "2026-07-03T09:00", "2026-07-07T17:00", "Luật 73/2021/QH14 Điều 34 khoản 3"),
    ("drug_service_notice_2026", "2026-08-21T09:00", "2026-08-27T17:00", "Luật 73/2021/QH14 Điều 30 khoản 7 điểm c; Điều 35 khoản 6 điểm e; Điều 36 khoản 3 điểm g"),
]  # fmt: skip


@pytest.mark.parametrize(
    "register", ["sa", "dis", "child", "traf", "drug", "dv", "pros", "merit", "data", "poverty"]
)
def test_what_has_happened_must_be_followed_until(register):
    for limit, happened, ends, article in ENDS:
        if limit.startswith(register):
            found = deadlines.due(limit, moment(happened))
            assert (limit, happened, found.ends_at) == (limit, happened, moment(ends))
            assert found.in_force, limit
            assert found.deadline.article == article


def test_no_limit_is_left_out():
    assert {limit for limit, *_ in ENDS} | {"child_care_monitoring"} == set(LIMITS)


@pytest.mark.parametrize(
    ("first", "last", "limits"),
    [
        ("2021-07-01", "2025-06-30", "sa_review_2021 sa_posting_2021 sa_complaint_2021 sa_send_2021 sa_department_2021 sa_district_decide_2021 sa_move_same_district_2021 sa_move_same_district_department_2021 sa_move_other_2021 sa_move_other_department_2021 sa_funeral_commune_2021 sa_funeral_department_2021 sa_injury_away sa_emergency_death_2021 sa_protection_commune_2021 sa_protection_department_2021 sa_facility_review sa_facility_posting sa_facility_department sa_facility_district sa_facility_province"),
        ("2025-07-01", "2026-10-04", "sa_total_2025 sa_pension_2025 sa_funeral_2025 sa_complaint_2025 sa_move_2025 sa_emergency_death_2025"),
        ("2026-10-05", "9999-12-31", "sa_total_2026 sa_pension_2026 sa_funeral_2026 sa_emergency_death_2026"),
        ("2021-07-01", "2026-10-04", "sa_relief_urgent sa_facility_emergency_papers sa_abandoned_child_announcement sa_facility_emergency_stay sa_facility_self_support"),
        ("2021-07-01", "9999-12-31", "sa_protection_max sa_suspend_uncollected sa_stop_after_suspension"),
        ("2019-03-15", "9999-12-31", "dis_council dis_issue dis_complaint dis_issue_after_medical dis_reissue dis_withdraw"),
        ("2013-03-20", "9999-12-31", "dis_medical_file dis_medical_exam dis_medical_send dis_medical_validity_6plus dis_medical_validity_under6"),
        ("2017-07-01", "9999-12-31", "child_notify child_intervention_12h child_plan_submit child_plan_approve child_plan_total child_separation_max child_care_handover child_care_relative child_care_from_facility child_carer_health_certificate child_care_visit_1m child_care_visit_3m child_care_report_6m"),
        ("2012-01-01", "2025-06-30", "traf_notify_2011 traf_verify_initial_2011 traf_police_verify"),
        ("2025-07-01", "9999-12-31", "traf_notify_2024 traf_verify_initial_2024 traf_support_total_2025 traf_lodging_2025 sa_protection_2025 sa_facility_review_2025"),
        ("2013-03-01", "2025-06-30", "traf_commune_dossier traf_department_appraise traf_district_decide traf_application_window"),
        ("2020-01-15", "2025-06-30", "traf_lodging_2019"),
        ("2022-01-01", "2026-06-30", "drug_use_decision drug_use_management drug_move_notice drug_register drug_voluntary_decision drug_service_notice drug_voluntary_term_min drug_voluntary_term_max drug_compulsory_minor_max drug_compulsory_adult_max drug_minor_file_read drug_minor_file_send drug_minor_supplement drug_aftercare_1y drug_aftercare_2y drug_compulsory_minor_min drug_compulsory_adult_min drug_compulsory_file drug_report_home drug_aftercare_file drug_aftercare_decision"),
        ("2026-07-01", "9999-12-31", "drug_use_management_2026 drug_move_notice_2026 drug_move_present_2026 drug_term_first_2026 drug_term_again_2026 drug_aftercare_1y_2026 drug_aftercare_2y_2026 drug_use_decision_2026 drug_register_2026 drug_voluntary_decision_2026 drug_compulsory_file_2026 drug_report_home_2026 drug_aftercare_file_2026 drug_aftercare_decision_2026 drug_minor_file_read_2026 drug_minor_file_send_2026 drug_minor_department_2026 drug_minor_supplement_2026 drug_service_notice_2026"),
        ("2022-01-01", "2025-06-30", "drug_minor_department"),
        ("2021-09-01", "2026-12-31", "poverty_regular"),
        ("2027-01-01", "9999-12-31", "poverty_regular_2027"),
        ("2008-07-01", "2023-06-30", "dv_contact_ban_2007 dv_ban_length_2007"),
        ("2023-07-01", "9999-12-31", "dv_contact_ban dv_ban_length"),
        ("2023-12-25", "9999-12-31", "dv_ban_cancel"),
        ("2021-01-01", "9999-12-31", "pros_outreach pros_anonymise"),
        ("2022-02-15", "9999-12-31", "merit_before_1945 merit_1945 merit_martyr_request merit_award_reissue merit_found_alive merit_award_withdraw merit_worship merit_relative_add merit_mother merit_hero merit_chemical merit_chemical_parent merit_chemical_no_child merit_chemical_child merit_prisoner merit_resistance merit_assisted_revolution merit_backlog_confirm merit_backlog_posting merit_backlog_council merit_backlog_other_commune merit_backlog_forward merit_nursing_facility merit_education merit_certificate_reissue merit_relative_certificate merit_funeral merit_lump_sum_on_death merit_survivor_monthly merit_grave_visit merit_remains merit_province"),
        ("2022-02-15", "2025-06-30", "merit_department"),
        ("2023-07-01", "2025-12-31", "data_breach_2023"),
        ("2026-01-01", "9999-12-31", "data_breach_2026"),
        ("2021-01-12", "9999-12-31", "child_facility_list"),
    ],
)  # fmt: skip
def test_a_limit_is_the_laws_from_its_first_day_to_its_last(first, last, limits):
    for each in map(deadlines.deadline, limits.split()):
        assert each.valid_on(day(first)), each.id
        assert not each.valid_on(day(first) - ONE_DAY), each.id
        assert each.valid_on(day(last)), each.id
        if last != "9999-12-31":
            assert not each.valid_on(day(last) + ONE_DAY), each.id
            assert not deadlines.due(each, day(last) + ONE_DAY).in_force


# BLLĐ 2019 Điều 112 and the yearly notices on Tết, 02/9 and swapped days; 24/11 from 2026 (NQ 28/2026/QH16).
@pytest.mark.parametrize(
    ("year", "worked"),
    [
        (2022, [19, 16, 23, 20, 20, 22, 21, 23, 20, 21, 22, 22]),
        (2023, [16, 20, 23, 20, 20, 22, 21, 23, 19, 22, 22, 21]),
        (2024, [22, 16, 21, 19, 23, 20, 23, 22, 19, 23, 21, 22]),
        (2025, [17, 20, 21, 21, 20, 21, 23, 21, 20, 23, 20, 23]),
        (2026, [21, 15, 22, 20, 20, 22, 23, 21, 20, 22, 20, 23]),
        (2027, [20, 15, 23, 20, 20, 22, 22, 22, 20, 21, 21, 23]),
    ],
)
def test_each_month_has_its_working_days(year, worked):
    starts = [datetime.date(year + month // 12, month % 12 + 1, 1) - ONE_DAY for month in range(13)]
    found = [NATIONAL.working_days_between(*pair) for pair in itertools.pairwise(starts)]
    assert found == worked


# "Before the 25th" ends on the working day before; a report's day that is no working day goes back, never forward.
@pytest.mark.parametrize(
    ("name", "year", "last_days"),
    [
        ("sa_payment_list", 2025, "24/01/2025 24/02/2025 24/03/2025 24/04/2025 23/05/2025 24/06/2025 24/07/2025 22/08/2025 24/09/2025 24/10/2025 24/11/2025 24/12/2025"),
        ("sa_payment_return", 2025, "17/01/2025 19/02/2025 19/03/2025 18/04/2025 19/05/2025 19/06/2025 18/07/2025 19/08/2025 19/09/2025 17/10/2025 19/11/2025 19/12/2025"),
        ("sa_payment_list", 2026, "23/01/2026 24/02/2026 24/03/2026 24/04/2026 22/05/2026 24/06/2026 24/07/2026 24/08/2026 24/09/2026 23/10/2026 23/11/2026 24/12/2026"),
        ("sa_payment_return", 2026, "19/01/2026 13/02/2026 19/03/2026 17/04/2026 19/05/2026 19/06/2026 17/07/2026 19/08/2026 18/09/2026 19/10/2026 19/11/2026 18/12/2026"),
        ("sa_report_commune", 2022, "14/06/2022 14/12/2022"),
        ("sa_report_commune", 2023, "14/06/2023 14/12/2023"),
        ("sa_report_commune", 2024, "14/06/2024 13/12/2024"),
        ("sa_report_commune", 2025, "13/06/2025 12/12/2025"),
        ("sa_report_commune", 2026, "12/06/2026"),
        ("sa_report_province", 2022, ""),
        ("sa_report_province", 2023, ""),
        ("sa_report_province", 2024, ""),
        ("sa_report_province", 2025, ""),
        ("sa_report_province", 2026, "14/12/2026"),
        ("sa_report_commune_2026", 2022, ""),
        ("sa_report_commune_2026", 2023, ""),
        ("sa_report_commune_2026", 2024, ""),
        ("sa_report_commune_2026", 2025, ""),
        ("sa_report_commune_2026", 2026, "04/12/2026"),
        ("dis_report", 2022, "14/06/2022 14/12/2022"),
        ("dis_report", 2023, "14/06/2023 14/12/2023"),
        ("dis_report", 2024, "14/06/2024 13/12/2024"),
        ("dis_report", 2025, "13/06/2025 12/12/2025"),
        ("dis_report", 2026, "12/06/2026 14/12/2026"),
        ("dv_report_year", 2022, "30/12/2022"),
        ("dv_report_year", 2023, "29/12/2023"),
        ("dv_report_year", 2024, "31/12/2024"),
        ("dv_report_year", 2025, "31/12/2025"),
        ("dv_report_year", 2026, "31/12/2026"),
        ("pros_team_quarter", 2022, "31/03/2022 30/06/2022 30/09/2022 30/12/2022"),
        ("pros_team_quarter", 2023, "31/03/2023 30/06/2023 29/09/2023 29/12/2023"),
        ("pros_team_quarter", 2024, "29/03/2024 28/06/2024 30/09/2024 31/12/2024"),
        ("pros_team_quarter", 2025, "31/03/2025 30/06/2025 30/09/2025 31/12/2025"),
        ("pros_team_quarter", 2026, "31/03/2026 30/06/2026 30/09/2026 31/12/2026"),
        ("merit_nursing_list", 2022, "31/03/2022"),
        ("merit_nursing_list", 2023, "31/03/2023"),
        ("merit_nursing_list", 2024, "29/03/2024"),
        ("merit_nursing_list", 2025, "31/03/2025"),
        ("merit_nursing_list", 2026, "31/03/2026"),
        ("merit_province_report", 2022, ""),
        ("merit_province_report", 2023, "30/01/2023"),
        ("merit_province_report", 2024, "30/01/2024"),
        ("merit_province_report", 2025, "24/01/2025"),
        ("merit_province_report", 2026, "30/01/2026"),
        ("merit_fund_campaign", 2022, "27/07/2022"),
        ("merit_fund_campaign", 2023, "27/07/2023"),
        ("merit_fund_campaign", 2024, "27/07/2024"),
        ("merit_fund_campaign", 2025, "27/07/2025"),
        ("merit_fund_campaign", 2026, "27/07/2026"),
        ("poverty_review", 2022, "14/12/2022"),
        ("poverty_review", 2023, "14/12/2023"),
        ("poverty_review", 2024, "13/12/2024"),
        ("poverty_review", 2025, "12/12/2025"),
        ("poverty_review", 2026, "14/12/2026"),
    ],
)  # fmt: skip
def test_lists_and_reports_are_due_by_the_working_day_before(name, year, last_days):
    (fixed,) = (each for each in deadlines.fixed_dates() if each.id == name)
    found = [fixed.last_day(each) for each in fixed.nominal_days(year)]
    assert " ".join(f"{each:%d/%m/%Y}" for each in found) == last_days


@pytest.mark.parametrize(
    ("reminder", "anchor", "reminded"),
    [
        ("dis_child_turns_6", "2020-06-15", "2026-04-16T00:00"),
        ("child_turns_16", "2010-11-20", "2026-10-21T00:00"),
        ("child_turns_16", "2012-02-29", "2028-01-30T00:00"),
        ("child_turns_4", "2022-12-01", "2026-11-01T00:00"),
        ("child_turns_3", "2024-02-29", "2027-01-29T00:00"),
        ("facility_turns_16", "2010-12-31", "2026-11-01T00:00"),
        ("facility_turns_22", "2004-08-20", "2026-06-21T00:00"),
        # known to the month or the year: from the earliest day on which the age can be reached
        ("child_turns_16", "2010-11", "2026-10-02T00:00"),
        ("facility_turns_22", "2005", "2026-11-02T00:00"),
    ],
)
def test_an_age_is_thought_of_so_many_days_before(reminder, anchor, reminded):
    assert deadlines.reminder(reminder).moment(PartialDate.from_iso(anchor)) == moment(reminded)


@pytest.mark.parametrize(
    ("reminder", "anchor", "reminded"),
    [
        ("child_plan_ends", "2026-06-12", "2026-06-05T00:00"),
        ("child_plan_ended", "2026-06-12", "2026-06-12T00:00"),
        ("child_separation_ends", "2026-03-01", "2026-02-28T00:00"),
        ("drug_treatment_ends", "2026-07-10", "2026-06-25T00:00"),
        ("drug_management_ends", "2027-01-05", "2026-12-21T00:00"),
        ("drug_aftercare_ends", "2028-03-10", "2028-02-24T00:00"),
        ("dv_ban_ends", "2024-12-02T09:00", "2024-12-01T21:00"),
    ],
)
def test_the_end_of_a_time_is_thought_of_before(reminder, anchor, reminded):
    at = moment(anchor) if "T" in anchor else day(anchor)
    assert deadlines.reminder(reminder).moment(at) == moment(reminded)


# Three quarters of the time, in the unit in which it runs; "at once" after two hours (the program's own measure).
@pytest.mark.parametrize(
    ("limit", "happened", "warns"),
    [
        (
            "sa_total_2026",
            "2026-11-19T09:00",
            "2026-11-27T17:00",
        ),  # the fifth of seven working days; 24/11 is off
        ("sa_total_2025", "2026-08-27T09:00", "2026-09-10T17:00"),  # the seventh of ten, over 31/8 to 02/9
        ("sa_funeral_2026", "2026-11-20T09:00", "2026-11-25T17:00"),  # the second of three
        ("merit_grave_visit", "2026-11-20T09:00", "2026-11-20T09:00"),  # of one day: at once
        ("dis_council", "2026-04-22T09:00", "2026-05-18T17:00"),  # the fifteenth of twenty
        ("child_intervention_12h", "2026-11-10T15:00", "2026-11-11T00:00"),
        ("dv_ban_length", "2026-11-10T15:00", "2026-11-12T21:00"),
        ("child_notify", "2026-11-10T23:30", "2026-11-11T01:30"),
        (
            "merit_found_alive",
            "2026-06-01T00:00",
            "2026-06-17T11:59:59.250000",
        ),  # the last day rolls to Monday
    ],
)
def test_a_limit_warns_when_three_quarters_have_passed(limit, happened, warns):
    assert deadlines.due(limit, moment(happened)).warns_at == moment(warns)


moments = st.datetimes(moment("2022-01-01"), moment("2027-06-01"))


@given(st.sampled_from(LIMITS), moments, st.integers(1, 5))
def test_a_shortened_limit_ends_no_later_and_says_who_shortened_it(limit, happened, less):
    whole = deadlines.due(limit, happened)
    shorter = whole.deadline.limit - less
    if whole.deadline.unit == "immediate" or shorter < 1:
        return
    found = deadlines.due(limit, happened, shorter=(shorter, "QĐ 12/QĐ-UBND"))
    assert found.ends_at <= whole.ends_at
    assert found.deadline.shortened_by == "QĐ 12/QĐ-UBND"
    assert found.deadline.length.startswith(f"{shorter:02d} ")


@given(st.sampled_from(LIMITS), moments, st.dates(day("2022-01-01"), day("2027-12-31")))
def test_a_further_day_off_never_brings_the_end_of_a_limit_forward(limit, happened, off):
    whole = deadlines.due(limit, happened)
    if whole.deadline.roll == "backward":
        return
    found = deadlines.due(limit, happened, days=NATIONAL.changed(off=[off]))
    assert found.ends_at >= whole.ends_at
    assert found.ends_at == whole.ends_at or happened.date() < off <= found.day


@given(st.sampled_from(LIMITS), moments)
def test_only_working_days_that_are_not_announced_are_doubtful(limit, happened):
    found = deadlines.due(limit, happened)
    assert set(found.doubtful_days) <= NATIONAL.doubtful
    assert all(found.started.date() <= each <= found.day for each in found.doubtful_days)
    assert found.deadline.unit == "working_day" or not found.doubtful_days
