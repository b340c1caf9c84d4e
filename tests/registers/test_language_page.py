"""The page on the language of registers says what is so: its words stand in their modules, its example is a register."""

import importlib
import re
from pathlib import Path

from ansinh_desktop.registers import household, kinds, parts
from ansinh_desktop.registers.duties import Duty, Sign
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Section, When
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.register import Register

PAGE = (Path(__file__).parents[2] / "docs" / "register-language.md").read_text(encoding="utf-8")
USED = (Duty, EventKind, Field, Guard, LifeCycle, PaperColumn, PaperList, Register, Section, Sign, When)


def test_every_word_of_the_page_stands_in_the_module_that_it_names():
    rows = re.findall(r"^\| (`.*?) \| (`.*?) \|", PAGE, flags=re.MULTILINE)
    assert len(rows) > 15
    for words, modules in rows:
        named = [
            importlib.import_module(f"ansinh_desktop.registers.{each}")
            for each in re.findall(r"`([\w.]+)`", modules)
        ]
        for word in re.findall(r"`(\w+)`", words):
            assert any(hasattr(module, word) for module in named), word


def test_the_example_is_a_register():
    code = re.search(r"```python\n(.*?)```", PAGE, flags=re.DOTALL).group(1)
    given = {each.__name__: each for each in USED} | {"household": household, "kinds": kinds, "parts": parts}
    made = given | {"enough_people": lambda _facts: ()}
    exec(code, made)
    assert made["REGISTER"].event_kinds.keys() == {"household_status", "decision"}
