"""Every error that we raise ourselves, with its stable code and its Vietnamese sentence.

* AnSinhError
  + UserError               told to the officer, who can do something about it
    - DataError             a file of ours is damaged, foreign, or newer than this program
  + BugError                we are to blame: logged whole, and reported as a crash
"""

import functools
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from ansinh_desktop import paths

Facts: TypeAlias = dict[str, object]


class Message(NamedTuple):
    """What the officer is told: ``text`` says what happened, ``todo`` what to do now."""

    code: str
    text: str
    todo: str

    def __str__(self) -> str:
        return f"{self.text} ({self.code})"


class AnSinhError(Exception):
    """The root of our own errors."""


class BugError(AnSinhError):
    """Something that this program must never let happen."""


class UserError(AnSinhError):
    """Something the officer can mend; ``code`` is stable and explained in the help."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Facts = facts

    @functools.cached_property
    def message(self) -> Message:
        """The sentence for the officer."""
        return message(self.code, **self.facts)

    @property
    def text(self) -> str:
        """What happened."""
        return self.message.text

    @property
    def todo(self) -> str:
        """What to do now."""
        return self.message.todo

    def __str__(self) -> str:
        return str(self.message)


class DataError(UserError):
    """A file of ours that is damaged, foreign, or newer than this program."""


_brought: dict[str, dict[str, str]] = {}
_CODE = r"AS-\d{4}"


def bring(messages: Iterable[Message]) -> None:
    """Take the sentences that stand beside the checks of registers, in place of those brought before.

    Raises:
        BugError: A code stands twice or is none, or something is not a sentence.
    """
    found: dict[str, dict[str, str]] = {}
    for each in messages:
        if each.code in found or each.code in _own_texts():
            raise BugError(f"{each.code} stands twice")
        if not (
            re.fullmatch(_CODE, each.code) and each.text.endswith((".", "?")) and each.todo.endswith(".")
        ):
            raise BugError(f"{each.code} needs a code, a sentence, and what to do")
        found[each.code] = {"text": each.text, "todo": each.todo}
    _brought.clear()
    _brought.update(found)


def texts() -> dict[str, dict[str, str]]:
    """Return every message template by its code: the program's, and those that registers brought."""
    return {**_own_texts(), **_brought} if _brought else _own_texts()


@functools.cache
def _own_texts() -> dict[str, dict[str, str]]:
    import tomllib  # noqa: PLC0415 - a start without a fault needs no texts

    found: dict[str, dict[str, str]] = {}
    for path in sorted((paths.resources() / "messages").glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in found:
                raise BugError(f"{code} stands twice in resources/messages")
            found[code] = entry
    return found


def message(code: str, **facts: object) -> Message:
    """Return the officer's sentence for ``code``, filled with ``facts``."""
    return message_of(code, facts)


def message_of(code: str, facts: Mapping[str, object]) -> Message:
    """Return the officer's sentence for ``code``, filled with facts that stand together already."""
    template = _own_texts().get(code) or _brought.get(code)
    if template is None:
        raise BugError(f"no text for {code}")
    return Message(code, template["text"].format_map(facts), template.get("todo", "").format_map(facts))


def short(code: str) -> str:
    """Return in a few words what all findings of a code have in common, as the heading over several."""
    template = texts()[code]
    return template.get("short") or re.sub(r"\{\w+\}", "…", template["text"]).rstrip(".?")


def fault_place(error: BaseException) -> str:
    """Return what kind of fault it was and where it arose: no value of it, for values are names of people."""
    place, trace = "", error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if "ansinh_desktop/" in file:
            place = f", {file.rpartition('ansinh_desktop/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return type(error).__name__ + place
