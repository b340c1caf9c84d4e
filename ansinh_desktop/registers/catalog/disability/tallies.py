"""The half-yearly results for people with disabilities: Mẫu 10d (NĐ 20/2021), Mẫu 07 (TT 01/2019/TT-BLĐTBXH Điều 11)."""

from collections.abc import Callable

from ansinh_desktop.registers import household
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.registers.plan.tally import Tally, TallyLine
from ansinh_desktop.rules import law, poverty

_CERTIFIED = ("issued",)


def _certified(seen: Seen) -> bool:
    return seen.facts.state in _CERTIFIED


def _with(key: str, code: str) -> Callable[[Seen], bool]:
    return lambda seen: _certified(seen) and seen.facts.answers.get(key) == code


def _without(key: str) -> Callable[[Seen], bool]:
    return lambda seen: _certified(seen) and not seen.facts.answers.get(key)


def _poor(seen: Seen) -> bool:
    # The household of the last day of the period: what it is today says nothing of a half-year that is over.
    return _certified(seen) and household.poverty_on(seen.facts.person, seen.facts.on) in poverty.POOR


def _helped(seen: Seen) -> bool:
    return _certified(seen) and bool(seen.in_period("support"))


def _certified_in_period(seen: Seen) -> bool:
    return any(state in _CERTIFIED and seen.period.holds(since) for since, state in seen.steps)


def _received_in_period(seen: Seen) -> bool:
    return seen.period.holds(seen.opened_on)


LINES = (
    TallyLine("Người khuyết tật có giấy xác nhận", _certified, "I"),
    TallyLine("Theo dạng khuyết tật chính", number="II"),
    *(
        TallyLine(row.label, _with("disability_main_type", row.code), str(at))
        for at, row in enumerate(law.code_list("disability_type"), 1)
    ),
    TallyLine("Chưa ghi dạng chính", _without("disability_main_type")),
    TallyLine("Theo mức độ khuyết tật", number="III"),
    *(
        TallyLine(row.label, _with("disability_degree", row.code), str(at))
        for at, row in enumerate(law.code_list("disability_degree"), 1)
    ),
    TallyLine("Chưa ghi mức độ", _without("disability_degree")),
    TallyLine("Thuộc hộ nghèo, hộ cận nghèo", _poor, "IV"),
    TallyLine("Được trợ giúp trong kỳ", _helped, "V"),
)
COUNCIL = (
    TallyLine("Hồ sơ đề nghị nhận trong kỳ", _received_in_period, "I"),
    TallyLine("Được cấp giấy xác nhận trong kỳ", _certified_in_period, "II"),
    *LINES[1:-2],
)

TALLIES = (
    Tally(
        "result_10d",
        "Kết quả thực hiện chính sách đối với người khuyết tật",
        "Mẫu số 10d",
        "NĐ 20/2021/NĐ-CP",
        LINES,
        ("support",),
        with_money=False,
    ),
    Tally(
        "result_07",
        "Kết quả xác định mức độ khuyết tật",
        "Mẫu số 07",
        "TT 01/2019/TT-BLĐTBXH Điều 11",
        COUNCIL,
        with_money=False,
    ),
)
