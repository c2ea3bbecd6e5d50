"""Any gesture on any picture, with strokes that begin on nodes, run along borders and back along
themselves: refused with a place, or sound and exactly what it says.

All is done in the plane of pictures, where whatever is collinear is so exactly, and in a slanting
county, where it is so but for rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.border_moving import move_border
from gridstudio.geometry.borders import border_at
from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage, CoverageEdit, apply, require_sound
from gridstudio.geometry.cutting import draw_polygons, split
from gridstudio.geometry.dividing import divide
from gridstudio.geometry.holes import cut_hole
from gridstudio.geometry.joining import give_back, merge
from gridstudio.geometry.line_splitting import split_by
from gridstudio.geometry.mending import mend
from gridstudio.geometry.noding import touching_noded
from gridstudio.geometry.rings import edges, point_of, polygons
from gridstudio.geometry.transferring import carve, reshape, take
from tests.geometry.drawn import COUNTY, drawn, slant, slanted

Xy = NDArray[np.float64]
LETTERS = "AABBC."
BELOW = {"A": "PQ.", "B": "RS.", "C": "TU."}
STEPS = 2
"""Corners of strokes lie at halves of cells."""


@dataclass(frozen=True)
class Case:
    """A coverage and a hand without a plan; ``size`` is how wide and high the picture is, ``place``
    puts its places where it lies, ``cell`` is how large a cell is there, in square degrees."""

    coverage: Coverage
    size: tuple[int, int]
    random: np.random.Generator
    place: Callable[[Xy], Xy]
    cell: float

    def same(self, one: shapely.Geometry, other: shapely.Geometry) -> bool:
        return bool(one.symmetric_difference(other).area < 1e-5 * self.cell)

    def area(self, *, opened: bool = True) -> int:
        keys = [
            k
            for k, held in self.coverage.grounds.items()
            if held.level and (opened or not held.open)
        ]
        return int(self.random.choice(keys)) if keys else COUNTY

    def corner(self) -> Xy:
        return self.random.integers(-1, np.array(self.size) * STEPS + 2) / STEPS

    def stroke(self) -> Xy:
        """Mostly along the raster on which the borders lie, at times straight back, at times three
        sides of a box."""
        points = [self.corner()]
        if self.random.random() < 0.4:
            way = self.random.choice([-2, -1, -0.5, 0.5, 1, 2], 2)
            first = np.array([(way[0], 0.0), (0.0, way[1])][self.random.integers(2)])
            return self.place(np.array([points[0] + step for step in (0, first, way, way - first)]))
        for _step in range(self.random.integers(1, 6)):
            if self.random.random() < 0.6:
                way = np.zeros(2)
                way[self.random.integers(2)] = self.random.choice([-2, -1, -0.5, 0.5, 1, 2, 3])
                points.append(points[-1] + way)
            else:
                points.append(self.corner())
        return self.place(np.array(points))

    def region(self) -> Polygon:
        """A sound one, at times with a hole."""
        while True:
            made = Polygon([self.corner() for _corner in range(self.random.integers(3, 7))])
            hole = Polygon([self.corner() for _corner in range(3)])
            if self.random.random() < 0.3 and hole.is_valid and made.is_valid and made.covers(hole):
                made = Polygon(made.exterior, [hole.exterior])
            if made.is_valid and made.area > 0.01:
                return shapely.transform(made, self.place)

    @property
    def county(self) -> MultiPolygon:
        return self.coverage[COUNTY].geometry


def case(seed: int, in_county: bool) -> Case:
    random = np.random.default_rng(seed)
    grid = np.full((random.integers(2, 7), random.integers(2, 8)), "A")
    below = np.full(grid.shape, 0)
    for _box in range(random.integers(1, 7)):
        south, west = random.integers(0, grid.shape)
        high, wide = random.integers(1, 4, 2)
        grid[south : south + high, west : west + wide] = random.choice([*LETTERS])
        south, west = random.integers(0, grid.shape)
        below[south : south + high, west : west + wide] = random.integers(3)
    divided = {letter for letter in "ABC" if random.random() < 0.5}
    second = [
        "".join(
            BELOW[letter][at] if letter in divided else "_"
            for letter, at in zip(*rows, strict=True)
        )
        for rows in zip(grid.tolist(), below.tolist(), strict=True)
    ]
    coverage, _names = drawn("\n".join("".join(row) for row in grid), "\n".join(second))
    size = grid.shape[1], grid.shape[0]
    if in_county:
        one = shapely.transform(shapely.box(0, 0, 1, 1), slant).area
        return Case(slanted(coverage), size, random, slant, one)
    return Case(coverage, size, random, lambda xy: np.asarray(xy, dtype=np.float64), 1.0)


def takes(it: Case) -> None:
    key, region, swallows = it.area(), it.region(), bool(it.random.random() < 0.5)
    result = sound(it, take(it.coverage, key, region, swallows=swallows))
    gained = region.intersection(it.county)
    for other, held in it.coverage.grounds.items():
        if held.level == it.coverage[key].level:
            was = held.geometry
            wanted = was.union(gained) if other == key else was.difference(gained)
            left = result[other].geometry if other in result.grounds else MultiPolygon()
            assert it.same(left, wanted)


def carves(it: Case) -> None:
    region, swallows = it.region(), bool(it.random.random() < 0.5)
    level = int(it.random.integers(1, 3))
    result = sound(it, carve(it.coverage, level, region, swallows=swallows))
    assert it.same(result[-1].geometry, region.intersection(it.county))


def draws(it: Case) -> None:
    open_child, region = it.coverage.open_child(COUNTY), it.region()
    result = sound(it, draw_polygons(it.coverage, COUNTY, region))
    assert open_child is not None
    wanted = list(polygons(region.intersection(open_child.geometry)))
    if len(wanted) == 1:
        assert it.same(result[-1].geometry, wanted[0])
    assert result[-1].geometry.difference(region).area < 1e-5 * it.cell


def cuts_holes(it: Case) -> None:
    region = it.region()
    result = sound(it, cut_hole(it.coverage, 1, region))
    lost = [
        key
        for key, held in it.coverage.grounds.items()
        if held.level == 1 and not held.open and not it.same(held.geometry, result[key].geometry)
    ]
    assert len(lost) == 1
    wanted = it.coverage[lost[0]].geometry.difference(region)
    assert it.same(result[lost[0]].geometry, wanted)


def reshapes(it: Case) -> None:
    result = sound(it, reshape(it.coverage, 1, it.stroke()))
    least = 1e-5 * it.cell
    grown = [
        key
        for key, held in it.coverage.grounds.items()
        if held.level == 1
        and key in result.grounds
        and result[key].geometry.difference(held.geometry).area > least
    ]
    assert len(grown) == 1, "one area gains, all others keep or lose"
    assert it.coverage[grown[0]].geometry.difference(result[grown[0]].geometry).area < least


def splits(it: Case) -> None:
    key, stroke = it.area(), it.stroke()
    edit = split(it.coverage, key, stroke)
    result = sound(it, edit)
    parts = _parts(it, key, edit, result)
    line = shapely.LineString(stroke)
    if "cut nothing" not in edit.notice:
        hair = np.sqrt(it.cell) * 1e-5
        assert not any(line.intersection(part.buffer(-hair)).length > hair for part in parts)


def splits_by(it: Case) -> None:
    key = it.area()
    edit = split_by(it.coverage, key, it.stroke() + it.random.choice([0, 3e-5]))
    _parts(it, key, edit, sound(it, edit))


def divides(it: Case) -> None:
    key, n = it.area(), int(it.random.integers(2, 5))
    edit = divide(it.coverage, key, n, np.empty((0, 2)), np.empty(0))
    assert len(_parts(it, key, edit, sound(it, edit))) == n


def joins(it: Case) -> None:
    chosen = list({it.area(opened=False), it.area(opened=False)})
    result = sound(it, merge(it.coverage, chosen))
    wanted = shapely.union_all([it.coverage[key].geometry for key in chosen])
    assert it.same(result[chosen[0]].geometry, wanted)


def gives_back(it: Case) -> None:
    key = it.area(opened=False)
    result = sound(it, give_back(it.coverage, [key]))
    opened = result.open_child(it.coverage[key].parent)
    assert key not in result.grounds
    assert opened is not None and opened.geometry.covers(
        it.coverage[key].geometry.representative_point()
    )


def moves_borders(it: Case) -> None:
    """Whatever it slides along stays where it is, the county above all."""
    side = float(np.sqrt(it.cell))
    county = edges(it.county)
    inner = sorted(edge for edge in edges(it.coverage[it.area()].geometry) if edge not in county)
    if not inner:
        return
    start, end = (point_of(node) for node in inner[it.random.integers(len(inner))])
    at = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    border = border_at(it.coverage, 1, at, 0.05 * side)
    to = at[0] + side * it.random.integers(-4, 5) / 4, at[1] + side * it.random.integers(-4, 5) / 4
    sound(it, touching_noded(it.coverage, move_border(it.coverage, border, at, to)))


def mends(it: Case) -> None:
    """A shape that is shifted, or has a node elsewhere, or has lost a part."""
    key, side = it.area(), float(np.sqrt(it.cell))
    by = it.random.normal(0, 1, 2) * side * it.random.choice([1e-6, 1e-4, 1e-2])
    shape = it.coverage[key].geometry
    node = it.random.choice(shapely.get_coordinates(shape))
    whole = it.random.random() < 0.5
    moved = shapely.transform(
        shape, lambda xy: np.round(xy + by * (whole | (xy == node).all(axis=1))[:, None], 9)
    )
    broken = Coverage({**it.coverage.grounds, key: replace(it.coverage[key], geometry=moved)})
    mended = mend(broken)
    assert mended.left == ()
    sound(replace(it, coverage=broken), mended.edit, from_sound=False)


GESTURES = (
    takes, carves, draws, cuts_holes, reshapes, splits, splits_by, divides, joins, gives_back,
    moves_borders, mends,
)  # fmt: skip


@pytest.mark.parametrize("in_county", [False, True], ids=["exact", "rounded"])
@pytest.mark.parametrize("gesture", GESTURES)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_any_gesture(gesture: Callable[[Case], None], in_county: bool, seed: int) -> None:
    try:
        gesture(case(seed, in_county))
    except Refused as refusal:
        assert refusal.place is not None


def sound(it: Case, edit: CoverageEdit, *, from_sound: bool = True) -> Coverage:
    """The coverage after: sound by both ways of looking at it, with the county as it was."""
    result = require_sound(it.coverage, edit) if from_sound else apply(it.coverage, edit)
    assert check(result) == []
    assert it.same(result[COUNTY].geometry, it.county)
    for parent in result.grounds:
        children = [child.geometry for child in result.children(parent)]
        if children:
            below = sum(child.area for child in children)
            assert below == pytest.approx(result[parent].geometry.area, rel=1e-9)
    return result


def _parts(it: Case, key: int, edit: CoverageEdit, result: Coverage) -> list[MultiPolygon]:
    """What an area has become, which is all of it."""
    level = it.coverage[key].level
    new = [item.key for item in edit.added if item.level == level]
    parts = [result[part].geometry for part in (key, *new)]
    assert it.same(shapely.union_all(parts), it.coverage[key].geometry)
    assert len(parts) > 1
    return parts
