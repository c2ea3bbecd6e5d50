"""Snapshots read from the file, whole or patched by what changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.changes import TableChange
from gridstudio.domain.snapshots import Areas, Customers, Features, Sites, frozen
from gridstudio.domain.template import Template, Word
from gridstudio.geometry.mercator import to_xy
from gridstudio.project.columns import number_column, whole_table
from gridstudio.project.geopackage import decode, decode_points
from gridstudio.project.queries import CURRENT_SCHEME

Snapshot = TypeVar("Snapshot", Customers, Sites, Areas)
Reader = Callable[[sqlite3.Connection, Template, "frozenset[int] | None"], Snapshot]


def read_customers(
    connection: sqlite3.Connection, template: Template, ids: frozenset[int] | None = None
) -> Customers:
    """All customers, or those of ``ids``."""
    if ids is None:
        words = {"kind": template.kinds, "class": template.classes}
        found = whole_table(connection, "customers", words)
        if found is not None:
            row_ids, lonlat, (kinds, classes) = found
            return Customers(
                id=_frozen(row_ids),
                lonlat=_frozen(lonlat),
                xy=_frozen(to_xy(lonlat)),
                kind=_frozen(kinds),
                class_=_frozen(classes),
                value=_frozen(number_column(connection, "customers", "value")),
            )
    row_id, geom, kind, class_, value = _columns(
        connection, "customers", ("id", "geom", "kind", "class", "value"), ids
    )
    lonlat = decode_points(geom)
    return Customers(
        id=_ints(row_id),
        lonlat=_frozen(lonlat),
        xy=_frozen(to_xy(lonlat)),
        kind=_codes(kind, template.kinds),
        class_=_codes(class_, template.classes),
        value=_frozen(np.array([np.nan if v is None else v for v in value], dtype=np.float64)),
    )


def read_sites(
    connection: sqlite3.Connection, template: Template, ids: frozenset[int] | None = None
) -> Sites:
    """All sites, or those of ``ids``."""
    row_id, geom, kind = _columns(connection, "sites", ("id", "geom", "kind"), ids)
    lonlat = decode_points(geom)
    return Sites(
        id=_ints(row_id),
        lonlat=_frozen(lonlat),
        xy=_frozen(to_xy(lonlat)),
        kind=_codes(kind, template.site_kinds),
    )


def read_areas(
    connection: sqlite3.Connection,
    template: Template,
    ids: frozenset[int] | None = None,
    scheme: int | None = None,
) -> Areas:
    """All areas of a scheme (default: the current one), or those of them in ``ids``."""
    names = (
        "id", "level", "parent_id", "open", "locked", "geom", "setting", "code", "name", "team",
        "manager",
    )  # fmt: skip
    where = f"scheme_id = {CURRENT_SCHEME if scheme is None else int(scheme)}"
    row_id, level, parent, open_, locked, geom, setting, code, name, team, manager = _columns(
        connection, "areas", names, ids, where
    )
    return Areas(
        id=_ints(row_id),
        level=_frozen(np.array(level, dtype=np.int16)),
        parent=_ints([value or 0 for value in parent]),
        open=_frozen(np.array(open_, dtype=bool)),
        locked=_frozen(np.array(locked, dtype=bool)),
        geometry=_frozen(decode(geom)),
        setting=_codes(setting, template.settings),
        code=_objects(code),
        name=_objects(name),
        team=_objects(team),
        manager=_objects(manager),
    )


def read_features(connection: sqlite3.Connection, layer_id: int) -> Features:
    """The features of one layer; rows whose geometry is null or damaged are left out."""
    rows = connection.execute(
        "SELECT id, geom, category, name FROM features WHERE layer_id = ? ORDER BY id", (layer_id,)
    ).fetchall()
    return _features(rows)


def layers_of(connection: sqlite3.Connection, ids: frozenset[int]) -> set[int]:
    """The layers in which these features lie."""
    rows = connection.execute(
        "SELECT DISTINCT layer_id FROM features WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    )
    return {layer_id for (layer_id,) in rows}


def read_tracks(connection: sqlite3.Connection) -> Features:
    """The recorded tracks as shapes; ``category`` is the receiver."""
    rows = connection.execute("SELECT id, geom, receiver, name FROM tracks ORDER BY id").fetchall()
    return _features(rows)


def _features(rows: list[tuple[Any, ...]]) -> Features:
    geometry = decode([row[1] for row in rows])
    keep = np.array([item is not None for item in geometry], dtype=bool)
    return Features(
        id=_frozen(np.array([row[0] for row in rows], dtype=np.int64)[keep]),
        geometry=_frozen(geometry[keep]),
        category=_frozen(_objects([row[2] for row in rows])[keep]),
        name=_frozen(_objects([row[3] for row in rows])[keep]),
    )


def patched(
    old: Snapshot,
    change: TableChange,
    read: Reader[Snapshot],
    connection: sqlite3.Connection,
    template: Template,
) -> Snapshot:
    """``old`` with what ``change`` names read anew; the same object where it names nothing."""
    if not change:
        return old
    touched = change.touched
    if len(touched) > max(1000, len(old) // 4):
        return read(connection, template, None)
    fresh = read(connection, template, change.added | change.updated)
    if not len(fresh) and not len(old.index(touched)):
        return old  # areas of another scheme
    rows = old.index(fresh.id)
    if len(rows) == len(fresh) == len(touched):
        return _overwritten(old, rows, fresh)
    gone = np.fromiter(touched, dtype=np.int64, count=len(touched))
    keep = ~np.isin(old.id, gone)
    order = np.argsort(np.concatenate([old.id[keep], fresh.id]), kind="stable")
    merged: dict[str, Any] = {
        item.name: frozen(
            np.concatenate([getattr(old, item.name)[keep], getattr(fresh, item.name)])[order]
        )
        for item in fields(old)
    }
    return replace(old, **merged)


def _overwritten(old: Snapshot, rows: Any, fresh: Snapshot) -> Snapshot:
    """Nothing came and nothing went: by far the most frequent edit, and the cheapest."""

    def column(name: str) -> Any:
        if name == "id":
            return old.id
        array = getattr(old, name).copy()
        array[rows] = getattr(fresh, name)
        return frozen(array)

    return replace(old, **{item.name: column(item.name) for item in fields(old)})


def _columns(
    connection: sqlite3.Connection,
    table: str,
    names: Sequence[str],
    ids: frozenset[int] | None,
    where: str = "1",
) -> list[tuple[Any, ...]]:
    """Columns as tuples, by id. Ids travel as JSON: query_only refuses temp tables."""
    chosen, parameters = "", ()
    if ids is not None:
        chosen = " AND id IN (SELECT value FROM json_each(?))"
        parameters = (json.dumps(sorted(ids)),)  # type: ignore[assignment]
    quoted = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(
        f"SELECT {quoted} FROM {table} WHERE {where}{chosen} ORDER BY id", parameters
    ).fetchall()
    return list(zip(*rows, strict=True)) if rows else [() for _name in names]


def _frozen(array: NDArray[Any]) -> Any:
    return frozen(array)


def _ints(values: Sequence[int]) -> Any:
    return frozen(np.array(values, dtype=np.int64))


def _objects(values: Sequence[Any]) -> Any:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return frozen(array)


def _codes(keys: Sequence[str], words: Sequence[Word]) -> Any:
    code_of = {word.key: code for code, word in enumerate(words)}
    return frozen(np.array([code_of.get(key, -1) for key in keys], dtype=np.int16))
