"""A new project file."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from shapely.geometry import MultiPolygon, Polygon
from sqlite_utils import Database

from gridstudio.domain.template import Template
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.project import opening
from gridstudio.project.draft import draft_of
from gridstudio.project.edit import Edit, note_contents
from gridstudio.project.schema import built_in_layers, migrate

Border: TypeAlias = MultiPolygon | Polygon


def create_file(path: Path, name: str, template: Template, border: Border | None) -> None:
    """Write a blank project, whole or not at all; with ``border`` (degrees WGS-84) the county
    stands and all its ground is open. Raises UserError where the file exists or can't be written.
    """
    if path.exists():
        raise UserError(
            _("{path} exists already. Choose another name, or delete it first.").format(path=path)
        )
    with draft_of(path) as draft:
        draft.touch()
        _write(draft, name, template, border)


def _write(draft: Path, name: str, template: Template, border: Border | None) -> None:
    connection = opening.connect(draft, read_only=False)
    try:
        connection.execute("BEGIN IMMEDIATE")
        migrate(Database(connection), 0)
        edit = Edit(connection)
        created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        edit.set_meta("name", name)
        edit.set_meta("template", template.source)
        edit.set_meta("created_at", created)
        (scheme,) = edit.add("schemes", [{"name": "", "current": 1}])
        edit.add("layers", built_in_layers(template))
        if border is not None and not border.is_empty:
            add_county(edit, scheme, template, name, border)
        note_contents(connection, edit.extents, edit.extents)
        connection.execute("COMMIT")
    except sqlite3.DatabaseError:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.close()


def add_county(edit: Edit, scheme_id: int, template: Template, name: str, border: Border) -> int:
    """Add the county and its open ground; returns the county's id."""
    county = {"scheme_id": scheme_id, "geom": border}
    code = template.levels[0].pattern.code(1)
    (county_id,) = edit.add("areas", [{**county, "level": 0, "name": name, "code": code}])
    edit.add("areas", [{**county, "level": 1, "open": 1, "parent_id": county_id}])
    return county_id
