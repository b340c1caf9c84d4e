"""What is loaded later: each name leads to what the checkers were told it is, and is not loaded before it is asked for."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import ansinh_desktop
from ansinh_desktop.later import from_places

ROOT = Path(ansinh_desktop.__file__).parent
ROOMS = sorted(
    each.relative_to(ROOT.parent).with_suffix("").as_posix().replace("/", ".")
    for each in ROOT.glob("*/**/later.py")
)


def told(room):
    """Return by name what the checkers read: the module and what it is called there."""
    tree = ast.parse((ROOT.parent / room.replace(".", "/")).with_suffix(".py").read_text("utf-8"))
    return {
        alias.asname: (each.module, alias.name)
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom) and each.module != "typing" and alias_of(each)
        for alias in each.names
    }


def alias_of(each):
    return all(alias.asname for alias in each.names)


def test_there_are_rooms_whose_parts_come_later():
    assert "ansinh_desktop.services.later" in ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_each_name_is_what_the_checkers_were_told(room):
    later, expected = importlib.import_module(room), told(room)
    assert later.PLACES.keys() == expected.keys()
    for name, (module, own) in expected.items():
        assert getattr(later, name) is getattr(importlib.import_module(module), own)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_loads_nothing_of_it_by_itself(room):
    places = {module for module, _own in told(room).values()}
    code = f"import sys, {room}; print(*sorted(set({sorted(places)}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT.parent
    )
    assert not done.stdout.split()


def test_another_name_is_nobodys():
    find = from_places({"Office": "ansinh_desktop.services.office:Office"})
    assert find("Office").__module__ == "ansinh_desktop.services.office"
    with pytest.raises(AttributeError):
        find("Nobody")


def test_nobody_imports_a_name_that_comes_later():
    """It would be loaded at once, by whoever is imported first."""
    taken = [
        f"{path.name}:{each.lineno}"
        for path in ROOT.rglob("*.py")
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.ImportFrom) and each.module in ROOMS
    ]
    assert not taken
