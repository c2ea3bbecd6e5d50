"""A walk becomes a border: chosen, cleaned, previewed with its figures, accepted with Enter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridstudio.commands.check import check
from gridstudio.commands.walks import keep_track
from gridstudio.errors import UserError
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.walk_border import Track, area_by_walk, border_by_walk, split_by_walk
from tests.cases import area_named, divided_project
from tests.tools.events import ended, key, move, played, press


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with divided_project(tmp_path, customers=400) as made:
        yield made


def walked(*corners: tuple[float, float], accuracy_m: float = 3.0) -> Track:
    """A position every 20 m along corners in degrees, wandering some metres."""
    line = shapely.LineString(corners)
    spots = shapely.line_interpolate_point(line, np.arange(0, line.length, 0.0002))
    lonlat = shapely.get_coordinates([*spots, shapely.Point(corners[-1])])
    wander = np.cumsum(np.random.default_rng(1).normal(0, 4e-6, lonlat.shape), axis=0)
    return Track("Walk", lonlat + wander - wander.mean(axis=0), accuracy_m)


ACROSS = walked((111.9999, 35.12), (112.05, 35.13), (112.1001, 35.12))
BULGE = walked((112.1001, 35.03), (112.14, 35.1), (112.1001, 35.17))
AROUND = walked(
    (112.22, 35.05), (112.3, 35.05), (112.3, 35.12), (112.22, 35.12), (112.2201, 35.051)
)


def names(project: Project) -> list[str]:
    areas = project.areas()
    return sorted(areas.name[(areas.level == 2) & ~areas.open])


def test_a_walk_splits_an_area_when_it_is_accepted(project: Project) -> None:
    tool = split_by_walk(ToolContext(project, 2), area_named(project, "One"), [ACROSS])
    version = project.version
    overlays = played(tool, [move(112.05, 35.13), press(112.05, 35.13), move(112.02, 35.02)])
    assert "Click a recorded track" in overlays[0].hint
    assert overlays[1].hint.endswith("Click to choose it.")
    assert overlays[2].moved is not None and len(overlays[2].moved.rows)
    hint = overlays[2].hint
    assert "positions" in hint and "within 3 m" in hint and "Enter splits" in hint
    assert overlays[3].lines[0] is not None and overlays[3].hint == hint, "it stays chosen"
    assert len(overlays[3].nodes) < 60
    assert project.version == version
    with pytest.raises(StopIteration):
        tool.send(key("Enter"))
    assert project.undo_label == "Split area by a walk"
    assert names(project) == ["Grid 3", "One", "Two"]
    assert check(project) == []


def test_esc_leaves_everything(project: Project) -> None:
    label, version = project.undo_label, project.version
    tool = border_by_walk(ToolContext(project, 2), [BULGE], BULGE)
    next(tool)
    tool.close()
    assert (project.undo_label, project.version) == (label, version)


def test_a_border_moves_onto_the_walk_and_the_figures_told_so(project: Project) -> None:
    preview = next(border_by_walk(ToolContext(project, 2), [], BULGE))
    assert preview.moved is not None
    owners = project.owners().area
    ended(border_by_walk(ToolContext(project, 2), [], BULGE), [key("Enter")])
    assert project.undo_label == "Move border to a walk"
    turned = np.flatnonzero(project.owners().area != owners)
    assert turned.tolist() == preview.moved.rows.tolist() and len(turned)
    areas = project.areas()
    assert areas.geometry[areas.row(area_named(project, "One"))].bounds[2] > 112.139
    assert check(project) == []


def test_a_closed_walk_becomes_an_area(project: Project) -> None:
    overlay = next(area_by_walk(ToolContext(project, 2), [], AROUND))
    assert len(overlay.rings) == 1 and "Enter makes an area" in overlay.hint
    ended(area_by_walk(ToolContext(project, 2), [], AROUND), [key("Enter")])
    assert project.undo_label == "Draw area by a walk"
    areas = project.areas()
    drawn = areas.geometry[areas.row(area_named(project, "Grid 3"))]
    assert drawn.area == pytest.approx(0.08 * 0.07, rel=0.01)
    project.undo()
    assert "Grid 3" not in names(project)


def test_what_is_no_border_is_said_with_its_place_and_not_written(project: Project) -> None:
    label = project.undo_label
    far = walked((112.1, 35.05), (112.17, 35.1))
    overlays = played(border_by_walk(ToolContext(project, 2), [], far), [key("Enter")])
    assert overlays[0].refusal is not None and "within 50 m" in overlays[0].refusal.text
    assert to_lonlat(np.array(overlays[0].refusal.xy)) == pytest.approx((112.17, 35.1), abs=1e-4)
    assert overlays[1].refusal == overlays[0].refusal and project.undo_label == label
    open_walk = next(area_by_walk(ToolContext(project, 2), [], ACROSS))
    assert open_walk.refusal is not None and "does not close" in open_walk.refusal.text
    nowhere = replace(ACROSS, lonlat=np.full((50, 2), 35.0))
    still = next(split_by_walk(ToolContext(project, 2), area_named(project, "One"), [], nowhere))
    assert still.refusal is not None and "never leaves one spot" in still.refusal.text


def test_the_brackets_change_the_tolerance(project: Project) -> None:
    tool = split_by_walk(ToolContext(project, 2), area_named(project, "One"), [], ACROSS)
    overlays = played(tool, [key("]"), key("]"), key("["), key("["), key("[")])
    said = [overlay.hint.split("within ")[1].split(" m")[0] for overlay in overlays]
    assert said == ["3", "5", "8", "5", "3", "2"]
    assert len(overlays[2].nodes) <= len(overlays[-1].nodes)


def test_a_kept_track_is_on_the_map_and_can_be_chosen_there(project: Project) -> None:
    keep_track(project, "Monday", ACROSS.lonlat, receiver="Demo")
    (layer,) = [layer for layer in project.layers() if layer.kind == "tracks"]
    assert project.features(layer.id).name.tolist() == ["Monday"]
    assert project.undo_label == "Test", "recorded, not edited"
    tool = split_by_walk(ToolContext(project, 2), area_named(project, "One"), [])
    ended(tool, [press(112.05, 35.13), key("Enter")])
    assert names(project) == ["Grid 3", "One", "Two"]
    with pytest.raises(UserError, match="two positions"):
        keep_track(project, "Nothing", ACROSS.lonlat[:1])
