"""Small real projects that tests of several layers start from."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.commands.layers import add_layer
from gridstudio.domain.template import Template
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.settings import resource

WEST, SOUTH = 112.0, 35.0


def telecom() -> Template:
    """The default template."""
    return Template.load(resource("templates/telecom.toml"))


def square(west: int, south: int, width: int, height: int) -> MultiPolygon:
    """A box in tenths of a degree from (112°, 35°), with a vertex at every tenth, so that boxes
    side by side share all of theirs."""
    bottom = [(west + at, south) for at in range(width)]
    right = [(west + width, south + at) for at in range(height)]
    top = [(west + width - at, south + height) for at in range(width)]
    left = [(west, south + height - at) for at in range(height)]
    ring = [
        (round(WEST + x / 10, 9), round(SOUTH + y / 10, 9)) for x, y in bottom + right + top + left
    ]
    return MultiPolygon([shapely.Polygon(ring)])


def blank_project(folder: Path, name: str = "Case") -> Project:
    """A county of 0.4° × 0.2° that is all open ground."""
    return Project.create(
        folder / f"{name}.gpkg", name=name, template=telecom(), border=square(0, 0, 4, 2)
    )


def divided_project(folder: Path, customers: int = 40) -> Project:
    """Two districts, the west one cut into two grids; customers on a regular raster.

    ::

        +-----+-----+-----------+
        | G01 | G02 |    D02    |
        |    D01    |           |
        +-----+-----+-----------+
    """
    project = blank_project(folder)
    county = int(project.areas().at_level(0)[0])
    open_ground = int(project.areas().children(county)[0])
    scheme = project.scheme_id()
    with project.edit(_("Test")) as edit:
        edit.remove("areas", [open_ground])
        west, east = edit.add(
            "areas",
            [
                _area(scheme, county, 1, "D01", "West", square(0, 0, 2, 2)),
                _area(scheme, county, 1, "D02", "East", square(2, 0, 2, 2)),
            ],
        )
        edit.add(
            "areas",
            [
                _area(scheme, west, 2, "G01", "One", square(0, 0, 1, 2)),
                _area(scheme, west, 2, "G02", "Two", square(1, 0, 1, 2)),
                {**_area(scheme, east, 2, "", "", square(2, 0, 2, 2)), "open": 1},
            ],
        )
        _add_customers(edit, customers)
    return project


def area_named(project: Project, name: str) -> int:
    """The id of the area that is called so."""
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def add_shapes(
    project: Project, layer: str, *rows: tuple[str, str, object], **values: object
) -> int:
    """A layer of features: category, name and shape of each; ``values`` are the layer's own."""
    layer_id = add_layer(project, layer, "features", **values)
    with project.edit(_("Test")) as edit:
        edit.add(
            "features",
            [
                {"layer_id": layer_id, "category": category, "name": name, "geom": shape}
                for category, name, shape in rows
            ],
        )
    return layer_id


def _area(
    scheme: int, parent: int, level: int, code: str, name: str, shape: MultiPolygon
) -> dict[str, object]:
    return {
        "scheme_id": scheme,
        "parent_id": parent,
        "level": level,
        "code": code,
        "name": name,
        "geom": shape,
    }


def _add_customers(edit, count: int) -> None:  # type: ignore[no-untyped-def]
    template = telecom()
    at = np.arange(count)
    lonlat = np.column_stack(
        [WEST + 0.4 * (at % 10 + 0.4) / 10, SOUTH + 0.2 * (at // 10 + 0.5) / max(1, count / 10)]
    )
    edit.add_points(
        "customers",
        lonlat,
        {
            "name": [f"Customer {n}" for n in at],
            "kind": [template.kinds[n % len(template.kinds)].key for n in at],
            "class": [template.classes[n % len(template.classes)].key for n in at],
            "value": [float(100 + n) for n in at],
            "address": [f"No. {n}, Long Street" for n in at],
        },
    )


def to_format_2(path: Path) -> None:
    """A closed project file as the version before the layer tree wrote it."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "DELETE FROM layers WHERE kind IN ('areas', 'customers', 'sites', 'tracks');"
        "ALTER TABLE layers RENAME COLUMN options TO style;"
        "ALTER TABLE layers DROP COLUMN parent; ALTER TABLE layers DROP COLUMN nearest;"
        "ALTER TABLE layers DROP COLUMN farthest;"
        "DROP TABLE view_state; DROP TABLE layer_styles; DROP TABLE area_facts;"
        "DROP TABLE scheme_levels; DROP TABLE targets;"
        "DELETE FROM gpkg_contents WHERE table_name IN"
        " ('view_state', 'layer_styles', 'area_facts', 'scheme_levels', 'targets');"
        "UPDATE meta SET value = '2' WHERE key = 'format_version'"
    )
    connection.close()
