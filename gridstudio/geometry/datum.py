"""Datums of Chinese maps: WGS-84, GCJ-02 (Gaode, Tencent), BD-09 (Baidu), CGCS2000.

GCJ-02 is the published series over an ellipsoid of Krasovsky's axis, as its many independent
implementations give it; BD-09 is a spiral over GCJ-02. CGCS2000 equals WGS-84 within centimetres.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000")

_AXIS_M = 6378245.0
_ECCENTRICITY2 = 0.00669342162296594323
_BAIDU = np.pi * 3000.0 / 180.0
_ROUNDS = 8
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the rectangle in which GCJ-02 shifts positions, degrees."""


def to_wgs84(lonlat: ArrayLike, datum: str) -> Floats:
    """Degrees ``(…, 2)`` of a datum to WGS-84; exact to less than a millimetre. Raises ValueError
    for a datum that is not one of DATUMS; NaN stays NaN."""
    points = np.asarray(lonlat, dtype=np.float64)
    if datum in ("wgs84", "cgcs2000"):
        return points
    if datum == "gcj02":
        return _inverted(points, _gcj02_of)
    if datum == "bd09":
        return _inverted(_inverted(points, _bd09_of), _gcj02_of)
    raise ValueError(f"unknown datum {datum!r}")


def from_wgs84(lonlat: ArrayLike, datum: str) -> Floats:
    """Degrees ``(…, 2)`` of WGS-84 to another datum."""
    points = np.asarray(lonlat, dtype=np.float64)
    if datum in ("wgs84", "cgcs2000"):
        return points
    if datum == "gcj02":
        return _gcj02_of(points)
    if datum == "bd09":
        return _bd09_of(_gcj02_of(points))
    raise ValueError(f"unknown datum {datum!r}")


def geometry_to_wgs84(geometry: NDArray[np.object_] | BaseGeometry, datum: str) -> object:
    """The same for shapely geometries, one or an array."""
    return shapely.transform(geometry, lambda coords: to_wgs84(coords, datum))


def geometry_from_wgs84(geometry: NDArray[np.object_] | BaseGeometry, datum: str) -> object:
    """Shapely geometries, one or an array, from WGS-84 to another datum."""
    return shapely.transform(geometry, lambda coords: from_wgs84(coords, datum))


def _inverted(target: Floats, forward: object) -> Floats:
    """Fixed point: the shift changes so slowly that three rounds reach millimetres."""
    guess = target.copy()
    for _round in range(_ROUNDS):
        guess = guess - (forward(guess) - target)  # type: ignore[operator]
    return guess


def _gcj02_of(lonlat: Floats) -> Floats:
    lon, lat = lonlat[..., 0], lonlat[..., 1]
    x, y = lon - 105.0, lat - 35.0
    ripple = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north = north + ripple
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east = east + ripple
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    latitude = np.radians(lat)
    magic = 1 - _ECCENTRICITY2 * np.sin(latitude) ** 2
    root = np.sqrt(magic)
    dlat = north * 180.0 / (_AXIS_M * (1 - _ECCENTRICITY2) / (magic * root) * np.pi)
    dlon = east * 180.0 / (_AXIS_M / root * np.cos(latitude) * np.pi)
    west, south, eastern, northern = CHINA
    inside = (lon >= west) & (lon <= eastern) & (lat >= south) & (lat <= northern)
    return np.stack([lon + np.where(inside, dlon, 0.0), lat + np.where(inside, dlat, 0.0)], axis=-1)


def _bd09_of(gcj02: Floats) -> Floats:
    x, y = gcj02[..., 0], gcj02[..., 1]
    radius = np.sqrt(x * x + y * y) + 0.00002 * np.sin(y * _BAIDU)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BAIDU)
    return np.stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006], axis=-1)
