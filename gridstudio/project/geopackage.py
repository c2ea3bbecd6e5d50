"""GeoPackage's binary geometry: an 8-byte header, an envelope for what is not a point, then WKB.

Source: OGC 12-128r19 (GeoPackage 1.4), clause 2.1.3.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gridstudio.geometry.rounding import round_geometry

SRS_ID = 4326
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_POINT = np.dtype(
    [
        ("magic", "S2"),
        ("version", "u1"),
        ("flags", "u1"),
        ("srs_id", "<i4"),
        ("order", "u1"),
        ("type", "<u4"),
        ("x", "<f8"),
        ("y", "<f8"),
    ]
)


def encode(geometry: BaseGeometry) -> bytes:
    """One geometry in degrees WGS-84, rounded to what the file keeps, as GeoPackage binary.

    A polygon is written as a multipolygon, since the areas' column holds those.
    """
    if isinstance(geometry, Polygon):
        geometry = MultiPolygon([geometry])
    geometry = round_geometry(geometry)
    wkb = shapely.to_wkb(geometry, byte_order=1)
    empty = geometry.is_empty
    if geometry.geom_type == "Point" or empty:
        flags = 0b00010001 if empty else 0b00000001
        return struct.pack("<2sBBi", b"GP", 0, flags, SRS_ID) + bytes(wkb)
    west, south, east, north = geometry.bounds
    header = struct.pack("<2sBBi4d", b"GP", 0, 0b00000011, SRS_ID, west, east, south, north)
    return header + bytes(wkb)


def encode_points(lonlat: NDArray[np.float64]) -> list[bytes]:
    """Points ``(n, 2)`` in degrees WGS-84 as n blobs, rounded to what the file keeps."""
    rounded = np.round(np.asarray(lonlat, dtype=np.float64), 9)
    table = np.zeros(len(rounded), dtype=_POINT)
    table["magic"], table["flags"], table["srs_id"] = b"GP", 1, SRS_ID
    table["order"], table["type"] = 1, 1
    table["x"], table["y"] = rounded[:, 0], rounded[:, 1]
    data, size = table.tobytes(), _POINT.itemsize
    return [data[at : at + size] for at in range(0, len(data), size)]


def wkb_of(blob: bytes) -> bytes:
    """The WKB inside a GeoPackage blob. Raises ValueError where it is none."""
    if len(blob) < 8 or blob[:2] != b"GP":
        raise ValueError("not a GeoPackage geometry")
    envelope = (blob[3] >> 1) & 0b111
    if envelope >= len(_ENVELOPE_BYTES):
        raise ValueError("unknown envelope")
    return blob[8 + _ENVELOPE_BYTES[envelope] :]


def decode(blobs: Sequence[bytes | None]) -> NDArray[np.object_]:
    """Blobs as an object array ``(n,)`` of shapely geometries; None and damage become None."""
    result = np.empty(len(blobs), dtype=object)
    for at, blob in enumerate(blobs):
        if blob is None:
            continue
        try:
            result[at] = shapely.from_wkb(wkb_of(blob))
        except (ValueError, shapely.errors.ShapelyError):
            continue
    return result


def decode_points(blobs: Sequence[bytes | None]) -> NDArray[np.float64]:
    """Point blobs as ``(n, 2)`` degrees; NaN where a blob is null, empty or damaged."""
    size = _POINT.itemsize
    data = b"".join(blob for blob in blobs if blob is not None)
    if len(data) == size * len(blobs):
        table = np.frombuffer(data, dtype=_POINT)
        if (table["magic"] == b"GP").all() and (table["flags"] == 1).all():
            return np.column_stack([table["x"], table["y"]]).astype(np.float64)
    points = decode(blobs)
    usable = [g is not None and g.geom_type == "Point" and not g.is_empty for g in points]
    lonlat = np.full((len(blobs), 2), np.nan)
    for at in np.flatnonzero(usable):
        lonlat[at] = points[at].x, points[at].y
    return lonlat
