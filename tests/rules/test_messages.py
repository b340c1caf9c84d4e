"""Every code that the rules speak of has its sentence, and no sentence of the law is left over."""

import re
import string
import tomllib
from pathlib import Path

import ansinh_desktop
from ansinh_desktop import errors, paths

SOURCES = [path.read_text(encoding="utf-8") for path in Path(ansinh_desktop.__file__).parent.rglob("*.py")]
SPOKEN = {code for source in SOURCES for code in re.findall(r"AS-6\d{3}", source)}
LAW = tomllib.loads((paths.resources() / "messages" / "law.toml").read_text(encoding="utf-8"))


def test_codes_and_sentences_are_the_same():
    assert set(LAW) == SPOKEN


def test_sentences_are_whole():
    for entry in LAW.values():
        assert entry["text"].endswith((".", "?"))
        assert entry.get("todo", ".").endswith(".")
        assert not re.search(r"\s\s|TODO", entry["text"])


def test_every_sentence_can_be_said():
    for code, entry in LAW.items():
        names = {name for text in entry.values() for _, name, _, _ in string.Formatter().parse(text) if name}
        said = errors.message(code, **dict.fromkeys(names, "x"))
        assert "{" not in said.text + said.todo
