"""A file that another program edited: its flaws are found, and mended in one step."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from shapely import affinity
from shapely.geometry import MultiPolygon

from gridstudio.cli import verbs
from gridstudio.commands.areas import set_area
from gridstudio.commands.check import check
from gridstudio.commands.foreseen import Before
from gridstudio.commands.repair import Repair, apply_repair, plan_repair, sentences, summary
from gridstudio.errors import Refused
from gridstudio.geometry.ground_area import area_km2
from gridstudio.project import Project
from gridstudio.project.geopackage import decode, encode
from tests.cases import divided_project, square
from tests.other_programs import QGIS_PYTHON, qgis_environment

M = 1 / 111_320.0
SHIFT_M = 40.0


def by_sql(path: Path, code: str, east_m: float, north_m: float = 0.0) -> None:
    """Shift an area as a program does that knows nothing of its neighbours."""
    connection = sqlite3.connect(path)
    (blob,) = connection.execute("SELECT geom FROM areas WHERE code = ?", (code,)).fetchone()
    (shape,) = decode([blob])
    shape = affinity.translate(shape, east_m * M, north_m * M)
    connection.execute("UPDATE areas SET geom = ? WHERE code = ?", (encode(shape), code))
    connection.commit()
    connection.close()


def damaged(folder: Path, *shifts: tuple[str, float]) -> Path:
    with divided_project(folder) as project:
        path = project.path
    for code, east in shifts or (("G01", SHIFT_M), ("G02", -SHIFT_M), ("D02", SHIFT_M)):
        by_sql(path, code, east)
    return path


def planned(project: Project, wide_m: float = 200.0) -> Repair:
    return plan_repair(Before.of(project), wide_m)


def km2(project: Project, level: int) -> float:
    areas = project.areas()
    return sum(area_km2(shape) for shape in areas.geometry[areas.level == level])


def test_flaws_of_another_program_are_found_and_mended_in_one_step(tmp_path: Path) -> None:
    with Project.open(damaged(tmp_path)) as project:
        found = {problem.kind for problem in check(project)}
        assert {"gap", "overlap", "outside"} <= found
        before = project.areas()
        repair = planned(project)
        assert repair.mended.left == () and project.areas() is before, "planning writes nothing"
        apply_repair(project, repair)
        assert check(project) == []
        county = km2(project, 0)
        for level in (1, 2):
            assert km2(project, level) == pytest.approx(county, rel=1e-9)
        project.undo()
        now = project.areas()
        assert (now.id == before.id).all()
        assert shapely.equals_exact(now.geometry, before.geometry).all()


def test_who_changes_owner_is_known_before(tmp_path: Path) -> None:
    path = damaged(tmp_path, ("G01", 9_000.0))
    with Project.open(path) as project:
        repair = planned(project, 10.0)
        owners = project.owners()
        before = dict(zip(owners.id.tolist(), owners.area.tolist(), strict=True))
        apply_repair(project, repair)
        areas = project.areas()
        opened = set(areas.id[areas.open].tolist())
        after = dict(zip(project.owners().id.tolist(), project.owners().area.tolist(), strict=True))
        moved = {key for key in after if before[key] != after[key]} - {
            key for key in after if before[key] == 0 and after[key] in opened
        }
        assert moved == set(project.customers().id[repair.book.rows].tolist())


def test_customers_in_a_gap_that_opens_are_told_too(tmp_path: Path) -> None:
    """They have no owner before and none after, but ground."""
    with divided_project(tmp_path, customers=400) as project:
        path = project.path
    by_sql(path, "G01", 9_000.0)
    with Project.open(path) as project:
        owners = project.owners()
        lost = int((owners.area == 0).sum())
        assert lost > 0
        opened = planned(project, 10.0)
        assert opened.customers.turns[("none", "open")] == lost
        assert f"{lost} customers without owner stand on open ground then." in summary(opened)
        given = planned(project, 20_000.0)
        assert given.customers.turns[("none", "area")] == lost
        assert f"{lost} customers without owner get one." in summary(given)
        apply_repair(project, opened)
        areas, now = project.areas(), project.owners().area
        assert (
            int(np.isin(now, areas.id[areas.open]).sum())
            - int(np.isin(owners.area, areas.id[areas.open]).sum())
            == lost
        )


def test_each_repair_is_told_with_its_square_metres(tmp_path: Path) -> None:
    with Project.open(damaged(tmp_path, ("G01", SHIFT_M))) as project:
        repair = planned(project)
        told = sentences(repair, project.template)
        # The west strip of G01's old ground, and the strip of G02 it lies over now.
        height_m = area_km2(square(0, 0, 1, 2)) * 1e6 / (0.1 / M)
        for item in repair.mended.mends:
            assert item.area_m2 == pytest.approx(SHIFT_M * height_m, rel=0.02)
        assert [item.kind for item in repair.mended.mends] in (
            ["gap", "overlap"],
            ["overlap", "gap"],
        )
        assert any("a gap of" in line and "G01" in line for line in told)
        assert summary(repair).startswith("2 repairs")


def test_a_locked_area_stays_and_what_stays_wrong_is_told(tmp_path: Path) -> None:
    with Project.open(damaged(tmp_path, ("G01", SHIFT_M))) as project:
        areas = project.areas()
        for code in ("G01", "G02"):
            set_area(project, int(areas.id[areas.code == code][0]), locked=True)
        repair = planned(project)
        kept = project.areas().geometry[areas.code == "G01"][0]
        apply_repair(project, repair)
        assert project.areas().geometry[project.areas().code == "G01"][0].equals(kept)
        assert {flaw.kind for flaw in repair.mended.left} == {"overlap"}
        assert "stay" in summary(repair)


def test_a_repair_of_yesterday_is_refused(tmp_path: Path) -> None:
    with Project.open(damaged(tmp_path)) as project:
        repair = planned(project)
        set_area(project, int(project.areas().id[1]), note="changed")
        with pytest.raises(Refused, match="changed meanwhile"):
            apply_repair(project, repair)


def test_on_the_command_line(tmp_path: Path) -> None:
    path = damaged(tmp_path)

    def run(*more: str) -> tuple[int, dict[str, Any]]:
        result = CliRunner().invoke(verbs, ["check", str(path), "--json", *more])
        return result.exit_code, json.loads(result.output)

    status, said = run()
    assert status == 1 and said["problems"]
    status, said = run("--repair", "--gaps", "200", "--dry-run")
    assert status == 1 and said["repairs"] and said["problems"]
    assert {tuple(move) for move in said["moves"]} <= {("from", "to", "customers")}
    moving = sum(move["customers"] for move in said["moves"])
    assert (moving == 0) == ("No customer gets another owner." in said["repairs"][-1])
    status, said = run("--repair", "--gaps", "200")
    assert status == 0 and said["ok"] and len(said["repairs"]) > 3
    assert run()[0] == 0


QGIS = """
import sys
from qgis.core import QgsApplication, QgsVectorLayer, QgsGeometry
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer(sys.argv[1] + "|layername=areas", "areas", "ogr")
assert layer.isValid()
assert layer.startEditing(), "QGIS can edit it"
for feature in layer.getFeatures("code = 'G02'"):
    geometry = feature.geometry()
    assert geometry.translate(0.0005, 0.0002) == 0
    assert layer.changeGeometry(feature.id(), geometry)
assert layer.commitChanges(), layer.commitErrors()
del feature, layer
app.exitQgis()
"""


def test_a_file_edited_in_qgis(tmp_path: Path) -> None:
    environment = qgis_environment(tmp_path)
    path = damaged(tmp_path, ("G01", 0.0))
    command = [QGIS_PYTHON, "-c", QGIS, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    with Project.open(path) as project:
        assert {"gap", "outside"} <= {problem.kind for problem in check(project)}
        apply_repair(project, planned(project))
        assert check(project) == []


def test_an_invalid_border_and_an_area_twice(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        path = project.path
    connection = sqlite3.connect(path)
    corners = [(112.1, 35.0), (112.2, 35.2), (112.2, 35.0), (112.1, 35.2)]
    bow = MultiPolygon([shapely.Polygon(corners)])
    connection.execute("UPDATE areas SET geom = ? WHERE code = 'G02'", (encode(bow),))
    connection.execute(
        "INSERT INTO areas (uuid, scheme_id, parent_id, level, code, name, geom) "
        "SELECT 'twin', scheme_id, parent_id, level, 'G77', 'Twin', geom FROM areas "
        "WHERE code = 'G01'"
    )
    connection.commit()
    connection.close()
    with Project.open(path) as project:
        kinds = {problem.kind for problem in check(project)}
        assert {"invalid", "duplicate"} <= kinds
        repair = planned(project)
        assert any(
            "G77 Twin" in line and "removed" in line for line in sentences(repair, project.template)
        )
        apply_repair(project, repair)
        assert check(project) == []
        assert not np.isin("G77", project.areas().code)
