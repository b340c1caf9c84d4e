"""What the file says of a disability on a day: from which paper, until when, and what is doubtful."""

import datetime
from collections.abc import Iterator

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import Value, date_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.disability import checks
from ansinh_desktop.registers.explanation import Explanation, Line
from ansinh_desktop.rules import disability, law, wording

_TWO_LEVELS = law.UNITS_REFORM
_BASIS = "TT 01/2019/TT-BLĐTBXH"


def medical_until(facts: CaseFacts) -> Value:
    """Return until when the minutes of the medical council hold; None where there are none."""
    issued, birth = parts.day_of(facts.answers, "medical_date"), date_of(facts.person, "birth_date")
    if issued is None or birth is None:
        return None
    return disability.minutes_end(birth, issued).day.isoformat()


def explained(facts: CaseFacts) -> Explanation | None:
    """Return what is concluded and by which paper; None while nothing is."""
    degree = text_of(facts.answers, "disability_degree")
    if not degree:
        return None
    label = law.code_list("disability_degree").label_of(degree)
    return Explanation(
        title=f"Mức độ khuyết tật: {label.lower()}",
        lines=tuple(_lines(facts)),
        doubts=tuple(_doubts(facts)),
        basis=f"Luật Người khuyết tật 51/2010/QH12; {_BASIS}",
    )


def _lines(facts: CaseFacts) -> Iterator[Line]:
    answers = facts.answers
    types = kinds.Choices("disability_type").show(answers.get("disability_types"))
    if types:
        yield Line(f"Dạng: {types}.", "Luật 51/2010/QH12 Điều 3 khoản 1")
    number, day = text_of(answers, "certificate_no"), parts.day_of(answers, "certificate_date")
    if day:
        paper = f"Giấy xác nhận{f' số {number}' if number else ''} có hiệu lực từ ngày {wording.date(day)}."
        yield Line(paper, "Luật 51/2010/QH12 Điều 19", "good")
    else:
        yield Line("Chưa có Giấy xác nhận.", tone="warning")
    until = text_of({"until": medical_until(facts)}, "until")
    if until:
        end = wording.date(datetime.date.fromisoformat(until))
        yield Line(f"Biên bản giám định y khoa có giá trị đến ngày {end}.", "TTLT 34/2012 Điều 12")
    if checks.is_in_hardship(facts):
        marked = facts.answers.get("hardship")
        why = "do cán bộ đánh dấu" if marked else "thuộc hộ nghèo, cận nghèo"
        yield Line(f"Có hoàn cảnh khó khăn: {why}.", "Kế hoạch 322 của UBND tỉnh", "note")


def _doubts(facts: CaseFacts) -> Iterator[Line]:
    received = parts.day_of(facts.answers, "received_on") or parts.day_of(facts.answers, "certificate_date")
    if received and received >= _TWO_LEVELS:
        yield Line(
            "Sửa đổi của TT 01/2019 cho chính quyền hai cấp và của Bộ Y tế chưa đối chiếu được: số ngày, mẫu, cách ghi số hiệu "
            "giữ như trước.",
            _BASIS,
            "warning",
        )
