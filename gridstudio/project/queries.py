"""Single rows and texts, read on demand."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.rows import Customer, FixQuality, JournalEntry, Layer, Scheme, Site
from gridstudio.domain.targets import Target
from gridstudio.project.geopackage import decode, decode_points

CURRENT_SCHEME = "(SELECT id FROM schemes ORDER BY current = 1 DESC, id LIMIT 1)"
"""Always one, whatever another program has done to the marks."""


@dataclass(frozen=True)
class Found:
    """A row that a search found; ``table`` is customers, sites or areas."""

    table: str
    id: int
    name: str
    detail: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Override:
    """A customer whose owner is decided by hand, and why."""

    id: int
    customer_id: int
    area_id: int
    reason: str
    author: str
    created_at: str
    expires_at: str
    """An ISO 8601 date after which it is to be decided anew, "" for never."""
    disputed: int


def customer(connection: sqlite3.Connection, row_id: int) -> Customer:
    """One customer. Raises KeyError."""
    row = _row(connection, "customers", row_id)
    lon, lat = decode_points([row["geom"]])[0].tolist()
    fix = None
    if row["fix_quality"] is not None:
        fix = FixQuality(
            quality=row["fix_quality"],
            satellites_used=row["fix_satellites"],
            hdop=row["fix_hdop"],
            accuracy_m=row["fix_accuracy_m"],
            time=row["fix_time"],
            receiver=row["fix_receiver"],
        )
    texts = {name: row[name] for name in ("name", "kind", "address", "contact", "phone", "note")}
    return Customer(
        id=row_id,
        lon=lon,
        lat=lat,
        class_=row["class"],
        value=row["value"],
        census=_json(row["census"]),
        fix=fix,
        **texts,
    )


def site(connection: sqlite3.Connection, row_id: int) -> Site:
    """One site. Raises KeyError."""
    row = _row(connection, "sites", row_id)
    lon, lat = decode_points([row["geom"]])[0].tolist()
    texts = {name: row[name] for name in ("name", "kind", "code", "address", "note")}
    return Site(id=row_id, lon=lon, lat=lat, **texts)


def layers(connection: sqlite3.Connection) -> list[Layer]:
    """The layers as they are stored, in no order."""
    rows = connection.execute(
        "SELECT id, name, kind, source, datum, visible, opacity, position, parent, nearest, "
        "farthest, options FROM layers"
    )
    return [
        Layer(
            id=row[0],
            name=row[1],
            kind=row[2],
            source=row[3],
            datum=row[4],
            visible=bool(row[5]),
            opacity=row[6],
            position=row[7],
            parent=row[8],
            nearest=row[9],
            farthest=row[10],
            options=_json(row[11]),
        )
        for row in rows
    ]


def view_states(connection: sqlite3.Connection) -> dict[str, Any]:
    """All view state by key; what is damaged is left out."""
    found = {}
    for key, value in connection.execute("SELECT key, value FROM view_state ORDER BY id"):
        with contextlib.suppress(ValueError):
            found[str(key)] = json.loads(value)
    return found


def texts(
    connection: sqlite3.Connection, table: str, ids: Sequence[int], columns: Sequence[str]
) -> dict[int, tuple[Any, ...]]:
    """Columns of the rows ``ids`` by id; ids that are gone are left out."""
    names = ", ".join(f'"{name}"' for name in columns)
    rows = connection.execute(
        f"SELECT id, {names} FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([int(row_id) for row_id in ids]),),
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def search(connection: sqlite3.Connection, text: str, limit: int) -> list[Found]:
    """Rows whose name (or code, address) holds ``text``, areas and sites first."""
    wanted = text.strip()
    if not wanted:
        return []
    pattern = "%" + wanted.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    found: list[Found] = []
    for table, detail in (("areas", "code"), ("sites", "address"), ("customers", "address")):
        shown = f" AND open = 0 AND scheme_id = {CURRENT_SCHEME}" if table == "areas" else ""
        rows = connection.execute(
            f"SELECT id, name, {detail}, geom FROM {table} WHERE (name LIKE :pattern ESCAPE '\\' "
            f"OR {detail} LIKE :pattern ESCAPE '\\'){shown} ORDER BY id LIMIT :limit",
            {"pattern": pattern, "limit": limit - len(found)},
        ).fetchall()
        for row, geometry in zip(rows, decode([row[3] for row in rows]), strict=True):
            if geometry is None or geometry.is_empty:
                continue
            point = geometry.representative_point()
            found.append(Found(table, row[0], row[1], row[2], point.x, point.y))
    return found


def journal(connection: sqlite3.Connection, limit: int) -> list[JournalEntry]:
    """The newest entries first."""
    rows = connection.execute(
        "SELECT id, at, author, act, label FROM journal ORDER BY id DESC LIMIT ?", (limit,)
    )
    return [JournalEntry(*row) for row in rows]


def boundary_version(connection: sqlite3.Connection) -> tuple[int, str]:
    """How often boundaries or schemes were changed, since another scheme has other boundaries, and
    when last (ISO 8601 UTC, "" for never)."""
    row = connection.execute(
        "SELECT count(*), max(at) FROM journal WHERE json_extract(counts, '$.areas') > 0 "
        "OR json_extract(counts, '$.schemes') > 0"
    ).fetchone()
    return int(row[0]), row[1] or ""


def overrides(connection: sqlite3.Connection, scheme: int | None = None) -> list[Override]:
    """The owner overrides of a scheme (default: the current one), oldest first. An override is of
    the scheme that its area is of; a customer may have one in each."""
    rows = connection.execute(
        "SELECT id, customer_id, area_id, reason, author, coalesce(created_at, ''), "
        "coalesce(expires_at, ''), disputed <> 0 FROM owner_overrides WHERE area_id IN "
        f"(SELECT id FROM areas WHERE scheme_id = coalesce(?, {CURRENT_SCHEME})) ORDER BY id",
        (scheme,),
    )
    return [Override(*row) for row in rows]


def locked_levels(connection: sqlite3.Connection) -> frozenset[int]:
    """The locked levels of the current scheme."""
    rows = connection.execute(
        "SELECT level FROM scheme_levels WHERE locked <> 0 AND scheme_id = ?",
        (scheme_id(connection),),
    )
    return frozenset(int(level) for (level,) in rows)


def level_row(connection: sqlite3.Connection, level: int) -> int:
    """The id of the row on a level of the current scheme, 0 where there is none."""
    row = connection.execute(
        "SELECT id FROM scheme_levels WHERE scheme_id = ? AND level = ? ORDER BY id",
        (scheme_id(connection), level),
    ).fetchone()
    return int(row[0]) if row else 0


def targets(connection: sqlite3.Connection) -> tuple[Target, ...]:
    """The targets of the current scheme, by level and in the order in which they were set."""
    rows = connection.execute(
        "SELECT level, indicator, minimum, ideal, maximum, id FROM targets "
        f"WHERE scheme_id = {CURRENT_SCHEME} ORDER BY level, id"
    )
    return tuple(Target(*row) for row in rows)


def counts(connection: sqlite3.Connection, tables: Sequence[str]) -> dict[str, int]:
    """Rows per table."""
    return {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        for table in tables
    }


def _row(connection: sqlite3.Connection, table: str, row_id: int) -> dict[str, Any]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (int(row_id),))
    row = cursor.fetchone()
    if row is None:
        raise KeyError(f"{table} {row_id}")
    return dict(zip((item[0] for item in cursor.description), row, strict=True))


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def meta(connection: sqlite3.Connection, key: str, default: str) -> str:
    """A fact about the project."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else default


def scheme_id(connection: sqlite3.Connection) -> int:
    """The current scheme; 0 where another program has left none."""
    return int(connection.execute(f"SELECT coalesce({CURRENT_SCHEME}, 0)").fetchone()[0])


def schemes(connection: sqlite3.Connection) -> tuple[Scheme, ...]:
    """All schemes, oldest first."""
    current = scheme_id(connection)
    drawn = dict(
        connection.execute(
            "SELECT scheme_id, count(*) FROM areas WHERE open = 0 AND level > 0 GROUP BY scheme_id"
        )
    )
    rows = connection.execute("SELECT id, name, line FROM schemes ORDER BY id")
    return tuple(
        Scheme(row_id, name, line, row_id == current, drawn.get(row_id, 0))
        for row_id, name, line in rows
    )


def ordered_ids(connection: sqlite3.Connection, table: str, column: str) -> NDArray[np.int64]:
    """All ids of a table in the order of a text column.

    As one text: a worker that asked for a million rows one by one would have to wait for the main
    thread as often. An aggregate takes the rows in its subquery's order.
    """
    ordered = f'SELECT id FROM {table} ORDER BY "{column}", id'
    (joined,) = connection.execute(f"SELECT group_concat(id, ' ') FROM ({ordered})").fetchone()
    return np.fromstring(joined or "", dtype=np.int64, sep=" ")


def matching_ids(connection: sqlite3.Connection, table: str, text: str) -> list[int]:
    """Ids of the rows whose name or address holds ``text``."""
    pattern = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    rows = connection.execute(
        f"SELECT id FROM {table} WHERE name LIKE :pattern ESCAPE '\\' "
        "OR address LIKE :pattern ESCAPE '\\'",
        {"pattern": pattern},
    )
    return [row[0] for row in rows]


def ids_by_uuid(connection: sqlite3.Connection, table: str) -> dict[str, int]:
    """The id of each row's UUID."""
    return {
        str(uuid): int(row_id)
        for row_id, uuid in connection.execute(f"SELECT id, uuid FROM {table}")
    }
