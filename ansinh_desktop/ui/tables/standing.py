"""Where one stands in a list and what is chosen there are the same, also where the program goes somewhere while Ctrl is held.

Qt leaves the choice where it was while Ctrl is held: the next key would then do to another row what was meant for the
one in sight. A list of which one row alone may be chosen is kept from it by that; every other one goes by this.
"""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView


def stand_at(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> None:
    """Make a cell the current one, and it (or its row) the only one that is chosen."""
    flag = QItemSelectionModel.SelectionFlag
    whole = view.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows
    view.selectionModel().setCurrentIndex(
        index, flag.ClearAndSelect | flag.Rows if whole else flag.ClearAndSelect
    )
