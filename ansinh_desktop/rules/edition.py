"""Which texts of the law rule together: our own with newer ones laid over them, and all that was read from them."""

import contextlib
import functools
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from ansinh_desktop import paths
from ansinh_desktop.errors import BugError

P = ParamSpec("P")
R = TypeVar("R")


class Edition:
    """The law as one set of texts; what was read from them lives and dies with it."""

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        """Lay texts over our own.

        Args:
            texts: Whole files by their place: ``rules/holidays``, ``code_lists/common``.
        """
        self._texts = dict(texts or {})
        self.answers: dict[Callable[..., Any], Callable[..., Any]] = {}

    def text(self, place: str) -> str:
        """Return a file of the law.

        Raises:
            BugError: There is none.
        """
        found = self._texts.get(place)
        return own_text(place) if found is None else found

    def laid_over(self, texts: Mapping[str, str]) -> "Edition":
        """Return this edition with other texts over it."""
        return Edition(self._texts | dict(texts))

    @property
    def texts(self) -> Mapping[str, str]:
        """The files that are not our own."""
        return self._texts


class _Installed:
    """The edition that the program works with; another one while a preview is made."""

    edition = Edition()
    instead: ContextVar[Edition | None] = ContextVar("law_edition", default=None)


def current() -> Edition:
    """Return the edition that is asked now."""
    return _Installed.instead.get() or _Installed.edition


def install(edition: Edition) -> None:
    """Work with an edition from now on: called when a data folder is opened or an update was accepted."""
    # The same texts give the same answers: what was read from them is kept.
    if dict(edition.texts) != dict(_Installed.edition.texts):
        _Installed.edition = edition


@contextlib.contextmanager
def under(edition: Edition) -> Iterator[None]:
    """Ask another edition for a while, in this thread only."""
    token = _Installed.instead.set(edition)
    try:
        yield
    finally:
        _Installed.instead.reset(token)


def own_text(place: str) -> str:
    """Return a file of the law as it came with the program.

    Raises:
        BugError: There is none.
    """
    path = paths.resources() / "law" / f"{place}.toml"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BugError(f"resources/law/{place}.toml cannot be read: {error}") from error


@functools.cache
def own_table(name: str) -> Mapping[str, Any]:
    """Return a table about the law as a whole that came with the program, and that no edition changes."""
    return tomllib.loads(own_text(name))


def own_places(folder: str) -> list[str]:
    """Return the files of a folder that came with the program."""
    return sorted(f"{folder}/{path.stem}" for path in (paths.resources() / "law" / folder).glob("*.toml"))


def places(folder: str) -> list[str]:
    """Return the files of a folder that rule now: those that came with the program, and further ones."""
    further = (place for place in current().texts if place.startswith(f"{folder}/"))
    return sorted({*own_places(folder), *further})


def cached(*, most: int | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the answers of a function as long as the edition that gave them.

    Args:
        most: How many are kept; all of them where nothing is said.
    """

    def dress(function: Callable[P, R]) -> Callable[P, R]:
        asked = _Installed.instead.get

        @functools.wraps(function)
        def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
            # Not by current(), and without a mapping of no arguments: this is asked twenty times for one record.
            answers = (asked() or _Installed.edition).answers
            own = answers.get(function)
            if own is None:
                own = answers.setdefault(function, functools.lru_cache(most)(function))
            return own(*args, **kwargs) if kwargs else own(*args)  # type: ignore[no-any-return]

        return remembered

    return dress
