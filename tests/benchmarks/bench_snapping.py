"""Snapping: 1,000,000 customers, 500 grids of 200 vertices, 100,000 roads.

``python -m tests.benchmarks.bench_snapping [CUSTOMERS]`` prints how long each step of making the
indexes takes, and how long one mouse move takes at several scales, half of the moves in the crowd.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import shapely

from gridstudio.geometry.linework import Linework
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.point_index import build_index
from gridstudio.geometry.snapping import LineTarget, PointTarget, snapped
from tests.benchmarks.bench_shapes import roads
from tests.benchmarks.division_case import division_case

MOVES = 400
SCALES = (100.0, 30.0, 10.0, 3.0, 1.0)
TOLERANCE_PX = 10.0


def targets(customers: int) -> tuple[list[LineTarget], list[PointTarget]]:
    """The division and the roads on one ground."""
    case = division_case(customers, 500, 200)
    west, south = case.customers.min(axis=0)
    ways = roads()
    shifted = shapely.transform(ways.geometry, lambda xy: xy - xy_start(ways) + (west, south))
    lines = []
    for shapes, kind in ((case.areas, "border"), (shifted, "road")):
        names = np.full(len(shapes), "", dtype=object)
        made = LineTarget(Linework(shapes), np.full(len(shapes), kind, dtype=object), names)
        steps = made.work.ready()
        took = [timed(lambda: next(steps, None)) for _step in range(4)]  # noqa: B023
        print(f"{len(shapes):,} of kind {kind}: steps of", *(f"{ms:.0f} ms" for ms in took))
        lines.append(made)
    xy = to_xy(case.customers)
    print(f"{len(xy):,} customers: {timed(lambda: build_index(xy)):.0f} ms")
    return lines, [PointTarget("customer", build_index(xy), case.customers)]


def xy_start(ways: object) -> np.ndarray:
    return np.asarray(shapely.total_bounds(ways.geometry))[:2]  # type: ignore[attr-defined]


def timed(act: object) -> float:
    begun = time.perf_counter()
    act()  # type: ignore[operator]
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    lines, points = targets(customers)
    random = np.random.default_rng(5)
    lonlat = points[0].lonlat
    crowd = to_xy(lonlat[random.integers(0, len(lonlat), MOVES // 2)])
    country = to_xy(random.uniform(lonlat.min(axis=0), lonlat.max(axis=0), (MOVES // 2, 2)))
    spots = [(x, y) for x, y in np.vstack([crowd, country]).tolist()]
    for scale in SCALES:
        kinds: dict[str, int] = {}
        took = []
        for spot in spots:
            begun = time.perf_counter()
            found = snapped(spot, TOLERANCE_PX * scale, lines, points)
            took.append(1000 * (time.perf_counter() - begun))
            kinds[found.kind] = kinds.get(found.kind, 0) + 1
        median, late = np.percentile(took, [50, 95])
        print(f"{scale:5.0f} m/px  median {median:.2f} ms  p95 {late:.2f} ms  {kinds}")


if __name__ == "__main__":
    main()
