"""Who owns a position, on drawn cases: inside, on borders, on nodes, in holes and exclaves."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.area_index import FEW_POINTS
from gridstudio.geometry.ownership import owners_by_position
from tests.geometry.drawn import drawn

CASES = {
    # Nodes of four areas at (1, 1), of three at (2, 1).
    "nodes": """
        ABB
        CDB
        """,
    "hole": """
        AAA
        AHA
        AAA
        """,
    "exclave": "ABAB",
    "island in open ground": """
        .....
        .AB..
        .....
        """,
    "parts that touch in a node": """
        AB
        BA
        """,
    "collinear borders": """
        AABB
        CCCC
        """,
}


def by_hand(picture: str, lon: float, lat: float, names: dict[str, int]) -> int:
    """The lowest id of the cells that touch a position, by counting squares."""
    rows = [line.strip() for line in picture.strip().splitlines()]
    found = []
    for down, line in enumerate(rows):
        for across, letter in enumerate(line):
            south = len(rows) - 1 - down
            if across <= lon <= across + 1 and south <= lat <= south + 1:
                found.append(names[letter])
    return min(found, default=0)


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("picture", CASES.values(), ids=CASES.keys())
def test_every_half_step_belongs_to_the_lowest_id_that_touches(picture: str, many: bool) -> None:
    """Positions inside, on every border and on every node; few are tested one by one, many by the
    raster."""
    coverage, names = drawn(picture)
    held = coverage.children(1)
    shapes = np.empty(len(held), dtype=object)
    shapes[:] = [child.geometry for child in held]
    ids = np.array([child.id for child in held])
    steps = np.stack(np.meshgrid(np.arange(-1, 13) / 2, np.arange(-1, 9) / 2), axis=-1)
    points = steps.reshape(-1, 2)
    expected = [by_hand(picture, lon, lat, names) for lon, lat in points.tolist()]
    if many:
        times = FEW_POINTS // len(points) + 2
        points, expected = np.tile(points, (times, 1)), expected * times
    backwards = np.arange(len(ids))[::-1]
    for order in (np.arange(len(ids)), backwards):
        owners = owners_by_position(points, shapes[order], ids[order])
        assert owners.tolist() == expected
