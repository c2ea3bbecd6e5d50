"""A hand that rests with a border held: how long figures take that need more than sums, and for how
long the window does not answer meanwhile.

Run by hand: ``python tests/benchmarks/bench_rest.py [CUSTOMERS …] [--keep FOLDER]``. The real
window, offscreen, 1600 × 1000; 500 grids of about 200 vertices in twelve districts, 20,000 roads.
One figure of each kind is pinned. A node is dragged, first of grids, then of districts, with moves
as in ``bench_drag``, without such pins and with them; then the hand rests. Nothing is asserted:
machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import shapely
from bench_drag import GRID_LEVEL, GRIDS, LEFT, VERTICES, divided, inner_nodes, timed
from bench_indicators import ROADS, paved
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from random_gestures import in_districts

from gridstudio import app
from gridstudio.commands.indicators import all_indicators
from gridstudio.commands.pins import pin
from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.settings import Settings
from gridstudio.ui.main_window import MainWindow

MOVES, DRAGS, PATIENCE_MS = 30, 5, 10_000
QUICK = ["density", "class.AB"]
SLOW = ["administrative", "street_km", "store_greatest_km", "market.scale"]


def district_nodes(project: Project) -> list[tuple[float, float]]:
    """Nodes that two districts share, inside the county."""
    areas = project.areas()
    (county,) = areas.at_level(0).tolist()
    outer = {*map(tuple, shapely.get_coordinates(areas.geometry[areas.row(county)]).tolist())}
    shapes = areas.geometry[areas.index(areas.at_level(1))]
    points, times = np.unique(shapely.get_coordinates(shapes), axis=0, return_counts=True)
    shared = [(lon, lat) for lon, lat in points[times == 2].tolist() if (lon, lat) not in outer]
    return shared[:: len(shared) // DRAGS + 1]


def dragging(window: MainWindow, nodes: list[tuple[float, float]]) -> dict[str, list[float]]:
    """Milliseconds of each move, of each rest until all is found, and of the longest time in which
    the window does nothing else."""
    spent: dict[str, list[float]] = {"move": [], "rest": [], "longest": []}
    figures = window.parts.figures
    go_on: Callable[[], None] = figures._go_on
    steps: list[float] = []
    figures._next.timeout.disconnect()
    figures._next.timeout.connect(lambda: steps.append(timed(go_on)))
    for lon, lat in nodes:
        window.map.centre_on(lon, lat, metre_per_px=4.0)
        QTest.qWait(200)
        window.map.finish()
        window.gestures.nodes()
        QTest.qWait(300)
        x, y = window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
        at, view = QPoint(round(x), round(y)), window.map.viewport()
        QTest.mousePress(view, LEFT, pos=at)

        def step(number: int, at: QPoint = at) -> None:
            QTest.mouseMove(window.map.viewport(), at + QPoint(number, number // 2))
            QApplication.processEvents()

        spent["move"] += [timed(lambda number=number: step(number)) for number in range(1, MOVES)]
        steps.clear()
        begins = timed(figures._begin)
        for _turn in range(PATIENCE_MS):
            if figures._steps is None:
                break
            QTest.qWait(1)
        if steps:
            spent["rest"].append(begins + sum(steps))
            spent["longest"].append(max(begins, *steps))
        window.map.set_tool(None)
    figures._next.timeout.disconnect()
    figures._next.timeout.connect(go_on)
    return spent


def written(times: list[float]) -> str:
    if not times:
        return "–"
    return f"{np.median(times):.1f} / {np.percentile(times, 95):.1f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("customers", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="where the projects are kept")
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp())
    print(f"{os.cpu_count()} cores, {GRIDS} grids of about {VERTICES} vertices, {ROADS:,} roads")
    print("median / p95, ms; districts: 12")
    heads = ("move", "move, pinned", "rest, in all", "rest, longest")
    print(f"{'customers':>12}{'level':>11}" + "".join(f"{head:>16}" for head in heads))
    for count in chosen.customers:
        path = folder / f"rest{count}.gpkg"
        if not path.exists():
            divided(path, count)
            paved(path)
            with Project.open(path) as project:
                in_districts(project)
        measured(path, count)


def measured(path: Path, count: int) -> None:
    window = app._window(app._application(), Settings(language="en"), quiet=True)
    window.resize(1600, 1000)
    window.show()
    project = Project.open(path, read_only=False)
    project.back_up_ahead()
    window.session.attach(project)
    window.show_workspace("divide")
    for level, nodes in (
        (GRID_LEVEL, inner_nodes(project, DRAGS)),
        (1, district_nodes(project)),
    ):
        pin(project, QUICK)
        window.show_level(level)
        QTest.qWait(300)
        quick = dragging(window, nodes)
        all_indicators(project, project.map_data(), level)
        pin(project, [*QUICK, *SLOW])
        window.session.pinned.emit()
        slow = dragging(window, nodes)
        cells = quick["move"], slow["move"], slow["rest"], slow["longest"]
        print(f"{count:12,}{level:>11}" + "".join(f"{written(one):>16}" for one in cells))
    window.close()


if __name__ == "__main__":
    main()
