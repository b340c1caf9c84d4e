"""Columns of the register of merit: as what somebody stands in it, what is paid, care, worship, living standard."""

from collections.abc import Callable

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import Value, number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.catalog.merit import answered, grants, living
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.rules import law, merit, merit_once, merit_rights, wording
from ansinh_desktop.rules.merit_once import Grant
from ansinh_desktop.rules.merit_rights import Part


def _sum_of(*wanted: Part) -> Callable[[CaseFacts], Value]:
    def compute(facts: CaseFacts) -> Value:
        found = answered.assessment(facts)
        return (found.sum_of(*wanted) or None) if found else None

    return compute


def _total(facts: CaseFacts) -> Value:
    found = answered.assessment(facts)
    return (found.total or None) if found else None


def _article(facts: CaseFacts) -> Value:
    found = answered.assessment(facts)
    return wording.articles(*(each.money.article for each in found.paid)) if found and found.paid else None


def _base(facts: CaseFacts) -> Value:
    found, base = answered.assessment(facts), merit.base_on(facts.on)
    return base.amount if found and found.paid and base else None


def _percent(facts: CaseFacts) -> Value:
    keys = ("injury_percent", "illness_percent", "chemical_percent", "child_percent")
    said = [f"{facts.answers[key]} %" for key in keys if facts.answers.get(key)]
    return "; ".join(said) or None


def _care_every(facts: CaseFacts) -> Value:
    right = merit_rights.care_right(answered.law_facts(facts))
    return law.code_list("convalescence_frequency").label_of(right.every) if right.every else None


def _care_last(facts: CaseFacts) -> Value:
    last = grants.last_care(facts)
    return str(last) if last else None


def _care_next(facts: CaseFacts) -> Value:
    following = grants.next_care(facts)
    return str(following) if following else None


def _martyrs(facts: CaseFacts) -> Value:
    if not grants.worshipped(facts.answers, facts.on.year):
        return None
    return ", ".join(text_of(row, "name") for row in rows_of(facts.answers, "worshipped")) or None


def _martyr_count(facts: CaseFacts) -> Value:
    return grants.worshipped(facts.answers, facts.on.year) or None


def _worship_amount(facts: CaseFacts) -> Value:
    count = grants.worshipped(facts.answers, facts.on.year)
    found = merit_once.due(Grant("worship", facts.on, count), answered.law_facts(facts)) if count else None
    return found.amount if found else None


def _living(facts: CaseFacts) -> Value:
    standard = living.standard_in(facts, facts.on.year)
    return law.code_list("living_standard").label_of(standard) if standard else None


def _last_gifts(facts: CaseFacts) -> list[EventFacts]:
    """Return the presents of the last day up to that of the list on which there were any."""
    given = [each for each in facts.events_of("gift") if each.on <= facts.on]
    return [each for each in given if each.on == given[-1].on]


def _gift(facts: CaseFacts) -> Value:
    rows = law.code_list("gift_occasion")
    said = [
        ", ".join(
            filter(
                None,
                (
                    rows.label_of(text_of(each.answers, "occasion")),
                    text_of(each.answers, "giver"),
                    text_of(each.answers, "content"),
                ),
            )
        )
        for each in _last_gifts(facts)
    ]
    return "; ".join(said) or None


def _gift_amount(facts: CaseFacts) -> Value:
    return sum(number_of(each.answers, "amount") or 0 for each in _last_gifts(facts)) or None


def _grave(facts: CaseFacts) -> Value:
    said = [text_of(facts.answers, key) for key in ("cemetery", "grave_place")]
    return ", ".join(filter(None, said)) or None


COMPUTED = (
    parts.AGE,
    parts.ADDRESSED,
    Computed("who", "Thuộc diện", kinds.Text(500), lambda facts: answered.who(facts) or None),
    Computed("percent_shown", "Tỷ lệ tổn thương", kinds.Text(), _percent),
    Computed("base", "Mức chuẩn (đồng)", kinds.Money(), _base),
    Computed(
        "allowance", "Trợ cấp hằng tháng (đồng)", kinds.Money(), _sum_of("allowance", "survivor", "care")
    ),
    Computed("supplement", "Phụ cấp hằng tháng (đồng)", kinds.Money(), _sum_of("supplement")),
    Computed("attendant_money", "Trợ cấp người phục vụ (đồng)", kinds.Money(), _sum_of("attendant")),
    Computed("total", "Cộng mỗi tháng (đồng)", kinds.Money(), _total),
    Computed("article", "Căn cứ", kinds.Text(1000), _article),
    Computed("care_every", "Niên hạn điều dưỡng", kinds.Text(), _care_every),
    Computed("care_last", "Điều dưỡng lần gần nhất", kinds.Text(), _care_last),
    Computed("care_next", "Điều dưỡng lần tiếp theo", kinds.Text(), _care_next),
    Computed("martyrs", "Liệt sĩ được thờ cúng", kinds.Text(500), _martyrs),
    Computed("martyr_count", "Số liệt sĩ được thờ cúng", kinds.Whole(), _martyr_count, of_lists=True),
    Computed("worship_amount", "Trợ cấp thờ cúng của năm (đồng)", kinds.Money(), _worship_amount),
    Computed("living_now", "Mức sống của hộ trong năm", kinds.Text(), _living),
    Computed("gift_shown", "Quà gần nhất", kinds.Text(500), _gift, of_lists=True),
    Computed("gift_amount", "Số tiền quà gần nhất (đồng)", kinds.Money(), _gift_amount, of_lists=True),
    Computed("grave_shown", "Nơi an táng", kinds.Text(), _grave, of_lists=True),
)
