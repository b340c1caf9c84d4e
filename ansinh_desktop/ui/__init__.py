"""What the officer sees: the only room, with ``app.py``, that knows Qt.

PySide makes a class when it is first asked for, and the namespace ``Qt``, with its 93 enumerations, takes as long as
the whole lock. So whatever the lock is made of names it only in what happens later (``QtCore.Qt.Key``), and sets up
its widgets without it: properties take their values by name (``setProperty("focusPolicy", "NoFocus")``).
"""

import builtins

import PySide6.QtCore  # noqa: F401 - what is undone below comes with it

# WORKAROUND: PySide (6.11) puts a function of its own in the place of Python's import, which reads the source of every
# module loaded from then on to find out whether it uses PySide, for «from __feature__ import …», which is nowhere
# here. That is a tenth of the start, and a good part of unlocking.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
