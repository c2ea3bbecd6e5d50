"""What a line snaps to is what the map shows: kinds, names, layers that are switched off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString

from gridstudio.commands.layers import add_layer, set_scale_range
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.project import Project
from gridstudio.tools.context import DrawingChoice, ToolContext, mark_of
from gridstudio.tools.move_node import move as move_node
from gridstudio.tools.split import split
from gridstudio.tools.targets import Around, all_of, layer_lines, lines_shown, point_index
from tests.cases import add_shapes, divided_project
from tests.tools.events import at, move, played, press

ROAD = LineString([(112.23, 35.02), (112.27, 35.05), (112.33, 35.05)])
RIVER = LineString([(112.25, 35.12), (112.38, 35.18)])
LAKE = shapely.box(112.31, 35.11, 112.34, 35.13)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with divided_project(tmp_path) as made:
        yield made


def add_store(project: Project) -> None:
    with project.edit("Test") as edit:
        edit.add_points("sites", np.array([[112.25, 35.16]]), {"name": ["Store"], "kind": [""]})


def said(project: Project, lon: float, lat: float, **held: bool) -> str:
    mark = mark_of(ToolContext(project, 2).snap(move(lon, lat, **held)))
    return mark.text if mark is not None else ""


def test_lines_of_layers_are_met_by_kind_and_name(project: Project) -> None:
    add_shapes(project, "Roads", ("trunk", "G207", ROAD), ("", "", ROAD))
    add_shapes(project, "Data", ("river", "Danhe", RIVER), ("reservoir", "Dam", LAKE))
    add_shapes(project, "Power", ("cable", "", LineString([(112.21, 35.19), (112.29, 35.19)])))
    assert said(project, 112.30, 35.0501) == "road: G207"
    assert said(project, 112.2701, 35.0501) == "road: G207", "its corner"
    assert said(project, 112.2501, 35.1202) == "water: Danhe"
    assert said(project, 112.325, 35.1301) == "water: Dam", "the shore of a lake"
    assert said(project, 112.25, 35.1901) == "line"
    assert said(project, 112.30, 35.0501, alt=True) == ""


def test_outlines_of_grounds_are_met_by_those_who_want_to(project: Project) -> None:
    add_shapes(
        project, "Townships", ("township", "North", shapely.box(112.22, 35.11, 112.29, 35.17))
    )
    assert said(project, 112.25, 35.1101) == ""
    wanting = ToolContext(project, 2, choice=lambda: DrawingChoice(without=frozenset()))
    found = wanting.snap(move(112.25, 35.1101))
    assert (found.kind, found.name, found.lonlat) == ("outline", "North", (112.25, 35.11))


def test_customers_and_sites_are_met_by_name(project: Project) -> None:
    lon, lat = project.customers().lonlat[7].tolist()
    assert said(project, lon + 0.0005, lat) == "customer: Customer 7"
    add_store(project)
    assert said(project, 112.2505, 35.16) == "site: Store"


def test_what_is_switched_off_does_not_count(project: Project) -> None:
    roads = add_shapes(project, "Roads", ("trunk", "G207", ROAD))
    hidden: set[int] = set()
    around = Around(lambda: project.map_data(), lambda: frozenset(hidden))
    context = ToolContext(project, 2, around)
    lon, lat = project.customers().lonlat[7].tolist()
    assert context.snap(move(112.3, 35.0501)).kind == "road"
    hidden |= {roads}
    assert context.snap(move(112.3, 35.0501)).kind == ""
    hidden |= {layer.id for layer in project.layers() if layer.kind == "customers"}
    assert context.snap(move(lon, lat)).kind == ""
    hidden.clear()
    assert context.snap(move(lon, lat)).kind == "customer"
    set_scale_range(project, roads, 0, 1000)
    assert context.snap(move(112.3, 35.0501)).kind == "", "at this scale it does not show"


def test_what_the_base_map_shows_counts_though_its_layer_is_off(project: Project) -> None:
    options = {"key": "roads"}
    add_shapes(project, "Roads", ("trunk", "G207", ROAD), options=options, visible=0)
    assert said(project, 112.3, 35.0501) == ""
    add_layer(project, "Base map", "tiles", source="somewhere.mbtiles")
    assert said(project, 112.3, 35.0501) == "road: G207"


def test_recorded_tracks_are_met(project: Project) -> None:
    with project.record() as edit:
        shape = LineString([(112.22, 35.13), (112.28, 35.13)])
        edit.add("tracks", [{"geom": shape, "receiver": "COM3", "name": "Monday"}])
    assert said(project, 112.25, 35.1302) == "track: Monday"


def test_the_choice_is_followed_while_the_tool_runs(project: Project) -> None:
    choice = DrawingChoice()
    context = ToolContext(project, 2, choice=lambda: choice)
    near, far = move(112.2005, 35.1995), move(112.2018, 35.1995)
    assert [context.snap(event).kind for event in (near, far)] == ["node", "border"]
    choice = replace(choice, tolerance_px=15)
    assert context.snap(far).kind == "node"
    choice = replace(choice, snaps=False)
    assert context.snap(near).kind == ""
    assert context.snap(replace(near, alt=True)).kind == "node", "Alt is the other way round"
    choice = DrawingChoice(without=frozenset({"node"}))
    assert context.snap(near).kind == "border"


def test_moving_nodes_takes_hold_of_borders_only(project: Project) -> None:
    lon, lat = project.customers().lonlat[0].tolist()
    off = ToolContext(project, 2, choice=lambda: DrawingChoice(snaps=False))
    for context in (ToolContext(project, 2), off):
        tool = move_node(context)
        overlays = played(tool, [press(lon, lat), press(112.1005, 35.1)])
        assert overlays[1].refusal is None and not overlays[1].nodes
        assert overlays[2].nodes, "the node is held, though snapping is off"
        tool.close()


def test_indexes_are_kept_with_their_snapshots(project: Project) -> None:
    roads = add_shapes(project, "Roads", ("trunk", "G207", ROAD))
    around = all_of(project)
    before = lines_shown(around, 20.0)
    customers = point_index(project.customers())
    add_store(project)
    after = lines_shown(around, 20.0)
    assert [one.work for one in before] == [one.work for one in after]
    assert point_index(project.customers()) is customers
    data = around.data()
    assert layer_lines(data.features[roads], data.layer(roads), data) in after


def test_getting_ready_leaves_nothing_for_the_first_move(project: Project) -> None:
    add_shapes(project, "Roads", ("trunk", "G207", ROAD))
    context = ToolContext(project, 2)
    assert len(list(context.prepare(20.0))) >= 5
    for target in lines_shown(context.around, 20.0):
        assert list(target.work.ready()) == []
    assert context.snap(at("move", 112.3, 35.0501)).name == "G207"
    assert np.all(point_index(project.customers()).rows >= 0)


def test_shift_from_a_border_goes_square_to_it_and_ends_on_the_next(project: Project) -> None:
    context = ToolContext(project, 2)
    tool = split(context, int(project.areas().id[1]))
    aim = move(112.1985, 35.0712, shift=True)
    overlay = played(tool, [press(112.1001, 35.07), aim])[-1]
    assert overlay.snap is not None and overlay.snap.text == "border"
    lon, lat = to_lonlat(overlay.lines[0][-1]).tolist()
    assert lon == pytest.approx(112.2, abs=2e-9) and lat == pytest.approx(35.07, abs=1e-4)
    free = tool.send(move(112.1985, 35.0712, shift=True, alt=True))
    assert free.snap is None
    assert to_lonlat(free.lines[0][-1])[0] == pytest.approx(112.1985, abs=1e-4)
