"""Several schemes: what copying, making current, undoing and comparing cost.

Run by hand: ``python tests/benchmarks/bench_schemes.py [CUSTOMERS …]``. One scheme has 500 grids of
about 200 vertices, the copy has half of them merged two by two, the third is drawn elsewhere
altogether. Each figure is measured once, by a real file; machines are noisy.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import shapely
from division_case import division_case, winding_division
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

from gridstudio.assessment.area_matching import matched
from gridstudio.commands.scheme_comparison import case_of, compared
from gridstudio.commands.schemes import (
    copy_scheme,
    delete_scheme,
    make_current,
    new_scheme,
    rename_scheme,
)
from gridstudio.demo.county import build_county
from gridstudio.project import Project
from tests.cases import telecom

GRIDS, VERTICES = 500, 200
Result = TypeVar("Result")


def fill(project: Project, scheme: int, faces: NDArray[np.object_]) -> None:
    """Cut the county of a scheme into districts."""
    areas = project.areas_of(scheme)
    county = int(areas.id[areas.level == 0][0])
    rows = [
        {"scheme_id": scheme, "parent_id": county, "level": 1, "code": f"D{at:03d}", "geom": face}
        for at, face in enumerate(map(_multi, faces))
    ]
    with project.edit("Fill") as edit:
        edit.remove("areas", areas.id[areas.open].tolist())
        edit.add("areas", rows)


def _multi(face: shapely.Geometry) -> MultiPolygon:
    return face if face.geom_type == "MultiPolygon" else MultiPolygon([face])


def merged(faces: NDArray[np.object_]) -> NDArray[np.object_]:
    """Half of the faces joined with their neighbours."""
    pairs = shapely.STRtree(faces).query(faces, predicate="touches").T.tolist()
    partner: dict[int, int] = {}
    for one, other in pairs:
        if len(partner) < len(faces) // 2 and not {one, other} & partner.keys():
            partner |= {one: other, other: one}
    made = [shapely.union_all(faces[[a, b]]) for a, b in partner.items() if a < b]
    return np.array([*made, *np.delete(faces, sorted(partner))], dtype=object)


def measured(act: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    result = act()
    return result, time.perf_counter() - start


def figures(count: int, folder: Path) -> dict[str, float]:
    case = division_case(count, GRIDS, VERTICES)
    county = build_county(customers=10, seed=1).border
    random = np.random.default_rng(3)
    seeds = random.uniform(county.bounds[:2], county.bounds[2:], (2 * GRIDS, 2))
    seeds = seeds[shapely.contains_xy(county, seeds[:, 0], seeds[:, 1])][:GRIDS]
    elsewhere = winding_division(county, seeds, VERTICES, 9)
    taken: dict[str, float] = {}
    path = folder / f"{count}.gpkg"
    with Project.create(path, name="Bench", template=telecom(), border=county) as project:
        with project.edit("Customers") as edit:
            edit.add_points("customers", case.customers, {"value": [1.0] * len(case.customers)})
        fill(project, 1, case.areas)
        copy, taken["copy"] = measured(lambda: copy_scheme(project, 1))
        _none, taken["rename"] = measured(lambda: rename_scheme(project, copy, "Other"))
        _none, taken["make current"] = measured(lambda: make_current(project, copy))
        _none, taken["undo it"] = measured(project.undo)
        halved, other = new_scheme(project), new_scheme(project)
        fill(project, halved, merged(case.areas))
        fill(project, other, elsewhere)
        areas, taken["read areas"] = measured(lambda: project.areas_of(other))
        _none, taken["owners"] = measured(lambda: project.owners_of(other, areas))
        _none, taken["match"] = measured(lambda: matched(project.areas(), areas))
        for name, scheme in (("compare copy", copy), ("merged", halved), ("elsewhere", other)):
            facts = case_of(project, 1, scheme, 1)
            _found, taken[name] = measured(lambda facts=facts: compared(facts))  # type: ignore[misc]
        _none, taken["delete"] = measured(lambda: delete_scheme(project, other))
    return taken


def main() -> None:
    counts = [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print(f"{os.cpu_count()} cores, {GRIDS} grids of about {VERTICES} vertices; ms")
    with tempfile.TemporaryDirectory() as folder:
        found = {count: figures(count, Path(folder)) for count in counts}
    print(f"{'customers':>14}" + "".join(f"{count:12,}" for count in counts))
    for name in found[counts[0]]:
        print(f"{name:>14}" + "".join(f"{found[count][name] * 1e3:12.1f}" for count in counts))


if __name__ == "__main__":
    main()
