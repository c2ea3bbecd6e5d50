"""Whole borders and areas under the hand, straight borders, boxes of nodes: by lists of events."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.check import check
from gridstudio.commands.locks import lock_level
from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.gesture import MapEvent
from gridstudio.tools.move_node import move
from gridstudio.tools.reshape import reshape
from gridstudio.tools.straighten import straighten
from tests.cases import divided_project
from tests.tools.events import key, played, press, release, rest
from tests.tools.events import move as hover

DISTRICT, GRID = 1, 2


def bounds(project: Project, name: str) -> list[float]:
    areas = project.areas()
    shape = areas.geometry[list(areas.name).index(name)]
    return [round(number, 6) for number in shape.bounds]


def drag(start: tuple[float, float], end: tuple[float, float], **held: bool) -> list[MapEvent]:
    middle = tuple((one + two) / 2 for one, two in zip(start, end, strict=True))
    return [press(*start, **held), hover(*middle, **held), hover(*end, **held), release(*end)]


def test_shift_drags_the_whole_border_and_figures_follow(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        owners, before = project.owners().area, project.version
        tool = move(ToolContext(project, GRID))
        overlays = played(tool, drag((112.1, 35.05), (112.19, 35.05), shift=True)[:-1])
        assert project.version == before
        first, second = overlays[-2], overlays[-1]
        assert first.moved is not None and second.moved is not None
        assert 0 < len(first.moved.rows) < len(second.moved.rows)
        assert second.lines and second.trouble is None
        overlay = tool.send(release(112.19, 35.05))
        assert overlay.refusal is None
        assert project.undo_label == "Move border" and check(project) == []
        assert bounds(project, "One") == [112.0, 35.0, 112.19, 35.2]
        turned = np.flatnonzero(project.owners().area != owners)
        assert turned.tolist() == second.moved.rows.tolist()
        project.undo()
        assert bounds(project, "One") == [112.0, 35.0, 112.1, 35.2]


def test_the_border_of_two_districts_takes_the_grids_along(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        played(
            move(ToolContext(project, DISTRICT), "border"), drag((112.2, 35.05), (112.25, 35.05))
        )
        assert bounds(project, "West")[2] == bounds(project, "Two")[2] == 112.25
        assert check(project) == []


def test_what_does_not_fit_is_seen_once_the_hand_rests_and_until_it_fits(tmp_path: Path) -> None:
    """The border of One and Two is taken into East, where it crosses no border of theirs."""
    with divided_project(tmp_path) as project:
        label = project.undo_label
        tool = move(ToolContext(project, GRID), "border")
        start, wrong, right = (112.1, 35.05), (112.35, 35.05), (112.15, 35.05)
        events = [press(*start), hover(*wrong), rest(*wrong), hover(112.34, 35.05), hover(*right)]
        hurried, rested, still, fits = played(tool, events)[2:]
        assert hurried.trouble is None and fits.trouble is None
        for overlay in (rested, still):
            assert overlay.warning is not None and "overlap" in overlay.warning.text
            assert overlay.lines and overlay.moved is not None
        tool.send(hover(*wrong))
        refused = tool.send(release(*wrong)).refusal
        assert refused is not None and "overlap" in refused.text
        assert project.undo_label == label
        assert [tool.send(event) for event in drag(start, right)][-1].refusal is None
        assert project.undo_label == "Move border" and check(project) == []


def test_esc_leaves_a_border_where_it_is(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        before = project.version
        tool = move(ToolContext(project, GRID), "border")
        played(tool, drag((112.1, 35.05), (112.15, 35.05))[:-1])
        tool.close()
        assert project.version == before


def test_the_county_and_nothing_are_refused_at_once(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        tool = move(ToolContext(project, GRID), "border")
        county, nothing = played(tool, [press(112.0, 35.05), press(112.05, 35.05)])[1:]
        assert county.refusal is not None and "own border" in county.refusal.text
        assert nothing.refusal is not None and "no border here" in nothing.refusal.text


def test_a_whole_area_moves_and_says_what_it_leaves(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        owners = project.owners().area
        tool = move(ToolContext(project, GRID))
        overlays = played(tool, drag((112.05, 35.1), (112.08, 35.1), shift=True))
        assert overlays[-2].moved is not None and overlays[-2].trouble is None
        assert overlays[-1].hint == "Its old ground is open now."
        assert project.undo_label == "Move area" and check(project) == []
        assert bounds(project, "One") == [112.03, 35.0, 112.13, 35.2]
        turned = np.flatnonzero(project.owners().area != owners)
        assert turned.tolist() == overlays[-2].moved.rows.tolist()


def test_an_area_may_not_leave_the_county(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        label = project.undo_label
        tool = move(ToolContext(project, GRID), "area")
        overlays = played(tool, drag((112.05, 35.1), (112.05, 35.15)))
        for overlay in overlays[-2:]:
            assert overlay.trouble is not None and "leave the county" in overlay.trouble.text
        assert (
            overlays[-1].refusal is not None
            and overlays[-1].refusal.xy[1] > to_xy(np.array([112.05, 35.2]))[1]
        )
        assert project.undo_label == label
        refused = tool.send(press(112.3, 35.1))
        assert refused.refusal is not None and "Open ground" in refused.refusal.text


def bent(project: Project) -> None:
    """The border between One and Two with two nodes pulled aside."""
    for lat in (35.05, 35.15):
        played(
            move(ToolContext(project, GRID)),
            [press(112.1, lat), hover(112.12, lat), release(112.12, lat)],
        )


def test_a_click_makes_a_border_straight(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        bent(project)
        owners = project.owners().area
        tool = straighten(ToolContext(project, GRID))
        spot = (112.11, 35.125)
        overlays = played(tool, [hover(*spot), press(*spot)])
        assert overlays[1].lines and overlays[1].moved is not None
        assert project.undo_label == "Straighten border" and check(project) == []
        assert bounds(project, "One")[2] == 112.1
        turned = np.flatnonzero(project.owners().area != owners)
        assert turned.tolist() == overlays[1].moved.rows.tolist()
        again = tool.send(press(112.1, 35.125)).refusal
        assert again is not None and "straight already" in again.text


def test_two_nodes_make_it_straight_between_them(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        bent(project)
        tool = straighten(ToolContext(project, GRID))
        overlays = played(tool, [press(112.1, 35.2), hover(112.1, 35.1)])
        assert len(overlays[1].nodes) == 1 and overlays[2].lines
        tool.send(press(112.1, 35.1))
        assert project.undo_label == "Straighten border"
        assert bounds(project, "One")[2] == 112.12  # the other half is as it was
        tool.send(press(112.1, 35.1))
        assert tool.send(key("Backspace")).nodes == ()


def test_a_box_takes_nodes_out(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        bent(project)
        tool = move(ToolContext(project, GRID))
        box = drag((112.08, 35.02), (112.15, 35.18), control=True)
        overlays = played(tool, box)
        assert overlays[-2].rings and overlays[-2].lines and overlays[-2].moved is not None
        assert project.undo_label == "Delete nodes" and check(project) == []
        assert bounds(project, "One")[2] == 112.1
        empty = drag((112.01, 35.01), (112.02, 35.02), control=True)
        refused = [tool.send(event) for event in empty][-1].refusal
        assert refused is not None and "no node in the box" in refused.text


def test_a_line_over_a_locked_level_says_so_before_it_ends(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        lock_level(project, GRID, locked=True)
        tool = reshape(ToolContext(project, GRID))
        line = [press(112.08, 35.05), press(112.14, 35.05), hover(112.14, 35.12)]
        line += [press(112.14, 35.12), hover(112.08, 35.12)]
        overlay = played(tool, line)[-1]
        assert overlay.warning is not None and "Shift+L" in overlay.warning.text
        assert overlay.moved is None
        lock_level(project, GRID, locked=False)
        overlay = tool.send(hover(112.079, 35.12))
        assert overlay.trouble is None and overlay.moved is not None
        lock_level(project, DISTRICT, locked=True)
        over_the_district = [key("Backspace"), press(112.25, 35.12), hover(112.08, 35.12)]
        overlay = [tool.send(event) for event in over_the_district][-1]
        assert overlay.warning is not None and "locked level" in overlay.warning.text


@pytest.mark.parametrize("what", ["node", "border", "area"])
def test_a_locked_level_is_refused_while_it_is_dragged(tmp_path: Path, what: str) -> None:
    with divided_project(tmp_path) as project:
        lock_level(project, DISTRICT, locked=True)
        tool = move(ToolContext(project, GRID), what)  # type: ignore[arg-type]
        start = (112.15, 35.1) if what == "area" else (112.2, 35.1)
        overlays = played(tool, drag(start, (start[0] + 0.03, start[1])))
        for overlay in overlays[-2:]:
            assert overlay.trouble is not None and "locked level" in overlay.trouble.text
        assert project.undo_label == "Lock level"
        project.undo()
        free = [tool.send(event) for event in drag(start, (start[0] + 0.03, start[1]))]
        assert free[-1].refusal is None and project.undo_label is not None
