"""Lines brought into drawn coverages: the same nodes for all who share a border, at every level."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.noding import Noded, crossings, node_line, rings_noded, touching_noded
from gridstudio.geometry.reshaping import insert_node, move_node
from gridstudio.geometry.rings import all_nodes, edges, node_of, rings
from tests.geometry.drawn import after, drawn, line


def noded(coverage: Coverage, *points: tuple[float, float]) -> Noded:
    """With a line in all areas; nothing but nodes has come."""
    result = node_line(coverage, coverage.grounds.values(), line(*points))
    assert check(result.coverage) == []
    for key, ground in result.coverage.grounds.items():
        moved = ground.geometry.symmetric_difference(coverage[key].geometry).area
        assert moved < 1e-8, "no border has moved"
    return result


def has(result: Noded, names: dict[str, int], letters: str, spot: tuple[float, float]) -> None:
    """Assert that these areas have a node at a spot, and no others."""
    found = {
        name
        for name, key in names.items()
        if node_of(spot) in all_nodes(result.coverage[key].geometry)
    }
    assert found == {*letters.split()}


def test_a_crossing_is_a_node_of_all_who_share_the_border() -> None:
    before, names = drawn("AABB\nAABB", "PPQQ\nPPQQ")
    result = noded(before, (0.5, 0.5), (3.5, 0.5))
    has(result, names, "A B P Q", (2.0, 0.5))
    assert len(result.line) == 2


@pytest.mark.parametrize(
    ("picture", "letters"),
    [("AA\nBC", "A B C"), ("AB\nCD", "A B C D")],
    ids=["three areas", "four areas"],
)
def test_a_line_through_a_shared_node_makes_no_new_one(picture: str, letters: str) -> None:
    before, names = drawn(picture)
    result = noded(before, (0.25, 0.25), (1.75, 1.75))
    has(result, names, letters, (1.0, 1.0))
    assert result.changed == () and len(result.line) == 2


def test_a_line_along_collinear_borders_is_cut_at_their_nodes() -> None:
    before, names = drawn("AABB\nCCDD")
    result = noded(before, (0.5, 1), (3.5, 1))
    has(result, names, "A C", (0.5, 1.0))
    has(result, names, "B D", (3.5, 1.0))
    along = set(result.line)
    borders = set().union(*(edges(g.geometry) for g in result.coverage.grounds.values()))
    assert along <= borders and len(along) == 4


def test_antiparallel_lines_are_the_same_edges() -> None:
    before, _names = drawn("AB\nCD")
    there = noded(before, (-0.5, 0.3), (2.5, 1.7))
    back = noded(before, (2.5, 1.7), (-0.5, 0.3))
    assert set(there.line) == set(back.line)
    assert {k: g.geometry.wkb for k, g in there.coverage.grounds.items()} == {
        k: g.geometry.wkb for k, g in back.coverage.grounds.items()
    }


def test_holes_islands_and_exclaves_get_their_nodes() -> None:
    before, names = drawn("AAAAA\nA...A\nA.A.A\nA...A\nAAAAA")
    result = noded(before, (-1, 2.5), (6, 2.5))
    for lon, letters in ((0, "A county"), (1, "A ."), (2, "A ."), (3, "A ."), (5, "A county")):
        has(result, names, letters, (float(lon), 2.5))
    assert len(result.line) == 7


def test_an_end_beside_a_border_by_less_than_the_grid_lies_on_it() -> None:
    before, names = drawn("AB")
    result = noded(before, (0.5, 0.5), (1.000000001, 0.5))
    has(result, names, "A B", (1.000000001, 0.5))


@pytest.mark.parametrize(
    ("points", "found"),
    [
        ([(0, 0), (1, 1), (2, 0)], []),
        ([(0, 0), (0, 0), (1, 1)], []),
        ([(0, 0), (2, 2), (2, 0), (0, 2)], [(1, 1)]),
        ([(0, 0), (2, 0), (2, 1), (1, 1), (1, 0)], [(1, 0)]),
        ([(0, 0), (2, 0), (1, 0)], [(2, 0), (1, 0)]),
        ([(0, 0)], []),
    ],
    ids=["simple", "stays", "crosses", "touches", "turns back", "point"],
)
def test_a_line_that_meets_itself_is_found(
    points: list[tuple[float, float]], found: list[tuple[float, float]]
) -> None:
    assert sorted(crossings(np.array(points, dtype=np.float64))) == sorted(found)


def test_a_border_moved_onto_a_node_gets_that_node() -> None:
    before, names = drawn("AAAB\nA.AB\nAAAB")
    inserted, spot = insert_node(before, (3.0, 1.5), 0.01)
    before = after(before, inserted)
    # The border between A and B is pulled over the corner of the hole, as near as can be.
    edit = touching_noded(before, move_node(before, spot, (2.0, 1.5)))
    for name in (".", "A", "B"):
        assert node_of((2.0, 1.5)) in all_nodes(after(before, edit)[names[name]].geometry)


@pytest.mark.parametrize("beside", [(1e-9, 0.0), (1e-9, -1e-9), (2e-9, 2e-9), (-1e-9, 1e-9)])
def test_a_vertex_beside_a_node_is_that_node(beside: tuple[float, float]) -> None:
    """Before, borders that meet in a node got the vertex as well and ran there to and fro."""
    before, names = drawn("AB\nCD")
    at = 1 + beside[0], 1 + beside[1]
    result = noded(before, (0.25, 0.5), at, (0.5, 0.25))
    has(result, names, "A B C D", (1.0, 1.0))
    ends = {node for edge in result.line for node in edge}
    assert node_of(at) not in ends and node_of((1.0, 1.0)) in ends


def test_rings_of_a_region_that_touch_have_a_node_there() -> None:
    outline = shapely.Polygon(
        [(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 2), (4, 2.5), (1, 3)], [(1, 2.5), (0.5, 2), (0, 3)]]
    )
    beside = shapely.Polygon([(4, 1), (5, 0), (5, 2)])
    region = shapely.MultiPolygon([outline, beside])
    result = rings_noded(region)
    assert result.equals(region)
    for spot in ((4, 2.5), (0, 3), (1, 2.5), (4, 1)):
        touching = [ring for ring in rings(result) if node_of(spot) in map(node_of, ring)]
        assert len(touching) == 2, spot
