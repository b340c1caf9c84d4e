"""A page that is shown whole where there is room for all of it, and scrolls where there is not: nothing of it is squeezed."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from ansinh_desktop.ui import theme

_LEAST, _TABS = 120, 220


class Room(QScrollArea):
    """The room; what is to have its place goes into :attr:`column`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inside = whole = QWidget(self.viewport())
        """The parent of what goes into the column: whatever is made elsewhere is dressed and measured twice."""
        whole.setProperty("role", "page")
        self.column = QVBoxLayout(whole)
        self.setWidget(whole)
        whole.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """Be as wide as what stands inside needs: only downwards there is a way to the rest."""
        return QSize(self.inside.minimumSizeHint().width(), theme.px(_LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for room anew when what stands inside needs another width."""
        if watched is self.inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class RoomTabs(QTabWidget):
    """Tabs that fill what is left of a room, and have a least height there: what stands in them scrolls by itself."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), theme.px(_TABS))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(_TABS))
