"""Targets in the file: set, replaced, taken away, refused in words, undone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.targets import set_targets, suggested
from gridstudio.domain.targets import Target
from gridstudio.errors import Refused
from gridstudio.project import Project
from tests.cases import divided_project


def bounds_of(project: Project) -> list[tuple[object, ...]]:
    return [(one.level, one.indicator, *one.bounds) for one in project.targets()]


def test_a_target_is_set_replaced_and_taken_away(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        assert project.targets() == ()
        set_targets(project, [Target(2, "customers", 10, 20, 30), Target(1, "value", None, 5)])
        set_targets(project, [Target(2, "customers", 10, None, 40)])
        both = [(1, "value", None, 5.0, None), (2, "customers", 10.0, None, 40.0)]
        assert bounds_of(project) == both
        assert project.map_data().targets == project.targets()
        project.undo()
        assert bounds_of(project)[1] == (2, "customers", 10.0, 20.0, 30.0)
        project.redo()
        set_targets(project, [Target(2, "customers")])
        assert bounds_of(project) == both[:1]
        set_targets(project, [Target(1, "value")])
        assert project.targets() == ()
        project.undo()
        project.undo()
        assert bounds_of(project) == both
    with Project.open(tmp_path / "Case.gpkg") as project:
        assert bounds_of(project) == both


def test_what_stands_already_is_no_act(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        target = Target(2, "customers", 10, 20, 30)
        set_targets(project, [target])
        version = project.version
        set_targets(project, [target, Target(2, "value")])
        assert project.version == version


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(2, "customers", 30, None, 10), "People: the minimum is larger"),
        (Target(2, "customers", 10, 5, 30), "People: the ideal has to lie between"),
        (Target(2, "customers", None, 50, 30), "People: the ideal has to lie between"),
        (Target(2, "customers", float("inf")), "People: a target has to be a number"),
        (Target(0, "customers", 10), "levels below the county"),
        (Target(9, "customers", 10), "levels below the county"),
    ],
)
def test_what_contradicts_itself_is_refused_in_words(
    tmp_path: Path, target: Target, words: str
) -> None:
    with divided_project(tmp_path) as project:
        with pytest.raises(Refused, match=words):
            set_targets(project, [Target(2, "value", 1), target], {"customers": "People"})
        assert project.targets() == ()


def test_a_suggestion_is_the_mean_and_a_share_to_either_side() -> None:
    found = suggested(2, "customers", np.array([80.0, np.nan, 120.0, 103.0]), 0.2)
    assert (found.level, found.indicator) == (2, "customers")
    assert found.bounds == (80.8, 101.0, 122.0)
    assert suggested(2, "x", np.array([np.nan]), 0.2).bounds == (None, None, None)
    assert suggested(2, "x", np.zeros(3), 0.2).bounds == (0, 0, 0)


@pytest.mark.parametrize("values", [[1.0], [3.333, 4.777], [123_456.0, 9.0], [0.00123]])
@pytest.mark.parametrize("share", [0.0, 0.001, 0.5])
def test_a_suggestion_is_never_refused(tmp_path: Path, values: list[float], share: float) -> None:
    with divided_project(tmp_path) as project:
        set_targets(project, [suggested(2, "value", np.array(values), share)])
        assert len(project.targets()) == 1
