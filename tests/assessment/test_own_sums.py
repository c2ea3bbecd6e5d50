"""What an edit leaves of the sums is what counting everybody anew gives, for less work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gridstudio.assessment.own_sums import OwnSums, Snapshots, counted_anew, followed, own_sums
from gridstudio.commands.areas import delete_areas, draw_area, merge_areas, move_node, split_area
from gridstudio.project import Project
from tests.cases import divided_project

CUSTOMERS = 600
Act = Callable[[Project], object]


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def same(one: OwnSums, other: OwnSums) -> None:
    assert one.sums.shape == other.sums.shape
    money = np.zeros(one.columns.width, dtype=bool)
    money[1] = True
    assert np.array_equal(one.sums[:, ~money], other.sums[:, ~money])
    assert one.sums[:, 1] == pytest.approx(other.sums[:, 1])
    assert not (one.sums < 0).any()


def write(table: str, way: str, *values: object) -> Act:
    def act(project: Project) -> None:
        with project.edit("Test") as edit:
            getattr(edit, way)(table, *values)

    return act


def override(project: Project) -> None:
    area, row = id_of(project, "Two"), {"reason": "Contract"}
    with project.edit("Override") as edit:
        edit.add("owner_overrides", [{**row, "customer_id": 3, "area_id": area}])


RING = np.array([(112.22, 35.02), (112.38, 35.02), (112.38, 35.12), (112.22, 35.12)])
ACROSS = np.array([(112.03, 34.9), (112.13, 35.3)])
ACTS: dict[str, Act] = {
    "a node moves": lambda p: move_node(p, (112.1, 35.1), (112.12, 35.11)),
    "a grid is split": lambda p: split_area(p, id_of(p, "One"), ACROSS),
    "grids are merged": lambda p: merge_areas(p, [id_of(p, "One"), id_of(p, "Two")]),
    "a grid is deleted": lambda p: delete_areas(p, [id_of(p, "One")]),
    "a grid is drawn": lambda p: draw_area(p, 2, RING),
    "a customer goes": write("customers", "remove", [5]),
    "customers come": lambda p: add_customers(p, 3),
    "a class changes": write("customers", "update", 7, {"class": "A"}),
    "a kind is none that is known": write("customers", "update", 8, {"kind": "?"}),
    "a value is not known any more": write("customers", "update", 9, {"value": None}),
    "an owner is decided": override,
    "sites come": lambda p: add_sites(p),
    "a name changes": lambda p: write("areas", "update", id_of(p, "One"), {"name": "1"})(p),
}


def add_customers(project: Project, count: int) -> None:
    lonlat = np.column_stack([np.linspace(111.9, 112.3, count), np.full(count, 35.07)])
    kinds = [project.template.kinds[0].key] * count
    with project.edit("Customers") as edit:
        edit.add_points("customers", lonlat, {"kind": kinds, "value": [5.5] * count})


def add_sites(project: Project) -> None:
    places = np.array([(112.05, 35.1), (112.15, 35.1), (112.3, 35.1), (111.0, 35.1)])
    kinds = [project.template.site_kinds[n % 2].key for n in range(len(places))]
    with project.edit("Sites") as edit:
        edit.add_points("sites", places, {"kind": kinds})


@pytest.mark.parametrize("name", ACTS)
def test_following_an_act_is_counting_anew(tmp_path: Path, name: str) -> None:
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        before = counted_anew(Snapshots.of(project.map_data()))
        ACTS[name](project)
        after = followed(before, Snapshots.of(project.map_data()))
        same(after, counted_anew(Snapshots.of(project.map_data())))
        project.undo()
        same(followed(after, Snapshots.of(project.map_data())), before)


def test_act_after_act_keeps_the_sums_true(tmp_path: Path) -> None:
    """Each from the one before, so that what goes wrong once stays wrong."""
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        sums = counted_anew(Snapshots.of(project.map_data()))
        for name in ("a node moves", "a class changes", "an owner is decided", "sites come"):
            ACTS[name](project)
            sums = followed(sums, Snapshots.of(project.map_data()))
            same(sums, counted_anew(Snapshots.of(project.map_data())))
        while project.undo_label:
            project.undo()
            sums = followed(sums, Snapshots.of(project.map_data()))
        same(sums, counted_anew(Snapshots.of(project.map_data())))


def test_only_who_is_touched_is_counted(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        first = own_sums(Snapshots.of(project.map_data()))
        assert own_sums(Snapshots.of(project.map_data())) is first
        owner = project.owners().area
        move_node(project, (112.1, 35.1), (112.08, 35.1))
        turned = int((project.owners().area != owner).sum())
        second = own_sums(Snapshots.of(project.map_data()))
        assert 0 < turned < CUSTOMERS / 10
        assert second.counted == 2 * turned, "each is taken from one and given to another"
        ACTS["a class changes"](project)
        assert own_sums(Snapshots.of(project.map_data())).counted == 2
        ACTS["a name changes"](project)
        assert own_sums(Snapshots.of(project.map_data())).counted == 0


def test_where_most_is_new_everything_is_counted(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        before = counted_anew(Snapshots.of(project.map_data()))
        add_customers(project, CUSTOMERS)
        after = followed(before, Snapshots.of(project.map_data()))
        assert after.counted == 2 * CUSTOMERS
        same(after, counted_anew(Snapshots.of(project.map_data())))


def test_a_level_has_all_that_lies_below(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        add_sites(project)
        own = own_sums(Snapshots.of(project.map_data()))
        areas, owners = project.areas(), project.owners()
        for level in (0, 1, 2):
            ids, sums = own.at_level(level)
            owner = owners.at_level(areas, level)
            assert ids.tolist() == areas.at_level(level, open_ground=True).tolist()
            assert sums[:, 0].tolist() == [int((owner == area).sum()) for area in ids.tolist()]
        assert own.at_level(0)[1][0, -own.columns.words[2] :].sum() == 3, "one lies outside"
        assert own.figures(id_of(project, "One")).customers > 0
        assert own.figures(id_of(project, "West")).customers == 0, "its grids have them"
