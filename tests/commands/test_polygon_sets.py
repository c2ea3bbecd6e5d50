"""Every polygon set of the shared data, imported as it is and with each polygon shaken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from gridstudio.commands import imports
from gridstudio.commands.check import coverage_problems
from gridstudio.commands.import_preview import preview_areas, read_areas
from gridstudio.commands.imports import ImportOptions, run_import
from gridstudio.errors import UserError
from gridstudio.formats.table import Table
from gridstudio.project import Project
from tests.cases import telecom
from tests.shared_data import DATA

FOLDERS = ("admin_cn", "districting", "mapinfo", "malformed")
ENDINGS = {".shp", ".json", ".geojson", ".tab", ".mif"}
OPTIONS = ImportOptions(what="areas", level="district", datum="wgs84", clean_m=20.0)
SETS = sorted(
    path.relative_to(DATA).as_posix()
    for folder in FOLDERS
    for path in (DATA / folder).rglob("*")
    if path.suffix.lower() in ENDINGS
)
DIRTY = (
    "admin_cn/xinjiang_county_140825/140825.json",
    "admin_cn/shenzhen_shp_utf8_cpg/sz.shp",
    "districting/libpysal/columbus/columbus.shp",
    "districting/libpysal/sids2/sids2.shp",
    "districting/libpysal/mexico/mexicojoin.shp",
    "districting/vidalt_uk/Manchester.geojson",
)
SHAKE_DEG = 2e-5
"""Some two metres."""


def imported(project: Project, path: Path, table: Table | None = None) -> None:
    """Preview, then import: the preview must have told all of it, and the coverage be sound."""
    preview = preview_areas(project, table or read_areas(path, OPTIONS), OPTIONS)
    report = run_import(project, path, OPTIONS)
    assert report.added == preview.report.added == len(preview.after)
    assert report.refused == preview.report.refused
    assert report.added + len(report.refused) >= report.read, "nothing is lost silently"
    told = {item.repair.kind for item in preview.mended}
    if not told:
        for was, now in zip(preview.before, preview.after, strict=True):
            assert was.equals(now)
    assert coverage_problems(project) == []
    project.undo()
    assert len(project.areas()) == 0


@pytest.mark.parametrize("name", SETS or ["none"])
def test_every_set_becomes_a_coverage_or_is_refused_in_words(name: str, tmp_path: Path) -> None:
    if name == "none":
        pytest.skip("the shared data are not on this machine")
    with Project.create(tmp_path / "set.gpkg", name="Set", template=telecom()) as project:
        try:
            table = read_areas(DATA / name, OPTIONS)
            preview_areas(project, table, OPTIONS)
        except UserError as error:
            assert str(error) and len(project.areas()) == 0
            return
        imported(project, DATA / name)


@pytest.mark.parametrize("name", DIRTY)
def test_neighbours_that_no_longer_fit_are_cleaned(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from programs that round, shift or simplify each polygon by itself."""
    if not (DATA / name).exists():
        pytest.skip(f"the shared data file {name} is not on this machine")
    random = np.random.default_rng(5)
    table = read_areas(DATA / name, OPTIONS)
    shapes = np.empty(len(table), dtype=object)
    for at, shape in enumerate(table.geometry):
        away = random.normal(0, SHAKE_DEG, 2)
        shapes[at] = shapely.transform(shape, lambda xy, away=away: xy + away)
    shaken = Table(table.columns, table.lines, shapes, table.datum, table.problems)

    def read(_path: Path, **_options: Any) -> Table:
        return shaken

    monkeypatch.setattr(imports, "read_table", read)
    with Project.create(tmp_path / "set.gpkg", name="Set", template=telecom()) as project:
        preview = preview_areas(project, shaken, OPTIONS)
        assert len(preview.mended) > len(table) / 2, "the case is dirty"
        imported(project, DATA / name, shaken)
