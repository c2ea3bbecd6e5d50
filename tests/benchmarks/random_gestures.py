"""Thousands of random gestures on a large file, with what must hold after them.

Run by hand: ``python tests/benchmarks/random_gestures.py [--customers N] [--steps N] [--seed N]
[--keep FOLDER]``. The demo county's customers in 500 grids of about 200 vertices, in districts.
After every 25 gestures nothing is found by the check, every owner equals a fresh derivation, and
each level has the county's ground to 1e-9. At the end everything is undone, and the file
is as it was.
The tests' random session (``tests/test_session.py``) does the same on a small county, thoroughly.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import shapely
from bench_drag import GRID_LEVEL, divided
from numpy.typing import NDArray

from gridstudio.commands import areas as area_acts
from gridstudio.commands import borders, ground, holes, line_splits
from gridstudio.commands.areas import coverage_of
from gridstudio.commands.dividing import MEASURES, Division, divide_area, plan_division
from gridstudio.commands.foreseen import Before
from gridstudio.commands.generalise import Wish, apply_generalise, plan_generalise
from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.geometry.ground_area import area_km2, areas_km2
from gridstudio.geometry.ownership import owners_by_position
from gridstudio.geometry.rings import Point, together
from gridstudio.project import Project

CHECK_EVERY = 25
DISTRICTS = 12
Ring = NDArray[np.float64]
Act = Callable[[], object]


class Player:
    """A planner without a plan. Each public method chooses one act, which may be refused."""

    def __init__(self, project: Project, seed: int) -> None:
        self.project = project
        self.random = np.random.default_rng(seed)

    def gestures(self) -> list[Callable[[], Act]]:
        names = [name for name in vars(Player) if not name.startswith("_") and name != "gestures"]
        return [getattr(self, name) for name in names]

    def move_node(self) -> Act:
        start, end = self._node(), self._beside
        return lambda: area_acts.move_node(self.project, start, end(start))

    def bend(self) -> Act:
        near, end = self._beside(self._node(), 1e-5), self._beside
        return lambda: area_acts.bend_border(self.project, near, end(near), 1e-4)

    def delete_node(self) -> Act:
        node = self._node()
        return lambda: area_acts.delete_node(self.project, node)

    def split(self) -> Act:
        grid = self._grid()
        west, south, east, north = self._shape(grid).bounds
        middle = (south + north) / 2
        line = np.round([[west - 0.001, middle], [east + 0.001, middle + 1e-4]], 9)
        return lambda: area_acts.split_area(self.project, grid, line)

    def split_along(self) -> Act:
        """By a winding line from side to side."""
        grid = self._grid()
        west, south, east, north = self._shape(grid).bounds
        across = np.linspace(west, east, 30)
        line = np.column_stack([across, self.random.normal((south + north) / 2, 1e-4, 30)])
        return lambda: line_splits.split_area_along(self.project, grid, np.round(line, 9))

    def divide(self) -> Act:
        parts, measure = int(self.random.integers(2, 6)), str(self.random.choice([*MEASURES]))
        asked = Division(self._grid(), parts, measure, False)
        areas, customers = self.project.areas(), self.project.customers()
        return lambda: divide_area(self.project, plan_division(areas, customers, asked))

    def generalise(self) -> Act:
        """All borders of a level; seldom, since it takes long and leaves little to the others."""
        if self.random.random() > 0.1:
            return self.move_node()
        wish = Wish(self._level(), float(self.random.choice([1.0, 5.0])), False)
        before = Before.of(self.project)
        return lambda: apply_generalise(self.project, plan_generalise(before, wish))

    def merge(self) -> Act:
        pair = [grid := self._grid(), *self._neighbours(grid)[:1]]
        return lambda: area_acts.merge_areas(self.project, pair)

    def delete(self) -> Act:
        grid = self._grid()
        return lambda: area_acts.delete_areas(self.project, [grid])

    def draw(self) -> Act:
        areas = self.project.areas()
        opened = areas.at_level(GRID_LEVEL, open_ground=True)
        opened = opened[areas.open[areas.index(opened)]]
        ring = self._ring(int(self.random.choice(opened)) if len(opened) else self._grid())
        return lambda: area_acts.draw_area(self.project, GRID_LEVEL, ring)

    def carve(self) -> Act:
        ring = self._ring(self._grid())
        return lambda: ground.carve_area(self.project, GRID_LEVEL, ring)

    def swallow(self) -> Act:
        """Over a whole grid and a little around it."""
        west, south, east, north = self._shape(self._grid()).bounds
        ring = np.array([[west, south], [east, south], [east, north], [west, north]])
        ring = np.round(ring + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * 2e-4, 9)
        level = self._level()
        return lambda: ground.carve_area(self.project, level, ring)

    def take(self) -> Act:
        ring = self._ring(grid := self._grid())
        return lambda: ground.take_ground(self.project, grid, ring)

    def take_customers(self) -> Act:
        """Some of a neighbour's customers, near to each other."""
        grid = self._grid()
        customers, owners = self.project.customers(), self.project.owners()
        beside = np.flatnonzero(np.isin(owners.area, self._neighbours(grid)))
        if not len(beside):
            return lambda: ground.take_customers(self.project, grid, [])
        spot = customers.xy[int(self.random.choice(beside))]
        far = np.hypot(*(customers.xy[beside] - spot).T)
        near = beside[np.argsort(far)[: int(self.random.integers(1, 10))]]
        chosen = customers.id[near].tolist()
        return lambda: ground.take_customers(self.project, grid, chosen)

    def reshape(self) -> Act:
        grid = self._grid()
        middle = np.array(self._shape(grid).representative_point().coords[0])
        stroke = np.round(np.vstack([middle, self._ring(grid)[:3], middle + 1e-5]), 9)
        return lambda: ground.reshape_border(self.project, GRID_LEVEL, stroke)

    def move_border(self) -> Act:
        node = self._node()
        end = self._beside(node, 5e-4)
        return lambda: borders.move_border(self.project, self._level(), node, end, 1e-5)

    def straighten(self) -> Act:
        node = self._node()
        return lambda: borders.straighten_border(self.project, self._level(), node, 1e-5)

    def delete_nodes(self) -> Act:
        lon, lat = self._node()
        box = (lon - 5e-4, lat - 5e-4, lon + 5e-4, lat + 5e-4)
        return lambda: borders.delete_nodes(self.project, box)

    def move_area(self) -> Act:
        grid, start = self._grid(), self._node()
        end = self._beside(start, 5e-4)
        return lambda: borders.move_area(self.project, grid, start, end)

    def cut_hole(self) -> Act:
        ring = self._small_ring(self._grid())
        return lambda: holes.cut_hole(self.project, GRID_LEVEL, ring)

    def detach(self) -> Act:
        """A piece of one grid for another, far from it: a hole and an exclave."""
        grid, ring = self._grid(), self._small_ring(self._grid())
        return lambda: ground.take_ground(self.project, grid, ring)

    def fill_hole(self) -> Act:
        spot = self._small_piece()
        return lambda: holes.fill_hole(self.project, GRID_LEVEL, spot)

    def give_exclave(self) -> Act:
        spot = self._small_piece()
        return lambda: holes.give_exclave(self.project, GRID_LEVEL, spot)

    def _level(self) -> int:
        return int(self.random.integers(1, GRID_LEVEL + 1))

    def _small_ring(self, grid: int) -> Ring:
        middle = np.array(self._shape(grid).representative_point().coords[0])
        west, _south, east, _north = self._shape(grid).bounds
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (east - west) * 0.1
        return np.round(middle + corners, 9)

    def _small_piece(self) -> Point:
        """A spot in a piece of an area that has several, but not its largest."""
        areas = self.project.areas()
        shapes = areas.geometry[areas.level == GRID_LEVEL]
        several = shapes[shapely.get_num_geometries(shapes) > 1]
        if not len(several):
            return self._node()
        pieces = sorted(self.random.choice(several).geoms, key=lambda piece: piece.area)
        spot = pieces[int(self.random.integers(0, len(pieces) - 1))].representative_point()
        return spot.x, spot.y

    def _grid(self) -> int:
        return int(self.random.choice(self.project.areas().at_level(GRID_LEVEL)))

    def _shape(self, area_id: int) -> shapely.MultiPolygon:
        areas = self.project.areas()
        return areas.geometry[areas.row(area_id)]

    def _node(self) -> Point:
        lon, lat = self.random.choice(shapely.get_coordinates(self._shape(self._grid()))).tolist()
        return lon, lat

    def _beside(self, place: Point, degrees: float = 2e-4) -> Point:
        lon, lat = np.round(np.array(place) + self.random.normal(0, degrees, 2), 9).tolist()
        return lon, lat

    def _ring(self, grid: int) -> Ring:
        """A crooked box around the middle of a grid, smaller or larger than it."""
        west, south, east, north = self._shape(grid).bounds
        size = self.random.uniform(0.2, 0.9) * max(east - west, north - south)
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * size
        middle = [(west + east) / 2, (south + north) / 2]
        return np.round(middle + corners + self.random.normal(0, 1e-4, (4, 2)), 9)

    def _neighbours(self, grid: int) -> list[int]:
        areas = self.project.areas()
        near = shapely.touches(self._shape(grid), areas.geometry)
        return areas.id[near & (areas.level == GRID_LEVEL) & ~areas.open].tolist()


def in_districts(project: Project) -> None:
    """Put the grids, which lie in one district, into several: strips from west to east."""
    areas = project.areas()
    grids = areas.index(areas.at_level(GRID_LEVEL))
    west_first = grids[np.argsort(shapely.get_x(shapely.centroid(areas.geometry[grids])))]
    (whole,) = areas.at_level(1).tolist()
    (county,) = areas.at_level(0).tolist()
    with project.edit("Districts") as edit:
        for number, rows in enumerate(np.array_split(west_first, DISTRICTS)):
            strip = {"geom": together(areas.geometry[rows].tolist()), "parent_id": county}
            names = {"code": f"D{number + 2:02d}", "name": f"District {number + 2}", "level": 1}
            (district,) = edit.add("areas", [{**strip, **names, "scheme_id": project.scheme_id()}])
            for grid in areas.id[rows].tolist():
                edit.update("areas", grid, {"parent_id": district})
        edit.remove("areas", [whole])


def require_sound(project: Project) -> None:
    """Raises AssertionError where the division or an owner is not as it should be."""
    areas = project.areas()
    assert not (flaws := check(coverage_of(areas))), flaws[:3]
    leaves = np.flatnonzero(~np.isin(areas.id, areas.parent))
    fresh = owners_by_position(project.customers().lonlat, areas.geometry[leaves], areas.id[leaves])
    by_hand = project.owners().by_override
    assert (fresh == project.owners().area)[~by_hand].all(), "owners"
    county = area_km2(areas.geometry[areas.level == 0][0])
    for level in range(1, GRID_LEVEL + 1):
        own = np.isin(areas.id, areas.at_level(level, open_ground=True))
        undivided = (areas.level < level) & ~np.isin(areas.id, areas.parent)
        total = areas_km2(areas.geometry[own | undivided]).sum()
        assert abs(total / county - 1) < 1e-9, f"ground of level {level}"


def play(project: Project, steps: int, seed: int) -> None:
    player = Player(project, seed)
    areas, owners = project.areas(), project.owners().area.copy()
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    times = []
    for step in range(1, steps + 1):
        gesture = player.gestures()[int(player.random.integers(len(player.gestures())))]
        act = gesture()
        start = time.perf_counter()
        try:
            act()
        except Refused:
            refused[gesture.__name__] += 1
        else:
            done[gesture.__name__] += 1
            times.append(time.perf_counter() - start)
        if step % CHECK_EVERY == 0:
            require_sound(project)
    for name in sorted(done | refused):
        print(f"{name:24} {done[name]:6} done {refused[name]:6} refused")
    middle, high = np.percentile(np.array(times) * 1000, [50, 95])
    print(f"{sum(done.values())} of {steps} done, median {middle:.0f} ms, p95 {high:.0f} ms")
    undone = 0
    while project.undo_label:
        project.undo()
        undone += 1
    assert (project.owners().area == owners).all() and len(project.areas()) == len(areas)
    assert (project.areas().geometry == areas.geometry).all(), "undone, and not as it was"
    print(f"{undone} undone: the division and the owners are as they were")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="make the file here and leave it for the next")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (options.keep or Path(folder)) / f"gestures{options.customers}.gpkg"
        if not path.exists():
            divided(path, options.customers)
            with Project.open(path) as project:
                in_districts(project)
        with Project.open(path) as project:
            play(project, options.steps, options.seed)


if __name__ == "__main__":
    main()
