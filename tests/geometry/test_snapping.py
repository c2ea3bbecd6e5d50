"""Snapping: the nearest node, else the nearest spot of a border, as a plain search finds them."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon

from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.snapping import MAX_EDGE_M, Snapper, densified
from tests.geometry.drawn import drawn

PICTURE = """
    AABB
    AACB
    DDDD
    """
SHAPES = [ground.geometry for ground in drawn(PICTURE)[0].grounds.values()]


def test_a_node_is_found_exactly_as_it_is_stored() -> None:
    west, south = 112.123456789, 35.987654321
    snapper = Snapper([MultiPolygon([shapely.box(west, south, west + 0.1, south + 0.1)])])
    x, y = to_xy(np.array([west, south])).tolist()
    found = snapper.snap((x + 3, y - 2), 5.0)
    assert (found.kind, found.lonlat, found.xy) == ("node", (west, south), (x, y))


def test_nothing_near_is_nothing_and_no_shapes_are_fine() -> None:
    far = to_xy(np.array([50.0, 50.0])).tolist()
    for snapper in (Snapper(SHAPES), Snapper([]), Snapper([MultiPolygon()])):
        found = snapper.snap((far[0], far[1]), 10.0)
        assert found.kind == "" and found.xy == (far[0], far[1])


@settings(deadline=None, max_examples=150)
@given(st.floats(-0.5, 4.5), st.floats(-0.5, 3.5), st.floats(1000, 60_000))
def test_the_nearest_is_found_as_by_a_plain_search(lon: float, lat: float, reach: float) -> None:
    snapper = Snapper(SHAPES)
    x, y = to_xy(np.array([lon, lat])).tolist()
    found = snapper.snap((x, y), reach)
    nodes = to_xy(shapely.get_coordinates(SHAPES))
    away = float(np.hypot(*(nodes - (x, y)).T).min())
    lines = [shapely.transform(shape.boundary, to_xy) for shape in SHAPES]
    edge = min(line.distance(shapely.Point(x, y)) for line in lines)
    if away <= reach * (1 - 1e-6):
        assert found.kind == "node"
        assert np.hypot(found.xy[0] - x, found.xy[1] - y) <= away + 1.0
    elif away > reach * (1 + 1e-6) and edge <= reach * (1 - 1e-6):
        assert found.kind == "border"
        assert abs(np.hypot(found.xy[0] - x, found.xy[1] - y) - edge) < 1e-3
    elif min(away, edge) > reach * (1 + 1e-6):
        assert found.kind == ""


def test_long_edges_get_nodes_between_and_keep_their_ends() -> None:
    line = np.array([[112.0, 35.0], [112.1, 35.05], [112.1001, 35.05]])
    dense = densified(line)
    steps = np.hypot(*np.diff(to_xy(dense), axis=0).T)
    assert steps.max() <= MAX_EDGE_M * (1 + 1e-6)
    assert {tuple(point) for point in line.tolist()} <= {tuple(point) for point in dense.tolist()}
    ring = densified(line, closed=True)
    assert len(ring) > len(dense) and (ring[0] == line[0]).all() and (ring[-1] != line[0]).any()
