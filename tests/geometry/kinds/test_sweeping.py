"""Who changes sides, in every drawn cell of every gesture: as if all were asked anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.ownership import owners_by_position
from gridstudio.geometry.sweeping import Sweep, changed_edges, enclosed
from gridstudio.geometry.translating import difference
from tests.geometry.drawn import after, drawn
from tests.geometry.kinds import (
    test_borders,
    test_cutting,
    test_dividing,
    test_holes,
    test_joining,
    test_lines,
    test_nodes,
    test_transferring,
)
from tests.geometry.kinds.every import every_kind, of, of_level
from tests.geometry.kinds.kinds import KINDS, Cell, cases

MODULES = (
    test_borders,
    test_cutting,
    test_dividing,
    test_holes,
    test_joining,
    test_lines,
    test_nodes,
    test_transferring,
)
TABLES = {name: table for module in MODULES for name, table in module.TABLES.items()}
DONE = [case for case in cases(TABLES) if not case.values[1].refused]


def places(coverage: Coverage) -> np.ndarray:
    """Nodes, middles of edges and of cells, and places between."""
    west, south, east, north = coverage[1].geometry.bounds
    across, up = (
        np.arange(west - 0.25, east + 0.5, 0.25),
        np.arange(south - 0.25, north + 0.5, 0.25),
    )
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    return np.concatenate([grid, grid + (0.11, 0.07)])


def owners(coverage: Coverage, level: int, points: np.ndarray) -> np.ndarray:
    held = of_level(coverage, level)
    shapes = np.empty(len(held), dtype=object)
    shapes[:] = [*held.values()]
    return owners_by_position(points, shapes, np.array([*held]))


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize(("kind", "cell"), DONE)
def test_swept_ground_is_what_changes_hands(kind: str, cell: Cell, level: int) -> None:
    before, names = drawn(*KINDS[kind])
    if cell.given is not None:
        before = after(before, cell.given(before, names))
    edit = cell.act(before, names)
    now = _numbered(after(before, edit), before)
    was, then = of_level(before, level), of_level(now, level)
    touched = {key for key in {*was, *then} if was.get(key) is not then.get(key)}
    sweep = Sweep(
        {key: was[key] for key in touched if key in was},
        {key: then[key] for key in touched if key in then},
    )
    points = places(before)
    others = {key: shape for key, shape in then.items() if key not in touched}
    found = sweep.reassigned(points, owners(before, level, points), others)
    assert found.tolist() == owners(now, level, points).tolist()
    # And back again, as an undo has it.
    back = Sweep(sweep.after, sweep.before)
    found = back.reassigned(points, owners(now, level, points), others)
    assert found.tolist() == owners(before, level, points).tolist()


@every_kind("changed_edges", "enclosed", "Sweep", "difference")
def test_all_ground_of_an_area_is_enclosed_by_its_edges(kind: str) -> None:
    coverage, _names = of(kind)
    points = places(coverage)
    for held in coverage.grounds.values():
        inside, doubt = enclosed(points, changed_edges(None, held.geometry))
        on_border = owners(Coverage({held.id: held}), held.level, points) > 0
        assert (inside[~doubt] == on_border[~doubt]).all()
        assert len(changed_edges(held.geometry, held.geometry)) == 0
    assert difference(coverage, coverage).changed == {}


def _numbered(now: Coverage, before: Coverage) -> Coverage:
    """With ids above all others for what is new, -1 before -2, as an edit gives them."""
    free = max(before.grounds) + 1
    new = sorted((key for key in now.grounds if key < 0), reverse=True)
    ids = {key: key for key in now.grounds if key > 0} | {
        key: free + at for at, key in enumerate(new)
    }
    return Coverage({ids[key]: replace(held, id=ids[key]) for key, held in now.grounds.items()})
