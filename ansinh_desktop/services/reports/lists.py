"""The lists of the registers, from the declaration to paper, workbook and CSV."""

import datetime
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.answer import Value, as_text
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import Source
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.listing import NAMES, TELLING, LeftOut, Listing, ListQuery, narrowed_by
from ansinh_desktop.services.office import Office, office
from ansinh_desktop.services.payments import paper as month_paper
from ansinh_desktop.services.payments.months import look
from ansinh_desktop.services.reports import issuer, layout
from ansinh_desktop.services.reports.csvfile import table_text
from ansinh_desktop.services.reports.layout import Cancelled, Progress
from ansinh_desktop.services.reports.saving import pdf_of, save_list
from ansinh_desktop.services.safety.garbage import collector_at_rest

_SCREEN = "screen"
_NAMED = 2
"""The first columns say who it is."""
_MOST_COLUMNS = 11
"""So many columns can be read on A4; of a list with more those go in which nothing stands."""
_STT = layout.ListColumn("stt", "STT", "whole", weight=0.1, align="center")

_FORMATS = {".pdf": "p", ".xlsx": "x", ".csv": "x"}
"""The file types, and the right that each needs."""


@dataclass(frozen=True)
class ListRequest:
    """Which list, of which records, for which day."""

    query: ListQuery
    paper: PaperList
    on: datetime.date
    """The day of the list: computed columns ask the law of that day; it is the date on the paper, unless it is of a month."""
    subtitle: str = ""
    part: tuple[str, ...] = ()
    """In words by what it is narrowed; nothing where it is the list of the whole commune."""

    @property
    def title(self) -> str:
        """What stands above the list: of a month with its month; of a part, that it is one."""
        month = f" tháng {self.on:%m/%Y}" if self.paper.of_month else ""
        screen = " (bản in từ màn hình)" if self.of_screen else ""
        named = f"{self.paper.title}{month}{screen}"
        return f"Trích {named[:1].lower()}{named[1:]}" if self.part else named

    @property
    def of_screen(self) -> bool:
        """Whether it has the columns of the screen, and so is no paper to be signed for the commune."""
        return self.paper.code == _SCREEN


class Lists:
    """The lists of one officer."""

    def __init__(self, vault: Vault, access: Access, listing: Listing) -> None:
        self._vault = vault
        self._access = access
        self._listing = listing

    def request(
        self,
        register_code: str,
        paper: str = "",
        query: ListQuery | None = None,
        on: datetime.date | None = None,
    ) -> ListRequest:
        """Return the request for one of a register's lists, of everybody in it where no query is given.

        Args:
            register_code: The register.
            paper: The code of the list; the register's first where none is given.
            query: Who stands in it.
            on: The day of the list, any day of the month for a list of a month; today where none is given.

        Raises:
            UserError: The register or the list does not exist.
        """
        if register_code not in catalog.registers():
            raise UserError("AS-4050", name=register_code, known=", ".join(catalog.registers()))
        register = catalog.register(register_code)
        found = (
            [each for each in register.papers if each.code == paper] if paper else list(register.papers[:1])
        )
        if not found:
            raise UserError("AS-4051", name=paper, known=", ".join(each.code for each in register.papers))
        day = on or clock.today()
        narrowed = _narrowed(query or ListQuery(register_code), found[0])
        whole = _narrowed(ListQuery(register_code), found[0])
        part = narrowed_by(narrowed, whole, self._listing.commune_names())
        if found[0].of_month:
            return ListRequest(narrowed, found[0], calendar.month_end(day), part=part)
        return ListRequest(narrowed, found[0], day, _as_of(day), part)

    def of_screen(self, query: ListQuery, sources: Sequence[str], title: str) -> ListRequest:
        """Return the request for a list with exactly the columns that are shown."""
        register = catalog.register(query.register)
        columns = tuple(
            PaperColumn(name, register.sources[name].label, _weight(register.sources[name]))
            for name in sources
        )
        today = clock.today()
        part = narrowed_by(query, ListQuery(query.register), self._listing.commune_names())
        return ListRequest(query, PaperList(_SCREEN, title, columns), today, _as_of(today), part)

    def write(
        self, register_code: str, target: Path, paper: str = "", on: datetime.date | None = None
    ) -> int:
        """Write a register's list to a PDF, XLSX or CSV file by its name's ending, and return the number of rows.

        Args:
            register_code: The register.
            target: Where to.
            paper: The code of the list; the register's first where none is given.
            on: The day of the list, any day of the month for a list of a month; today where none is given.
        """
        return self.write_request(self.request(register_code, paper, on=on), target)

    def write_request(
        self,
        request: ListRequest,
        target: Path,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> int:
        """Write a list to a file; what confidential records leave the vault is written down.

        Raises:
            UserError: The officer may not, the file type is unknown, or the file cannot be written.
            StoppedError: The officer stopped the work; the target is as it was.
        """
        right = _FORMATS.get(target.suffix.lower())
        if right is None:
            raise UserError("AS-4052", name=target.name)
        document = self.document(request, right)
        with collector_at_rest():
            save_list(document, target, progress, cancelled)
        self._note("print" if right == "p" else "export", request, document.row_count)
        return document.row_count

    def pdf(
        self, request: ListRequest, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> bytes:
        """Return a list as PDF in memory, for the preview and the printer."""
        with collector_at_rest():
            return pdf_of(self.document(request, "p"), progress, cancelled)

    def copied(self, request: ListRequest) -> str:
        """Return a list as a spreadsheet takes it from the clipboard; what leaves the vault so is written down.

        Raises:
            UserError: The officer may not export the register.
        """
        document = self.document(request, "x")
        with collector_at_rest():
            text = table_text(document)
        self._note("export", request, document.row_count)
        return text

    def left_out(self, request: ListRequest) -> list[LeftOut]:
        """Return who would stand in a list and does not, and why: told before it is printed."""
        self._access.require(request.query.register, "r")
        return self._listing.included(request.query, request.paper, request.on).left_out

    def printed(self, request: ListRequest) -> None:
        """Write down that a list went to the printer."""
        self._access.require(request.query.register, "p")
        self._note("print", request, 0)

    def document(self, request: ListRequest, right: str = "p") -> layout.ListDocument:
        """Return a list laid out, with its rows still to be read."""
        register = catalog.register(request.query.register)
        self._access.require(register.code, right)
        if register.paying is not None and request.paper.code == register.paying.paper:
            return self._of_month(register, request)
        own = office(self._vault)
        columns = (_STT, *(_column(register, each) for each in request.paper.columns))
        numbers = self._listing.included(request.query, request.paper, request.on).rows
        rows: Iterable[layout.Row] = self._rows(request, register, numbers)
        if right == "p" and len(columns) > _MOST_COLUMNS and len(numbers):
            columns, rows = _without_empty(columns, list(rows), keeps={_key(request.paper.words_of)})
        return layout.ListDocument(
            title=request.title.upper(),
            subtitle=request.subtitle,
            reference=_marked(request),
            columns=columns,
            rows=rows,
            row_count=len(numbers),
            heading=issuer.heading(own),
            signatures=_signatures(own, request),
            words_of=_key(request.paper.words_of) if request.paper.words_of else "",
            a3=own.prints_a3,
            confidential=layout.INTERNAL_USE if register.by_code else "",
            printed_on=clock.today() if request.paper.of_month else request.on,
            unit_note="Đơn vị tính: đồng" if request.paper.words_of else "",
            footer_note="; ".join(_marks(request)),
        )

    def _of_month(self, register: Register, request: ListRequest) -> layout.ListDocument:
        """Return the list of a month of payment: of a closed one what was written down, of any other what is live."""
        own = office(self._vault)
        rows = self._listing.included(request.query, request.paper, request.on).rows if request.part else None
        with self._vault.reading() as store, collector_at_rest():
            view = look(store, register, calendar.month_start(request.on), own, self._vault.folder)
            if rows is None:
                return month_paper.document(view)
            ids = {each.id for each in store.scan.page(register.code, rows)}
        view = replace(view, lines=tuple(each for each in view.lines if each.record_id in ids))
        return replace(
            month_paper.document(view),
            title=request.title.upper(),
            reference=_marked(request),
            footer_note="; ".join(_marks(request)),
            signatures=_signatures(own, request),
        )

    def _rows(self, request: ListRequest, register: Register, rows: "array[int]") -> Iterator[layout.Row]:
        sources = [each.source for each in request.paper.columns]
        shown = [register.sources[name] for name in sources]
        if request.of_screen:
            yield from self._masked_rows(request, rows, sources, shown)
            return
        asked = [_cell_of(each) for each in shown]
        found = self._listing.of_rows(register.code, rows, sources, request.on)
        for number, row in enumerate(found, start=1):
            values = zip(asked, row.values, row.texts, strict=True)
            yield (number, *[cell(value, text) for cell, value, text in values])

    def _masked_rows(
        self, request: ListRequest, rows: "array[int]", sources: list[str], shown: list[Source]
    ) -> Iterator[layout.Row]:
        """Yield the rows of a list as it is on the screen: nothing tells who a confidential record is about."""
        asked = [*sources, "record.name_or_number", "record.number"]
        cells = [_cell_of(each) for each in shown]
        found = self._listing.of_rows(request.query.register, rows, asked, request.on)
        for number, row in enumerate(found, start=1):
            *values, name, code = row.values
            if name != code:
                open_ = zip(cells, values, row.texts[:-2], strict=True)
                yield (number, *(cell(value, text) for cell, value, text in open_))
                continue
            told = zip(sources, cells, values, row.texts[:-2], strict=True)
            yield (
                number,
                *(_masked(source, as_text(code), cell(value, text)) for source, cell, value, text in told),
            )

    def _note(self, act: str, request: ListRequest, count: int) -> None:
        with self._vault.work(request.paper.title) as store:
            store.log.note(
                act, "register", request.query.register, {"list": request.paper.code, "rows": count}
            )


def _narrowed(query: ListQuery, paper: PaperList) -> ListQuery:
    """Return whom a declared list is about: finished records, in its states; a posted one without c3 and c4."""
    filters = {"record.draft": ("0",), **query.filters}
    states = paper.states or (_open_states(query.register) if paper.present else ())
    if states:
        filters.setdefault("record.state", states)
    if paper.public:
        filters["record.confidentiality"] = ("c1", "c2")
    return replace(query, filters=filters)


def _open_states(code: str) -> tuple[str, ...]:
    flows = catalog.register(code).life_cycle.all_workflows()
    return tuple(
        dict.fromkeys(each.code for flow in flows for each in flow.states if not flow.is_closed(each.code))
    )


def _without_empty(
    columns: tuple[layout.ListColumn, ...], rows: list[layout.Row], keeps: Container[str]
) -> tuple[tuple[layout.ListColumn, ...], list[layout.Row]]:
    """Return a wide list without the columns in which nothing stands and nothing is to be written by hand."""
    shown = [
        place
        for place, each in enumerate(columns)
        if place < _NAMED
        or each.key in keeps
        or each.key == _key("paper.blank")
        or any(row[place] not in (None, "") for row in rows)
    ]
    return tuple(columns[place] for place in shown), [tuple(row[place] for place in shown) for row in rows]


def _masked(source: str, code: str, cell: layout.Value) -> layout.Value:
    if source in NAMES:
        return code
    return None if source in TELLING else cell


def _key(source: str) -> str:
    return source.replace(".", "_")


def _column(register: Register, declared: PaperColumn) -> layout.ListColumn:
    return layout.ListColumn(
        _key(declared.source),
        declared.heading,
        _paper_kind(register.sources[declared.source]),
        weight=declared.weight,
        total=declared.total,
        group=declared.group,
    )


def _paper_kind(source: Source) -> layout.Kind:
    match source.kind:
        case _ if source.masked:
            return "text"
        case kinds.Money():
            return "money"
        case kinds.Whole():
            return "whole"
        case kinds.Decimal():
            return "decimal"
        case kinds.PartialDate() | kinds.Month():
            return "date"
        case kinds.CitizenId() | kinds.OldId() | kinds.Phone() | kinds.HealthInsurance():
            return "id"
        case _:
            return "text"


def _weight(source: Source) -> float:
    return 0.8 if _paper_kind(source) != "text" else 1.4


def _cell_of(source: Source) -> Callable[[Value, str], layout.Value]:
    """Return what makes a value (and its words) ready for the layout: numbers and dates as what they are."""
    match source.kind:
        case _ if source.masked:
            return lambda _value, shown: shown
        case kinds.Money() | kinds.Whole():
            return lambda value, _shown: value if isinstance(value, int) else None
        case kinds.Decimal():
            return lambda value, _shown: Decimal(as_text(value)) if value else None
        case kinds.Date() | kinds.PartialDate():
            return lambda value, _shown: PartialDate.from_iso(as_text(value)) if value else None
        case kinds.YesNo():
            return lambda value, _shown: "x" if value else ""
        case _:
            return lambda _value, shown: shown


def _signatures(own: Office, request: ListRequest) -> tuple[layout.Signature, ...]:
    if request.of_screen:
        return (issuer.preparer(own),)
    return issuer.signatures(own, *((issuer.ACCOUNTANT,) if request.paper.words_of else ()))


def _as_of(day: datetime.date) -> str:
    return f"(Tính đến ngày {day:%d/%m/%Y})"


def _marked(request: ListRequest) -> str:
    """Return the line under the title that says of which part of the commune the list is."""
    return f"(Chỉ gồm: {'; '.join(request.part)})" if request.part else ""


def _marks(request: ListRequest) -> list[str]:
    """Return what every page says at its foot where the list is not the commune's own paper."""
    marks = {
        "Bản trích, không phải toàn bộ danh sách": bool(request.part),
        "In từ màn hình": request.of_screen,
    }
    return [words for words, holds in marks.items() if holds]
