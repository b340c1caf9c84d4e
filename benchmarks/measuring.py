"""How times are taken, and how a measured figure stands beside its goal."""

import gc
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure, and what it is held against."""

    what: str
    data: str
    """On which data."""
    measured: float
    unit: str
    most: float
    """The goal: at most this."""
    baseline: float | None = None
    """What the raw engine needs for the same, in the same run and the same unit."""
    against: str = ""
    """Which raw engine."""
    as_ratio: bool = False
    """Whether the goal is a multiple of the baseline."""

    @property
    def value(self) -> float:
        """What the goal is held against."""
        return self.measured / self.baseline if self.as_ratio and self.baseline else self.measured

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.value <= self.most

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        baseline = "" if self.baseline is None else f"{_short(self.baseline)} {self.unit}"
        goal = f"≤ {_short(self.most)} {'×' if self.as_ratio else self.unit}"
        ratio = "" if not self.baseline else f"{self.measured / self.baseline:.2f} ×"
        return (
            self.what,
            self.data,
            f"{_short(self.measured)} {self.unit}",
            baseline,
            self.against,
            ratio,
            goal,
            "yes" if self.reached else "NO",
        )


HEADINGS = ("figure", "data", "measured", "baseline", "raw engine", "ratio", "goal", "reached")


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table in Markdown, its columns in line."""
    rows = [HEADINGS, *(each.cells() for each in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work took by the clock on the wall, waiting for the disk included."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the collector of Python's garbage from falling into a measurement."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def least(work: Callable[[], object], runs: int = 3) -> tuple[float, float]:
    """Return the least time of some runs, by the clock on the wall and of the processor: others work here, too."""
    found = []
    for _ in range(runs):
        gc.collect()
        found.append(timed(work))
    return min(clock for clock, _ in found), min(processor for _, processor in found)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long some work took by the clock on the wall, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def as_the_program() -> None:
    """Keep what is loaded out of the garbage collector's rounds, as the program does when it starts."""
    gc.collect()
    gc.freeze()


def p95(times: Sequence[float]) -> float:
    """Return the time that 95 of 100 do not exceed."""
    return sorted(times)[math.ceil(len(times) * 0.95) - 1]


median = statistics.median


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"
