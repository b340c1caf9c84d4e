"""The tables of domestic violence: Biểu 01/BC-X (TT 23/2011/TT-BVHTTDL), what TT 07/2017/TT-BVHTTDL gathers each year.

A case of several victims is several records with one number: it is counted once, and so is whoever did it; each victim
is a person of their own. What a household is, and how violence is prevented, no register says: the pen does.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import Answers, Value, codes_of, number_of, rows_of
from ansinh_desktop.registers.catalog.violence import checks
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.registers.plan.tally import Tally, TallyLine
from ansinh_desktop.rules import law

_CHILD, _ELDER = checks.CHILD_MONTHS // 12, checks.ELDER_MONTHS // 12
_CASE = "incident_no"
_COMPARE = "đối chiếu lời và thứ tự dòng với mẫu in"
_Holds = Callable[[Seen], bool]
_Row = Mapping[str, Value]


def _told(seen: Seen) -> bool:
    """Whether it was reported in the period, and not found untrue."""
    received = parts.day_of(seen.facts.answers, "received_at")
    untrue = seen.facts.answers.get("verification") == "false"
    return received is not None and seen.period.holds(received) and not untrue


def _at_home(seen: Seen) -> bool:
    return _told(seen) and seen.facts.answers.get("context") == "family"


def _handled(answers: Answers) -> bool:
    return bool(codes_of(answers, "handling")) or any(each.get("handling") for each in _who_did(answers))


def _who_did(answers: Answers) -> list[_Row]:
    return list(rows_of(answers, "perpetrators"))


def _has(key: str, code: str) -> _Holds:
    return lambda seen: code in codes_of(seen.facts.answers, key)


def _aged(least: int, most: int) -> _Holds:
    """Return whether the victim was surely of an age, in whole years, when it was reported."""

    def holds(seen: Seen) -> bool:
        known = checks.age(seen.facts)
        return known is not None and known[0] >= 12 * least and known[1] < 12 * most

    return holds


def _of_sex(sex: str) -> _Holds:
    return lambda seen: seen.facts.person.get("sex") == sex


def _women_of_age(seen: Seen) -> bool:
    return _of_sex("female")(seen) and _aged(_CHILD, _ELDER)(seen)


def _helped_by(code: str) -> _Holds:
    return lambda seen: any(each.answers.get("support") == code for each in seen.by_end("support"))


def _cases(label: str, holds: _Holds | None = None, number: str = "", among: _Holds = _at_home) -> TallyLine:
    def quantity(seen: Seen) -> int:
        return int(among(seen) and (holds is None or holds(seen)))

    return TallyLine(label, number=number, unit="vụ", quantity=quantity, once_by=_CASE)


def _perpetrators(label: str, holds: Callable[[_Row], bool], among: _Holds = _at_home) -> TallyLine:
    def quantity(seen: Seen) -> int:
        return sum(map(holds, _who_did(seen.facts.answers))) if among(seen) else 0

    return TallyLine(label, unit="người", quantity=quantity, once_by=_CASE)


def _victims(
    label: str, holds: _Holds | None = None, number: str = "", among: _Holds = _at_home
) -> TallyLine:
    return TallyLine(
        label, lambda seen: among(seen) and (holds is None or holds(seen)), number=number, unit="người"
    )


def _by_hand(label: str, unit: str = "hộ") -> TallyLine:
    return TallyLine(label, unit=unit, by_hand=True)


def _forms() -> Iterator[TallyLine]:
    for row in law.code_list("violence_form"):
        yield _cases(f"– {row.label}", _has("forms", row.code))


def _who_hurt(ages: bool) -> Iterator[TallyLine]:  # noqa: FBT001 - one of two layouts
    yield TallyLine("Người gây bạo lực gia đình", number="3")
    yield _perpetrators("– Nam", lambda row: row.get("sex") == "male")
    yield _perpetrators("– Nữ", lambda row: row.get("sex") == "female")
    if ages:
        yield _perpetrators(f"– Dưới {_CHILD} tuổi", lambda row: _years(row, 0, _CHILD))
        yield _perpetrators(f"– Từ đủ {_ELDER} tuổi", lambda row: _years(row, _ELDER, 200))
    yield TallyLine("Biện pháp xử lý người gây bạo lực gia đình")
    for each in law.code_list("perpetrator_handling"):
        yield _cases(f"– {each.label}", _has("handling", each.code))


def _years(row: _Row, least: int, below: int) -> bool:
    age = number_of(row, "age")
    return age is not None and least <= age < below


def _who_was_hurt() -> Iterator[TallyLine]:
    yield _victims("Người bị bạo lực gia đình", number="4")
    yield _victims("– Nam", _of_sex("male"))
    yield _victims("– Nữ", _of_sex("female"))
    yield _victims(f"– Dưới {_CHILD} tuổi", _aged(0, _CHILD))


def _supports(among: _Holds) -> Iterator[TallyLine]:
    for row in law.code_list("violence_support"):
        yield _victims(f"– {row.label}", _helped_by(row.code), among=among)


def _of_2011() -> Iterator[TallyLine]:
    yield TallyLine("Gia đình", number="I")
    yield _by_hand("Tổng số hộ gia đình (chia theo loại hộ)")
    yield _by_hand("Hộ có người cao tuổi")
    yield _by_hand(f"Hộ có trẻ em dưới {_CHILD} tuổi")
    yield _by_hand("Hộ có bạo lực gia đình")
    yield _by_hand("Hộ có tảo hôn")
    yield TallyLine("Bạo lực gia đình", number="II")
    yield from _same(ages=False)
    yield _victims(f"– Nữ từ đủ {_CHILD} đến {_ELDER - 1} tuổi", _women_of_age)
    yield _victims(f"– Từ đủ {_ELDER} tuổi", _aged(_ELDER, 200))
    yield _cases("Số vụ được xử lý", lambda seen: _handled(seen.facts.answers), "5")
    bands = (
        (f"dưới {_CHILD} tuổi", 0, _CHILD),
        (f"từ đủ {_CHILD} đến {_ELDER - 1} tuổi", _CHILD, _ELDER),
        (f"từ đủ {_ELDER} tuổi", _ELDER, 200),
    )
    for label, least, below in bands:
        yield _cases(f"– Người bị bạo lực {label}", _handled_of(_aged(least, below)))


def _handled_of(holds: _Holds) -> _Holds:
    return lambda seen: _handled(seen.facts.answers) and holds(seen)


def _same(*, ages: bool) -> Iterator[TallyLine]:
    """Yield what both layouts ask."""
    yield _cases("Tổng số vụ bạo lực gia đình", number="1")
    yield TallyLine("Hình thức bạo lực gia đình", number="2")
    yield from _forms()
    yield from _who_hurt(ages)
    yield from _who_was_hurt()


def _of_2017() -> Iterator[TallyLine]:
    yield from _same(ages=True)
    yield _victims(f"– Từ đủ {_ELDER} tuổi", _aged(_ELDER, 200))
    yield TallyLine("Biện pháp hỗ trợ người bị bạo lực gia đình", number="5")
    yield from _supports(_at_home)
    yield TallyLine("Biện pháp phòng, chống bạo lực gia đình", number="6")
    yield _by_hand("– (ghi từng biện pháp)", "")


def _in_need(seen: Seen) -> bool:
    return seen.facts.answers.get("assistance_need") == "yes"


def _needy(seen: Seen) -> bool:
    return _told(seen) and _in_need(seen)


def _of_gender() -> Iterator[TallyLine]:
    """Yield the table of QĐ 2232/QĐ-TTg: wider than the family, with whoever did it and was counselled."""
    yield _victims("Trường hợp bị bạo lực trên cơ sở giới", number="1", among=_told)
    yield _victims("Có nhu cầu trợ giúp", _in_need, "2", _told)
    yield _victims("Trong đó được trợ giúp", lambda seen: bool(seen.by_end("support")), "3", _needy)
    yield from _supports(_needy)
    yield TallyLine("Người gây bạo lực", number="4")
    yield _perpetrators("– Tổng số", lambda _row: True, _told)
    yield _perpetrators("– Được tư vấn", lambda row: row.get("counselled") is True, _told)


TALLIES = (
    Tally(
        "violence_01",
        "Số liệu gia đình và bạo lực gia đình",
        "Biểu 01/BC-X",
        "TT 23/2011/TT-BVHTTDL",
        tuple(_of_2011()),
        of_quantities=True,
        with_money=False,
        valid_to=datetime.date(2018, 2, 28),
    ),
    Tally(
        "violence_year",
        "Số liệu phòng, chống bạo lực gia đình",
        "TT 07/2017/TT-BVHTTDL",
        f"hằng năm; {_COMPARE}",
        tuple(_of_2017()),
        ("support",),
        of_quantities=True,
        with_money=False,
        valid_from=datetime.date(2018, 3, 1),
    ),
    Tally(
        "violence_gender",
        "Số liệu bạo lực trên cơ sở giới",
        "QĐ 2232/QĐ-TTg",
        "chưa có mẫu; bảng của chương trình",
        tuple(_of_gender()),
        ("support",),
        of_quantities=True,
        with_money=False,
        valid_from=datetime.date(2020, 12, 28),
    ),
)
