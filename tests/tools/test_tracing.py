"""Strokes that follow lines: Ctrl held or switched on, Shift the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

from gridstudio.commands.check import check
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.geometry.rings import edges, together
from gridstudio.geometry.ways import Followed
from gridstudio.project import Project
from gridstudio.tools.context import ToolContext
from gridstudio.tools.draw import draw
from gridstudio.tools.gesture import Overlay
from gridstudio.tools.split import split
from gridstudio.tools.tracing import Tracing, followed_words
from tests.cases import add_shapes, area_named, divided_project
from tests.tools.events import ended, key, move, played, press

ROAD = LineString([(112.2, 35.05), (112.25, 35.08), (112.3, 35.05), (112.4, 35.05)])
RIVER = LineString([(112.25, 35.0), (112.25, 35.08), (112.24, 35.2)])

SPUR = LineString([(112.29, 35.15), (112.34, 35.15), (112.36, 35.17)])


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with divided_project(tmp_path) as made:
        rows = [("trunk", "G207", ROAD), ("river", "", RIVER), ("local", "", SPUR)]
        add_shapes(made, "Base", *rows)
        yield made


def context_of(project: Project, *, on: bool = False) -> ToolContext:
    context = ToolContext(project, 2)
    tracing = Tracing(context, lambda: on)
    context.lead, context.leads_shift = tracing.lead, tracing.follows
    return context


def corners(overlay: Overlay) -> list[tuple[float, float]]:
    (line,) = overlay.lines or overlay.rings
    return [(round(lon, 6), round(lat, 6)) for lon, lat in to_lonlat(line).tolist()]


def test_ctrl_follows_the_road_and_says_which_and_how_far(project: Project) -> None:
    tool = draw(context_of(project))
    next(tool)
    tool.send(press(112.2, 35.0501))
    straight = tool.send(move(112.3, 35.0501))
    assert len(corners(straight)) == 2 and "Along" not in straight.hint
    followed = tool.send(move(112.3, 35.0501, control=True))
    assert corners(followed) == [(112.2, 35.05), (112.25, 35.08), (112.3, 35.05)]
    assert followed.hint.startswith("Along G207: 11.2")
    clicked = tool.send(press(112.3, 35.0501, control=True))
    assert corners(clicked) == corners(followed)
    assert len(clicked.nodes) == 2, "where the hand was, not every corner of the road"
    assert len(corners(tool.send(key("Backspace")))) == 2


def test_switched_on_ctrl_leads_straight(project: Project) -> None:
    tool = draw(context_of(project, on=True))
    overlays = played(
        tool,
        [press(112.2, 35.05), move(112.3, 35.05), move(112.3, 35.05, control=True)],
    )
    assert len(corners(overlays[2])) == 3 and len(corners(overlays[3])) == 2


def test_shift_takes_the_other_way_round_the_border(project: Project) -> None:
    tool = draw(context_of(project, on=True))
    next(tool)
    tool.send(press(112.0, 35.1))
    short = tool.send(move(112.1, 35.1))
    other = tool.send(move(112.1, 35.1, shift=True))
    assert {tuple(corners(short)), tuple(corners(other))} == {
        ((112.0, 35.1), (112.0, 35.0), (112.1, 35.0), (112.1, 35.1)),
        ((112.0, 35.1), (112.0, 35.2), (112.1, 35.2), (112.1, 35.1)),
    }
    assert "The other way round along border" in other.hint


def test_where_nothing_leads_it_is_straight_and_says_so(project: Project) -> None:
    tool = draw(context_of(project, on=True))
    overlays = played(tool, [press(112.2, 35.05), move(112.32, 35.14)])
    assert corners(overlays[-1])[-1] == (112.32, 35.14)
    assert "No line leads" in overlays[-1].hint
    tool.send(key("Backspace"))
    tool.send(press(*SPUR.coords[0]))
    assert "Along road: 4." in tool.send(move(112.34, 35.15)).hint
    assert "no other way round" in tool.send(move(112.34, 35.15, shift=True)).hint


def test_a_ring_is_closed_along_lines(project: Project) -> None:
    """Along the road, up the river, and back to the first corner along the border."""
    tool = draw(context_of(project, on=True))
    clicks = [(112.2, 35.05), (112.25, 35.08), (112.24, 35.2), (112.2, 35.05)]
    ended(tool, [press(*corner) for corner in clicks])
    areas = project.areas()
    drawn = areas.geometry[areas.row(area_named(project, "Grid 3"))]
    kept = {tuple(np.round(corner, 6)) for corner in shapely.get_coordinates(drawn).tolist()}
    assert {(112.2, 35.1), (112.2, 35.2), (112.24, 35.2), (112.25, 35.08)} <= kept
    assert drawn.bounds == (112.2, 35.05, 112.25, 35.2)


def test_an_area_is_split_along_a_road_without_slivers(project: Project) -> None:
    around = [(112.2, 35.0), (112.4, 35.0), (112.4, 35.2), (112.2, 35.2), (112.2, 35.0)]
    ended(draw(context_of(project)), [press(*corner) for corner in around])
    whole = area_named(project, "Grid 3")
    line = split(context_of(project, on=True), whole)
    ended(line, [press(112.2, 35.05), press(112.4, 35.05), key("Enter")])
    areas = project.areas()
    parts = [areas.geometry[areas.row(area_named(project, name))] for name in ("Grid 3", "Grid 4")]
    assert [len(part.geoms) for part in parts] == [1, 1]
    assert min(part.area for part in parts) > 0.2 * 0.05


def test_long_edges_of_a_border_stay_as_they_are_stored(project: Project) -> None:
    """Edges of many kilometres, oblique: straight in the file, not quite straight on the map. Nodes
    put between would lie beside them, and leave slivers."""
    context = context_of(project, on=True)
    slanting = [(112.22, 35.02), (112.38, 35.09), (112.3, 35.17)]
    ended(draw(context_of(project)), [*(press(*corner) for corner in slanting), key("Enter")])
    areas = project.areas()
    drawn = areas.geometry[areas.row(area_named(project, "Grid 3"))]
    with project.edit("Coarse") as edit:  # as an import brings them
        coarse = MultiPolygon([Polygon(slanting)])
        rest = together([*areas.geometry[areas.open & (areas.level == 2)], drawn])
        hole = MultiPolygon([Polygon(rest.geoms[0].exterior, [slanting[::-1]])])
        edit.update("areas", area_named(project, "Grid 3"), {"geom": coarse})
        edit.update("areas", int(areas.id[areas.open & (areas.level == 2)][0]), {"geom": hole})
    assert check(project) == []
    around = [(112.38, 35.09), (112.3, 35.17), (112.39, 35.18)]
    ended(draw(context), [*(press(*corner) for corner in around[:2]),
                          press(*around[2], control=True), key("Enter")])  # fmt: skip
    areas = project.areas()
    beside = areas.geometry[areas.row(area_named(project, "Grid 4"))]
    shared = edges(beside) & edges(coarse)
    assert len(shared) == 1, "one edge of ten kilometres, and no node between"
    assert check(project) == []
    assert areas.geometry[areas.row(area_named(project, "Grid 3"))].equals(coarse)


def test_the_longest_lines_are_named_in_order() -> None:
    along = tuple(
        Followed("road", name, metres)
        for name, metres in (("A", 500.0), ("B", 10.0), ("C", 300.0), ("A", 200.0), ("", 400.0))
    )
    assert followed_words(along) == "A, C, road"
    many = tuple(Followed("road", name, 100.0) for name in "ABCDE")
    assert followed_words(many) == "A, B, C …"
