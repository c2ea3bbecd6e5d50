"""Styles in the file: QGIS's own table ``layer_styles``, in QGIS's own language.

Each layer's table or view has a default style there. What we write bears a mark with a sum of its
text, so that a style which QGIS has saved since is told from ours: that one counts then. Layers
that nobody has styled have a style of ours, too; it is derived and never read.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from gridstudio.domain.base_styles import (
    NEIGHBOURS_DIFFER,
    default_style,
    neighbours_by_number,
    neighbours_differ,
)
from gridstudio.domain.layer_tree import shown_layers, title
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style
from gridstudio.domain.template import Template
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.project.layer_tables import Geometry, LayerTable, layer_of_view
from gridstudio.qgis_style.qml import from_qml, to_qml

if TYPE_CHECKING:
    from gridstudio.project.edit import Edit

_NUMBERED = ("features", "linked")
"""Kinds whose styles are found by the layer's number."""
_DEFAULT, _STYLED = "GridStudio default ", "GridStudio style "


@dataclass(frozen=True)
class _Row:
    id: int
    table: str
    qml: str
    is_default: bool
    description: str
    time: str

    @property
    def mark(self) -> str:
        """_DEFAULT or _STYLED where the text is as we wrote it, else ""."""
        for mark in (_DEFAULT, _STYLED):
            if self.description == mark + _sum(self.qml):
                return mark
        return ""


@dataclass(frozen=True)
class Styles:
    """Every layer's style by its id; ``problems`` says which could not be read, and why."""

    of: dict[int, Style]
    problems: tuple[str, ...] = ()


def read_styles(
    connection: sqlite3.Connection, layers: Iterable[Layer], template: Template,
    tables: Sequence[LayerTable],
) -> Styles:  # fmt: skip
    """The layers' styles; a layer whose style cannot be read has that which nobody has styled."""
    rows = _rows(connection)
    found: dict[int, Style] = {}
    problems = []
    for layer in layers:
        if layer.kind == "group":
            continue
        found[layer.id] = default_style(layer, template)
        row = _chosen(rows, layer, tables)
        if row is None:
            continue
        style, problem = _decoded(row.qml)
        if style is None:
            sentence = _("“{layer}” is drawn plainly, since its style cannot be used. {reason}")
            problems.append(sentence.format(layer=title(layer, template), reason=problem))
        else:
            found[layer.id] = _from_others(style, layer)
    return Styles(found, tuple(problems))


def store_style(
    edit: Edit,
    connection: sqlite3.Connection,
    layer: Layer,
    style: Style | None,
    tables: Sequence[LayerTable],
) -> None:
    """Make it the layer's style, None the style of what nobody has styled. A style that QGIS saved
    stays in the file and is no longer the default."""
    for row in _rows(connection):
        if not _belongs(row, layer, tables):
            continue
        if row.mark:
            edit.remove("layer_styles", [row.id])
        elif row.is_default:
            edit.update("layer_styles", row.id, {"useAsDefault": 0})
    if style is not None:
        # What of the style is the layer's own follows before the commit.
        told = _for_others(style, layer)
        for name, geometry in _tables_of(layer, tables):
            edit.add("layer_styles", [_written(name, _encoded(told, geometry), _STYLED)])


def keep_styles(
    edit: Edit,
    connection: sqlite3.Connection,
    layers: Sequence[Layer],
    template: Template,
    tables: Sequence[LayerTable],
) -> None:
    """Before the commit: what we have written for each table is what its layer's style says now,
    and nothing is left of layers that are gone."""
    styles = read_styles(connection, layers, template, tables).of
    rows = _rows(connection)
    known = {layer.id: layer for layer in layers}
    edit.remove("layer_styles", _orphans(rows, known, tables))
    opacity = {shown.layer.id: shown.opacity for shown in shown_layers(layers, frozenset())}
    for table in tables:
        layer = known[table.layer_id]
        chosen = _chosen(rows, layer, tables)
        mark = _DEFAULT if chosen is None else _STYLED
        scales = layer.nearest, layer.farthest
        style = _for_others(styles[table.layer_id], layer)
        qml = _encoded(style, table.geometry, opacity.get(layer.id, 1.0), *scales)
        _keep_row(edit, [row for row in rows if row.table == table.name], table.name, qml, mark)


def _for_others(style: Style, layer: Layer) -> Style:
    """Neighbours that differ, as other programs can draw them."""
    if layer.kind != "areas" or not neighbours_differ(style):
        return style
    return neighbours_by_number(style, int(layer.options.get("level", 0)))


def _from_others(style: Style, layer: Layer) -> Style:
    """The reverse of ``_for_others``; whatever else QGIS saved is as it is."""
    plain = replace(style, mode="single", field="", classes=NEIGHBOURS_DIFFER.classes)
    return plain if _for_others(plain, layer) == style else style


def _orphans(
    rows: Sequence[_Row], layers: Mapping[int, Layer], tables: Sequence[LayerTable]
) -> list[int]:
    """Rows for views of layers that are gone, and those of ours for views that are, unless there
    is no other that could hold the layer's style."""
    names, with_tables = {table.name for table in tables}, {table.layer_id for table in tables}
    found = []
    for row in rows:
        layer_id = layer_of_view(row.table)
        if not layer_id or row.table in names:
            continue
        if layer_id not in layers or (row.mark and layer_id in with_tables):
            found.append(row.id)
    return found


def _keep_row(edit: Edit, rows: list[_Row], table: str, qml: str, mark: str) -> None:
    ours = [row for row in rows if row.mark]
    if any(row.is_default and not row.mark for row in rows):
        edit.remove("layer_styles", [row.id for row in ours])  # QGIS's own counts here
        return
    values = _written(table, qml, mark)
    if not ours:
        edit.add("layer_styles", [values])
    elif (ours[0].qml, ours[0].mark, ours[0].is_default) != (qml, mark, True):
        edit.update("layer_styles", ours[0].id, values)
    if len(ours) > 1:
        edit.remove("layer_styles", [row.id for row in ours[1:]])


def _chosen(rows: Sequence[_Row], layer: Layer, tables: Sequence[LayerTable]) -> _Row | None:
    """The row that holds the layer's style: what QGIS saved before what we wrote, then the newest;
    None where nobody has styled it."""
    own = [row for row in rows if _belongs(row, layer, tables) and row.is_default]
    own = [row for row in own if row.mark != _DEFAULT]
    return max(own, key=lambda row: (not row.mark, row.time, row.id), default=None)


def _belongs(row: _Row, layer: Layer, tables: Sequence[LayerTable]) -> bool:
    if layer.kind in _NUMBERED:
        return layer_of_view(row.table) == layer.id
    return any(table.name == row.table and table.layer_id == layer.id for table in tables)


def _tables_of(layer: Layer, tables: Sequence[LayerTable]) -> list[tuple[str, Geometry]]:
    own = [(table.name, table.geometry) for table in tables if table.layer_id == layer.id]
    if not own and layer.kind in _NUMBERED:  # nothing is in it yet, or not in this file
        return [(f"layer_{layer.id}_points", "point")]
    return own


def _rows(connection: sqlite3.Connection) -> list[_Row]:
    rows = connection.execute(
        'SELECT id, f_table_name, ifnull("styleQML", \'\'), ifnull("useAsDefault", 0), '
        "ifnull(description, ''), ifnull(update_time, '') FROM layer_styles "
        "WHERE f_geometry_column = 'geom' ORDER BY id"
    )
    return [_Row(row[0], row[1], row[2], bool(row[3]), row[4], row[5]) for row in rows]


def _written(table: str, qml: str, mark: str) -> dict[str, object]:
    return {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": table,
        "f_geometry_column": "geom",
        "styleName": "GridStudio",
        "styleQML": qml,
        "styleSLD": "",
        "useAsDefault": 1,
        "description": mark + _sum(qml),
        "owner": "",
    }


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=512)
def _encoded(
    style: Style,
    geometry: Geometry,
    opacity: float = 1.0,
    nearest: float = 0.0,
    farthest: float = 0.0,
) -> str:
    return to_qml(style, geometry, opacity=opacity, nearest=nearest, farthest=farthest)


@lru_cache(maxsize=512)
def _decoded(qml: str) -> tuple[Style | None, str]:
    """The style, or why it is none."""
    try:
        return from_qml(qml), ""
    except UserError as error:
        return None, str(error)
