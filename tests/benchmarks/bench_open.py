"""From the start of the program to the first complete map, and what it needs of memory.

Run by hand: ``python tests/benchmarks/bench_open.py FILE.gpkg [TIMES]``. Starts the real program
offscreen in a process of its own, as ``python3 main.py open FILE`` does once it is set up.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import json, os, sys, time
start = float(os.environ["BENCH_START"])
from pathlib import Path
from gridstudio import app
marks = {}
def mark(name):
    marks.setdefault(name, time.time() - start)
real = app._window
def watched(application, settings, **more):
    from PySide6.QtCore import QTimer
    window = real(application, settings, **more)
    mark("window made")
    QTimer.singleShot(0, lambda: mark("responsive"))
    beats = []
    pulse = QTimer(window)
    pulse.timeout.connect(lambda: beats.append(time.time()))
    pulse.start(5)
    window.session.opened.connect(lambda: mark("opened"))
    def done():
        if window.map.data is None or "map" in marks:
            return
        window.map.viewport().repaint()
        mark("map")
        import resource
        gaps = [b - a for a, b in zip(beats, beats[1:])]
        marks["longest pause"] = max(gaps, default=0.0)
        pulse.stop()
        def end():
            marks["memory MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(json.dumps(marks)); sys.stdout.flush(); os._exit(0)
        QTimer.singleShot(700, end)
    window.map.settled.connect(done)
    return window
app._window = watched
mark("imported")
app.run_window(Path(sys.argv[1]))
"""


def main() -> None:
    path, times = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    runs = []
    for _time in range(times):
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "BENCH_START": repr(time.time()),
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, "-c", PROBE, path], env=environment, capture_output=True, check=True
        )
        runs.append(json.loads(done.stdout))
    print(f"{os.cpu_count()} cores, {path}, medians of {times}")
    for name in runs[0]:
        print(f"{name:16} {statistics.median(run[name] for run in runs):8.3f}")


if __name__ == "__main__":
    main()
