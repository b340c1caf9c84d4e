"""The help as pages of Markdown, its headings as places to open, and a search without marks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ansinh_desktop import errors, text

START = "index"
MESSAGES = "thong-bao"


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

    @classmethod
    def read(cls, folder: Path) -> "HelpBook":
        """Read every page of a folder: the start page, what it links to in that order, then the others."""
        book = cls()
        pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
        linked = re.findall(r"\]\(([\w-]+)\.md", pages.get(START, ""))
        for name in dict.fromkeys((START, *linked, *pages)):
            if name in pages:
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

    def search(self, words: str, most: int = 40) -> list[Topic]:
        """Return the topics that have every word, those with the words in their title first."""
        wanted = text.fold(words).split()
        if not wanted:
            return []
        ranked = []
        for order, topic in enumerate(self.topics):
            title, body = text.fold(topic.title), text.fold(topic.body)
            if all(word in title or word in body for word in wanted):
                ranked.append((sum(word not in title for word in wanted), order, topic))
        return [topic for _missing, _order, topic in sorted(ranked, key=lambda each: each[:2])[:most]]


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
