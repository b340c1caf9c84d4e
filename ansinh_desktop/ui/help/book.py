"""The help as pages of Markdown, its headings as places to open, and a search without marks and by other words."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ansinh_desktop import errors, text

START = "index"
MESSAGES = "thong-bao"
_OTHER_WORDS = "tu-khac.toml"
_LONGEST = 4
"""No name of a thing has more words."""
_SNIPPET = 90


@dataclass(frozen=True)
class Topic:
    """One heading and the text beneath it."""

    page: str
    place: int
    """Which heading of its page it is."""
    anchor: str
    title: str
    level: int
    body: str

    @property
    def link(self) -> str:
        """How help pages point to it."""
        return f"{self.page}.md#{self.anchor}"


@dataclass
class HelpBook:
    """All pages: those of the folder, and those made from declarations."""

    pages: dict[str, str] = field(default_factory=dict)
    """Markdown by name."""
    topics: list[Topic] = field(default_factory=list)
    guide: tuple[str, ...] = ()
    """The pages of the folder, in the order in which one reads them."""
    folder: Path = Path()
    """Where their pictures are looked for."""
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What else a thing is called, by each of its names; folded."""
    _folded: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """Title and text of each topic as they are searched."""

    @classmethod
    def read(cls, folder: Path) -> "HelpBook":
        """Read every page of a folder: the start page, what it links to in that order, then the others."""
        pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
        linked = re.findall(r"\]\(([\w-]+)\.md", pages.get(START, ""))
        guide = tuple(name for name in dict.fromkeys((START, *linked, *pages)) if name in pages)
        book = cls(guide=guide, folder=folder, same=_other_words(folder / _OTHER_WORDS))
        for name in guide:
            book.add(name, pages[name])
        return book

    def add(self, name: str, markdown: str) -> None:
        """Add a page. A heading may say its anchor: ``## Trẻ mồ côi {#children.category}``."""
        shown, found = [], []
        for line in markdown.splitlines():
            heading = re.fullmatch(r"(#{1,4})\s+(.*?)\s*(?:\{#([^}]+)\})?\s*", line)
            if heading:
                found.append((heading[2], len(heading[1]), heading[3] or _slug(heading[2]), list[str]()))
                shown.append(f"{heading[1]} {heading[2]}")
            else:
                shown.append(line)
                if found:
                    found[-1][3].append(line)
        self.pages[name] = "\n".join(shown)
        self.topics += [
            Topic(name, place, anchor, title, level, "\n".join(lines))
            for place, (title, level, anchor, lines) in enumerate(found)
        ]

    def find(self, anchor: str) -> Topic | None:
        """Return the topic of an anchor, else of the page of that name, else of what the anchor is part of.

        ``children.guardian.name`` falls back to ``children.guardian``, then to ``children``.
        """
        page, _, wanted = anchor.rpartition("#")
        page = page.removesuffix(".md")
        for topic in self.topics:
            if topic.anchor == (wanted or anchor) and (not page or topic.page == page):
                return topic
        if page or wanted in self.pages:
            return next((topic for topic in self.topics if topic.page == (page or wanted)), None)
        shorter = anchor.rpartition(".")[0]
        return self.find(shorter) if shorter else None

    def title_of(self, page: str) -> str:
        """Return what a page is called."""
        return next((topic.title for topic in self.topics if topic.page == page), page)

    def search(self, words: str, most: int = 40) -> list[Topic]:
        """Return the topics that have every word, or another name of the same thing.

        Those come first that have the words as they were typed in their title, last those that have another name of
        the thing in their text. A word may be only begun.
        """
        wanted = self._things(words)
        if not wanted:
            return []
        for topic in self.topics[len(self._folded) :]:
            self._folded.append((f" {text.fold(topic.title)}", f" {text.fold(topic.body)}"))
        ranked = []
        for order, (title, body) in enumerate(self._folded):
            far = [_how_far(thing, title, body) for thing in wanted]
            if None not in far:
                ranked.append((sum(each or 0 for each in far), order))
        return [self.topics[order] for _far, order in sorted(ranked)[:most]]

    def snippet(self, topic: Topic, words: str) -> str:
        """Return the line of a topic that speaks of the words, without its marks of Markdown."""
        names = [f" {name}" for thing in self._things(words) for name in thing]
        lines = [plain(each) for each in topic.body.splitlines() if each.strip()]
        best = max(lines, key=lambda each: sum(name in f" {text.fold(each)}" for name in names), default="")
        return best if len(best) <= _SNIPPET else f"{best[:_SNIPPET].rpartition(' ')[0]}…"

    def _things(self, words: str) -> list[tuple[str, ...]]:
        """Return what is looked for, thing by thing: as it was typed, then its other names."""
        left, found = text.fold(words).split(), list[tuple[str, ...]]()
        while left:
            longest = next((size for size in range(_LONGEST, 1, -1) if " ".join(left[:size]) in self.same), 1)
            name, left = " ".join(left[:longest]), left[longest:]
            found.append((name, *self.same.get(name, ())))
        return found


def _how_far(thing: tuple[str, ...], title: str, body: str) -> int | None:
    """Return how far a topic is from speaking of a thing: 0 it is in the title as typed; None where it does not."""
    typed, *others = (f" {name}" for name in thing)
    for far, (place, names) in enumerate(
        ((title, [typed]), (title, others), (body, [typed]), (body, others))
    ):
        if any(name in place for name in names):
            return far
    return None


def _other_words(file: Path) -> dict[str, tuple[str, ...]]:
    if not file.exists():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for group in tomllib.loads(file.read_text(encoding="utf-8"))["same"]:
        names = tuple(map(text.fold, group))
        for name in names:
            found[name] = (*found.get(name, ()), *(each for each in names if each != name))
    return found


def plain(markdown: str) -> str:
    """Return a line without its marks of Markdown; of a link its words stay."""
    without = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"^[\s>#-]*|^\d+\.\s|[*`|]", "", without).strip()


def message_page(texts: Mapping[str, Mapping[str, str]]) -> str:
    """Return the page that explains every message by its code."""
    lines = ["# Các thông báo của chương trình {#thong-bao}", "", "Mỗi thông báo có một mã không đổi.", ""]
    for code in sorted(texts):
        entry = texts[code]
        lines += [f"## {code} {{#{code}}}", "", _plain(entry["text"]), ""]
        if entry.get("todo"):
            lines += [f"**Cần làm:** {_plain(entry['todo'])}", ""]
    return "\n".join(lines)


def whole_book(folder: Path) -> HelpBook:
    """Return the folder's pages and the page of messages."""
    book = HelpBook.read(folder)
    book.add(MESSAGES, message_page(errors.texts()))
    return book


def _plain(template: str) -> str:
    """Return a message's template as a sentence: what is filled in becomes an ellipsis."""
    return re.sub(r"\{[^}]*\}", "…", template)


def _slug(title: str) -> str:
    return text.fold(title).replace(" ", "-")
