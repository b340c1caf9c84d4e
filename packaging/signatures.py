"""What Shiboken would unpack and compile at every start, compiled once.

Shiboken keeps the Python half of its signatures as source, packed within its library: every process that imports Qt
unpacks, parses and compiles it, which is a tenth of a cold start under Linux. Where ``files.dir`` lies beside Shiboken, it takes
the modules from there instead; with ``SBK_EMBED=0`` it writes that folder itself. In the program it is one archive,
as Python's path may hold; without it Shiboken goes back to what it has within.
"""

import os
import py_compile
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import shiboken6

PLACE = "shiboken6/files.dir"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def archive(work: Path) -> Path:
    """Make the archive in a folder, the same to the last bit wherever and whenever; what is installed stays as it is."""
    shutil.rmtree(work, ignore_errors=True)
    installed = Path(shiboken6.__file__).parent
    shutil.copytree(installed, work / "shiboken6", ignore=shutil.ignore_patterns("__pycache__", "include"))
    code = f"import sys; sys.path.insert(0, {str(work)!r}); import shiboken6.Shiboken"
    environment = os.environ | {"SBK_EMBED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    files, made = work / PLACE, work / "files.zip"  # where Shiboken put them
    with zipfile.ZipFile(made, "w") as written:
        for source in sorted(files.rglob("*.py")):
            name = source.relative_to(files).as_posix()
            mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
            code_file = py_compile.compile(
                str(source), str(source.with_suffix(".pyc")), dfile=name, doraise=True, invalidation_mode=mode
            )
            written.writestr(zipfile.ZipInfo(f"{name}c", _LONG_AGO), Path(str(code_file)).read_bytes())
    return made


def put_beside(work: Path) -> Path:
    """Return a folder that holds a Shiboken with the archive beside it, for processes that look for modules there."""
    made = archive(work)
    shutil.rmtree(work / PLACE)
    made.rename(work / PLACE)
    return work
