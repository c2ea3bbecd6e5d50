"""What the status bar says after an act on the division, and the way back from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gridstudio.commands.areas import delete_areas, merge_areas, move_node, set_area
from gridstudio.commands.targets import set_targets
from gridstudio.domain.targets import Target
from gridstudio.i18n import set_language
from gridstudio.project import Project
from gridstudio.ui.main_window import MainWindow
from tests.cases import divided_project

Open = Callable[..., MainWindow]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return divided_project(tmp_path, customers=400)


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def test_borders_that_move_are_summed_up_and_undone(open_window: Open, project: Project) -> None:
    window = open_window(project)
    status, owner = window.parts.status, project.owners().area
    assert not status.undo.isVisible()
    move_node(project, (112.1, 35.1), (112.05, 35.1))
    turned = int((project.owners().area != owner).sum())
    said = f"{turned} customers change owner: One −{turned}, Two +{turned}"
    assert status.outcome.text() == said
    assert status.undo.isVisible() and status.undo.toolTip() == "Undo Move node"
    status.undo.click()
    assert (project.owners().area == owner).all() and not status.undo.isVisible()
    project.redo()
    assert status.outcome.text() == said, "nothing is left to redo: it stands as done"


def test_nobody_changes_owner(open_window: Open, project: Project) -> None:
    window = open_window(project)
    move_node(project, (112.1, 35.1), (112.1001, 35.1))
    assert window.parts.status.outcome.text() == "No customer changes owner."
    assert window.parts.status.undo.isVisible()


def test_other_acts_leave_nothing_to_tell(open_window: Open, project: Project) -> None:
    window = open_window(project)
    merge_areas(project, [id_of(project, "One"), id_of(project, "Two")])
    assert "One +" in window.parts.status.outcome.text()
    set_area(project, id_of(project, "One"), name="Uno")
    assert not window.parts.status.undo.isVisible()
    set_targets(project, [Target(2, "customers", 1)])
    assert not window.parts.status.undo.isVisible()


def test_what_an_act_had_to_say_does_not_outlive_it(open_window: Open, project: Project) -> None:
    window = open_window(project)
    status = window.parts.status
    merge_areas(project, [id_of(project, "One"), id_of(project, "Two")])
    window.session.say("Divided into 2 parts.")
    window.actions_by_key["undo"].trigger()
    assert status.text.text() == "Undone: Merge areas."
    window.actions_by_key["redo"].trigger()
    assert status.text.text() == "Done again: Merge areas."


def test_what_stood_there_of_another_act_does_not_stand_beside_this_one(
    open_window: Open, project: Project
) -> None:
    window = open_window(project)
    merge_areas(project, [id_of(project, "One"), id_of(project, "Two")])
    window.actions_by_key["undo"].trigger()
    assert window.parts.status.text.text() == "Undone: Merge areas."
    merge_areas(project, [id_of(project, "One"), id_of(project, "Two")])
    assert window.parts.status.text.text() == ""


def test_who_comes_to_open_ground_is_named_too(open_window: Open, project: Project) -> None:
    window = open_window(project)
    before = project.owners().area
    one = id_of(project, "One")
    delete_areas(project, [one])
    lost = int((before == one).sum())
    said = window.parts.status.outcome.text()
    assert said.startswith(f"{lost} customers change owner: ") and f"One −{lost}" in said
    assert f"open ground +{lost}" in said, "nobody is outside every area"


def test_in_chinese_the_areas_follow_with_chinese_signs(
    open_window: Open, project: Project
) -> None:
    set_language("zh_CN")
    try:
        window = open_window(project)
        merge_areas(project, [id_of(project, "One"), id_of(project, "Two")])
        said = window.parts.status.outcome.text()
    finally:
        set_language("en")
    assert "个客户变更归属：" in said and "、" in said and ": " not in said
