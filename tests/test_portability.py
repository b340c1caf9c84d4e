"""What works here and fails on an officer's Windows is found by looking at the source."""

import ast
from pathlib import Path

PROGRAM = Path(__file__).parent.parent / "ansinh_desktop"


def date_formats(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            yield from (part for part in ast.walk(node.format_spec) if isinstance(part, ast.Constant))
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "strftime"
        ):
            yield from (given for given in node.args if isinstance(given, ast.Constant))


def test_a_date_format_holds_only_letters_of_every_code_page():
    formats = {
        (path.name, each.lineno): each.value
        for path in sorted(PROGRAM.rglob("*.py"))
        for each in date_formats(ast.parse(path.read_text(encoding="utf-8")))
        if "%" in str(each.value)
    }
    assert formats
    assert {place: text for place, text in formats.items() if not text.isascii()} == {}
