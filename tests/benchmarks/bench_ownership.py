"""Ownership by position: many customers against many winding grids, beside a plain loop.

Run by hand: ``python tests/benchmarks/bench_ownership.py [CUSTOMERS …]``. 500 grids whose borders
have about 200 vertices, half of them where customers are dense. The loop is the usual one in
shapely, bounding box first and then ``intersects_xy`` on the prepared area. Medians in one run;
compare the ratios, machines are noisy. Both answers are compared, customer by customer.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import shapely
from division_case import DivisionCase, division_case
from numpy.typing import NDArray

from gridstudio.geometry.area_index import areas_of

GRIDS, VERTICES, TIMES = 500, 200, 7


def looped(points: NDArray[np.float64], areas: NDArray[np.object_]) -> NDArray[np.int64]:
    """Area after area: who is in its box, and of those who is in it."""
    found = np.full(len(points), -1)
    lon, lat = points[:, 0].copy(), points[:, 1].copy()
    for at, area in enumerate(areas):
        west, south, east, north = area.bounds
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        near = near[found[near] < 0]
        shapely.prepare(area)
        found[near[shapely.intersects_xy(area, lon[near], lat[near])]] = at
    return found


Act = Callable[[NDArray[np.float64], NDArray[np.object_]], NDArray[np.int64]]


def median_s(act: Act, case: DivisionCase) -> float:
    """Of ``act`` on fresh areas each time: a prepared one is quicker than an edit finds it."""
    raw = shapely.to_wkb(case.areas)
    taken = []
    for _time in range(TIMES):
        areas = shapely.from_wkb(raw)
        start = time.perf_counter()
        act(case.customers, areas)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    counts = [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print(f"{os.cpu_count()} cores, {GRIDS} grids of about {VERTICES} vertices; medians, ms")
    print(f"{'customers':>12}{'all owners':>14}{'plain loop':>14}{'ratio':>8}  answers")
    for count in counts:
        case = division_case(count, GRIDS, VERTICES)
        ours, loop = median_s(areas_of, case), median_s(looped, case)
        same = (areas_of(case.customers, case.areas) == looped(case.customers, case.areas)).all()
        said = "equal" if same else "DIFFERENT"
        print(f"{count:12,}{ours * 1e3:14.1f}{loop * 1e3:14.1f}{loop / ours:8.1f}  {said}")


if __name__ == "__main__":
    main()
