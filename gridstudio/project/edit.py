"""Row by row and in bulk, inside an edit: the only way anything is written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gridstudio.domain.changes import Changes, TableChange
from gridstudio.domain.template import census_text
from gridstudio.project.geopackage import encode, encode_points
from gridstudio.project.schema import TRACKED, WITH_GEOMETRY

Bounds = tuple[float, float, float, float]
_SIDES = ("west", "south", "east", "north")


class Edit:
    """What a command writes with; made by ``Project.edit`` and dead once that block ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.extents: dict[str, Bounds] = {}
        self._untracked: dict[str, set[int]] = {}
        self.alive = True

    def add(self, table: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert rows; returns their ids. ``geom`` is a shapely geometry in degrees WGS-84;
        dictionaries (census, style, properties) are stored as JSON."""
        ids = []
        for row in rows:
            values = self._stored(table, row)
            names = ", ".join(f'"{name}"' for name in values)
            marks = ", ".join("?" * len(values))
            cursor = self._execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values())
            )
            ids.append(int(cursor.lastrowid or 0))
        self._note(table, ids)
        return ids

    def add_points(
        self, table: str, lonlat: NDArray[np.float64], columns: Mapping[str, Sequence[Any]]
    ) -> range:
        """Insert many points ``(n, 2)`` in degrees WGS-84 with their columns (n values each);
        returns their ids."""
        first = self._next_id(table)
        names = ", ".join(f'"{name}"' for name in ("id", "geom", *columns))
        marks = ", ".join("?" * (len(columns) + 2))
        ids = range(first, first + len(lonlat))
        self._require_alive()
        self._connection.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",
            zip(ids, encode_points(lonlat), *columns.values(), strict=True),
        )
        if len(lonlat):
            low, high = np.nanmin(lonlat, axis=0), np.nanmax(lonlat, axis=0)
            self._extend(table, (*low.tolist(), *high.tolist()))
        self._note(table, ids)
        return ids

    def copy(
        self, table: str, ids: Sequence[int], columns: Mapping[str, Sequence[Any]], within: str = ""
    ) -> range:
        """Insert copies of the rows ``ids`` with other ``columns`` (a value for each); returns
        their ids. A column ``within`` names rows of the same table: where those are copied too,
        the copies name the copies. UUIDs are new."""
        first = self._next_id(table)
        made = range(first, first + len(ids))
        if within:
            copy_of = dict(zip(ids, made, strict=True))
            old = self._execute(f'SELECT id, "{within}" FROM {table}', ()).fetchall()
            named = {row_id: copy_of.get(other, other) for row_id, other in old}
            columns = {**columns, within: [named[row_id] for row_id in ids]}
        info = self._execute(f"PRAGMA main.table_info({table})", ()).fetchall()
        kept = [row[1] for row in info if row[1] not in {"id", "uuid", *columns}]
        target = ", ".join(f'"{name}"' for name in ("id", *columns, *kept))
        source = ", ".join(["?"] * (1 + len(columns)) + [f'"{name}"' for name in kept])
        self._require_alive()
        self._connection.executemany(
            f"INSERT INTO {table} ({target}) SELECT {source} FROM {table} WHERE id = ?",
            zip(made, *columns.values(), ids, strict=True),
        )
        self._note(table, made)
        return made

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of one row. Raises KeyError where there is no such row."""
        stored = self._stored(table, values)
        assignments = ", ".join(f'"{name}" = ?' for name in stored)
        cursor = self._execute(
            f"UPDATE {table} SET {assignments} WHERE id = ?", (*stored.values(), row_id)
        )
        if cursor.rowcount != 1:
            raise KeyError(f"{table} {row_id}")
        self._note(table, (row_id,))

    def update_all(self, table: str, ids: Iterable[int], values: Mapping[str, Any]) -> None:
        """Give columns of many rows the same values; ids that are gone are passed over."""
        stored = self._stored(table, values)
        assignments = ", ".join(f'"{name}" = ?' for name in stored)
        listed = json.dumps([int(row_id) for row_id in ids])
        self._execute(
            f"UPDATE {table} SET {assignments} WHERE id IN (SELECT value FROM json_each(?))",
            (*stored.values(), listed),
        )
        self._note(table, json.loads(listed))

    def remove(self, table: str, ids: Iterable[int]) -> None:
        """Delete rows, and what cannot be without them: overrides of customers and areas, features
        of layers, locks and targets of schemes. Children of areas, and areas of schemes, are the
        caller's to remove first."""
        listed = json.dumps([int(row_id) for row_id in ids])
        chosen = "IN (SELECT value FROM json_each(?))"
        dependants = {
            "customers": [("owner_overrides", "customer_id")],
            "areas": [("owner_overrides", "area_id")],
            "layers": [("features", "layer_id")],
            "schemes": [("scheme_levels", "scheme_id"), ("targets", "scheme_id")],
        }
        for other, column in dependants.get(table, ()):
            self._execute(f"DELETE FROM {other} WHERE {column} {chosen}", (listed,))
        self._execute(f"DELETE FROM {table} WHERE id {chosen}", (listed,))
        self._note(table, json.loads(listed))

    def ids_where(self, table: str, column: str, value: Any) -> list[int]:
        """The rows of a table with this value in a column, as they are within the edit."""
        rows = self._execute(f'SELECT id FROM {table} WHERE "{column}" = ? ORDER BY id', (value,))
        return [row_id for (row_id,) in rows]

    def set_meta(self, key: str, value: str) -> None:
        """Store a fact about the project under ``key``."""
        cursor = self._execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
        if cursor.rowcount == 0:
            self._execute("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))

    def with_untracked(self, changes: Changes) -> Changes:
        """``changes`` with what was recorded in tables outside undo (tracks), as updated rows."""
        found = {
            table: TableChange(updated=frozenset(ids)) for table, ids in self._untracked.items()
        }
        return Changes(changes.tables | found, changes.everything) if found else changes

    def _note(self, table: str, ids: Iterable[int]) -> None:
        if table not in TRACKED:
            self._untracked.setdefault(table, set()).update(ids)

    def _stored(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, value in row.items():
            if isinstance(value, BaseGeometry):
                if not value.is_empty:
                    self._extend(table, value.bounds)
                values[name] = encode(value)
            elif isinstance(value, dict):
                values[name] = census_text(value)
            elif isinstance(value, np.generic):
                values[name] = value.item()
            else:
                values[name] = value
        return values

    def _next_id(self, table: str) -> int:
        row = self._execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return int(row[0]) + 1 if row else 1

    def _extend(self, table: str, bounds: Bounds) -> None:
        old = self.extents.get(table, bounds)
        self.extents[table] = (
            min(old[0], bounds[0]),
            min(old[1], bounds[1]),
            max(old[2], bounds[2]),
            max(old[3], bounds[3]),
        )

    def _execute(self, sql: str, parameters: tuple[Any, ...]) -> sqlite3.Cursor:
        self._require_alive()
        return self._connection.execute(sql, parameters)

    def _require_alive(self) -> None:
        if not self.alive:
            raise RuntimeError("this edit has ended; writes belong inside its with block")


def note_contents(
    connection: sqlite3.Connection, tables: Iterable[str], extents: Mapping[str, Bounds]
) -> None:
    """Keep gpkg_contents' last_change and extents (which only grow) for other programs."""
    for table in tables:
        connection.execute(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') "
            "WHERE table_name = ?",
            (table,),
        )
    for table, bounds in extents.items():
        if table in WITH_GEOMETRY:
            connection.execute(
                "UPDATE gpkg_contents SET min_x = min(ifnull(min_x, :west), :west), "
                "min_y = min(ifnull(min_y, :south), :south), "
                "max_x = max(ifnull(max_x, :east), :east), "
                "max_y = max(ifnull(max_y, :north), :north) WHERE table_name = :name",
                dict(zip(_SIDES, bounds, strict=True)) | {"name": table},
            )
