"""Figures that need the indicators beside those that do not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.assessment.all_figures import all_figures, slow_figures, with_indicators
from gridstudio.assessment.area_figures import area_figures
from gridstudio.assessment.level_figures import level_figures
from gridstudio.assessment.own_sums import Snapshots, own_sums
from gridstudio.commands.indicators import all_indicators
from tests.cases import divided_project


def test_slow_figures_are_known_from_the_indicators(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=100) as project:
        with project.edit("Store") as edit:
            edit.add_points("sites", np.array([(112.02, 35.1)]), {"kind": ["own_store"]})
        data = project.map_data()
        level = level_figures(own_sums(Snapshots.of(data)), 2)
        way = next(one for one in slow_figures(project.template) if one.key == "store_mean_km")
        assert np.isnan(level.values(way)).all(), "nothing of it follows from sums"
        assert np.isnan(level.balance(way).mean)
        found = all_indicators(project, data, 2)
        level = with_indicators(level, found.of, project.template)
        for area, value, drawn in zip(
            level.ids.tolist(), level.values(way).tolist(), level.drawn.tolist(), strict=True
        ):
            if drawn:
                assert value == pytest.approx(found.of[area].store_km.mean) and value > 1
            else:
                assert np.isnan(value), "open ground has no indicators"
        assert level.balance(way).smallest < level.balance(way).largest
        (people, *_others) = area_figures(project.template)
        assert level.values(people).sum() == 100, "the others are as they were"


def test_each_figure_has_a_key_of_its_own(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        keys = [one.key for one in all_figures(project.template)]
        assert len(set(keys)) == len(keys)
        briefly = [one.shortly for one in all_figures(project.template)]
        begun = {name[:14] for name in briefly}
        assert len(begun) == len(keys), "even where a narrow card cuts them off"
        assert keys[: len(area_figures(project.template))] == [
            one.key for one in area_figures(project.template)
        ]
