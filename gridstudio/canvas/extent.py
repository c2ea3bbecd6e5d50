"""Where on the map a layer's content lies."""

from __future__ import annotations

import numpy as np
import shapely

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.painters.tiles import TileLayer
from gridstudio.canvas.viewport import Bounds
from gridstudio.domain.layer_tree import BASE_MAPS, members
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.geometry.georeference import placement_from_dict, to_mercator
from gridstudio.geometry.mercator import to_lonlat


def layer_bounds(data: MapData, layer: Layer, base_maps: BaseMaps) -> Bounds | None:
    """West, south, east, north in degrees WGS-84; None for a layer that shows nothing."""
    if layer.kind == "group":
        inner = [layer_bounds(data, one, base_maps) for one in members(data.layers, layer.id)]
        return joined([bounds for bounds in inner if bounds is not None])
    if layer.kind in BASE_MAPS:
        return _base_map_bounds(data, layer, base_maps)
    if layer.kind in ("customers", "sites"):
        rows = data.customers if layer.kind == "customers" else data.sites
        return _around(rows.lonlat[np.isfinite(rows.lonlat).all(axis=1)])
    if layer.kind == "areas":
        at = data.areas.level == int(layer.options.get("level", 0))
        return _total(data.areas.geometry[at])
    return _total(data.features[layer.id].geometry) if layer.id in data.features else None


def content_bounds(data: MapData | None) -> Bounds | None:
    """West, south, east, north in degrees of the areas, else of the customers and sites."""
    if data is None:
        return None
    if len(data.areas):
        west, south, east, north = shapely.total_bounds(data.areas.geometry).tolist()
        return west, south, east, north
    for table in (data.customers, data.sites):
        if len(table):
            low, high = table.lonlat.min(axis=0) - 0.005, table.lonlat.max(axis=0) + 0.005
            return float(low[0]), float(low[1]), float(high[0]), float(high[1])
    return None


def joined(bounds: list[Bounds]) -> Bounds | None:
    """The smallest bounds around all; None for none."""
    if not bounds:
        return None
    table = np.array(bounds)
    return _around(np.concatenate([table[:, :2], table[:, 2:]]))


def _base_map_bounds(data: MapData, layer: Layer, base_maps: BaseMaps) -> Bounds | None:
    base = base_maps.of(data, layer)
    if isinstance(base, TileLayer):
        box = base.bounds_xy
        return None if box is None else _around(to_lonlat(np.array([box[:2], box[2:]])))
    if base.problem:
        return None
    placement = placement_from_dict(layer.options["placement"])
    width, height = base.size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    if placement.affine is None:
        plane = to_mercator(placement.fitted()[0].apply(corners), "EPSG:3857", "wgs84")
    else:
        places = placement.affine.apply(corners)
        plane = to_mercator(places, placement.crs, placement.datum)
    return _around(to_lonlat(plane))


def _total(shapes: np.ndarray) -> Bounds | None:
    if not len(shapes):
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return None if np.isnan(west) else (west, south, east, north)


def _around(lonlat: np.ndarray) -> Bounds | None:
    if not len(lonlat):
        return None
    (west, south), (east, north) = lonlat.min(axis=0).tolist(), lonlat.max(axis=0).tolist()
    return west, south, east, north
