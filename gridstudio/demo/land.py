"""The county's ground: border, cells of the division, townships, river, roads, town, villages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Voronoi, cKDTree
from scipy.spatial.distance import cdist
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from gridstudio.demo import words
from gridstudio.demo.plane import Floats, Warp

HALF_WIDTH_M, HALF_HEIGHT_M = 30_000.0, 20_000.0
TOWN_RADIUS_M = 3_600.0
SEAT_RADIUS_M = 800.0
STREET_SPACING_M = 380.0
STREET_ANGLE = np.radians(11.0)
VERTEX_SPACING_M = 260.0


@dataclass(frozen=True)
class Line:
    """A road or the river's course, in metres, with its category and name."""

    geometry: LineString
    category: str
    name: str


@dataclass(frozen=True)
class Land:
    """Everything that lies on the ground, in metres of the plane.

    ``cells`` are the grids of the finished division, ``district`` the district of each; they share
    vertices. ``seats (k, 2)`` are the township seats, ``villages (v, 2)``, ``blocks`` the town's.
    """

    cells: tuple[Polygon, ...]
    district: tuple[int, ...]
    townships: tuple[Polygon, ...]
    seats: Floats
    river: Polygon
    roads: tuple[Line, ...]
    blocks: tuple[Polygon, ...]
    villages: Floats
    village_names: tuple[str, ...]


def lay_out(chance: np.random.Generator) -> Land:
    """Lay the county out; the same chance gives the same county."""
    warp = Warp(chance)
    border = _border(chance)
    seats = _spread(chance, border, len(words.TOWNSHIPS), 7_000.0, away_from_town=7_500.0)
    cells, district = _division(chance, border, warp)
    townships = _partition(np.vstack([[0.0, 0.0], seats]), border, warp)
    river_line = _river(chance)
    villages = _spread(chance, border, 150, 1_700.0, away_from_town=5_200.0)
    seats, villages = warp(seats), warp(villages)
    names = _village_names(chance, len(villages))
    roads = _roads(chance, seats, villages, warp)
    river = Polygon(warp(shapely.get_coordinates(river_line.buffer(150.0, quad_segs=4))))
    county = shapely.union_all(list(cells))
    return Land(
        cells,
        district,
        townships,
        seats,
        river.intersection(county),
        tuple(_inside(roads, county)),
        tuple(_blocks(chance)),
        villages,
        names,
    )


def _border(chance: np.random.Generator) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    radius = np.ones_like(angle)
    for wave, size in ((2, 0.05), (3, 0.06), (5, 0.04), (9, 0.025)):
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
        if all(np.hypot(*(point - other)) >= distance_m for other in found):
            found.append(point)
    return np.array(found)


def _division(
    chance: np.random.Generator, border: Polygon, warp: Warp
) -> tuple[tuple[Polygon, ...], tuple[int, ...]]:
    """Grids, small in town and wide in the country, and the district of each."""
    angle = np.arange(14) * 2.399963  # the golden angle spreads points evenly on a disc
    radius = 4_300.0 * np.sqrt((np.arange(14) + 0.5) / 14)
    town = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    country = _spread(chance, border, 26, 7_600.0, away_from_town=8_000.0)
    seeds = np.vstack([town, country])
    cells = _partition(seeds, border, warp)
    middles = np.array([warp(seed) for seed in seeds])
    tree = cKDTree(middles)
    district = []
    for cell in cells:
        seed = seeds[int(tree.query(np.array(cell.centroid.coords[0]))[1])]
        district.append(_district_of(seed))
    return cells, tuple(district)


def _district_of(seed: Floats) -> int:
    if np.hypot(*seed) < 5_000.0:
        return 0 if seed[0] > 0 else 1
    turn = np.degrees(np.arctan2(seed[1], seed[0])) % 360
    return 2 if 35 <= turn < 170 else 4 if 170 <= turn < 290 else 3


def _partition(seeds: Floats, border: Polygon, warp: Warp) -> tuple[Polygon, ...]:
    """The ground cut into the neighbourhoods of ``seeds``; cells share vertices exactly."""
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
    inner = [face for face in faces if border.contains(face.representative_point())]
    return tuple(shapely.transform(face, warp) for face in inner)


def _river(chance: np.random.Generator) -> LineString:
    x = np.arange(-36_000.0, 36_001.0, 250.0)
    y = -2_900.0 + np.zeros_like(x)
    for length_m, size_m in ((31_000.0, 2_300.0), (11_000.0, 900.0), (4_700.0, 330.0)):
        phase = chance.uniform(0, 2 * np.pi)
        y += size_m * (np.sin(2 * np.pi * x / length_m + phase) - np.sin(phase))
    return LineString(np.column_stack([x, y]))


def _roads(chance: np.random.Generator, seats: Floats, villages: Floats, warp: Warp) -> list[Line]:
    roads = []
    far = 36_000.0
    for name, ends in zip(
        words.TRUNK_ROADS,
        (((-far, 3_000.0), (far, -6_000.0)), ((2_000.0, -far), (-3_000.0, far))),
        strict=False,
    ):
        middle = np.array([0.0, 0.0])
        for end in ends:
            line = _bent(chance, middle, np.array(end), 0.04)
            roads.append(Line(LineString(warp(line) - warp(middle)), "trunk", name))
    bypass = _bent(chance, np.array([-far, 9_500.0]), np.array([far, 11_500.0]), 0.05)
    roads.append(Line(LineString(warp(bypass)), "motorway", words.TRUNK_ROADS[2]))
    nodes = np.vstack([[0.0, 0.0], seats])
    tree = minimum_spanning_tree(cdist(nodes, nodes)).tocoo()
    for start, end in zip(tree.row.tolist(), tree.col.tolist(), strict=True):
        line = _bent(chance, nodes[start], nodes[end], 0.07)
        name = f"{words.TOWN if end == 0 else words.TOWNSHIPS[end - 1][:2]}公路"
        roads.append(Line(LineString(line), "secondary", name))
    hubs = np.vstack([nodes, villages])
    for at, village in enumerate(villages):
        distances = np.hypot(*(hubs - village).T)
        distances[: len(nodes)] *= 0.8  # a seat draws a road from farther away
        distances[len(nodes) + at] = np.inf
        nearer = np.hypot(*hubs.T) < np.hypot(*village)
        target = int(np.argmin(np.where(nearer | (np.arange(len(hubs)) == 0), distances, np.inf)))
        roads.append(Line(LineString(_bent(chance, village, hubs[target], 0.08)), "local", ""))
    return [*roads, *_streets()]


def _streets() -> list[Line]:
    steps = int(TOWN_RADIUS_M // STREET_SPACING_M)
    turn = _turn()
    lines = []
    for at in range(-steps, steps + 1):
        offset = at * STREET_SPACING_M
        half = np.sqrt(max(TOWN_RADIUS_M**2 - offset**2, 0.0))
        if half < STREET_SPACING_M:
            continue
        for axis in range(2):
            ends = np.array([[-half, offset], [half, offset]])
            if axis:
                ends = ends[:, ::-1]
            name = words.STREETS[(2 * at + axis) % len(words.STREETS)]
            category = "secondary" if at % 3 == 0 else "street"
            lines.append(Line(LineString(ends @ turn.T), category, name))
    return lines


def _turn() -> Floats:
    cosine, sine = np.cos(STREET_ANGLE), np.sin(STREET_ANGLE)
    return np.array([[cosine, -sine], [sine, cosine]])


def _blocks(chance: np.random.Generator) -> list[Polygon]:
    """The town's blocks between its streets, a few of them left free."""
    steps = int(TOWN_RADIUS_M // STREET_SPACING_M)
    inset = 16.0
    blocks = []
    for i in range(-steps, steps):
        for j in range(-steps, steps):
            corners = np.array([[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]], dtype=float)
            corners *= STREET_SPACING_M
            if np.hypot(*corners.T).max() > TOWN_RADIUS_M or chance.uniform() < 0.07:
                continue
            middle = corners.mean(axis=0)
            corners = middle + (corners - middle) * (1 - 2 * inset / STREET_SPACING_M)
            blocks.append(Polygon(corners @ _turn().T))
    return blocks


def _bent(chance: np.random.Generator, start: Floats, end: Floats, unrest: float) -> Floats:
    """A line by midpoint displacement, down to about 200 m."""
    points = np.array([start, end], dtype=np.float64)
    while np.hypot(*(points[1] - points[0])) > 400.0:
        middle = (points[:-1] + points[1:]) / 2
        along = points[1:] - points[:-1]
        across = np.column_stack([-along[:, 1], along[:, 0]])
        middle = middle + across * chance.normal(0.0, unrest, (len(middle), 1))
        merged = np.empty((len(points) + len(middle), 2))
        merged[::2], merged[1::2] = points, middle
        points = merged
    return points


def _inside(roads: list[Line], county: Polygon | MultiPolygon) -> list[Line]:
    kept = []
    for road in roads:
        for part in shapely.get_parts(road.geometry.intersection(county)):
            if part.geom_type == "LineString" and part.length > 50.0:
                kept.append(Line(part, road.category, road.name))
    return kept


def _village_names(chance: np.random.Generator, count: int) -> tuple[str, ...]:
    pairs = [(a, b) for a in words.VILLAGE_FIRST for b in words.VILLAGE_SECOND]
    order = chance.permutation(len(pairs))[:count]
    return tuple(f"{pairs[at][0]}{pairs[at][1]}村" for at in order)
