"""Where the tile matrices of a GeoPackage lie in the XYZ scheme.

A matrix set may begin anywhere, at any scale; the readers' scheme knows one grid. A matrix fits
where its tiles are tiles of that grid, however they are numbered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from gridstudio.formats.tiles.source import DEEPEST_ZOOM, Bounds, sound_bounds
from gridstudio.geometry.mercator import RADIUS_M

# EPSG:3857 and the numbers it had before.
WEB_MERCATOR = frozenset({3857, 900913, 3785, 102100, 102113})
_HALF_M = math.pi * RADIUS_M
# In tiles: about a pixel, over the whole matrix. Writers round the numbers in many ways.
_TOLERANCE = 1 / 256


@dataclass(frozen=True)
class Matrix:
    """One level of a tile table. ``column`` and ``row`` are the XYZ place of its first tile."""

    level: int
    zoom: int
    column: int
    row: int
    columns: int
    rows: int


@dataclass(frozen=True)
class StoredMatrix:
    """One level as gpkg_tile_matrix states it, metres in Web Mercator."""

    level: int
    columns: int
    rows: int
    tile_width_px: int
    tile_height_px: int
    pixel_x_m: float
    pixel_y_m: float


def fitted(stored: StoredMatrix, west_m: float, north_m: float) -> Matrix | None:
    """The matrix in the XYZ scheme, None where its tiles are not tiles of it.

    ``west_m`` and ``north_m`` are the upper left corner of the matrix set.
    """
    width_m = stored.pixel_x_m * stored.tile_width_px
    height_m = stored.pixel_y_m * stored.tile_height_px
    if not (width_m > 0 and height_m > 0 and stored.columns > 0 and stored.rows > 0):
        return None
    zoom = round(math.log2(2 * _HALF_M / width_m))
    if not 0 <= zoom <= DEEPEST_ZOOM:
        return None
    column = _fitted_axis((west_m + _HALF_M), width_m, stored.columns, zoom)
    row = _fitted_axis((_HALF_M - north_m), height_m, stored.rows, zoom)
    if column is None or row is None:
        return None
    return Matrix(stored.level, zoom, column, row, stored.columns, stored.rows)


def _fitted_axis(start_m: float, tile_m: float, count: int, zoom: int) -> int | None:
    """The number of the first tile along one axis, None where either end of the matrix is off the
    grid's lines."""
    side_m = 2 * _HALF_M / 2**zoom
    first, last = start_m / side_m, (start_m + count * tile_m) / side_m
    near = round(first)
    off = max(abs(first - near), abs(last - near - count))
    return near if off <= _TOLERANCE else None


def lonlat_bounds(values: tuple[float, float, float, float], system: int) -> Bounds | None:
    """Bounds that a GeoPackage states, in degrees; None where they are not sound or lie in a
    system (its EPSG number) that is neither degrees nor Web Mercator."""
    if system == 4326:
        return sound_bounds(values)
    if system not in WEB_MERCATOR or max(abs(value) for value in values) > 2 * _HALF_M:
        return None
    west, south, east, north = values
    return sound_bounds((_longitude(west), _latitude(south), _longitude(east), _latitude(north)))


def _longitude(x_m: float) -> float:
    return math.degrees(x_m / RADIUS_M)


def _latitude(y_m: float) -> float:
    return math.degrees(math.atan(math.sinh(y_m / RADIUS_M)))
