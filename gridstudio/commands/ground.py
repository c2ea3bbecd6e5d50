"""Acts by which ground passes from one area to another, at every level that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.commands.areas import Done, coverage_of, opened_ring, write
from gridstudio.commands.swallowing import customers_of, swallowed_by, swallowed_words
from gridstudio.domain.snapshots import Areas, Customers, Owners
from gridstudio.errors import Refused
from gridstudio.geometry import transferring
from gridstudio.geometry.area_index import areas_of
from gridstudio.geometry.coverage import Coverage, CoverageEdit, require_there
from gridstudio.geometry.gathering import gathered
from gridstudio.geometry.plane import Plane
from gridstudio.geometry.rings import polygons
from gridstudio.geometry.rounding import round_geometry
from gridstudio.i18n import _, sentences
from gridstudio.project import Project

REACH_DEG = 0.01
"""So far around customers that are taken in it matters who else is there: a kilometre."""


def reshape_border(project: Project, level: int, stroke: ArrayLike) -> Done:
    """Move a border by one stroke ``(n, 2)`` in degrees; the area in which it begins and ends takes
    the ground between. Raises Refused, with the place."""
    coverage = coverage_of(project.areas())
    edit = transferring.reshape(coverage, level, np.asarray(stroke, dtype=np.float64))
    return write(project, coverage, edit, _("Reshape border"))


def carve_area(project: Project, level: int, ring: ArrayLike) -> Done:
    """Draw an area over whatever is there; ``ring`` is ``(n, 2)`` degrees. What of its level lies
    in it altogether is merged into it, as the notice says. Raises Refused, with the place."""
    coverage = coverage_of(project.areas())
    edit = carved_ground(coverage, level, ring)
    return _write_over(project, coverage, edit, _("Draw area over others"))


def carved_ground(coverage: Coverage, level: int, ring: ArrayLike) -> CoverageEdit:
    """What ``carve_area`` would do. Raises Refused."""
    return transferring.carve(coverage, level, opened_polygon(ring), swallows=True)


def take_ground(project: Project, area_id: int, ring: ArrayLike) -> Done:
    """Give an area the ground within ``ring`` ``(n, 2)`` in degrees, whoever has it; an area of its
    level that lies in it altogether is merged into it, as the notice says.

    Raises Refused, with the place.
    """
    coverage = coverage_of(project.areas())
    edit = taken_ground(coverage, area_id, ring)
    return _write_over(project, coverage, edit, _("Take in ground"))


def taken_ground(coverage: Coverage, area_id: int, ring: ArrayLike) -> CoverageEdit:
    """What ``take_ground`` would do. Raises Refused."""
    require_there(coverage, area_id)
    return transferring.take(coverage, area_id, opened_polygon(ring), swallows=True)


def _write_over(project: Project, coverage: Coverage, edit: CoverageEdit, label: str) -> Done:
    """Write an edit that may swallow areas, and name them."""
    areas = project.areas()
    customers = customers_of(areas, project.owners(), coverage, edit)
    said = swallowed_words(swallowed_by(areas, coverage, edit, customers), done=True)
    done = write(project, coverage, edit, label)
    return replace(done, notice=sentences(said, done.notice))


@dataclass(frozen=True, eq=False)
class GatheringPlan:
    """What taking in the ground of customers would do, in the snapshot ``areas``: ``ground`` in
    degrees, ``selected`` customers who come along and ``others`` who do because they stand there;
    those who are there already, or elsewhere by decision, count as neither."""

    areas: Areas
    area_id: int
    edit: CoverageEdit
    ground: MultiPolygon
    selected: int
    others: int


def plan_taking(
    areas: Areas, customers: Customers, owners: Owners, area_id: int, customer_ids: Iterable[int]
) -> GatheringPlan:
    """Find the ground on which customers stand, with as few others as can be: a job. Raises Refused
    where there is none, another area would vanish, and where the area has it all already."""
    coverage = coverage_of(areas)
    require_there(coverage, area_id)
    chosen = np.zeros(len(customers), dtype=np.bool_)
    chosen[customers.index(customer_ids)] = True
    chosen &= np.isfinite(customers.lonlat).all(axis=1)
    if not chosen.any():
        raise Refused(_("Select the customers whose ground the area should take in."))
    home = coverage[area_id]
    there = owners.at_level(areas, home.level) == area_id
    ground = ground_of(customers.lonlat[chosen], customers.lonlat[~chosen & ~there], home.geometry)
    edit = transferring.take(coverage, area_id, ground)
    listed = np.array([ground], dtype=object)
    comes = (areas_of(customers.lonlat, listed) == 0) & ~there & ~owners.by_override
    selected, others = int((comes & chosen).sum()), int((comes & ~chosen).sum())
    return GatheringPlan(areas, area_id, edit, ground, selected, others)


def take_planned(project: Project, plan: GatheringPlan) -> Done:
    """Write a plan; the notice says who came along. Raises Refused where the areas have changed
    since it was made."""
    if project.areas() is not plan.areas:
        raise Refused(_("The areas have changed meanwhile. Begin anew."))
    label = _("Take in the ground of customers")
    done = write(project, coverage_of(plan.areas), plan.edit, label)
    return replace(done, notice=sentences(who_comes(plan), done.notice))


def who_comes(plan: GatheringPlan) -> str:
    """How many customers come along, in a sentence."""
    said = _("Selected customers who come along: {selected:,}. Others who stand there: {others:,}.")
    return said.format(selected=plan.selected, others=plan.others)


def take_customers(project: Project, area_id: int, customer_ids: Sequence[int]) -> Done:
    """Give an area the ground on which customers stand. Raises Refused as ``plan_taking``."""
    plan = plan_taking(
        project.areas(), project.customers(), project.owners(), area_id, customer_ids
    )
    return take_planned(project, plan)


def opened_polygon(ring: ArrayLike) -> Polygon:
    """A ring ``(n, 2)`` as a polygon. Raises Refused for fewer than three corners."""
    return Polygon(opened_ring(ring))


def ground_of(
    lonlat: NDArray[np.float64], others: NDArray[np.float64], home: MultiPolygon
) -> MultiPolygon:
    """The ground of points ``(n, 2)`` in degrees, at least one; see ``gathered``."""
    points = shapely.multipoints(lonlat)
    west, south, east, north = points.bounds
    plane = Plane((west + east) / 2, (south + north) / 2)
    low, high = np.array([west, south]) - REACH_DEG, np.array([east, north]) + REACH_DEG
    near = others[((others >= low) & (others <= high)).all(axis=1)]
    beside = home.intersection(shapely.box(*low, *high))
    found = gathered(plane.xy(lonlat), plane.xy(near), MultiPolygon(polygons(plane.shape(beside))))
    found = shapely.set_precision(found, 0.01)  # what is rounded next must not cross itself
    ground = MultiPolygon(polygons(round_geometry(shapely.transform(found, plane.lonlat))))
    return ground
