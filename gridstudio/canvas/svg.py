"""An SVG file to paint into, with what Qt's own lacks: fine pictures, clipping, exact paper."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator

SCREEN_DPI = 96
CLIP_BEGINS, CLIP_ENDS = -77001, -77002
"""Places of the marks between which everything is clipped."""
_HEAD = re.compile(rb"<svg [^>]*>")
_MARK = rb'<g [^>]*>\s*<rect x="%d"[^>]*/>\s*</g>'


class FineSvg(QSvgGenerator):
    """Painted in pixels of 96 to an inch, ``size`` of them; pictures get ``ratio`` dots per pixel,
    as on a fine screen."""

    for_paper = True

    def __init__(self, size: tuple[float, float], ratio: float, title: str, note: str) -> None:
        super().__init__()
        self._ratio = ratio
        self._buffer = QBuffer()
        self._dots = size[0] * ratio, size[1] * ratio
        self.setOutputDevice(self._buffer)
        self.setTitle(title)
        self.setDescription(note)
        self.setResolution(round(ratio * SCREEN_DPI))
        self.setSize(QSize(round(self._dots[0]), round(self._dots[1])))
        self.setViewBox(QRectF(0, 0, *self._dots))

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """Qt asks for the ratio in the whole, in parts of 65536, and in the two halves of a double;
        nothing in the halves makes it take the parts."""
        kinds = QPaintDevice.PaintDeviceMetric
        if metric == kinds.PdmDevicePixelRatio:
            return int(self._ratio)
        if metric == kinds.PdmDevicePixelRatioScaled:
            return round(self._ratio * 65536)
        if metric in (kinds.PdmDevicePixelRatioF_EncodedA, kinds.PdmDevicePixelRatioF_EncodedB):
            return 0
        return super().metric(metric)

    def written(self, size_mm: tuple[float, float], clip: QRectF) -> bytes:
        """The file, once the painter has ended: as large as the paper, and clipped between the two
        marks to a box in pixels."""
        svg = bytes(self._buffer.data().data())
        wide, high = size_mm
        # Qt writes whole pixels and what they are in millimetres, which is not the paper's size.
        head = (
            f'<svg width="{wide:g}mm" height="{high:g}mm"'
            f' viewBox="0 0 {self._dots[0]:.4f} {self._dots[1]:.4f}"'
            ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        )
        sides = clip.left(), clip.top(), clip.width(), clip.height()
        left, top, width, height = (side * self._ratio for side in sides)
        box = f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}"/>'
        frame = f'<clipPath id="frame">{box}</clipPath><g clip-path="url(#frame)">'
        svg = _HEAD.sub(head.encode(), svg, count=1)
        svg = re.sub(_MARK % CLIP_BEGINS, frame.encode(), svg, count=1)
        return re.sub(_MARK % CLIP_ENDS, b"</g>", svg, count=1)


def mark_clip(painter: QPainter, place: int) -> None:
    """Where clipping begins or ends in an SVG; other devices clip by themselves."""
    if isinstance(painter.device(), FineSvg):
        painter.save()
        # A brush of its own makes Qt open a group of its own for it.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(place & 255, 1, 2))
        painter.drawRect(QRectF(place, 0, 1, 1))
        painter.restore()
