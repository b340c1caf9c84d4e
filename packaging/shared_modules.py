"""The first script of the two built programs: lets them take their modules from the one archive beside them."""

import _thread
import marshal
import os
import sys
import zlib

import pyimod02_importers as importers  # PyInstaller's own

archives = importers.pyimod01_archive
CODE = (archives.PYZ_ITEM_MODULE, archives.PYZ_ITEM_PKG)


class Archive(archives.ZlibArchiveReader):
    """The archive, kept open: PyInstaller opens it for each module, and a virus scanner looks at it hundreds of times."""

    def __init__(self, place: str) -> None:
        super().__init__(place, check_pymagic=True)
        self._file = open(place, "rb")  # noqa: PTH123, SIM115 - pathlib is in the archive; to the end
        self._alone = _thread.allocate_lock()

    def extract(self, name: str, raw: bool = False) -> object:  # noqa: FBT001, FBT002 - as it is called
        """Return the code of a module, or what else has that name."""
        kind, place, length = self.toc[name]
        if kind == archives.PYZ_ITEM_NSPKG:
            return None
        with self._alone:
            self._file.seek(self._start_offset + place)
            found = self._file.read(length)
        found = zlib.decompress(found)
        return marshal.loads(found) if kind in CODE and not raw else found


importers.pyz_archive = Archive(os.path.join(sys._MEIPASS, "program.pyz"))  # noqa: SLF001, PTH118
importers._pyz_tree = None  # noqa: SLF001 - what is known of the empty one
sys.path_importer_cache.clear()
