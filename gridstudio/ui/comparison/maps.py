"""Two maps of the same ground, one for each scheme: what moves one moves the other."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QVBoxLayout, QWidget

from gridstudio.assessment.change_book import Ownership
from gridstudio.assessment.scheme_comparison import Comparison
from gridstudio.canvas.painters.areas import colour_as, seeds_of
from gridstudio.canvas.painters.pin import Pin
from gridstudio.canvas.scene import Look
from gridstudio.canvas.view import MapView
from gridstudio.domain.base_styles import default_style
from gridstudio.domain.bookmarks import MapPlace
from gridstudio.domain.ids import Ids
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.snapshots import Areas, Ints, frozen
from gridstudio.geometry.mercator import to_xy

ARM_PX, GAP_PX = 11.0, 3.0
"""Of the cross that shows where the mouse is on the other map."""
CLOSEST_M_PER_PX = 2.0
AREA_MARGIN = 0.15


class ComparedMap(MapView):
    """Shows one scheme; a click tells what is there and selects nothing by itself."""

    clicked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._twin: tuple[float, float] | None = None

    def show_twin(self, lonlat: tuple[float, float] | None) -> None:
        """Mark where the mouse is on the other map, in degrees; None where it has left it."""
        self._twin = lonlat
        self.item.update()

    @property
    def twin(self) -> tuple[float, float] | None:
        """Where the other map's cursor stands; None: off its map."""
        return self._twin

    def _click(self, event: QMouseEvent, at: QPointF) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.pick_at(at))

    def _select_within(self, event: QMouseEvent, start: QPointF, end: QPointF) -> None:
        """Nothing is selected here."""

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()
        super().leaveEvent(event)

    def paint_hand(self, painter: QPainter) -> None:
        """The cross over everything."""
        super().paint_hand(painter)
        if self._twin is None:
            return
        x, y = self.viewport_now.to_px(to_xy(list(self._twin))).tolist()
        theme = self.look.theme
        for pen in (QPen(theme.halo, 4.5), QPen(theme.accent, 2.0)):
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(
                    QPointF(x + across * GAP_PX, y + up * GAP_PX),
                    QPointF(x + across * ARM_PX, y + up * ARM_PX),
                )


class TwinMaps(QSplitter):
    """The maps of A and of B with their captions. ``clicked`` tells the side (0, 1) and what is
    there."""

    clicked = Signal(int, object)

    def __init__(self, theme: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.maps = ComparedMap(), ComparedMap()
        self.captions = QLabel(), QLabel()
        self._differ = Ids()
        for side, (view, caption) in enumerate(zip(self.maps, self.captions, strict=True)):
            view.set_theme(theme)
            self.addWidget(_captioned(caption, view))
            other = self.maps[1 - side]
            view.view_changed.connect(lambda view=view, other=other: _follow(other, view))
            view.cursor_moved.connect(lambda lon, lat, other=other: other.show_twin((lon, lat)))
            view.left.connect(lambda other=other: other.show_twin(None))
            view.clicked.connect(lambda found, side=side: self.clicked.emit(side, found))
        self.setChildrenCollapsible(False)
        self.setSizes([1000, 1000])

    def show_comparison(self, found: Comparison, data: MapData, look: Look) -> None:
        """Each scheme on its map, with the customers who differ marked on both."""
        look = replace(look, level=found.level, styles=(), highlight=0)
        self._differ = Ids(found.customers.id[found.book.rows])
        sides = [of_scheme(data, side) for side in found.whole]
        leader = 1 if found.b.areas is data.areas else 0  # the current scheme keeps its colours
        sides[1 - leader] = _coloured_like(
            sides[1 - leader], sides[leader].areas, found.pairs.ids, leader
        )
        for view, shown in zip(self.maps, sides, strict=True):
            view.set_look(look)
            view.set_data(shown)
            view.set_selection(Selection(customers=self._differ))

    def show_place(self, place: MapPlace) -> None:
        """The same place on both."""
        self.maps[0].show_place(place)

    def mark_areas(self, a: int, b: int) -> None:
        """Outline a pair of areas, and fit both into the view; 0 for none."""
        boxes = []
        for view, area in zip(self.maps, (a, b), strict=True):
            ids = (area,) if area else ()
            view.set_selection(Selection(customers=self._differ, areas=ids))
            view.set_pin(None)
            if area and view.data is not None:
                areas = view.data.areas
                boxes.append(areas.geometry[areas.row(area)].bounds)
        if boxes:
            west, south, east, north = (
                pick(box[at] for box in boxes) for at, pick in enumerate((min, min, max, max))
            )
            self.maps[0].zoom_to((west, south, east, north), margin=AREA_MARGIN)

    def mark_customer(self, customer_id: int) -> None:
        """Pin a customer on both maps, and go there."""
        data = self.maps[0].data
        if data is None:
            return
        lon, lat = data.customers.lonlat[data.customers.row(customer_id)].tolist()
        for view in self.maps:
            view.set_selection(Selection(customers=self._differ))
            view.set_pin(Pin(lon, lat))
        scale = min(self.maps[0].metre_per_px(), CLOSEST_M_PER_PX)
        self.maps[0].centre_on(lon, lat, metre_per_px=scale)

    def close_maps(self) -> None:
        """Let go of data and files."""
        for view in self.maps:
            view.set_data(None)
            view.close_files()


def of_scheme(data: MapData, side: Ownership) -> MapData:
    """The map's data with another scheme's areas and owners. What styles follow of areas is the
    current scheme's and stays behind: all areas are coloured so that neighbours differ."""
    areas = {layer.id for layer in data.layers if layer.kind == "areas"}
    plain = {
        layer.id: default_style(layer, data.template) for layer in data.layers if layer.id in areas
    }
    columns = {key: column for key, column in data.columns.items() if key[0] not in areas}
    texts = {key: known for key, known in data.texts.items() if key[0] not in areas}
    return replace(
        data,
        areas=side.areas,
        owners=side.owners,
        styles=data.styles | plain,
        columns=columns,
        texts=texts,
        targets=(),
    )


def _coloured_like(data: MapData, like: Areas, pairs: Ints, leader: int) -> MapData:
    """The data with areas that have the colours of their partners on the ``leader``'s side."""
    # Colours are kept by the array of shapes, which the main map may show too.
    geometry = data.areas.geometry.copy()
    frozen(geometry)
    areas = replace(data.areas, geometry=geometry)
    seeds = seeds_of(areas)
    both = pairs[(pairs > 0).all(axis=1)]
    seeds[areas.index(both[:, 1 - leader])] = seeds_of(like)[like.index(both[:, leader])]
    colour_as(areas, seeds)
    return replace(data, areas=areas)


def _follow(view: MapView, leader: MapView) -> None:
    """Show the leader's place; nothing is done where it is shown already, so that two that follow
    each other come to rest."""
    place = leader.place()
    if not _same(view.place(), place):
        view.show_place(place)


def _same(one: MapPlace, other: MapPlace) -> bool:
    """The same place but for rounding: a hundredth of a pixel."""
    degrees = 0.01 * other.metre_per_px / 111_320
    scales = abs(one.metre_per_px / other.metre_per_px - 1) < 1e-9
    return scales and max(abs(one.lon - other.lon), abs(one.lat - other.lat)) < degrees


def _captioned(caption: QLabel, view: QWidget) -> QFrame:
    frame = QFrame()
    frame.setObjectName("panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    caption.setObjectName("caption")
    caption.setTextFormat(Qt.TextFormat.PlainText)
    caption.setContentsMargins(12, 6, 12, 6)
    column.addWidget(caption)
    column.addWidget(view, 1)
    return frame
