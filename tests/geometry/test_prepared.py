from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import shapely

from gridstudio.geometry.prepared import contains_points, covers_points, prepared

RING = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2))
SPOTS = np.array([[3, 3], [4, 2], [1.5, 1.5], [1, 1.5], [5, 5], [0, 0], [np.nan, 1]])


@pytest.mark.parametrize("count", [0, 3, len(SPOTS)])
def test_a_border_counts_as_covered_and_not_as_contained(count: int) -> None:
    assert covers_points(RING, SPOTS[:count]).tolist() == [
        *[True, True, False, True, False, True, False][:count]
    ]
    assert contains_points(RING, SPOTS[:count]).tolist() == [
        *[True, False, False, False, False, False, False][:count]
    ]


def test_few_points_and_many_are_judged_alike() -> None:
    spots = np.random.default_rng(3).uniform(-1, 5, (200, 2)).round(1)
    for judge in (covers_points, contains_points):
        one_by_one = [bool(judge(RING, spots[at : at + 1])[0]) for at in range(len(spots))]
        assert judge(RING, spots).tolist() == one_by_one


def test_the_shape_itself_is_never_prepared() -> None:
    shape = shapely.box(0, 0, 1, 1)
    ready = prepared(shape)
    covers_points(shape, SPOTS)
    contains_points(shape, SPOTS)
    assert shapely.is_prepared(ready) and not shapely.is_prepared(shape)
    assert ready.equals(shape)


TWO_THREADS = """
import threading
import numpy as np, shapely
from gridstudio.geometry.prepared import prepared

chance = np.random.default_rng(1)
lines = np.array([shapely.linestrings(chance.random((3, 2))) for _ in range(1000)])
turn = np.linspace(0, 2 * np.pi, 400)[:-1]
for _ in range(300):
    far = 0.3 + 0.02 * chance.random(399)
    shape = shapely.Polygon(np.column_stack([0.5 + far * np.cos(turn), 0.5 + far * np.sin(turn)]))
    start = threading.Barrier(2)

    def ask():
        own = prepared(shape)
        start.wait()
        shapely.covers(own, lines)

    other = threading.Thread(target=ask)
    other.start()
    ask()
    other.join()
"""


def test_two_threads_can_ask_one_shape_at_once() -> None:
    """In a program of its own, since what goes wrong here ends the program."""
    assert subprocess.run([sys.executable, "-c", TWO_THREADS], timeout=120).returncode == 0
