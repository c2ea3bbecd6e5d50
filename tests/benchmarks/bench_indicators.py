"""All indicators of 500 grids: from nothing, and after one edit of each kind.

Run by hand: ``python tests/benchmarks/bench_indicators.py [CUSTOMERS …] [--keep FOLDER]``. Grids of
about 200 vertices over the demo county, with its townships and 20,000 roads. Medians of several
edits; nothing is asserted: machines are noisy.
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
from bench_drag import GRID_LEVEL, GRIDS, VERTICES, divided, inner_nodes, timed
from shapely.geometry import LineString

from gridstudio.commands.areas import move_node
from gridstudio.commands.customers import move_customer, move_site, set_class
from gridstudio.commands.indicators import all_indicators, indicators_now, note
from gridstudio.commands.layers import add_layer
from gridstudio.errors import Refused
from gridstudio.project import Project

ROADS, EDITS = 20_000, 9


def paved(path: Path) -> None:
    """Many winding roads all over the county."""
    random = np.random.default_rng(4)
    with Project.open(path) as project:
        west, south, east, north = project.areas().geometry[0].bounds
        starts = random.uniform((west, south), (east, north), (ROADS, 1, 2))
        steps = random.normal(0, 0.002, (ROADS, 12, 2)) + random.normal(0, 0.001, (ROADS, 1, 2))
        lines = np.concatenate([starts, starts + np.cumsum(steps, axis=1)], axis=1)
        ranks = random.choice(["primary", "secondary", "residential"], ROADS)
        with project.edit("Roads") as edit:
            layer = add_layer(project, "Many roads", "features", edit=edit)
            edit.add(
                "features",
                [
                    {
                        "layer_id": layer,
                        "category": str(rank),
                        "name": f"Road {at % 4000}",
                        "geom": LineString(line),
                    }
                    for at, (line, rank) in enumerate(zip(lines, ranks, strict=True))
                ],
            )


def whole(project: Project) -> float:
    data = project.map_data()
    return timed(lambda: all_indicators(project, data, GRID_LEVEL))


def after(project: Project, act: Callable[[int], object]) -> tuple[list[float], list[int]]:
    """Milliseconds to follow each of some edits, and how many areas were computed anew."""
    spent, areas = [], []
    for number in range(EDITS):
        try:
            act(number)
        except Refused:
            continue
        data = project.map_data()
        spent.append(timed(lambda data=data: indicators_now(project, data, GRID_LEVEL)))
        found = indicators_now(project, data, GRID_LEVEL)
        areas.append(len(found.covered | found.counted) if found is not None else -1)
    return spent, areas


def edits(project: Project) -> dict[str, Callable[[int], object]]:
    people, nodes = project.customers(), inner_nodes(project, EDITS)
    random = np.random.default_rng(2)
    chosen = random.choice(people.id, EDITS)
    stores = project.sites().id[project.sites().kind == 1]

    def away(lonlat: np.ndarray) -> tuple[float, float]:
        lon, lat = np.round(np.asarray(lonlat) + random.normal(0, 2e-4, 2), 9).tolist()
        return lon, lat

    def place(number: int) -> np.ndarray:
        sites = project.sites()
        return sites.lonlat[sites.row(int(stores[number % len(stores)]))]

    return {
        "node": lambda number: move_node(project, nodes[number], away(np.array(nodes[number]))),
        "customer": lambda number: move_customer(
            project, int(chosen[number]), *away(people.lonlat[people.row(int(chosen[number]))])
        ),
        "class": lambda number: set_class(project, [int(chosen[number])], "ABCD"[number % 4]),
        "store": lambda number: move_site(
            project, int(stores[number % len(stores)]), *away(place(number))
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("customers", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="where the projects are kept")
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp())
    print(f"{os.cpu_count()} cores, {GRIDS} grids of about {VERTICES} vertices, {ROADS:,} roads")
    print("ms for all areas; ms after one edit (areas computed)")
    for count in chosen.customers:
        path = folder / f"indicators{count}.gpkg"
        if not path.exists():
            divided(path, count)
            paved(path)
        with Project.open(path) as project:
            project.back_up_ahead()
            project.changed.connect(lambda changes, project=project: note(project, changes))
            cells = [f"all {whole(project):,.0f}"]
            for name, act in edits(project).items():
                spent, areas = after(project, act)
                cells.append(f"{name} {np.median(spent):.0f} ({np.median(areas):.0f})")
        print(f"{count:12,}   " + "   ".join(cells))


if __name__ == "__main__":
    main()
