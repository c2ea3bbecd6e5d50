"""A random session of real commands, undo, redo and reopening, with what must always hold."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from numpy.typing import NDArray
from shapely.geometry import Point

from gridstudio.assessment.area_indicators import level_indicators
from gridstudio.commands.areas import (
    bend_border,
    delete_areas,
    delete_node,
    draw_area,
    merge_areas,
    move_node,
    set_area,
    split_area,
)
from gridstudio.commands.borders import delete_nodes, move_area, move_border, straighten_between
from gridstudio.commands.check import check
from gridstudio.commands.codes import renumber_level
from gridstudio.commands.dividing import MEASURES, Division, divide_area, plan_division
from gridstudio.commands.foreseen import Before
from gridstudio.commands.generalise import Wish, apply_generalise, plan_generalise
from gridstudio.commands.ground import carve_area, reshape_border, take_customers, take_ground
from gridstudio.commands.holes import cut_hole, fill_hole, give_exclave
from gridstudio.commands.indicators import indicators_now
from gridstudio.commands.line_splits import split_area_along
from gridstudio.commands.locks import lock_level
from gridstudio.commands.overrides import change_override, give_customers, withdraw
from gridstudio.commands.schemes import (
    copy_scheme,
    delete_scheme,
    make_current,
    new_scheme,
    rename_scheme,
)
from gridstudio.commands.several_areas import set_areas
from gridstudio.commands.targets import set_targets
from gridstudio.commands.walks import area_by_walk, border_by_walk
from gridstudio.domain.snapshots import Areas
from gridstudio.domain.targets import Target
from gridstudio.errors import Refused
from gridstudio.geometry.ground_area import area_km2, areas_km2
from gridstudio.geometry.ordering import Order
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.draw import draw as draw_tool
from gridstudio.tools.gesture import Tool
from gridstudio.tools.reshape import carve as carve_tool
from gridstudio.tools.reshape import reshape as reshape_tool
from tests.cases import divided_project
from tests.tools.events import drag, key, press, release

longitude = st.floats(111.98, 112.42).map(lambda value: round(value, 4))
latitude = st.floats(34.98, 35.22).map(lambda value: round(value, 4))
place = st.tuples(longitude, latitude)
pick = st.integers(0, 10_000)
orders = st.sampled_from(["rows", "columns", "serpentine", "curve"])
step = st.floats(-0.05, 0.05).map(lambda value: round(value, 5))
BOX = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
bounds = st.tuples(*[st.none() | st.floats(0, 100)] * 3)

State = tuple[Any, ...]


def state_of(project: Project) -> State:
    """All that undo has to bring back."""
    views = project.customers(), project.sites(), project.areas(), project.owners()
    others = tuple(project.areas_of(scheme.id) for scheme in project.schemes())
    wanted = Wanted(np.array([str(target) for target in project.targets()]))
    return (project.schemes(), *views, wanted, *others)


@dataclass(frozen=True)
class Wanted:
    """The targets, to be compared as snapshots are."""

    targets: NDArray[np.str_]


def same(one: State, other: State) -> bool:
    if one[0] != other[0]:
        return False
    return all(
        np.array_equal(
            getattr(left, item.name),
            getattr(right, item.name),
            equal_nan=getattr(left, item.name).dtype.kind == "f",
        )
        for left, right in zip(one[1:], other[1:], strict=True)
        for item in fields(left)
    )


def drawn_by_hand(tool: Tool, corners: list[tuple[float, float]], dragged: int) -> None:
    """Click corners, but drag over a bow from the one ``dragged`` to the next; then Enter."""
    next(tool)
    try:
        for at, (lon, lat) in enumerate(corners):
            tool.send(press(lon, lat))
            if at == dragged and at + 1 < len(corners):
                east, north = corners[at + 1]
                for share in np.linspace(0, 1, 25).tolist():
                    bow = 0.02 * np.sin(np.pi * share)
                    tool.send(drag(lon + share * (east - lon), lat + share * (north - lat) + bow))
                lon, lat = east, north
            tool.send(release(lon, lat))
        tool.send(key("Enter"))
        tool.send(key("Enter"))  # what would go is said first, where it was not seen
    except StopIteration:
        pass
    finally:
        tool.close()


class Session(RuleBasedStateMachine):
    """One user, one file."""

    @initialize()
    def open_project(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        divided_project(self.folder, customers=20).close()
        self.project = Project.open(self.folder / "Case.gpkg")
        self.start = state_of(self.project)
        (county,) = self.project.areas().at_level(0)
        areas = self.project.areas()
        self.county_km2 = area_km2(areas.geometry[areas.row(int(county))])

    def teardown(self) -> None:
        if hasattr(self, "project"):
            while self.project.undo_label:
                self.project.undo()
            assert same(state_of(self.project), self.start), "undo to the start is the start"
            self.project.close()
            shutil.rmtree(self.folder)

    def area(self, number: int) -> int:
        ids = self.project.areas().id
        return int(ids[number % len(ids)])

    def node(self, number: int) -> tuple[float, float]:
        coords = shapely.get_coordinates(self.project.areas().geometry)
        lon, lat = coords[number % len(coords)]
        return float(lon), float(lat)

    @rule(level=st.integers(1, 3), ring=st.lists(place, min_size=3, max_size=5))
    def draw(self, level: int, ring: list[tuple[float, float]]) -> None:
        self.attempt(lambda: draw_area(self.project, level, ring))

    @rule(number=pick, line=st.lists(place, min_size=2, max_size=4))
    def split(self, number: int, line: list[tuple[float, float]]) -> None:
        self.attempt(lambda: split_area(self.project, self.area(number), line))

    @rule(number=pick, line=st.lists(place, min_size=2, max_size=6))
    def split_along(self, number: int, line: list[tuple[float, float]]) -> None:
        """A road: loops are cut off, ends led to the border."""
        self.attempt(lambda: split_area_along(self.project, self.area(number), line))

    @rule(level=st.integers(1, 3), start=pick, end=pick, by=st.lists(place, max_size=3))
    def walk_border(self, level: int, start: int, end: int, by: list[tuple[float, float]]) -> None:
        line = [self.node(start), *by, self.node(end)]
        self.attempt(lambda: border_by_walk(self.project, level, line))

    @rule(level=st.integers(1, 3), ring=st.lists(place, min_size=3, max_size=5))
    def walk_round(self, level: int, ring: list[tuple[float, float]]) -> None:
        self.attempt(lambda: area_by_walk(self.project, level, ring))

    @rule(number=pick, way=st.sampled_from([0.1, 0.5]))
    def split_across(self, number: int, way: float) -> None:
        """A line that is sure to cut, so that the session gets somewhere."""
        areas = self.project.areas()
        area_id = self.area(number)
        west, south, east, north = areas.geometry[areas.row(area_id)].bounds
        lon = west + (east - west) * way
        line = [(lon, south - 0.01), (lon + 0.001, north + 0.01)]
        self.attempt(lambda: split_area(self.project, area_id, line))

    @rule(level=st.integers(1, 3), stroke=st.lists(place, min_size=2, max_size=4))
    def reshape(self, level: int, stroke: list[tuple[float, float]]) -> None:
        self.attempt(lambda: reshape_border(self.project, level, stroke))

    @rule(number=pick, ring=st.lists(place, min_size=3, max_size=5))
    def take(self, number: int, ring: list[tuple[float, float]]) -> None:
        self.attempt(lambda: take_ground(self.project, self.area(number), ring))

    @rule(level=st.integers(1, 3), ring=st.lists(place, min_size=3, max_size=5))
    def carve(self, level: int, ring: list[tuple[float, float]]) -> None:
        self.attempt(lambda: carve_area(self.project, level, ring))

    @rule(number=pick, up=st.integers(0, 1), taker=pick, grow=st.sampled_from([0.0, 1e-4, 0.03]))
    def swallow(self, number: int, up: int, taker: int, grow: float) -> None:
        """A ring around an area, exactly or with room: it is merged into what is drawn at its
        level; one level above, it comes along."""
        areas = self.project.areas()
        shape, level = areas.geometry[number % len(areas)], int(areas.level[number % len(areas)])
        around = shape.convex_hull.buffer(grow, join_style="mitre")
        ring = np.round(shapely.get_coordinates(around), 9)
        if taker % 2:
            self.attempt(lambda: take_ground(self.project, self.area(taker), ring))
        else:
            self.attempt(lambda: carve_area(self.project, max(level - up, 1), ring))

    @rule(
        tool=st.sampled_from([draw_tool, carve_tool, reshape_tool]),
        level=st.integers(1, 3),
        corners=st.lists(place, min_size=3, max_size=5),
        dragged=st.integers(0, 3),
    )
    def by_hand(
        self, tool: Any, level: int, corners: list[tuple[float, float]], dragged: int
    ) -> None:
        """With the real tool: points snap to what is near, and one piece is drawn free-hand."""
        self.attempt(
            lambda: drawn_by_hand(tool(ToolContext(self.project, level)), corners, dragged)
        )

    @rule(level=st.integers(1, 3), ring=st.lists(place, min_size=3, max_size=5))
    def cut_hole(self, level: int, ring: list[tuple[float, float]]) -> None:
        self.attempt(lambda: cut_hole(self.project, level, ring))

    @rule(number=pick, middle=place, reach=st.sampled_from([0.01, 0.04]))
    def detach(self, number: int, middle: tuple[float, float], reach: float) -> None:
        """A small box somewhere: mostly a hole in one area and an exclave of another."""
        ring = [(middle[0] + x * reach, middle[1] + y * reach) for x, y in BOX]
        self.attempt(lambda: take_ground(self.project, self.area(number), ring))

    @rule(
        number=pick,
        parts=st.integers(2, 4),
        whole=st.booleans(),
        measure=st.sampled_from([*MEASURES]),
    )
    def divide(self, number: int, parts: int, whole: bool, measure: str) -> None:
        asked = Division(self.area(number), parts, measure, whole)
        areas, customers = self.project.areas(), self.project.customers()
        self.attempt(lambda: divide_area(self.project, plan_division(areas, customers, asked)))

    @rule(number=pick, act=st.sampled_from([fill_hole, give_exclave]))
    def pass_a_piece(self, number: int, act: Any) -> None:
        """Point into a piece of an area, rather a small one."""
        areas = self.project.areas()
        pieces = [
            (level, part)
            for level, shape in zip(areas.level, areas.geometry, strict=True)
            for part in shape.geoms
        ]
        pieces.sort(key=lambda pair: float(pair[1].area))
        level, part = pieces[number % min(len(pieces), 5)]
        spot = part.representative_point()
        self.attempt(lambda: act(self.project, int(level), (spot.x, spot.y)))

    @rule(number=pick, first=pick, count=st.integers(1, 6))
    def take_customers(self, number: int, first: int, count: int) -> None:
        ids = self.project.customers().id
        chosen = ids[first % max(len(ids), 1) :][:count].tolist()
        self.attempt(lambda: take_customers(self.project, self.area(number), chosen))

    @rule(number=pick, other=pick)
    def merge(self, number: int, other: int) -> None:
        areas = self.project.areas()
        first = self.area(number)
        siblings = areas.children(int(areas.parent[areas.row(first)]))
        second = int(siblings[other % len(siblings)])
        self.attempt(lambda: merge_areas(self.project, [first, second]))

    @rule(number=pick)
    def delete(self, number: int) -> None:
        self.attempt(lambda: delete_areas(self.project, [self.area(number)]))

    @rule(number=pick, end=place)
    def move(self, number: int, end: tuple[float, float]) -> None:
        self.attempt(lambda: move_node(self.project, self.node(number), end))

    @rule(number=pick, east=st.floats(-0.02, 0.02), north=st.floats(-0.02, 0.02))
    def nudge(self, number: int, east: float, north: float) -> None:
        start = self.node(number)
        end = (round(start[0] + east, 9), round(start[1] + north, 9))
        self.attempt(lambda: move_node(self.project, start, end))

    @rule(level=st.integers(1, 3), number=pick, east=step, north=step)
    def move_border(self, level: int, number: int, east: float, north: float) -> None:
        start = self.node(number)
        end = (round(start[0] + east, 9), round(start[1] + north, 9))
        self.attempt(lambda: move_border(self.project, level, start, end, 0.001))

    @rule(number=pick, east=step, north=step)
    def move_area(self, number: int, east: float, north: float) -> None:
        end = (112 + east, 35 + north)
        self.attempt(lambda: move_area(self.project, self.area(number), (112, 35), end))

    @rule(level=st.integers(1, 3), number=pick, other=pick)
    def straighten(self, level: int, number: int, other: int) -> None:
        start, end = self.node(number), self.node(other)
        self.attempt(lambda: straighten_between(self.project, level, start, end))

    @rule(one=place, other=place)
    def delete_nodes(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (west, east), (south, north) = (sorted(pair) for pair in zip(one, other, strict=True))
        self.attempt(lambda: delete_nodes(self.project, (west, south, east, north)))

    @rule(level=st.integers(1, 3), locked=st.sampled_from([True, False, False]))
    def lock(self, level: int, locked: bool) -> None:
        lock_level(self.project, level, locked=locked)

    @rule(number=pick, other=pick, setting=st.sampled_from(["urban", "rural", ""]))
    def set_several(self, number: int, other: int, setting: str) -> None:
        chosen = [self.area(number), self.area(other)]
        self.attempt(lambda: set_areas(self.project, chosen, setting=setting))

    @rule(
        level=st.integers(0, 3), order=st.sampled_from(["rows", "columns", "serpentine", "curve"])
    )
    def renumber(self, level: int, order: Order) -> None:
        self.attempt(lambda: renumber_level(self.project, level, order))

    @rule(near=place, end=place)
    def bend(self, near: tuple[float, float], end: tuple[float, float]) -> None:
        self.attempt(lambda: bend_border(self.project, near, end, 0.02))

    @rule(number=pick)
    def take_node_out(self, number: int) -> None:
        self.attempt(lambda: delete_node(self.project, self.node(number)))

    @rule(number=pick, name=st.text(max_size=8), locked=st.booleans())
    def change(self, number: int, name: str, locked: bool) -> None:
        name = name.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
        self.attempt(lambda: set_area(self.project, self.area(number), name=name, locked=locked))

    @rule(level=st.integers(0, 4), key=st.sampled_from(["customers", "value"]), bounds=bounds)
    def target(self, level: int, key: str, bounds: tuple[float | None, ...]) -> None:
        self.attempt(lambda: set_targets(self.project, [Target(level, key, *bounds)]))

    @rule(where=place)
    def add_customer(self, where: tuple[float, float]) -> None:
        with self.project.edit("Add") as edit:
            edit.add("customers", [{"geom": Point(where), "name": "New", "value": 5.0}])

    @precondition(lambda self: len(self.project.customers()) > 0)
    @rule(number=pick, where=place)
    def move_customer(self, number: int, where: tuple[float, float]) -> None:
        ids = self.project.customers().id
        with self.project.edit("Move") as edit:
            edit.update("customers", int(ids[number % len(ids)]), {"geom": Point(where)})

    @precondition(lambda self: len(self.project.customers()) > 0)
    @rule(number=pick)
    def remove_customer(self, number: int) -> None:
        ids = self.project.customers().id
        with self.project.edit("Remove") as edit:
            edit.remove("customers", [int(ids[number % len(ids)])])

    @precondition(lambda self: len(self.project.customers()) > 0)
    @rule(number=pick, area=pick)
    def override(self, number: int, area: int) -> None:
        ids = self.project.customers().id
        row = {
            "customer_id": int(ids[number % len(ids)]),
            "area_id": self.area(area),
            "reason": "contract",
        }
        with self.project.edit("Override") as edit:
            edit.add("owner_overrides", [row])

    def scheme(self, number: int) -> int:
        schemes = self.project.schemes()
        return schemes[number % len(schemes)].id

    @precondition(lambda self: len(self.project.schemes()) < 4)
    @rule(number=pick, current=st.booleans())
    def copy_scheme(self, number: int, current: bool) -> None:
        copy_scheme(self.project, self.scheme(number), current=current)

    @precondition(lambda self: len(self.project.schemes()) < 4)
    @rule(current=st.booleans())
    def new_scheme(self, current: bool) -> None:
        new_scheme(self.project, current=current)

    @rule(number=pick)
    def make_current(self, number: int) -> None:
        make_current(self.project, self.scheme(number))

    @rule(number=pick, name=st.sampled_from(["", "One", "Two"]))
    def rename_scheme(self, number: int, name: str) -> None:
        self.attempt(lambda: rename_scheme(self.project, self.scheme(number), name))

    @rule(number=pick)
    def delete_scheme(self, number: int) -> None:
        self.attempt(lambda: delete_scheme(self.project, self.scheme(number)))

    @rule(
        level=st.sampled_from([None, 1, 2]),
        tolerance_m=st.sampled_from([20.0, 500.0, 4000.0]),
        smooth=st.booleans(),
    )
    def generalise(self, level: int | None, tolerance_m: float, smooth: bool) -> None:
        wish = Wish(level, tolerance_m, smooth)
        plan = plan_generalise(Before.of(self.project), wish)
        self.attempt(lambda: apply_generalise(self.project, plan))

    @rule()
    def undo(self) -> None:
        if self.project.undo_label:
            before = state_of(self.project)
            self.project.undo()
            middle = state_of(self.project)
            self.project.redo()
            assert same(state_of(self.project), before), "redo brings back what undo took"
            self.project.undo()
            assert same(state_of(self.project), middle)

    @rule()
    def redo(self) -> None:
        if self.project.redo_label:
            self.project.redo()

    @rule()
    def reopen(self) -> None:
        """Closing forgets undo, so this is the new start."""
        before = state_of(self.project)
        self.project.close()
        self.project = Project.open(self.folder / "Case.gpkg")
        assert same(state_of(self.project), before), "a fresh read equals the patched snapshots"
        self.start = before

    @rule(number=pick, first=pick, count=st.integers(1, 5), disputed=st.booleans())
    def give(self, number: int, first: int, count: int, disputed: bool) -> None:
        ids = self.project.customers().id
        chosen = ids[first % max(len(ids), 1) :][:count].tolist()
        area = self.area(number)
        self.attempt(lambda: give_customers(self.project, chosen, area, "So", disputed=disputed))

    @rule(number=pick, other=pick, goes=st.booleans())
    def decide_anew(self, number: int, other: int, goes: bool) -> None:
        known = self.project.overrides()
        if not known:
            return
        chosen = known[number % len(known)]
        if goes:
            withdraw(self.project, [chosen.id])
            return
        facts: dict[str, Any] = {"reason": "So", "expires": None, "disputed": False}
        area = self.area(other)
        self.attempt(lambda: change_override(self.project, chosen.id, area, **facts))

    @rule(level=st.integers(1, 3))
    def look_at_indicators(self, level: int) -> None:
        """They are patched from when they were looked at last, and equal to fresh ones."""
        found = indicators_now(self.project, self.project.map_data(), level)
        assert found is not None
        fresh = level_indicators(found.moment, level)
        assert found.of.keys() == fresh.of.keys()
        for area_id, one in found.of.items():
            assert one.to_json() == fresh.of[area_id].to_json()

    def attempt(self, act: Any) -> None:
        before, locked = state_of(self.project), self.project.locked_levels()
        areas, scheme = self.project.areas(), self.project.scheme_id()
        try:
            act()
        except Refused:
            assert same(state_of(self.project), before), "what is refused changes nothing"
        if self.project.scheme_id() == scheme:
            for level in locked & self.project.locked_levels():
                self.level_stayed(areas, level)

    def level_stayed(self, before: Areas, level: int) -> None:
        """A locked level has the same areas on the same ground; new nodes on edges move nothing."""
        areas = self.project.areas()
        was, now = before.level == level, areas.level == level
        assert np.array_equal(before.id[was], areas.id[now]), "a locked level keeps its areas"
        for old, new in zip(before.geometry[was], areas.geometry[now], strict=True):
            moved = old.symmetric_difference(new).area
            assert moved <= 1e-8 * max(old.length, 1), "a locked border stays where it is"

    @invariant()
    def is_sound(self) -> None:
        if not hasattr(self, "project"):
            return
        # Coverage, references, and each customer's stored owner against its position.
        assert check(self.project) == []

    @invariant()
    def ground_is_conserved(self) -> None:
        """Areas of every level, open ground with them, are together as large as those above."""
        if not hasattr(self, "project"):
            return
        areas = self.project.areas()
        size = dict(zip(areas.id.tolist(), areas_km2(areas.geometry).tolist(), strict=True))
        county = sum(size[key] for key in areas.at_level(0).tolist())
        for parent in np.unique(areas.parent[areas.parent > 0]).tolist():
            below = sum(size[key] for key in areas.children(parent).tolist())
            assert abs(below - size[parent]) <= 1e-8 * county
        assert abs(county - self.county_km2) <= 1e-8 * county

    @invariant()
    def snapshots_equal_a_fresh_read(self) -> None:
        if not hasattr(self, "project"):
            return
        with Project.open(self.project.path, read_only=True) as fresh:
            assert same(state_of(self.project), state_of(fresh))


Session.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestSession = Session.TestCase
