"""What other programs open: a table or view for each layer, since QGIS knows no part of a table.

Views are ours, derived, and kept in step by the writer. A view of shapes holds one kind of them
(points, lines or polygons), as a layer of QGIS does.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gridstudio.domain.layer_tree import title
from gridstudio.domain.rows import Layer
from gridstudio.domain.template import Template
from gridstudio.i18n import _

Geometry = Literal["point", "line", "polygon"]
GEOMETRIES: tuple[Geometry, ...] = ("point", "line", "polygon")
_TABLES: dict[str, Geometry] = {"customers": "point", "sites": "point", "tracks": "line"}
_AREAS = (
    "SELECT a.id AS OGC_FID, a.geom, a.code, a.name, a.setting, a.team, a.manager, a.open, "
    "a.locked, a.note, a.parent_id, a.uuid{facts} FROM areas AS a{joins} "
    "WHERE a.level = {level} AND a.scheme_id IN (SELECT id FROM schemes WHERE current = 1)"
)
_FEATURES = (
    "SELECT id AS OGC_FID, geom, category, name, properties, uuid FROM features "
    "WHERE layer_id = {layer} AND {shape} = '{geometry}'"
)
_OURS = "drawn by GridStudio as layer "
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


@dataclass(frozen=True)
class LayerTable:
    """A table or view that holds what a layer draws; ``select`` is the view's, "" for a table."""

    name: str
    layer_id: int
    geometry: Geometry
    identifier: str
    select: str = ""
    column_type: str = ""


Shapes = Mapping[int, frozenset[Geometry]]
"""Which kinds of shapes are in each layer of features, by the layer's id."""


def layer_tables(
    layers: Iterable[Layer], template: Template, shapes: Shapes, facts: Sequence[str] = ()
) -> tuple[LayerTable, ...]:
    """The tables of all layers that other programs can draw; the areas' have ``facts``, too."""
    found = []
    for layer in layers:
        name = title(layer, template)
        if layer.kind in _TABLES:
            found.append(LayerTable(layer.kind, layer.id, _TABLES[layer.kind], name))
        elif layer.kind == "areas":
            level = int(layer.options.get("level", -1))
            if 0 <= level < len(template.levels):
                found.append(_areas_view(template, level, layer.id, name, facts))
        elif layer.kind == "features":
            own = [kind for kind in GEOMETRIES if kind in shapes.get(layer.id, ())]
            words = {"point": _("points"), "line": _("lines"), "polygon": _("polygons")}
            for kind in own:
                shown = name if len(own) == 1 else f"{name} ({words[kind]})"
                found.append(_features_view(layer.id, kind, shown))
    return tuple(found)


def areas_view(template: Template, level: int) -> str:
    """The name of the view of a level's areas."""
    key = template.levels[level].key
    return f"areas_{key}" if re.fullmatch("[a-z0-9_]+", key) else f"areas_level_{level}"


def features_view(layer_id: int, geometry: Geometry) -> str:
    """The name of the view of the shapes of one kind in a layer of features."""
    return f"layer_{layer_id}_{geometry}s"


def layer_of_view(name: str) -> int:
    """The layer of features whose view bears (or bore) this name; 0 for other names."""
    found = re.fullmatch(r"layer_(\d+)_(?:point|line|polygon)s", name)
    return int(found[1]) if found else 0


def shapes_in(connection: sqlite3.Connection, layer_ids: Sequence[int]) -> Shapes:
    """Reads every feature of these layers."""
    rows = connection.execute(
        f"SELECT DISTINCT layer_id, {_shape()} FROM features "
        "WHERE layer_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(layer_ids)),),
    ).fetchall()
    return {
        layer: frozenset(kind for of, kind in rows if of == layer and kind in GEOMETRIES)
        for layer in layer_ids
    }


def kinds_of(connection: sqlite3.Connection, ids: frozenset[int]) -> list[tuple[int, Geometry]]:
    """Layer and kind of shape of these features, each pair once."""
    rows = connection.execute(
        f"SELECT DISTINCT layer_id, {_shape()} FROM features "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    ).fetchall()
    return [(layer_id, kind) for layer_id, kind in rows if kind in GEOMETRIES]


def keep_views(connection: sqlite3.Connection, tables: Sequence[LayerTable]) -> None:
    """Make, change and drop our views so that they are those of ``tables``, in gpkg_contents too.

    A name that a table or view of another program bears already stays with it.
    """
    wanted = {table.name: table for table in tables if table.select}
    there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    ours = our_views(connection)
    for name in sorted(ours - wanted.keys()):
        _drop(connection, name, there)
    taken = {
        name for (name,) in connection.execute("SELECT name FROM sqlite_master") if name not in ours
    }
    names: set[str] = set()
    for name, table in wanted.items():
        if name in taken:
            continue
        if there.get(name) != _sql(table):
            _drop(connection, name, there)
            connection.execute(_sql(table))
            _register(connection, table)
        _identify(connection, table, names)


def our_views(connection: sqlite3.Connection) -> set[str]:
    """The names of the views that we have made."""
    rows = connection.execute(
        "SELECT table_name FROM gpkg_contents WHERE description LIKE ? || '%'", (_OURS,)
    )
    return {name for (name,) in rows}


def shapes_of_views(connection: sqlite3.Connection) -> Shapes:
    """Which kinds of shapes our views say are in each layer of features that has any."""
    found: dict[int, frozenset[Geometry]] = {}
    for name in our_views(connection):
        for geometry in GEOMETRIES:
            layer_id = layer_of_view(name)
            if layer_id and name == features_view(layer_id, geometry):
                found[layer_id] = found.get(layer_id, frozenset()) | {geometry}
    return found


def sound_views(connection: sqlite3.Connection, template: Template) -> set[str]:
    """The names of our views that are in the file as we make them. One that only bears our mark
    is somebody else's."""
    wanted, facts = {}, fact_names(connection)
    for name in our_views(connection):
        for level in range(len(template.levels)):
            if name == areas_view(template, level):
                wanted[name] = _areas_view(template, level, 0, "", facts)
        for geometry in GEOMETRIES:
            if layer_of_view(name) and name.endswith(f"_{geometry}s"):
                wanted[name] = _features_view(layer_of_view(name), geometry, "")
    there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    return {name for name, table in wanted.items() if there.get(name) == _sql(table)}


def fact_names(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Which facts of areas are kept for other programs."""
    rows = connection.execute("SELECT DISTINCT name FROM area_facts ORDER BY name")
    return tuple(name for (name,) in rows)


def _areas_view(
    template: Template, level: int, layer_id: int, name: str, facts: Sequence[str]
) -> LayerTable:
    columns, joins = "", ""
    for at, fact in enumerate(facts):
        # A column of a table has a type in other programs, the result of an expression has none.
        columns += f", f{at}.value AS {_quoted(fact)}"
        text = fact.replace("'", "''")
        joins += f" LEFT JOIN area_facts AS f{at} ON f{at}.area_id = a.id AND f{at}.name = '{text}'"
    select = _AREAS.format(level=level, facts=columns, joins=joins)
    view = areas_view(template, level)
    return LayerTable(view, layer_id, "polygon", name, select, "MULTIPOLYGON")


def _features_view(layer_id: int, geometry: Geometry, name: str) -> LayerTable:
    select = _FEATURES.format(layer=layer_id, shape=_shape(), geometry=geometry)
    view = features_view(layer_id, geometry)
    return LayerTable(view, layer_id, geometry, name, select, "GEOMETRY")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sql(table: LayerTable) -> str:
    return f'CREATE VIEW "{table.name}" AS {table.select}'


def _drop(connection: sqlite3.Connection, name: str, there: Mapping[str, str]) -> None:
    if name in there:
        connection.execute(f'DROP VIEW "{name}"')
    for register in ("gpkg_geometry_columns", "gpkg_contents"):
        connection.execute(f"DELETE FROM {register} WHERE table_name = ?", (name,))


def _register(connection: sqlite3.Connection, table: LayerTable) -> None:
    """No extent is named: one that is not kept in step would be wrong."""
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES (:name, 'features', :name, :description, 4326)",
        {"name": table.name, "description": f"{_OURS}{table.layer_id}"},
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)",
        (table.name, table.column_type),
    )


def _identify(connection: sqlite3.Connection, table: LayerTable, names: set[str]) -> None:
    """Other programs show the layer's name, which must differ from all others."""
    shown = table.identifier
    used = connection.execute(
        "SELECT 1 FROM gpkg_contents WHERE identifier = ? AND table_name != ?", (shown, table.name)
    ).fetchone()
    shown = table.name if used or shown in names else shown
    names.add(shown)
    connection.execute(
        "UPDATE gpkg_contents SET identifier = :shown "
        "WHERE table_name = :name AND identifier IS NOT :shown",
        {"shown": shown, "name": table.name},
    )


def _shape() -> str:
    """SQL for the kind of a shape, read from its blob: the envelope's size says where its WKB
    begins, the WKB's first byte whether the lowest byte of the type comes first or last."""
    cases = []
    for number, size in enumerate(_ENVELOPE_BYTES):
        flags = ", ".join(
            f"'{number * 2 + order + empty:02X}'" for order in (0, 1) for empty in (0, 16)
        )
        at = 9 + size
        cases.append(
            f"WHEN hex(substr(geom, 4, 1)) IN ({flags}) THEN "
            f"CASE hex(substr(geom, {at}, 1)) WHEN '01' THEN hex(substr(geom, {at + 1}, 1)) "
            f"ELSE hex(substr(geom, {at + 4}, 1)) END"
        )
    kinds = []
    for kind, codes in zip(GEOMETRIES, ((1, 4), (2, 5), (3, 6)), strict=True):
        # With heights, measures or both ISO counts from 1000, 2000 or 3000.
        numbers = [(code + 1000 * more) % 256 for code in codes for more in range(4)]
        listed = ", ".join(f"'{number:02X}'" for number in numbers)
        kinds.append(f"WHEN code IN ({listed}) THEN '{kind}'")
    return f"(SELECT CASE {' '.join(kinds)} END FROM (SELECT CASE {' '.join(cases)} END AS code))"
