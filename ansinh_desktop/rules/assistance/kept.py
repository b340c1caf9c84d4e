"""The facts of a person as a text that is kept with a result, so that it can be reckoned again."""

import datetime
import json
from typing import Any

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules.assistance.facts import Child, Facts

_PLAIN = (
    "qualifying_children",
    "disability_degree",
    "poverty_status",
    "no_source_case",
    "father",
    "mother",
    "in_facility",
    "present_group",
    "own_pension",
    "spouse_has_share",
)
_DAYS = ("first_decided_on", "died_on")


def facts_text(facts: Facts) -> str:
    """Return facts as one line of text; what is empty is left out."""
    found: dict[str, Any] = {key: getattr(facts, key) for key in _PLAIN}
    # Zero is an answer, no is none.
    found = {
        key: value for key, value in found.items() if value is not None and value != "" and value is not False
    }
    found["birth"] = facts.birth.iso
    found["flags"] = sorted(facts.flags)
    found["children"] = [[each.birth.iso, sorted(each.flags)] for each in facts.children]
    for key in _DAYS:
        if day := getattr(facts, key):
            found[key] = day.isoformat()
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_facts(kept: str) -> Facts:
    """Return the facts that a text keeps."""
    found = json.loads(kept)
    more: dict[str, Any] = {key: found[key] for key in _PLAIN if key in found}
    more |= {key: datetime.date.fromisoformat(found[key]) for key in _DAYS if key in found}
    return Facts(
        birth=PartialDate.from_iso(found["birth"]),
        flags=frozenset(found["flags"]),
        children=tuple(
            Child(PartialDate.from_iso(birth), frozenset(flags)) for birth, flags in found["children"]
        ),
        **more,
    )
