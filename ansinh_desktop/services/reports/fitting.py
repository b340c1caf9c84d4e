"""Chooses the paper a list fits on, the width of each column, and how to split what fits on none."""

from dataclasses import dataclass
from itertools import pairwise

from ansinh_desktop.services.reports.cells import show_number
from ansinh_desktop.services.reports.fonts import Face
from ansinh_desktop.services.reports.gathering import ColumnFacts, Gathered
from ansinh_desktop.services.reports.layout import ListColumn, ListDocument

MM = 72 / 25.4
TOP, BOTTOM, LEFT, RIGHT = 20 * MM, 20 * MM, 30 * MM, 15 * MM
"""The margins of NĐ 30/2020/NĐ-CP."""
PADDING = 3.0
"""Between a cell's line and its text, at either side."""

_LARGE, _SMALL = 12.0, 11.0
"""The sizes of the letters: the small ones where the large would crowd the columns."""
_WIDEST_LEAST = 34 * MM
"""No column makes a list change its paper for more than this: longer texts wrap, longer words break."""
_WIDEST_FIXED = 60 * MM
_WIDEST_WISH = 95 * MM
# In ems: what stays on one line where there is room; how far a long heading widens its column; the width
# of a column without values; what numbers and dates get beyond the widest of them.
_SHORT_TEXT, _WIDEST_HEADING, _EMPTY, _AIR = 10.0, 9.0, 4.5, 0.5
_LEAD_SHARE = 0.45
_SLACK = 0.01


@dataclass(frozen=True)
class Sheet:
    """A paper size, in points."""

    name: str
    width: float
    height: float

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - LEFT - RIGHT


A4 = Sheet("A4", 210 * MM, 297 * MM)
A4_LANDSCAPE = Sheet("A4 landscape", 297 * MM, 210 * MM)
A3_LANDSCAPE = Sheet("A3 landscape", 420 * MM, 297 * MM)


@dataclass(frozen=True)
class Slot:
    """Where a column stands on a sheet: its place in the list, its left edge and its width."""

    place: int
    x: float
    width: float


@dataclass(frozen=True)
class Fit:
    """The paper, the size of the letters, and the columns of each sheet (several where it is split)."""

    sheet: Sheet
    size: float
    bands: tuple[tuple[Slot, ...], ...]

    def width_of(self, place: int) -> float:
        """Return the width of a column, which is the same on every sheet."""
        return next(slot.width for band in self.bands for slot in band if slot.place == place)


@dataclass(frozen=True)
class _Need:
    """What a column must have, what it would be comfortable with, and the most that it can use."""

    least: float
    comfort: float
    wish: float
    weight: float
    grows: bool

    def within(self, room: float) -> "_Need":
        """Return the need of a column that may not be wider than the room."""
        least, comfort, wish = (min(each, room) for each in (self.least, self.comfort, self.wish))
        return _Need(least, comfort, wish, self.weight, self.grows)


def fit(document: ListDocument, gathered: Gathered, bold: Face) -> Fit:
    """Return the smallest paper on which no column is cut; where there is none, split the list."""
    sheets = _sheets(document)
    large, small = (_needs(document, gathered, bold, size) for size in (_LARGE, _SMALL))
    places = tuple(range(len(small)))
    if said := _as_said(document, small, sheets[0]):
        return Fit(sheets[0], _SMALL, (_band(places, said),))
    for sheet in sheets:
        if sum(need.comfort for need in large) <= sheet.room:
            return Fit(sheet, _LARGE, (_band(places, _spread(large, sheet.room)),))
        if sum(need.least for need in small) <= sheet.room:
            return Fit(sheet, _SMALL, (_band(places, _spread(small, sheet.room)),))
    sheet = next(each for each in reversed(sheets) if each is not A3_LANDSCAPE)
    return Fit(sheet, _SMALL, _split(document, small, sheet.room))


def _as_said(document: ListDocument, needs: tuple[_Need, ...], sheet: Sheet) -> list[float]:
    """Return the widths that the columns name themselves, what is left over shared among texts; none where one is cut."""
    widths = [each.width * MM for each in document.columns]
    free = sheet.room - sum(widths)
    fits = all(need.least <= width + _SLACK for need, width in zip(needs, widths, strict=True))
    if not all(widths) or free < -_SLACK or not fits:
        return []
    growing = [need.weight if need.grows else 0.0 for need in needs]
    return [width + free * grow / sum(growing) for width, grow in zip(widths, growing, strict=True)]


def _sheets(document: ListDocument) -> list[Sheet]:
    if document.orientation == "portrait":
        return [A4]
    sheets = [A4_LANDSCAPE, A3_LANDSCAPE] if document.a3 else [A4_LANDSCAPE]
    return sheets if document.orientation == "landscape" else [A4, *sheets]


def _needs(document: ListDocument, gathered: Gathered, bold: Face, size: float) -> tuple[_Need, ...]:
    totals = {
        place: bold.width(show_number(total, document.columns[place].kind))
        for place, total in gathered.totals.items()
    }
    return tuple(
        _need(column, gathered.facts[place], totals.get(place, 0.0), bold, size)
        for place, column in enumerate(document.columns)
    )


def _need(column: ListColumn, facts: ColumnFacts, total: float, bold: Face, size: float) -> _Need:
    around = 2 * PADDING + _SLACK
    heading = max(map(bold.word, (*column.heading.split(), *column.mark.split())), default=0.0)
    if column.breaks:
        # Most values of a column should need no more than two lines.
        values = min(max(facts.longest_word, facts.typical * 0.55), (_WIDEST_LEAST - around) / size)
    else:
        values = min(max(facts.widest, total), (_WIDEST_FIXED - around) / size)
    least = max(max(values, min(heading, values + 6)) * size + around, column.min_width * MM)
    comfort = max(_comfort(column, facts, bold) * size + around, least)
    wish = min(max(facts.widest, total, heading) * size + around, _WIDEST_WISH)
    return _Need(least, comfort, max(comfort, wish), column.weight, column.breaks)


def _comfort(column: ListColumn, facts: ColumnFacts, bold: Face) -> float:
    """Return how wide, in ems, a column looks well: short texts on one line, a heading on three."""
    heading = min(bold.width(column.heading) / 3, _WIDEST_HEADING)
    if not column.breaks:
        return max(facts.widest + _AIR, heading)
    values = facts.widest if facts.widest <= _SHORT_TEXT else min(facts.typical, _SHORT_TEXT)
    return max(values or _EMPTY, heading)


def _spread(needs: tuple[_Need, ...], room: float) -> list[float]:
    """Share the room out: first what each column needs, then its comfort, its wish, and what is left over."""
    widths = [need.least for need in needs]
    _make_comfortable(widths, needs, room)
    _widen(widths, [need.wish for need in needs], [need.weight for need in needs], room)
    growing = [need.weight if need.grows else 0.0 for need in needs]
    if not any(growing):
        growing = [need.weight for need in needs]
    free = max(room - sum(widths), 0.0)
    return [width + free * grow / sum(growing) for width, grow in zip(widths, growing, strict=True)]


def _make_comfortable(widths: list[float], needs: tuple[_Need, ...], room: float) -> None:
    """Give as many columns as can be what they are comfortable with: half of it would only be wasted."""
    free = room - sum(widths)
    for place in sorted(
        range(len(needs)), key=lambda at: (needs[at].comfort - widths[at]) / needs[at].weight
    ):
        lack = needs[place].comfort - widths[place]
        if lack <= free:
            widths[place] += lack
            free -= lack


def _widen(widths: list[float], goals: list[float], weights: list[float], room: float) -> None:
    """Widen the columns towards their goals; where the room is short, each by its lack and its weight."""
    lacks = [(goal - width) * weight for width, goal, weight in zip(widths, goals, weights, strict=True)]
    free = room - sum(widths)
    while free > _SLACK and sum(lacks) > _SLACK:
        share = free / sum(lacks)
        for place, goal in enumerate(goals):
            more = min(lacks[place] * share, goal - widths[place])
            widths[place] += more
            free -= more
            if goal - widths[place] <= _SLACK:
                lacks[place] = 0.0


def _band(places: tuple[int, ...], widths: list[float]) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    x = LEFT
    for place, width in zip(places, widths, strict=True):
        slots.append(Slot(place, x, width))
        x += width
    return tuple(slots)


def _split(document: ListDocument, needs: tuple[_Need, ...], room: float) -> tuple[tuple[Slot, ...], ...]:
    lead = document.lead
    lead_widths = _lead_widths([needs[place] for place in lead], room * _LEAD_SHARE)
    left = room - sum(lead_widths)
    rest = [place for place in range(len(needs)) if place not in lead]
    leasts = {place: min(needs[place].least, left) for place in rest}
    bands = []
    for places in _balanced(rest, leasts, left):
        narrowed = tuple(needs[place].within(left) for place in places)
        bands.append(_band((*lead, *places), [*lead_widths, *_spread(narrowed, left)]))
    return tuple(bands)


def _lead_widths(needs: list[_Need], room: float) -> list[float]:
    wishes = sum(need.wish for need in needs)
    if wishes <= room:
        return [need.wish for need in needs]
    leasts = sum(need.least for need in needs)
    if leasts <= room:
        share = (room - leasts) / (wishes - leasts)
        return [need.least + (need.wish - need.least) * share for need in needs]
    return [need.least * room / leasts for need in needs]


def _balanced(rest: list[int], leasts: dict[int, float], room: float) -> list[tuple[int, ...]]:
    """Part the columns over as few sheets as will do, and so that the sheets are about equally full."""
    parts = _greedy(rest, leasts, room)
    limit = room
    while limit > room / 4:
        limit -= room / 40
        narrower = _greedy(rest, leasts, limit)
        if len(narrower) > len(parts):
            break
        parts = narrower
    return parts


def _greedy(rest: list[int], leasts: dict[int, float], limit: float) -> list[tuple[int, ...]]:
    cuts = [0]
    filled = 0.0
    for at, place in enumerate(rest):
        if filled and filled + leasts[place] > limit:
            cuts.append(at)
            filled = 0.0
        filled += leasts[place]
    return [tuple(rest[start:end]) for start, end in pairwise([*cuts, len(rest)])]
