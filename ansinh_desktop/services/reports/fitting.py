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

_SIZES = (12.0, 11.0)
_WIDEST_LEAST = 34 * MM
"""No column makes a list change its paper for more than this: longer texts wrap, longer words break."""
_WIDEST_FIXED = 60 * MM
_WIDEST_WISH = 95 * MM
_AIR = 6.0
"""What a column of numbers or dates gets beyond its widest value, where there is room."""
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
    least: float
    wish: float
    weight: float
    grows: bool


def fit(document: ListDocument, gathered: Gathered, bold: Face) -> Fit:
    """Return the smallest paper on which no column is cut; where there is none, split the list."""
    sheets = _sheets(document)
    for sheet in sheets:
        for size in _SIZES:
            needs = _needs(document, gathered, bold, size)
            if sum(need.least for need in needs) <= sheet.room:
                places = tuple(range(len(needs)))
                return Fit(sheet, size, (_band(places, _spread(needs, sheet.room)),))
    sheet = next(each for each in reversed(sheets) if each is not A3_LANDSCAPE)
    needs = _needs(document, gathered, bold, _SIZES[-1])
    return Fit(sheet, _SIZES[-1], _split(document, needs, sheet.room))


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
    air = 0.0 if column.breaks else _AIR
    wish = min(max(facts.widest, total, heading) * size + around + air, _WIDEST_WISH)
    return _Need(least, max(least, wish), column.weight, column.breaks)


def _spread(needs: tuple[_Need, ...], room: float) -> list[float]:
    """Share the room out: first what each column needs, then what it wishes, then what is left over."""
    widths = [need.least for need in needs]
    free = room - sum(widths)
    wishes = [(need.wish - need.least) * need.weight for need in needs]
    while free > _SLACK and sum(wishes) > _SLACK:
        share = free / sum(wishes)
        for place, need in enumerate(needs):
            more = min(wishes[place] * share, need.wish - widths[place])
            widths[place] += more
            free -= more
            if need.wish - widths[place] <= _SLACK:
                wishes[place] = 0.0
    growing = [need.weight if need.grows else 0.0 for need in needs]
    if not any(growing):
        growing = [need.weight for need in needs]
    return [width + max(free, 0.0) * grow / sum(growing) for width, grow in zip(widths, growing, strict=True)]


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
        narrowed = tuple(
            _Need(leasts[place], min(needs[place].wish, left), needs[place].weight, needs[place].grows)
            for place in places
        )
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
