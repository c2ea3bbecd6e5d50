"""Layers as acts: each is one edit that undo takes back; switches are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.layers import (
    add_layer,
    expand_layer,
    expanded_layers,
    group_layers,
    move_layers,
    relink,
    remove_layers,
    rename_layer,
    set_opacity,
    set_scale_range,
    switch_layer,
)
from gridstudio.errors import Refused
from gridstudio.project import Project
from tests.cases import blank_project


def kinds(project: Project) -> list[str]:
    return [layer.kind for layer in project.layers()]


def names(project: Project) -> list[str]:
    return [layer.name or layer.kind for layer in project.layers()]


BUILT_IN = ["areas"] * 4 + ["tracks", "customers", "sites"]


def test_a_new_project_has_the_built_in_layers_and_they_stay(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layers = project.layers()
        assert kinds(project) == BUILT_IN
        assert [layer.options.get("level") for layer in layers[:4]] == [3, 2, 1, 0]
        for layer in layers:
            with pytest.raises(Refused, match="hide the layer"):
                remove_layers(project, [layer.id])
        assert kinds(project) == BUILT_IN and project.undo_label is None


def test_layers_are_added_where_they_belong(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        for name, kind in (("Roads", "features"), ("Map", "tiles"), ("Towns", "features")):
            add_layer(project, name, kind)
        assert names(project) == ["Map", "Roads", "Towns", *BUILT_IN]
        assert project.undo_label == "Add layer"
        project.undo()
        assert names(project) == ["Map", "Roads", *BUILT_IN]


def test_several_layers_added_in_one_act_are_numbered_apart(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        with project.edit("Many") as edit:
            for kind in ("features", "tiles", "features", "tiles"):
                add_layer(project, kind, kind, edit=edit)
        assert kinds(project) == ["tiles", "tiles", "features", "features", *BUILT_IN]
        assert [layer.position for layer in project.layers()] == list(range(11))


def test_layers_move_into_groups_and_out_again(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        one, two, three = (add_layer(project, name, "features") for name in "ABC")
        group = group_layers(project, [one, three], "Ground")
        assert names(project) == ["B", "A", "C", "Ground", *BUILT_IN]
        assert {layer.name: layer.parent for layer in project.layers()}["A"] == group
        move_layers(project, [two], group, 1)
        assert names(project)[:4] == ["A", "B", "C", "Ground"]
        move_layers(project, [three], 0, 0)
        assert names(project)[:4] == ["C", "A", "B", "Ground"]
        for _step in range(3):
            project.undo()
        assert names(project) == ["A", "B", "C", *BUILT_IN]


def test_a_group_does_not_go_into_itself(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        inner = group_layers(project, [add_layer(project, "A", "features")], "Inner")
        outer = group_layers(project, [inner], "Outer")
        for target in (inner, outer):
            with pytest.raises(Refused, match="itself"):
                move_layers(project, [outer], target, 0)
        with pytest.raises(Refused, match="groups only"):
            move_layers(project, [outer], project.layers()[0].id, 0)


def test_what_is_chosen_with_its_group_stays_in_it(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        one, two = (add_layer(project, name, "features") for name in "AB")
        group = group_layers(project, [one], "Inner")
        move_layers(project, [one, group], 0, 1)
        assert names(project)[:3] == ["B", "A", "Inner"]
        assert [layer.parent for layer in project.layers()[:3]] == [0, group, 0]
        assert two == project.layers()[0].id


def test_a_group_goes_with_all_that_is_in_it(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        layer = add_layer(project, "A", "features")
        with project.edit("Shape") as edit:
            edit.add("features", [{"layer_id": layer, "name": "x"}])
        group = group_layers(project, [layer])
        remove_layers(project, [group])
        assert kinds(project) == BUILT_IN and project.counts()["features"] == 0
        project.undo()
        assert kinds(project) == ["features", "group", *BUILT_IN]
        assert project.counts()["features"] == 1


def test_facts_of_a_layer_are_edits(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        at = add_layer(project, "Map", "tiles", source="old.mbtiles")
        before = project.layers()
        rename_layer(project, at, "  Plan ")
        set_opacity(project, at, 3.0)
        set_opacity(project, at, 0.25)
        set_scale_range(project, at, 1000, 50_000)
        relink(project, at, tmp_path / "maps" / "new.mbtiles")
        layer = project.layers()[0]
        assert (layer.name, layer.opacity, layer.source) == ("Plan", 0.25, "maps/new.mbtiles")
        assert (layer.nearest, layer.farthest, layer.options) == (1000, 50_000, {})
        with pytest.raises(Refused, match="exchange"):
            set_scale_range(project, at, 50_000, 1000)
        with pytest.raises(Refused, match="needs a name"):
            rename_layer(project, at, " ")
        labels = []
        while project.undo_label != "Add layer":
            labels.append(project.undo_label)
            project.undo()
        assert labels == [
            "Find the layer's file",
            "Change scale range",
            "Change opacity",
            "Rename layer",
        ]
        assert project.layers() == before


def test_nothing_to_change_is_no_edit(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        customers = project.layers()[-2]
        rename_layer(project, customers.id, "")
        set_opacity(project, customers.id, 1.0)
        set_scale_range(project, customers.id, 0, 0)
        assert project.undo_label is None


def test_switches_are_kept_and_are_no_edits(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        sites = project.layers()[-1]
        rename_layer(project, sites.id, "Posts")
        switch_layer(project, sites.id, False)
        expand_layer(project, sites.id, True)
        assert project.undo_label == "Rename layer"
        assert not project.layers()[-1].visible
        project.undo()
        assert not project.layers()[-1].visible and project.layers()[-1].name == ""
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert project.map_data().hidden == {sites.id}
        assert expanded_layers(project) == {sites.id: True}
        switch_layer(project, sites.id, True)
        assert project.map_data().hidden == frozenset()
