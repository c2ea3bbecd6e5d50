"""A division to measure with: many grids with winding borders that tile a county exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from gridstudio.demo.county import build_county
from gridstudio.demo.plane import to_degrees


@dataclass(frozen=True)
class DivisionCase:
    """``customers (n, 2)`` degrees of the demo county and ``areas (m,)`` that tile it."""

    customers: NDArray[np.float64]
    areas: NDArray[np.object_]


def division_case(customers: int, grids: int, vertices: int) -> DivisionCase:
    """The demo county's customers in about ``grids`` winding grids, half of them in the crowd."""
    county = build_county(customers=customers, seed=1)
    lonlat = to_degrees(county.customers.xy)
    outline = county.border
    random = np.random.default_rng(1)
    west, south, east, north = outline.bounds
    crowd = lonlat[random.integers(0, len(lonlat), grids // 2)]
    country = random.uniform((west, south), (east, north), (grids, 2))
    seeds = np.vstack([crowd, country])
    seeds = seeds[shapely.contains_xy(outline, seeds[:, 0], seeds[:, 1])][:grids]
    return DivisionCase(lonlat, winding_division(outline, seeds, vertices))


def winding_division(
    county: shapely.MultiPolygon, seeds: NDArray[np.float64], vertices: int, seed: int = 7
) -> NDArray[np.object_]:
    """Areas (degrees, rounded to 1e-9) around ``seeds`` ``(n, 2)`` that tile the county, each with
    about ``vertices`` corners; neighbours share theirs."""
    west, south, east, north = county.bounds
    far = np.array(
        [[west - 9, south - 9], [west - 9, north + 9], [east + 9, south - 9], [east + 9, north + 9]]
    )
    diagram = Voronoi(np.vstack([seeds, far]))
    ends = [diagram.vertices[pair] for pair in diagram.ridge_vertices if -1 not in pair]
    walls = shapely.intersection(shapely.linestrings(np.array(ends)), county)
    border = shapely.boundary(county)
    random = np.random.default_rng(seed)
    per_wall = max(vertices // 6, 1)
    wound = [_wound(wall, per_wall, random) for wall in shapely.get_parts(walls) if wall.length > 0]
    lines = shapely.union_all([*wound, border], grid_size=1e-9)
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(lines)]))
    inside = shapely.contains(county, shapely.point_on_surface(faces))
    return faces[inside]


def _wound(
    wall: shapely.LineString, pieces: int, random: np.random.Generator
) -> shapely.LineString:
    """A straight wall as a line that winds around it, its ends where they were."""
    share = np.linspace(0, 1, pieces + 1)
    ends = shapely.get_coordinates(wall)[[0, -1]]
    along = ends[1] - ends[0]
    sway = np.concatenate([[0], random.normal(0, 0.012, pieces - 1), [0]])
    points = ends[0] + share[:, None] * along + sway[:, None] * np.array([-along[1], along[0]])
    return shapely.linestrings(np.round(points, 9))
