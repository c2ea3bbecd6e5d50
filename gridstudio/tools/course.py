"""Where the next point of a line is, by length and bearing on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridstudio.errors import Refused
from gridstudio.formats.typed_place import TypedPlace
from gridstudio.formats.typed_step import TypedCourse
from gridstudio.geometry.datum import to_wgs84
from gridstudio.geometry.geodesic import geod
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import Snap
from gridstudio.i18n import _

STEP_DEG = 15.0
"""Directions that a held key keeps to, counted from the piece before. Where there is none, from the
edge on which the first point lies, else from north."""


@dataclass(frozen=True)
class Way:
    """A geodesic from one position to another: metres, degrees from true north at its start."""

    length_m: float
    bearing_deg: float


def way(start: Point, end: Point) -> Way:
    """Between positions in degrees."""
    bearing, _back, length = geod().inv(*start, *end)
    return Way(float(length), float(bearing) % 360)


def arrived(start: Point, end: Point) -> float:
    """The bearing in degrees with which the geodesic from ``start`` comes to ``end``."""
    _forward, back, _length = geod().inv(*start, *end)
    return (float(back) + 180) % 360


def reached(start: Point, length_m: float, bearing_deg: float) -> Snap:
    """The position at a distance and bearing, rounded as the file keeps it."""
    lon, lat, _back = geod().fwd(*start, bearing_deg, length_m)
    return placed(lon, lat)


def placed(lon: float, lat: float) -> Snap:
    """A position in degrees as a point that snapped to nothing."""
    lonlat = round(float(lon), 9), round(float(lat), 9)
    x, y = to_xy(np.array(lonlat)).tolist()
    return Snap("", (x, y), lonlat)


def aimed(
    typed: TypedCourse | TypedPlace, last: Snap | None, before: Snap | None, cursor: Snap | None
) -> Snap:
    """The point that was typed. What a course leaves open the cursor gives: the direction, or how
    far to go in that direction. ``before`` and ``last`` are the line's last two points. Raises
    Refused where something that is needed is missing."""
    if isinstance(typed, TypedPlace):
        lon, lat = to_wgs84([typed.lon, typed.lat], typed.datum or "wgs84").tolist()
        return placed(lon, lat)
    if last is None:
        raise Refused(_("There is no point yet to measure from: click one, or type a position."))
    bearing = typed.bearing_deg
    if bearing is not None and typed.turned:
        if before is None:
            raise Refused(_("There is no piece yet to turn from: type a bearing without + or −."))
        bearing = arrived(before.lonlat, last.lonlat) + bearing
    if bearing is not None and typed.length_m is not None:
        return reached(last.lonlat, typed.length_m, bearing)
    if cursor is None or cursor.lonlat == last.lonlat:
        raise Refused(_("Move the mouse to where the line is to go."))
    here = way(last.lonlat, cursor.lonlat)
    if bearing is None:
        assert typed.length_m is not None
        return reached(last.lonlat, typed.length_m, here.bearing_deg)
    return along(last, bearing, cursor)


def along(last: Snap, bearing_deg: float, cursor: Snap) -> Snap:
    """The point in a direction from ``last`` that is as far that way as the cursor. Raises Refused
    where the cursor is behind."""
    here = way(last.lonlat, cursor.lonlat)
    forward = here.length_m * float(np.cos(np.radians(here.bearing_deg - bearing_deg)))
    if forward <= 0:
        raise Refused(_("The mouse is behind the last point, seen in this direction."))
    return reached(last.lonlat, forward, bearing_deg)


def constrained(last: Snap, before: Snap | None, cursor: Snap) -> Snap:
    """The point nearest to the cursor in a direction of whole STEP_DEG. A cursor on the last point
    stays there."""
    if cursor.lonlat == last.lonlat:
        return cursor
    base = 0.0
    if before is not None:
        base = arrived(before.lonlat, last.lonlat)
    elif last.edge is not None:
        base = way(*last.edge).bearing_deg
    turned = way(last.lonlat, cursor.lonlat).bearing_deg - base
    return along(last, base + round(turned / STEP_DEG) * STEP_DEG, cursor)
