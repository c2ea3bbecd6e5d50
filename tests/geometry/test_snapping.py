"""Snapping: what comes first, from how far, and that it gives what is stored.

::

    6 |            road R1 (2,6)
      |             |
    4 | n-----n-----+-----n      border, from (0,4) to (6,4), with nodes at 0, 2, 6
      |             |
    2 |      x      |      road's corner at (4,2)
      |             +------------ R1 goes east
    0 |  customer at (1, 0), site at (5, 0)
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon

from gridstudio.geometry.linework import Linework
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.point_index import build_index
from gridstudio.geometry.snapping import (
    LineTarget,
    PointTarget,
    Snap,
    met,
    snapped,
)
from tests.geometry.drawn import drawn

PICTURE = """
    AABB
    AACB
    DDDD
    """
SHAPES = np.array([ground.geometry for ground in drawn(PICTURE)[0].grounds.values()], dtype=object)
UNIT = 0.01
"""Degrees to a unit of the picture above, from (112, 35)."""
PX = 20.0


def target(shapes: object, kind: str = "border", name: str = "") -> LineTarget:
    listed = np.asarray(shapes, dtype=object).reshape(-1)
    texts = [np.full(len(listed), text, dtype=object) for text in (kind, name)]
    return LineTarget(Linework(listed), *texts)


def line(*corners: tuple[float, float]) -> LineString:
    return LineString([place(*corner) for corner in corners])


def place(x: float, y: float) -> tuple[float, float]:
    return round(112 + UNIT * x, 9), round(35 + UNIT * y, 9)


def metres(x: float, y: float, *, right_px: float = 0, up_px: float = 0) -> tuple[float, float]:
    east, north = to_xy(np.array(place(x, y))).tolist()
    return east + right_px * PX, north + up_px * PX


def points(kind: str, *at: tuple[float, float]) -> PointTarget:
    lonlat = np.array([place(*one) for one in at])
    return PointTarget(kind, build_index(to_xy(lonlat)), lonlat, lambda row: f"{kind} {row}")


LINES = [
    target([line((0, 4), (2, 4), (6, 4))]),
    target([line((4, 6), (4, 2), (9, 2))], "road", "R1"),
]
POINTS = [points("customer", (1, 0)), points("site", (5, 0))]


def at(x: float, y: float, *, without: tuple[str, ...] = (), **off: float) -> Snap:
    return snapped(metres(x, y, **off), 10 * PX, LINES, POINTS, without)


def test_each_kind_is_met_and_named() -> None:
    assert at(2, 4, right_px=6).kind == "node"
    assert at(3, 4, up_px=6).kind == "border"
    assert at(4, 5, right_px=6) == Snap("road", at(4, 5).xy, at(4, 5).lonlat, "R1")
    assert at(4, 2, right_px=4, up_px=-3).lonlat == place(4, 2)
    crossing = at(4, 4, right_px=4, up_px=3)
    assert (crossing.kind, crossing.lonlat, crossing.name) == ("crossing", place(4, 4), "R1")
    assert at(1, 0, right_px=3).name == "customer 0"
    assert at(5, 0, right_px=3).name == "site 0"
    assert at(1, 2).kind == ""


def test_customers_and_corners_pull_from_less_far() -> None:
    assert at(1, 0, right_px=4.9).kind == "customer" and at(1, 0, right_px=5.1).kind == ""
    assert at(5, 0, right_px=9.9).kind == "site" and at(5, 0, right_px=10.1).kind == ""
    assert at(4, 2, up_px=5.9).lonlat == place(4, 2) and at(4, 2, up_px=6.1).lonlat != place(4, 2)


def test_the_order_of_kinds() -> None:
    busy = [*LINES, target([line((2.005, 6), (2.005, 2))], "road")]
    assert snapped(metres(2, 4, up_px=9), 10 * PX, busy).kind == "node"
    assert snapped(metres(2, 4, up_px=9), 10 * PX, busy, without=["node"]).kind == "border"
    on_node = [points("site", (2, 4))]
    assert snapped(metres(2, 4), 10 * PX, LINES, on_node).kind == "node"
    on_border = [points("customer", (3, 4))]
    assert snapped(metres(3, 4, up_px=2), 10 * PX, LINES, on_border).kind == "customer"
    along = [target([line((2.5, 4.002), (3.5, 4.002))], "road"), *LINES]
    assert snapped(metres(3, 4, up_px=2), 10 * PX, along).kind == "border", "not the nearer road"


def test_what_is_not_wanted_does_not_count() -> None:
    assert at(4, 4, without=("crossing",)).kind == "border"
    assert at(4, 4, without=("road",)).kind == "border"
    assert at(4, 5, without=("road",)).kind == ""
    assert at(2, 4, without=("node",)).kind == "border"
    assert at(3, 4, without=("border",)).kind == ""
    assert at(2, 4, without=("border",)).kind == "node"
    assert at(4, 4, without=("border",)).kind == "road"
    assert at(1, 0, without=("customer",)).kind == ""


def test_borders_alone_have_no_crossings() -> None:
    crossed = [target([line((0, 0), (2, 2)), line((0, 2), (2, 0))])]
    assert snapped(metres(1, 1), 10 * PX, crossed).kind == "border"


def test_a_node_is_found_exactly_as_it_is_stored() -> None:
    west, south = 112.123456789, 35.987654321
    borders = [target([MultiPolygon([shapely.box(west, south, west + 0.1, south + 0.1)])])]
    x, y = to_xy(np.array([west, south])).tolist()
    found = snapped((x + 3, y - 2), 5.0, borders)
    assert (found.kind, found.lonlat, found.xy) == ("node", (west, south), (x, y))


@pytest.mark.parametrize("share", [0.11, 0.5, 0.87])
def test_a_spot_of_a_long_edge_lies_on_the_edge_as_it_is_stored(share: float) -> None:
    """A kilometre and more apart the straight line on the map is not the one in degrees."""
    start, end = np.array([112.0, 35.0]), np.array([112.9, 35.7])
    foot = to_xy(start) + share * (to_xy(end) - to_xy(start))
    found = snapped((foot[0] + 40, foot[1]), 200.0, [target([LineString([start, end])])])
    assert found.kind == "border"
    assert LineString([start, end]).distance(shapely.Point(found.lonlat)) < 1e-9
    assert np.round(found.lonlat, 9).tolist() == list(found.lonlat)


def test_nothing_near_is_nothing_and_no_shapes_are_fine() -> None:
    far = to_xy(np.array([50.0, 50.0])).tolist()
    for lines in ([target(SHAPES)], [], [target([MultiPolygon()])]):
        found = snapped((far[0], far[1]), 10.0, lines)
        assert found.kind == "" and found.xy == (far[0], far[1])
    assert snapped(metres(2, 4), 0.0, LINES).kind == "", "no tolerance, no snapping"


@settings(deadline=None, max_examples=150)
@given(st.floats(-0.5, 4.5), st.floats(-0.5, 3.5), st.floats(1000, 60_000))
def test_the_nearest_is_found_as_by_a_plain_search(lon: float, lat: float, reach: float) -> None:
    x, y = to_xy(np.array([lon, lat])).tolist()
    found = snapped((x, y), reach, [target(SHAPES)])
    nodes = to_xy(shapely.get_coordinates(SHAPES))
    away = float(np.hypot(*(nodes - (x, y)).T).min())
    lines = [shapely.transform(shape.boundary, to_xy) for shape in SHAPES]
    edge = min(line.distance(shapely.Point(x, y)) for line in lines)
    if away <= reach * (1 - 1e-6):
        assert found.kind == "node"
        assert np.hypot(found.xy[0] - x, found.xy[1] - y) <= away + 1e-3
    elif away > reach * (1 + 1e-6) and edge <= reach * (1 - 1e-6):
        assert found.kind == "border"
        # The spot lies on the stored edge, which on a map of degrees a side is 200 m off.
        assert abs(np.hypot(found.xy[0] - x, found.xy[1] - y) - edge) < 300
    elif min(away, edge) > reach * (1 + 1e-6):
        assert found.kind == ""


def straight_to(x: float, y: float, **off: float) -> Snap:
    """The end of a line, that has snapped to nothing."""
    return snapped(metres(x, y, **off), 0.0, [])


def test_a_line_meets_the_edge_at_its_end_on_the_line() -> None:
    """From (1, 2) upwards to the border at 4, a little before or behind it."""
    for off in (-8.0, 8.0):
        found = met(place(1, 2), straight_to(1, 4, up_px=off), 10 * PX, LINES)
        assert (found.kind, found.lonlat) == ("border", place(1, 4))
        assert found.edge == (place(0, 4), place(2, 4))
    far = straight_to(1, 4, up_px=-12)
    assert met(place(1, 2), far, 10 * PX, LINES) == far
    end = straight_to(1, 4, up_px=-8)
    assert met(place(1, 2), end, 10 * PX, LINES, ["border"]) == end
    beside = straight_to(6, 4, right_px=8, up_px=-3)
    assert met(place(6.05, 2), beside, 10 * PX, LINES) == beside, "the border ends before"
    assert met(place(1, 2), straight_to(1, 2), 10 * PX, LINES).kind == "", "no line at all"


def test_where_a_slanting_line_meets_it_is_on_both() -> None:
    end = straight_to(5, 4, up_px=5)
    found = met(place(1, 1), end, 10 * PX, LINES)
    edge = line((2, 4), (6, 4))
    assert found.kind == "border" and edge.distance(shapely.Point(found.lonlat)) < 1e-9
    drawn_line = LineString([place(1, 1), end.lonlat])
    assert drawn_line.distance(shapely.Point(found.lonlat)) < 2e-9
