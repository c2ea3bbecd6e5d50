"""Single facts out of the JSON columns of large tables: census of customers, properties of
features."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

_FROM = {"customers": "census", "features": "properties"}
Fact = tuple[int, Any]


def facts(
    connection: sqlite3.Connection,
    table: str,
    key: str,
    *,
    layer_id: int = 0,
    ids: Sequence[int] | None = None,
) -> list[Fact]:
    """Id and value under ``key`` (None where there is none) of the rows of customers, or of the
    features of a layer, by id; of ``ids`` only where they are given. A list or an object comes as
    JSON text."""
    path = '$."' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
    limits, parameters = [], [path]
    if table == "features":
        limits.append("layer_id = ?")
        parameters.append(str(layer_id))
    if ids is not None:
        limits.append("id IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps([int(row_id) for row_id in ids]))
    where = f" WHERE {' AND '.join(limits)}" if limits else ""
    column = _FROM[table]
    value = f"CASE WHEN json_valid({column}) THEN json_extract({column}, ?) END"
    return connection.execute(
        f"SELECT id, {value} FROM {table}{where} ORDER BY id", parameters
    ).fetchall()


def property_keys(connection: sqlite3.Connection, layer_id: int) -> tuple[str, ...]:
    """The properties that features of a layer have, in the order of the alphabet."""
    rows = connection.execute(
        "SELECT DISTINCT one.key FROM features, json_each(features.properties) AS one "
        "WHERE layer_id = ? AND json_valid(properties) ORDER BY one.key",
        (layer_id,),
    )
    return tuple(str(key) for (key,) in rows)
