"""The tables of a project file, as migrations from an empty GeoPackage.

A new file is made by running every migration, so there is one description of the tables. Columns
are only ever added (sqlite-utils' ``transform`` would drop triggers and geometry types).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from gridstudio.domain.template import Template

APPLICATION_ID = 0x47504B47  # "GPKG"
GEOPACKAGE_VERSION = 10300
"""1.3, which QGIS 3.22 and GDAL 3.6 know; nothing in the working file needs 1.4."""

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)

_GEOPACKAGE_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
    scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""

_ROW = (
    "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
    "uuid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16))))"
)


@dataclass(frozen=True)
class Table:
    """A table of ours. ``geometry`` is its GeoPackage type, "" for none; ``tracked`` tables take
    part in undo; ``columns`` is SQL without id, uuid and geom."""

    name: str
    columns: str
    geometry: str = ""
    tracked: bool = True
    indexed: tuple[str, ...] = ()


FIRST_TABLES = (
    Table("meta", "key TEXT NOT NULL, value TEXT NOT NULL DEFAULT ''"),
    Table(
        "schemes",
        "name TEXT NOT NULL, line TEXT NOT NULL DEFAULT '', current INTEGER NOT NULL DEFAULT 0",
    ),
    Table(
        "areas",
        "scheme_id INTEGER NOT NULL REFERENCES schemes(id), parent_id INTEGER REFERENCES areas(id),"
        " level INTEGER NOT NULL, code TEXT NOT NULL DEFAULT '', name TEXT NOT NULL DEFAULT '',"
        " open INTEGER NOT NULL DEFAULT 0, locked INTEGER NOT NULL DEFAULT 0,"
        " setting TEXT NOT NULL DEFAULT '', team TEXT NOT NULL DEFAULT '',"
        " manager TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''",
        geometry="MULTIPOLYGON",
        indexed=("scheme_id", "parent_id"),
    ),
    Table(
        "customers",
        "name TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',"
        " class TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '',"
        " contact TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', value REAL,"
        " note TEXT NOT NULL DEFAULT '', census TEXT NOT NULL DEFAULT '{}', fix_quality INTEGER,"
        " fix_satellites INTEGER, fix_hdop REAL, fix_accuracy_m REAL, fix_time TEXT,"
        " fix_receiver TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',"
        " created_at TEXT",
        geometry="POINT",
    ),
    Table(
        "sites",
        "name TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',"
        " code TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '',"
        " note TEXT NOT NULL DEFAULT ''",
        geometry="POINT",
    ),
    # Format 3 adds more columns to the layers and calls ``style`` options.
    Table(
        "layers",
        "name TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL DEFAULT '',"
        " datum TEXT NOT NULL DEFAULT 'wgs84', visible INTEGER NOT NULL DEFAULT 1,"
        " opacity REAL NOT NULL DEFAULT 1, position INTEGER NOT NULL DEFAULT 0,"
        " style TEXT NOT NULL DEFAULT '{}'",
    ),
    Table(
        "features",
        "layer_id INTEGER NOT NULL REFERENCES layers(id), category TEXT NOT NULL DEFAULT '',"
        " name TEXT NOT NULL DEFAULT '', properties TEXT NOT NULL DEFAULT '{}'",
        geometry="GEOMETRY",
        indexed=("layer_id",),
    ),
    Table(
        "tracks",
        "name TEXT NOT NULL DEFAULT '', receiver TEXT NOT NULL DEFAULT '', started_at TEXT,"
        " ended_at TEXT, points INTEGER NOT NULL DEFAULT 0",
        geometry="LINESTRING",
        tracked=False,
    ),
    Table(
        "owner_overrides",
        "customer_id INTEGER NOT NULL REFERENCES customers(id),"
        " area_id INTEGER NOT NULL REFERENCES areas(id), reason TEXT NOT NULL,"
        " author TEXT NOT NULL DEFAULT '', created_at TEXT, expires_at TEXT,"
        " disputed INTEGER NOT NULL DEFAULT 0",
        indexed=("customer_id", "area_id"),
    ),
    Table(
        "journal",
        "at TEXT NOT NULL, author TEXT NOT NULL DEFAULT '', act TEXT NOT NULL,"
        " label TEXT NOT NULL, counts TEXT NOT NULL DEFAULT '{}'",
        tracked=False,
    ),
)
VIEW_STATE = Table(
    "view_state", "key TEXT NOT NULL, value TEXT NOT NULL DEFAULT 'null'", tracked=False
)
SCHEME_TABLES = (
    Table(
        "scheme_levels",
        "scheme_id INTEGER NOT NULL REFERENCES schemes(id), level INTEGER NOT NULL,"
        " locked INTEGER NOT NULL DEFAULT 0",
        indexed=("scheme_id",),
    ),
    # What each area of a level should come to in one figure; NULL sets no bound.
    Table(
        "targets",
        "scheme_id INTEGER NOT NULL REFERENCES schemes(id), level INTEGER NOT NULL,"
        " indicator TEXT NOT NULL, minimum REAL, ideal REAL, maximum REAL",
        indexed=("scheme_id",),
    ),
)
TABLES = (*FIRST_TABLES, VIEW_STATE, *SCHEME_TABLES)
LAYER_STYLES = "layer_styles"
TRACKED = (*(table.name for table in TABLES if table.tracked), LAYER_STYLES)
WITH_GEOMETRY = tuple(table.name for table in TABLES if table.geometry)
OWNERS = (
    "CREATE TABLE owners (customer_id INTEGER PRIMARY KEY NOT NULL, area_id INTEGER NOT NULL,"
    " by_override INTEGER NOT NULL DEFAULT 0)"
)
_LAYER_STYLES = (
    'CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "f_table_catalog" '
    'TEXT(256), "f_table_schema" TEXT(256), "f_table_name" TEXT(256), "f_geometry_column" '
    'TEXT(256), "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT, "useAsDefault" BOOLEAN, '
    '"description" TEXT, "owner" TEXT(30), "ui" TEXT(30), "update_time" DATETIME DEFAULT '
    "(strftime('%Y-%m-%dT%H:%M:%fZ','now')))"
)
"""As QGIS 3.22 itself makes it in a GeoPackage."""
_AREA_FACTS = (
    "CREATE TABLE area_facts (id INTEGER PRIMARY KEY NOT NULL, area_id INTEGER NOT NULL,"
    " name TEXT NOT NULL, value REAL)"
)
OURS = frozenset({*(table.name for table in TABLES), "owners", "area_facts", LAYER_STYLES})
"""Every table that a project of this format has."""


def _base(db: Database) -> None:
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {GEOPACKAGE_VERSION}")
    for statement in filter(str.strip, _GEOPACKAGE_TABLES.split(";")):
        db.conn.execute(statement)
    undefined = "undefined"
    db.table("gpkg_spatial_ref_sys").insert_all(
        [
            _srs("WGS 84", 4326, "EPSG", 4326, _WGS84, "longitude and latitude, degrees"),
            _srs("Undefined Cartesian", -1, "NONE", -1, undefined, "undefined Cartesian"),
            _srs("Undefined geographic", 0, "NONE", 0, undefined, "undefined geographic"),
        ]
    )
    for table in FIRST_TABLES:
        _create(db, table)


def _create(db: Database, table: Table) -> None:
    geometry = f", geom {table.geometry}" if table.geometry else ""
    db.conn.execute(f"CREATE TABLE {table.name} ({_ROW}{geometry}, {table.columns})")
    register(db, table.name, table.geometry)
    for column in table.indexed:
        db.table(table.name).create_index([column])


def _owners(db: Database) -> None:
    db.conn.execute(OWNERS)
    register(db, "owners", "")
    db.table("owners").create_index(["area_id"])


def _srs(
    name: str, srs_id: int, organization: str, code: int, definition: str, description: str
) -> dict[str, object]:
    return {
        "srs_name": name,
        "srs_id": srs_id,
        "organization": organization,
        "organization_coordsys_id": code,
        "definition": definition,
        "description": description,
    }


def register(db: Database, table: str, geometry: str) -> None:
    """Tell other programs of a table: gpkg_contents, and gpkg_geometry_columns where it has one."""
    db.table("gpkg_contents").insert(
        {
            "table_name": table,
            "data_type": "features" if geometry else "attributes",
            "identifier": table,
            "srs_id": 4326 if geometry else None,
        }
    )
    if geometry:
        db.table("gpkg_geometry_columns").insert(
            {
                "table_name": table,
                "column_name": "geom",
                "geometry_type_name": geometry,
                "srs_id": 4326,
                "z": 0,
                "m": 0,
            }
        )


def _layer_tree(db: Database) -> None:
    """Everything that is drawn becomes a layer: what was drawn before, in the same order."""
    db.conn.execute("ALTER TABLE layers RENAME COLUMN style TO options")
    for column in ("parent INTEGER", "nearest REAL", "farthest REAL"):
        db.conn.execute(f"ALTER TABLE layers ADD COLUMN {column} NOT NULL DEFAULT 0")
    _create(db, VIEW_STATE)
    _adopt_styles(db)
    row = db.conn.execute("SELECT value FROM meta WHERE key = 'template'").fetchone()
    if row is None:
        return  # a new file: its layers come with its template
    rows = db.conn.execute("SELECT id, kind FROM layers ORDER BY position, id").fetchall()
    rows.sort(key=lambda found: found[1] != "tiles")  # base maps lay under everything else
    for position, (layer_id, _kind) in enumerate(rows):
        db.conn.execute("UPDATE layers SET position = ? WHERE id = ?", (position, layer_id))
    for layer in built_in_layers(Template.parse(row[0]), len(rows)):
        db.table("layers").insert(layer | {"options": json.dumps(layer["options"])})


def _area_facts(db: Database) -> None:
    db.conn.execute(_AREA_FACTS)
    register(db, "area_facts", "")
    db.table("area_facts").create_index(["area_id", "name"])


def _scheme_tables(db: Database) -> None:
    for table in SCHEME_TABLES:
        _create(db, table)


def _adopt_styles(db: Database) -> None:
    """QGIS may have made its table of styles here before."""
    columns = [row[1] for row in db.conn.execute(f"PRAGMA table_info({LAYER_STYLES})")]
    if not columns:
        db.conn.execute(_LAYER_STYLES)
        register(db, LAYER_STYLES, "")
    elif "fid" in columns:
        db.conn.execute(f"ALTER TABLE {LAYER_STYLES} RENAME COLUMN fid TO id")


def built_in_layers(template: Template, first: int = 0) -> list[dict[str, Any]]:
    """Rows for the layers that every project has, bottom first from position ``first``."""
    levels = [("areas", {"level": level}) for level in reversed(range(len(template.levels)))]
    others: list[tuple[str, dict[str, int]]] = [("tracks", {}), ("customers", {}), ("sites", {})]
    return [
        {"name": "", "kind": kind, "position": position, "options": options}
        for position, (kind, options) in enumerate([*levels, *others], first)
    ]


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    _base,
    _owners,
    _layer_tree,
    _area_facts,
    _scheme_tables,
)
"""``MIGRATIONS[n]`` takes a file of version n to n + 1; version 0 is an empty file."""

FORMAT_VERSION = len(MIGRATIONS)


def migrate(db: Database, version: int) -> None:
    """Bring a file from ``version`` to FORMAT_VERSION; the caller holds the transaction."""
    for step in MIGRATIONS[version:]:
        step(db)
    db.conn.execute("DELETE FROM meta WHERE key = 'format_version'")
    db.table("meta").insert({"key": "format_version", "value": str(FORMAT_VERSION)})
