"""Edges and faces on drawn cases: holes, exclaves, islands, shared nodes, collinear borders."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from gridstudio.geometry.rings import (
    Edge,
    all_nodes,
    edges,
    faces,
    inner_point,
    node_of,
    point_of,
    put_together,
    rebuilt,
    rings,
    taken_apart,
    together,
    undirected,
)
from tests.geometry.drawn import cells, drawn

E9 = 1_000_000_000


def test_a_node_is_its_position_in_the_file() -> None:
    for place in ((112.123456789, 35.987654321), (-0.1, 0.3), (179.999999999, -89.999999999)):
        assert point_of(node_of(place)) == place
    assert node_of((0.1 + 0.2, 1e-10)) == (300_000_000, 0)


@pytest.mark.parametrize(
    ("picture", "letter", "count", "rings"),
    [
        ("AAB", "A", 6, 1),  # a node in the middle of its border is one, though it is straight
        (
            """
            AAA
            AHA
            AAA
            """,
            "A",
            16,
            2,
        ),
        ("ABA", "A", 8, 2),  # an exclave
        (
            """
            AB
            BA
            """,
            "A",
            8,
            2,  # two parts that touch in a node
        ),
    ],
)
def test_edges_and_nodes(picture: str, letter: str, count: int, rings: int) -> None:
    shape = cells(picture)[letter]
    assert len(edges(shape)) == count
    parts = shapely.get_parts(shape)
    assert len(shapely.get_rings(parts)) == rings
    assert len(all_nodes(shape)) == count - (1 if picture.split() == ["AB", "BA"] else 0)


@pytest.mark.parametrize(
    "picture",
    [
        "AABB",
        """
        AAB
        CAB
        CCD
        """,
        """
        AAAA
        ABCA
        AAAA
        """,
        """
        ABAB
        BABA
        """,
        """
        AAAAA
        ABBBA
        ABCBA
        ABBBA
        AAAAA
        """,
    ],
)
def test_edges_of_a_coverage_cancel_to_its_outline(picture: str) -> None:
    coverage, _names = drawn(picture)
    left: set[object] = set()
    for held in coverage.grounds.values():
        left ^= edges(held.geometry)
    assert left == set()
    county = coverage[1].geometry
    joined = together(child.geometry for child in coverage.children(1))
    assert edges(joined) == edges(county) and joined.equals(county)


def test_together_leaves_a_hole_that_nobody_fills_and_an_island_in_it() -> None:
    shapes = cells(
        """
        AAAAA
        A...A
        A.I.B
        A...B
        BBBBB
        """
    )
    joined = together([shapes["A"], shapes["B"], shapes["I"]])
    assert joined.area == pytest.approx(17)
    assert sorted(len(part.interiors) for part in joined.geoms) == [0, 1]


def test_faces_of_noded_edges_and_loose_ends() -> None:
    square = [(0, 0), (E9, 0), (E9, E9), (0, E9), (0, 0)]
    border = list(zip(square, square[1:], strict=False))
    loose = [((0, 0), (E9 // 2, E9 // 2))]
    (face,) = faces(border + loose)
    assert face.area == pytest.approx(1)
    assert faces([]) == []


def test_a_ring_that_is_dropped_takes_its_holes_along() -> None:
    shape = MultiPolygon(
        [
            Polygon(shapely.box(0, 0, 4, 4).exterior, [shapely.box(1, 1, 2, 2).exterior]),
            shapely.box(9, 9, 10, 10),
        ]
    )
    kept = rebuilt(
        shape,
        lambda ring: (
            None if ring[:, 0].max() > 3 and len(ring) == 5 and ring[:, 0].max() < 5 else ring
        ),
    )
    assert kept.area == pytest.approx(1) and len(kept.geoms) == 1
    without = rebuilt(shape, lambda ring: None if ring[:, 0].max() == 2 else ring)
    assert without.area == pytest.approx(17)


def test_a_point_inside_is_no_hair_beside_the_border() -> None:
    """Halfway up this face two nodes lie 2e-9 degrees apart, and the widest place between them is
    the wedge that they make with the edge from one to the other."""
    face = shapely.Polygon([(0, 3), (0, 5), (4, 5), (4, 4), (0.5, 4.000000002), (0.5, 3)])
    assert face.boundary.distance(face.representative_point()) < 1e-8
    assert face.contains(inner_point(face))
    assert face.boundary.distance(inner_point(face)) > 0.1
    hair = shapely.box(0, 0, 1, 1e-9)
    assert hair.contains(inner_point(hair)), "as well as it can be"


def test_edges_that_are_remembered_are_nobodys_to_change() -> None:
    shape = MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)])
    mine, expected = edges(shape), edges(shape)
    mine.clear()
    assert edges(shape) == expected and len(expected) == 8
    listed: set[Edge] = set()
    for ring in rings(shape):
        row = [node_of(point) for point in ring]
        listed |= {undirected(start, end) for start, end in zip(row, row[1:], strict=False)}
    assert edges(shape) == listed


def test_shapes_come_apart_and_together_again() -> None:
    holed = box(0, 0, 4, 4).difference(box(1, 1, 2, 2))
    shape = MultiPolygon([holed, box(5, 0, 6, 1)])
    again = put_together([[ring.points for ring in part] for part in taken_apart(shape)])
    assert again.equals_exact(shape, 0.0) and taken_apart(shape) is taken_apart(shape)
    for part in taken_apart(shape):
        for ring in part:
            assert [*ring.nodes, ring.nodes[0]] == [node_of(point) for point in ring.points]
