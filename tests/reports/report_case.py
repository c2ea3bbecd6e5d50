"""A real project with everything that a report prints, texts that try to be formulas included."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, shape

from gridstudio.commands.report import report_facts
from gridstudio.domain.report_facts import ReportFacts
from gridstudio.i18n import _
from gridstudio.project import Edit, Project
from tests.cases import SOUTH, WEST, divided_project, telecom

DAY = date(2026, 7, 28)
TRICKY = {
    "G01": {"name": '=HYPERLINK("http://x")', "team": "+86 team", "manager": "@manager"},
    "G02": {"name": "-Two *bold* #strong[x] $y$", "team": "=1+1", "manager": "{name}"},
}


def report_project(folder: Path, customers: int = 200) -> Project:
    """The divided project with sites, townships, a road, an override and one customer outside."""
    project = divided_project(folder, customers)
    areas = project.areas()
    by_code = {str(code): int(area) for code, area in zip(areas.code, areas.id, strict=True)}
    with project.edit(_("Test")) as edit:
        for code, texts in TRICKY.items():
            edit.update("areas", by_code[code], texts)
        edit.update("areas", by_code["D01"], {"setting": "urban", "team": "西区团队"})
        outside = {
            "geom": shapely.Point(WEST - 1, SOUTH),
            "kind": "other",
            "class": "",
            "name": "=X",
        }
        edit.add("customers", [outside])
        edit.add(
            "sites",
            [
                {"geom": shapely.Point(lon, lat), "kind": kind, "name": name}
                for lon, lat, kind, name in (
                    (WEST + 0.05, SOUTH + 0.05, "base_station", "West mast"),
                    (WEST + 0.15, SOUTH + 0.05, "landmark", "=Tower"),
                    (WEST + 0.1, SOUTH + 0.1, "own_store", "On the border"),
                    (WEST + 0.35, SOUTH + 0.15, "outlet", "@Outlet"),
                )
            ],
        )
        edit.add(
            "owner_overrides",
            [{"customer_id": 1, "area_id": by_code["G02"], "reason": "asked for it"}],
        )
        layer = edit.add("layers", [{"name": "Ground", "kind": "features"}])[0]
        town = shapely.box(WEST, SOUTH, WEST + 0.1, SOUTH + 0.2)
        road = shapely.LineString([(WEST + 0.05, SOUTH + 0.1), (WEST + 0.3, SOUTH + 0.1)])
        for shape, category, name in ((town, "township", "=Town"), (road, "trunk", "G321")):
            row = {"layer_id": layer, "geom": shape, "category": category, "name": name}
            edit.add("features", [row])
    return project


def real_county_project(folder: Path, source: Path, customers: int = 3000) -> Project:
    """A real county: its townships are districts, the first four cut in halves as grids."""
    rows = json.loads(source.read_text("utf-8"))["features"]
    towns = [(row["properties"]["name"], shape(row["geometry"])) for row in rows]
    county = shapely.union_all([town for _name, town in towns])
    project = Project.create(folder / "real.gpkg", name="新绛县", template=telecom())
    scheme = project.scheme_id()
    with project.edit(_("Test")) as edit:
        top = {"scheme_id": scheme, "level": 0, "code": "C01", "name": "新绛县", "geom": county}
        top_id = edit.add("areas", [top])[0]
        for number, (name, town) in enumerate(towns, 1):
            row = {"scheme_id": scheme, "parent_id": top_id, "level": 1, "geom": town}
            texts = {"code": f"D{number:02}", "name": name, "setting": "rural"}
            district = edit.add("areas", [{**row, **texts}])[0]
            for half in halves(town) if number <= 4 else ():
                cut = {"scheme_id": scheme, "parent_id": district, "level": 2, "geom": half}
                edit.add("areas", [{**cut, "code": f"G{number}", "name": f"{name}网格"}])
        add_points(edit, "customers", county.bounds, customers, seed=1)
        add_points(edit, "sites", county.bounds, 100, seed=2)
    return project


def halves(town: shapely.Geometry) -> list[MultiPolygon]:
    """West and east of the middle."""
    west, south, east, north = town.bounds
    middle = (west + east) / 2
    boxes = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    parts = [shapely.intersection(town, side) for side in boxes]
    return [MultiPolygon([p for p in shapely.get_parts(part) if p.area > 0]) for part in parts]


def add_points(
    edit: Edit, table: str, bounds: tuple[float, float, float, float], count: int, seed: int
) -> None:
    """Points all over a box; some lie outside the county."""
    random = np.random.default_rng(seed)
    template = telecom()
    west, south, east, north = bounds
    words = template.kinds if table == "customers" else template.site_kinds
    columns: dict[str, list[object]] = {
        "name": [f"{table} {number}" for number in range(count)],
        "kind": [words[code].key for code in random.integers(len(words), size=count)],
    }
    if table == "customers":
        codes = random.integers(len(template.classes), size=count)
        columns["class"] = [template.classes[code].key for code in codes]
        columns["value"] = [
            None if value < 20 else round(value, 2) for value in random.uniform(0, 900, count)
        ]
    lonlat = np.column_stack(
        [random.uniform(west, east, count), random.uniform(south, north, count)]
    )
    edit.add_points(table, lonlat.round(9), columns)


def facts_of(project: Project) -> ReportFacts:
    return report_facts(project, DAY, author="=author")
