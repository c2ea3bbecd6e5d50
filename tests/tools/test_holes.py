"""Cutting and filling holes, giving exclaves away: by lists of events, on a real project."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.ground import take_ground
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.gesture import MapEvent
from gridstudio.tools.holes import cut_hole, fill_holes, give_exclaves
from tests.cases import divided_project
from tests.tools.events import key, move, played, press

GRID = 2
RING = [(112.03, 35.05), (112.07, 35.05), (112.07, 35.15), (112.03, 35.15)]
MIDDLE = (112.05, 35.1)


def parts_of(project: Project, name: str) -> tuple[int, int]:
    """How many parts an area has, and how many holes."""
    areas = project.areas()
    shape = areas.geometry[list(areas.name).index(name)]
    return len(shape.geoms), sum(len(part.interiors) for part in shape.geoms)


def cut(project: Project) -> None:
    """By hand."""
    events: list[MapEvent] = [press(*corner) for corner in RING]
    tool = cut_hole(ToolContext(project, GRID))
    overlays = played(tool, [*events, move(*RING[-1])])
    assert overlays[-1].moved is not None and "makes it open ground" in overlays[-1].hint
    with pytest.raises(StopIteration):
        tool.send(key("Enter"))


def test_a_hole_is_cut_by_a_ring_and_filled_by_a_click(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=200) as project:
        cut(project)
        assert parts_of(project, "One") == (1, 1)
        tool = fill_holes(ToolContext(project, GRID))
        outside, over, done, on = played(
            tool, [move(112.3, 35.1), move(*MIDDLE), press(*MIDDLE), move(112.3, 35.1)]
        )[1:]
        assert outside.rings == () and outside.moved is None
        assert len(over.rings) == 1 and "takes in" in over.hint
        assert over.moved is not None and len(over.moved.rows) > 0
        assert done.refusal is None and "has taken in" in done.hint
        assert on.hint == done.hint, "what was done stays to be read"
        assert parts_of(project, "One") == (1, 0)


def test_where_no_hole_is_the_click_says_why_and_shows_where(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        version = project.version
        refused = played(fill_holes(ToolContext(project, GRID)), [press(*MIDDLE)])[-1]
        assert refused.refusal is not None and "no hole" in refused.refusal.text
        assert refused.refusal.xy == press(*MIDDLE).xy
        assert project.version == version


def test_nothing_is_written_before_the_click(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        cut(project)
        version = project.version
        tool = fill_holes(ToolContext(project, GRID))
        played(tool, [move(*MIDDLE)])
        tool.close()
        assert project.version == version


def test_an_exclave_goes_to_its_neighbour_by_a_click(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        areas = project.areas()
        take_ground(project, int(areas.id[list(areas.name).index("Two")]), RING)
        assert parts_of(project, "Two") == (2, 0)
        over, done = played(
            give_exclaves(ToolContext(project, GRID)), [move(*MIDDLE), press(*MIDDLE)]
        )[1:]
        assert "“Two”" in over.hint and "“One”" in over.hint
        assert "belongs to “One”" in done.hint
        assert parts_of(project, "Two") == (1, 0) and parts_of(project, "One") == (1, 0)
