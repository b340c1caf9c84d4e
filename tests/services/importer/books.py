"""Workbooks made for the tests, honest ones and such as nobody should open unguarded."""

import io
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(path: Path, rows: list[list[object]], *, title: str = "Danh sách") -> Path:
    """Write rows as an honest workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def parts() -> dict[str, bytes]:
    """Return the parts of a workbook of one sheet."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "x"
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, changed: Mapping[str, str | bytes]) -> Path:
    """Write a workbook with some of its parts replaced."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts() | dict(changed)).items():
            archive.writestr(name, content)
    return path


def sheet_xml(rows: str, tail: str = "", *, prefix: str = "") -> str:
    """Return the XML of a sheet that says of itself that it is as large as can be."""
    name = f"{prefix}:" if prefix else ""
    spaces = f'xmlns{":" + prefix if prefix else ""}="{_MAIN}"'
    return (
        f'<{name}worksheet {spaces}><{name}dimension ref="A1:XFD1048576"/>'
        f"<{name}sheetData>{rows}</{name}sheetData>{tail}</{name}worksheet>"
    )


def shared_strings(text: str) -> dict[str, bytes]:
    """Return the parts that a workbook with one shared text needs."""
    made = parts()
    types, relations = made["[Content_Types].xml"], made["xl/_rels/workbook.xml.rels"]
    if b"sharedStrings" not in types:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        link = f'<Relationship Id="rId99" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        types = types.replace(b"</Types>", part.encode())
        relations = relations.replace(b"</Relationships>", link.encode() + b"</Relationships>")
    table = f'<sst xmlns="{_MAIN}"><si><t>{text}</t></si></sst>'
    return {
        "[Content_Types].xml": types,
        "xl/_rels/workbook.xml.rels": relations,
        "xl/sharedStrings.xml": table.encode(),
    }


def ods(path: Path, rows: str, manifest: str = "") -> Path:
    """Write an OpenDocument sheet with these rows."""
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
        f'<office:spreadsheet><table:table table:name="DS">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="m">{manifest}</manifest:manifest>'
        )
        archive.writestr("content.xml", content)
    return path


def ods_row(*texts: str, repeated: int = 1) -> str:
    """Return one row of an OpenDocument sheet."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def with_false_size(path: Path) -> Path:
    """Write a workbook whose sheet says it unpacks to a thousand bytes."""
    body = sheet_xml("") + " " * 30_000_000
    packed(path, {SHEET: body})
    true, false = len(body).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, false))
    return path


def cell_rows(numbers: range, *columns: str) -> str:
    """Return rows with the same cells filled."""
    return "".join(
        f'<row r="{n}">' + "".join(f'<c r="{column}{n}"><v>1</v></c>' for column in columns) + "</row>"
        for n in numbers
    )


def hostile(folder: Path) -> dict[str, Path]:
    """Write files that would take all memory or all day, by what they try."""
    one = cell_rows(range(1, 2), "A")
    empties = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(2, 1 << 20))
    texts = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{column}{n}" t="s"><v>0</v></c>' for column in "ABCDEFGHIJ")
        + "</row>"
        for n in range(1, 8_000)
    )
    merges = "".join(f'<mergeCell ref="C{n}:D{n}"/>' for n in range(1, 42_001))
    laughs = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    many = zipfile.ZipInfo
    directory = folder / "directory.xlsx"
    with zipfile.ZipFile(directory, "w") as archive:
        for number in range(30_000):
            archive.writestr(many(f"{number}"), b"")
    wide = '<table:table-row><table:table-cell table:number-columns-repeated="1000000000"/>'
    found = {
        "bomb": packed(folder / "bomb.xlsx", {SHEET: sheet_xml("") + " " * 100_000_000}),
        "spaces": packed(folder / "spaces.xlsx", {SHEET: sheet_xml(" " * 60_000_000)}),
        "false size": with_false_size(folder / "false_size.xlsx"),
        "one attribute": packed(folder / "token.xlsx", {SHEET: sheet_xml(f'<a b="{"abc d" * 5_000_000}"/>')}),
        "deep": packed(folder / "deep.xlsx", {SHEET: sheet_xml("<a>" * 2_000_000 + "</a>" * 2_000_000)}),
        "elements": packed(folder / "elements.xlsx", {SHEET: sheet_xml("<b/>" * 10_000_000)}),
        "declared size": packed(folder / "declared.xlsx", {SHEET: sheet_xml(one)}),
        "empty rows": packed(folder / "empties.xlsx", {SHEET: sheet_xml(one + empties)}),
        "corner": packed(
            folder / "corner.xlsx", {SHEET: sheet_xml(one + cell_rows(range(1 << 20, (1 << 20) + 1), "XFD"))}
        ),
        "corners": packed(
            folder / "corners.xlsx", {SHEET: sheet_xml(one + cell_rows(range(2, 60_000), "XFD"))}
        ),
        "merges": packed(
            folder / "merges.xlsx",
            {
                SHEET: sheet_xml(
                    cell_rows(range(1, 42_001), "A"), f'<mergeCells count="42000">{merges}</mergeCells>'
                )
            },
        ),
        "shared text": packed(
            folder / "shared.xlsx", shared_strings("a" * 32_000) | {SHEET: sheet_xml(texts)}
        ),
        "entities": packed(folder / "laughs.xlsx", {SHEET: laughs + sheet_xml(one)}),
        "directory": directory,
        "repeated rows": ods(folder / "rows.ods", ods_row("x", repeated=10**9)),
        "gap": ods(folder / "gap.ods", ods_row("x") + ods_row(repeated=10**9) + ods_row("x")),
        "wide": ods(folder / "wide.ods", wide + ods_row("x").partition(">")[2]),
        "repeated spaces": ods(folder / "spaces.ods", ods_row('<text:s text:c="4000000000"/>')),
        "commas": folder / "commas.csv",
        "noise": folder / "noise.csv",
    }
    found["commas"].write_bytes(b"," * 20_000_000)
    found["noise"].write_bytes(random.Random(2).randbytes(3_000_000).replace(b"\0", b"x"))
    return found
