"""The static part of the map as a stack of pictures, each painted only when it must be.

Ground, points, then sites and names. While the scale changes, one picture of all of them is scaled;
while the view moves, they move with it, and only what comes into view is painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.ground import FOREVER_S, Ground, Worked
from gridstudio.canvas.names import KnownTexts
from gridstudio.canvas.picture import Picture, blank_image
from gridstudio.canvas.point_picture import PointPicture
from gridstudio.canvas.scene import (
    Look,
    base_layers,
    ground_look,
    ground_parts,
    ground_steps,
    paint_top,
    points_of,
)
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.map_data import MapData

TOP_MARGIN_PX = 160
"""Names are painted for so much more than the view, so that some are there when it moves."""
NAMES_S = 0.006
"""So long letters are outlined at once at a new scale; the others come between two events."""


class Composition:
    """What one surface shows of ``data`` with ``look``; None shows the background alone."""

    def __init__(self) -> None:
        self.data: MapData | None = None
        self.look = Look()
        self.base_maps = BaseMaps()
        self.texts = KnownTexts()
        self._ground = Ground(self._ground_steps, lambda: self.look.theme.background, self._ready)
        self._points = PointPicture()
        self._top: Picture | None = None
        self._names_missing = False
        self._zooming: Picture | None = None

    def set_data(self, data: MapData | None, viewport: Viewport, ratio: float) -> None:
        """Show other snapshots."""
        before = self.data
        self.texts = KnownTexts()
        if data is not None:
            same = before is not None and before.customers is data.customers
            if same and before is not None and before.sites is data.sites:
                data.texts.update(before.texts)
            self.texts = KnownTexts(data.texts)
        if before is None or data is None:
            self._ground.drop()
            self._points.forget()
        elif ground_parts(before) != ground_parts(data):
            self._renew_ground(viewport, ratio)
        self.data, self._top, self._zooming = data, None, None
        if data is None:
            self.base_maps.close()
        else:
            self.base_maps.keep_only(data)

    def set_look(self, look: Look, viewport: Viewport, ratio: float) -> None:
        """Show them otherwise."""
        if ground_look(self.data, self.look) != ground_look(self.data, look):
            self._renew_ground(viewport, ratio)
        self.base_maps.be_night(look.theme.night)
        self.look, self._top, self._zooming = look, None, None

    def close(self) -> None:
        """Let go of the base maps' files, and of what is being painted."""
        self._ground.drop()
        self.base_maps.close()

    def refresh(self, viewport: Viewport, ratio: float) -> None:
        """Paint everything anew; the ground that is there stays until then."""
        self._renew_ground(viewport, ratio)
        self._points.forget()
        self._top = self._zooming = None

    def learn(self, layer_id: int, field: str, texts: dict[int, str]) -> None:
        """Texts that were wanted have been read: names are painted anew."""
        self.texts.learn(layer_id, field, texts)
        self._top = None

    def rest(self) -> None:
        """The hand rests: from now on in full again."""
        if self._zooming is not None:
            self._top = self._zooming = None

    def begin_zoom(self, viewport: Viewport, ratio: float) -> None:
        """The scale is about to change: take one picture of everything as it is."""
        if self.data is None or self._zooming is not None:
            return
        ground = self._ground_picture(viewport, ratio)
        whole = ground.image.copy()
        whole.setDevicePixelRatio(ratio)
        painter = QPainter(whole)
        self._show_points(self.data, painter, viewport, ratio)
        if self._top is not None:
            self._top.draw(painter, viewport)
        painter.end()
        self._ground.keep(ground)
        self._zooming = Picture(whole, viewport)

    def show(self, painter: QPainter, viewport: Viewport, ratio: float, *, resting: bool) -> bool:
        """Paint everything; whether it is complete, or the ground still lacks ``work``."""
        if self.data is None or self._zooming is not None:
            whole = QRectF(0, 0, viewport.width, viewport.height)
            painter.fillRect(whole, self.look.theme.background)
            if self._zooming is not None:
                self._zooming.draw(painter, viewport)
            return True
        self._ground.show(painter, viewport, ratio)
        self._show_points(self.data, painter, viewport, ratio)
        if self._top is None or (resting and not _covers(self._top.viewport, viewport)):
            self._top = self._painted_top(self.data, viewport, ratio, NAMES_S)
        self._top.draw(painter, viewport)
        return self._ground.complete(viewport, ratio) and not self._names_missing

    def work(self, viewport: Viewport, ratio: float, seconds: float) -> Worked:
        """Paint more of the ground, and then of the names, for about ``seconds``."""
        if self.data is None or self._zooming is not None:
            return Worked(True, False, False)
        if seconds >= FOREVER_S:
            self.base_maps.stop_fetching()
        self.base_maps.begin(self._ground.around(viewport, ratio))
        worked = self._ground.work(viewport, ratio, seconds)
        forever = seconds >= FOREVER_S
        if worked.complete and (self._names_missing or (forever and self._top is None)):
            self._top = self._painted_top(self.data, viewport, ratio, seconds)
            return Worked(not self._names_missing, True, False)
        return worked

    def _show_points(
        self, data: MapData, painter: QPainter, viewport: Viewport, ratio: float
    ) -> None:
        points = points_of(data, self.look, viewport)
        if points is not None:
            painter.setOpacity(points.opacity)
            self._points.show(painter, viewport, ratio, points.look)
            painter.setOpacity(1.0)

    def _ground_steps(self, painter: QPainter, viewport: Viewport) -> Iterator[None]:
        assert self.data is not None
        return ground_steps(painter, viewport, self.data, self.look, self.base_maps)

    def _ready(self, viewport: Viewport, ratio: float) -> bool:
        assert self.data is not None
        layers = base_layers(self.data, self.look, viewport)
        return self.base_maps.ready(self.data, layers, viewport, ratio)

    def _renew_ground(self, viewport: Viewport, ratio: float) -> None:
        if self.data is not None and self._ground.complete(viewport, ratio):
            self._ground.keep(self._ground_picture(viewport, ratio))
        self._ground.forget()

    def _ground_picture(self, viewport: Viewport, ratio: float) -> Picture:
        size = round(viewport.width * ratio), round(viewport.height * ratio)
        image = blank_image(*size, ratio, opaque=True)
        painter = QPainter(image)
        self._ground.show(painter, viewport, ratio)
        painter.end()
        return Picture(image, viewport)

    def _painted_top(
        self, data: MapData, viewport: Viewport, ratio: float, seconds: float
    ) -> Picture:
        wide = replace(
            viewport,
            width=viewport.width + 2 * TOP_MARGIN_PX,
            height=viewport.height + 2 * TOP_MARGIN_PX,
        )
        image = blank_image(round(wide.width * ratio), round(wide.height * ratio), ratio)
        painter = QPainter(image)
        try:
            complete = paint_top(
                painter,
                wide,
                data,
                self.look,
                self.base_maps,
                furniture=False,
                texts=self.texts,
                seconds=seconds,
            )
        finally:
            painter.end()
        self._names_missing = not complete
        return Picture(image, wide)


def _covers(painted: Viewport, view: Viewport) -> bool:
    """Whether names painted for one view do for another: the same scale, and nearly the middle."""
    margin = 2 * TOP_MARGIN_PX
    if (painted.metre_per_px, painted.width, painted.height) != (
        view.metre_per_px,
        view.width + margin,
        view.height + margin,
    ):
        return False
    moved = max(abs(painted.x - view.x), abs(painted.y - view.y)) / view.metre_per_px
    return moved < TOP_MARGIN_PX / 2
