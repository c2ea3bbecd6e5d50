"""Checking and mending: a county of 500 winding grids, sound and after another program's edits.

Run by hand: ``python tests/benchmarks/bench_check.py [CUSTOMERS …]``. 500 grids whose borders have
about 200 vertices, in districts of some 25, in a real project file. Three files: sound; three grids
shifted by 60 m; every grid shaken by 2 mm, so that no border fits any more. “file” is the database
and each customer's owner, “division” the coverage, “mend” what repairing all of it computes. One
run each; machines are noisy.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import shapely
from division_case import DivisionCase, division_case

from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage, Ground
from gridstudio.geometry.mending import mend
from gridstudio.geometry.rings import polygons, together
from gridstudio.geometry.rounding import round_geometry
from gridstudio.project import Project
from tests.cases import telecom

GRIDS, VERTICES, PER_DISTRICT = 500, 200, 25


def divided(case: DivisionCase) -> Coverage:
    """The grids of the case in districts of neighbours in a county."""
    middle = shapely.get_coordinates(shapely.centroid(case.areas))
    order = np.lexsort((middle[:, 1], np.floor(middle[:, 0] * 20)))
    grounds = {1: Ground(1, 0, 0, False, together(case.areas))}
    key = 2
    for rows in np.array_split(order, max(len(order) // PER_DISTRICT, 1)):
        shapes = [shapely.MultiPolygon(polygons(case.areas[row])) for row in rows]
        district, key = key, key + 1
        grounds[district] = Ground(district, 1, 1, False, together(shapes))
        for shape in shapes:
            grounds[key] = Ground(key, district, 2, False, shape)
            key += 1
    return Coverage(grounds)


def shaken(xy: Any, key: int) -> Any:
    """Every corner up to 2 mm away, in each area elsewhere."""
    return xy + 2e-8 * np.sin(xy[:, ::-1] * 1e6 + key)


def edited(coverage: Coverage, ids: list[int], move: Callable[[Any, int], Any]) -> Coverage:
    """As if another program had moved the corners of areas."""
    grounds = dict(coverage.grounds)
    for key in ids:
        moved = shapely.transform(grounds[key].geometry, lambda xy, key=key: move(xy, key))
        shape = round_geometry(moved)
        grounds[key] = replace(grounds[key], geometry=shape)
    return Coverage(grounds)


def project_of(case: DivisionCase, coverage: Coverage, folder: str) -> Project:
    """A real file with the customers and the division."""
    project = Project.create(Path(folder) / "case.gpkg", name="Case", template=telecom())
    scheme = project.scheme_id()
    with project.edit("Case") as edit:
        for held in coverage.grounds.values():
            row = {"id": held.id, "scheme_id": scheme, "level": held.level, "geom": held.geometry}
            edit.add("areas", [row | {"parent_id": held.parent or None, "code": str(held.id)}])
        edit.add_points("customers", case.customers, {"name": [""] * len(case.customers)})
    return project


def seconds(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def main() -> None:
    counts = [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print(f"{os.cpu_count()} cores, {GRIDS} grids of about {VERTICES} vertices; one run, s")
    print(f"{'customers':>12}{'division':>22}{'file':>9}{'division':>10}{'flaws':>8}{'mend':>9}")
    for count in counts:
        case = division_case(count, GRIDS, VERTICES)
        sound = divided(case)
        grids = [held.id for held in sound.grounds.values() if held.level == 2]
        files = {
            "sound": sound,
            "three grids shifted": edited(sound, grids[::200], lambda xy, _key: xy + (6e-4, 3e-4)),
            "all shaken": edited(sound, grids, shaken),
        }
        with tempfile.TemporaryDirectory() as folder, project_of(case, sound, folder) as project:
            of_file, problems = seconds(project.check)
            assert problems == []
        for name, coverage in files.items():
            looked, flaws = seconds(lambda coverage=coverage: check(coverage))
            repaired, done = seconds(lambda coverage=coverage: mend(coverage))
            assert done.left == (), done.left[:3]
            print(
                f"{count:12,}{name:>22}{of_file:9.2f}{looked:10.2f}{len(flaws):8,}{repaired:9.2f}"
            )


if __name__ == "__main__":
    main()
