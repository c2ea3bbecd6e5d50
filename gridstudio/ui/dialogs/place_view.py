"""A map to click on: numbered marks, and a signal for a click. The picture and the map beside it
in the dialog that places pictures are both of this kind."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gridstudio.canvas.view import MapView
from gridstudio.ui.style import COLOURS

_RADIUS_PX = 4.0
_TEXT_PX = 12


@dataclass(frozen=True)
class PlaceMark:
    """A numbered place in metres; ``tone`` names a colour of the theme."""

    xy: tuple[float, float]
    text: str
    tone: str = "accent"


class PlaceView(MapView):
    """Pans and zooms as the map does; selects nothing."""

    clicked = Signal(float, float)
    """Metres of the place."""

    def __init__(self, theme: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = COLOURS[theme]
        self._marks: tuple[PlaceMark, ...] = ()
        self.set_theme(theme)
        self.set_hovering(False)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def set_marks(self, marks: tuple[PlaceMark, ...]) -> None:
        self._marks = marks
        self.item.update()

    def _click(self, event: QMouseEvent, at: QPointF) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(*self.viewport_now.to_xy((at.x(), at.y())))

    def paint_hand(self, painter: QPainter) -> None:
        """The marks over everything."""
        super().paint_hand(painter)
        for mark in self._marks:
            x, y = self.viewport_now.to_px(mark.xy).tolist()
            self._paint_mark(painter, QPointF(x, y), mark)

    def _paint_mark(self, painter: QPainter, at: QPointF, mark: PlaceMark) -> None:
        colour = QColor(getattr(self._colours, mark.tone))
        halo = QColor("white")
        halo.setAlpha(220)
        arm = 2 * _RADIUS_PX
        for pen in (QPen(halo, 4), QPen(colour, 1.6)):
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
            painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))
            painter.drawEllipse(at, _RADIUS_PX, _RADIUS_PX)
        if not mark.text:
            return
        font = QFont(painter.font())
        font.setPixelSize(_TEXT_PX)
        font.setBold(True)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        box = QRectF(0, 0, metrics.horizontalAdvance(mark.text) + 8, metrics.height())
        box.moveBottomLeft(at + QPointF(arm - 2, -arm + 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(self._colours.accent_text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.text)
