"""What is done to many people with merit at once: listed for care, judged by living standard, paid for worship, given presents."""

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.acts.many import Effect, ManyAct
from ansinh_desktop.registers.answer import Answers, Value, number_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts, Paid
from ansinh_desktop.registers.catalog.merit import answered, grants, living
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules import law, merit_once, merit_rights, wording
from ansinh_desktop.rules.merit_once import Grant

_ON = Field("on", "Ngày", kinds.Date(), required=True)
_YEAR = Field("year", "Của năm", kinds.Whole(least=2021, most=2100), required=True)


def _runs(facts: CaseFacts, _said: Answers, _paid: Paid) -> Finding | None:
    return None if facts.state == "receiving" else warning("AS-7449", "")


def _year(said: Answers) -> int:
    return number_of(said, "year") or 0


# ------------------------------------------------------------------------------------------------ care


def _may_be_listed(facts: CaseFacts, said: Answers, paid: Paid) -> Finding | None:
    if (why := _runs(facts, said, paid)) is not None:
        return why
    right, last = merit_rights.care_right(answered.law_facts(facts)), grants.last_care(facts)
    early = last is not None and last + right.years > _year(said)
    return warning("AS-7458", "") if not right.years or early else None


def _list(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
    before = facts.answers.get("care_listed_year")
    return Effect(
        answers={
            "care_listed_year": _year(said),
            "care_form": said.get("care_form") or facts.answers.get("care_form"),
        },
        before=str(before) if before else "(trống)",
        after=f"Danh sách năm {_year(said)}",
    )


def _care_given(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
    item = "care_facility" if said.get("care_form") == "in_facility" else "care_home"
    event: dict[str, Value] = {"item": item, "year": _year(said)}
    # Of a round of care the year decides, not the day on which it is written down.
    found = grants.due(facts, EventFacts("grant", facts.on, event))
    event |= {"amount": found.amount if found else None, "decision_no": said.get("decision_no")}
    return Effect(
        (("grant", event),), after=f"{wording.money(found.amount)} đồng" if found else "Đã điều dưỡng"
    )


_FORM = Field("care_form", "Hình thức", kinds.Choice("convalescence_form"))
_FORM_ASKED = Field("care_form", "Hình thức", kinds.Choice("convalescence_form"), required=True)
_NUMBER = Field("decision_no", "Số quyết định", kinds.Text(60))


# ------------------------------------------------------------------------------------------------ living standard


def _is_not_judged(facts: CaseFacts, said: Answers, paid: Paid) -> Finding | None:
    if (why := _runs(facts, said, paid)) is not None:
        return why
    judged = any(living.year_of(each) == _year(said) for each in facts.events_of(living.KIND))
    return warning("AS-7457", "") if judged or answered.is_martyr(facts) else None


def _judge(_facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
    standard = str(said.get("standard") or "")
    event: dict[str, Value] = {"year": _year(said), "standard": standard, "assessor": said.get("assessor")}
    return Effect(((living.KIND, event),), after=law.code_list("living_standard").label_of(standard))


# ------------------------------------------------------------------------------------------------ worship, presents


def _is_owed_worship(facts: CaseFacts, said: Answers, paid: Paid) -> Finding | None:
    if (why := _runs(facts, said, paid)) is not None:
        return why
    left = grants.worshipped(facts.answers, _year(said)) - grants.worship_given(facts, _year(said))
    return None if left > 0 else warning("AS-7459", "")


def _pay_worship(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
    count = grants.worshipped(facts.answers, _year(said)) - grants.worship_given(facts, _year(said))
    found = merit_once.due(Grant("worship", facts.on, count), answered.law_facts(facts))
    amount = found.amount if found else 0
    event: dict[str, Value] = {
        "item": "worship",
        "year": _year(said),
        "count": count,
        "amount": amount,
        "decision_no": said.get("decision_no"),
    }
    return Effect((("grant", event),), after=f"{count:02d} liệt sĩ: {wording.money(amount)} đồng")


def _may_be_given(facts: CaseFacts, said: Answers, paid: Paid) -> Finding | None:
    if (why := _runs(facts, said, paid)) is not None:
        return why
    return warning("AS-7449", "") if answered.is_martyr(facts) else None


def _give(_facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
    event: dict[str, Value] = {
        key: said.get(key) for key in ("occasion", "year", "giver", "content", "amount")
    }
    amount = number_of(said, "amount")
    return Effect((("gift", event),), after=f"Quà {wording.money(amount)} đồng" if amount else "Quà")


MANY = (
    ManyAct("care_list", "Đưa vào danh sách điều dưỡng", (_YEAR, _FORM), _may_be_listed, _list),
    ManyAct(
        "care_given", "Ghi đã điều dưỡng", (_ON, _YEAR, _FORM_ASKED, _NUMBER), _may_be_listed, _care_given
    ),
    ManyAct(
        "living",
        "Đánh giá mức sống",
        (
            _ON,
            _YEAR,
            Field(
                "standard", "So với mức trung bình nơi cư trú", kinds.Choice("living_standard"), required=True
            ),
            Field("assessor", "Người đánh giá", kinds.Text(100)),
        ),
        _is_not_judged,
        _judge,
    ),
    ManyAct("worship", "Ghi đã chi trợ cấp thờ cúng", (_ON, _YEAR, _NUMBER), _is_owed_worship, _pay_worship),
    ManyAct(
        "gift",
        "Ghi quà",
        (
            _ON,
            Field("occasion", "Dịp tặng quà", kinds.Choice("gift_occasion"), required=True),
            _YEAR,
            Field("giver", "Nguồn quà", kinds.Text(100), required=True),
            Field("content", "Hiện vật", kinds.Text()),
            Field("amount", "Số tiền mỗi người (đồng)", kinds.Money()),
        ),
        _may_be_given,
        _give,
    ),
)
