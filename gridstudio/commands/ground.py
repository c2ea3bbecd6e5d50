"""Acts by which ground passes from one area to another, at every level that it touches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.commands.areas import Done, coverage_of, opened_ring, write
from gridstudio.errors import Refused
from gridstudio.geometry import transferring
from gridstudio.geometry.rounding import round_geometry
from gridstudio.i18n import _
from gridstudio.project import Project

HULL_RATIO = 0.35
"""Of the longest edge in the triangulation: the hull follows a crowd without fraying."""
AROUND_DEG = 0.0003
"""Ground left around customers that are taken in, some 30 m: they stand beside a street."""


def reshape_border(project: Project, level: int, stroke: ArrayLike) -> Done:
    """Move a border by one stroke ``(n, 2)`` in degrees; the area in which it begins and ends takes
    the ground between. Raises Refused, with the place."""
    coverage = coverage_of(project.areas())
    edit = transferring.reshape(coverage, level, np.asarray(stroke, dtype=np.float64))
    return write(project, coverage, edit, _("Reshape border"))


def carve_area(project: Project, level: int, ring: ArrayLike) -> Done:
    """Draw an area over whatever is there; ``ring`` is ``(n, 2)`` degrees. Raises Refused, with the
    place."""
    coverage = coverage_of(project.areas())
    edit = transferring.carve(coverage, level, opened_polygon(ring))
    return write(project, coverage, edit, _("Draw area over others"))


def take_ground(project: Project, area_id: int, ring: ArrayLike) -> Done:
    """Give an area the ground within ``ring`` ``(n, 2)`` in degrees, whoever has it.

    Raises Refused, with the place.
    """
    coverage = coverage_of(project.areas())
    edit = transferring.take(coverage, area_id, opened_polygon(ring))
    return write(project, coverage, edit, _("Take in ground"))


def take_customers(project: Project, area_id: int, customer_ids: Sequence[int]) -> Done:
    """Give an area the ground on which customers stand: a hull around them. Raises Refused where
    there is none, or another area would vanish."""
    customers = project.customers()
    lonlat = customers.lonlat[customers.index(list(customer_ids))]
    hull = hull_of(lonlat)
    if hull is None:
        raise Refused(_("Select the customers whose ground the area should take in."))
    coverage = coverage_of(project.areas())
    edit = transferring.take(coverage, area_id, hull)
    return write(project, coverage, edit, _("Take in the ground of customers"))


def opened_polygon(ring: ArrayLike) -> Polygon:
    """A ring ``(n, 2)`` as a polygon. Raises Refused for fewer than three corners."""
    return Polygon(opened_ring(ring))


def hull_of(lonlat: ArrayLike) -> Polygon | MultiPolygon | None:
    """The ground of points ``(n, 2)`` in degrees: a concave hull with AROUND_DEG to spare."""
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    points = np.unique(points[np.isfinite(points).all(axis=1)], axis=0)
    if not len(points):
        return None
    hull = shapely.concave_hull(shapely.multipoints(points), ratio=HULL_RATIO)
    ground: Polygon | MultiPolygon = round_geometry(hull.buffer(AROUND_DEG, quad_segs=4))
    return ground
