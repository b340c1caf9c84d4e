"""What reportlab and openpyxl look for."""


class Image:
    """No picture is one of these."""


def open(*_given: object) -> Image:  # noqa: A001 - as Pillow calls it
    """Read no picture: whoever comes upon one in a workbook goes on without it."""
    raise OSError("the built program reads no pictures here")
