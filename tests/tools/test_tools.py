"""Tools by lists of events, on a real project."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.draw import draw
from gridstudio.tools.gesture import EventKind, MapEvent, Overlay, Tool
from gridstudio.tools.move_node import move
from gridstudio.tools.reshape import carve, reshape
from gridstudio.tools.split import split
from tests.cases import blank_project, divided_project

DISTRICT, GRID = 1, 2


def at(kind: EventKind, lon: float, lat: float, *, key: str = "", button: str = "") -> MapEvent:
    x, y = to_xy(np.array([lon, lat])).tolist()
    return MapEvent(kind, (x, y), 20.0, button or "left", key)  # type: ignore[arg-type]


def click(lon: float, lat: float) -> MapEvent:
    return at("press", lon, lat)


def key(name: str) -> MapEvent:
    return at("key", 112.2, 35.1, key=name, button="")


def played(tool: Tool, events: Iterable[MapEvent]) -> tuple[list[Overlay], str | None]:
    """The overlays, and the notice where the gesture ended (None: still going on)."""
    overlays = [next(tool)]
    for event in events:
        try:
            overlays.append(tool.send(event))
        except StopIteration as end:
            return overlays, end.value
    return overlays, None


def names(project: Project, level: int) -> list[str]:
    areas = project.areas()
    return sorted(str(name) for name in areas.name[(areas.level == level) & ~areas.open])


RING = [(112.1, 35.0), (112.3, 35.0), (112.3, 35.1), (112.1, 35.1)]


@pytest.mark.parametrize(
    "ending",
    [key("Enter"), at("double_click", 112.1, 35.1), click(112.1, 35.0)],
    ids=["Enter", "double click", "first corner"],
)
def test_drawing_ends_as_elsewhere(tmp_path: Path, ending: MapEvent) -> None:
    with blank_project(tmp_path) as project:
        _overlays, notice = played(
            draw(ToolContext(project, DISTRICT)), [*(click(*p) for p in RING), ending]
        )
        assert notice == ""
        assert names(project, DISTRICT) == ["District 1"]
        areas = project.areas()
        (drawn,) = areas.geometry[(areas.level == DISTRICT) & ~areas.open]
        assert drawn.bounds == (112.1, 35.0, 112.3, 35.1)
        project.undo()
        assert names(project, DISTRICT) == []


def test_backspace_takes_a_corner_back(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        wrong = click(112.35, 35.15)
        events = [*(click(*p) for p in RING), wrong, key("Backspace"), key("Enter")]
        played(draw(ToolContext(project, DISTRICT)), events)
        areas = project.areas()
        assert areas.geometry[(areas.level == 1) & ~areas.open][0].bounds[2] == 112.3


def test_esc_writes_nothing(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        tool = draw(ToolContext(project, DISTRICT))
        played(tool, [click(*p) for p in RING])
        tool.close()
        assert project.undo_label is None
        assert names(project, DISTRICT) == []


def test_the_cursor_snaps_to_nodes_and_borders_and_says_so(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        context = ToolContext(project, GRID)
        overlays, _notice = played(
            draw(context), [at("move", 112.2005, 35.1995), at("move", 112.1005, 35.07)]
        )
        assert [overlay.snap.text for overlay in overlays[1:] if overlay.snap] == [
            "node",
            "border",
        ]
        x, y = to_xy(np.array([112.1005, 35.07])).tolist()
        assert context.snap(MapEvent("move", (x, y), 20.0, alt=True)).kind == ""


def test_a_refusal_keeps_the_line_and_shows_the_place(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        label = project.undo_label
        taken = [(112.02, 35.02), (112.05, 35.02), (112.05, 35.05)]
        tool = draw(ToolContext(project, GRID))
        overlays, notice = played(tool, [*(click(*p) for p in taken), key("Enter")])
        assert notice is None
        assert overlays[-1].refusal is not None and "open ground" in overlays[-1].refusal.text
        assert len(overlays[-1].nodes) == 3
        assert project.undo_label == label


def test_splitting_an_area(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        areas = project.areas()
        one = int(areas.id[list(areas.name).index("One")])
        line = [click(111.99, 35.12), click(112.15, 35.12), key("Enter")]
        _overlays, notice = played(split(ToolContext(project, GRID), one), line)
        assert notice == ""
        assert names(project, GRID) == ["Grid 3", "One", "Two"]
        assert project.undo_label == "Split area"


def test_dragging_a_shared_node(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        areas = project.areas()
        one = int(areas.id[list(areas.name).index("One")])
        line = [click(111.99, 35.12), click(112.15, 35.12), key("Enter")]
        played(split(ToolContext(project, GRID), one), line)
        before = project.areas().geometry[project.areas().row(one)].area
        tool = move(ToolContext(project, GRID))
        drag = [click(112.1, 35.12), at("move", 112.11, 35.12), at("release", 112.12, 35.13)]
        overlays, _notice = played(tool, drag)
        assert overlays[-1].refusal is None
        assert project.undo_label == "Move node"
        assert project.areas().geometry[project.areas().row(one)].area != before


def test_a_node_that_would_make_a_border_cross_itself_is_refused_while_it_is_held(
    tmp_path: Path,
) -> None:
    with divided_project(tmp_path) as project:
        tool = move(ToolContext(project, GRID))
        held = [at("move", 112.15, 35.05), at("move", 112.25, 35.05), at("move", 112.12, 35.05)]
        overlays, _notice = played(tool, [click(112.1, 35.07), *held])
        near, beyond, back = overlays[-3:]
        assert near.trouble is None and back.trouble is None
        assert beyond.warning is not None and "cross itself" in beyond.warning.text


def test_pulling_a_border_makes_a_node(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        tool = move(ToolContext(project, GRID))
        drag = [click(112.1, 35.07), at("release", 112.13, 35.07)]
        played(tool, drag)
        assert project.undo_label == "Bend border"
        removal = at("key", 112.13, 35.07, key="Delete", button="")
        assert tool.send(removal).refusal is None
        assert project.undo_label == "Delete node"


def test_the_county_border_is_refused_with_a_reason(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        overlays, _notice = played(
            move(ToolContext(project, GRID)), [click(112.0, 35.0), at("release", 112.02, 35.02)]
        )
        # At once, not only when the button is let go.
        assert "own border" in overlays[1].refusal.text  # type: ignore[union-attr]
        assert project.undo_label != "Move node"


def test_figures_follow_the_hand_and_nothing_is_written(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        before, owners = project.version, project.owners().area
        tool = move(ToolContext(project, GRID))
        drag = [click(112.1, 35.1), at("move", 112.08, 35.1), at("move", 112.05, 35.1)]
        overlays, _notice = played(tool, drag)
        first, second = overlays[2].moved, overlays[3].moved
        assert first is not None and second is not None
        assert 0 < len(first.rows) < len(second.rows)
        assert set(first.rows.tolist()) < set(second.rows.tolist())
        assert [len(line) for line in overlays[3].lines] == [3]  # both edges of the node
        assert project.version == before
        tool.close()  # Esc
        assert project.version == before

        drag.append(at("release", 112.05, 35.1))
        played(move(ToolContext(project, GRID)), drag)
        turned = np.flatnonzero(project.owners().area != owners)
        assert turned.tolist() == second.rows.tolist()


def test_figures_follow_a_border_that_is_pulled(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        tool = move(ToolContext(project, GRID))
        overlays, _notice = played(tool, [click(112.1, 35.07), at("move", 112.07, 35.07)])
        moved = overlays[-1].moved
        assert moved is not None and len(moved.rows)
        owners = project.owners().area
        tool.send(at("release", 112.07, 35.07))
        assert np.flatnonzero(project.owners().area != owners).tolist() == moved.rows.tolist()


@pytest.mark.parametrize(
    ("tool", "level", "label"),
    [(reshape, GRID, "Reshape border"), (carve, GRID, "Draw area over others")],
)
def test_strokes_over_borders_tell_first_and_then_do(
    tmp_path: Path, tool: Callable[[ToolContext], Tool], level: int, label: str
) -> None:
    with divided_project(tmp_path, customers=400) as project:
        corners = [(112.07, 35.05), (112.16, 35.05), (112.16, 35.15), (112.07, 35.15)]
        events = [click(*corner) for corner in corners[:3]]
        events += [at("move", *corners[3]), click(*corners[3])]
        overlays, _notice = played(running := tool(ToolContext(project, level)), events)
        moved, owners = overlays[-2].moved, project.owners().area
        assert moved is not None and len(moved.rows)
        with pytest.raises(StopIteration):
            running.send(key("Enter"))
        assert project.undo_label == label
        assert np.flatnonzero(project.owners().area != owners).tolist() == moved.rows.tolist()


def test_figures_wait_for_a_hand_that_hurries(tmp_path: Path) -> None:
    def moved_to(lon: float, lat: float, kind: EventKind = "move") -> MapEvent:
        return replace(at(kind, lon, lat), held=True)

    with divided_project(tmp_path, customers=400) as project:
        tool = carve(ToolContext(project, GRID))
        way = [click(112.07, 35.05), moved_to(112.16, 35.05), moved_to(112.16, 35.1)]
        overlays, _notice = played(tool, [*way, moved_to(112.1605, 35.1005)])
        assert overlays[-1].moved is not None
        hurried = tool.send(moved_to(112.16, 35.15))
        assert hurried.moved is overlays[-1].moved, "those of before"
        slow = tool.send(moved_to(112.1602, 35.1502))
        assert slow.moved is not None and slow.moved is not hurried.moved
        let_go = tool.send(moved_to(112.12, 35.16, "release"))
        assert let_go.moved is not slow.moved, "and all of it once the button is up"
