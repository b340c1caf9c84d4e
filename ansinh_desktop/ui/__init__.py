"""What the officer sees: the only package that knows Qt, with app.py."""

import ctypes
import sys

if sys.version_info < (3, 12):
    # WORKAROUND: PySide 6.12.0 is built as if these objects were immortal, which they are only from Python 3.12 on:
    # each Signal.emit() takes a reference of True away, each property() that is None one of None, and after some
    # hundreds the interpreter aborts ("bool_dealloc"). So they are given more references than can ever be taken.
    for _lasting in (True, False, None, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_lasting)).value += 1 << 40
