"""A picture in the window: fitted to it, or larger; read from memory and turned as the camera held it."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QWidget

_STEP = 1.25
_LARGEST_SIDE = 6_000
"""More is no sharper on any screen, and would need hundreds of megabytes."""


def read_image(content: bytes) -> QImage | None:
    """Return a picture; None where it cannot be read. Touches no widget: it may be read in the background."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > _LARGEST_SIDE:
        reader.setScaledSize(size.scaled(_LARGEST_SIDE, _LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class ImageView(QGraphicsView):
    """The picture."""

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem(QPixmap.fromImage(image))
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        scene.addItem(self._item)
        self.setScene(scene)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setAccessibleName("Ảnh giấy tờ")
        self._fits = True
        for pressed, step in (("Ctrl++", _STEP), ("Ctrl+=", _STEP), ("Ctrl+-", 1 / _STEP)):
            bound = QShortcut(
                QKeySequence.fromString(pressed, QKeySequence.SequenceFormat.PortableText), self
            )
            bound.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            bound.activated.connect(lambda step=step: self.zoom(step))

    def zoom(self, by: float) -> None:
        """Make the picture larger or smaller."""
        self._fits = False
        self.scale(by, by)

    def fit(self) -> None:
        """Show the whole picture, never larger than it is."""
        self._fits = True
        self.resetTransform()
        room, own = self.viewport().size(), self._item.pixmap().size()
        if own.width() > room.width() or own.height() > room.height():
            self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole picture in view until the officer wants it otherwise."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()
