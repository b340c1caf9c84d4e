"""Writes a list as a document for Word (Office Open XML, ISO/IEC 29500): the same table, heading and signatures.

Written out by itself: the libraries for it bring an XML engine of several megabytes along, for one table.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ansinh_desktop.services.reports import metafile, plates
from ansinh_desktop.services.reports.cells import Totals, show, show_number
from ansinh_desktop.services.reports.fitting import A4_LANDSCAPE
from ansinh_desktop.services.reports.gathering import step, walk
from ansinh_desktop.services.reports.in_words import amount_in_words, place_and_date
from ansinh_desktop.services.reports.layout import (
    GRAND_TOTAL,
    MOTTO,
    NATION,
    NO_ROWS,
    Cancelled,
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
_EMU_A_POINT = 12_700
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every entry: what is printed again must be the same to the byte."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NUMBERED = "rIdNumber"
"""What names the head of every page but the first: its number (NĐ 30/2020/NĐ-CP)."""
_FACE = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
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
        for name, content in _entries(body.pictures, body.whole(count)):
            archive.writestr(zipfile.ZipInfo(name, _SAME_TIME), content, zipfile.ZIP_DEFLATED)
    stream.write(packed.getbuffer())
    step(document.row_count, document.row_count, progress, None)
    return count


def _entries(pictures: Sequence[bytes], body: str) -> Iterator[tuple[str, str | bytes]]:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="emf" ContentType="image/x-emf"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{main.replace("document.main", "header")}"/></Types>',
    )
    yield "_rels/.rels", _relations([("rId1", "officeDocument", "word/document.xml")])
    drawn = {f"media/chart{number}.emf": content for number, content in enumerate(pictures, start=1)}
    named = [(f"rId{number}", "image", name) for number, name in enumerate(drawn, start=1)]
    yield "word/_rels/document.xml.rels", _relations([(_NUMBERED, "header", "header1.xml"), *named])
    yield (
        "word/header1.xml",
        f'{_XML}<w:hdr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        f'<w:fldSimple w:instr="PAGE"><w:r><w:rPr>{_FACE}<w:sz w:val="26"/></w:rPr><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>',
    )
    yield "word/document.xml", body
    yield from ((f"word/{name}", content) for name, content in drawn.items())


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
        self._plates = [
            (plates.title(each, again=number > 0), plate)
            for each in document.charts
            for number, plate in enumerate(plates.plates(each, A4_LANDSCAPE))
        ]

    @property
    def pictures(self) -> list[bytes]:
        """The files of its charts."""
        return [metafile.written(plate.drawing) for _, plate in self._plates]

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
        names = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="{_A}" xmlns:wp="{_WP}" xmlns:pic="{_PIC}"'
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
        for number, (title, plate) in enumerate(self._plates, start=1):
            yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            yield _paragraph(title.upper(), side="center", bold=True)
            width, height = (int(each * _EMU_A_POINT) for each in (plate.drawing.width, plate.drawing.height))
            yield (
                f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>'
                f'<wp:docPr id="{number}" name={quoteattr(title)} descr={quoteattr(title)}/>'
                f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" '
                f'name="chart{number}.emf"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId{number}"/>'
                "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
                f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
                '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
                "</wp:inline></w:drawing></w:r></w:p>"
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
    style = f'<w:rPr>{_FACE}{looks}<w:sz w:val="{size}"/><w:lang w:val="vi-VN"/></w:rPr>'
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
