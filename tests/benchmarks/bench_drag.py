"""A border under the hand: what one move of the mouse costs, figures and overlay included.

Run by hand: ``python tests/benchmarks/bench_drag.py [CUSTOMERS …] [--keep FOLDER]``. The real
window, offscreen, 1600 × 1000; 500 grids whose borders have about 200 vertices, half of them in the
crowd; two figures are pinned and three have targets. A node is dragged, each move painted, and let
go: what the window does until it answers again counts. The first press tallies the level, the
others follow the edit before. Then edits of the same kind without a window, written and undone.
Medians and 95th percentiles; nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import shapely
from division_case import division_case
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shapely.geometry import MultiPolygon

from gridstudio import app
from gridstudio.canvas.demo_files import make_demo
from gridstudio.commands.areas import move_node
from gridstudio.commands.pins import pin
from gridstudio.commands.targets import set_targets
from gridstudio.domain.targets import Target
from gridstudio.errors import Refused
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.rings import together
from gridstudio.project import Project
from gridstudio.settings import Settings

GRIDS, VERTICES, MOVES, DRAGS, EDITS = 500, 200, 40, 5, 15
GRID_LEVEL = 2
LEFT = Qt.MouseButton.LeftButton


def divided(path: Path, customers: int) -> None:
    """The demo county with another division: one district, many winding grids."""
    make_demo(path, customers=customers)
    case = division_case(customers, GRIDS, VERTICES)
    grids = [MultiPolygon([shape]) for shape in case.areas]
    outline = together(grids)
    with Project.open(path) as project:
        areas = project.areas()
        county, scheme = int(areas.at_level(0)[0]), project.scheme_id()
        deepest_first = areas.id[np.argsort(-areas.level, kind="stable")]
        with project.edit("Divide") as edit:
            edit.remove("areas", [int(key) for key in deepest_first if key != county])
            edit.update("areas", county, {"geom": outline})
            facts = {"scheme_id": scheme, "level": 1, "code": "D01", "name": "All"}
            (district,) = edit.add("areas", [{**facts, "parent_id": county, "geom": outline}])
            facts = {"scheme_id": scheme, "level": GRID_LEVEL, "parent_id": district}
            edit.add(
                "areas",
                [
                    {**facts, "code": f"G{at:03d}", "name": f"Grid {at}", "geom": shape}
                    for at, shape in enumerate(grids)
                ],
            )


def inner_nodes(project: Project, count: int) -> list[tuple[float, float]]:
    """Nodes that two grids or more share, in the crowd."""
    areas = project.areas()
    county = shapely.get_coordinates(areas.geometry[areas.row(int(areas.at_level(0)[0]))])
    outer = {tuple(point) for point in county.tolist()}
    people = project.customers().lonlat
    grids = np.flatnonzero(areas.level == GRID_LEVEL)
    spots = people[np.random.default_rng(5).integers(0, len(people), count * 4)]
    tree = shapely.STRtree(areas.geometry[grids])
    chosen = []
    for at in tree.nearest(shapely.points(spots)).tolist():
        ring = shapely.get_coordinates(areas.geometry[grids[at]])
        inner = [tuple(point) for point in ring.tolist() if tuple(point) not in outer]
        if len(inner) > VERTICES // 2:
            chosen.append(inner[len(inner) // 3])
    return chosen[:count]


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def aimed(project: Project) -> None:
    """Targets and pins, so that the card has all it can have."""
    set_targets(
        project,
        [
            Target(GRID_LEVEL, "customers", 100, 500, 2000),
            Target(GRID_LEVEL, "density", None, None, 300),
            Target(GRID_LEVEL, "class.AB", 5, 50, None),
        ],
    )
    pin(project, ["density", "class.AB"])


def dragging(path: Path) -> dict[str, list[float]]:
    """Milliseconds of each move, of the presses, and of letting go."""
    application = app._application()
    window = app._window(application, Settings(language="en"), quiet=True)
    window.resize(1600, 1000)
    window.show()
    project = Project.open(path, read_only=False)
    project.back_up_ahead()
    aimed(project)
    window.session.attach(project)
    window.show_workspace("divide")
    window.show_level(GRID_LEVEL)
    QTest.qWait(300)
    times: dict[str, list[float]] = {name: [] for name in ("move", "first press", "press", "drop")}
    for number, (lon, lat) in enumerate(inner_nodes(project, DRAGS)):
        window.map.centre_on(lon, lat, metre_per_px=4.0)
        QTest.qWait(200)
        window.map.finish()
        window.gestures.nodes()
        QTest.qWait(300)  # what a press needs is made ahead
        x, y = window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
        at, view = QPoint(round(x), round(y)), window.map.viewport()
        name = "press" if number else "first press"
        times[name].append(timed(lambda at=at, view=view: QTest.mousePress(view, LEFT, pos=at)))

        def step(number: int, at: QPoint = at) -> None:
            QTest.mouseMove(window.map.viewport(), at + QPoint(number, number // 2))
            QApplication.processEvents()

        times["move"] += [timed(lambda number=number: step(number)) for number in range(1, MOVES)]
        version, end = project.version, at + QPoint(3, 2)
        step(3)
        drop = timed(lambda end=end, view=view: QTest.mouseRelease(view, LEFT, pos=end))
        if project.version > version:  # not refused
            times["drop"].append(drop)
            project.undo()
        window.map.set_tool(None)
    window.close()
    return times


def editing(path: Path) -> tuple[list[float], list[float]]:
    """Milliseconds to write a moved node, and to undo it."""
    done, undone = [], []
    with Project.open(path) as project:
        project.back_up_ahead()
        for number, node in enumerate(inner_nodes(project, EDITS)):
            away = np.random.default_rng(number).normal(0, 1e-4, 2)
            end = tuple(np.round(np.array(node) + away, 9).tolist())
            try:
                done.append(timed(lambda node=node, end=end: move_node(project, node, end)))
            except Refused:
                continue
            undone.append(timed(project.undo))
    return done, undone


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("customers", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="where the projects are kept")
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp())
    print(f"{os.cpu_count()} cores, {GRIDS} grids of about {VERTICES} vertices; median / p95, ms")
    names = ("move", "first press", "press", "drop", "edit", "undo")
    print(f"{'customers':>12}" + "".join(f"{name:>18}" for name in names))
    for count in chosen.customers:
        path = folder / f"grids{count}.gpkg"
        if not path.exists():
            divided(path, count)
        times = dragging(path)
        times["edit"], times["undo"] = editing(path)
        cells = [
            f"{np.median(times[name]):.1f} / {np.percentile(times[name], 95):.1f}"
            if times[name]
            else "refused"
            for name in names
        ]
        print(f"{count:12,}" + "".join(f"{cell:>18}" for cell in cells))


if __name__ == "__main__":
    main()
