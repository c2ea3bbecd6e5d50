"""Columns that fill their table: as wide as asked for where there is room, never cut in a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

SORT_ARROW_PX = 20
PADDING_PX = 18


class FittedColumns(QObject):
    """Keeps the columns of a table as wide as the table.

    Each column has the width it would like, in pixels, and a least one that its heading sets. What
    is left over goes to all in proportion; where not even the least widths fit, the table scrolls.
    The user's own dragging stands until the table is resized.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._wishes: list[int] = []
        self._whole: frozenset[int] = frozenset()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(36)
        table.viewport().installEventFilter(self)

    def set_wishes(self, wishes: Sequence[int], whole: Iterable[int] = ()) -> None:
        """The widths that the columns would like, one for each column of the model. Those of
        ``whole`` never get less: half a number is a wrong one."""
        self._wishes, self._whole = list(wishes), frozenset(whole)
        self.fit()

    def fit(self) -> None:
        """Lay the columns out for the table's width of this moment."""
        header = self._table.horizontalHeader()
        if len(self._wishes) != header.count():
            return
        least = [self._least_px(column) for column in range(header.count())]
        widths = shared(self._wishes, least, self._table.viewport().width())
        for column, width in enumerate(widths):
            header.resizeSection(column, width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A bar below the columns that the user has drawn wide must not undo the drawing.
        if isinstance(event, QResizeEvent) and event.oldSize().width() != event.size().width():
            self.fit()
        return super().eventFilter(watched, event)

    def _least_px(self, column: int) -> int:
        header = self._table.horizontalHeader()
        least = max(self._heading_px(column), header.minimumSectionSize())
        return max(least, self._wishes[column]) if column in self._whole else least

    def _heading_px(self, column: int) -> int:
        """What Qt's own hint says, but for headings of two lines and one arrow in the table."""
        header = self._table.horizontalHeader()
        text = self._table.model().headerData(column, header.orientation())
        font = header.font()
        font.setBold(True)
        metrics = QFontMetrics(font)
        wide = max(metrics.horizontalAdvance(line) for line in str(text or "").split("\n"))
        arrow = SORT_ARROW_PX if header.sortIndicatorSection() == column else 0
        return wide + PADDING_PX + arrow


def shared(wishes: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that add up to ``room``, wherever ``least`` allows it: what is lacking or left over is
    shared in proportion to the wishes."""
    wanted = [max(wish, low) for wish, low in zip(wishes, least, strict=True)]
    spare = room - sum(wanted)
    if spare >= 0:
        return _spread(wanted, spare, wanted)
    slack = [wish - low for wish, low in zip(wanted, least, strict=True)]
    if sum(slack) < -spare:
        return list(least)
    return _spread(wanted, spare, slack)


def _spread(widths: list[int], change: int, weights: list[int]) -> list[int]:
    """``change`` pixels more (or fewer), by ``weights``; none is lost to rounding."""
    total, given, seen = sum(weights), 0, 0
    result = []
    for width, weight in zip(widths, weights, strict=True):
        seen += weight
        upto = change * seen // total if total else 0
        result.append(width + upto - given)
        given = upto
    return result
