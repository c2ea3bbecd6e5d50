"""Single lines of text in boxes, as a card that changes with every move of the mouse sets them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

FIGURES = QFont.Tag("tnum")
"""OpenType: digits that are all as wide."""
MOST_WIDTHS = 4000
RIGHT, LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


class Letters:
    """Writes in the face that ``font`` gives, ``text_px`` high or, where it is ``small``,
    ``small_px``. What faces, widths and colours are is asked of Qt once."""

    def __init__(self, font: Callable[[], QFont], text_px: int, small_px: int) -> None:
        self._font = font
        self.text_px, self.small_px = text_px, small_px
        self.from_px = 0
        """What ends left of it is not written: it stands there already."""
        self._faces: dict[tuple[bool, int], tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[str, bool, int], float] = {}
        self._inks: dict[str, QColor] = {}

    def face(self, *, bold: bool = False, small: bool = False) -> tuple[QFont, QFontMetricsF]:
        """A face and its measures."""
        key = bold, self.small_px if small else self.text_px
        if key not in self._faces:
            face = QFont(self._font())
            face.setPixelSize(key[1])
            face.setBold(bold)
            face.setFeature(FIGURES, 1)
            self._faces[key] = face, QFontMetricsF(face)
        return self._faces[key]

    def wide(self, text: str, *, bold: bool = False, small: bool = False) -> float:
        """How many pixels wide a text is."""
        key = text, bold, self.small_px if small else self.text_px
        known = self._widths.get(key)
        if known is None:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            metrics = self.face(bold=bold, small=small)[1]
            known = self._widths[key] = metrics.horizontalAdvance(text)
        return known

    def ink(self, colour: str) -> QColor:
        """A colour by its name."""
        if colour not in self._inks:
            self._inks[colour] = QColor(colour)
        return self._inks[colour]

    def write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        colour: str,
        *,
        bold: bool = False,
        small: bool = False,
        right: bool = False,
    ) -> None:
        """Write in the middle of a box's height, at its left or right; what is too wide rather
        small than cut."""
        if not text or box.right() <= self.from_px:
            return
        small = small or self.wide(text, bold=bold) > box.width()
        face, metrics = self.face(bold=bold, small=small)
        if small and self.wide(text, bold=bold, small=True) > box.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(face)
        painter.setPen(self.ink(colour))
        side = RIGHT if right else LEFT
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)
