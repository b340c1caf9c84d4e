"""The first script of the two built programs: lets them take their modules from the one archive beside them."""

import os
import sys

import pyimod02_importers as importers  # PyInstaller's own

archives = importers.pyimod01_archive


class Archive(archives.ZlibArchiveReader):
    """The archive, kept open: opened anew for each of hundreds of modules, a virus scanner would look at it each time."""

    def __init__(self, place: str) -> None:
        super().__init__(place, check_pymagic=True)
        self._opened = open(place, "rb")  # noqa: PTH123, SIM115 - pathlib is in the archive; to the end


importers.pyz_archive = Archive(os.path.join(sys._MEIPASS, "program.pyz"))  # noqa: SLF001, PTH118
importers._pyz_tree = None  # noqa: SLF001 - what is known of the empty one
sys.path_importer_cache.clear()
