"""The full names of the texts of the law, as papers cite them."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ansinh_desktop.rules import law
from ansinh_desktop.rules.edition import cached

_CITED = re.compile(r"((?:NĐ|TT|TTLT|NQ|QĐ|Luật)\s+\d+/\d{4})(?:/[A-ZĐ0-9-]+)?\s*(.*)")
_ARTICLE = ("Điều ", "khoản ", "điểm ")


@dataclass(frozen=True)
class Document:
    """One text: how articles call it, and its full name."""

    id: str
    """``NĐ 20/2021``."""
    name: str
    issued_on: datetime.date
    issued_by: str
    title: str
    """What it is about, in its own words; empty where it could not be read."""

    @property
    def full(self) -> str:
        """The full name: ``Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ quy định …``."""
        return f"{self.name} ngày {_day(self.issued_on)} của {self.issued_by} {self.title}".strip()


@cached()
def documents() -> Mapping[str, Document]:
    """Return every known text by the short name that articles use."""
    return {
        row["id"]: Document(row["id"], row["name"], row["issued_on"], row["issued_by"], row["title"])
        for row in law.law_data("documents")["document"]
    }


def legal_basis(articles: Iterable[str]) -> str:
    """Return articles with the full name of each text, once: ``Nghị định số … (Điều 5 khoản 6, Điều 6); …``.

    Args:
        articles: As the law's rows name them, several parted by ``;``.
    """
    found: dict[str, list[str]] = {}
    for each in filter(None, (part.strip() for line in articles for part in line.split(";"))):
        last = next(reversed(found), "") if each.startswith(_ARTICLE) else ""
        name, said = (
            (last, each) if last else _document_and_article(each)
        )  # a further article of the same text
        places = found.setdefault(name, [])
        if said and said not in places:
            places.append(said)
    return "; ".join(f"{name} ({', '.join(places)})" if places else name for name, places in found.items())


def _document_and_article(cited: str) -> tuple[str, str]:
    found = _CITED.fullmatch(cited)
    known = documents().get(" ".join(found[1].split())) if found else None
    return (known.full, found[2]) if found and known else (cited, "")


def _day(day: datetime.date) -> str:
    # As papers write it: a day below ten and the months one and two with a zero before them.
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"{day.day:02d}/{month}/{day.year}"
