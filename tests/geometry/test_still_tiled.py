"""After an edit only what it may have spoilt is looked at, and as much is refused as otherwise."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.border_moving import MovingBorder
from gridstudio.geometry.borders import border_at
from gridstudio.geometry.coverage import (
    Coverage,
    CoverageEdit,
    Ground,
    apply,
    bad_place,
    outline_difference,
    require_sound,
    require_tiled,
)
from gridstudio.geometry.edge_rows import difference, edge_rows, odd_edges
from gridstudio.geometry.reshaping import insert_node, move_node, pulling
from gridstudio.geometry.rings import together

SIDE = 5
COUNTY, FIRST_GRID = 1, 10


def crooked(seed: int) -> Coverage:
    """A county of SIDE × SIDE grids with crooked borders of three edges a side; one has a hole
    with an enclave of its own."""
    random = np.random.default_rng(seed)
    steps = 3 * SIDE + 1
    line, column = np.mgrid[0:steps, 0:steps]
    corner = np.stack([column, line], axis=-1) + random.uniform(-0.3, 0.3, (steps, steps, 2))
    corner = np.round(corner * 0.01 + (112.2, 35.6), 9)
    shapes = []
    for y, x in np.ndindex(SIDE, SIDE):
        ys, xs = np.arange(3 * y, 3 * y + 4), np.arange(3 * x, 3 * x + 4)
        sides = (
            corner[ys[0], xs],
            corner[ys, xs[-1]],
            corner[ys[-1], xs[::-1]],
            corner[ys[::-1], xs[0]],
        )
        shapes.append(Polygon(np.concatenate([side[:-1] for side in sides])))
    enclave = Polygon(corner[[1, 1, 2, 2], [1, 2, 2, 1]])
    shapes[0] = Polygon(shapes[0].exterior, [enclave.exterior])
    grids = [MultiPolygon([shape]) for shape in (*shapes, enclave)]
    grounds = {COUNTY: Ground(COUNTY, 0, 0, False, together(grids))}
    for at, shape in enumerate(grids, start=FIRST_GRID):
        grounds[at] = Ground(at, COUNTY, 1, False, shape)
    return Coverage(grounds)


def refused_by(coverage: Coverage, edit: CoverageEdit) -> bool:
    """Whether what comes of an edit is sound nowhere but here: everything is looked at."""
    after = apply(coverage, edit)
    try:
        for held in after.grounds.values():
            require_tiled(after, held.id)
    except Refused:
        return True
    return False


def holds(coverage: Coverage, edit: CoverageEdit) -> bool:
    """Both say the same; whether it was refused. What is remembered of the edit is so."""
    for key, shape in edit.changed.items():
        before = coverage[key].geometry
        known = difference(before, shape)
        assert np.array_equal(known.edges, odd_edges((before, shape)))
        was, now = (Counter(map(tuple, edge_rows(one).tolist())) for one in (before, shape))
        if max(now.values()) == 1:  # nothing runs twice along itself
            assert {*map(tuple, known.edges[known.come].tolist())} == {*now} - {*was}
    wrong = refused_by(coverage, edit)
    if wrong:
        with pytest.raises(Refused) as refused:
            require_sound(coverage, edit)
        assert refused.value.place is not None
    else:
        require_sound(coverage, edit)
    return wrong


@given(st.integers(0, 20), st.integers(0, 10_000), st.floats(0.1, 12))
def test_nodes_that_move(division: int, seed: int, far: float) -> None:
    coverage, random = crooked(division), np.random.default_rng(seed)
    county = {tuple(node) for node in shapely.get_coordinates(coverage[COUNTY].geometry).tolist()}
    every = shapely.get_coordinates([held.geometry for held in coverage.grounds.values()])
    inner = [node for node in map(tuple, every.tolist()) if node not in county]
    start = inner[random.integers(0, len(inner))]
    end = tuple(np.round(np.array(start) + random.normal(0, 0.004 * far, 2), 9).tolist())
    holds(coverage, move_node(coverage, start, end))


@given(st.integers(0, 20), st.integers(0, 10_000), st.floats(0.1, 12))
def test_borders_that_are_pulled(division: int, seed: int, far: float) -> None:
    """As if a node were put in first, and then moved."""
    coverage, random = crooked(division), np.random.default_rng(seed)
    ring = shapely.get_coordinates(coverage[FIRST_GRID + SIDE + 1 + seed % 3].geometry)
    at, share = int(random.integers(0, len(ring) - 1)), random.choice([0, 0.3, 0.5, 1])
    near = tuple((ring[at] + share * (ring[at + 1] - ring[at])).tolist())
    spot, plan = pulling(coverage, near, 1e-4)
    inserted, node = insert_node(coverage, near, 1e-4)
    assert spot == node
    end = tuple(np.round(np.array(spot) + random.normal(0, 0.004 * far, 2), 9).tolist())
    edit, moved = plan(end), move_node(apply(coverage, inserted), node, end)
    assert edit.changed.keys() == (inserted.changed | moved.changed).keys()
    for key, shape in edit.changed.items():
        assert shape.normalize().equals_exact(moved.changed[key].normalize(), 0.0)
    holds(coverage, edit)


@given(st.integers(0, 20), st.integers(0, 10_000), st.floats(0.1, 8))
def test_whole_borders_that_move(division: int, seed: int, far: float) -> None:
    coverage, random = crooked(division), np.random.default_rng(seed)
    ring = shapely.get_coordinates(coverage[FIRST_GRID + SIDE + 1 + seed % 3].geometry)
    at = int(random.integers(0, len(ring) - 1))
    start = tuple(((ring[at] + ring[at + 1]) / 2).tolist())
    end = tuple((np.array(start) + random.normal(0, 0.004 * far, 2)).tolist())
    moving = MovingBorder(coverage, border_at(coverage, 1, start, 1e-4))
    try:
        edit = moving.moved(start, end)
    except Refused:
        return
    holds(coverage, edit)


@given(st.integers(0, 20), st.integers(0, 10_000))
def test_shapes_that_are_anything(division: int, seed: int) -> None:
    """Shapes put in place of others, areas gone, areas that come: hardly ever sound."""
    coverage, random = crooked(division), np.random.default_rng(seed)
    grids = random.permutation([key for key in coverage.grounds if key != COUNTY])[:4].tolist()
    merged = together([coverage[grids[0]].geometry, coverage[grids[1]].geometry])
    edits = (
        CoverageEdit({grids[0]: merged}, removed=(grids[1],)),
        CoverageEdit({grids[0]: merged}),
        CoverageEdit(removed=(grids[0],)),
        CoverageEdit({grids[0]: coverage[grids[1]].geometry}),
        CoverageEdit(
            {grids[0]: coverage[grids[1]].geometry, grids[1]: coverage[grids[0]].geometry}
        ),
    )
    held = [holds(coverage, edit) for edit in edits]
    assert held == [False, True, True, True, False] or not merged.is_valid


def test_the_divisions_are_sound() -> None:
    for seed in range(21):
        coverage = crooked(seed)
        shapes = [held.geometry for held in coverage.children(COUNTY)]
        assert bad_place(shapes) is None
        assert outline_difference(shapes, coverage[COUNTY].geometry) is None
