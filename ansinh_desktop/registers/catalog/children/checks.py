"""What must hold of a child in special circumstances: groups, age, parents, care, and the way off the list."""

import datetime
from collections.abc import Iterator, Sequence

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import codes_of, date_of, text_of
from ansinh_desktop.registers.case import CaseFacts, Check
from ansinh_desktop.rules import law

_CHILD_MONTHS, _MINOR_MONTHS = 16 * 12, 18 * 12

# Which sub-group the states of the two parents mean, whatever their order (NĐ 56/2017 Điều 3, 5).
_CARE_LOST = ("in_facility", "incapable")
_SENTENCE = ("serving_sentence", "serving_admin_measure")
_MISSING = ("missing_declared",)
_SUGGESTED = (
    (("dead",), ("dead",), "a"),
    (("dead",), _MISSING, "c1"),
    (("dead",), _CARE_LOST, "c2"),
    (("dead",), _SENTENCE, "c3"),
    (_MISSING, _MISSING, "c4"),
    (_MISSING, _CARE_LOST, "c5"),
    (_MISSING, _SENTENCE, "c6"),
    (("in_facility",), _SENTENCE, "c10"),
    (("incapable",), ("incapable",), "c7"),
    (_SENTENCE, _SENTENCE, "c8"),
    (("incapable",), _SENTENCE, "c9"),
)
_ORPHANS = {"alone": "a1", "facility": "a2", "relatives": "a3", "alternative_family": "a4"}
_OF_CHILDREN = "c11"

_REASONS = {
    "moved": ("moved",),
    "no_longer": ("no_longer", "mistake"),
    "turned_16": ("turned_16",),
    "adopted": ("adopted",),
    "dead": ("dead",),
}
"""By the state in which a child leaves the list: the reasons that say the same."""


def check_groups(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what does not go together in groups and sub-groups."""
    groups, main = codes_of(facts.answers, "groups"), facts.answers.get("main_group")
    if main and main not in groups:
        yield error("AS-2301", "main_group")
    for code in codes_of(facts.answers, "subgroups"):
        row = law.code_list("children_subgroup").get(code)
        if row and row.extra["group"] not in groups:
            yield error("AS-2302", "subgroups", subgroup=row.label)
    yield from _check_what_groups_ask(facts, groups)


def _check_what_groups_ask(facts: CaseFacts, groups: Sequence[str]) -> Iterator[Finding]:
    if "n" in groups and facts.person.get("poverty_status") not in ("poor", "near_poor"):
        yield error("AS-2307", "groups")
    if "h" in groups and facts.answers.get("school") == "studying":
        yield warning("AS-2314", "school")
    if "d" in groups and not facts.answers.get("disability_degree"):
        yield warning("AS-2313", "disability_degree")
    if {"i", "k", "l", "m"} & set(groups) and not facts.answers.get("abuse_case_no"):
        yield warning("AS-2306", "abuse_case_no")


def check_age(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the person is no child on entering the list, or no longer one."""
    entered = parts.day_of(facts.answers, "entered_on")
    age = parts.age_months(facts, entered)
    if age and age[0] >= _MINOR_MONTHS:
        yield error("AS-2304", "entered_on")
    elif age and age[0] >= _CHILD_MONTHS and not facts.answers.get("keep_reason"):
        yield error("AS-2303", "keep_reason")
    elif age and age[1] < 0:
        yield error("AS-2315", "entered_on")
    yield from _check_age_now(facts)


def _check_age_now(facts: CaseFacts) -> Iterator[Finding]:
    if facts.state == "managed" and not (facts.answers.get("left_on") or facts.answers.get("keep_reason")):
        now = parts.age_months(facts)
        if now and now[0] >= _CHILD_MONTHS:
            yield warning("AS-2309", "left_on")


def check_parents(facts: CaseFacts) -> Iterator[Finding]:
    """Yield the group and sub-group that follow from the parents, where they are not chosen."""
    states = [facts.answers.get(key) for key in ("father_state", "mother_state")]
    if "a" in codes_of(facts.answers, "groups") and any(state and state != "dead" for state in states):
        yield warning("AS-2305", "groups")
    chosen = [*codes_of(facts.answers, "groups"), *codes_of(facts.answers, "subgroups")]
    suggested = _suggested(facts, chosen)
    if suggested and suggested not in chosen:
        label = law.code_list("children_group" if suggested == "a" else "children_subgroup").label_of(
            suggested
        )
        yield note("AS-2308", "subgroups", suggested=label)


def _suggested(facts: CaseFacts, chosen: list[str]) -> str | None:
    father, mother = (facts.answers.get(key) for key in ("father_state", "mother_state"))
    for first, second, code in _SUGGESTED:
        if (father in first and mother in second) or (father in second and mother in first):
            # The sub-groups of an orphan differ by who cares for the child (NĐ 56/2017 Điều 3).
            of_orphan = code == "a" and "a" in chosen
            return _ORPHANS.get(text_of(facts.answers, "care_arrangement")) if of_orphan else code
    return _OF_CHILDREN if _is_with_parents_who_are_children(facts) else None


def _is_with_parents_who_are_children(facts: CaseFacts) -> bool:
    births = [date_of(facts.answers, key) for key in ("father_birth", "mother_birth")]
    with_them = facts.answers.get("care_arrangement") == "parents"
    return with_them and all(_is_child(each, facts.on) for each in births)


def _is_child(birth: PartialDate | None, on: datetime.date) -> bool:
    return birth is not None and birth.age_months_on(on)[1] < _CHILD_MONTHS


def check_care(facts: CaseFacts) -> Iterator[Finding]:
    """Yield what is missing or contradicts itself in care and in leaving the list."""
    if not facts.answers.get("care_arrangement"):
        yield warning("AS-2310", "care_arrangement")
    elif facts.answers["care_arrangement"] == "parents" and "a" in codes_of(facts.answers, "groups"):
        yield error("AS-2316", "care_arrangement")
    if bool(facts.answers.get("left_on")) != bool(facts.answers.get("leave_reason")):
        missing = "leave_reason" if facts.answers.get("left_on") else "left_on"
        yield error("AS-2312", missing)


def agrees(state: str) -> Check:
    """Return a check that the reason for leaving the list says the same as the state that is reached."""

    def check(facts: CaseFacts) -> Iterator[Finding]:
        reason = text_of(facts.answers, "leave_reason")
        if reason and reason not in _REASONS[state]:
            yield error("AS-2317", "leave_reason", reason=law.code_list("leave_reason").label_of(reason))

    return check


def has_come_back(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error while a child who is managed again still stands as one who left."""
    # Nobody would be reminded of this child any more.
    if facts.answers.get("left_on") or facts.answers.get("leave_reason"):
        yield error("AS-2318", "left_on")


def is_assisted(facts: CaseFacts) -> bool:
    """Whether support was given that counts; a gift at Tết or on 01/6 does not (list ``child_support``)."""
    given = [text_of(each.answers, "support") for each in facts.events_of("support")]
    rows = law.code_list("child_support")
    found = [rows.get(code) for code in (*given, *codes_of(facts.answers, "supports_noted"))]
    return any(row is not None and row.extra.get("counts") for row in found)
