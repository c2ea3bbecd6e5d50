"""The county's ground: border, division, townships, water, settlements, villages, roads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import Voronoi
from shapely.geometry import LineString, Point, Polygon

from gridstudio.demo import words
from gridstudio.demo.nature import Nature, grow, in_water
from gridstudio.demo.plane import Floats, Warp
from gridstudio.demo.roads import build_roads
from gridstudio.demo.settlement import Plan, Settlement, built_up, found
from gridstudio.demo.shapes import Shape, blob

HALF_WIDTH_M, HALF_HEIGHT_M = 30_000.0, 20_000.0
TOWN_RADIUS_M, SEAT_RADIUS_M = 3_100.0, 620.0
VERTEX_SPACING_M = 260.0
_VILLAGES = 150


@dataclass(frozen=True)
class Land:
    """Everything that lies on the ground, in metres of the plane.

    ``cells`` are the grids of the finished division, ``district`` the district of each; they share
    vertices. ``townships`` are the administrative areas of the settlements, in their order: the
    town, then the seats. ``villages (v, 2)`` and their radius ``village_m (v,)``.
    """

    cells: tuple[Polygon, ...]
    district: tuple[int, ...]
    townships: tuple[Polygon, ...]
    settlements: tuple[Settlement, ...]
    nature: Nature
    roads: tuple[Shape, ...]
    villages: Floats
    village_m: Floats
    village_grounds: tuple[Polygon, ...]
    village_names: tuple[str, ...]

    @property
    def county(self) -> Polygon:
        """The ground of all cells."""
        return shapely.union_all(list(self.cells))


def lay_out(chance: np.random.Generator) -> Land:
    """Lay the county out; the same chance gives the same county."""
    warp = Warp(chance)
    border = _border(chance)
    cells, district = _division(chance, border, warp)
    county = shapely.union_all(list(cells))
    nature = grow(chance, county, warp)
    seats = _dry(_spread(chance, border, 70, 6_500.0, away_from_town=7_800.0), warp, nature, 900.0)
    seats = seats[: len(words.TOWNSHIPS)]
    townships = _partition(np.vstack([[[0.0, 0.0]], seats]), border, warp)
    settlements = _settle(chance, warp(seats), nature)
    towns = shapely.union_all([built_up(settlement) for settlement in settlements])
    candidates = _spread(chance, border, _VILLAGES + 60, 1_500.0, away_from_town=4_600.0)
    villages = warp(_dry(candidates, warp, nature, 330.0))
    villages = villages[shapely.distance(shapely.points(villages), towns) > 500.0][:_VILLAGES]
    village_m = chance.uniform(110.0, 230.0, len(villages))
    return Land(
        cells,
        district,
        townships,
        settlements,
        nature,
        tuple(build_roads(chance, county, settlements, villages, towns)),
        villages,
        village_m,
        tuple(
            blob(chance, middle, radius_m, long=1.15)
            for middle, radius_m in zip(villages, village_m.tolist(), strict=True)
        ),
        _village_names(chance, len(villages)),
    )


def _border(chance: np.random.Generator) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    radius = np.ones_like(angle)
    for wave, size in ((2, 0.05), (3, 0.06), (5, 0.045), (9, 0.03), (14, 0.015), (23, 0.008)):
        radius += size * np.sin(wave * angle + chance.uniform(0, 2 * np.pi))
    # Between an ellipse and a rectangle, as counties are.
    squareness = (np.abs(np.cos(angle)) ** 2.6 + np.abs(np.sin(angle)) ** 2.6) ** (-1 / 2.6)
    x = HALF_WIDTH_M * radius * squareness * np.cos(angle)
    y = HALF_HEIGHT_M * radius * squareness * np.sin(angle)
    return Polygon(np.column_stack([x, y]))


def _spread(
    chance: np.random.Generator,
    border: Polygon,
    count: int,
    apart_m: float,
    *,
    away_from_town: float,
) -> Floats:
    """Points inside the border that keep their distance, which shrinks when room runs out."""
    inner = border.buffer(-1_200.0)
    found: list[Floats] = []
    tries = 0
    while len(found) < count:
        tries += 1
        distance_m = apart_m * 0.985 ** (tries / 25)
        point = chance.uniform([-HALF_WIDTH_M, -HALF_HEIGHT_M], [HALF_WIDTH_M, HALF_HEIGHT_M])
        if np.hypot(*point) < away_from_town or not inner.contains(Point(point)):
            continue
        if not found or np.hypot(*(np.array(found) - point).T).min() >= distance_m:
            found.append(point)
    return np.array(found)


def _dry(points: Floats, warp: Warp, nature: Nature, clearance_m: float) -> Floats:
    dry: Floats = points[~in_water(warp(points), nature.water, clearance_m)]
    return dry


def _division(
    chance: np.random.Generator, border: Polygon, warp: Warp
) -> tuple[tuple[Polygon, ...], tuple[int, ...]]:
    """Grids, small in town and wide in the country, and the district of each."""
    angle = np.arange(14) * 2.399963  # the golden angle spreads points evenly on a disc
    radius = 4_300.0 * np.sqrt((np.arange(14) + 0.5) / 14)
    town = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    country = _spread(chance, border, 26, 7_600.0, away_from_town=8_000.0)
    seeds = np.vstack([town, country])
    return _partition(seeds, border, warp), tuple(_district_of(seed) for seed in seeds)


def _district_of(seed: Floats) -> int:
    if np.hypot(*seed) < 5_000.0:
        return 0 if seed[0] > 0 else 1
    turn = np.degrees(np.arctan2(seed[1], seed[0])) % 360
    return 2 if 35 <= turn < 170 else 4 if 170 <= turn < 290 else 3


def _partition(seeds: Floats, border: Polygon, warp: Warp) -> tuple[Polygon, ...]:
    """The ground cut into the neighbourhoods of ``seeds``, in their order; cells share vertices
    exactly."""
    far = 400_000.0
    frame = np.array([[far, far], [far, -far], [-far, far], [-far, -far]])
    diagram = Voronoi(np.vstack([seeds, frame]))
    ridges = [
        LineString(diagram.vertices[list(ends)])
        for ends in diagram.ridge_vertices
        if -1 not in ends
    ]
    # Whole ridges, not clipped ones: where they meet the border one computation makes the node.
    lines = shapely.union_all([border.exterior, *ridges])
    lines = shapely.segmentize(shapely.line_merge(lines), VERTEX_SPACING_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    cells = []
    for seed in seeds:
        (face,) = (face for face in faces if face.contains(Point(seed)))
        cells.append(shapely.transform(face, warp))
    return tuple(cells)


def _settle(chance: np.random.Generator, seats: Floats, nature: Nature) -> tuple[Settlement, ...]:
    wet = shapely.union_all(
        [water.geometry for water in nature.water if water.geometry.geom_type == "Polygon"]
    )
    lanes = [
        f"{name[:2]}{number}巷" for number in ("", *words.NUMERALS[:4]) for name in words.STREETS
    ]
    town = Plan(np.zeros(2), TOWN_RADIUS_M, (190.0, 330.0), 4, "trunk", words.STREETS, lanes)
    names = words.SEAT_STREETS, words.SEAT_LANES
    plans = [Plan(seat, SEAT_RADIUS_M, (130.0, 210.0), 3, "secondary", *names) for seat in seats]
    return tuple(found(chance, plan, wet) for plan in (town, *plans))


def _village_names(chance: np.random.Generator, count: int) -> tuple[str, ...]:
    pairs = [(a, b) for a in words.VILLAGE_FIRST for b in words.VILLAGE_SECOND]
    order = chance.permutation(len(pairs))[:count]
    return tuple(f"{pairs[at][0]}{pairs[at][1]}村" for at in order)
