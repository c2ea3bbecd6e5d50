"""The map as a surface: a view over snapshots, its static layers painted once and moved with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gridstudio.canvas.composition import Composition
from gridstudio.canvas.extent import content_bounds, joined, layer_bounds
from gridstudio.canvas.furniture_picture import FurniturePicture
from gridstudio.canvas.ground import FOREVER_S
from gridstudio.canvas.moving_view import MovingView, timer
from gridstudio.canvas.painters.chosen import ChosenPicture
from gridstudio.canvas.painters.graticule import paint_graticule
from gridstudio.canvas.painters.live import GpsMarker, paint_gps
from gridstudio.canvas.painters.pin import Pin, paint_pin
from gridstudio.canvas.picture_pyramid import Pyramid
from gridstudio.canvas.scene import Look
from gridstudio.canvas.theme import THEMES
from gridstudio.canvas.viewport import Bounds, Viewport
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.style import Style

SETTLE_MS = 60
WORK_S = 0.008
ARRIVED_MS = 8
"""Parts of base maps that arrive meanwhile are looked at together."""


class Surface(MovingView):
    """Shows snapshots in a view of the EPSG:3857 plane; keeps what is selected."""

    settled = Signal()
    texts_wanted = Signal(object)
    """Labels want texts: ids of rows by layer id and field. ``learn_texts`` brings them."""
    notice = Signal(str)
    """Something about a base map that the user must know."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(False)  # files dropped on the map are dropped on its window
        self.viewport().setAcceptDrops(False)
        self._composition = Composition()
        self.selection = Selection()
        self._chosen = ChosenPicture()
        self._furniture = FurniturePicture()
        self._gps: tuple[GpsMarker, ...] = ()
        self.pin: Pin | None = None
        self._settle = timer(self, SETTLE_MS, self._rest)
        self._work = timer(self, 0, self._work_on)
        self._texts = timer(self, 0, self._ask_for_texts)
        self._arrivals = timer(self, ARRIVED_MS, self._work_on)
        queued = Qt.ConnectionType.QueuedConnection
        for fetcher in self._composition.base_maps.fetchers:
            fetcher.arrived.connect(self._arrived, queued)

    # --- what is shown

    @property
    def data(self) -> MapData | None:
        return self._composition.data

    @property
    def look(self) -> Look:
        return self._composition.look

    def set_data(self, data: MapData | None) -> None:
        """Show other snapshots; the view stays where it is."""
        if data is None:
            self._gps = ()
            self.pin = None
            self.forget_views()
        self._composition.set_data(data, self._viewport, self.devicePixelRatioF())
        self.item.update()

    def set_look(self, look: Look) -> None:
        """Change theme, level, styles or what is visible."""
        self._composition.set_look(look, self._viewport, self.devicePixelRatioF())
        self.item.update()

    def set_visible(self, layer_id: int, visible: bool) -> None:
        """Show or hide a layer or a group in this window."""
        self.set_look(self.look.with_visible(layer_id, visible))

    def bounds_of(self, layer_ids: Iterable[int]) -> Bounds | None:
        """Where what these layers show lies, in degrees; None where they show nothing."""
        data = self.data
        if data is None:
            return None
        maps = self._composition.base_maps
        found = [layer_bounds(data, data.layer(one), maps) for one in layer_ids]
        return joined([bounds for bounds in found if bounds is not None])

    def learn_texts(self, layer_id: int, field: str, texts: dict[int, str]) -> None:
        """Texts that labels wanted, by id; rows that have none or are gone with ""."""
        self._composition.learn(layer_id, field, texts)
        self.item.update()

    def _ask_for_texts(self) -> None:
        wanted = self._composition.texts.wanted
        if wanted:
            self.texts_wanted.emit({key: sorted(ids) for key, ids in wanted.items()})

    def set_theme(self, theme: str) -> None:
        self.set_look(replace(self.look, theme=THEMES[theme]))

    def set_level(self, level: int | None) -> None:
        self.set_look(replace(self.look, level=level))

    def show_style(self, layer_id: int, style: Style | None) -> None:
        """Show a layer by a style in place of its own; None for its own again."""
        self.set_look(self.look.with_style(layer_id, style))

    def set_gps(self, markers: tuple[GpsMarker, ...]) -> None:
        """Show receivers where they are; the last lies on top."""
        self._gps = markers
        self.item.update()

    def set_pin(self, pin: Pin | None) -> None:
        """Mark a place that was asked for, or take the mark away."""
        self.pin = pin
        self.item.update()

    def set_selection(self, selection: Selection) -> None:
        """Select without telling anybody."""
        self.selection = selection
        self.item.update()

    def refresh(self) -> None:
        """Paint everything anew."""
        self._composition.refresh(self._viewport, self.devicePixelRatioF())
        self._rest()

    def use_picture(self, path: Path, pyramid: Pyramid) -> None:
        """Show a picture of a map that has been read already without reading it anew."""
        self._composition.base_maps.use(path, pyramid)

    def close_files(self) -> None:
        """Let go of the base maps' files."""
        self._composition.close()

    def close(self) -> bool:
        """Close as any widget does: pyqtgraph's own way takes the viewport from under Qt."""
        self.close_files()
        return QWidget.close(self)

    # --- the view

    def zoom_all(self) -> None:
        """Fit the county, or whatever there is."""
        bounds = content_bounds(self.data)
        if bounds is not None:
            self.zoom_to(bounds)

    def is_worth_remembering(self) -> bool:
        return self.data is not None

    def view_moved(self, before: Viewport) -> None:
        if self._viewport.metre_per_px != before.metre_per_px:
            self._composition.begin_zoom(before, self.devicePixelRatioF())
        self._settle.start()

    # --- painting

    def paint_map(self, painter: QPainter) -> None:
        """Paint in pixels of the widget; called by the item that fills the view."""
        ratio = self.devicePixelRatioF()
        resting = not self._settle.isActive()
        if not self._composition.show(painter, self._viewport, ratio, resting=resting):
            self._work.start()
        if self.data is None:
            return
        if resting and self._composition.texts.wanted:
            self._texts.start()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.look.theme
        if self.selection:
            self._chosen.paint(
                painter, self._viewport, self.data, self.selection, theme, resting=resting
            )
        for marker in self._gps:
            paint_gps(painter, self._viewport, marker)
        if self.look.graticule:
            paint_graticule(painter, self._viewport, theme)
        if self.look.furniture:
            self._furniture.paint(painter, self._viewport, theme, ratio)
        if self.pin is not None:
            paint_pin(painter, self._viewport, self.pin, theme)
        self.paint_hand(painter)

    def paint_hand(self, painter: QPainter) -> None:
        """What the hand is doing; painted last. A plain surface has no hand."""

    def _work_on(self) -> None:
        """Paint some more of the ground between two events."""
        worked = self._composition.work(self._viewport, self.devicePixelRatioF(), WORK_S)
        if worked.complete:
            self.settled.emit()
        elif not worked.waiting:
            self._work.start()
        if worked.painted:
            self.item.update()
        self._tell()

    def _arrived(self) -> None:
        if not self._arrivals.isActive():
            self._arrivals.start()

    def _tell(self) -> None:
        for text in self._composition.base_maps.notices():
            self.notice.emit(text)

    def finish(self) -> None:
        """Paint at once what is still missing: for a picture of the window."""
        self._rest()
        self._composition.work(self._viewport, self.devicePixelRatioF(), FOREVER_S)
        self._tell()

    def _rest(self) -> None:
        self._settle.stop()
        self._composition.rest()
        self.item.update()
