"""A random session with layers: whatever is done and undone, what other programs see is in step."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from shapely.geometry import LineString, Point, box

from gridstudio.commands.layers import (
    add_layer,
    group_layers,
    move_layers,
    remove_layers,
    rename_layer,
    set_opacity,
    set_style,
    switch_layer,
)
from gridstudio.domain.layer_tree import in_paint_order
from gridstudio.domain.style import Style, StyleClass, Symbol
from gridstudio.errors import Refused
from gridstudio.project import Project
from gridstudio.qgis_style.qml import to_qml
from tests.cases import blank_project

pick = st.integers(0, 1000)
SHAPES = {
    "point": Point(112, 35),
    "line": LineString([(112, 35), (112.1, 35)]),
    "polygon": box(112, 35, 112.1, 35.1),
}
shape = st.sampled_from(sorted(SHAPES))
COLORS = ("#d02020", "#20d020", "#2020d0")
style = st.sampled_from([Style(classes=(StyleClass(Symbol(color)),)) for color in COLORS])


class LayerSession(RuleBasedStateMachine):
    """One user with the layer tree, and QGIS now and then."""

    @initialize()
    def open_project(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.project = blank_project(self.folder)
        self.start = self.state()

    def teardown(self) -> None:
        if hasattr(self, "project"):
            while self.project.undo_label:
                self.project.undo()
            assert self.state() == self.start, "undo to the start is the start"
            self.project.close()
            shutil.rmtree(self.folder)

    def state(self) -> tuple[Any, ...]:
        """All that undo has to bring back; switches are no edits."""
        layers = [replace(one, visible=True) for one in self.project.layers()]
        return layers, self.project.styles(), self.project.counts()["features"]

    def layer(self, number: int) -> int:
        layers = self.project.layers()
        return layers[number % len(layers)].id

    @rule(kind=st.sampled_from(["features", "tiles"]), name=st.sampled_from(["Roads", "Map", ""]))
    def add(self, kind: str, name: str) -> None:
        add_layer(self.project, name, kind)

    @precondition(lambda self: any(one.kind == "features" for one in self.project.layers()))
    @rule(number=pick, kinds=st.lists(shape, min_size=1, max_size=3))
    def add_features(self, number: int, kinds: list[str]) -> None:
        layers = [one.id for one in self.project.layers() if one.kind == "features"]
        rows = [{"layer_id": layers[number % len(layers)], "geom": SHAPES[one]} for one in kinds]
        with self.project.edit("Draw") as edit:
            edit.add("features", rows)

    @precondition(lambda self: self.project.counts()["features"] > 0)
    @rule(number=pick)
    def remove_feature(self, number: int) -> None:
        ids = self.project.ordered_ids("features", "name")
        with self.project.edit("Erase") as edit:
            edit.remove("features", [ids[number % len(ids)]])

    @rule(numbers=st.lists(pick, min_size=1, max_size=3))
    def group(self, numbers: list[int]) -> None:
        group_layers(self.project, [self.layer(number) for number in numbers])

    @rule(number=pick, into=pick, position=st.integers(0, 5))
    def move(self, number: int, into: int, position: int) -> None:
        groups = [0, *(one.id for one in self.project.layers() if one.kind == "group")]
        self.attempt(
            lambda: move_layers(
                self.project, [self.layer(number)], groups[into % len(groups)], position
            )
        )

    @rule(numbers=st.lists(pick, min_size=1, max_size=2))
    def remove(self, numbers: list[int]) -> None:
        self.attempt(lambda: remove_layers(self.project, [self.layer(one) for one in numbers]))

    @rule(number=pick, name=st.sampled_from(["Roads", "Town", ""]), opacity=st.floats(0, 1))
    def change(self, number: int, name: str, opacity: float) -> None:
        layer_id = self.layer(number)
        self.attempt(lambda: rename_layer(self.project, layer_id, name))
        set_opacity(self.project, layer_id, opacity)

    @rule(number=pick, wanted=st.one_of(st.none(), style))
    def restyle(self, number: int, wanted: Style | None) -> None:
        layer_id = self.layer(number)
        if layer_id in self.project.styles():
            set_style(self.project, layer_id, wanted)

    @rule(number=pick, visible=st.booleans())
    def switch(self, number: int, visible: bool) -> None:
        layer_id = self.layer(number)
        switch_layer(self.project, layer_id, visible)
        assert {one.id: one.visible for one in self.project.layers()}[layer_id] == visible

    @rule(wanted=style, table=st.sampled_from(["sites", "customers", "areas_grid"]))
    def restyle_in_qgis(self, wanted: Style, table: str) -> None:
        """Another program's writing forgets undo, so this is a new start."""
        geometry: Any = "polygon" if table == "areas_grid" else "point"
        connection = sqlite3.connect(self.project.path)
        connection.execute(
            'UPDATE layer_styles SET "useAsDefault" = 0 WHERE f_table_name = ?', (table,)
        )
        connection.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
            ' f_geometry_column, "styleName", "styleQML", "useAsDefault", description)'
            " VALUES ('', '', ?, 'geom', 'of QGIS', ?, 1, '')",
            (table, to_qml(wanted, geometry)),
        )
        connection.commit()
        connection.close()
        assert self.project.poll()
        assert wanted in self.project.styles().values()
        self.start = self.state()

    @rule()
    def undo(self) -> None:
        if self.project.undo_label:
            before = self.state()
            self.project.undo()
            middle = self.state()
            self.project.redo()
            assert self.state() == before, "redo brings back what undo took"
            self.project.undo()
            assert self.state() == middle

    @rule()
    def redo(self) -> None:
        if self.project.redo_label:
            self.project.redo()

    @rule()
    def reopen(self) -> None:
        before = self.state()
        self.project.close()
        self.project = Project.open(self.folder / "Case.gpkg")
        assert self.state() == before, "a fresh read equals what was kept"
        assert self.project.foreign_objects == ()
        self.start = before

    def attempt(self, act: Any) -> None:
        before = self.state()
        try:
            act()
        except Refused:
            assert self.state() == before, "what is refused changes nothing"

    @invariant()
    def other_programs_see_the_same(self) -> None:
        if not hasattr(self, "project"):
            return
        layers = self.project.layers()
        assert layers == in_paint_order(layers)
        connection = sqlite3.connect(self.project.path)
        views = {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'view'"
            ).fetchall()
        }
        registered = connection.execute(
            "SELECT table_name FROM gpkg_contents WHERE description LIKE 'drawn by %'"
        ).fetchall()
        styled = connection.execute(
            'SELECT f_table_name FROM layer_styles WHERE "useAsDefault"'
        ).fetchall()
        connection.close()
        assert sorted(views) == sorted(name for (name,) in registered)
        assert len(styled) == len(set(styled)), "one default style for a table"
        drawn = {name for (name,) in styled}
        assert drawn >= {*views, "customers", "sites", "tracks"}
        shown = sum(count for name, count in views.items() if name.startswith("layer_"))
        assert shown == self.project.counts()["features"]
        numbers = {int(name.split("_")[1]) for name in views if name.startswith("layer_")}
        assert numbers <= {one.id for one in layers if one.kind == "features"}


TestLayerSession = LayerSession.TestCase
TestLayerSession.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
