"""A stroke under the hand: what a move of the mouse costs, figures and warnings included.

Run by hand: ``python tests/benchmarks/bench_strokes.py [CUSTOMERS …] [--keep FOLDER]``. 500 grids
of about 200 vertices in districts, no window. Each gesture is drawn in the size of a grid and of a
district, its last corner moved about; then the hand rests. A line that is typed half, far outside
the county, is the last. Medians and 95th percentiles; nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from bench_drag import divided
from numpy.typing import NDArray
from random_gestures import in_districts

from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.draw import draw
from gridstudio.tools.gesture import MapEvent, Tool
from gridstudio.tools.holes import cut_hole
from gridstudio.tools.reshape import carve, reshape, take
from gridstudio.tools.split import split

MOVES, RESTS = 60, 8
GRID = 2


def event(kind: str, place: NDArray[np.float64], key: str = "") -> MapEvent:
    x, y = to_xy(place).tolist()
    button = "left" if kind == "press" else ""
    return MapEvent(kind, (x, y), 5.0, button, key)  # type: ignore[arg-type]


def drawn(tool: Tool, corners: NDArray[np.float64], step: float) -> dict[str, list[float]]:
    """Milliseconds of each move, and of each rest."""
    next(tool)
    for corner in corners[:-1]:
        tool.send(event("press", corner))
    random = np.random.default_rng(3)
    times: dict[str, list[float]] = {"move": [], "rest": []}
    for number in range(MOVES):
        place = corners[-1] + random.normal(0, step, 2)
        times["move"].append(timed(tool, event("move", place)))
        if number < RESTS:
            times["rest"].append(timed(tool, event("move", place)))
    tool.close()
    return times


def timed(tool: Tool, sent: MapEvent) -> float:
    start = time.perf_counter()
    tool.send(sent)
    return (time.perf_counter() - start) * 1000


def gestures(project: Project) -> dict[str, tuple[Tool, NDArray[np.float64], float]]:
    areas, context = project.areas(), ToolContext(project, GRID)
    context.standing()
    found = {}
    for word, key in (("grid", areas.at_level(GRID)[200]), ("district", areas.at_level(1)[5])):
        area = int(key)
        west, south, east, north = areas.geometry[areas.row(area)].bounds
        middle, size = (south + north) / 2, east - west
        ring = np.array([[west, south], [east, south], [east, north], [west, north]])
        across = np.array([[west - size / 50, middle], [east + size / 50, middle]])
        back = np.array([[west + size / 2, middle], [east + size / 9, middle], [west, south]])
        tools: dict[str, tuple[Callable[[], Tool], NDArray[np.float64]]] = {
            "draw": (lambda: draw(context), ring),
            "carve": (lambda: carve(context), ring),
            "take": (lambda area=area: take(context, area), ring + size / 5),
            "hole": (lambda: cut_hole(context), ring),
            "split": (lambda area=area: split(context, area), across),
            "reshape": (lambda: reshape(context), back),
        }
        for name, (make, corners) in tools.items():
            found[f"{name}, {word}"] = make(), corners, size / 100
    far = np.array([[west, south], [east, south], [1.0, 35.55]])
    return found | {"carve, far outside": (carve(context), far, 1e-3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("customers", nargs="*", type=int, default=[10_000])
    parser.add_argument("--keep", type=Path, help="make the files here and leave them for the next")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for customers in options.customers:
            path = (options.keep or Path(folder)) / f"gestures{customers}.gpkg"
            if not path.exists():
                divided(path, customers)
                with Project.open(path) as project:
                    in_districts(project)
            print(f"{customers:,} customers, ms        move: median   p95   rest: median   most")
            with Project.open(path, read_only=True) as project:
                for name, (tool, corners, step) in gestures(project).items():
                    times = drawn(tool, corners, step)
                    middle, high = np.percentile(times["move"], [50, 95])
                    rest = times["rest"]
                    print(
                        f"{name:24} {middle:18.1f} {high:6.1f} {np.median(rest):14.1f} "
                        f"{max(rest):6.1f}"
                    )


if __name__ == "__main__":
    main()
