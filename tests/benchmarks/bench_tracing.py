"""Ways that follow the mouse: 100,000 roads that meet, 60 winding rivers, borders of 500 grids.

``python -m tests.benchmarks.bench_tracing`` prints what it costs to make the lines ready (once a
snapshot), to begin at a place (once a click, or where the cursor leaves the ground known so far),
and to follow the cursor (each move), near and far, the shortest way and the other way round.
Medians and 95th percentiles; nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import time

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from gridstudio.geometry.linework import Linework
from gridstudio.geometry.snapping import LineTarget
from gridstudio.geometry.tracing import Tracer
from tests.benchmarks.division_case import division_case

WEST, SOUTH, WIDE, HIGH = 112.0, 35.0, 0.66, 0.36
"""A county of 60 × 40 km."""
ACROSS, VERTICES = 224, 7
MOVES, CLICKS = 30, 8
REACH_PX = 10.0
VIEWS = {"street (1 m/px)": 1.0, "town (5 m/px)": 5.0, "district (20 m/px)": 20.0}


def streets() -> NDArray[np.object_]:
    """A crooked raster of ways from junction to junction, 100,000 of them."""
    chance = np.random.default_rng(1)
    x, y = np.meshgrid(np.linspace(0, 1, ACROSS), np.linspace(0, 1, ACROSS))
    junctions = np.stack([x, y], axis=-1) + chance.normal(0, 0.0006, (ACROSS, ACROSS, 2))
    pairs = [
        (junctions[:, :-1].reshape(-1, 2), junctions[:, 1:].reshape(-1, 2)),
        (junctions[:-1].reshape(-1, 2), junctions[1:].reshape(-1, 2)),
    ]
    start, end = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    share = np.linspace(0, 1, VERTICES)[None, :, None]
    lines = start[:, None] + share * (end - start)[:, None]
    lines[:, 1:-1] += chance.normal(0, 0.0002, lines[:, 1:-1].shape)
    return shapely.linestrings(np.round(lines * (WIDE, HIGH) + (WEST, SOUTH), 9))


def rivers(count: int = 60, vertices: int = 2_000) -> NDArray[np.object_]:
    chance = np.random.default_rng(2)
    along = np.linspace(0, 1, vertices)
    lines = np.empty((count, vertices, 2))
    lines[:, :, 0] = along
    lines[:, :, 1] = chance.uniform(0, 1, (count, 1)) + 0.01 * np.sin(40 * along)
    lines += chance.normal(0, 0.0001, lines.shape)
    return shapely.linestrings(np.round(lines * (WIDE, HIGH) + (WEST, SOUTH), 9))


def target(kind: str, shapes: NDArray[np.object_]) -> LineTarget:
    texts = (np.full(len(shapes), text, dtype=object) for text in (kind, ""))
    return LineTarget(Linework(shapes), *texts)


def main() -> None:
    roads, waters = streets(), rivers()
    grids = [shapely.MultiPolygon([shape]) for shape in division_case(10, 500, 200).areas]
    begun = time.perf_counter()
    kinds = [
        target("border", np.array(grids, dtype=object)), target("road", roads),
        target("water", waters),
    ]  # fmt: skip
    edges = sum(len(one.work.near((-180.0, -90.0, 180.0, 90.0))) for one in kinds)
    ready = (time.perf_counter() - begun) * 1000
    print(f"{len(roads):,} roads, {edges:,} edges made ready in {ready:.0f} ms")
    chance = np.random.default_rng(3)
    spots = shapely.get_coordinates(roads)
    tree = cKDTree(spots)
    for name, metre_per_px in VIEWS.items():
        for other in (False, True):
            first, moves, found = [], [], 0
            for _click in range(CLICKS):
                tracer = Tracer(kinds)
                start = spots[chance.integers(len(spots))]
                for step in range(MOVES):
                    away = 20.0 * metre_per_px * (step + 1) / 111_320.0
                    cursor = start + np.array([away, away / 3])
                    ends = [tuple(at.tolist()) for at in (start, spots[tree.query(cursor)[1]])]
                    began = time.perf_counter()
                    way = tracer.way(*ends, REACH_PX * metre_per_px, other=other)
                    took = (time.perf_counter() - began) * 1000
                    (first if step == 0 else moves).append(took)
                    found += way is not None
            middle, high, most = np.percentile(moves, [50, 95, 100])
            print(
                f"{name:20} {'other way' if other else 'shortest':9}"
                f"  begin {np.median(first):6.1f} ms"
                f"  move {middle:6.2f}, p95 {high:6.2f}, most {most:6.1f} ms  ({found} ways)"
            )


if __name__ == "__main__":
    main()
