"""Prints how large the house has become, each figure beside its goal, and returns 1 where a goal is missed.

packaging/figures.py            the table
packaging/figures.py --worst 5  also the five largest of each
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE, TESTS = ROOT / "ansinh_desktop", ROOT / "tests"
HISTORY = CODE / "db" / "migrations" / "versions"

_BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
    ast.match_case,
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

Found = tuple[int, str]
"""A number, and where it was found."""


@dataclass
class House:
    """What was counted in one tree."""

    files: list[Found] = field(default_factory=list)
    classes: list[Found] = field(default_factory=list)
    """Methods of each class."""
    functions: list[Found] = field(default_factory=list)
    """Lines of each function."""
    complexity: list[Found] = field(default_factory=list)
    """Ways through each function: one more for each branch, loop, handler, condition of a comprehension, and/or."""
    folders: list[Found] = field(default_factory=list)
    anys: list[Found] = field(default_factory=list)
    """The word Any in annotations, of each file."""
    late_imports: list[Found] = field(default_factory=list)
    """Imports of our own inside functions, of each file."""

    @property
    def lines(self) -> int:
        """All lines that are not blank."""
        return sum(count for count, _ in self.files)


@dataclass(frozen=True)
class Goal:
    """One figure of the table."""

    what: str
    found: float
    most: float
    where: tuple[Found, ...] = ()
    at_least: bool = False

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.found >= self.most if self.at_least else self.found <= self.most


def main() -> int:
    """Count, print, judge."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worst", type=int, default=0, help="also name so many of the largest")
    chosen = parser.parse_args()
    goals = judge(count(CODE), sum(_written(each) for each in TESTS.rglob("*.py")))
    for each in goals:
        sign = "≥" if each.at_least else "≤"
        print(f"{'  ' if each.reached else '! '}{each.what:44}{each.found:8.4g}   {sign} {each.most:g}")
        for number, place in each.where[: chosen.worst]:
            print(f"{'':8}{number:6}  {place}")
    return 0 if all(each.reached for each in goals) else 1


def count(folder: Path) -> House:
    """Count what stands in a tree of modules."""
    house = House()
    for path in sorted(folder.rglob("*.py")):
        if path.is_relative_to(HISTORY):
            continue  # a migration is written once, and never again
        place = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        house.files.append((_written(path), place))
        house.anys.append((sum(_is_any(each) for each in ast.walk(tree)), place))
        house.late_imports.append((len(list(_late(tree))), place))
        _count_inside(house, tree, place)
    for each in {path.parent for path in folder.rglob("*.py")}:
        house.folders.append((len(list(each.glob("*.py"))) - 1, each.relative_to(ROOT).as_posix()))
    return house


def judge(house: House, test_lines: int) -> list[Goal]:
    """Hold what was counted against the goals."""
    goals = [
        ("lines of the longest file", house.files, 500),
        ("modules in the fullest folder", house.folders, 30),
        ("methods of the largest class", house.classes, 25),
        ("lines of the longest function", house.functions, 60),
        ("highest complexity", house.complexity, 12),
    ]
    thousand = house.lines / 1000
    shares = [
        ("Any, in 1,000 lines", house.anys, 2.2),
        ("late imports of our own, in 1,000 lines", house.late_imports, 0.4),
    ]
    return [
        *(Goal(what, max(found)[0], most, _largest(found)) for what, found, most in goals),
        *(
            Goal(what, sum(number for number, _ in found) / thousand, most, _largest(found))
            for what, found, most in shares
        ),
        Goal("lines of tests : lines of code", test_lines / house.lines, 0.8, at_least=True),
    ]


def _count_inside(house: House, tree: ast.AST, place: str) -> None:
    for each in ast.walk(tree):
        if isinstance(each, ast.ClassDef):
            methods = sum(isinstance(inside, _FUNCTIONS) for inside in each.body)
            house.classes.append((methods, f"{place}:{each.lineno} {each.name}"))
        elif isinstance(each, _FUNCTIONS):
            where = f"{place}:{each.lineno} {each.name}"
            house.functions.append(((each.end_lineno or each.lineno) - each.lineno + 1, where))
            house.complexity.append((_ways(each), where))


def _ways(function: ast.AST) -> int:
    ways = 1
    for each in ast.walk(function):
        if isinstance(each, ast.BoolOp):
            ways += len(each.values) - 1
        elif isinstance(each, ast.comprehension):
            ways += 1 + len(each.ifs)
        elif isinstance(each, _BRANCHES):
            ways += 1
    return ways


def _late(tree: ast.AST) -> Iterator[ast.ImportFrom]:
    for function in ast.walk(tree):
        if isinstance(function, _FUNCTIONS):
            for each in ast.walk(function):
                if isinstance(each, ast.ImportFrom) and (each.module or "").startswith(CODE.name):
                    yield each


def _is_any(each: ast.AST) -> bool:
    return isinstance(each, ast.Name) and each.id == "Any"


def _written(path: Path) -> int:
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())


def _largest(found: list[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, reverse=True))


if __name__ == "__main__":
    sys.exit(main())
