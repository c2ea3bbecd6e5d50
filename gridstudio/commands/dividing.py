"""Dividing an area into n parts: first a plan to look at, a job, then the edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.commands.areas import Done, coverage_of, write
from gridstudio.domain.snapshots import Areas, Customers
from gridstudio.errors import Refused
from gridstudio.geometry.area_index import areas_of
from gridstudio.geometry.coverage import CoverageEdit, apply, require_there
from gridstudio.geometry.dividing import divide, divide_by_children
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.network import Network, count_of, network
from gridstudio.geometry.snapping import LineTarget
from gridstudio.i18n import N_, _
from gridstudio.jobs import Progress, no_progress, part
from gridstudio.project import Project

ROADS = ("road",)
"""Of the kinds of lines."""
MOST_ROADS = 300_000
"""Pieces of roads, some ten seconds' work."""
Floats = NDArray[np.float64]

MEASURES = {"customers": N_("Customers"), "value": N_("Value"), "ground": N_("km²")}
"""What may be even among the parts."""


@dataclass(frozen=True)
class Division:
    """What is asked for: ``n`` parts of an area, even in one of MEASURES. ``whole`` keeps the areas
    below whole, and shares them out; ``roads`` has new lines follow roads where some lead through.
    """

    area_id: int
    n: int
    measure: str = "customers"
    whole: bool = False
    roads: bool = False


@dataclass(frozen=True, eq=False)
class DivisionPlan:
    """What would come of it, in the snapshot ``areas``.

    For each part, the one that keeps the area's name first: its ``shapes``, and the figures
    ``customers``, ``value`` (yuan a month) and ``ground`` (km²), each ``(n,)``.
    """

    asked: Division
    areas: Areas
    edit: CoverageEdit
    shapes: tuple[MultiPolygon, ...]
    customers: Floats
    value: Floats
    ground: Floats

    @property
    def figures(self) -> Floats:
        """The figures ``(n,)`` that were to be even."""
        figures: Floats = getattr(self, self.asked.measure)
        return figures

    @property
    def spread(self) -> float:
        """By what share of the mean the part that is farthest from it differs; 0 for nothing."""
        mean = float(self.figures.mean())
        return float(np.abs(self.figures / mean - 1).max()) if mean else 0.0


def plan_division(
    areas: Areas,
    customers: Customers,
    asked: Division,
    progress: Progress = no_progress,
    lines: Sequence[LineTarget] = (),
) -> DivisionPlan:
    """Find the parts: a job. Customers count where they stand, whoever they belong to by decision.
    ``lines`` are those of the map, among which roads are looked for.

    Raises Refused, with the place; nothing is written.
    """
    coverage = coverage_of(areas)
    ground = require_there(coverage, asked.area_id)
    if not ground.parent:
        raise Refused(
            _("The county itself is not split: draw districts on it."),
            place=middle_of(ground.geometry),
        )
    rows = _within(customers.lonlat, ground.geometry)
    lonlat, value = customers.lonlat[rows], np.nan_to_num(customers.value[rows])
    weigh = _weigher(asked.measure, lonlat, value)
    roads = _roads_in(lines, ground.geometry) if asked.roads and not asked.whole else None
    so_far = part(progress, 0.0, 0.9)
    if asked.whole:
        shapes = {child.id: child.geometry for child in coverage.children(ground.id)}
        edit = divide_by_children(coverage, ground.id, asked.n, weigh(shapes))
    elif asked.measure == "ground":
        none = np.empty((0, 2)), np.empty(0)
        edit = divide(coverage, ground.id, asked.n, *none, so_far, roads=roads)
    else:
        weight = np.maximum(value, 0.0) if asked.measure == "value" else np.ones(len(value))
        if not weight.sum():
            raise Refused(
                _("There is nothing here to share out evenly. Divide by km² instead."),
                place=middle_of(ground.geometry),
            )
        edit = divide(coverage, ground.id, asked.n, lonlat, weight, so_far, roads=roads)
    after = apply(coverage, edit)
    keys = [ground.id, *(new.key for new in edit.added if new.level == ground.level)]
    made = {key: after[key].geometry for key in keys}
    sums = [_weigher(measure, lonlat, value)(made) for measure in MEASURES]
    figures = [np.array([found[key] for key in keys]) for found in sums]
    progress(1.0, "")
    return DivisionPlan(asked, areas, edit, tuple(made.values()), *figures)


def _roads_in(lines: Sequence[LineTarget], shape: MultiPolygon) -> Network:
    """The roads around a shape. Raises Refused where there are too many to look at."""
    if count_of(lines, ROADS, shape.bounds) > MOST_ROADS:
        raise Refused(
            _("There are too many roads to look at all of them. Divide into a few parts first."),
            place=middle_of(shape),
        )
    return network(lines, ROADS, shape.bounds)


def divide_area(project: Project, plan: DivisionPlan) -> Done:
    """Write a plan. Raises Refused where the areas have changed since it was made."""
    if project.areas() is not plan.areas:
        raise Refused(_("The areas have changed meanwhile: look at the parts anew."))
    return write(project, coverage_of(plan.areas), plan.edit, _("Divide into parts"))


def _within(lonlat: Floats, shape: MultiPolygon) -> NDArray[np.int64]:
    """The rows of the points in a shape."""
    west, south, east, north = shape.bounds
    low, high = (lonlat >= (west, south)).all(axis=1), (lonlat <= (east, north)).all(axis=1)
    rows = np.flatnonzero(low & high)
    held: NDArray[np.int64] = rows[areas_of(lonlat[rows], np.array([shape], dtype=object)) == 0]
    return held


def _weigher(
    measure: str, lonlat: Floats, value: Floats
) -> Callable[[dict[int, MultiPolygon]], dict[int, float]]:
    """What weighs shapes, each under its key, by one of MEASURES."""

    def weigh(shapes: dict[int, MultiPolygon]) -> dict[int, float]:
        if measure == "ground":
            return {key: area_km2(shape) for key, shape in shapes.items()}
        listed = np.empty(len(shapes), dtype=object)
        listed[:] = [*shapes.values()]
        place = areas_of(lonlat, listed)
        weights = value if measure == "value" else np.ones(len(value))
        sums = np.bincount(place[place >= 0], weights[place >= 0], minlength=len(shapes))
        return dict(zip(shapes, sums.tolist(), strict=True))

    return weigh


def middle_of(shape: MultiPolygon) -> tuple[float, float]:
    """A place in the largest piece of a part, in degrees, where a figure may stand."""
    point = shapely.point_on_surface(max(shape.geoms, key=lambda piece: piece.area))
    return float(point.x), float(point.y)
