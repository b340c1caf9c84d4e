"""Officers read Vietnamese: no English, no name of the program's own code, no bare code, wherever a text is declared."""

import argparse
import inspect
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from ansinh_desktop import command_words, paths
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.household import HOUSEHOLD_FIELDS, RELATION_FIELDS
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.ui import keys
from tests.words import foreign

SHOWN = ("label", "title", "step", "guard", "short", "text", "todo", "article", "heading", "what")
"""The entries of the law's data that are shown; notes and doubts there speak to whoever keeps the data."""


def texts(entry: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(entry, dict):
        for key, value in entry.items():
            if key in SHOWN and isinstance(value, str):
                yield f"{path}.{key}", value
            elif not isinstance(value, str):
                yield from texts(value, f"{path}.{key}")
    elif isinstance(entry, list):
        for each in entry:
            yield from texts(each, path)


def without_holes(text: str) -> str:
    """Return a sentence without the names of what is put into it."""
    return "".join(f"{words} " for words, *_ in string.Formatter().parse(text))


FILES = sorted(
    [*(paths.resources() / "law").rglob("*.toml"), *(paths.resources() / "messages").glob("*.toml")]
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_data_of_the_law_and_the_messages_are_vietnamese(file):
    found = {
        f"{path}: {text}": foreign(without_holes(text))
        for path, text in texts(tomllib.loads(file.read_text(encoding="utf-8")))
    }
    commands = {"--password-file", "ANSINH_PASSWORD"}
    assert {
        text: words
        for text, words in found.items()
        if words and not any(each in text for each in commands) and "qwerty" not in text
    } == {}


def fields() -> Iterator[Field]:
    yield from (*PERSON_FIELDS.values(), *HOUSEHOLD_FIELDS.values(), *RELATION_FIELDS.values())
    for register in catalog.registers().values():
        yield from register.fields.values()
        for event in register.events:
            yield from event.fields
    for each in list(PERSON_FIELDS.values()):
        if isinstance(each.kind, kinds.Rows):
            yield from each.kind.fields


def declared() -> Iterator[str]:
    for each in fields():
        yield each.label
        yield each.help
        if isinstance(each.kind, kinds.Rows):
            yield from (one.label for one in each.kind.fields)
    for register in catalog.registers().values():
        yield from (register.title, register.short_title, register.subject, register.legal_basis)
        yield from (text for section in register.sections for text in (section.title, section.help))
        yield from (event.label for event in register.events)
        yield from (each.label for each in register.computed)
        yield from (paper.title for paper in register.papers)
        yield from (
            text
            for paper in register.papers
            for column in paper.columns
            for text in (column.heading, column.group)
        )
        yield from (each.label for each in register.sources.values())
        yield from (form.title for form in register.forms)
    for shortcut in keys.SHORTCUTS:
        yield shortcut.text


def test_all_that_is_declared_is_vietnamese():
    assert {text: foreign(text) for text in declared() if foreign(text)} == {}


HELP = sorted((paths.resources() / "help").glob("*.md"))


@pytest.mark.parametrize("page", HELP, ids=lambda file: file.stem)
def test_the_help_is_vietnamese(page):
    plain = re.sub(
        r"```.*?```|`[^`]*`|\{#[^}]*\}|\]\([^)]*\)", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert {line: foreign(line) for line in plain.splitlines() if foreign(line)} == {}


@pytest.mark.parametrize(
    "typed",
    [
        ["--help"], ["import", "--help"], ["list", "--help"], ["lst"], ["list"], ["--nix"], ["list", "--data"],
        ["list", "--data", "a", "--register", "x", "--out", "y", "--month", "3x"], ["card", "--help"],
        ["receive"], ["export", "--help"], ["payments", "--help"], ["--version"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_command_line_is_vietnamese(typed):
    ran = subprocess.run(
        [sys.executable, "-m", "ansinh_desktop", *typed],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = ran.stdout + ran.stderr
    assert said
    # The names of commands and options are typed, not read.
    names = r"--?[a-z][a-z-]*|'[^']*'|ansinh-desktop|\b(demo|import|list|payments|plan|export|receive|receipt|card|backup|restore|undo|check)\b"
    assert foreign(re.sub(names, " ", said).replace("THƯ_MỤC", "")) == set()


def test_every_sentence_of_the_parser_has_its_words():
    """A newer Python may say it otherwise: then the table is to follow."""
    said = re.findall(r"\b_\(\s*('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", inspect.getsource(argparse))
    for_programmers = (
        "__call__", "conflicting", "with mode", "cannot", "invalid argument for positionals", "option string",
        "dest=", "conflict_resolution", "mutually exclusive", "not callable",
    )  # fmt: skip
    sentences = {eval(each) for each in said}
    mine = {each for each in sentences if not any(sign in each for sign in for_programmers)}
    assert mine <= command_words._WORDS.keys()
