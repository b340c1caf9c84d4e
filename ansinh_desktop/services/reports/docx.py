"""Writes a list as a document for Word (Office Open XML, ISO/IEC 29500): the same table, heading and signatures.

Written out by itself: the libraries for it bring an XML engine of several megabytes along, for one table.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ansinh_desktop.services.reports.cells import Totals, show, show_number
from ansinh_desktop.services.reports.gathering import step, walk
from ansinh_desktop.services.reports.in_words import amount_in_words, place_and_date
from ansinh_desktop.services.reports.layout import (
    GRAND_TOTAL,
    MOTTO,
    NATION,
    NO_ROWS,
    BarChart,
    Cancelled,
    ChartBar,
    GroupRow,
    ListColumn,
    ListDocument,
    Progress,
    Row,
)

_TWIPS_A_MM = 56.7
_WIDTH_MM, _HEIGHT_MM = 297, 210
_MARGINS_MM = (20, 15, 20, 30)
"""Above, right, below, left (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
_ROOM = int((_WIDTH_MM - _MARGINS_MM[1] - _MARGINS_MM[3]) * _TWIPS_A_MM)
_EMU_A_MM = 36_000
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every entry: what is printed again must be the same to the byte."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NUMBERED = "rIdNumber"
"""What names the head of every page but the first: its number (NĐ 30/2020/NĐ-CP)."""
_JUSTIFIED = {"left": "left", "center": "center", "right": "right"}


def write_docx(
    document: ListDocument,
    stream: BinaryIO,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write the list as a document for Word, and return how many rows it has.

    Raises:
        StoppedError: The officer stopped the work.
    """
    body = _Body(document)
    count = body.rows(walk(document, progress, cancelled))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _entries(document, body.whole(count)):
            archive.writestr(zipfile.ZipInfo(name, _SAME_TIME), content, zipfile.ZIP_DEFLATED)
    stream.write(packed.getbuffer())
    step(document.row_count, document.row_count, progress, None)
    return count


def _entries(document: ListDocument, body: str) -> Iterator[tuple[str, str]]:
    charts = range(1, len(document.charts) + 1)
    kinds = "".join(
        f'<Override PartName="/word/charts/chart{number}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>'
        for number in charts
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{main.replace("document.main", "header")}"/>{kinds}</Types>',
    )
    yield "_rels/.rels", _relations([("rId1", "officeDocument", "word/document.xml")])
    yield (
        "word/_rels/document.xml.rels",
        _relations(
            [
                (_NUMBERED, "header", "header1.xml"),
                *((f"rId{number}", "chart", f"charts/chart{number}.xml") for number in charts),
            ]
        ),
    )
    yield (
        "word/header1.xml",
        f'{_XML}<w:hdr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:fldSimple w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>',
    )
    yield "word/document.xml", body
    for number, chart in zip(charts, document.charts, strict=True):
        yield f"word/charts/chart{number}.xml", _chart(chart)


def _relations(rows: Sequence[tuple[str, str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}"/>' for name, kind, target in rows
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


class _Body:
    """The document, from its heading to its signatures."""

    def __init__(self, document: ListDocument) -> None:
        self._document = document
        self._columns = document.columns
        self._widths = _widths(document.columns)
        self._table: list[str] = []
        self._words = ""

    def rows(self, rows: Iterator[Row | GroupRow]) -> int:
        """Take the rows of the table in; return how many of them hold values."""
        count, totals = 0, Totals(self._document.totalled)
        for row in rows:
            if isinstance(row, GroupRow):
                label = _cell(row.label, sum(self._widths), bold=True, span=len(self._columns), keeps=True)
                self._table.append(_row([label]))
                continue
            count += 1
            totals.add(row)
            cells = zip(row, self._columns, self._widths, strict=True)
            self._table.append(
                _row([_cell(show(value, each.kind), width, side=each.side) for value, each, width in cells])
            )
        if not count:
            self._table.append(
                _row([_cell(NO_ROWS, sum(self._widths), side="center", span=len(self._columns))])
            )
        elif self._document.totalled:
            self._total(totals)
        return count

    def _total(self, totals: Totals) -> None:
        sums = totals.sums
        cells = []
        for place, (each, width) in enumerate(zip(self._columns, self._widths, strict=True)):
            said = show_number(sums[place], each.kind) if place in sums else GRAND_TOTAL if place == 0 else ""
            cells.append(_cell(said, width, bold=True, side=each.side if place in sums else "left"))
        self._table.append(_row(cells))
        if self._document.words_of:
            place = next(at for at, each in enumerate(self._columns) if each.key == self._document.words_of)
            self._words = amount_in_words(int(sums.get(place, 0)))

    def whole(self, count: int) -> str:
        """Return the document."""
        del count
        parts = [*self._opening(), self._grid(), *self._closing(), *self._charts(), _section()]
        names = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:c="{_C}" xmlns:a="{_A}" xmlns:wp="{_WP}"'
        return f"{_XML}<w:document {names}><w:body>{''.join(parts)}</w:body></w:document>"

    def _opening(self) -> Iterator[str]:
        document, heading = self._document, self._document.heading
        if heading is not None:
            left = [(each, False) for each in heading.superior_lines] + [
                (each, True) for each in heading.unit_lines
            ]
            left += [(f"Số: {heading.number}", False)] if heading.number else []
            right = [(NATION, True), (MOTTO, True)]
            yield _plain_table([[_lines(left), _lines(right)]], [int(_ROOM * 0.45), int(_ROOM * 0.55)])
        if document.confidential:
            yield _paragraph(document.confidential, bold=True)
        yield _paragraph("")
        if document.annex:
            yield _paragraph(document.annex, side="center", bold=True)
        yield _paragraph(document.title, side="center", bold=True, size=28)
        for each in filter(None, (document.subtitle, document.reference)):
            yield _paragraph(each, side="center", italic=each == document.reference)
        if document.unit_note:
            yield _paragraph(document.unit_note, side="right", italic=True)

    def _grid(self) -> str:
        heads = _row(
            [
                _cell(each.heading, width, bold=True, side="center")
                for each, width in zip(self._columns, self._widths, strict=True)
            ],
            head=True,
        )
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:color="000000"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(self._widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
            f"{heads}{''.join(self._table)}</w:tbl>"
        )

    def _closing(self) -> Iterator[str]:
        document = self._document
        if self._words:
            yield _paragraph(f"Số tiền bằng chữ: {self._words}.", italic=True)
        if document.remark:
            yield _paragraph(document.remark, italic=True)
        if not document.signatures:
            return
        yield _paragraph("")
        if document.heading is not None:
            yield _paragraph(
                place_and_date(document.heading.place, document.printed_on), side="right", italic=True
            )
        cells = []
        for each in document.signatures:
            lines = [(role, True) for role in each.role_lines] + [(each.note, False)]
            cells.append(_lines([*lines, ("", False), ("", False), ("", False), (each.name, True)]))
        yield _plain_table([cells], [_ROOM // len(cells)] * len(cells))

    def _charts(self) -> Iterator[str]:
        for number, chart in enumerate(self._document.charts, start=1):
            yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            yield _paragraph(chart.title, side="center", bold=True)
            width, height = 250 * _EMU_A_MM, min(150, 25 + 9 * len(chart.bars)) * _EMU_A_MM
            yield (
                f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>'
                f'<wp:docPr id="{number}" name={quoteattr(chart.title)}/><a:graphic><a:graphicData uri="{_C}">'
                f'<c:chart r:id="rId{number}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
            )


def _widths(columns: Sequence[ListColumn]) -> list[int]:
    """Return how wide each column is: what it needs at least, and of the rest by weight."""
    least = [int(each.min_width * _TWIPS_A_MM) or 500 for each in columns]
    rest, weights = max(0, _ROOM - sum(least)), sum(each.weight for each in columns)
    return [width + int(rest * each.weight / weights) for width, each in zip(least, columns, strict=True)]


def _lines(lines: Sequence[tuple[str, bool]]) -> str:
    return "".join(_paragraph(words, side="center", bold=bold, size=24) for words, bold in lines)


def _plain_table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for cell, width in zip(row, widths, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{said}</w:tbl>'


def _row(cells: Sequence[str], *, head: bool = False) -> str:
    properties = (
        "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    )
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _cell(
    words: str, width: int, *, bold: bool = False, side: str = "left", span: int = 1, keeps: bool = False
) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}</w:tcPr>'
        f"{_paragraph(words, side=side, bold=bold, size=22, keeps=keeps)}</w:tc>"
    )


def _paragraph(
    words: str,
    *,
    side: str = "left",
    bold: bool = False,
    italic: bool = False,
    size: int = 24,
    keeps: bool = False,
) -> str:
    """Return a paragraph; one that ``keeps`` stands on the page of what follows it."""
    looks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    style = f'<w:rPr>{font}{looks}<w:sz w:val="{size}"/><w:lang w:val="vi-VN"/></w:rPr>'
    run = f'<w:r>{style}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>' if words else ""
    place = ("<w:keepNext/>" if keeps else "") + f'<w:spacing w:after="0"/><w:jc w:val="{_JUSTIFIED[side]}"/>'
    return f"<w:p><w:pPr>{place}</w:pPr>{run}</w:p>"


def _section() -> str:
    width, height = int(_WIDTH_MM * _TWIPS_A_MM), int(_HEIGHT_MM * _TWIPS_A_MM)
    top, right, bottom, left = (int(each * _TWIPS_A_MM) for each in _MARGINS_MM)
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{_NUMBERED}"/><w:pgSz w:w="{width}" w:h="{height}" w:orient="landscape"/><w:pgMar w:top="{top}" '
        f'w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


def _chart(chart: BarChart) -> str:
    """Return a chart that carries its own numbers: lying bars of what is reached, and of what is asked."""
    series = "".join(
        _series(number, name, tone, chart, [_value(each, of_target=number == 1) for each in chart.bars])
        for number, (name, tone) in enumerate((("Đạt %", "4D4D4D"), ("Mức %", "BFBFBF")))
    )
    axes = (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="100"/><c:min val="0"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:crossAx val="1"/></c:valAx>'
    )
    return (
        f'{_XML}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}"><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/>{series}<c:axId val="1"/><c:axId val="2"/>'
        f'</c:barChart>{axes}</c:plotArea><c:legend><c:legendPos val="b"/></c:legend><c:plotVisOnly val="1"/>'
        "</c:chart></c:chartSpace>"
    )


def _series(number: int, name: str, tone: str, chart: BarChart, values: Sequence[str]) -> str:
    labels = _points([escape(each.label) for each in chart.bars])
    shown = (
        '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/></c:dLbls>'
        if number == 0
        else ""
    )
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f/><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill>'
        f'<a:srgbClr val="{tone}"/></a:solidFill></c:spPr>{shown}<c:cat><c:strLit>{labels}</c:strLit></c:cat>'
        f"<c:val><c:numLit><c:formatCode>0.0</c:formatCode>{_points(values)}</c:numLit></c:val></c:ser>"
    )


def _points(values: Sequence[str]) -> str:
    said = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value)
    return f'<c:ptCount val="{len(values)}"/>{said}'


def _value(bar: ChartBar, *, of_target: bool) -> str:
    if of_target:
        return "" if bar.target is None else f"{100 * bar.target:.1f}"
    return f"{bar.share:.1f}"
