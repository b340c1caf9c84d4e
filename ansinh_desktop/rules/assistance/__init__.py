"""Social assistance: who is paid what for which month, and by which article."""

import importlib
from typing import TYPE_CHECKING

from ansinh_desktop.rules.assistance.data import (
    NATIONAL,
    Level,
    LocalLevels,
    RuleSet,
    base_named,
    base_on,
    first_day_of_law,
    known_flags,
    local_groups,
    local_levels,
    pension_on,
    rule_set_on,
    version,
)
from ansinh_desktop.rules.assistance.facts import SMALL_CHILD_MONTHS, Child, Facts, no_source_case

if TYPE_CHECKING:
    from ansinh_desktop.rules.assistance.answers import (
        Alternative,
        Assessment,
        CarerLine,
        Line,
        Notice,
        Reason,
        Scheme,
    )
    from ansinh_desktop.rules.assistance.asked_for import Condition, conditions
    from ansinh_desktop.rules.assistance.course import (
        Arrears,
        Backdating,
        FirstMonth,
        Ground,
        GroundKind,
        Start,
        arrears,
        authority_on,
        backdating,
        child_ages,
        first_month,
        grounds,
        last_month_paid,
        months,
        must_be_suspended,
        resume_article,
        turning_ages,
    )
    from ansinh_desktop.rules.assistance.monthly import alike, assess
    from ansinh_desktop.rules.assistance.once import (
        Emergency,
        OneOff,
        emergency,
        facility_care,
        facility_funeral,
        funeral,
        funeral_reasons,
    )

__all__ = [
    "NATIONAL",
    "SMALL_CHILD_MONTHS",
    "Alternative",
    "Arrears",
    "Assessment",
    "Backdating",
    "CarerLine",
    "Child",
    "Condition",
    "Emergency",
    "Facts",
    "FirstMonth",
    "Ground",
    "GroundKind",
    "Level",
    "Line",
    "LocalLevels",
    "Notice",
    "OneOff",
    "Reason",
    "RuleSet",
    "Scheme",
    "Start",
    "alike",
    "arrears",
    "assess",
    "authority_on",
    "backdating",
    "base_named",
    "base_on",
    "child_ages",
    "conditions",
    "emergency",
    "facility_care",
    "facility_funeral",
    "first_day_of_law",
    "first_month",
    "funeral",
    "funeral_reasons",
    "grounds",
    "known_flags",
    "last_month_paid",
    "local_groups",
    "local_levels",
    "months",
    "must_be_suspended",
    "no_source_case",
    "pension_on",
    "resume_article",
    "rule_set_on",
    "turning_ages",
    "version",
]

_LATER = ("answers", "asked_for", "monthly", "course", "once")
"""The modules that are read when something of theirs is first asked for: a start does without them."""


if not TYPE_CHECKING:  # a checker would take any misspelt name for one of these

    def __getattr__(name: str) -> object:
        if name in __all__:
            for module in _LATER:
                own = vars(importlib.import_module(f"{__name__}.{module}"))
                if name in own:
                    globals()[name] = own[name]  # so that it is looked for only once
                    return own[name]
        raise AttributeError(name)
