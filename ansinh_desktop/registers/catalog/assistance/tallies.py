"""The half-yearly results of social assistance: Mẫu 10a, 10b, 10c (NĐ 20/2021), Mẫu 05, 06 (NĐ 335/2026).

The bands of the paper share their edges ("16–60", "từ đủ 60"): those of the benefit are taken, from 16 to under 60.
Groups for which the paper has no line stand in a block of their own, so that nobody is lost.
"""

import datetime
from collections.abc import Callable

from ansinh_desktop.registers import household, parts
from ansinh_desktop.registers.answer import number_of
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.registers.plan.tally import Tally, TallyLine

_PAID = ("paying",)
_NO_AGE = (-1, -1)


def _paid(seen: Seen) -> bool:
    return seen.facts.state in _PAID


def _years(seen: Seen) -> tuple[int, int]:
    """Return the least and the most years that somebody may be old at the end of the period; below 0 where unknown."""
    months = parts.age_months(seen.facts, seen.period.last)
    return _NO_AGE if months is None else (months[0] // 12, months[1] // 12)


def _aged(least: int, below: int) -> Callable[[Seen], bool]:
    def holds(seen: Seen) -> bool:
        youngest, oldest = _years(seen)
        # Who may belong to two bands belongs to the younger: nobody stands in both.
        return youngest >= 0 and least <= youngest < below and oldest >= 0

    return holds


def _in(*groups: str, age: Callable[[Seen], bool] | None = None, degree: str = "") -> Callable[[Seen], bool]:
    def holds(seen: Seen) -> bool:
        answers = seen.facts.answers
        if not _paid(seen) or answers.get("social_group") not in groups:
            return False
        if degree and answers.get("disability_degree") != degree:
            return False
        return age is None or age(seen)

    return holds


def _poor(seen: Seen) -> bool:
    # The household of the last day of the period: what it is today says nothing of a half-year that is over.
    return household.poverty_on(seen.facts.person, seen.facts.on) == "poor"


def _taken_in(holds: Callable[[Seen], bool]) -> Callable[[Seen], bool]:
    return lambda seen: bool(seen.facts.answers.get("taken_in")) and holds(seen)


def _facility(
    holds: Callable[[Seen], bool] | None = None, *, emergency: bool = False
) -> Callable[[Seen], bool]:
    def stands(seen: Seen) -> bool:
        found = seen.in_period("facility")
        if not found or bool(found[-1].answers.get("emergency")) is not emergency:
            return False
        return holds is None or holds(seen)

    return stands


def _group(
    *groups: str, age: Callable[[Seen], bool] | None = None, degree: str = ""
) -> Callable[[Seen], bool]:
    """As ``_in``, of whoever has the group, paid or not: in a facility nobody is paid here."""

    def holds(seen: Seen) -> bool:
        answers = seen.facts.answers
        fits = answers.get("social_group") in groups and (
            not degree or answers.get("disability_degree") == degree
        )
        return fits and (age is None or age(seen))

    return holds


_CHILD, _INFANT, _PUPIL = _aged(0, 16), _aged(0, 4), _aged(4, 16)
_GROWN, _ELDER = _aged(16, 60), _aged(60, 200)
_ELDERS = ("k5a", "k5b", "k5b_335", "k5c", "k5d")
_BANDS = ((_CHILD, "dưới 16 tuổi"), (_GROWN, "từ 16 đến dưới 60 tuổi"), (_ELDER, "từ đủ 60 tuổi"))


def _disabled(degree: str, words: str) -> tuple[TallyLine, ...]:
    return tuple(
        TallyLine(f"Người khuyết tật {words} {label}", _in("k6", age=age, degree=degree))
        for age, label in _BANDS
    )


LINES = (
    TallyLine("Trợ cấp xã hội hằng tháng", number="I"),
    TallyLine("Trẻ em dưới 16 tuổi không có nguồn nuôi dưỡng", _in("k1"), "1"),
    TallyLine("– Trong đó: dưới 4 tuổi", _in("k1", age=_INFANT)),
    TallyLine("Người từ 16 đến 22 tuổi đang học", _in("k2"), "2"),
    TallyLine("Người nhiễm HIV thuộc hộ nghèo", number="3"),
    TallyLine("– Dưới 4 tuổi", _in("k3", age=_INFANT)),
    TallyLine("– Từ 4 đến dưới 16 tuổi", _in("k3", age=_PUPIL)),
    TallyLine("– Từ 16 tuổi", _in("k8")),
    TallyLine("Người đơn thân nghèo đang nuôi con", _in("k4"), "4"),
    TallyLine("Người cao tuổi", number="5"),
    TallyLine("– Hộ nghèo, không có người phụng dưỡng", _in("k5a")),
    TallyLine("– Từ đủ 80 tuổi không có lương hưu, trợ cấp", _in("k5c")),
    TallyLine("   Trong đó: hộ nghèo", lambda seen: _in("k5c")(seen) and _poor(seen)),
    TallyLine("– Đủ điều kiện vào cơ sở, có người nhận chăm sóc", _in("k5d", "k5b_335")),
    TallyLine("Người khuyết tật", number="6"),
    *_disabled("very_severe", "đặc biệt nặng"),
    *_disabled("severe", "nặng"),
    TallyLine("Nhận chăm sóc, nuôi dưỡng tại cộng đồng", number="II"),
    TallyLine("Trẻ em", _taken_in(_in("k1", "k3")), "1"),
    TallyLine("– Trong đó: dưới 4 tuổi", _taken_in(_in("k1", "k3", age=_INFANT))),
    *(
        TallyLine(
            f"Người khuyết tật đặc biệt nặng {label}", _taken_in(_in("k6", age=age, degree="very_severe"))
        )
        for age, label in _BANDS
    ),
    TallyLine("Người cao tuổi", _taken_in(_in(*_ELDERS)), "3"),
    TallyLine("Chăm sóc, nuôi dưỡng trong cơ sở trợ giúp xã hội (vào trong kỳ)", number="III"),
    TallyLine("Trẻ em", _facility(_group("k1")), "1"),
    TallyLine("Người từ 16 đến 22 tuổi đang học", _facility(_group("k2")), "2"),
    TallyLine("Người nhiễm HIV", _facility(_group("k3", "k8")), "3"),
    TallyLine("Người cao tuổi", _facility(_group(*_ELDERS)), "4"),
    *(
        TallyLine(
            f"Người khuyết tật đặc biệt nặng {label}", _facility(_group("k6", age=age, degree="very_severe"))
        )
        for age, label in _BANDS
    ),
    TallyLine("Người cần bảo vệ khẩn cấp", _facility(emergency=True), "6"),
    TallyLine(
        "Hỗ trợ chi phí mai táng", lambda seen: bool(seen.in_period("funeral")), "IV", events="funeral"
    ),
    TallyLine("Nhóm mà mẫu không có dòng riêng"),
    TallyLine("Trẻ em dưới 3 tuổi vùng đặc biệt khó khăn", _in("k7")),
    TallyLine("Người cao tuổi từ đủ 75 đến 80 tuổi", _in("k5b")),
    TallyLine("Trợ cấp hưu trí xã hội", _in("pension")),
)


def _aid(*items: str, measure: Callable[[EventFacts], int] | None = None) -> Callable[[Seen], int]:
    """Return how much emergency aid of some items a record had in the period: people or households, unless measured."""

    def quantity(seen: Seen) -> int:
        found = [each for each in seen.in_period("emergency") if each.answers.get("item") in items]
        return sum(measure(each) if measure else number_of(each.answers, "people") or 1 for each in found)

    return quantity


def _told(key: str) -> Callable[[EventFacts], int]:
    return lambda event: number_of(event.answers, key) or 0


_ITEMS = (
    "rice",
    "injury",
    "death_or_missing",
    "unclaimed_body",
    "house_rebuild",
    "house_move",
    "house_repair",
)
EMERGENCY = (
    TallyLine("Thiệt hại", number="I"),
    *(
        TallyLine(label, unit=unit, by_hand=True)
        for label, unit in (
            ("Hộ thiếu đói", "hộ"),
            ("Người thiếu đói", "người"),
            ("Người chết", "người"),
            ("Người mất tích", "người"),
            ("Người bị thương", "người"),
            ("Nhà đổ, sập, trôi, cháy", "nhà"),
            ("Nhà hư hỏng nặng", "nhà"),
            ("Nhà phải di dời khẩn cấp", "nhà"),
        )
    ),
    TallyLine("Kết quả trợ giúp", number="II"),
    TallyLine("Người được hỗ trợ lương thực", number="1", unit="người", quantity=_aid("rice")),
    TallyLine(
        "Người chết, mất tích được hỗ trợ mai táng",
        number="2",
        unit="người",
        quantity=_aid("death_or_missing", "unclaimed_body"),
    ),
    TallyLine("Người bị thương được hỗ trợ", number="3", unit="người", quantity=_aid("injury")),
    TallyLine("Hộ được hỗ trợ làm nhà", number="4", unit="hộ", quantity=_aid("house_rebuild")),
    TallyLine("Hộ được hỗ trợ sửa chữa nhà", number="5", unit="hộ", quantity=_aid("house_repair")),
    TallyLine("Hộ được hỗ trợ di dời", number="6", unit="hộ", quantity=_aid("house_move")),
    TallyLine("Nguồn lực", number="III"),
    TallyLine("Gạo", number="1", unit="kg", quantity=_aid("rice", measure=_told("rice_kg"))),
    TallyLine("Kinh phí", number="2", unit="đồng", quantity=_aid(*_ITEMS, measure=_told("amount"))),
)

_OLD = _in(*_ELDERS, "pension")
ELDERLY = (
    TallyLine("Tổng số người cao tuổi của xã", number="I", by_hand=True),
    TallyLine("Người cao tuổi hưởng trợ cấp xã hội, hưu trí xã hội", _OLD, "II"),
    TallyLine("– Thuộc hộ nghèo", lambda seen: _OLD(seen) and _poor(seen)),
    TallyLine("– Không có người phụng dưỡng", _in("k5a")),
    TallyLine("– Từ đủ 80 tuổi", _in("k5c")),
    TallyLine("– Hưu trí xã hội", _in("pension")),
    TallyLine("– Được nhận chăm sóc tại cộng đồng", _taken_in(_OLD)),
    TallyLine("Người khuyết tật từ đủ 60 tuổi hưởng trợ cấp", _in("k6", age=_ELDER), "III"),
    TallyLine("Người cao tuổi vào cơ sở trợ giúp xã hội trong kỳ", _facility(_group(*_ELDERS)), "IV"),
    TallyLine("Người cao tuổi có lương hưu, trợ cấp bảo hiểm xã hội", number="V", by_hand=True),
    TallyLine("Người cao tuổi có thẻ bảo hiểm y tế", number="VI", by_hand=True),
    TallyLine("Người cao tuổi được lập hồ sơ theo dõi sức khỏe", number="VII", by_hand=True),
)
_EVENTS = ("funeral", "facility")
_CHANGE = datetime.date(2026, 10, 5)
"""The day from which NĐ 335/2026/NĐ-CP rules."""

TALLIES = (
    Tally(
        "result_10a",
        "Kết quả thực hiện chính sách trợ giúp xã hội",
        "Mẫu số 10a",
        "NĐ 20/2021/NĐ-CP; TT 02/2021/TT-BLĐTBXH Điều 6",
        LINES,
        _EVENTS,
        valid_to=_CHANGE - datetime.timedelta(days=1),
    ),
    Tally(
        "result_05",
        "Kết quả thực hiện chính sách trợ giúp xã hội, trợ cấp hưu trí xã hội",
        "Mẫu số 05",
        "NĐ 335/2026/NĐ-CP Điều 30",
        LINES,
        _EVENTS,
        valid_from=_CHANGE,
    ),
    Tally(
        "result_10b",
        "Kết quả thực hiện trợ giúp khẩn cấp",
        "Mẫu số 10b",
        "NĐ 20/2021/NĐ-CP",
        EMERGENCY,
        ("emergency",),
        of_quantities=True,
        valid_to=_CHANGE - datetime.timedelta(days=1),
    ),
    Tally(
        "result_06",
        "Kết quả trợ giúp khẩn cấp",
        "Mẫu số 06",
        "NĐ 335/2026/NĐ-CP Điều 30",
        EMERGENCY,
        ("emergency",),
        of_quantities=True,
        valid_from=_CHANGE,
    ),
    Tally(
        "result_10c",
        "Kết quả thực hiện chính sách đối với người cao tuổi",
        "Mẫu số 10c",
        "NĐ 20/2021/NĐ-CP",
        ELDERLY,
        ("facility",),
        valid_to=_CHANGE - datetime.timedelta(days=1),
    ),
)
