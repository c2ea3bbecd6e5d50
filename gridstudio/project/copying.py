"""“Save a copy”: the file as other programs like it, with spatial indexes (R-trees)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import shapely
from sqlite_utils import Database

from gridstudio.project.draft import draft_of
from gridstudio.project.geopackage import decode
from gridstudio.project.opening import connect, foreign_objects
from gridstudio.project.schema import WITH_GEOMETRY

_VERSION_WITH_TREES = 10400
"""The triggers below are those of 1.4: the 1.3 set breaks upserts."""

_EXTENSION = "http://www.geopackage.org/spec120/#extension_rtree"


def save_copy(source: sqlite3.Connection, path: Path) -> None:
    """Write the project to ``path``, whole or not at all, replacing what is there.

    Raises UserError where it cannot be written.
    """
    with draft_of(path) as draft:
        source.execute("PRAGMA query_only = OFF")
        try:
            source.execute("VACUUM INTO ?", (str(draft),))
        finally:
            source.execute("PRAGMA query_only = ON")
        _finish(draft)


def _finish(draft: Path) -> None:
    connection = connect(draft, read_only=False)
    try:
        for item in foreign_objects(connection):
            kind, name = item.split(" ", 1)
            if kind in ("trigger", "view"):
                connection.execute(f'DROP {kind.upper()} IF EXISTS "{name}"')
        connection.execute(f"PRAGMA user_version = {_VERSION_WITH_TREES}")
        connection.execute("BEGIN")
        for table in WITH_GEOMETRY:
            _build_tree(connection, table)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _build_tree(connection: sqlite3.Connection, table: str) -> None:
    tree = f"rtree_{table}_geom"
    connection.execute(f'CREATE VIRTUAL TABLE "{tree}" USING rtree(id, minx, maxx, miny, maxy)')
    rows = connection.execute(f"SELECT id, geom FROM {table} WHERE geom IS NOT NULL").fetchall()
    boxes = shapely.bounds(decode([row[1] for row in rows])).reshape(-1, 4)
    connection.executemany(
        f'INSERT INTO "{tree}" VALUES (?, ?, ?, ?, ?)',
        (
            (row[0], west, east, south, north)
            for row, (west, south, east, north) in zip(rows, boxes.tolist(), strict=True)
            if west == west
        ),
    )
    for trigger in _triggers(table, tree):
        connection.execute(trigger)
    Database(connection).table("gpkg_extensions").insert(
        {
            "table_name": table,
            "column_name": "geom",
            "extension_name": "gpkg_rtree_index",
            "definition": _EXTENSION,
            "scope": "write-only",
        }
    )


def _triggers(table: str, tree: str) -> list[str]:
    """The trigger set of GeoPackage 1.4, annex F.3, in which upserts keep the tree right."""
    box = "NEW.id, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"
    some = "NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)"
    none = "(NEW.geom IS NULL OR ST_IsEmpty(NEW.geom))"
    old_some = "OLD.geom NOT NULL AND NOT ST_IsEmpty(OLD.geom)"
    old_none = "(OLD.geom IS NULL OR ST_IsEmpty(OLD.geom))"
    assign = (
        "minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom), "
        "miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom)"
    )
    add = f'INSERT OR REPLACE INTO "{tree}" VALUES ({box});'
    move = f'UPDATE "{tree}" SET {assign} WHERE id = NEW.id;'
    drop = f'DELETE FROM "{tree}" WHERE id = OLD.id;'
    drop_both = f'DELETE FROM "{tree}" WHERE id IN (OLD.id, NEW.id);'
    any_update, geom_update = f"UPDATE ON {table}", f"UPDATE OF geom ON {table}"
    same, other = "OLD.id = NEW.id", "OLD.id != NEW.id"
    shapes = {
        "insert": (f"INSERT ON {table}", some, add),
        "update2": (geom_update, f"{same} AND {none}", drop),
        "update4": (any_update, f"{other} AND {none}", drop_both),
        "update5": (any_update, f"{other} AND {some}", drop + add),
        "update6": (geom_update, f"{same} AND {some} AND {old_some}", move),
        "update7": (geom_update, f"{same} AND {some} AND {old_none}", add),
        "delete": (f"DELETE ON {table}", "OLD.geom NOT NULL", drop),
    }
    return [
        f'CREATE TRIGGER "{tree}_{name}" AFTER {event} WHEN ({when}) BEGIN {body} END'
        for name, (event, when, body) in shapes.items()
    ]
