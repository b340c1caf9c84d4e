"""The first script of the two built programs: lets them take their modules from the one archive beside them."""

import os
import sys

import pyimod02_importers as importers  # PyInstaller's own

importers.pyz_archive = importers.pyimod01_archive.ZlibArchiveReader(
    os.path.join(sys._MEIPASS, "program.pyz"),  # noqa: SLF001, PTH118 - pathlib is in the archive
    check_pymagic=True,
)
importers._pyz_tree = None  # noqa: SLF001 - what is known of the empty one
sys.path_importer_cache.clear()
