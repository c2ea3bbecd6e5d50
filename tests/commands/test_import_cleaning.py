"""Dirty polygons imported: mended and told, in one step that undo takes back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from gridstudio.commands.areas import coverage_of
from gridstudio.commands.imports import ImportOptions, run_import
from gridstudio.errors import UserError
from gridstudio.geometry.checking import check
from gridstudio.project import Project
from tests.cases import SOUTH, WEST, blank_project, telecom

OPTIONS = ImportOptions(what="areas", level="district", datum="wgs84")
CLEANING = ImportOptions(what="areas", level="district", datum="wgs84", clean_m=30.0)


def degrees(west: float, south: float, east: float, north: float) -> Polygon:
    """In tenths of a degree from the corner of the county, which is 4 by 2."""
    return box(WEST + west / 10, SOUTH + south / 10, WEST + east / 10, SOUTH + north / 10)


DIRTY = [
    degrees(-0.5, 0, 1.0, 2),  # begins outside the county
    degrees(0.998, 0, 2, 2),  # overlaps by some 18 m
    degrees(2.002, 0, 3, 2),  # leaves a gap as wide
    degrees(2.4, 0.4, 2.6, 0.6),  # lies inside the one before
    MultiPolygon([degrees(3, 0, 3.5, 1), degrees(3.6, 1.2, 4, 2)]),  # in two parts
    degrees(2.4, 0.4, 2.6, 0.6),  # the same as No. 3
]


def written(folder: Path, shapes: list[object] = DIRTY) -> Path:  # type: ignore[assignment]
    features = [
        {"type": "Feature", "properties": {"name": f"No. {at}"}, "geometry": mapping(shape)}
        for at, shape in enumerate(shapes)
    ]
    path = folder / "dirty.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def named(project: Project) -> dict[str, MultiPolygon]:
    areas = project.areas()
    rows = np.flatnonzero((areas.level == 1) & ~areas.open)
    return {str(areas.name[row]): areas.geometry[row] for row in rows}


def test_dirty_polygons_are_refused_unless_they_may_be_cleaned(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        version = project.version
        with pytest.raises(UserError, match="--clean"):
            run_import(project, written(tmp_path), OPTIONS)
        assert project.version == version


def test_all_that_is_mended_is_told_and_the_coverage_is_sound(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        trial = run_import(project, written(tmp_path), _dry(CLEANING))
        assert named(project) == {} and trial.dry_run
        report = run_import(project, written(tmp_path), CLEANING)
        assert report.notes == trial.notes
        assert check(coverage_of(project.areas())) == []
        shapes = named(project)
        assert sorted(shapes) == ["No. 0", "No. 1", "No. 2", "No. 3", "No. 4"]
        assert len(shapes["No. 4"].geoms) == 2
        assert len(shapes["No. 2"].geoms[0].interiors) == 1
        assert [line for line, _reason in report.refused] == [6]
        said = "\n".join(report.notes)
        for words in (
            "Cut off: ground beyond",
            "an overlap",
            "a gap",
            "a polygon that others cover",
        ):
            assert words in said
        (county,) = project.areas().at_level(0)
        border = project.areas().geometry[project.areas().row(int(county))]
        assert border.covers(shapely.union_all(list(shapes.values())))
        project.undo()
        assert named(project) == {}


def _dry(options: ImportOptions) -> ImportOptions:

    return replace(options, dry_run=True)


def test_without_a_county_they_are_cleaned_among_themselves(tmp_path: Path) -> None:
    path = tmp_path / "empty.gpkg"
    with Project.create(path, name="Empty", template=telecom()) as project:
        report = run_import(project, written(tmp_path, DIRTY[:3]), CLEANING)
        assert report.added == 3 and check(coverage_of(project.areas())) == []
