"""Small papers that are what they say, made in memory."""

import io
import zipfile

from openpyxl import Workbook
from PIL import Image
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 40)) -> bytes:
    """Return a grey picture, JPEG or PNG."""
    stream = io.BytesIO()
    Image.new("L", size, 128).save(stream, kind)
    return stream.getvalue()


def pdf(words: str = "Giay khai sinh", pages: int = 1) -> bytes:
    """Return a PDF that says something: always the same bytes, whatever the program has set meanwhile."""
    stream = io.BytesIO()
    before, rl_config.useA85 = rl_config.useA85, 1  # the program has it otherwise once it has printed
    try:
        canvas = Canvas(stream, invariant=1)
        for _ in range(pages):
            canvas.drawString(100, 700, words)
            canvas.showPage()
        canvas.save()
    finally:
        rl_config.useA85 = before
    return stream.getvalue()


def xlsx() -> bytes:
    """Return a workbook."""
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def docx(*more: str) -> bytes:
    """Return a text document, with further parts by name."""
    return zipped("[Content_Types].xml", "word/document.xml", *more)


def zipped(*names: str) -> bytes:
    """Return an archive of small parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "<x/>" * 50)
    return stream.getvalue()
