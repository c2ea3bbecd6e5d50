"""What lies under the points, painted once into tiles of the screen and kept while the view moves.

The tiles are those of the view's own scale, so that nothing is blurred and moving by whole pixels
shows the very same pixels. They are painted one by one, between two events, from the middle of the
view outwards; one that takes long is painted on after the next event. Until a tile is there, the
ground as it was before shows in its place.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gridstudio.canvas.picture import Picture, blank_image, grid_origin
from gridstudio.canvas.viewport import Viewport

SIDE_PX = 512
"""Device pixels along a side of a tile: a multiple of 8, so that Qt's hatches run on over edges."""
_KEPT = 96
"""Of 1 MiB each."""
FOREVER_S = 1e9
Paint = Callable[[QPainter, Viewport], Iterator[None]]
"""Paints a part at every step."""
Ready = Callable[[Viewport, float], bool]
Cell = tuple[int, int]


class Worked(NamedTuple):
    """``complete``: every tile of the view is there. ``painted``: some were painted just now.
    ``waiting``: what is missing is not ready, and nothing can be done until it is."""

    complete: bool
    painted: bool
    waiting: bool


@dataclass(frozen=True, eq=False)
class _Begun:
    """A tile that is being painted."""

    cell: Cell
    image: QImage
    painter: QPainter
    steps: Iterator[None]


class Ground:
    """The tiles of one scale and look."""

    def __init__(self, paint: Paint, background: Callable[[], QColor], ready: Ready) -> None:
        """``ready`` says whether a piece can be painted at once, and has it made so if not."""
        self._paint = paint
        self._ready = ready
        self._background = background
        self._tiles: OrderedDict[Cell, QImage] = OrderedDict()
        self._scale: tuple[float, float] = (0.0, 1.0)
        self._before: Picture | None = None
        self._begun: _Begun | None = None

    def forget(self) -> None:
        """Something has changed: paint anew; until then show what was there."""
        self._give_up()
        self._tiles.clear()

    def drop(self) -> None:
        """Forget everything, what was there before too."""
        self.forget()
        self._before = None

    def keep(self, picture: Picture) -> None:
        """Show this where there is no tile yet."""
        self._before = picture

    def show(self, painter: QPainter, viewport: Viewport, ratio: float) -> None:
        """Draw the tiles that are there, what was before for the others."""
        self._use(viewport, ratio)
        cells = self._cells(viewport, ratio)
        missing = [cell for cell in cells if cell not in self._tiles]
        if missing:
            whole = QRectF(0, 0, viewport.width, viewport.height)
            painter.fillRect(whole, self._background())
            if self._before is not None:
                self._before.draw(painter, viewport)
        for cell in cells:
            tile = self._tiles.get(cell)
            if tile is not None:
                self._tiles.move_to_end(cell)
                painter.drawImage(self._corner(cell, viewport, ratio), tile)

    def work(self, viewport: Viewport, ratio: float, seconds: float) -> Worked:
        """Paint missing tiles that are ready, for at most about ``seconds``; with FOREVER_S all of
        them, ready or not."""
        self._use(viewport, ratio)
        until = time.perf_counter() + seconds
        patient = seconds < FOREVER_S
        painted = waiting = 0
        middle_x, middle_y = viewport.width * ratio / 2, viewport.height * ratio / 2

        def away(cell: Cell) -> float:
            corner = self._corner(cell, viewport, ratio) * ratio
            half = SIDE_PX / 2
            return abs(corner.x() + half - middle_x) + abs(corner.y() + half - middle_y)

        missing = [cell for cell in self._cells(viewport, ratio) if cell not in self._tiles]
        missing.sort(key=away)
        if self._begun is not None:
            if self._begun.cell in missing:
                missing.sort(key=lambda cell: self._begun is None or cell != self._begun.cell)
            else:
                self._give_up()
        for number, cell in enumerate(missing, start=1):
            view = self._view(cell, viewport, ratio)
            if self._begun is None and patient and not self._ready(view, ratio):
                waiting += 1
            elif self._paint_on(cell, view, ratio, until):
                painted += 1
            else:
                return Worked(False, painted > 0, False)
            if time.perf_counter() >= until and number < len(missing):
                return Worked(False, painted > 0, False)
        while len(self._tiles) > max(_KEPT, 3 * len(self._cells(viewport, ratio))):
            self._tiles.popitem(last=False)
        return Worked(waiting == 0, painted > 0, waiting > 0)

    def complete(self, viewport: Viewport, ratio: float) -> bool:
        """Whether every tile of the view is there."""
        self._use(viewport, ratio)
        return all(cell in self._tiles for cell in self._cells(viewport, ratio))

    def _use(self, viewport: Viewport, ratio: float) -> None:
        scale = viewport.metre_per_px, ratio
        if scale != self._scale:
            self.forget()
            self._scale = scale

    def _cells(self, viewport: Viewport, ratio: float) -> list[Cell]:
        left, top = grid_origin(viewport, ratio)
        right = left + round(viewport.width * ratio) - 1
        bottom = top + round(viewport.height * ratio) - 1
        return [
            (column, line)
            for line in range(top // SIDE_PX, bottom // SIDE_PX + 1)
            for column in range(left // SIDE_PX, right // SIDE_PX + 1)
        ]

    def _corner(self, cell: Cell, viewport: Viewport, ratio: float) -> QPointF:
        left, top = grid_origin(viewport, ratio)
        return QPointF(cell[0] * SIDE_PX - left, cell[1] * SIDE_PX - top) / ratio

    def around(self, viewport: Viewport, ratio: float) -> Viewport:
        """The view that all tiles of a view make up together."""
        cells = self._cells(viewport, ratio)
        first, last = (self._view(cell, viewport, ratio) for cell in (cells[0], cells[-1]))
        side = SIDE_PX / ratio
        columns, lines = (int(cells[-1][at] - cells[0][at]) + 1 for at in (0, 1))
        return replace(
            first,
            x=(first.x + last.x) / 2,
            y=(first.y + last.y) / 2,
            width=round(columns * side),
            height=round(lines * side),
        )

    def _view(self, cell: Cell, viewport: Viewport, ratio: float) -> Viewport:
        metre = viewport.metre_per_px / ratio
        side = SIDE_PX / ratio
        return replace(
            viewport,
            x=(cell[0] + 0.5) * SIDE_PX * metre,
            y=-(cell[1] + 0.5) * SIDE_PX * metre,
            width=round(side),
            height=round(side),
        )

    def _paint_on(self, cell: Cell, view: Viewport, ratio: float, until: float) -> bool:
        """Begin a tile, or go on with it, until a time; whether it is there now."""
        if self._begun is None:
            image = blank_image(SIDE_PX, SIDE_PX, ratio, opaque=True)
            painter = QPainter(image)
            self._begun = _Begun(cell, image, painter, self._paint(painter, view))
        begun = self._begun
        try:
            for _step in begun.steps:
                if time.perf_counter() >= until:
                    return False
        except BaseException:
            self._give_up()
            raise
        self._give_up()
        self._tiles[cell] = begun.image
        return True

    def _give_up(self) -> None:
        """Let go of the tile that has been begun; Qt wants its painter ended before its image."""
        begun, self._begun = self._begun, None
        if begun is not None:
            close = getattr(begun.steps, "close", None)
            if close is not None:
                close()
            begun.painter.end()
