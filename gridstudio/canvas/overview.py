"""A small map of the whole county in a corner of the large one, with a frame round what is seen.

The county is drawn once; each move of the large map costs one blit and a rectangle.
"""

from __future__ import annotations

import shapely
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from gridstudio.canvas.extent import content_bounds
from gridstudio.canvas.painters.shapes import path_of, shapes_of
from gridstudio.canvas.surface import Surface
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.i18n import _

SIZE_PX = QSize(176, 128)
FROM_EDGE_PX = 12
_LEAST_FRAME_PX = 6.0
_SHARE_OF_MAP = 0.45
_MOST_OF_IT = 0.6


class Overview(QWidget):
    """Sits on a surface and follows it; a click or a drag moves the surface's view."""

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface)
        self._surface = surface
        self._drawn: QPixmap | None = None
        self._of: tuple[object, ...] = ()
        self._county = Viewport(0, 0, 1, SIZE_PX.width(), SIZE_PX.height())
        # Opaque, so that the map below is not painted for it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedSize(SIZE_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("The whole county. Click or drag to move the map there."))
        self.setAccessibleName(_("Overview"))
        surface.installEventFilter(self)
        surface.view_changed.connect(self.update)
        self._wanted = False
        self.hide()

    def set_wanted(self, wanted: bool) -> None:
        """Show it wherever the map leaves room for it, or hide it."""
        self._wanted = wanted
        self._arrange()

    def frame(self) -> QRectF:
        """What the large map shows, in pixels of the small one."""
        west, south, east, north = self._surface.viewport_now.bounds_xy
        (left, top), (right, bottom) = self._county.to_px([[west, north], [east, south]]).tolist()
        box = QRectF(left, top, right - left, bottom - top)
        grow_x = max(_LEAST_FRAME_PX - box.width(), 0) / 2
        grow_y = max(_LEAST_FRAME_PX - box.height(), 0) / 2
        return box.adjusted(-grow_x, -grow_y, grow_x, grow_y)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The surface's size is what the corner depends on."""
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._prepare()
        theme = self._surface.look.theme
        painter = QPainter(self)
        if self._drawn is not None:
            painter.drawPixmap(0, 0, self._drawn)
        inside = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        seen = self.frame().intersected(inside)
        if seen.width() * seen.height() < _MOST_OF_IT * inside.width() * inside.height():
            faint = QColor(theme.selection)
            faint.setAlpha(36)
            painter.setBrush(faint)
        painter.setPen(QPen(theme.selection, 1.4))
        painter.drawRect(seen)
        painter.setPen(QPen(theme.border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The large map must not turn under a wheel over the small one."""
        event.accept()

    def _go_to(self, at: QPointF) -> None:
        lon, lat = to_lonlat(self._county.to_xy((at.x(), at.y()))).tolist()
        self._surface.centre_on(lon, lat)

    def _arrange(self) -> None:
        size = self._surface.size()
        room = min(SIZE_PX.width() / max(size.width(), 1), SIZE_PX.height() / max(size.height(), 1))
        self.setVisible(self._wanted and room < _SHARE_OF_MAP)
        self.move(
            size.width() - SIZE_PX.width() - FROM_EDGE_PX,
            size.height() - SIZE_PX.height() - FROM_EDGE_PX,
        )
        self.raise_()

    def _prepare(self) -> None:
        """Draw the county anew where it, the theme or the screen has changed."""
        data, look = self._surface.data, self._surface.look
        ratio = self.devicePixelRatioF()
        shown = (id(data.areas.geometry) if data is not None else 0, id(look.theme), ratio)
        if shown == self._of and self._drawn is not None:
            return
        self._of = shown
        bounds = content_bounds(data) or (-180.0, -60.0, 180.0, 75.0)
        self._county = fitting(bounds, self.width(), self.height(), margin=0.07)
        self._drawn = QPixmap(self.size() * ratio)
        self._drawn.setDevicePixelRatio(ratio)
        self._drawn.fill(look.theme.background)
        painter = QPainter(self._drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if data is not None and len(data.areas):
            shapes = shapes_of(data.areas.geometry)
            for level, colour, width in (
                (1, look.theme.border, 0.7),
                (0, look.theme.county_border, 1.4),
            ):
                rows = data.areas.level == level
                simple = shapely.simplify(shapes.metres[rows], self._county.metre_per_px * 0.4)
                path = path_of(simple, self._county)
                if level == 0:
                    faint = QColor(look.theme.accent)
                    faint.setAlphaF(0.12)
                    painter.fillPath(path, faint)
                painter.strokePath(path, QPen(colour, width))
        painter.end()
