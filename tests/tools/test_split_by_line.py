"""Splitting along a road of the map: it lights up whole, a click splits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import LineString, box

from gridstudio.commands.check import check
from gridstudio.commands.walks import keep_track
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.split_by_line import split_by_line
from tests.cases import add_shapes, area_named, divided_project
from tests.tools.events import ended, move, played, press

PIECES = (
    LineString([(111.98, 35.12), (112.03, 35.12)]),
    LineString([(112.06, 35.13), (112.03, 35.12)]),
    LineString([(112.06, 35.13), (112.13, 35.13)]),
)
RIVER = LineString([(112.05, 35.21), (112.05, 35.08)])


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with divided_project(tmp_path, customers=400) as made:
        pieces = [("trunk", "G207", piece) for piece in PIECES]
        add_shapes(made, "Base", *pieces, ("river", "Danhe", RIVER))
        yield made


def test_the_whole_road_lights_up_and_says_what_a_click_does(project: Project) -> None:
    tool = split_by_line(ToolContext(project, 2), area_named(project, "One"))
    before = project.version
    overlays = played(tool, [move(112.045, 35.125), move(112.02, 35.04)])
    (line,) = overlays[1].lines
    assert sorted(np.round(to_lonlat(line), 6).tolist()) == [
        [111.98, 35.12], [112.03, 35.12], [112.06, 35.13], [112.13, 35.13],
    ]  # fmt: skip
    assert overlays[1].hint.startswith("G207, 13.89 km") and "into 2 parts" in overlays[1].hint
    assert overlays[1].moved is not None and len(overlays[1].moved.rows)
    assert overlays[2].lines == () and "Point at a road" in overlays[2].hint
    assert project.version == before


def test_a_click_splits_and_one_undo_takes_it_back(project: Project) -> None:
    one = area_named(project, "One")
    moved = split_by_line(ToolContext(project, 2), one)
    preview = played(moved, [move(112.045, 35.125)])[-1].moved
    owners = project.owners().area
    ended(split_by_line(ToolContext(project, 2), one), [press(112.045, 35.125)])
    assert project.undo_label == "Split area along a line"
    areas = project.areas()
    assert sorted(areas.name[(areas.level == 2) & ~areas.open]) == ["Grid 3", "One", "Two"]
    assert check(project) == []
    assert preview is not None
    turned = np.flatnonzero(project.owners().area != owners)
    assert turned.tolist() == preview.rows.tolist()
    project.undo()
    assert len(project.areas()) == len(areas) - 1


def test_a_river_that_ends_inside_is_refused_in_the_hint_and_at_its_place(project: Project) -> None:
    tool = split_by_line(ToolContext(project, 2), area_named(project, "One"))
    label = project.undo_label
    overlays = played(tool, [move(112.05, 35.1), press(112.05, 35.1), press(112.02, 35.03)])
    assert overlays[1].hint.startswith("Danhe: The line ends inside the area, 4,")
    assert overlays[1].warning is not None and overlays[1].moved is None
    assert to_lonlat(np.array(overlays[1].warning.xy)) == pytest.approx((112.05, 35.08))
    assert overlays[2].refusal is not None
    assert to_lonlat(np.array(overlays[2].refusal.xy)) == pytest.approx((112.05, 35.08))
    assert overlays[3].refusal is not None and "no road" in overlays[3].refusal.text
    assert project.undo_label == label


def test_a_road_elsewhere_is_no_reproach(project: Project) -> None:
    add_shapes(project, "East", ("trunk", "Far Road", LineString([(112.25, 35.0), (112.25, 35.2)])))
    tool = split_by_line(ToolContext(project, 2), area_named(project, "One"))
    hover, click = played(tool, [move(112.25, 35.1), press(112.25, 35.1)])[1:]
    assert hover.warning is None and "does not run through" in hover.hint
    assert click.refusal is not None and "does not run through" in click.refusal.text


def test_a_lake_is_no_line_and_a_track_is_cleaned(project: Project) -> None:
    add_shapes(project, "Lakes", ("water", "Lake", box(112.02, 35.02, 112.04, 35.04)))
    along = np.linspace((111.999, 35.06), (112.101, 35.06), 400)
    noise = np.random.default_rng(1).normal(0, 1e-5, along.shape)
    keep_track(project, "Monday", along + noise)
    tool = split_by_line(ToolContext(project, 2), area_named(project, "One"))
    overlays = played(tool, [move(112.04, 35.03), move(112.05, 35.06)])
    assert "Point at a road" in overlays[1].hint
    assert overlays[2].hint.startswith("Monday") and "into 2 parts" in overlays[2].hint
    assert len(overlays[2].lines[0]) < 10


def test_a_road_that_changes_its_name_inside_is_followed_to_the_border(project: Project) -> None:
    """Whichever of the names is pointed at; what was followed is said before and after."""
    renamed = [
        ("secondary", "Mill Road", LineString([(111.98, 35.16), (112.04, 35.16)])),
        ("secondary", "School Road", LineString([(112.04, 35.16), (112.07, 35.162)])),
        ("secondary", "", LineString([(112.13, 35.165), (112.07, 35.162)])),
        ("secondary", "Side Road", LineString([(112.04, 35.16), (112.05, 35.19)])),
    ]
    add_shapes(project, "Town", *renamed)
    one = area_named(project, "One")
    tool = split_by_line(ToolContext(project, 2), one)
    first, second = played(tool, [move(112.02, 35.16), move(112.055, 35.161)])[1:]
    for overlay in (first, second):
        assert overlay.warning is None and overlay.moved is not None
        assert overlay.hint.startswith("Mill Road, then School Road, then road, ")
        assert "into 2 parts" in overlay.hint
    notice = ended(split_by_line(ToolContext(project, 2), one), [press(112.02, 35.16)])
    assert notice.startswith("Followed Mill Road, then School Road, then road to the border.")
    assert check(project) == []
    alone = played(
        split_by_line(ToolContext(project, 2), area_named(project, "One")), [move(112.045, 35.175)]
    )[-1]
    assert alone.hint.startswith("Side Road: "), "it turns off, so nothing leads it on"
