"""Indicators of an edit under the hand are those that are there once it is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.assessment import side_indicators
from gridstudio.assessment.area_figures import Source
from gridstudio.assessment.area_indicators import one_area
from gridstudio.assessment.indicator_figures import IndicatorFigure, indicator_figures
from gridstudio.assessment.indicators import Indicators, StoreDistance
from gridstudio.assessment.markets import MarketFacts
from gridstudio.assessment.moving import Moved
from gridstudio.assessment.side_indicators import SideIndicators
from gridstudio.assessment.terrain import Cover
from gridstudio.commands.areas import coverage_of
from gridstudio.commands.indicators import all_indicators
from gridstudio.geometry import joining, reshaping
from gridstudio.jobs import finished
from gridstudio.project import Project
from tests.assessment.test_moving import CASES, id_of, moving
from tests.commands.test_indicators import county

SLOW = frozenset(Source) - {Source.SUMS}
CUSTOMERS = 300


def sides(project: Project, level: int, *sources: Source) -> SideIndicators:
    found = all_indicators(project, project.map_data(), level)
    return SideIndicators(found, sources or SLOW)


def told(figures: tuple[IndicatorFigure, ...], one: Indicators) -> list[float]:
    return [float(figure.of(one)) for figure in figures]


def node_moved(project: Project, level: int = 2) -> Moved:
    edit = reshaping.move_node(coverage_of(project.areas()), (112.1, 35.1), (112.14, 35.12))
    return moving(project, level).after(edit)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("level", [1, 2])
def test_every_figure_is_what_it_comes_to(tmp_path: Path, name: str, level: int) -> None:
    plan, perform = CASES[name]
    with county(tmp_path, CUSTOMERS) as project:
        figures = indicator_figures(project.template)
        known = {*project.areas().id.tolist()}
        asked, moved = sides(project, level), moving(project, level).after(plan(project))
        after = finished(asked.steps(moved))
        assert after.keys() == {one.id for one in moved.changes}
        perform(project)
        written = all_indicators(project, project.map_data(), level).of
        drawn = {one.id for one in moved.changes if one.drawn}
        new = []
        for area, one in after.items():
            if area in drawn and area > 0:
                assert told(figures, one) == pytest.approx(
                    told(figures, written[area]), rel=1e-12, nan_ok=True
                )
                assert one.cover == written[area].cover and one.store_km == written[area].store_km
            elif area in drawn:
                new.append(told(figures, one))
            elif area not in moved.coverage.grounds:
                nothing = one.cover, one.market.markets, one.store_km.stores
                assert nothing == (Cover(), 0, frozenset()), "it is not there any more"
        come = [told(figures, one) for area, one in written.items() if area not in known]
        assert len(new) == len(come)
        for one, other in zip(sorted(new), sorted(come), strict=True):
            assert one == pytest.approx(other, nan_ok=True)
        for area in (known & written.keys()) - after.keys():
            assert told(figures, written[area]) == pytest.approx(
                told(figures, asked.before[area]), rel=1e-6, nan_ok=True
            ), "nothing of the others changes"


def test_only_what_is_wanted_is_looked_for(tmp_path: Path) -> None:
    with county(tmp_path, CUSTOMERS) as project:
        moved = node_moved(project)
        roads = finished(sides(project, 2, Source.ROADS).steps(moved))
        ways = finished(sides(project, 2, Source.STORES).steps(moved))
        for area in roads:
            assert roads[area].roads and not roads[area].administrative
            assert roads[area].market == MarketFacts() and np.isnan(roads[area].store_km.mean)
            assert ways[area].store_km.mean > 0 and ways[area].cover == Cover()


def test_open_ground_has_its_figures_before_and_after(tmp_path: Path) -> None:
    with county(tmp_path, CUSTOMERS) as project:
        coverage = coverage_of(project.areas())
        edit = joining.give_back(coverage, [id_of(project, "One")])
        node = reshaping.move_node(coverage, (112.2, 35.1), (112.25, 35.1))
        (open_ground,) = [one.id for one in coverage.grounds.values() if one.open]
        for one in (edit, node):
            asked, moved = sides(project, 2), moving(project, 2).after(one)
            if open_ground not in {change.id for change in moved.changes}:
                continue
            after = finished(asked.steps(moved))
            moment = all_indicators(project, project.map_data(), 2).moment
            alone = one_area(moment, open_ground)
            before = asked.before[open_ground]
            assert (before.cover, before.store_km, before.market) == (
                alone.cover,
                alone.store_km,
                alone.market,
            )
            assert after[open_ground].store_km != before.store_km
            break
        else:
            raise AssertionError("no edit of open ground")


def test_without_stores_or_customers_there_is_no_way(tmp_path: Path) -> None:
    with county(tmp_path, CUSTOMERS) as project:
        with project.edit("No stores") as edit:
            edit.remove("sites", project.sites().id.tolist())
        found = finished(sides(project, 2, Source.STORES).steps(node_moved(project)))
        assert all(str(one.store_km) == str(StoreDistance()) for one in found.values())


def test_a_hand_that_moves_on_waits_for_no_step_that_is_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Customers are looked at some at a time: what is found does not depend on how many."""
    with county(tmp_path, CUSTOMERS) as project:
        asked, moved = sides(project, 2, Source.STORES), node_moved(project)
        few = sum(1 for _step in asked.steps(moved))
        whole = finished(asked.steps(moved))
        monkeypatch.setattr(side_indicators, "AT_A_TIME", 10)
        steps = sum(1 for _step in asked.steps(moved))
        assert steps > sum(one.after.customers for one in moved.changes) // 10 > few
        assert finished(asked.steps(moved)) == whole


def test_a_border_that_crosses_itself_has_no_indicators(tmp_path: Path) -> None:
    """Beyond the far side of its grid::

    One  | Two |          One |\\ Two |
         o     |   ->         | \\----+-o
         |     |              | /    |
    """
    with county(tmp_path, CUSTOMERS) as project:
        coverage = coverage_of(project.areas())
        edit = reshaping.move_node(coverage, (112.1, 35.1), (112.23, 35.1))
        moved = moving(project, 2).after(edit)
        assert finished(sides(project, 2).steps(moved)) is None
