"""People of every group of Điều 5, followed from month to month: what each decree pays them, and their carers."""

import pytest

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import assistance, calendar
from ansinh_desktop.rules.assistance import Child, Facts

# Each is one person, as the officer knows them.
PEOPLE = {
    # Mồ côi cả cha lẫn mẹ, sinh 15/3/2019.
    "orphan_2019": Facts(PartialDate(2019, 3, 15), no_source_case="b"),
    # Trẻ bị bỏ rơi, sinh 28/02/2022.
    "abandoned_2022": Facts(PartialDate(2022, 2, 28), no_source_case="a"),
    # Cha chết, mẹ mất tích, sinh 29/02/2020.
    "leap_2020": Facts(PartialDate(2020, 2, 29), father="dead", mother="missing_declared"),
    # Nguyên là trẻ khoản 1, còn đi học, sinh 20/8/2003.
    "pupil_2003": Facts(
        PartialDate(2003, 8, 20), frozenset({"was_k1_until_16", "studying", "studying_without_gap"})
    ),
    # Nguyên là trẻ khoản 1, còn đi học, sinh 05/10/2008.
    "pupil_2008": Facts(
        PartialDate(2008, 10, 5), frozenset({"was_k1_until_16", "studying", "studying_without_gap"})
    ),
    # Nguyên là trẻ khoản 1, học có gián đoạn, sinh 05/10/2006.
    "gap_2006": Facts(PartialDate(2006, 10, 5), frozenset({"was_k1_until_16", "studying"})),
    # Nguyên là trẻ khoản 1, đã thôi học, sinh 05/10/2008.
    "left_school_2008": Facts(PartialDate(2008, 10, 5), frozenset({"was_k1_until_16"})),
    # Trẻ nhiễm HIV, hộ nghèo, sinh 31/5/2020.
    "hiv_child_2020": Facts(PartialDate(2020, 5, 31), frozenset({"hiv"}), poverty_status="poor"),
    # Trẻ nhiễm HIV, hộ cận nghèo, sinh 31/5/2020.
    "hiv_near_poor_2020": Facts(PartialDate(2020, 5, 31), frozenset({"hiv"}), poverty_status="near_poor"),
    # Trẻ nhiễm HIV, hộ nghèo, sinh 01/11/2024.
    "hiv_baby_2024": Facts(PartialDate(2024, 11, 1), frozenset({"hiv"}), poverty_status="poor"),
    # Người đơn thân hộ nghèo nuôi 1 con.
    "single_one_poor": Facts(
        PartialDate(1990, 5, 5), frozenset({"single_parent"}), qualifying_children=1, poverty_status="poor"
    ),
    # Người đơn thân hộ cận nghèo nuôi 1 con.
    "single_one_near_poor": Facts(
        PartialDate(1990, 5, 5),
        frozenset({"single_parent"}),
        qualifying_children=1,
        poverty_status="near_poor",
    ),
    # Người đơn thân hộ nghèo nuôi 2 con.
    "single_two_poor": Facts(
        PartialDate(1990, 5, 5), frozenset({"single_parent"}), qualifying_children=2, poverty_status="poor"
    ),
    # Người đơn thân hộ cận nghèo nuôi 2 con.
    "single_two_near_poor": Facts(
        PartialDate(1990, 5, 5),
        frozenset({"single_parent"}),
        qualifying_children=2,
        poverty_status="near_poor",
    ),
    # Người đơn thân hộ nghèo nuôi 3 con.
    "single_three_poor": Facts(
        PartialDate(1990, 5, 5), frozenset({"single_parent"}), qualifying_children=3, poverty_status="poor"
    ),
    # Người đơn thân hộ cận nghèo nuôi 3 con.
    "single_three_near_poor": Facts(
        PartialDate(1990, 5, 5),
        frozenset({"single_parent"}),
        qualifying_children=3,
        poverty_status="near_poor",
    ),
    # Người đơn thân không nghèo nuôi 2 con.
    "single_not_poor": Facts(PartialDate(1990, 5, 5), frozenset({"single_parent"}), qualifying_children=2),
    # Có chồng, hộ nghèo, nuôi 2 con.
    "married_poor": Facts(PartialDate(1990, 5, 5), qualifying_children=2, poverty_status="poor"),
    # Người đơn thân nghèo, hai con sinh 31/01/2010 và 10/7/2012.
    "single_children_grow": Facts(
        PartialDate(1985, 5, 5),
        frozenset({"single_parent"}),
        (Child(PartialDate(2010, 1, 31)), Child(PartialDate(2012, 7, 10))),
        poverty_status="poor",
    ),
    # Người cao tuổi nghèo, không người phụng dưỡng, sinh 15/9/1964.
    "elder_1964": Facts(PartialDate(1964, 9, 15), frozenset({"no_supporter"}), poverty_status="poor"),
    # Người cao tuổi nghèo, không người phụng dưỡng, sinh 30/4/1944.
    "elder_1944": Facts(PartialDate(1944, 4, 30), frozenset({"no_supporter"}), poverty_status="poor"),
    # Người cao tuổi nghèo, không người phụng dưỡng, sinh 02/11/1951.
    "elder_nov_1951": Facts(PartialDate(1951, 11, 2), frozenset({"no_supporter"}), poverty_status="poor"),
    # Người cao tuổi nghèo, không người phụng dưỡng, sinh 10/6/1951.
    "elder_june_1951": Facts(PartialDate(1951, 6, 10), frozenset({"no_supporter"}), poverty_status="poor"),
    # Người cao tuổi cận nghèo, không người phụng dưỡng, sinh 15/9/1958.
    "elder_near_poor": Facts(
        PartialDate(1958, 9, 15), frozenset({"no_supporter"}), poverty_status="near_poor"
    ),
    # Người cao tuổi nghèo, có người phụng dưỡng, sinh 15/9/1958.
    "elder_supported": Facts(PartialDate(1958, 9, 15), poverty_status="poor"),
    # Hộ cận nghèo vùng đặc biệt khó khăn, sinh 10/02/1948.
    "hard_area_1948": Facts(PartialDate(1948, 2, 10), frozenset({"hard_area"}), poverty_status="near_poor"),
    # Không nghèo, vùng đặc biệt khó khăn, sinh 10/02/1948.
    "hard_area_not_poor": Facts(PartialDate(1948, 2, 10), frozenset({"hard_area"})),
    # Hộ nghèo, có người phụng dưỡng, không ở vùng đặc biệt khó khăn, sinh 10/02/1948.
    "poor_elsewhere_1948": Facts(PartialDate(1948, 2, 10), poverty_status="poor"),
    # Từ đủ 80 tuổi, không lương hưu, sinh 01/12/1943.
    "eighty_1943": Facts(PartialDate(1943, 12, 1)),
    # Từ đủ 80 tuổi, có lương hưu, sinh 01/12/1943.
    "eighty_own_pension": Facts(PartialDate(1943, 12, 1), frozenset({"own_pension"})),
    # Từ đủ 80 tuổi, có trợ cấp BHXH, sinh 01/12/1943.
    "eighty_insurance_monthly": Facts(PartialDate(1943, 12, 1), frozenset({"insurance_monthly"})),
    # Từ đủ 80 tuổi, có trợ cấp xã hội khác, sinh 01/12/1943.
    "eighty_other_social_allowance": Facts(PartialDate(1943, 12, 1), frozenset({"other_social_allowance"})),
    # Người cao tuổi đủ điều kiện vào cơ sở, có người nhận chăm sóc, sinh 05/5/1955.
    "sheltered_1955": Facts(
        PartialDate(1955, 5, 5),
        frozenset({"no_supporter", "facility_eligible", "taken_in"}),
        poverty_status="poor",
    ),
    # Như trên, sinh 15/9/1964.
    "sheltered_1964": Facts(
        PartialDate(1964, 9, 15),
        frozenset({"no_supporter", "facility_eligible", "taken_in"}),
        poverty_status="poor",
    ),
    # Đủ điều kiện vào cơ sở, chưa có người nhận chăm sóc, sinh 05/5/1955.
    "sheltered_no_carer": Facts(
        PartialDate(1955, 5, 5), frozenset({"no_supporter", "facility_eligible"}), poverty_status="poor"
    ),
    # Khuyết tật đặc biệt nặng, sinh 09/9/2006.
    "very_severe_2006": Facts(PartialDate(2006, 9, 9), disability_degree="very_severe"),
    # Khuyết tật đặc biệt nặng, sinh 30/11/2010.
    "very_severe_2010": Facts(PartialDate(2010, 11, 30), disability_degree="very_severe"),
    # Khuyết tật đặc biệt nặng, sinh 31/8/1965.
    "very_severe_1965": Facts(PartialDate(1965, 8, 31), disability_degree="very_severe"),
    # Khuyết tật đặc biệt nặng, sinh 01/11/1966.
    "very_severe_1966": Facts(PartialDate(1966, 11, 1), disability_degree="very_severe"),
    # Khuyết tật đặc biệt nặng, sinh 01/01/1940.
    "very_severe_old": Facts(PartialDate(1940, 1, 1), disability_degree="very_severe"),
    # Khuyết tật nặng, sinh 09/9/2006.
    "severe_2006": Facts(PartialDate(2006, 9, 9), disability_degree="severe"),
    # Khuyết tật nặng, sinh 30/11/2010.
    "severe_2010": Facts(PartialDate(2010, 11, 30), disability_degree="severe"),
    # Khuyết tật nặng, sinh 31/8/1965.
    "severe_1965": Facts(PartialDate(1965, 8, 31), disability_degree="severe"),
    # Khuyết tật nặng, sinh 01/11/1966.
    "severe_1966": Facts(PartialDate(1966, 11, 1), disability_degree="severe"),
    # Khuyết tật nặng, sinh 01/01/1940.
    "severe_old": Facts(PartialDate(1940, 1, 1), disability_degree="severe"),
    # Khuyết tật nhẹ, sinh 09/9/2006.
    "mild": Facts(PartialDate(2006, 9, 9), disability_degree="mild"),
    # Trẻ dưới 3 tuổi hộ nghèo vùng đặc biệt khó khăn, sinh 10/12/2020.
    "small_2020": Facts(PartialDate(2020, 12, 10), frozenset({"hard_area"}), poverty_status="poor"),
    # Trẻ dưới 3 tuổi hộ cận nghèo vùng đặc biệt khó khăn, sinh 15/01/2024.
    "small_2024": Facts(PartialDate(2024, 1, 15), frozenset({"hard_area"}), poverty_status="near_poor"),
    # Trẻ dưới 3 tuổi, không nghèo, vùng đặc biệt khó khăn, sinh 15/01/2024.
    "small_not_poor": Facts(PartialDate(2024, 1, 15), frozenset({"hard_area"})),
    # Trẻ dưới 3 tuổi hộ nghèo, nơi khác, sinh 15/01/2024.
    "small_elsewhere": Facts(PartialDate(2024, 1, 15), poverty_status="poor"),
    # Người nhiễm HIV, hộ nghèo, không thu nhập, sinh 20/4/1995.
    "hiv_adult": Facts(PartialDate(1995, 4, 20), frozenset({"hiv"}), poverty_status="poor"),
    # Người nhiễm HIV, hộ cận nghèo, sinh 20/4/1995.
    "hiv_adult_near_poor": Facts(PartialDate(1995, 4, 20), frozenset({"hiv"}), poverty_status="near_poor"),
    # Người nhiễm HIV, hộ nghèo, có tiền lương, sinh 20/4/1995.
    "hiv_adult_wage": Facts(PartialDate(1995, 4, 20), frozenset({"hiv", "wage"}), poverty_status="poor"),
    # Người nhiễm HIV, hộ nghèo, có lương hưu, sinh 20/4/1995.
    "hiv_adult_own_pension": Facts(
        PartialDate(1995, 4, 20), frozenset({"hiv", "own_pension"}), poverty_status="poor"
    ),
    # Người nhiễm HIV, hộ nghèo, có trợ cấp BHXH, sinh 20/4/1995.
    "hiv_adult_insurance_monthly": Facts(
        PartialDate(1995, 4, 20), frozenset({"hiv", "insurance_monthly"}), poverty_status="poor"
    ),
    # Người nhiễm HIV, hộ nghèo, có trợ cấp xã hội khác, sinh 20/4/1995.
    "hiv_adult_other": Facts(
        PartialDate(1995, 4, 20), frozenset({"hiv", "other_social_allowance"}), poverty_status="poor"
    ),
    # Hưu trí xã hội từ đủ 75 tuổi, sinh 25/10/1950.
    "pension_1950": Facts(PartialDate(1950, 10, 25)),
    # Đủ 75 tuổi trước ngày có hưu trí xã hội, sinh 25/5/1950.
    "pension_may_1950": Facts(PartialDate(1950, 5, 25)),
    # Hưu trí xã hội từ đủ 70 tuổi, hộ cận nghèo, sinh 31/10/1955.
    "pension_1955_near_poor": Facts(PartialDate(1955, 10, 31), poverty_status="near_poor"),
    # Hưu trí xã hội từ đủ 70 tuổi, hộ nghèo, sinh 31/10/1955.
    "pension_1955_poor": Facts(PartialDate(1955, 10, 31), poverty_status="poor"),
    # 70 đến dưới 75 tuổi, không nghèo, sinh 31/10/1955.
    "pension_1955_not_poor": Facts(PartialDate(1955, 10, 31)),
    # Đủ 75 tuổi, có lương hưu 4.000.000, sinh 25/10/1950.
    "pensioner_insured": Facts(PartialDate(1950, 10, 25), frozenset({"own_pension"}), own_pension=4_000_000),
    # Người đơn thân nghèo nuôi 2 con, khuyết tật nặng.
    "single_disabled": Facts(
        PartialDate(1990, 5, 5),
        frozenset({"single_parent"}),
        qualifying_children=2,
        disability_degree="severe",
        poverty_status="poor",
    ),
    # Người đơn thân nghèo nuôi 1 con, nhiễm HIV.
    "single_hiv": Facts(
        PartialDate(1990, 5, 5),
        frozenset({"single_parent", "hiv"}),
        qualifying_children=1,
        poverty_status="poor",
    ),
    # Người đơn thân nghèo nuôi 1 con, cao tuổi không người phụng dưỡng, sinh 05/5/1962.
    "single_elder": Facts(
        PartialDate(1962, 5, 5),
        frozenset({"single_parent", "no_supporter"}),
        qualifying_children=1,
        poverty_status="poor",
    ),
    # Trẻ mồ côi 10 tuổi khuyết tật đặc biệt nặng: một mức cao nhất.
    "disabled_orphan": Facts(PartialDate(2014, 6, 6), disability_degree="very_severe", no_source_case="b"),
    # Trẻ nhiễm HIV hộ nghèo khuyết tật nặng: bằng nhau, chi một.
    "disabled_hiv_child": Facts(
        PartialDate(2014, 6, 6), frozenset({"hiv"}), disability_degree="severe", poverty_status="poor"
    ),
    # Trẻ dưới 3 tuổi khuyết tật nặng vùng đặc biệt khó khăn: không tính khoản 7.
    "small_disabled": Facts(
        PartialDate(2024, 1, 15), frozenset({"hard_area"}), disability_degree="severe", poverty_status="poor"
    ),
    # Khuyết tật nặng từ đủ 75 tuổi: trợ cấp cao hơn hưu trí xã hội.
    "disabled_pensioner": Facts(PartialDate(1950, 10, 25), disability_degree="severe"),
}


# The months around a birthday that counts, a new base (360.000, 500.000 from 7/2024, 540.000 from 7/2026), the social
# pension (from 7/2025) and NĐ 335/2026 (from 10/2026). Who loses the condition is paid for that month, not for the next.
PAID = [
    ("orphan_2019", "2021-07", 900_000),
    ("orphan_2019", "2023-02", 900_000),
    ("orphan_2019", "2023-03", 540_000),
    ("orphan_2019", "2024-06", 540_000),
    ("orphan_2019", "2024-07", 750_000),
    ("orphan_2019", "2025-06", 750_000),
    ("orphan_2019", "2025-07", 750_000),
    ("orphan_2019", "2026-06", 750_000),
    ("orphan_2019", "2026-07", 810_000),
    ("orphan_2019", "2026-09", 810_000),
    ("orphan_2019", "2026-10", 810_000),
    ("orphan_2019", "2035-02", 810_000),
    ("orphan_2019", "2035-03", 810_000),
    ("orphan_2019", "2035-04", 0),
    ("abandoned_2022", "2022-01", 0),
    ("abandoned_2022", "2022-02", 900_000),
    ("abandoned_2022", "2024-06", 900_000),
    ("abandoned_2022", "2024-07", 1_250_000),
    ("abandoned_2022", "2026-01", 1_250_000),
    ("abandoned_2022", "2026-02", 750_000),
    ("abandoned_2022", "2026-07", 810_000),
    ("abandoned_2022", "2026-10", 810_000),
    ("abandoned_2022", "2026-11", 810_000),
    ("leap_2020", "2024-01", 900_000),
    ("leap_2020", "2024-02", 540_000),
    ("leap_2020", "2036-02", 810_000),
    ("leap_2020", "2036-03", 0),
    ("pupil_2003", "2021-07", 540_000),
    ("pupil_2003", "2024-06", 540_000),
    ("pupil_2003", "2024-07", 750_000),
    ("pupil_2003", "2025-07", 750_000),
    ("pupil_2003", "2025-08", 750_000),
    ("pupil_2003", "2025-09", 0),
    ("pupil_2003", "2026-09", 0),
    ("pupil_2003", "2026-10", 810_000),
    ("pupil_2003", "2026-12", 810_000),
    ("pupil_2008", "2024-09", 0),
    ("pupil_2008", "2024-10", 750_000),
    ("pupil_2008", "2026-06", 750_000),
    ("pupil_2008", "2026-07", 810_000),
    ("pupil_2008", "2026-10", 810_000),
    ("pupil_2008", "2030-09", 810_000),
    ("pupil_2008", "2030-10", 810_000),
    ("pupil_2008", "2030-11", 810_000),
    ("gap_2006", "2022-10", 540_000),
    ("gap_2006", "2024-07", 750_000),
    ("gap_2006", "2026-09", 810_000),
    ("gap_2006", "2026-11", 0),
    ("left_school_2008", "2024-11", 0),
    ("left_school_2008", "2026-11", 0),
    ("hiv_child_2020", "2021-07", 900_000),
    ("hiv_child_2020", "2024-04", 900_000),
    ("hiv_child_2020", "2024-05", 720_000),
    ("hiv_child_2020", "2024-06", 720_000),
    ("hiv_child_2020", "2024-07", 1_000_000),
    ("hiv_child_2020", "2026-07", 1_080_000),
    ("hiv_child_2020", "2026-10", 1_080_000),
    ("hiv_child_2020", "2036-04", 1_080_000),
    ("hiv_child_2020", "2036-05", 810_000),
    ("hiv_child_2020", "2036-06", 810_000),
    ("hiv_near_poor_2020", "2024-04", 0),
    ("hiv_near_poor_2020", "2026-11", 0),
    ("hiv_baby_2024", "2024-10", 0),
    ("hiv_baby_2024", "2024-11", 1_250_000),
    ("hiv_baby_2024", "2026-06", 1_250_000),
    ("hiv_baby_2024", "2026-07", 1_350_000),
    ("hiv_baby_2024", "2026-10", 1_350_000),
    ("hiv_baby_2024", "2028-10", 1_350_000),
    ("hiv_baby_2024", "2028-11", 1_080_000),
    ("single_one_poor", "2021-07", 360_000),
    ("single_one_poor", "2024-06", 360_000),
    ("single_one_poor", "2024-07", 500_000),
    ("single_one_poor", "2026-06", 500_000),
    ("single_one_poor", "2026-07", 540_000),
    ("single_one_poor", "2026-10", 540_000),
    ("single_one_near_poor", "2021-07", 360_000),
    ("single_one_near_poor", "2024-06", 360_000),
    ("single_one_near_poor", "2024-07", 500_000),
    ("single_one_near_poor", "2026-06", 500_000),
    ("single_one_near_poor", "2026-07", 540_000),
    ("single_one_near_poor", "2026-10", 540_000),
    ("single_two_poor", "2021-07", 720_000),
    ("single_two_poor", "2024-06", 720_000),
    ("single_two_poor", "2024-07", 1_000_000),
    ("single_two_poor", "2026-06", 1_000_000),
    ("single_two_poor", "2026-07", 1_080_000),
    ("single_two_poor", "2026-10", 1_080_000),
    ("single_two_near_poor", "2021-07", 720_000),
    ("single_two_near_poor", "2024-06", 720_000),
    ("single_two_near_poor", "2024-07", 1_000_000),
    ("single_two_near_poor", "2026-06", 1_000_000),
    ("single_two_near_poor", "2026-07", 1_080_000),
    ("single_two_near_poor", "2026-10", 1_080_000),
    ("single_three_poor", "2021-07", 1_080_000),
    ("single_three_poor", "2024-06", 1_080_000),
    ("single_three_poor", "2024-07", 1_500_000),
    ("single_three_poor", "2026-06", 1_500_000),
    ("single_three_poor", "2026-07", 1_620_000),
    ("single_three_poor", "2026-10", 1_620_000),
    ("single_three_near_poor", "2021-07", 1_080_000),
    ("single_three_near_poor", "2024-06", 1_080_000),
    ("single_three_near_poor", "2024-07", 1_500_000),
    ("single_three_near_poor", "2026-06", 1_500_000),
    ("single_three_near_poor", "2026-07", 1_620_000),
    ("single_three_near_poor", "2026-10", 1_620_000),
    ("single_not_poor", "2024-06", 0),
    ("single_not_poor", "2026-11", 0),
    ("married_poor", "2024-06", 0),
    ("married_poor", "2026-11", 0),
    ("single_children_grow", "2024-06", 720_000),
    ("single_children_grow", "2025-12", 1_000_000),
    ("single_children_grow", "2026-01", 500_000),
    ("single_children_grow", "2026-07", 540_000),
    ("single_children_grow", "2028-06", 540_000),
    ("single_children_grow", "2028-07", 540_000),
    ("single_children_grow", "2028-08", 0),
    ("elder_1964", "2024-08", 0),
    ("elder_1964", "2024-09", 750_000),
    ("elder_1964", "2026-06", 750_000),
    ("elder_1964", "2026-07", 810_000),
    ("elder_1964", "2026-10", 810_000),
    ("elder_1944", "2021-07", 540_000),
    ("elder_1944", "2024-03", 540_000),
    ("elder_1944", "2024-04", 720_000),
    ("elder_1944", "2024-06", 720_000),
    ("elder_1944", "2024-07", 1_000_000),
    ("elder_1944", "2025-07", 1_000_000),
    ("elder_1944", "2026-07", 1_080_000),
    ("elder_1944", "2026-10", 1_080_000),
    ("elder_nov_1951", "2021-07", 540_000),
    ("elder_nov_1951", "2026-09", 810_000),
    ("elder_nov_1951", "2026-10", 810_000),
    ("elder_nov_1951", "2026-11", 1_080_000),
    ("elder_nov_1951", "2031-11", 1_080_000),
    ("elder_june_1951", "2026-05", 750_000),
    ("elder_june_1951", "2026-06", 750_000),
    ("elder_june_1951", "2026-07", 810_000),
    ("elder_june_1951", "2026-08", 810_000),
    ("elder_june_1951", "2026-09", 810_000),
    ("elder_june_1951", "2026-10", 1_080_000),
    ("elder_near_poor", "2024-09", 0),
    ("elder_near_poor", "2026-11", 0),
    ("elder_supported", "2024-09", 0),
    ("elder_supported", "2026-11", 0),
    ("hard_area_1948", "2023-01", 0),
    ("hard_area_1948", "2023-02", 360_000),
    ("hard_area_1948", "2024-06", 360_000),
    ("hard_area_1948", "2024-07", 500_000),
    ("hard_area_1948", "2025-06", 500_000),
    ("hard_area_1948", "2025-07", 500_000),
    ("hard_area_1948", "2026-06", 500_000),
    ("hard_area_1948", "2026-07", 540_000),
    ("hard_area_not_poor", "2023-02", 0),
    ("hard_area_not_poor", "2025-06", 0),
    ("hard_area_not_poor", "2025-07", 500_000),
    ("poor_elsewhere_1948", "2023-02", 0),
    ("poor_elsewhere_1948", "2025-06", 0),
    ("poor_elsewhere_1948", "2025-07", 500_000),
    ("eighty_1943", "2023-11", 0),
    ("eighty_1943", "2023-12", 360_000),
    ("eighty_1943", "2024-06", 360_000),
    ("eighty_1943", "2024-07", 500_000),
    ("eighty_1943", "2025-06", 500_000),
    ("eighty_1943", "2025-07", 500_000),
    ("eighty_1943", "2026-06", 500_000),
    ("eighty_1943", "2026-07", 540_000),
    ("eighty_1943", "2026-10", 540_000),
    ("eighty_own_pension", "2023-12", 0),
    ("eighty_own_pension", "2025-06", 0),
    ("eighty_insurance_monthly", "2023-12", 0),
    ("eighty_insurance_monthly", "2025-06", 0),
    ("eighty_other_social_allowance", "2023-12", 0),
    ("eighty_other_social_allowance", "2025-06", 0),
    ("sheltered_1955", "2021-07", 1_080_000),
    ("sheltered_1955", "2024-06", 1_080_000),
    ("sheltered_1955", "2024-07", 1_500_000),
    ("sheltered_1955", "2026-06", 1_500_000),
    ("sheltered_1955", "2026-07", 1_620_000),
    ("sheltered_1955", "2026-09", 1_620_000),
    ("sheltered_1955", "2026-10", 1_620_000),
    ("sheltered_1955", "2030-05", 1_620_000),
    ("sheltered_1964", "2024-08", 0),
    ("sheltered_1964", "2024-09", 1_500_000),
    ("sheltered_no_carer", "2024-06", 540_000),
    ("sheltered_no_carer", "2026-11", 810_000),
    ("very_severe_2006", "2021-07", 900_000),
    ("very_severe_2006", "2022-08", 900_000),
    ("very_severe_2006", "2022-09", 720_000),
    ("very_severe_2006", "2024-06", 720_000),
    ("very_severe_2006", "2024-07", 1_000_000),
    ("very_severe_2010", "2024-07", 1_250_000),
    ("very_severe_2010", "2026-06", 1_250_000),
    ("very_severe_2010", "2026-07", 1_350_000),
    ("very_severe_2010", "2026-10", 1_350_000),
    ("very_severe_2010", "2026-11", 1_080_000),
    ("very_severe_2010", "2026-12", 1_080_000),
    ("very_severe_1965", "2021-07", 720_000),
    ("very_severe_1965", "2024-06", 720_000),
    ("very_severe_1965", "2025-07", 1_000_000),
    ("very_severe_1965", "2025-08", 1_250_000),
    ("very_severe_1965", "2026-06", 1_250_000),
    ("very_severe_1965", "2026-07", 1_350_000),
    ("very_severe_1965", "2026-10", 1_350_000),
    ("very_severe_1966", "2026-07", 1_080_000),
    ("very_severe_1966", "2026-10", 1_080_000),
    ("very_severe_1966", "2026-11", 1_350_000),
    ("very_severe_old", "2021-07", 900_000),
    ("very_severe_old", "2025-06", 1_250_000),
    ("very_severe_old", "2025-07", 1_250_000),
    ("very_severe_old", "2026-07", 1_350_000),
    ("very_severe_old", "2026-11", 1_350_000),
    ("severe_2006", "2021-07", 720_000),
    ("severe_2006", "2022-08", 720_000),
    ("severe_2006", "2022-09", 540_000),
    ("severe_2006", "2024-06", 540_000),
    ("severe_2006", "2024-07", 750_000),
    ("severe_2010", "2024-07", 1_000_000),
    ("severe_2010", "2026-06", 1_000_000),
    ("severe_2010", "2026-07", 1_080_000),
    ("severe_2010", "2026-10", 1_080_000),
    ("severe_2010", "2026-11", 810_000),
    ("severe_2010", "2026-12", 810_000),
    ("severe_1965", "2021-07", 540_000),
    ("severe_1965", "2024-06", 540_000),
    ("severe_1965", "2025-07", 750_000),
    ("severe_1965", "2025-08", 1_000_000),
    ("severe_1965", "2026-06", 1_000_000),
    ("severe_1965", "2026-07", 1_080_000),
    ("severe_1965", "2026-10", 1_080_000),
    ("severe_1966", "2026-07", 810_000),
    ("severe_1966", "2026-10", 810_000),
    ("severe_1966", "2026-11", 1_080_000),
    ("severe_old", "2021-07", 720_000),
    ("severe_old", "2025-06", 1_000_000),
    ("severe_old", "2025-07", 1_000_000),
    ("severe_old", "2026-07", 1_080_000),
    ("severe_old", "2026-11", 1_080_000),
    ("mild", "2022-08", 0),
    ("mild", "2024-07", 0),
    ("mild", "2026-11", 0),
    ("small_2020", "2021-07", 540_000),
    ("small_2020", "2023-11", 540_000),
    ("small_2020", "2023-12", 540_000),
    ("small_2020", "2024-01", 0),
    ("small_2024", "2024-06", 540_000),
    ("small_2024", "2024-07", 750_000),
    ("small_2024", "2026-07", 810_000),
    ("small_2024", "2026-10", 810_000),
    ("small_2024", "2026-12", 810_000),
    ("small_2024", "2027-01", 810_000),
    ("small_2024", "2027-02", 0),
    ("small_not_poor", "2024-07", 0),
    ("small_not_poor", "2026-11", 0),
    ("small_elsewhere", "2024-07", 0),
    ("small_elsewhere", "2026-11", 0),
    ("hiv_adult", "2021-07", 540_000),
    ("hiv_adult", "2024-06", 540_000),
    ("hiv_adult", "2024-07", 750_000),
    ("hiv_adult", "2026-06", 750_000),
    ("hiv_adult", "2026-07", 810_000),
    ("hiv_adult", "2026-10", 810_000),
    ("hiv_adult_near_poor", "2024-06", 0),
    ("hiv_adult_near_poor", "2026-11", 0),
    ("hiv_adult_wage", "2024-06", 0),
    ("hiv_adult_wage", "2026-11", 0),
    ("hiv_adult_own_pension", "2024-06", 0),
    ("hiv_adult_own_pension", "2026-11", 0),
    ("hiv_adult_insurance_monthly", "2024-06", 0),
    ("hiv_adult_insurance_monthly", "2026-11", 0),
    ("hiv_adult_other", "2024-06", 0),
    ("hiv_adult_other", "2026-09", 0),
    ("hiv_adult_other", "2026-11", 810_000),
    ("pension_1950", "2025-06", 0),
    ("pension_1950", "2025-09", 0),
    ("pension_1950", "2025-10", 500_000),
    ("pension_1950", "2026-06", 500_000),
    ("pension_1950", "2026-07", 540_000),
    ("pension_1950", "2026-10", 540_000),
    ("pension_may_1950", "2025-05", 0),
    ("pension_may_1950", "2025-06", 0),
    ("pension_may_1950", "2025-07", 500_000),
    ("pension_1955_near_poor", "2025-09", 0),
    ("pension_1955_near_poor", "2025-10", 500_000),
    ("pension_1955_near_poor", "2026-07", 540_000),
    ("pension_1955_near_poor", "2026-10", 540_000),
    ("pension_1955_near_poor", "2030-10", 540_000),
    ("pension_1955_poor", "2025-09", 0),
    ("pension_1955_poor", "2025-10", 500_000),
    ("pension_1955_poor", "2026-11", 540_000),
    ("pension_1955_not_poor", "2025-10", 0),
    ("pension_1955_not_poor", "2026-11", 0),
    ("pension_1955_not_poor", "2030-09", 0),
    ("pension_1955_not_poor", "2030-10", 540_000),
    ("pensioner_insured", "2025-10", 0),
    ("pensioner_insured", "2026-11", 0),
    ("single_disabled", "2021-07", 1_260_000),
    ("single_disabled", "2024-07", 1_750_000),
    ("single_disabled", "2026-07", 1_890_000),
    ("single_disabled", "2026-10", 1_890_000),
    ("single_hiv", "2021-07", 900_000),
    ("single_hiv", "2024-07", 1_250_000),
    ("single_hiv", "2026-10", 1_350_000),
    ("single_elder", "2022-04", 360_000),
    ("single_elder", "2022-05", 900_000),
    ("single_elder", "2024-07", 1_250_000),
    ("single_elder", "2026-10", 1_350_000),
    ("disabled_orphan", "2021-07", 900_000),
    ("disabled_orphan", "2024-07", 1_250_000),
    ("disabled_orphan", "2026-10", 1_350_000),
    ("disabled_hiv_child", "2021-07", 720_000),
    ("disabled_hiv_child", "2026-10", 1_080_000),
    ("small_disabled", "2024-07", 1_000_000),
    ("small_disabled", "2026-10", 1_080_000),
    ("small_disabled", "2027-02", 1_080_000),
    ("disabled_pensioner", "2025-09", 1_000_000),
    ("disabled_pensioner", "2025-10", 1_000_000),
    ("disabled_pensioner", "2026-10", 1_080_000),
]  # fmt: skip


def paid(table, who):
    return {month: amount for each, month, amount in table if each == who}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_is_paid_what_the_decree_of_the_month_says(who):
    said = paid(PAID, who)
    assert {each: assistance.assess(PEOPLE[who], calendar.read_month(each)).pay for each in said} == said


# NĐ 20/2021 Điều 20, NĐ 335/2026 Điều 17.
CARED_FOR = {
    # Nhận chăm sóc trẻ mồ côi, sinh 15/3/2020.
    "fosters_orphan": Facts(PartialDate(2020, 3, 15), frozenset({"taken_in"}), no_source_case="b"),
    # Trẻ mồ côi, không có người nhận chăm sóc.
    "orphan_at_home": Facts(PartialDate(2020, 3, 15), no_source_case="b"),
    # Nhận chăm sóc người cao tuổi khoản 5 điểm d.
    "fosters_elder": Facts(
        PartialDate(1955, 5, 5),
        frozenset({"no_supporter", "facility_eligible", "taken_in"}),
        poverty_status="poor",
    ),
    # Hộ chăm sóc người khuyết tật đặc biệt nặng.
    "household_very_severe": Facts(
        PartialDate(1990, 5, 5), frozenset({"cared_at_home"}), disability_degree="very_severe"
    ),
    # Hộ chăm sóc người khuyết tật nặng: không có kinh phí.
    "household_severe": Facts(
        PartialDate(1990, 5, 5), frozenset({"cared_at_home"}), disability_degree="severe"
    ),
    # Nhận chăm sóc người khuyết tật đặc biệt nặng.
    "fosters_very_severe_adult": Facts(
        PartialDate(1990, 5, 5), frozenset({"taken_in"}), disability_degree="very_severe"
    ),
    # Nhận chăm sóc trẻ khuyết tật đặc biệt nặng, sinh 30/11/2010.
    "fosters_very_severe_child": Facts(
        PartialDate(2010, 11, 30), frozenset({"taken_in"}), disability_degree="very_severe"
    ),
    # Người khuyết tật nặng mang thai.
    "pregnant": Facts(PartialDate(1998, 5, 5), frozenset({"pregnant"}), disability_degree="severe"),
    # Người khuyết tật nhẹ mang thai.
    "pregnant_mild": Facts(PartialDate(1998, 5, 5), frozenset({"pregnant"}), disability_degree="mild"),
    # Người không khuyết tật mang thai.
    "pregnant_not_disabled": Facts(PartialDate(1998, 5, 5), frozenset({"pregnant"})),
    # Khuyết tật đặc biệt nặng, một con sinh 30/6/2023.
    "one_small_child": Facts(
        PartialDate(1998, 5, 5), children=(Child(PartialDate(2023, 6, 30)),), disability_degree="very_severe"
    ),
    # Khuyết tật nặng, mang thai và một con sinh 30/6/2023.
    "pregnant_with_child": Facts(
        PartialDate(1998, 5, 5),
        frozenset({"pregnant"}),
        (Child(PartialDate(2023, 6, 30)),),
        disability_degree="severe",
    ),
    # Khuyết tật nặng, hai con sinh 30/6/2023 và 10/02/2025.
    "two_small_children": Facts(
        PartialDate(1998, 5, 5),
        children=(Child(PartialDate(2023, 6, 30)), Child(PartialDate(2025, 2, 10))),
        disability_degree="severe",
    ),
    # Vợ đã hưởng một suất nuôi con nhỏ.
    "couple_share": Facts(
        PartialDate(1998, 5, 5),
        children=(Child(PartialDate(2025, 2, 10)),),
        disability_degree="severe",
        spouse_has_share=True,
    ),
}

PAID_BESIDE = [
    ("fosters_orphan", "2021-07", 900_000),
    ("fosters_orphan", "2024-02", 900_000),
    ("fosters_orphan", "2024-03", 540_000),
    ("fosters_orphan", "2024-07", 750_000),
    ("fosters_orphan", "2026-07", 810_000),
    ("fosters_orphan", "2026-10", 810_000),
    ("fosters_orphan", "2036-02", 810_000),
    ("fosters_orphan", "2036-03", 810_000),
    ("fosters_orphan", "2036-04", 0),
    ("orphan_at_home", "2024-02", 0),
    ("orphan_at_home", "2026-10", 0),
    ("fosters_elder", "2021-07", 540_000),
    ("fosters_elder", "2024-07", 750_000),
    ("fosters_elder", "2026-07", 810_000),
    ("fosters_elder", "2026-10", 810_000),
    ("household_very_severe", "2021-07", 360_000),
    ("household_very_severe", "2024-07", 500_000),
    ("household_very_severe", "2026-07", 540_000),
    ("household_very_severe", "2026-10", 540_000),
    ("household_severe", "2024-07", 0),
    ("household_severe", "2026-10", 0),
    ("fosters_very_severe_adult", "2021-07", 540_000),
    ("fosters_very_severe_adult", "2024-07", 750_000),
    ("fosters_very_severe_adult", "2026-07", 810_000),
    ("fosters_very_severe_adult", "2026-10", 810_000),
    ("fosters_very_severe_child", "2024-06", 900_000),
    ("fosters_very_severe_child", "2024-07", 1_250_000),
    ("fosters_very_severe_child", "2026-10", 1_350_000),
    ("fosters_very_severe_child", "2026-11", 810_000),
    ("pregnant", "2021-07", 540_000),
    ("pregnant", "2024-07", 750_000),
    ("pregnant", "2026-10", 810_000),
    ("pregnant_mild", "2024-07", 0),
    ("pregnant_mild", "2026-10", 0),
    ("pregnant_not_disabled", "2024-07", 0),
    ("one_small_child", "2023-05", 0),
    ("one_small_child", "2023-06", 540_000),
    ("one_small_child", "2024-07", 750_000),
    ("one_small_child", "2026-05", 750_000),
    ("one_small_child", "2026-06", 750_000),
    ("one_small_child", "2026-07", 0),
    ("pregnant_with_child", "2024-06", 720_000),
    ("pregnant_with_child", "2024-07", 1_000_000),
    ("pregnant_with_child", "2026-05", 1_000_000),
    ("pregnant_with_child", "2026-07", 810_000),
    ("two_small_children", "2025-01", 750_000),
    ("two_small_children", "2025-02", 1_000_000),
    ("two_small_children", "2026-05", 1_000_000),
    ("two_small_children", "2026-07", 810_000),
    ("two_small_children", "2028-02", 810_000),
    ("two_small_children", "2028-03", 0),
    ("couple_share", "2026-07", 0),
]  # fmt: skip


@pytest.mark.parametrize("who", CARED_FOR)
def test_carers_and_mothers_are_paid_beside(who):
    said = paid(PAID_BESIDE, who)
    found = {each: assistance.assess(CARED_FOR[who], calendar.read_month(each)) for each in said}
    assert {each: answer.carer_total for each, answer in found.items()} == said


# ---------------------------------------------------------------- what changes in the middle of a month


ELDER = PartialDate(1955, 10, 31)
ADULT = PartialDate(1995, 4, 20)
HIV = frozenset({"hiv"})
SINGLE = frozenset({"single_parent"})
CHILDREN = (Child(PartialDate(2015, 5, 5)), Child(PartialDate(2018, 5, 5)))


def lost(birth, flags=frozenset(), **before):
    """Return somebody who met the condition on the eve of the month, and lost it during the month."""
    return Facts(birth, before=Facts(birth, flags, **before))


@pytest.mark.parametrize(
    ("facts", "month", "amount"),
    [
        # off the list of near-poor households in the month: still paid for it (Điều 8 khoản 2, Điều 9)
        (lost(ELDER, poverty_status="near_poor"), "2026-06", 500_000),
        (lost(ELDER, poverty_status="near_poor"), "2026-11", 540_000),
        (lost(ADULT, HIV, poverty_status="poor"), "2026-06", 750_000),
        (lost(ADULT, disability_degree="severe"), "2026-11", 810_000),
        (Facts(ADULT, qualifying_children=2, before=Facts(ADULT, SINGLE, poverty_status="poor")), "2026-11", 1_080_000),
        # met only since this month: paid at once
        (Facts(ELDER, poverty_status="near_poor", before=Facts(ELDER)), "2026-11", 540_000),
        (Facts(ADULT, disability_degree="severe", before=Facts(ADULT)), "2026-11", 810_000),
        # another degree since this month: the new level, be it higher or lower
        (Facts(ADULT, disability_degree="severe", before=Facts(ADULT, disability_degree="very_severe")), "2026-11", 810_000),
        (Facts(ADULT, disability_degree="very_severe", before=Facts(ADULT, disability_degree="severe")), "2026-11", 1_080_000),
        # the allowance that was lost is still due for the month, where it is higher than the pension
        (Facts(ELDER, poverty_status="poor", before=Facts(ELDER, disability_degree="severe")), "2026-11", 1_080_000),
        # a pension or insurance benefit of one's own below the social one leaves the right to it; equal does not
        (Facts(PartialDate(1950, 10, 25), frozenset({"own_pension"}), own_pension=499_999), "2026-06", 500_000),
        (Facts(PartialDate(1950, 10, 25), frozenset({"own_pension"}), own_pension=500_000), "2026-06", 0),
        (Facts(PartialDate(1950, 10, 25), frozenset({"own_pension"}), own_pension=500_000), "2026-07", 540_000),
        (Facts(PartialDate(1950, 10, 25), frozenset({"insurance_monthly"}), own_pension=539_999), "2026-11", 540_000),
        (Facts(PartialDate(1950, 10, 25), frozenset({"insurance_monthly"}), own_pension=540_000), "2026-11", 0),
        (Facts(ELDER, frozenset({"own_pension"}), own_pension=300_000, poverty_status="poor"), "2026-11", 540_000),
        (Facts(ELDER, frozenset({"own_pension"}), own_pension=300_000), "2026-11", 0),
        # children by their births, or as they were counted where a count was given
        (Facts(ADULT, SINGLE, CHILDREN, poverty_status="poor"), "2026-11", 1_080_000),
        (Facts(ADULT, SINGLE, CHILDREN, qualifying_children=1, poverty_status="poor"), "2026-11", 540_000),
        (Facts(ADULT, SINGLE, (), qualifying_children=3, poverty_status="poor"), "2026-11", 1_620_000),
        (Facts(ADULT, SINGLE, (), poverty_status="poor"), "2026-11", 0),
        # the month of the death is paid, the next is not
        (Facts(ADULT, disability_degree="severe", died_on=calendar.read_month("2026-11")), "2026-11", 810_000),
        (Facts(ADULT, disability_degree="severe", died_on=calendar.read_month("2026-11")), "2026-12", 0),
        (Facts(PartialDate(1950, 10, 25), died_on=calendar.read_month("2026-11")), "2026-12", 0),
        # in a facility there is no monthly allowance; the pension stays
        (Facts(ADULT, disability_degree="severe", in_facility=True), "2026-11", 0),
        (Facts(PartialDate(1950, 10, 25), in_facility=True), "2026-11", 540_000),
    ],
)  # fmt: skip
def test_what_holds_on_the_last_day_is_paid_and_else_what_held_on_the_eve(facts, month, amount):
    assert assistance.assess(facts, calendar.read_month(month)).pay == amount


@pytest.mark.parametrize(
    ("group", "scheme"),
    [("", "allowance"), ("k4", "allowance"), ("pension", "pension")],
)
def test_of_an_equal_allowance_and_pension_the_present_one_is_paid_once(group, scheme):
    widow = Facts(
        PartialDate(1950, 1, 1), SINGLE, qualifying_children=1, poverty_status="poor", present_group=group
    )
    found = assistance.assess(widow, calendar.read_month("2026-11"))
    assert (found.scheme, found.pay) == (scheme, 540_000)


def test_a_present_pension_gives_way_to_a_higher_allowance():
    found = assistance.assess(
        Facts(PartialDate(1950, 1, 1), disability_degree="severe", present_group="pension"),
        calendar.read_month("2026-11"),
    )
    assert (found.scheme, found.pay) == ("allowance", 1_080_000)


@pytest.mark.parametrize("group", ["k6", "pension"])
def test_who_gets_nothing_has_no_scheme(group):
    found = assistance.assess(Facts(ADULT, present_group=group), calendar.read_month("2026-11"))
    assert (found.scheme, found.pay) == ("none", 0)
