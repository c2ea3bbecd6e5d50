"""What lies on both sides of the border under the hand, shown in the inspector's place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridstudio.assessment.moving import Moved
from gridstudio.assessment.side_figures import SideFigures
from gridstudio.domain.map_data import MapData
from gridstudio.project import Project
from gridstudio.ui.panels.balance_lines import Cell, Row, card_rows, sides_of
from gridstudio.ui.panels.balance_room import USUAL, arranged
from gridstudio.ui.panels.letters import Letters
from gridstudio.ui.panels.row_pictures import RowPictures
from gridstudio.ui.style import COLOURS, UNIT_PX

MARGIN_PX = 3 * UNIT_PX
CHANGE_SHARE = 0.56
"""Of a cell: the change beside the deviation, where both need no more."""
LABELS_PX = {1: 128, 2: 104, 3: 76}
"""The labels' width, by how many areas stand side by side, in a card of USUAL_PX; of what a card is
wider they get half, up to WIDEST_LABEL_PX."""
USUAL_PX, WIDEST_LABEL_PX = 300, 168
LEVEL_LABEL_PX = 96
NOTHING_FOUND = SideFigures()


class BalanceCard(QWidget):
    """Lies over its parent while a border is dragged; paints itself, since it changes with every
    move of the mouse. During a gesture nothing in it changes its place."""

    def __init__(self, theme: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._place = parent
        self._colours = COLOURS[theme]
        self._sides: list[int] = []
        self._columns = 0
        self._moved: set[str] = set()
        self._names: dict[int, str] = {}
        self._letters = Letters(self.font, USUAL.text, USUAL.small)
        self._face, self._wide = self._letters.face, self._letters.wide
        self._write = self._letters.write
        self._set = USUAL
        self._laid_out = 0
        """The columns for which the rows are laid out."""
        self._placed: list[tuple[float, Row]] = []
        self._pictures = RowPictures()
        self.rows: tuple[Row, ...] = ()
        self.menu_wanted: Callable[[QContextMenuEvent], None] = lambda event: None
        """What a right click does: the menu in which figures are pinned."""
        self.hide()

    def show_moved(
        self,
        moved: Moved | None,
        data: MapData | None,
        project: Project | None,
        slow: SideFigures = NOTHING_FOUND,
    ) -> None:
        """Show what an edit would do, and of ``slow`` figures what is known; nothing hides the
        card."""
        if moved is None or data is None or project is None:
            self._sides, self._columns, self._moved, self._names = [], 0, set(), {}
            self._pictures.forget()
            self.hide()
            return
        if not moved.changes:
            self.hide()
            return
        sides = sides_of(moved, self._sides)
        self._sides = [side.id for side in sides]
        self._columns = max(self._columns, len(sides))
        self.rows = tuple(card_rows(moved, sides, data, project, self._names, slow))
        self._moved |= {row.label for row in self.rows if any(one.change for one in row.cells)}
        self.setGeometry(self._place.rect())
        if self.isHidden():
            self.show()
            self.update()
        self.raise_()
        self._update()

    def _update(self) -> None:
        """Paint anew what has changed."""
        before, was = self._placed, (self._set, self._laid_out)
        self._placed, self._laid_out = self.shown(), self._columns
        if was != (self._set, self._laid_out):
            self.update()
            return
        was_at, now_at = dict(before), dict(self._placed)
        for top, row in {*before} ^ {*self._placed}:
            left = self._unchanged_px(was_at.get(top), now_at.get(top))
            self.update(left, int(top), self.width() - left, self._row_px(row))

    def _unchanged_px(self, was: Row | None, now: Row | None) -> int:
        """How much of a row at its left is as it was: its label, where only figures change."""
        if was is None or now is None or now.kind not in ("figure", "measure", "count", "level"):
            return 0
        if (was.kind, was.label, was.note) != (now.kind, now.label, now.note):
            return 0
        return MARGIN_PX + (LEVEL_LABEL_PX if now.kind == "level" else self._label_px())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted(event)

    # --- painting

    def shown(self) -> list[tuple[float, Row]]:
        """The rows that there is room for, with their tops."""
        room = self.height() - 2 * MARGIN_PX
        self._set, rows = arranged(self.rows, room, self._moved, stacks=self._stacks)
        self._letters.text_px, self._letters.small_px = self._set.text, self._set.small
        placed, top = [], float(MARGIN_PX)
        for row in rows:
            placed.append((top, row))
            top += self._row_px(row)
        return placed

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, region = QPainter(self), event.region()
        painter.fillRect(event.rect(), self._letters.ink(self._colours.panel))
        for top, row in self._placed:
            size = QSize(self.width(), self._row_px(row))
            part = region.intersected(QRect(QPoint(0, int(top)), size)).boundingRect()
            if not part.isEmpty():
                self._letters.from_px = part.left()
                self._paint_at(painter, top, row, size)
        self._letters.from_px = 0

    def _paint_at(self, painter: QPainter, top: float, row: Row, size: QSize) -> None:
        """Names change their places and say the same; what other rows say is another thing with
        every move of the hand, and a picture of it would be of no use."""
        if row.kind != "name":
            self._paint_row(row, size, painter, top)
            return
        self._letters.from_px = 0
        picture = self._pictures.of(
            (row, self._set.text),
            size,
            self.devicePixelRatioF(),
            self._letters.ink(self._colours.panel),
            partial(self._paint_row, row, size),
        )
        painter.drawPixmap(QPointF(0, top), picture)

    def _paint_row(self, row: Row, size: QSize, painter: QPainter, top: float = 0.0) -> None:
        box = QRectF(MARGIN_PX, top, size.width() - 2 * MARGIN_PX, size.height())
        getattr(self, f"_paint_{row.kind}")(painter, box, row)

    def _paint_head(self, painter: QPainter, box: QRectF, row: Row) -> None:
        for cell, place in self._cells(box, row):
            self._write(painter, place, cell.text, self._colours.text, bold=True, right=True)

    def _paint_figure(self, painter: QPainter, box: QRectF, row: Row) -> None:
        upper, lower = self._halves(box, self._set.upper)
        label = self._label_px()
        self._write(painter, _first(upper, label), row.label, self._colours.text)
        self._write(painter, _first(lower, label), row.note, self._colours.muted, small=True)
        danger, text = self._colours.danger, self._colours.text
        for cell, place in self._cells(upper, row):
            color = self._colours.muted if cell.stale else danger if cell.broken else text
            self._write(painter, place, cell.text, color, bold=cell.broken, right=True)
        for cell, place in self._cells(lower, row):
            changed, off = _parted(place, self._change_share(place, row))
            if self._stacks:
                changed, off = place, place.translated(0, self._set.stacked)
            accent = self._colours.muted if cell.stale else self._colours.accent
            self._write(painter, changed, cell.change, accent, small=True, right=True)
            color = danger if cell.broken else self._colours.muted
            self._write(painter, off, cell.off, color, small=True, right=True)

    def _paint_count(self, painter: QPainter, box: QRectF, row: Row) -> None:
        self._write(painter, _first(box, self._label_px()), row.label, self._colours.muted)
        for cell, place in self._cells(box, row):
            figure, change = _parted(place, self._figure_share(place, row))
            self._write(painter, figure, cell.text, self._colours.text, right=True)
            self._write(painter, change, cell.change, self._colours.accent, small=True, right=True)

    def _paint_measure(self, painter: QPainter, box: QRectF, row: Row) -> None:
        """A figure with decimals: where sides are narrow, its change stands under it."""
        if not self._stacks:
            self._paint_count(painter, box, row)
            return
        upper, lower = self._halves(box, self._set.heights["count"] - 1)
        self._write(painter, _first(upper, self._label_px()), row.label, self._colours.muted)
        for cell, place in self._cells(upper, row):
            self._write(painter, place, cell.text, self._colours.text, right=True)
        for cell, place in self._cells(lower, row):
            self._write(painter, place, cell.change, self._colours.accent, small=True, right=True)

    def _paint_section(self, painter: QPainter, box: QRectF, row: Row) -> None:
        painter.setPen(QColor(self._colours.line))
        line = round(box.top()) + 4.5
        painter.drawLine(int(box.left()), int(line), int(box.right()), int(line))
        under = box.adjusted(0, 8, 0, 0)
        label = under if not row.cells else _first(under, LEVEL_LABEL_PX)
        self._write(painter, label, row.label, self._colours.text, bold=True)
        for cell, place in _columns(under, LEVEL_LABEL_PX, row.cells, len(row.cells)):
            self._write(painter, place, cell.text, self._colours.muted, small=True, right=True)

    def _paint_level(self, painter: QPainter, box: QRectF, row: Row) -> None:
        self._write(painter, _first(box, LEVEL_LABEL_PX), row.label, self._colours.muted)
        for cell, place in _columns(box, LEVEL_LABEL_PX, row.cells, len(row.cells)):
            arrow = 10
            figure = place.adjusted(0, 0, -arrow, 0)
            color = self._colours.muted if cell.stale else self._colours.text
            self._write(painter, figure, cell.text, color, right=True)
            sign = QRectF(place.right() - arrow, place.top(), arrow, place.height())
            self._write(painter, sign, cell.change, self._colours.accent, small=True, right=True)

    def _paint_name(self, painter: QPainter, box: QRectF, row: Row) -> None:
        upper, lower = self._halves(box, self._set.upper_name)
        worth = row.cells[0].text
        wide = self._wide(worth) + 2 * UNIT_PX
        name = upper.adjusted(0, 0, -wide if worth else 0, 0)
        self._write(painter, name, row.label, self._colours.text)
        self._write(painter, upper, worth, self._colours.text, right=True)
        self._write(painter, lower, row.note, self._colours.muted, small=True)

    @property
    def _stacks(self) -> bool:
        return self._columns > 2

    def _row_px(self, row: Row) -> int:
        return self._set.height(row, stacks=self._stacks)

    def _label_px(self) -> int:
        more = max(self.width() - USUAL_PX, 0) // 2
        least = LABELS_PX[max(self._columns, 1)]
        return max(least, min(least + more, WIDEST_LABEL_PX))

    def _cells(self, box: QRectF, row: Row) -> list[tuple[Cell, QRectF]]:
        return _columns(box, self._label_px(), row.cells, max(self._columns, 1))

    def _figure_share(self, place: QRectF, row: Row) -> float:
        """How much of a cell its figure gets: half, or more or less where a row needs it."""
        wide = max(self._wide(cell.text) for cell in row.cells)
        change = max(self._wide(cell.change, small=True) for cell in row.cells)
        least, most = wide + 1, place.width() - change - UNIT_PX / 2 - 1
        return max(min(max(place.width() / 2, least), most), 0) / place.width()

    def _change_share(self, place: QRectF, row: Row) -> float:
        """How much of a cell's second line its change gets: what it needs, if need be."""
        change = max(self._wide(cell.change, small=True) for cell in row.cells)
        off = max(self._wide(cell.off, small=True) for cell in row.cells)
        most = place.width() - off - UNIT_PX / 2 - 1
        return max(min(max(place.width() * CHANGE_SHARE, change + 1), most), 0) / place.width()

    def _halves(self, box: QRectF, upper: float) -> tuple[QRectF, QRectF]:
        """A line and the smaller one under it, both clear of the next row."""
        first = QRectF(box.left(), box.top() + 1, box.width(), upper)
        return first, QRectF(box.left(), first.bottom() - 1, box.width(), self._set.small + UNIT_PX)


def _first(box: QRectF, wide: float) -> QRectF:
    return QRectF(box.left(), box.top(), wide - UNIT_PX, box.height())


def _parted(box: QRectF, share: float) -> tuple[QRectF, QRectF]:
    """Two cells side by side with a gap between."""
    first = box.width() * share
    left = QRectF(box.left(), box.top(), first, box.height())
    return left, box.adjusted(first + UNIT_PX / 2, 0, 0, 0)


def _columns(
    box: QRectF, label: float, cells: tuple[Cell, ...], count: int
) -> list[tuple[Cell, QRectF]]:
    """Cells of one width, each with a gap at its left."""
    wide = (box.width() - label) / max(count, 1)
    gap = UNIT_PX
    return [
        (cell, QRectF(box.left() + label + at * wide + gap, box.top(), wide - gap, box.height()))
        for at, cell in enumerate(cells)
    ]
