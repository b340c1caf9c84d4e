"""Zipped workbooks (.xlsx, .xlsm, .ods): every part read within limits and looked through, then given to calamine.

calamine keeps a sheet as one dense rectangle and trusts what the file says of itself: a file made for it, or only
a stray cell in the last row, would take all the memory there is. So each part is unpacked here, counted while it
is, and calamine gets a clean copy of what was counted; a sheet that is nearly all empty goes to openpyxl instead.
"""

import datetime
import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from xml.parsers import expat

import python_calamine

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, note
from ansinh_desktop.services.importer.sheets import (
    CELL_LIMIT,
    ERROR_TEXTS,
    Cell,
    Place,
    Sheet,
    Workbook,
    cell_name,
    error_cell,
    trimmed,
    uncomputed_cell,
)
from ansinh_desktop.services.importer.zip_watch import (
    TEXT_LIMIT,
    USUAL_COLUMNS,
    BookTally,
    SheetTally,
    watch_ods,
    watch_xlsx,
)

FILE_LIMIT = 60_000_000
PART_LIMIT = 80_000_000
PARTS_LIMIT = 120_000_000
RATIO_LIMIT = 250

_DIRECTORY_LIMIT = 1_000_000
_RATIO_FROM = 10_000_000
_CHUNK = 1 << 20
_DEPTH_LIMIT = 100_000
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_SPARSE_CELLS = 200_000

_XLSX_PARTS = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/[^/]+\.xml|xl/_rels/[^/]+\.rels|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")? ?/>')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]*(?:/>|></row>)')
_ODS_PARTS = re.compile(r"mimetype|content\.xml|META-INF/manifest\.xml")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
    struct.error,
)
_CAPITAL_FONT = re.compile(r"\.vn.*h", re.IGNORECASE)


def read_zipped(path: Path) -> Workbook:
    """Read a workbook that is a zip file.

    Raises:
        UserError: It is damaged, locked by a password, too large, no workbook, or made to do harm.
    """
    if path.stat().st_size > FILE_LIMIT:
        raise UserError("AS-3004", name=path.name, most=FILE_LIMIT // 1_000_000)
    with path.open("rb") as stream, _as_damaged(path.name):
        _check_directory(stream, path.name)
        with zipfile.ZipFile(stream) as archive:
            return _read(archive, path.name)


def _read(archive: zipfile.ZipFile, name: str) -> Workbook:
    parts = {_part_of(each) for each in archive.infolist()}
    lowered = {part.lower() for part in parts}
    if "xl/workbook.xml" in lowered or any(re.fullmatch(r"xl/workbook\d*\.xml", part) for part in lowered):
        book = _looked_through(archive, name, _XLSX_PARTS, watch_xlsx)
        notes = [note("AS-3020", name=name)] if "xl/vbaproject.bin" in lowered else []
        if any(_CAPITAL_FONT.fullmatch(font) for font in book.fonts):
            notes.append(note("AS-3027"))
        return Workbook(name, "xlsx", tuple(_xlsx_sheets(book)), tuple(notes))
    if (
        "mimetype" in parts
        and _start_of(archive, "mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        book = _looked_through(archive, name, _ODS_PARTS, watch_ods)
        return Workbook(name, "ods", tuple(_calamine_sheets(book)))
    if "xl/workbook.bin" in lowered:
        raise UserError("AS-3008", name=name)
    raise UserError("AS-3002", name=name, kind=_foreign_kind(lowered))


def _part_of(info: zipfile.ZipInfo) -> str:
    """Return the name of a part as it is meant: some programs write it with backslashes, or from the root."""
    return info.filename.replace("\\", "/").removeprefix("./").lstrip("/")


def _start_of(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(next(each for each in archive.infolist() if _part_of(each) == part)) as stream:
        return stream.read(200)


def _foreign_kind(lowered: set[str]) -> str:
    if "word/document.xml" in lowered:
        return "văn bản Word"
    if "ppt/presentation.xml" in lowered:
        return "bản trình chiếu PowerPoint"
    return "tệp nén"


@contextmanager
def _as_damaged(name: str) -> Iterator[None]:
    """Tell whatever the zip and XML readers stumble over as one sentence."""
    try:
        yield
    except _DAMAGE as error:
        raise UserError("AS-3001", name=name) from error


def _check_directory(stream: io.BufferedReader, name: str) -> None:
    """Refuse a directory of a million entries before it is read; a workbook has some dozens."""
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - 66_000))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0:
        raise UserError("AS-3001", name=name)
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    locator = tail[max(0, end - 20) : end]
    if locator.startswith(
        b"PK\x06\x07"
    ):  # the larger form of the directory, which some programs always write
        stream.seek(min(int.from_bytes(locator[8:16], "little"), 1 << 40))
        record = stream.read(56)
        size = int.from_bytes(record[40:48], "little") if record.startswith(b"PK\x06\x06") else 1 << 40
    if size > _DIRECTORY_LIMIT:
        raise UserError("AS-3005", name=name)


_Watch: TypeAlias = Callable[[str, BookTally, expat.XMLParserType], None]


def _looked_through(archive: zipfile.ZipFile, name: str, wanted: re.Pattern[str], watch: _Watch) -> BookTally:
    """Unpack the parts that matter, count what is in them, and copy them into a clean archive."""
    book = BookTally(name)
    seen: set[str] = set()
    with zipfile.ZipFile(book.clean, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as clean:
        # The relations and the texts come before the sheets that use them.
        for info in sorted(archive.infolist(), key=lambda each: "/worksheets/" in _part_of(each).lower()):
            part = _part_of(info)
            if not wanted.fullmatch(part):
                continue
            if part in seen or info.flag_bits & 1:
                raise UserError("AS-3001" if part in seen else "AS-3003", name=name)
            seen.add(part)
            with clean.open(zipfile.ZipInfo(part), "w") as copy:
                _copy_part(archive, info, copy, _parser(part, book, watch), book)
    book.clean.seek(0)
    return book


def _parser(part: str, book: BookTally, watch: _Watch) -> expat.XMLParserType | None:
    if part == "mimetype":
        return None
    parser = expat.ParserCreate()

    def refuse_definitions(*_: object) -> None:
        raise book.refuse("AS-3014")

    parser.StartDoctypeDeclHandler = refuse_definitions
    parser.EntityDeclHandler = refuse_definitions
    parser.StartElementHandler = lambda _name, _attributes: book.count_element()
    watch(part, book, parser)
    return parser


def _copy_part(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    copy: Any,
    parser: expat.XMLParserType | None,
    book: BookTally,
) -> None:
    if info.file_size > PART_LIMIT:
        raise book.refuse("AS-3005")
    tally = book.sheets.get(_part_of(info))
    rest = b""
    for chunk in _unpacked(archive, info, book):
        cut = chunk.rfind(b"<")
        whole, rest = rest + chunk[:cut], chunk[cut:]
        if tally:
            whole = _without_empty_cells(whole, tally)
        copy.write(whole)
        if parser:
            parser.Parse(whole, False)  # noqa: FBT003 - expat takes it by place
    copy.write(rest)
    if parser:
        parser.Parse(rest, True)  # noqa: FBT003


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, book: BookTally) -> Iterator[bytes]:
    """Yield a part piece by piece as long as it keeps the limits, whatever its size is said to be."""
    size = depth = 0
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            book.bytes += len(chunk)
            depth += chunk.count(b"<") - 2 * chunk.count(b"</") - chunk.count(b"/>")
            faults = (
                size > min(PART_LIMIT, info.file_size),
                book.bytes > PARTS_LIMIT,
                size > _RATIO_FROM and size > RATIO_LIMIT * max(info.compress_size, 1),
                len(chunk) == _CHUNK and b"<" not in chunk,  # one text of a megabyte: no cell is so long
                depth > _DEPTH_LIMIT,
            )
            if any(faults):
                raise book.refuse("AS-3005")
            yield chunk


def _without_empty_cells(xml: bytes, tally: SheetTally) -> bytes:
    """Leave out cells that have only a format: some sheets carry a million of them down to the last row."""
    if b"\0" in xml:
        return xml  # UTF-16, which nobody writes
    without, cells = _EMPTY_CELL.subn(b"", xml)
    without, rows = _EMPTY_ROW.subn(b"", without)
    tally.emptied |= cells + rows > 0
    return without


def _xlsx_sheets(book: BookTally) -> Iterator[Sheet]:
    tallies = _tallies(book)
    texts = sum(tally.shared for tally in book.sheets.values()) * book.longest_shared
    too_wide = sum(tally.area for tally in book.sheets.values()) > CELL_LIMIT
    sheets = _sparse_sheets(book) if too_wide or texts > TEXT_LIMIT else _calamine_sheets(book)
    shown = dict(book.names.values())
    for sheet in sheets:
        tally = tallies.get(sheet.name, SheetTally())
        yield Sheet(
            sheet.name,
            sheet.rows,
            tuple(tally.spans),
            shown.get(sheet.name, True),
            _faults(sheet, tally),
            notes=sheet.notes,
            hidden_rows=frozenset(tally.hidden),
        )


def _tallies(book: BookTally) -> dict[str, SheetTally]:
    """Return what was counted by the name of the sheet."""
    found = {}
    for relation, (name, _) in book.names.items():
        target = book.targets.get(relation, "")
        part = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        )
        if part in book.sheets:
            found[name] = book.sheets[part]
    return found


def _faults(sheet: Sheet, tally: SheetTally) -> Mapping[Place, Finding]:
    faults = {place: error_cell(place, shown) for place, shown in tally.errors.items()}
    for place in tally.formulas - tally.errors.keys():
        row = sheet.rows[place[0]] if place[0] < len(sheet.rows) else []
        if place[1] >= len(row) or row[place[1]] is None:
            faults[place] = uncomputed_cell(place)
    return faults


def _calamine_sheets(book: BookTally) -> Iterator[Sheet]:
    with _as_refused(book.name), python_calamine.CalamineWorkbook.from_filelike(book.clean) as workbook:
        for place, each in enumerate(workbook.sheets_metadata):
            if each.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            rows = workbook.get_sheet_by_index(place).to_python(skip_empty_area=False)
            visible = each.visible is python_calamine.SheetVisibleEnum.Visible
            yield Sheet(each.name, trimmed(rows), visible=visible)


@contextmanager
def _as_refused(name: str) -> Iterator[None]:
    try:
        yield
    except python_calamine.PasswordError as error:
        raise UserError("AS-3003", name=name) from error
    except python_calamine.CalamineError as error:
        raise UserError("AS-3001", name=name) from error
    except BaseException as error:
        # A panic of the native reader is no Exception, and its type cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise UserError("AS-3001", name=name) from error


def _sparse_sheets(book: BookTally) -> Iterator[Sheet]:
    """Read sheets whose few cells lie far apart; what lies beyond the gap is left out, and a note says so."""
    import openpyxl  # noqa: PLC0415 - slow to load, and rarely needed

    if sum(tally.cells for tally in book.sheets.values()) > _SPARSE_CELLS:
        raise book.refuse_cells()
    tallies = _tallies(book)
    try:
        workbook = openpyxl.load_workbook(book.clean, read_only=True, data_only=True, keep_links=False)
        for each in workbook.worksheets:
            tally = tallies.get(each.title, SheetTally())
            each.reset_dimensions()
            values = each.iter_rows(max_row=tally.near_rows, max_col=USUAL_COLUMNS, values_only=True)
            rows = [[_like_calamine(cell) for cell in cells] for cells in values] if tally.near_rows else []
            far = [note("AS-3023", sheet=each.title, cell=cell_name(tally.far))] if tally.far else []
            yield Sheet(each.title, trimmed(rows), notes=tuple(far))
    except UserError:
        raise
    except Exception as error:  # a damaged part may raise anything
        raise book.refuse("AS-3001") from error


def _like_calamine(cell: Any) -> Cell:
    """Return a cell of openpyxl as calamine would: a date without a time of day is a date."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date()
    if isinstance(cell, str) and cell.startswith("#"):
        return None if cell in ERROR_TEXTS else cell
    return cell  # type: ignore[no-any-return]
