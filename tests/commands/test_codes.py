"""Codes by the template's patterns: free ones, and a level numbered anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.areas import draw_area, set_area, split_area
from gridstudio.commands.codes import FreeCodes, renumber_level, renumbered
from gridstudio.errors import Refused
from gridstudio.project import Project
from tests.cases import divided_project


def codes(project: Project, level: int) -> dict[str, str]:
    areas = project.areas()
    rows = (areas.level == level) & ~areas.open
    return dict(zip(areas.name[rows].tolist(), areas.code[rows].tolist(), strict=True))


def area_id(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def micro(project: Project) -> None:
    """The grid “Two” cut into micro-grids by drawing one and splitting it."""
    ring = [(112.1, 35.0), (112.2, 35.0), (112.2, 35.2), (112.1, 35.2)]
    draw_area(project, 3, ring, name="South")
    split_area(project, area_id(project, "South"), [(112.0, 35.1), (112.3, 35.1)])


def test_new_areas_take_the_next_code_in_their_area_above(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        micro(project)
        assert sorted(codes(project, 3).values()) == ["G02-01", "G02-02"]
        assert codes(project, 3).keys() == {"South", "Micro-grid 2"}


def test_free_codes_are_given_once_and_reserved_ones_never(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        free = FreeCodes(project.template, project.areas(), reserved=["G04"])
        assert [free.take(2, "D01") for _time in range(3)] == ["G03", "G05", "G06"]
        assert [free.take(3, above) for above in ("G01", "G02", "G01")] == [
            "G01-01", "G02-01", "G01-02",
        ]  # fmt: skip


def test_a_level_is_numbered_anew_in_one_step(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        draw_area(project, 2, [(112.2, 35.0), (112.3, 35.0), (112.3, 35.2), (112.2, 35.2)])
        for name, code in (("One", "X"), ("Two", "G01"), ("Grid 3", "G07")):
            set_area(project, area_id(project, name), code=code)
        plan = renumbered(project.areas(), project.template, 2, "rows")
        assert [(item.name, item.old, item.new) for item in plan] == [
            ("One", "X", "G01"), ("Two", "G01", "G02"), ("Grid 3", "G07", "G03"),
        ]  # fmt: skip
        assert renumber_level(project, 2, "rows") == 3
        assert project.undo_label == "Number areas anew"
        assert codes(project, 2) == {"One": "G01", "Two": "G02", "Grid 3": "G03"}
        version = project.version
        assert renumber_level(project, 2, "rows") == 0 and project.version == version
        project.undo()
        assert codes(project, 2)["One"] == "X"


def test_areas_above_are_taken_one_after_the_other(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        draw_area(project, 2, [(112.2, 35.0), (112.3, 35.0), (112.3, 35.2), (112.2, 35.2)])
        set_area(project, area_id(project, "West"), code="D09")
        renumber_level(project, 2, "curve")
        assert codes(project, 2)["Grid 3"] == "G01"  # in D02, which now comes first


def test_codes_below_follow_and_keep_their_numbers(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        micro(project)
        set_area(project, area_id(project, "South"), code="kept by hand")
        set_area(project, area_id(project, "One"), code="G05")
        set_area(project, area_id(project, "Two"), code="G06")
        # What begins with the old code is not that of the pattern any more.
        renumber_level(project, 3, "rows")
        assert sorted(codes(project, 3).values()) == ["G06-01", "G06-02"]
        assert renumber_level(project, 2, "rows") == 4
        assert sorted(codes(project, 3).values()) == ["G02-01", "G02-02"]


def test_duplicates_and_the_county_are_refused(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        micro(project)
        set_area(project, area_id(project, "One"), code="G05")
        set_area(project, area_id(project, "Two"), code="G01")
        set_area(project, area_id(project, "Micro-grid 2"), code="G01-02")
        set_area(project, area_id(project, "South"), code="G02-02")
        before = project.version
        with pytest.raises(Refused, match="G02-02"):
            renumber_level(project, 2, "rows")
        with pytest.raises(Refused, match="not numbered"):
            renumber_level(project, 0, "rows")
        assert project.version == before
