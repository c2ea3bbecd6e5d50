"""Below the list of areas: how even the level is in each figure, under its column."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from gridstudio.i18n import _
from gridstudio.ui.style import COLOURS, UNIT_PX
from gridstudio.ui.tables.area_columns import Column

LINE_PX, SMALL_PX, CELL_PX = 19, 12, 6


class AreaFooter(QWidget):
    """Two lines: the smallest and largest, the mean and standard deviation, of the areas that are
    drawn. Follows the widths of the table's columns."""

    def __init__(self, table: QTableView, theme: str) -> None:
        super().__init__()
        self._table = table
        self._colours = COLOURS[theme]
        self._columns: Sequence[Column] = ()
        self.setFixedHeight(2 * LINE_PX + 2 * UNIT_PX)
        header = table.horizontalHeader()
        header.sectionResized.connect(lambda *_sizes: self.update())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.update())

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Stand under other columns."""
        self._columns = columns
        self.update()

    def lines(self, column: Column) -> tuple[str, str]:
        """What stands under a column; "" where it is no figure."""
        balance = column.balance
        if balance is None or math.isnan(balance.mean):
            return "", ""
        low, high, mean, off = (
            column.shortly(one)
            for one in (balance.smallest, balance.largest, balance.mean, balance.deviation)
        )
        return f"{low} – {high}", f"{mean} ± {off.removeprefix('+')}"

    def wide_px(self, column: Column) -> int:
        """How wide a column has to be for its lines."""
        metrics = QFontMetrics(self._face())
        return max(metrics.horizontalAdvance(line) for line in self.lines(column)) + 2 * CELL_PX

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._colours.line))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setFont(self._face())
        header = self._table.horizontalHeader()
        left = self._table.viewport().x()
        # What the table has scrolled out of sight ends where its rows end.
        painter.setClipRect(left, 0, self._table.viewport().width(), self.height())
        first = next((at for at, one in enumerate(self._columns) if one.balance), 0)
        room = header.sectionPosition(first) - CELL_PX if first else 0
        labels = _("smallest – largest"), _("mean ± std. dev.")
        for line, label in enumerate(labels):
            top = UNIT_PX + line * LINE_PX
            painter.setPen(QColor(self._colours.muted))
            place = QRect(left - header.offset() + CELL_PX, top, max(room - CELL_PX, 0), LINE_PX)
            painter.drawText(place, _side(Qt.AlignmentFlag.AlignLeft), label)
            painter.setPen(QColor(self._colours.text))
            for at, column in enumerate(self._columns):
                x = left + header.sectionViewportPosition(at)
                wide = header.sectionSize(at) - CELL_PX
                cell = QRect(x, top, wide, LINE_PX)
                painter.drawText(cell, _side(Qt.AlignmentFlag.AlignRight), self.lines(column)[line])

    def _face(self) -> QFont:
        face = QFont(self.font())
        face.setPixelSize(SMALL_PX)
        face.setFeature(QFont.Tag("tnum"), 1)
        return face


def _side(side: Qt.AlignmentFlag) -> int:
    return int(side | Qt.AlignmentFlag.AlignVCenter)
