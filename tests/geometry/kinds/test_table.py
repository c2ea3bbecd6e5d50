"""Nothing is missing: each gesture has a cell for each kind, each module of geometry meets them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import gridstudio.geometry
from tests.geometry.kinds import test_edges, test_parts, test_pieces, test_ways
from tests.geometry.kinds.every import MET
from tests.geometry.kinds.kinds import KINDS, Cell
from tests.geometry.kinds.test_sweeping import TABLES

GEOMETRY = Path(gridstudio.geometry.__file__).parent
UNDER = {
    "passing": "it passes what take, carve, reshape and the holes pass",
    "parted": "it parts what split and divide part",
    "edit_between": "it says what mend has done",
    "moved_among": "it moves what move_node moves, for the hand",
    "pulling": "it puts in what insert_node puts in, and moves it as move_node does",
}
"""Functions that make an edit, and whose cells they have."""
LINES = "it knows lines or points alone; lines that meet or run back along themselves are drawn in "
PLACES = "it turns places into other places, whatever they are of"
WITHOUT = {
    "affine": PLACES,
    "classification": "numbers",
    "compactness": "it divides an area by a length; rings and holes are drawn in test_compactness",
    "control_points": PLACES,
    "datum": PLACES,
    "densifying": LINES + "test_densifying",
    "detail": LINES + "test_detail",
    "displacement": PLACES,
    "geodesic": PLACES,
    "georeference": PLACES,
    "graticule": "lines of the map",
    "joined_lines": LINES + "test_joined_lines",
    "loops": LINES + "test_loops",
    "measuring": LINES + "test_measuring",
    "natural_breaks": "numbers",
    "nearest": "points alone",
    "network": "tracing meets every kind by it",
    "network_places": "tracing meets every kind by it",
    "onward": LINES + "test_onward",
    "ordering": "points alone",
    "passing": "transferring and holes meet every kind by it",
    "picture_mesh": PLACES,
    "point_index": "points alone",
    "regions": "what lies in a region that a hand drew; holes and loops are drawn in test_regions",
    "road_cuts": "its way is fitted and dealt by divide; kinds are drawn in test_road_cuts",
    "rounding": PLACES,
    "smoothing": "generalising meets every kind by it",
    "tile_grid": "tiles of the map",
    "walks": LINES + "test_walks",
    "ways": "tracing meets every kind by it",
    "weaving": "straightening and border_moving meet every kind by it",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_function_has_a_cell_for_each_kind(name: str) -> None:
    assert [*TABLES[name]] == [*KINDS]
    for cell in TABLES[name].values():
        if isinstance(cell, Cell):
            shown = cell.first or cell.second or cell.ground or cell.nodes
            assert bool(shown) != bool(cell.refused), "what it becomes, or why it does not"
        else:
            assert len(cell) > 20, "a reason"


def test_whatever_makes_an_edit_has_cells() -> None:
    making = {
        node.name
        for path in GEOMETRY.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.returns is not None
        and "CoverageEdit" in ast.unparse(node.returns)
    }
    assert {"split", "merge", "take", "insert_node"} < making
    assert making - {*TABLES} - MET - {*UNDER} == set()
    assert {*UNDER} <= making and not {*UNDER} & {*TABLES}


def test_each_module_of_geometry_meets_every_kind_or_says_why_not() -> None:
    modules = {path.stem for path in GEOMETRY.glob("*.py")} - {"__init__", "prepared"}
    used: set[str] = set()
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                package, _dot, module = (node.module or "").rpartition(".")
                used |= {module} if package == "gridstudio.geometry" else set()
    assert modules - used - {*WITHOUT} == set()
    assert {*WITHOUT} <= modules, "a reason for what is not there"


def test_the_tests_by_kind_are_there() -> None:
    """Their functions are noted as they are imported."""
    assert all((test_edges, test_parts, test_pieces, test_ways))
    assert {"areas_of", "mend", "halve", "snapped", "border_at", "enclosed"} <= MET
