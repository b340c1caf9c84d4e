"""Looks for words in the memory of another process, as one who gets hold of the machine would."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_PIECE = 16 << 20


def may_look(pid: int) -> bool:
    """Whether this system shows the memory of another process."""
    try:
        with Path(f"/proc/{pid}/mem").open("rb"):
            return True
    except OSError:
        return False


def found(pid: int, wanted: Mapping[str, Sequence[bytes]]) -> set[str]:
    """Return which of the wanted stand in the memory of a process, in one of their spellings."""
    seen: set[str] = set()
    overlap = max(len(each) for spellings in wanted.values() for each in spellings)
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for begin, end in _written(pid):
            for start in range(begin, end, _PIECE):
                try:
                    memory.seek(start)
                    piece = memory.read(min(_PIECE + overlap, end - start))
                except OSError:
                    continue
                seen |= {
                    name
                    for name, spellings in wanted.items()
                    if name not in seen and any(each in piece for each in spellings)
                }
    return seen


def spellings(words: str) -> list[bytes]:
    """Return how words may stand in memory."""
    return [words.encode(), words.encode("utf-16-le"), words.encode("utf-32-le")]


def _written(pid: int) -> list[tuple[int, int]]:
    lines = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
    parts = [re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line) for line in lines]
    return [(int(part[1], 16), int(part[2], 16)) for part in parts if part]
