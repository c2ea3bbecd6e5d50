"""Whole borders and whole areas under the hand: what one move of the mouse costs, beside a node.

Run by hand: ``python tests/benchmarks/bench_moves.py [CUSTOMERS …] [--keep FOLDER]``. The case and
the window of ``bench_drag``. Beside the time that passes stands that of the window's thread, which
other programs spoil less, and what it costs when the hand rests, where it is asked whether the
whole fits. Medians and 95th percentiles; nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from bench_drag import DRAGS, GRID_LEVEL, LEFT, MOVES, divided, inner_nodes, timed
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridstudio import app
from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.settings import Settings
from gridstudio.ui.main_window import MainWindow

COLUMNS = ("mouse move", "of the thread", "rest", "press")
KINDS = ("nodes", "move_border", "move_area")


def dragging(window: MainWindow, kind: str) -> tuple[list[float], ...]:
    """Milliseconds of each move, of the window's thread in it, of each rest and of each press."""
    project = window.session.project
    assert project is not None
    moves: list[float] = []
    threads: list[float] = []
    rests: list[float] = []
    presses: list[float] = []
    for lon, lat in inner_nodes(project, DRAGS):
        window.map.centre_on(lon, lat, metre_per_px=4.0)
        QTest.qWait(200)
        window.map.finish()
        getattr(window.gestures, kind)()
        QTest.qWait(300)  # what a press needs is made ahead
        x, y = window.map.viewport_now.to_px(to_xy(np.array([lon, lat]))).tolist()
        at, view = QPoint(round(x), round(y)), window.map.viewport()
        presses.append(timed(lambda at=at, view=view: QTest.mousePress(view, LEFT, pos=at)))

        def step(number: int, at: QPoint = at) -> None:
            QTest.mouseMove(window.map.viewport(), at + QPoint(number, number // 2))
            QApplication.processEvents()

        for number in range(1, MOVES):
            begun = time.thread_time()
            moves.append(timed(lambda number=number: step(number)))
            threads.append((time.thread_time() - begun) * 1000)
        rests.append(timed(window.map._hand_rests))
        window.map.set_tool(None)
        QTest.mouseRelease(view, LEFT, pos=at)
    return moves, threads, rests, presses


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("customers", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="where the projects are kept")
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp())
    application = app._application()
    print(f"{os.cpu_count()} cores; median / p95, ms")
    print(f"{'customers':>12}{'dragged':>14}" + "".join(f"{name:>18}" for name in COLUMNS))
    for count in chosen.customers:
        path = folder / f"grids{count}.gpkg"
        if not path.exists():
            divided(path, count)
        window = app._window(application, Settings(language="en"), quiet=True)
        window.resize(1600, 1000)
        window.show()
        window.session.attach(Project.open(path, read_only=False))
        window.show_workspace("divide")
        window.show_level(GRID_LEVEL)
        QTest.qWait(300)
        for kind in KINDS:
            columns = dragging(window, kind)
            cells = [f"{np.median(ms):.1f} / {np.percentile(ms, 95):.1f}" for ms in columns]
            print(f"{count:12,}{kind:>14}" + "".join(f"{cell:>18}" for cell in cells))
        window.close()


if __name__ == "__main__":
    main()
