"""Facts of several areas at once, and what new areas inherit."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.areas import draw_area, set_area, split_area
from gridstudio.commands.ground import carve_area
from gridstudio.commands.several_areas import set_areas
from gridstudio.errors import Refused
from gridstudio.project import Project
from tests.cases import divided_project


def settings(project: Project) -> dict[str, str]:
    areas, words = project.areas(), [*project.template.settings, None]
    closed = [row for row in range(len(areas)) if not areas.open[row]]
    found = {str(areas.name[row]): words[int(areas.setting[row])] for row in closed}
    return {name: word.key for name, word in found.items() if word is not None}


def ids(project: Project, *names: str) -> list[int]:
    areas = project.areas()
    return [int(areas.id[list(areas.name).index(name)]) for name in names]


def test_several_get_a_setting_in_one_step(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        every = project.areas().id.tolist()  # open ground among them
        assert set_areas(project, ids(project, "One", "Two"), setting="urban") == 2
        assert project.undo_label == "Set urban or rural"
        assert set_areas(project, every, setting="urban") == 3
        version = project.version
        assert set_areas(project, every, setting="urban") == 0 and project.version == version
        assert set_areas(project, ids(project, "One"), setting="") == 1
        assert settings(project).keys() == {"Case", "Two", "West", "East"}
        project.undo()
        project.undo()
        assert settings(project) == {"One": "urban", "Two": "urban"}


def test_locks_and_teams_too_but_no_names(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        chosen = ids(project, "One", "Two")
        set_areas(project, chosen, locked=True)
        assert project.undo_label == "Lock areas"
        areas = project.areas()
        assert areas.locked[areas.index(chosen)].all() and areas.locked.sum() == 2
        set_areas(project, chosen, team="Red", manager="Li")
        assert {*project.areas().team[areas.index(chosen)]} == {"Red"}
        with pytest.raises(ValueError, match="name"):
            set_areas(project, chosen, name="Same")


def test_open_ground_alone_is_refused(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        areas = project.areas()
        with pytest.raises(Refused, match="Open ground"):
            set_areas(project, areas.id[areas.open].tolist(), setting="urban")


def test_new_areas_have_the_setting_of_what_they_come_from(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        set_areas(project, ids(project, "One"), setting="rural")
        set_areas(project, ids(project, "East"), setting="urban")
        set_area(project, ids(project, "East")[0], team="Blue")
        split_area(project, ids(project, "One")[0], [(111.9, 35.12), (112.15, 35.12)])
        ring = [(112.2, 35.0), (112.3, 35.0), (112.3, 35.2), (112.2, 35.2)]
        draw_area(project, 2, ring, name="Drawn")
        carve_area(project, 2, [(112.32, 35.05), (112.38, 35.05), (112.38, 35.1)])
        found = settings(project)
        assert found["Grid 3"] == "rural"  # cut off
        assert found["Drawn"] == found["Grid 5"] == "urban"
        areas = project.areas()
        assert areas.team[areas.index(ids(project, "Drawn"))].tolist() == [""]
