"""What an edit would move is what it moves when it is written and everything is counted anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gridstudio.assessment.area_figures import area_figures, figures
from gridstudio.assessment.moving import Moved, MovingTotals
from gridstudio.assessment.own_sums import Snapshots, own_sums
from gridstudio.assessment.totals import AreaTotals, totals
from gridstudio.commands import areas as acts
from gridstudio.commands.areas import coverage_of
from gridstudio.geometry import cutting, joining, reshaping
from gridstudio.geometry.coverage import CoverageEdit, apply
from gridstudio.geometry.point_index import build_index
from gridstudio.project import Project
from tests.cases import divided_project, telecom

CUSTOMERS = 400
PEOPLE = area_figures(telecom())[0]


def moving(project: Project, level: int) -> MovingTotals:
    own = own_sums(Snapshots.of(project.map_data()))
    return MovingTotals(
        coverage_of(project.areas()), own, build_index(project.customers().xy), level
    )


def counted(project: Project, level: int) -> dict[int, AreaTotals]:
    rows = totals(
        project.areas(),
        project.owners(),
        project.customers(),
        project.sites(),
        project.template,
        level,
    )
    return {row.id: row for row in rows if row.level == level and row.id}


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def add_sites(project: Project) -> None:
    places = [(x / 100, y / 100) for x in range(11203, 11240, 5) for y in (3503, 3512, 3517)]
    kinds = [word.key for word in project.template.site_kinds]
    with project.edit("Sites") as edit:
        edit.add_points(
            "sites", np.array(places), {"kind": [kinds[n % len(kinds)] for n in range(len(places))]}
        )


Case = tuple[Callable[[Project], CoverageEdit], Callable[[Project], object]]
LINE = np.array([(111.9, 35.13), (112.25, 35.13)])
ACROSS = np.array([(112.03, 34.9), (112.13, 35.3)])
RING = np.array([(112.22, 35.02), (112.38, 35.02), (112.38, 35.12), (112.22, 35.12)])
CASES: dict[str, Case] = {
    "a node moves": (
        lambda p: reshaping.move_node(coverage_of(p.areas()), (112.1, 35.1), (112.13, 35.11)),
        lambda p: acts.move_node(p, (112.1, 35.1), (112.13, 35.11)),
    ),
    "a node of a district's border moves": (
        lambda p: reshaping.move_node(coverage_of(p.areas()), (112.2, 35.1), (112.26, 35.1)),
        lambda p: acts.move_node(p, (112.2, 35.1), (112.26, 35.1)),
    ),
    "a grid is split": (
        lambda p: cutting.split(coverage_of(p.areas()), id_of(p, "One"), ACROSS),
        lambda p: acts.split_area(p, id_of(p, "One"), ACROSS),
    ),
    "a district is split with its grids": (
        lambda p: cutting.split(coverage_of(p.areas()), id_of(p, "West"), LINE),
        lambda p: acts.split_area(p, id_of(p, "West"), LINE),
    ),
    "grids are merged": (
        lambda p: joining.merge(coverage_of(p.areas()), [id_of(p, "Two"), id_of(p, "One")]),
        lambda p: acts.merge_areas(p, [id_of(p, "Two"), id_of(p, "One")]),
    ),
    "districts are merged": (
        lambda p: joining.merge(coverage_of(p.areas()), [id_of(p, "East"), id_of(p, "West")]),
        lambda p: acts.merge_areas(p, [id_of(p, "East"), id_of(p, "West")]),
    ),
    "a grid is deleted": (
        lambda p: joining.give_back(coverage_of(p.areas()), [id_of(p, "One")]),
        lambda p: acts.delete_areas(p, [id_of(p, "One")]),
    ),
    "a grid is drawn": (
        lambda p: cutting.draw(coverage_of(p.areas()), id_of(p, "East"), RING),
        lambda p: acts.draw_area(p, 2, RING),
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("level", [1, 2])
def test_what_an_edit_would_move_is_what_it_moves(tmp_path: Path, name: str, level: int) -> None:
    plan, perform = CASES[name]
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        add_sites(project)
        before, owner = counted(project, level), project.owners().area
        edit = plan(project)
        moved = moving(project, level).after(edit)
        perform(project)
        after = counted(project, level)
        new_ids = dict(
            zip(
                sorted(new.key for new in edit.added)[::-1],
                sorted(set(project.areas().id.tolist()) - {*coverage_ids(before, edit, project)}),
                strict=False,
            )
        )
        compare(moved, before, after)
        turned = np.flatnonzero(project.owners().area != owner)
        assert moved.rows.tolist() == turned.tolist()
        assert new_ids.keys() >= {key for key in moved.new.tolist() if key < 0}


def coverage_ids(before: dict[int, AreaTotals], edit: CoverageEdit, project: Project) -> set[int]:
    return {*before, *edit.changed, *edit.removed}


def compare(moved: Moved, before: dict[int, AreaTotals], after: dict[int, AreaTotals]) -> None:
    """The same figures, area by area; new areas in the order of their size."""
    said = {change.id: change for change in moved.changes}
    for key, change in said.items():
        if key in before:
            assert change.before.customers == before[key].customers
            assert change.ground_before.km2 == pytest.approx(before[key].area_km2)
        if key in after:
            row = after[key]
            assert change.after.customers == row.customers
            assert change.after.value == pytest.approx(row.value)
            assert change.after.by_class[:-1].tolist() == [*row.by_class.values()]
            assert change.after.by_kind[:-1].tolist() == [*row.by_kind.values()]
            assert change.after.sites[:-1].tolist() == [*row.sites.values()]
            assert change.ground_after.km2 == pytest.approx(row.area_km2)
    for key in before.keys() & after.keys() - said.keys():
        assert (before[key].customers, before[key].area_km2) == (
            after[key].customers,
            after[key].area_km2,
        )
    new = sorted(change.after.customers for key, change in said.items() if key < 0)
    assert new == sorted(row.customers for key, row in after.items() if key not in before)
    drawn = [row.customers for row in after.values() if not row.open]
    if drawn:
        _before, balance = moved.balance(PEOPLE)
        assert balance.smallest == min(drawn)
        assert balance.largest == max(drawn)
        assert balance.mean == pytest.approx(float(np.mean(drawn)))
        assert balance.deviation == pytest.approx(float(np.std(drawn)))


def test_overridden_customers_stay_where_their_override_says(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        edit = reshaping.move_node(coverage_of(project.areas()), (112.1, 35.1), (112.16, 35.1))
        rows = moving(project, 2).after(edit).rows
        assert len(rows) > 2
        kept, owner = int(rows[0]), int(project.owners().area[rows[0]])
        with project.edit("Override") as writer:
            writer.add(
                "owner_overrides",
                [
                    {
                        "customer_id": int(project.customers().id[kept]),
                        "area_id": owner,
                        "reason": "Contract",
                    }
                ],
            )
        assert moving(project, 2).after(edit).rows.tolist() == rows[1:].tolist()


def test_an_edit_of_nothing_moves_nobody(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        moved = moving(project, 2).after(CoverageEdit())
        assert len(moved.rows) == 0 and moved.changes == ()
        assert len(set(moved.balance(PEOPLE))) == 1


def test_only_customers_round_the_ground_that_is_swept_are_looked_at(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=4000) as project:
        totals, coverage = moving(project, 2), coverage_of(project.areas())
        near = totals.after(reshaping.move_node(coverage, (112.1, 35.1), (112.08, 35.1)))
        # The edges that change are a tenth of a degree high, in a county of 0.4° × 0.2°.
        assert 0 < len(near.rows) <= near.looked_at < 4000 / 8


def test_any_figure_can_be_balanced(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=CUSTOMERS) as project:
        add_sites(project)
        edit = reshaping.move_node(coverage_of(project.areas()), (112.1, 35.1), (112.16, 35.1))
        moved = moving(project, 2).after(edit)
        acts.move_node(project, (112.1, 35.1), (112.16, 35.1))
        areas = project.areas()
        found = figures(
            areas,
            project.owners(),
            project.customers(),
            project.sites(),
            project.template,
            2,
        )
        for figure in area_figures(project.template):
            values = found["indicator." + figure.key].values
            drawn = values[(areas.level == 2) & ~areas.open]
            balance = moved.balance(figure)[1]
            assert balance.mean == pytest.approx(float(np.nanmean(drawn))), figure.key
            assert balance.deviation == pytest.approx(float(np.nanstd(drawn)), abs=1e-9)


def test_an_area_that_only_gets_a_node_is_no_side(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        coverage, totals_now = coverage_of(project.areas()), moving(project, 2)
        inserted, node = reshaping.insert_node(coverage, (112.1, 35.05), 0.001)
        assert inserted.changed and totals_now.after(inserted).changes == ()
        noded = apply(coverage, inserted)
        pulled = reshaping.move_node(noded, node, (112.11, 35.05))
        edit = CoverageEdit(inserted.changed | pulled.changed)
        sides = {change.id for change in totals_now.after(edit).changes}
        assert sides == {id_of(project, "One"), id_of(project, "Two")}
