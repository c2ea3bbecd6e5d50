"""Area against area, and the customers whose owner differs, against counting one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.assessment.change_book import Ownership, change_book
from gridstudio.assessment.scheme_comparison import Comparison, at_level, compare
from gridstudio.commands.areas import draw_area, merge_areas, move_node, split_area
from gridstudio.commands.overrides import give_customers
from gridstudio.commands.schemes import copy_scheme, make_current, new_scheme
from gridstudio.domain.snapshots import Areas
from gridstudio.geometry.ground_area import area_km2
from gridstudio.project import Project
from tests.cases import divided_project


def id_of(areas: Areas, name: str) -> int:
    return int(areas.id[list(areas.name).index(name)])


def side(project: Project, scheme: int) -> Ownership:
    return Ownership(project.areas_of(scheme), project.owners_of(scheme))


def compared(project: Project, a: int, b: int, level: int) -> Comparison:
    return compare(project.customers(), side(project, a), side(project, b), level)


def rows_by_name(found: Comparison) -> dict[tuple[str, str], tuple[list[int], list[float]]]:
    def name(areas: Areas, area: int) -> str:
        return str(areas.name[areas.row(area)]) if area else ""

    pairs = found.pairs
    return {
        (name(found.a.areas, a), name(found.b.areas, b)): (
            pairs.customers[at].tolist(),
            pairs.value[at].tolist(),
        )
        for at, (a, b) in enumerate(pairs.ids.tolist())
    }


def test_a_copy_differs_in_nothing(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        copy = copy_scheme(project, 1)
        for level in (1, 2, 3):
            found = compared(project, 1, copy, level)
            assert len(found.book) == 0
            assert (found.pairs.customers[:, 0] == found.pairs.customers[:, 1]).all()
            assert found.pairs.customers[:, 0].sum() == 400
        assert len(found.pairs) == 1, "no micro-grids: all belong to none of them"
        assert len(change_book(project.customers(), side(project, 1), side(project, copy))) == 0


def test_figures_are_those_of_counting_by_hand(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        copy = copy_scheme(project, 1, current=True)
        move_node(project, (112.1, 35.1), (112.05, 35.1))
        split_area(project, id_of(project.areas(), "Two"), [(112.12, 34.9), (112.15, 35.3)])
        new = next(
            str(n)
            for n in project.areas().name
            if n not in ("Case", "West", "East", "One", "Two", "")
        )
        found = compared(project, 1, copy, 2)
        rows = rows_by_name(found)
        assert set(rows) == {("One", "One"), ("Two", "Two"), ("", new), ("", "")}
        customers, value = project.customers(), project.customers().value
        for at, scheme in enumerate((1, copy)):
            areas, owners = project.areas_of(scheme), project.owners_of(scheme)
            for pair, (counts, worth) in rows.items():
                drawn = areas.id[(areas.level == 2) & ~areas.open]
                mine = (
                    owners.area == id_of(areas, pair[at])
                    if pair[at]
                    else ~np.isin(owners.area, drawn) & (pair == ("", ""))
                )
                assert counts[at] == np.count_nonzero(mine)
                assert worth[at] == pytest.approx(value[mine].sum())
        # Every customer who lies in another grid than before, and nobody else.
        before, after = project.owners_of(1).area, project.owners_of(copy).area
        a, b = project.areas_of(1), project.areas_of(copy)
        old = [str(a.name[a.row(area)]) for area in before.tolist()]
        now = [str(b.name[b.row(area)]) for area in after.tolist()]
        differ = [at for at, (one, other) in enumerate(zip(old, now, strict=True)) if one != other]
        assert found.book.rows.tolist() == differ and len(differ) > 20
        assert (customers.id[found.book.rows] == customers.id[differ]).all()
        ground = {name: area_km2(b.geometry[id_row]) for id_row, name in enumerate(b.name)}
        for at, (_a, area) in enumerate(found.pairs.ids.tolist()[:-1]):
            assert found.pairs.km2[at, 1] == pytest.approx(ground[str(b.name[b.row(area)])])
        # The node has been moved off the geodesic between its neighbours, by some square metres.
        assert found.pairs.km2[:, 0].sum() == pytest.approx(found.pairs.km2[:, 1].sum(), rel=1e-5)


def test_at_the_level_above_a_split_is_no_difference(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=100) as project:
        copy = copy_scheme(project, 1, current=True)
        merge_areas(project, [id_of(project.areas(), name) for name in ("One", "Two")])
        assert len(compared(project, 1, copy, 1).book) == 0
        merged = compared(project, 1, copy, 2)
        assert ("Two", "") in rows_by_name(merged) and len(merged.book) == 20
        turned = compared(project, copy, 1, 2)
        assert turned.book.rows.tolist() == merged.book.rows.tolist()
        assert rows_by_name(turned)[("", "Two")][0] == [0, 20]


def test_open_ground_and_decisions_count(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=100) as project:
        fresh = new_scheme(project)
        copy = copy_scheme(project, 1)
        emptied = compared(project, 1, fresh, 2)
        assert set(emptied.book.new.tolist()) == {0} and len(emptied.book) == 50
        assert rows_by_name(emptied)[("", "")][0] == [50, 100]
        give_customers(project, [1], id_of(project.areas(), "Two"), "contract")
        decided = compared(project, 1, copy, 2)
        assert project.customers().id[decided.book.rows].tolist() == [1]
        make_current(project, copy)
        draw_area(project, 2, [(112.25, 35.02), (112.38, 35.02), (112.38, 35.12)])
        drawn = compared(project, copy, fresh, 2)
        assert len(drawn.book) == np.count_nonzero(at_level(side(project, copy), 2).owners.area)
