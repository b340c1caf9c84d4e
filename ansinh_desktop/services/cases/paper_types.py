"""What kinds of papers a case keeps, told by their content and never by the ending of their name."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ansinh_desktop.errors import UserError

Shown: TypeAlias = Literal["pdf", "image", ""]
"""How the window shows it; empty where it only keeps it."""


@dataclass(frozen=True)
class PaperType:
    """One kind of paper."""

    media_type: str
    label: str
    ending: str
    shown: Shown = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_PDF = PaperType("application/pdf", "PDF", ".pdf", "pdf")
_JPEG = PaperType("image/jpeg", "Ảnh JPEG", ".jpg", "image")
_PNG = PaperType("image/png", "Ảnh PNG", ".png", "image")
_DOCX = PaperType(f"{_OFFICE}wordprocessingml.document", "Văn bản Word", ".docx")
_XLSX = PaperType(f"{_OFFICE}spreadsheetml.sheet", "Bảng tính Excel", ".xlsx")
_DOC = PaperType("application/msword", "Văn bản Word (cũ)", ".doc")
_XLS = PaperType("application/vnd.ms-excel", "Bảng tính Excel (cũ)", ".xls")
_OTHER = PaperType("application/octet-stream", "Tệp khác", "")

TYPES: tuple[PaperType, ...] = (_PDF, _JPEG, _PNG, _DOCX, _XLSX, _DOC, _XLS)

_PNG_HEAD, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_JPEG_HEAD, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_HEAD = b"PK\x03\x04"
_PDF_HEAD_WITHIN, _END_WITHIN = 1024, 4096
_MOST_PARTS, _MOST_UNPACKED = 5_000, 200 << 20


def type_named(media_type: str) -> PaperType:
    """Return the kind of a paper that is kept; one that a newer program brought is kept all the same."""
    return next((each for each in TYPES if each.media_type == media_type), _OTHER)


def type_of(content: bytes, name: str) -> PaperType:
    """Return what a file is.

    Raises:
        UserError: It is none of the kinds that are kept, or not whole.
    """
    found, whole = _look(content)
    if found is None:
        raise UserError("AS-2042", name=name)
    if not whole:
        raise UserError("AS-2043", name=name)
    return found


def _look(content: bytes) -> tuple[PaperType | None, bool]:
    """Return the kind of a file and whether it has its end."""
    end = content[-_END_WITHIN:]
    if content.startswith(_JPEG_HEAD):
        return _JPEG, _JPEG_END in end
    if content.startswith(_PNG_HEAD):
        return _PNG, _PNG_END in end
    if content.startswith(_ZIP_HEAD):
        return _zipped(content)
    if content.startswith(_OLE_HEAD):
        return _compound(content), True
    if b"%PDF-" in content[:_PDF_HEAD_WITHIN]:
        return _PDF, b"%%EOF" in end
    return None, True


def _zipped(content: bytes) -> tuple[PaperType | None, bool]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {each.filename for each in parts}
            if len(parts) > _MOST_PARTS or sum(each.file_size for each in parts) > _MOST_UNPACKED:
                return None, True
            main = _main_part(names)
            return main, main is None or archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        return _DOCX, False


def _main_part(names: set[str]) -> PaperType | None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if "word/document.xml" in names:
        return _DOCX
    return _XLSX if "xl/workbook.xml" in names else None


def _compound(content: bytes) -> PaperType | None:
    """Return which of the old formats a compound file is, by the name of its main stream; none with macros."""
    if _stream("_VBA_PROJECT") in content:
        return None
    if _stream("WordDocument") in content:
        return _DOC
    return _XLS if _stream("Workbook") in content or _stream("Book") in content else None


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")
