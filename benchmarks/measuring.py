"""How times are taken, and how a measured figure stands beside its goal."""

import gc
import json
import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measured figure, and the other one of the same run that it is held against: machines differ."""

    what: str
    data: str
    """On which data."""
    measured: float
    unit: str
    most: float
    """The goal: at most so many times the baseline."""
    baseline: float
    """What the raw engine needs for the same, or another part of the program for its own, in the same unit."""
    against: str
    """What the baseline is of."""

    @property
    def ratio(self) -> float:
        """What the goal is held against."""
        return self.measured / self.baseline

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.most

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        return (
            self.what,
            self.data,
            f"{_short(self.measured)} {self.unit}",
            f"{_short(self.baseline)} {self.unit}",
            self.against,
            f"{self.ratio:.2f} ×",
            f"≤ {_short(self.most)} ×",
            "yes" if self.reached else "NO",
        )


HEADINGS = ("figure", "data", "measured", "baseline", "of what", "ratio", "goal", "reached")


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table in Markdown."""
    return _in_line([HEADINGS, *(each.cells() for each in figures)])


def keep(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as JSON, so that a later run can be compared with this one."""
    rows = [asdict(each) | {"ratio": each.ratio, "reached": each.reached} for each in figures]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def compared(figures: Sequence[Figure], path: Path) -> str:
    """Return the ratios beside those of an earlier run, as a table in Markdown."""
    before = {(row["what"], row["data"]): row["ratio"] for row in json.loads(path.read_text("utf-8"))}
    rows = [("figure", "data", "then", "now", "change")]
    for each in figures:
        then = before.get((each.what, each.data))
        change = f"{each.ratio / then - 1:+.0%}" if then else ""
        rows.append((each.what, each.data, f"{then:.2f} ×" if then else "", f"{each.ratio:.2f} ×", change))
    return _in_line(rows)


def _in_line(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


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


def resident() -> float:
    """Return what the process holds in memory, in megabytes; 0 where the system has no such file."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
