"""What stands in the built program in the place of Pillow is enough for what it does with papers and workbooks."""

import io
import os
import subprocess
import sys
from pathlib import Path

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from PIL import Image as Pillow

STAND_IN = Path(__file__).parent.parent / "packaging" / "stand_in"
WORK = """
import sys, PIL, openpyxl
from pathlib import Path
from reportlab.pdfgen.canvas import Canvas
assert "stand_in" in PIL.__file__
from ansinh_desktop.services.reports import pdf
book = openpyxl.load_workbook(sys.argv[1])
assert book.active["A1"].value == "Danh Thị Út"
"""


def test_lists_are_drawn_and_a_workbook_with_a_picture_is_read_without_pillow(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Danh Thị Út"
    picture = io.BytesIO()
    Pillow.new("RGB", (4, 4)).save(picture, "PNG")
    sheet.add_image(Image(picture), "B2")
    book.save(tmp_path / "x.xlsx")
    root = STAND_IN.parent.parent
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(STAND_IN), str(root)])}
    start = [sys.executable, "-c", WORK, str(tmp_path / "x.xlsx")]
    done = subprocess.run(start, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
