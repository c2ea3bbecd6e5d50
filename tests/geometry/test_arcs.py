"""Borders taken apart into arcs, on drawn cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridstudio.geometry.arcs import arcs_of
from gridstudio.geometry.crossings import tangled
from tests.geometry.drawn import COUNTY, drawn

E9 = 1_000_000_000


@pytest.mark.parametrize(
    ("picture", "outer", "arcs", "rings"),
    [
        ("AABB", False, 1, 0),
        ("AABB", True, 3, 0),
        (
            """
            AB
            CD
            """,
            False,
            4,  # a node of four areas
            0,
        ),
        (
            """
            AAB
            AAB
            CCB
            """,
            False,
            3,  # a node of three
            0,
        ),
        (
            """
            AAA
            AHA
            AAA
            """,
            False,
            0,
            1,  # an island meets nothing
        ),
        (
            """
            AAAA
            ABCA
            AAAA
            """,
            False,
            3,  # two islands side by side: a lens of three arcs
            0,
        ),
        (
            """
            AAAA
            ABAA
            AABA
            AAAA
            """,
            False,
            2,  # parts that touch in a node: each a loop from it to itself
            0,
        ),
    ],
)
def test_arcs_end_where_borders_meet(picture: str, outer: bool, arcs: int, rings: int) -> None:
    coverage, _names = drawn(picture)
    found = arcs_of(coverage, 1, outer=outer)
    assert (found.rings, len(found) - found.rings) == (arcs, rings)
    edges = sum(len(chain) - 1 for chain in found.chains) + len(found.still)
    ends = {
        tuple(sorted(pair))
        for chain in found.chains
        for pair in zip(chain.tolist(), chain[1:].tolist(), strict=False)
    }
    assert edges == len(ends | {tuple(sorted(pair)) for pair in found.still.tolist()})


def test_a_locked_areas_border_is_in_no_arc_and_ends_those_of_others() -> None:
    coverage, names = drawn("AABBCC")
    held = replace(coverage[names["A"]], locked=True)
    locked = replace(coverage, grounds={**coverage.grounds, held.id: held})
    assert len(arcs_of(coverage, 1)) == 2 and len(arcs_of(locked, 1)) == 1


def test_areas_made_of_arcs_that_stay_are_what_they_were() -> None:
    coverage, _names = drawn(
        """
        AAB
        AHB
        CCC
        """
    )
    arcs = arcs_of(coverage, None, outer=True)
    points = [arcs.nodes_of(at) for at in range(len(arcs))]
    made = arcs.areas_with(points, range(len(arcs)))
    assert made.keys() == coverage.grounds.keys()
    for key, shape in made.items():
        assert shape.normalize().equals_exact(coverage[key].geometry.normalize(), 0)


def test_arcs_that_cross_or_lie_on_each_other_or_sweep_over_a_node_are_tangled() -> None:
    coverage, _names = drawn("ABC")
    arcs = arcs_of(coverage, 1)
    points = [arcs.nodes_of(at) for at in range(2)]
    assert tangled(arcs, points, [0, 1]) == set()
    first = min(range(2), key=lambda at: points[at][:, 0].min())
    start, end = points[first][0], points[first][-1]
    low, high = (start, end) if start[1] < end[1] else (end, start)

    def through(*middle: tuple[float, float]) -> list[np.ndarray]:
        line = np.array([low, *((x * E9, y * E9) for x, y in middle), high], dtype=np.int64)
        return [line if at == first else points[at] for at in range(2)]

    assert tangled(arcs, through((1.5, 0.5)), [first]) == set()
    assert tangled(arcs, through((2.5, 0.5)), [first]) == {first}, "across the other border"
    assert tangled(arcs, through((2, 0.5)), [first]) == {first}, "it touches the other border"
    assert tangled(arcs, through((2, 0), (2, 1)), [first]) == {first}, "it lies on it"
    assert tangled(arcs, through((1.5, -0.5)), [first]) == {first}, "out of the county"
    assert COUNTY == 1
