"""Ground is conserved: what one area loses another gains, at every level, to a millionth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely

from gridstudio.geometry.coverage import Coverage, CoverageEdit
from gridstudio.geometry.cutting import draw, split
from gridstudio.geometry.generalising import Borders
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.joining import give_back, merge
from gridstudio.geometry.mending import mend
from gridstudio.geometry.reshaping import insert_node, move_node
from gridstudio.geometry.transferring import carve, reshape, take
from tests.geometry.drawn import COUNTY, after, drawn, line

FIRST = """
    AAAB.
    AIAB.
    AAACC
    """
SECOND = """
    PPQR_
    P_Q._
    TTQSS
    """
LONG_DEG = 0.005
Act = Callable[[Coverage, dict[str, int]], CoverageEdit]


def polygon(*corners: tuple[float, float]) -> shapely.Polygon:
    return shapely.Polygon(corners)


ACTS: dict[str, Act] = {
    "draw": lambda c, n: draw(c, COUNTY, line((4, 1.2), (5, 1.2), (5, 2.7), (4, 2.7))),
    "split": lambda c, n: split(c, n["A"], line((-1, 2.3), (4, 2.6))),
    "merge": lambda c, n: merge(c, [n["A"], n["B"]]),
    "merge over a hole": lambda c, n: merge(c, [n["A"], n["I"]]),
    "delete": lambda c, n: give_back(c, [n["I"]]),
    "move a node of three": lambda c, n: move_node(c, (3.0, 1.0), (3.2, 1.3)),
    "bend": lambda c, n: insert_node(c, (3.0001, 2.5), 0.01)[0],
    "reshape": lambda c, n: reshape(c, 1, line((2.8, 2.5), (3.4, 2.1), (2.8, 1.6))),
    "carve": lambda c, n: carve(c, 1, polygon((1.5, 0.5), (4.2, 0.5), (4.2, 2.2), (1.5, 2.2))),
    "take": lambda c, n: take(c, n["I"], polygon((1.5, 0.6), (2.5, 0.6), (2.5, 1.8), (1.5, 1.8))),
    "simplify": lambda c, n: Borders(c, None).generalised(60_000.0).edit,
    "smooth": lambda c, n: Borders(c, None).generalised(20_000.0, smooth=True).edit,
    "mend": lambda c, n: mend(c).edit,
}


def sizes(coverage: Coverage) -> dict[int, float]:
    """Geodesic km² of each area; edges are straight in degrees, so long ones are cut up."""
    return {
        key: area_km2(shapely.segmentize(held.geometry, LONG_DEG))
        for key, held in coverage.grounds.items()
    }


@pytest.mark.parametrize("name", ACTS)
def test_each_level_is_as_large_as_the_one_above(name: str) -> None:
    before, names = drawn(FIRST, SECOND)
    result = after(before, ACTS[name](before, names))
    size, was = sizes(result), sizes(before)
    county = size[COUNTY]
    assert county == pytest.approx(was[COUNTY], rel=1e-6)
    for parent in result.grounds:
        children = result.children(parent)
        if children:
            below = sum(size[child.id] for child in children)
            assert abs(below - size[parent]) <= 1e-6 * county
    gained = {key: size.get(key, 0.0) - was.get(key, 0.0) for key in {*size, *was}}
    changes = np.array([gained[key] for key in gained if _level(result, before, key) == 1])
    assert abs(changes.sum()) <= 1e-6 * county


def _level(now: Coverage, was: Coverage, key: int) -> int:
    return (now if key in now.grounds else was)[key].level
