"""How long the main job takes, at a county's size and at a million customers.

Run by hand: ``python tests/benchmarks/bench_main_job.py [CUSTOMERS …]``. Prints a table; medians of
several runs where a step is short. Nothing is asserted: machines are noisy.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gridstudio.assessment.totals import totals
from gridstudio.canvas.demo_files import make_demo
from gridstudio.canvas.figures import draw_map
from gridstudio.commands.areas import bend_border, split_area
from gridstudio.commands.check import check
from gridstudio.commands.customers import edit_customer
from gridstudio.domain.map_data import MapRequest
from gridstudio.geometry.ownership import owners_by_position
from gridstudio.project import Project


def seconds(act: Callable[[], object], times: int = 1) -> float:
    taken = []
    for _time in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def measure(customers: int, folder: Path) -> list[tuple[str, float]]:
    path = folder / f"demo{customers}.gpkg"
    rows = [("demo county written", seconds(lambda: make_demo(path, customers=customers)))]
    rows.append(("opened", seconds(lambda: Project.open(path).close(), 3)))
    with Project.open(path) as project:
        areas, people = project.areas(), project.customers()
        found = areas.index(areas.leaves())
        shapes, ids = areas.geometry[found], areas.id[found]
        rows.append(
            ("owners of all by position",
             seconds(lambda: owners_by_position(people.lonlat, shapes, ids), 5))
        )  # fmt: skip
        rows.append(
            ("totals of all grids",
             seconds(lambda: totals(project.areas(), project.owners(), project.customers(),
                                    project.sites(), project.template, 2), 5))
        )  # fmt: skip
        edit_customer(project, 1, name="warm")  # the session's backup is made here
        names = iter(f"name {number}" for number in range(99))
        rows.append(
            ("one customer edited", seconds(lambda: edit_customer(project, 1, name=next(names)), 9))
        )
        grid = int(areas.at_level(2)[0])
        west, south, east, north = areas.geometry[areas.row(grid)].bounds
        line = [((west + east) / 2, south - 0.01), ((west + east) / 2, north + 0.01)]
        rows.append(("one grid split", seconds(lambda: split_area(project, grid, line))))
        rows.append(("that undone", seconds(project.undo)))
        lon, lat = areas.geometry[areas.row(grid)].geoms[0].exterior.coords[3]
        rows.append(
            ("one border bent",
             seconds(lambda: bend_border(project, (lon, lat), (lon + 1e-4, lat), 0.01)))
        )  # fmt: skip
        rows.append(("checked", seconds(lambda: check(project))))
        data = project.map_data()
        request = MapRequest(bounds=areas.geometry[0].bounds, level=2)
        rows.append(("map of the county painted", seconds(lambda: draw_map(data, request), 3)))
    return rows


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [12_000, 1_000_000]
    print(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        columns = [measure(size, Path(folder)) for size in sizes]
    print(f"{'':34}" + "".join(f"{size:>14,}" for size in sizes))
    for rows in zip(*columns, strict=True):
        print(f"{rows[0][0]:34}" + "".join(f"{taken:>12.3f} s" for _name, taken in rows))


if __name__ == "__main__":
    main()
