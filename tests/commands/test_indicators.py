"""Indicators of a project: after each edit equal to fresh ones, for no more work than it takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import LineString

from gridstudio.assessment.area_indicators import LevelIndicators, level_indicators
from gridstudio.commands import indicators as module
from gridstudio.commands.areas import draw_area, merge_areas, move_node, set_area, split_area
from gridstudio.commands.customers import (
    edit_customer,
    edit_site,
    move_customer,
    move_site,
    remove_customers,
    remove_sites,
    set_class,
)
from gridstudio.commands.indicators import (
    all_indicators,
    indicators_known,
    indicators_now,
    indicators_of,
    keep,
    note,
    run,
    task,
    wanted,
)
from gridstudio.commands.layers import add_layer, set_meaning
from gridstudio.commands.overrides import give_customers
from gridstudio.errors import Refused
from gridstudio.project import Project
from tests.cases import SOUTH, WEST, divided_project, square


def county(folder: Path, customers: int = 60) -> Project:
    """Two districts and two grids, with roads, two townships, stores and markets with a census."""
    project = divided_project(folder, customers)
    with project.edit("Ground") as edit:
        layer = add_layer(project, "Ground", "features", edit=edit)
        shapes = [
            ("township", "West town", square(0, 0, 1, 2)),
            ("township", "East town", square(1, 0, 3, 2)),
            ("trunk", "G5", LineString([(WEST, SOUTH + 0.07), (WEST + 0.4, SOUTH + 0.08)])),
            ("street", "Lane", LineString([(WEST + 0.12, SOUTH), (WEST + 0.15, SOUTH + 0.19)])),
        ]
        edit.add(
            "features",
            [
                {"layer_id": layer, "category": category, "name": name, "geom": shape}
                for category, name, shape in shapes
            ],
        )
        lonlat = np.array([[WEST + 0.1, SOUTH + 0.1], [WEST + 0.38, SOUTH + 0.1], [112.2, 35.1]])
        kinds = ["own_store", "own_store", "base_station"]
        edit.add_points("sites", lonlat, {"name": ["West", "East", "Mast"], "kind": kinds})
        for number, customer in enumerate(project.customers().id.tolist()):
            facts = {"scale": 10 + number, "competitor": "full" if number % 3 else "none"}
            edit.update("customers", customer, {"census": json.dumps(facts)})
    project.changed.connect(lambda changes: note(project, changes))
    return project


def printed(found: LevelIndicators) -> dict[int, object]:
    return {area: (one.to_json(), one.sites, one.store_km.stores) for area, one in found.of.items()}


def fresh(project: Project, level: int) -> dict[int, object]:
    """Computed from nothing, in a project that has just been opened."""
    with Project.open(project.path, read_only=True) as other:
        return printed(all_indicators(other, other.map_data(), level))


def followed(project: Project, level: int) -> LevelIndicators:
    found = indicators_now(project, project.map_data(), level)
    assert found is not None
    assert printed(found) == fresh(project, level)
    return found


def named(project: Project, ids: frozenset[int]) -> list[str]:
    areas = project.areas()
    return sorted(str(areas.code[row]) for row in areas.index(sorted(ids)))


def begun(folder: Path) -> Project:
    project = county(folder)
    for level in (1, 2):
        all_indicators(project, project.map_data(), level)
    return project


def customer_in(project: Project, code: str) -> int:
    areas, owners = project.areas(), project.owners()
    (area,) = areas.id[areas.code == code].tolist()
    return int(owners.id[owners.area == area][0])


Step = Callable[[Project], object]


@pytest.mark.parametrize(
    ("step", "covered", "counted"),
    [
        pytest.param(lambda p: None, [], [], id="nothing"),
        pytest.param(
            lambda p: move_node(p, (WEST + 0.1, SOUTH + 0.1), (WEST + 0.16, SOUTH + 0.1)),
            ["G01", "G02"], ["G01", "G02"], id="a node moved over customers",
        ),
        pytest.param(
            lambda p: move_node(p, (WEST + 0.1, SOUTH + 0.1), (WEST + 0.1001, SOUTH + 0.1)),
            ["G01", "G02"], [], id="a node moved over nobody",
        ),
        pytest.param(
            lambda p: set_class(p, [customer_in(p, "G02")], "A"), [], ["G02"], id="a class",
        ),
        pytest.param(
            lambda p: edit_customer(p, customer_in(p, "G01"), kind="specialised_market"),
            [], ["G01"], id="a kind",
        ),
        pytest.param(
            lambda p: edit_customer(p, customer_in(p, "G01"), name="Other"), [], [], id="a name",
        ),
        pytest.param(
            lambda p: edit_customer(p, 2, census={"scale": 999, "competitor": "partial"}),
            [], ["G01"], id="what the census says of a market",
        ),
        pytest.param(
            lambda p: move_customer(p, customer_in(p, "G01"), WEST + 0.15, SOUTH + 0.03),
            [], ["G01", "G02"], id="a customer moved over",
        ),
        pytest.param(
            lambda p: remove_customers(p, [customer_in(p, "G02")]), [], ["G02"], id="one gone",
        ),
        pytest.param(
            lambda p: give_customers(
                p, [customer_in(p, "G01")], int(p.areas().id[p.areas().code == "G02"][0]), "So"
            ),
            [], ["G01", "G02"], id="one given away",
        ),
        pytest.param(
            lambda p: set_area(p, int(p.areas().id[p.areas().code == "G01"][0]), name="New"),
            [], [], id="a name of an area",
        ),
        pytest.param(lambda p: edit_site(p, 3, name="Tower"), [], [], id="a site's name"),
        pytest.param(
            lambda p: move_site(p, 3, WEST + 0.02, SOUTH + 0.02), [], ["G01", "G02"], id="a mast",
        ),
    ],
)  # fmt: skip
def test_an_edit_costs_what_it_touches(
    tmp_path: Path, step: Step, covered: list[str], counted: list[str]
) -> None:
    with begun(tmp_path) as project:
        before = followed(project, 2)
        step(project)
        found = followed(project, 2)
        if project.undo_label and found is not before:
            assert named(project, found.covered) == covered
            assert named(project, found.counted) == counted
        else:
            assert (covered, counted) == ([], [])
        while project.undo_label != "Ground":
            project.undo()
        assert printed(followed(project, 2)) == printed(before)


def test_a_store_that_is_moved_touches_those_within_its_reach(tmp_path: Path) -> None:
    with begun(tmp_path) as project:
        followed(project, 2)
        move_site(project, 2, WEST + 0.39, SOUTH + 0.12)
        assert followed(project, 2).counted == frozenset()
        move_site(project, 2, WEST + 0.15, SOUTH + 0.12)
        assert named(project, followed(project, 2).counted) == ["G01", "G02"]
        remove_sites(project, [1, 2])
        assert all(np.isnan(one.store_km.mean) for one in followed(project, 2).of.values())
        project.undo()
        followed(project, 2)


def test_roads_and_townships_touch_what_they_lie_on(tmp_path: Path) -> None:
    with begun(tmp_path) as project:
        followed(project, 2)
        layer = next(item.id for item in project.layers() if item.kind == "features")
        with project.edit("Road") as edit:
            line = LineString([(WEST + 0.12, SOUTH + 0.02), (WEST + 0.18, SOUTH + 0.02)])
            facts = {"layer_id": layer, "category": "primary", "name": "S1"}
            edit.add("features", [{**facts, "geom": line}])
        found = followed(project, 2)
        assert (named(project, found.covered), found.counted) == (["G02"], frozenset())
        project.undo()
        assert named(project, followed(project, 2).covered) == ["G02"]


def test_areas_that_come_and_go(tmp_path: Path) -> None:
    with begun(tmp_path) as project:
        areas = project.areas()
        (grid,) = areas.id[areas.code == "G02"].tolist()
        split_area(project, grid, [(WEST + 0.15, SOUTH - 0.1), (WEST + 0.15, SOUTH + 0.3)])
        assert len(followed(project, 2).covered) == 2
        followed(project, 1)
        merge_areas(project, project.areas().at_level(2).tolist())
        assert len(followed(project, 2).covered) == 1
        ring = [(WEST + 0.22, SOUTH + 0.02), (WEST + 0.3, SOUTH + 0.02), (WEST + 0.3, SOUTH + 0.1)]
        draw_area(project, 2, ring)
        assert len(followed(project, 2).covered) == 1
        project.undo()
        project.undo()
        followed(project, 2)
        followed(project, 1)


def test_a_random_session_stays_true(tmp_path: Path) -> None:
    random = np.random.default_rng(11)
    with begun(tmp_path) as project:

        def spot() -> tuple[float, float]:
            lon, lat = random.uniform((WEST, SOUTH), (WEST + 0.4, SOUTH + 0.2))
            return round(float(lon), 9), round(float(lat), 9)

        def someone() -> int:
            return int(random.choice(project.customers().id))

        def someplace() -> int:
            return int(random.choice(project.areas().at_level(2)))

        acts: list[Callable[[], object]] = [
            lambda: move_customer(project, someone(), *spot()),
            lambda: set_class(project, [someone(), someone()], str(random.choice(list("ABCD")))),
            lambda: edit_customer(project, someone(), census={"scale": int(random.integers(99))}),
            lambda: remove_customers(project, [someone()]),
            lambda: move_site(project, int(random.choice(project.sites().id)), *spot()),
            lambda: split_area(project, someplace(), [spot(), spot()]),
            lambda: merge_areas(project, [someplace(), someplace()]),
            lambda: give_customers(project, [someone()], someplace(), "So"),
            lambda: draw_area(project, 2, [spot(), spot(), spot()]),
            project.undo,
            project.redo,
        ]
        for _step in range(60):
            try:
                acts[int(random.integers(len(acts)))]()
            except Refused:
                continue
            data = project.map_data()
            for level in (1, 2):
                found = indicators_now(project, data, level)
                assert found is not None
                known = level_indicators(found.moment, level)
                assert printed(found) == printed(known)
        assert printed(found) == fresh(project, 2)


def test_one_area_alone(tmp_path: Path) -> None:
    with county(tmp_path) as project:
        data = project.map_data()
        known = all_indicators(project, data, 2).of
        with Project.open(project.path, read_only=True) as other:
            for area in data.areas.id.tolist():
                alone = indicators_of(other, other.map_data(), area)
                assert alone is not None
                if area in known:
                    assert alone.to_json() == known[area].to_json()
            assert wanted(other) == []


def test_much_work_waits_for_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gridstudio.commands.indicators.AT_ONCE_CUSTOMERS", 10)
    with county(tmp_path) as project:
        data = project.map_data()
        assert indicators_now(project, data, 2) is None
        grid = customer_in(project, "G01") and int(project.areas().at_level(2)[0])
        assert indicators_of(project, data, grid) is None
        assert wanted(project) == [2]
        work = task(project, data, [2])
        edit_customer(project, 2, census={"scale": 5000})
        keep(project, run(project, work))
        assert wanted(project) == []
        again = task(project, project.map_data(), [2])
        assert again.stale == {2}
        keep(project, run(project, again))
        assert printed(indicators_now(project, project.map_data(), 2)) == fresh(project, 2)  # type: ignore[arg-type]


def test_decisions_that_expire_change_nothing_by_themselves(tmp_path: Path) -> None:
    with begun(tmp_path) as project:
        (grid,) = project.areas().id[project.areas().code == "G02"].tolist()
        give_customers(project, [customer_in(project, "G01")], grid, "So", expires=date(2020, 1, 1))
        followed(project, 2)


def test_a_layer_is_told_to_hold_nothing_of_the_kind(tmp_path: Path) -> None:
    with begun(tmp_path) as project:
        followed(project, 2)
        layer = next(item for item in project.layers() if item.kind == "features")
        set_meaning(project, layer.id, "nothing")
        found = followed(project, 2)
        assert all(not one.roads and not one.administrative for one in found.of.values())
        assert named(project, found.covered) == ["G01", "G02"]
        project.undo()
        assert followed(project, 2).of[min(found.of)].roads


def test_a_hand_that_holds_a_border_is_not_kept_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BRIEFLY", (1, 1000))
    with county(tmp_path) as project:
        data = project.map_data()
        assert indicators_known(project, data, 2) is None and not wanted(project)
        assert indicators_now(project, data, 2, briefly=True) is None, "two grids"
        assert wanted(project) == [2]
        found = all_indicators(project, data, 2)
        assert indicators_known(project, data, 2) is found
        assert indicators_now(project, data, 2, briefly=True) is found
        move_customer(project, customer_in(project, "G01"), WEST + 0.02, SOUTH + 0.03)
        later = project.map_data()
        assert indicators_known(project, later, 2) is None
        patched = indicators_now(project, later, 2, briefly=True)
        assert patched is not None and printed(patched) == fresh(project, 2)
