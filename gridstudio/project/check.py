"""Is the file itself sound: the database, the references, the derived owners."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np

from gridstudio.i18n import _
from gridstudio.project.owners import read_owners
from gridstudio.project.views import Views, derived_owners

LISTED = 20
"""Problems of one kind that are named one by one; the rest is summed up."""


@dataclass(frozen=True)
class Problem:
    """Something that is wrong: a stable ``kind``, where, and a translated sentence."""

    kind: str
    where: str
    message: str


def check_file(connection: sqlite3.Connection, views: Views) -> list[Problem]:
    """Every problem found; an empty list for a sound file."""
    return [
        *_damage(connection),
        *_dangling(connection),
        *_schemes(connection),
        *_without_geometry(connection),
        *_owners(connection, views),
    ]


def _damage(connection: sqlite3.Connection) -> list[Problem]:
    rows = connection.execute(f"PRAGMA integrity_check({LISTED})").fetchall()
    return [
        Problem("damage", "file", _("The file is damaged: {detail}").format(detail=text))
        for (text,) in rows
        if text != "ok"
    ]


def _dangling(connection: sqlite3.Connection) -> list[Problem]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [
        Problem(
            "dangling",
            f"{table} {row_id}",
            _("{table} {row} refers to a row of {parent} that is not there.").format(
                table=table, row=row_id, parent=parent
            ),
        )
        for table, row_id, parent, _key in rows
    ]


def _schemes(connection: sqlite3.Connection) -> list[Problem]:
    """One scheme is current, and no area has its parent in another one."""
    problems = []
    (current,) = connection.execute("SELECT count(*) FROM schemes WHERE current = 1").fetchone()
    if current != 1:
        sentence = _("{count} schemes are marked as the current one. Make one current.")
        problems.append(Problem("scheme", "schemes", sentence.format(count=current)))
    rows = connection.execute(
        "SELECT child.id FROM areas AS child JOIN areas AS parent ON parent.id = child.parent_id "
        f"WHERE parent.scheme_id <> child.scheme_id ORDER BY child.id LIMIT {LISTED}"
    )
    for (area_id,) in rows:
        sentence = _("Area {row} has its parent in another scheme.").format(row=area_id)
        problems.append(Problem("scheme", f"areas {area_id}", sentence))
    return problems


def _without_geometry(connection: sqlite3.Connection) -> list[Problem]:
    problems = []
    for table in ("areas", "customers", "sites"):
        rows = connection.execute(
            f"SELECT id FROM {table} WHERE geom IS NULL LIMIT {LISTED}"
        ).fetchall()
        problems += [
            Problem(
                "no_geometry",
                f"{table} {row_id}",
                _("{table} {row} has no position.").format(table=table, row=row_id),
            )
            for (row_id,) in rows
        ]
    return problems


def _owners(connection: sqlite3.Connection, views: Views) -> list[Problem]:
    stored = read_owners(connection, views.customers)
    derived = derived_owners(connection, views.customers, views.areas)
    differ = np.flatnonzero(stored.area != derived.area)
    problems = []
    for at in differ[:LISTED]:
        sentence = _("The owner stored for customer {row} does not follow from its position.")
        row = int(stored.id[at])
        problems.append(Problem("owner", f"customers {row}", sentence.format(row=row)))
    if len(differ) > LISTED:
        count = len(differ) - LISTED
        sentence = _("{count} more customers have an outdated owner.").format(count=count)
        problems.append(Problem("owner", "owners", sentence))
    return problems
