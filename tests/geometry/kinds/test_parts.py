"""Parts, simpler borders and ground around, of each kind of drawn coverage."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.geometry.arcs import arcs_of
from gridstudio.geometry.buffering import Source
from gridstudio.geometry.dividing import divide, require_divisible
from gridstudio.geometry.gathering import gathered
from gridstudio.geometry.generalising import Borders
from gridstudio.geometry.ground_area import areas_km2
from gridstudio.geometry.grouping import grouped
from gridstudio.geometry.halving import Load, halve
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.plane import Plane
from gridstudio.geometry.prepared import contains_points
from gridstudio.geometry.rings import Node, all_nodes, polygons
from tests.geometry.drawn import after
from tests.geometry.kinds.every import corners, every_kind, letters, of, of_level, pieces
from tests.geometry.kinds.kinds import conserves

NOBODY = np.empty((0, 2)), np.empty(0)


@pytest.mark.parametrize("n", [2, 3])
@every_kind("divide", "halve", "require_divisible", "parted")
def test_parts_are_even_connected_and_all_of_it(kind: str, n: int) -> None:
    coverage, names = of(kind)
    for letter in np.unique(letters(kind)).tolist():
        key = names[letter]
        whole = coverage[key].geometry
        assert require_divisible(coverage, key, n, *NOBODY) == ""
        edit = divide(coverage, key, n, *NOBODY)
        result = after(coverage, edit)
        conserves(coverage, result)
        new = [item.key for item in edit.added if item.level == 1]
        parts = [result[at].geometry for at in (key, *new)]
        assert len(parts) == n
        assert shapely.union_all(parts).symmetric_difference(whole).area < 1e-8
        plane = Plane.about(whole)
        sizes = np.array([plane.shape(part).area for part in parts])
        assert np.abs(sizes / sizes.sum() - 1 / n).max() < 0.05 / n
        apart = sum(len(part.geoms) for part in parts)
        assert apart <= len(whole.geoms) + n - 1, "no more pieces than cuts make"
        below = halve(plane.shape(whole), Load(*NOBODY), 1 / n, n)
        assert below.reached == pytest.approx(1 / n, abs=0.02)


@every_kind("grouped")
def test_groups_of_areas_hang_together_where_they_can(kind: str) -> None:
    coverage, _names = of(kind)
    shapes = [*of_level(coverage, 1).values()]
    group = grouped(shapes, np.array([shape.area for shape in shapes]), 2)
    assert sorted({*group.tolist()}) == [0, 1]
    for one in (0, 1):
        own = [shape for shape, at in zip(shapes, group, strict=True) if at == one]
        together = shapely.union_all(own)
        lone = max(len(polygons(shape)) for shape in own)
        assert len(polygons(MultiPolygon(polygons(together)))) <= lone


@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("tolerance_m", [1.0, 20_000.0, 80_000.0])
@every_kind("generalised", "smoothed", "between", "swept")
def test_simpler_borders_keep_every_area_every_junction_and_their_distance(
    kind: str, tolerance_m: float, smooth: bool
) -> None:
    coverage, names = of(kind)
    result = Borders(coverage, None).generalised(tolerance_m, smooth=smooth)
    now = after(coverage, result.edit)
    conserves(coverage, now)
    assert result.nodes_after <= result.nodes_before or smooth
    assert result.shift_m <= 1.01 * tolerance_m
    arcs = arcs_of(coverage, None)
    ends = {
        tuple(arcs.node[node].tolist()) for c in arcs.chains[: arcs.rings] for node in c[[0, -1]]
    }
    kept: set[Node] = set().union(*(all_nodes(held.geometry) for held in now.grounds.values()))
    assert ends <= kept, "where borders meet they meet still"
    for key, held in coverage.grounds.items():
        assert len(now[key].geometry.geoms) == len(held.geometry.geoms)
        was, there = (shapely.transform(each[key].geometry, to_xy) for each in (coverage, now))
        assert shapely.hausdorff_distance(was.boundary, there.boundary) <= 1.01 * tolerance_m
    # What one loses another gains: each piece is counted with both.
    parents = {held.parent for held in coverage.grounds.values()}
    turned = [
        MultiPolygon(polygons(now[key].geometry.symmetric_difference(held.geometry)))
        for key, held in coverage.grounds.items()
        if key not in parents
    ]
    passed_m2 = float(areas_km2(turned).sum()) * 1e6 / 2
    assert result.ground_m2 == pytest.approx(passed_m2, rel=0.02, abs=0.05)
    assert names["A"] in now.grounds


@every_kind("gathered")
def test_every_point_is_gathered_and_nothing_where_none_is(kind: str) -> None:
    """The middles of A's cells, in a plane with cells of 200 m; the others' middles stay."""
    grid = letters(kind)
    wanted = np.argwhere(grid == "A")[:, ::-1] * 200.0 + 100
    others = np.argwhere(grid != "A")[:, ::-1] * 200.0 + 100
    home = MultiPolygon(
        [
            shapely.box(x * 200, y * 200, x * 200 + 200, y * 200 + 200)
            for y, x in np.argwhere(grid == "B").tolist()[:1]
        ]
    )
    ground = gathered(wanted, others, home)
    assert ground.is_valid and contains_points(ground, wanted).all()
    assert gathered(wanted[:0], others, home).is_empty


@every_kind("within", "nearest", "Source")
def test_ground_within_a_distance_of_an_area_has_its_holes_and_pieces(kind: str) -> None:
    coverage, names = of(kind)
    source = Source(shapes=[coverage[names["A"]].geometry])
    around = source.within(1000.0)
    assert around.contains(coverage[names["A"]].geometry)
    for piece in pieces(kind):
        place = shapely.Point(piece.middle)
        assert around.contains(place) == (piece.letter == "A")
        away, spot = source.nearest(piece.middle)
        if piece.letter == "A":
            assert away == 0 and spot == pytest.approx(piece.middle)
        else:
            reach = coverage[names["A"]].geometry.distance(place)
            assert shapely.Point(spot).distance(place) == pytest.approx(reach, rel=0.02)
            assert 0.98 * 110_000 * reach < away < 1.02 * 111_700 * reach
    for corner, letters_here, _outer in corners(kind):
        assert around.contains(shapely.Point(corner)) == ("A" in letters_here)
