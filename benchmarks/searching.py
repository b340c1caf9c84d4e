"""The search while a name is typed: each keystroke of the program beside the same question to the bare engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ansinh_desktop import text
from ansinh_desktop.db import search as questions
from ansinh_desktop.paths import DATABASE
from ansinh_desktop.services import search
from ansinh_desktop.services.program import Program
from benchmarks.data import people, with_people
from benchmarks.measuring import Figure, no_collection, p95, timed
from benchmarks.saving import bare

_SHOWN = 24
"""So many people the program asks the index for."""
_TYPED = 40


def searching(folder: Path, count: int) -> list[Figure]:
    """Measure every keystroke of some searches among that many people.

    Args:
        folder: The data folder; made where it does not stand.
        count: How many people.
    """
    with with_people(folder, count, ("assistance", "children"), told=count <= 100_000) as program:
        raw = bare(folder / DATABASE, program.vault)
        typed = list(_keystrokes(count))
        ours, theirs = [], []
        for each in typed[:50]:
            search.find(
                program.vault, program.access, each
            )  # the pages of both caches, and the compiled question
            _ask(raw, each)
        with no_collection():
            for each in typed:
                ours.append(timed(lambda: search.find(program.vault, program.access, each)))  # noqa: B023
                theirs.append(timed(lambda: _ask(raw, each)))  # noqa: B023
        raw.close()
        _check_found(program, count)
    return [
        Figure(
            f"search, a keystroke, {kind}",
            f"{count:,} people, p95 of {len(typed)}",
            p95([each[place] for each in ours]) * 1000,
            "ms",
            8,
            p95([each[place] for each in theirs]) * 1000,
            "the index's answer in bare SQLCipher",
        )
        for place, kind in enumerate(("by the clock", "of the processor"))
    ]


def _keystrokes(count: int) -> Iterator[str]:
    """Yield what stands in the box after each key: names with and without marks, numbers, telephones, hamlets."""
    step = count // _TYPED
    for place, each in enumerate(people(count)):
        if place % step:
            continue
        kind = place // step % 5
        words = (
            text.fold(each["full_name"]),
            each["full_name"],
            each["personal_id"],
            each["phone"] or each["personal_id"][-6:],
            f"{text.fold(each['full_name'].split()[-1])} {text.fold(each['hamlet'])}",
        )[kind]
        yield from (words[:length] for length in range(1, len(words) + 1) if words[length - 1] != " ")


def _ask(raw: Any, typed: str) -> None:
    """Ask the bare engine the first question that the program asks it."""
    for match in questions._matches(typed)[:1]:
        asked = "SELECT rowid FROM person_search WHERE person_search MATCH ? LIMIT ?"
        raw.execute(asked, (match, _SHOWN)).fetchall()


def _check_found(program: Program, count: int) -> None:
    """Make sure that what was measured finds people."""
    last = list(people(count))[-1]
    found = search.find(program.vault, program.access, last["personal_id"])
    if last["full_name"] not in {each.name for each in found}:
        raise RuntimeError("the search that was measured does not find people")
