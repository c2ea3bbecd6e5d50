"""What a drawn line snaps to: the division, and whatever else the map shows at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.assessment.customer_index import customer_index
from gridstudio.commands.linked import with_linked
from gridstudio.domain.cartography import GROUNDS, LINES
from gridstudio.domain.layer_tree import BASE_MAPS, VECTORS, title
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.snapshots import Areas, Customers, Features, Sites
from gridstudio.geometry.linework import Linework
from gridstudio.geometry.point_index import PointIndex, build_index
from gridstudio.geometry.snapping import LineTarget, PointTarget
from gridstudio.i18n import N_
from gridstudio.project import Project

KINDS = {
    "node": N_("node"),
    "border": N_("border"),
    "customer": N_("customer"),
    "site": N_("site"),
    "road": N_("road"),
    "railway": N_("railway"),
    "water": N_("water"),
    "line": N_("line"),
    "outline": N_("outline"),
    "track": N_("track"),
    "crossing": N_("crossing"),
}
"""In the words that stand at the cursor."""

_OF_CATEGORY = {
    **dict.fromkeys(LINES["roads"], "road"),
    **dict.fromkeys(LINES["railways"], "railway"),
    **dict.fromkeys((*LINES["water"], *GROUNDS["water"]), "water"),
    **dict.fromkeys(("local", "street"), "road"),
}
_OF_WORD = {
    "railway": ("rail", "铁路"),
    "road": ("road", "street", "highway", "motorway", "路", "街", "道", "巷"),
    "water": ("water", "river", "stream", "canal", "水", "河", "渠", "溪"),
}
_POLYGONS = (3, 6)
"""Of shapely.get_type_id."""

_lines: WeakKeyDictionary[Areas | Features, LineTarget] = WeakKeyDictionary()
_indexes: WeakKeyDictionary[Sites, PointIndex] = WeakKeyDictionary()


@dataclass(frozen=True)
class Around:
    """What the map shows: ``data`` gives the snapshots of this moment, ``hidden`` the layers that
    are switched off in this window."""

    data: Callable[[], MapData]
    hidden: Callable[[], frozenset[int]]


def all_of(project: Project) -> Around:
    """What a map of the project shows where nobody has switched anything."""

    def data() -> MapData:
        return with_linked(project, project.map_data())

    return Around(data, lambda: data().hidden)


def lines_shown(around: Around, metre_per_px: float) -> list[LineTarget]:
    """The borders of the division, and the lines of the layers that are shown at a scale."""
    data = around.data()
    return [
        area_lines(data.areas),
        *(
            layer_lines(data.features[layer.id], layer, data)
            for layer in _layers_shown(data, around.hidden(), metre_per_px)
            if layer.id in data.features
        ),
    ]


def points_shown(around: Around, metre_per_px: float, project: Project) -> list[PointTarget]:
    """The customers and sites, where their layers are shown at a scale."""
    data = around.data()
    kinds = {shown.layer.kind for shown in data.shown(around.hidden(), metre_per_px)}
    tables: list[tuple[str, Customers | Sites]] = [("sites", data.sites)]
    tables.append(("customers", data.customers))
    return [
        PointTarget(
            name.removesuffix("s"),
            point_index(rows),
            rows.lonlat,
            partial(_name_of, project, name, rows),
        )
        for name, rows in tables
        if name in kinds and len(rows)
    ]


def preparing(around: Around, metre_per_px: float) -> Iterator[None]:
    """Make the indexes of what is shown ahead of the first question, in steps of some 40 ms at
    most."""
    data = around.data()
    for target in lines_shown(around, metre_per_px):
        yield from target.work.ready()
    for rows in (data.sites, data.customers):
        point_index(rows)
        yield


def area_lines(areas: Areas) -> LineTarget:
    """The borders of a division; kept with the snapshot."""
    known = _lines.get(areas)
    if known is None:
        kinds, names = _filled(len(areas), "border"), _filled(len(areas), "")
        known = _lines[areas] = LineTarget(Linework(areas.geometry), kinds, names)
    return known


def layer_lines(features: Features, layer: Layer, data: MapData) -> LineTarget:
    """The lines of a vector layer, and the outlines of its grounds; kept with the snapshot."""
    known = _lines.get(features)
    if known is None:
        kinds = _kinds(features, layer, title(layer, data.template))
        known = LineTarget(Linework(features.geometry), kinds, features.name, features.category)
        _lines[features] = known
    return known


def point_index(rows: Customers | Sites) -> PointIndex:
    """Kept with the snapshot."""
    if isinstance(rows, Customers):
        return customer_index(rows)
    known = _indexes.get(rows)
    if known is None:
        known = _indexes[rows] = build_index(rows.xy)
    return known


def _layers_shown(data: MapData, hidden: frozenset[int], metre_per_px: float) -> list[Layer]:
    """Vector layers that the map shows. A layer of the demo county that is switched off is seen all
    the same where its base map is: that is painted from it."""
    shown = [item.layer for item in data.shown(hidden, metre_per_px)]
    if any(layer.kind in BASE_MAPS for layer in shown):
        painted = {layer.id for layer in data.layers if "key" in layer.options}
        shown += [
            item.layer
            for item in data.shown(hidden - painted, metre_per_px)
            if item.layer not in shown
        ]
    return [layer for layer in shown if layer.kind in VECTORS]


def _kinds(features: Features, layer: Layer, name: str) -> NDArray[np.object_]:
    """What each shape of a layer is at the cursor."""
    if layer.kind == "tracks":
        return _filled(len(features), "track")
    usual = _by_words(name)
    meanings = {
        category: _OF_CATEGORY.get(category) or _by_words(category) or usual or "line"
        for category in set(features.category.tolist())
    }
    kinds = np.array([meanings[category] for category in features.category.tolist()], dtype=object)
    polygons = np.isin(shapely.get_type_id(features.geometry), _POLYGONS)
    kinds[polygons & (kinds != "water")] = "outline"
    return kinds


def _by_words(text: str) -> str:
    lower = text.casefold()
    for kind, words in _OF_WORD.items():
        if any(word in lower for word in words):
            return kind
    return ""


def _name_of(project: Project, table: str, rows: Customers | Sites, row: int) -> str:
    if project.lent_for:  # a job has the file
        return ""
    row_id = int(rows.id[row])
    (name,) = project.texts(table, [row_id], ["name"]).get(row_id, ("",))
    return str(name or "")


def _filled(count: int, text: str) -> NDArray[np.object_]:
    return np.full(count, text, dtype=object)
