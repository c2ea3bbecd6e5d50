"""Small pictures of lines, grounds and ramps for the legend."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPixmap

from gridstudio.canvas.painters.heat import heat_share
from gridstudio.domain.ramps import class_colors, color_at
from gridstudio.domain.style import Symbol

WIDTH_PX, HEIGHT_PX, BAR_PX = 22, 16, 64
EDGE = "#8a939e"
"""Round grounds without outline, to be seen on a light panel and on a dark one."""


def line_swatch(symbol: Symbol, ratio: float) -> QPixmap:
    """A stroke as lines of the symbol are drawn."""

    def draw(painter: QPainter) -> None:
        pen = QPen(QColor(symbol.color), max(min(symbol.size_px, HEIGHT_PX / 2), 0.8))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if symbol.is_cased:
            painter.setOpacity(symbol.opacity)
            painter.setPen(QPen(QColor(symbol.casing), pen.widthF() + 2 * symbol.casing_px))
            painter.drawLine(QLineF(2, HEIGHT_PX / 2, WIDTH_PX - 2, HEIGHT_PX / 2))
        if symbol.dash:
            pen.setDashPattern(symbol.dash)
        painter.setOpacity(symbol.opacity)
        painter.setPen(pen if symbol.color else Qt.PenStyle.NoPen)
        painter.drawLine(QLineF(1, HEIGHT_PX / 2, WIDTH_PX - 1, HEIGHT_PX / 2))

    return _picture(WIDTH_PX, ratio, draw)


def area_swatch(symbol: Symbol, ratio: float) -> QPixmap:
    """A rectangle as grounds of the symbol are drawn, with a faint edge where they have none."""
    shape = QRectF(2, 2.5, WIDTH_PX - 4, HEIGHT_PX - 5)

    def draw(painter: QPainter) -> None:
        painter.setOpacity(symbol.opacity)
        width = min(symbol.outline_px, 2.0)
        outlined = bool(symbol.outline) and width > 0
        painter.setPen(QPen(QColor(symbol.outline), width) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(symbol.color)) if symbol.color else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(shape, 2, 2)
        if not outlined and symbol.color:
            # A pale colour without outline would not be seen on the panel.
            painter.setOpacity(1.0)
            painter.setPen(QPen(QColor(EDGE), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shape, 2, 2)

    return _picture(WIDTH_PX, ratio, draw)


def heat_bar(ramp: str, ratio: float) -> QPixmap:
    """A ramp from few to many, as heat goes along it."""
    return _bar(BAR_PX, ratio, [color_at(ramp, float(heat_share(at / 16))) for at in range(17)])


def ramp_bar(ramp: str, width: int, ratio: float) -> QPixmap:
    """A ramp at even distances."""
    return _bar(width, ratio, class_colors(ramp, 17))


def _bar(width: int, ratio: float, colors: list[str]) -> QPixmap:
    def draw(painter: QPainter) -> None:
        gradient = QLinearGradient(QPointF(0, 0), QPointF(width, 0))
        for at, color in enumerate(colors):
            gradient.setColorAt(at / (len(colors) - 1), QColor(color))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(gradient))
        painter.drawRoundedRect(QRectF(0, 3, width, HEIGHT_PX - 6), 2, 2)

    return _picture(width, ratio, draw)


def boxed(symbol: QPixmap, ratio: float) -> QPixmap:
    """A symbol in the middle of a box that all have, so that texts beside them stand in line."""
    width, height = symbol.width() / ratio, symbol.height() / ratio
    if width >= WIDTH_PX:
        return symbol

    def draw(painter: QPainter) -> None:
        painter.drawPixmap(QPointF((WIDTH_PX - width) / 2, (HEIGHT_PX - height) / 2), symbol)

    return _picture(WIDTH_PX, ratio, draw)


def _picture(width: int, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    pixmap = QPixmap(round(width * ratio), round(HEIGHT_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return pixmap
