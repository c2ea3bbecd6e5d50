"""The layers of an open file, with their styles and with what other programs see of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from gridstudio.domain.changes import Changes
from gridstudio.domain.layer_tree import in_paint_order
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style
from gridstudio.domain.template import Template
from gridstudio.project import queries
from gridstudio.project.edit import Edit
from gridstudio.project.layer_styles import Styles, keep_styles, read_styles, store_style
from gridstudio.project.layer_tables import (
    Geometry,
    LayerTable,
    fact_names,
    keep_views,
    kinds_of,
    layer_tables,
    shapes_in,
    shapes_of_views,
)
from gridstudio.project.view_state import ViewState, switched

_DRAWN = ("layers", "layer_styles", "meta")
"""Tables whose rows say what is drawn and how."""


class LayerBook:
    """Layers and styles, remembered until something changes them. ``template`` and ``reading`` ask
    the file's owner."""

    def __init__(
        self,
        reading: Callable[[], sqlite3.Connection],
        template: Callable[[], Template],
        view_state: ViewState,
    ) -> None:
        self._reading, self._template, self._view_state = reading, template, view_state
        self._layers: tuple[Layer, ...] | None = None
        self._styles: Styles | None = None
        self._shapes: dict[int, frozenset[Geometry]] = {}

    def layers(self) -> tuple[Layer, ...]:
        if self._layers is None:
            rows = switched(queries.layers(self._reading()), self._view_state)
            self._layers = in_paint_order(rows)
        return self._layers

    def styles(self) -> Styles:
        if self._styles is None:
            layers, template = self.layers(), self._template()
            # Whose style a row is follows from names alone: no feature need be read.
            tables = layer_tables(layers, template, {})
            self._styles = read_styles(self._reading(), layers, template, tables)
        return self._styles

    def set_style(self, edit: Edit, layer_id: int, style: Style | None) -> None:
        """Inside an edit. Raises KeyError where there is no such layer."""
        self.forget()
        layers = self.layers()
        layer = next((one for one in layers if one.id == layer_id), None)
        if layer is None:
            raise KeyError(layer_id)
        store_style(edit, self._reading(), layer, style, self._tables(layers))

    def settle(self, connection: sqlite3.Connection, changes: Changes) -> None:
        """Before the commit: what other programs see follows ``changes``."""
        if changes.everything:
            self._shapes.clear()
        change = changes.of("features")
        new_kinds = self._note_shapes(connection, change.added | change.updated)
        if new_kinds or changes.touches(*_DRAWN):
            self.publish(connection)

    def publish(self, connection: sqlite3.Connection) -> None:
        """Inside a transaction: views and styles of what is drawn now."""
        self.forget()
        layers, template = self.layers(), self._template()
        tables = self._tables(layers)
        keep_views(connection, tables)
        keep_styles(Edit(connection), connection, layers, template, tables)
        self.forget()

    def forget(self) -> None:
        """Read the layers and their styles anew."""
        self._layers = self._styles = None

    def forget_if(self, changes: Changes) -> None:
        if changes.touches(*_DRAWN):
            self.forget()

    def _note_shapes(self, connection: sqlite3.Connection, ids: frozenset[int]) -> bool:
        """Whether among these features are kinds of shapes that their layer did not have."""
        if not ids:
            return False
        views, new = shapes_of_views(connection), False
        for layer_id, kind in kinds_of(connection, ids):
            known = self._shapes.get(layer_id, views.get(layer_id, frozenset()))
            new |= kind not in known
            self._shapes[layer_id] = known | {kind}
        return new

    def _tables(self, layers: Sequence[Layer]) -> tuple[LayerTable, ...]:
        """Which shapes are in a layer is asked of its views, else of its features."""
        known = shapes_of_views(self._reading())
        lacking = [
            layer.id
            for layer in layers
            if layer.kind == "features" and layer.id not in self._shapes
        ]
        self._shapes |= {layer_id: known[layer_id] for layer_id in lacking if layer_id in known}
        lacking = [layer_id for layer_id in lacking if layer_id not in known]
        if lacking:
            self._shapes |= shapes_in(self._reading(), lacking)
        facts = fact_names(self._reading())
        return layer_tables(layers, self._template(), self._shapes, facts)
