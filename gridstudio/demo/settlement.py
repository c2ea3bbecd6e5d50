"""A town or a township seat: its street grid, the blocks between, and where people live in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gridstudio.demo.plane import Floats, Warp
from gridstudio.demo.shapes import Shape, turned
from gridstudio.geometry.prepared import contains_points, prepared

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

_KERB_M = 13.0
_HOUSE_M = 22.0
_BENDS_M = ((2_900.0, 110.0), (1_300.0, 34.0))


@dataclass(frozen=True)
class Frame:
    """From a settlement's own ruled grid (metres) to the county's plane."""

    middle: Floats
    turn: Floats
    warp: Warp

    def __call__(self, grid: Floats) -> Floats:
        """``(…, 2)`` positions of the grid, on the ground."""
        return np.round(self.middle + self.warp(grid) @ self.turn.T, 3)


@dataclass(frozen=True)
class Settlement:
    """``gates (g, 2)``: where main streets reach the rim. ``plots (p, 4)``: the built-up meshes of
    the grid as west, south, east, north, and ``fronts (p, 4)`` the street of each of their sides,
    an index into ``names``."""

    streets: tuple[Shape, ...]
    blocks: tuple[Polygon, ...]
    parks: tuple[Polygon, ...]
    gates: Floats
    plots: Floats
    fronts: Ints
    names: tuple[str, ...]
    frame: Frame
    radius_m: float

    def scatter(self, count: int, chance: np.random.Generator) -> tuple[Floats, Ints, Ints]:
        """Positions ``(n, 2)``, street (into ``names``) and house number of ``count`` customers,
        mostly near the street front, more in the middle of the settlement."""
        west, south, east, north = self.plots.T
        from_middle = np.hypot((west + east) / 2, (south + north) / 2)
        weight = np.exp(-from_middle / (0.55 * self.radius_m)) * (east - west) * (north - south)
        plot = chance.choice(len(self.plots), size=count, p=weight / weight.sum())
        share = chance.beta(0.45, 0.45, (count, 2))
        low = self.plots[plot, :2] + _KERB_M
        grid = low + share * (self.plots[plot, 2:] - _KERB_M - low)
        gaps = np.abs(self.plots[plot] - np.tile(grid, 2))
        side = gaps.argmin(axis=1)
        along = np.where(side % 2 == 0, grid[:, 1], grid[:, 0]) + 1.3 * self.radius_m
        number = 2 * (along // _HOUSE_M).astype(np.int64) + 1 + side // 2
        return self.frame(grid), self.fronts[plot, side], number


@dataclass(frozen=True)
class Plan:
    """What a settlement is made from. ``main_every``: every so many streets one is a main one;
    ``axis`` is the rank of the two in the middle."""

    middle: Floats
    radius_m: float
    spacing_m: tuple[float, float]
    main_every: int
    axis: str
    main_names: Sequence[str]
    lane_names: Sequence[str]


def found(chance: np.random.Generator, plan: Plan, river: BaseGeometry) -> Settlement:
    """Lay a settlement out; no block stands in the river, and only main streets cross it."""
    turn = turned(float(chance.uniform(-0.3, 0.3)))
    frame = Frame(plan.middle, turn, Warp(chance, _BENDS_M))
    offsets = [_offsets(chance, plan), _offsets(chance, plan)]
    inside = _inside(chance, plan, *offsets)
    wet = prepared(river.buffer(30.0))
    built = inside & ~shapely.intersects(_meshes(frame, *offsets), wet)
    names = _names(plan, offsets)
    streets: list[Shape] = []
    gates: list[Floats] = []
    for axis in range(2):
        # The second axis is the first with the grid's axes exchanged.
        masks = (inside, built) if axis == 0 else (inside.T, built.T)
        for number in range(len(offsets[axis])):
            kept = _kept(chance, plan, number, offsets, axis, masks)
            rank = _rank(plan, number, offsets[axis])
            lines = _runs(frame, number, offsets, axis, kept)
            streets += [Shape(line, rank, names[axis][number]) for line in lines]
            if lines and rank != "street":
                gates += [_end(lines[0], 0), _end(lines[-1], -1)]
    blocks, parks = _blocks(chance, streets, _meshes(frame, *offsets)[built])
    plots, fronts = _plots(frame, offsets, built, blocks)
    return Settlement(
        tuple(streets),
        tuple(block.buffer(-_KERB_M, join_style="mitre") for block in blocks),
        tuple(park.buffer(-_KERB_M, join_style="mitre") for park in parks),
        np.array(gates),
        plots,
        fronts,
        (*names[0], *names[1]),
        frame,
        plan.radius_m,
    )


def _offsets(chance: np.random.Generator, plan: Plan) -> Floats:
    count = int(plan.radius_m * 1.3 / plan.spacing_m[0]) + 1
    steps = chance.uniform(*plan.spacing_m, (2, count)).cumsum(axis=1)
    near = [side[side < plan.radius_m * 1.3] for side in steps]
    return np.round(np.concatenate([-near[0][::-1], [0.0], near[1]]), 1)


def _inside(chance: np.random.Generator, plan: Plan, east: Floats, north: Floats) -> Bools:
    """Which meshes lie within the settlement's uneven outline."""
    x, y = (east[:-1] + east[1:]) / 2, (north[:-1] + north[1:]) / 2
    distance, angle = np.hypot(x[:, None], y), np.arctan2(y, x[:, None])
    reach = np.full_like(distance, 0.95)
    for wave, height in ((2, 0.12), (3, 0.10), (5, 0.07)):
        reach += height * np.sin(wave * angle + chance.uniform(0, 2 * np.pi))
    inside: Bools = distance <= reach * plan.radius_m
    return inside


def _meshes(frame: Frame, east: Floats, north: Floats) -> NDArray[np.object_]:
    x, y = np.meshgrid(east, north, indexing="ij")
    nodes = frame(np.stack([x, y], axis=-1))
    corners = [nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:]]
    meshes: NDArray[np.object_] = shapely.polygons(np.stack(corners, axis=2))
    return meshes


def _rank(plan: Plan, number: int, offsets: Floats) -> str:
    from_axis = number - int(np.flatnonzero(offsets == 0.0)[0])
    if from_axis == 0:
        return plan.axis
    return "secondary" if from_axis % plan.main_every == 0 else "street"


def _kept(
    chance: np.random.Generator,
    plan: Plan,
    number: int,
    offsets: list[Floats],
    axis: int,
    masks: tuple[Bools, Bools],
) -> Bools:
    """Which stretches of a street, from crossing to crossing, are there. A lane needs a built-up
    mesh beside it, and those are dry: so none crosses the river."""
    inside, built = (np.pad(mask, ((1, 1), (0, 0))) for mask in masks)
    if _rank(plan, number, offsets[axis]) != "street":
        stretch: Bools = inside[number] | inside[number + 1]
        return stretch
    either, both = built[number] | built[number + 1], built[number] & built[number + 1]
    # A few lanes end early, so that the meshes beside them grow together.
    lane: Bools = either & ~(both & (chance.uniform(size=len(both)) < 0.12))
    return lane


def _on_grid(offsets: list[Floats], axis: int, number: int, along: Floats) -> Floats:
    across = np.full_like(along, offsets[axis][number])
    return np.column_stack([across, along] if axis == 0 else [along, across])


def _runs(
    frame: Frame, number: int, offsets: list[Floats], axis: int, kept: Bools
) -> list[LineString]:
    """A line for each unbroken run of stretches, with the crossings among its vertices."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], kept.astype(np.int8), [0]])))
    lines = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        ends = offsets[1 - axis][first : last + 1]
        thirds = ends[:-1, None] + np.diff(ends)[:, None] * np.array([0.0, 1 / 3, 2 / 3])
        along = np.append(thirds.ravel(), ends[-1])
        lines.append(LineString(frame(_on_grid(offsets, axis, number, along))))
    return lines


def _end(line: LineString, at: int) -> Floats:
    end: Floats = shapely.get_coordinates(line)[at]
    return end


def _names(plan: Plan, offsets: list[Floats]) -> list[list[str]]:
    main, lanes = cycle(plan.main_names), cycle(plan.lane_names)
    return [
        [
            next(lanes if _rank(plan, number, along) == "street" else main)
            for number in range(len(along))
        ]
        for along in offsets
    ]


def _blocks(
    chance: np.random.Generator, streets: list[Shape], built: NDArray[np.object_]
) -> tuple[list[Polygon], list[Polygon]]:
    """The faces between the streets that are built up, and those that are parks."""
    lines = shapely.union_all([street.geometry for street in streets])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    ground = prepared(shapely.union_all(built.tolist()).buffer(1.0))
    blocks, parks = [], []
    for face in faces:
        if not ground.contains(face.buffer(-_KERB_M)) or face.area < 4_000.0:
            continue
        use = chance.uniform()
        if use < 0.93:
            blocks.append(face)
        elif use < 0.98:
            parks.append(face)
    return blocks, parks


def _plots(
    frame: Frame, offsets: list[Floats], built: Bools, blocks: list[Polygon]
) -> tuple[Floats, Ints]:
    east, north = offsets
    i, j = np.nonzero(built)
    plots = np.column_stack([east[i], north[j], east[i + 1], north[j + 1]])
    fronts = np.column_stack([i, len(east) + j, i + 1, len(east) + j + 1])
    ground = shapely.union_all(blocks)
    middle = frame((plots[:, :2] + plots[:, 2:]) / 2)
    used = contains_points(ground, middle)
    return plots[used], fronts[used].astype(np.int64)


def built_up(settlement: Settlement) -> Polygon:
    """The ground that the settlement takes, for what has to keep off it."""
    corners = shapely.get_coordinates(np.array(settlement.blocks, dtype=object))
    return shapely.MultiPoint(corners).convex_hull.buffer(90.0)
