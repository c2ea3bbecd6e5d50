"""Owners by decision: given with a reason, listed by what they want, kept through a re-division."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gridstudio.commands.areas import delete_areas, draw_area, merge_areas, move_node, split_area
from gridstudio.commands.identifying import decision_words
from gridstudio.commands.overrides import (
    change_override,
    decision_of,
    decisions,
    give_customers,
    waiting,
    withdraw,
)
from gridstudio.errors import Refused
from gridstudio.project import Project
from tests.cases import divided_project

TODAY = date(2026, 3, 1)


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def owner_of(project: Project, customer: int) -> int:
    owners = project.owners()
    return int(owners.area[owners.row(customer)])


def in_area(project: Project, name: str) -> list[int]:
    owners = project.owners()
    return owners.id[owners.area == id_of(project, name)].tolist()


def states(project: Project) -> list[str]:
    return [decision.state for decision in decisions(project, TODAY)]


def test_a_customer_goes_where_it_is_given_and_comes_back(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        one, two = id_of(project, "One"), id_of(project, "Two")
        first, second = in_area(project, "One")[:2]
        assert give_customers(project, [first, second], two, "Head office in Two", author="Li") == 2
        assert owner_of(project, first) == two and len(project.overrides()) == 2
        assert project.overrides()[0].reason == "Head office in Two"
        give_customers(project, [first], two, "Another reason")
        assert len(project.overrides()) == 2, "the newer decision takes the older one's place"
        withdraw(project, [item.id for item in project.overrides()])
        assert owner_of(project, first) == one
        project.undo()
        assert owner_of(project, first) == two


def test_what_wants_a_decision_comes_first(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        two = id_of(project, "Two")
        a, b, c = in_area(project, "One")[:3]
        mine = in_area(project, "Two")[0]
        give_customers(project, [a], two, "contract", expires=date(2026, 12, 31))
        give_customers(project, [b], two, "contract", expires=date(2026, 2, 28))
        give_customers(project, [c], two, "contract", disputed=True)
        give_customers(project, [mine], two, "lies there anyway")
        assert states(project) == ["expired", "disputed", "needless", "in force"]
        assert owner_of(project, b) == two, "an expired decision holds until it is decided anew"
        expired = decisions(project, TODAY)[0].override
        change_override(project, expired.id, two, reason="renewed", expires=None, disputed=False)
        assert states(project) == ["disputed", "needless", "in force", "in force"]


def test_a_decision_is_needless_once_the_border_says_the_same(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        two = id_of(project, "Two")
        near = [
            customer
            for customer in in_area(project, "One")
            if abs(
                project.customers().lonlat[project.customers().row(customer)] - (112.096, 35.1)
            ).max()
            < 0.004
        ]
        give_customers(project, near, two, "Beside the store")
        assert set(states(project)) == {"in force"}
        move_node(project, (112.1, 35.1), (112.05, 35.1))
        assert set(states(project)) == {"needless"}


def test_decisions_survive_merging_and_splitting(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        one, two = id_of(project, "One"), id_of(project, "Two")
        customer = in_area(project, "One")[0]
        give_customers(project, [customer], two, "contract")
        split_area(project, two, [(112.05, 35.1), (112.25, 35.1)])
        assert owner_of(project, customer) == two
        merge_areas(project, [one, two])
        assert project.overrides()[0].area_id == one and owner_of(project, customer) == one
        project.undo()
        assert owner_of(project, customer) == two


def test_a_decision_for_an_area_that_is_deleted_is_named(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        two = id_of(project, "Two")
        customer = in_area(project, "One")[0]
        give_customers(project, [customer], two, "contract")
        done = delete_areas(project, [two])
        assert f"Customer {customer - 1}" in done.notice
        assert project.overrides() == []


def test_what_cannot_be_decided_is_refused(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        one, west = id_of(project, "One"), id_of(project, "West")
        opened = int(project.areas().id[project.areas().open][0])
        customer = in_area(project, "One")[0]
        version = project.version
        for customers, area, reason, why in (
            ([], one, "x", "customers first"),
            ([customer], one, "  ", "Say why"),
            ([customer], opened, "x", "Open ground"),
            ([customer], west, "x", "divided"),
        ):
            with pytest.raises(Refused, match=why):
                give_customers(project, customers, area, reason)
        assert project.version == version


def test_a_decision_for_an_area_that_has_been_divided_asks_for_the_part(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        two = id_of(project, "Two")
        customer = in_area(project, "One")[0]
        give_customers(project, [customer], two, "contract")
        draw_area(project, 3, [(112.12, 35.02), (112.18, 35.02), (112.18, 35.1), (112.12, 35.1)])
        assert states(project) == ["divided"] and waiting(project, TODAY) == 1
        assert owner_of(project, customer) == two, "it holds until it is decided anew"
        (known,) = project.overrides()
        with pytest.raises(Refused, match="divided"):
            change_override(project, known.id, two, reason="x", expires=None, disputed=False)
        part = int(project.areas().at_level(3)[0])
        change_override(project, known.id, part, reason="there", expires=None, disputed=False)
        assert states(project) == ["in force"] and owner_of(project, customer) == part
        project.undo()
        project.undo()
        assert states(project) == ["in force"] and owner_of(project, customer) == two


def test_who_decided_and_when_is_kept(tmp_path: Path) -> None:
    divided_project(tmp_path).close()
    with Project.open(tmp_path / "Case.gpkg", author="Li") as project:
        customer = in_area(project, "One")[0]
        give_customers(project, [customer], id_of(project, "Two"), "contract")
        give_customers(project, [customer + 1], id_of(project, "Two"), "contract", author="Wang")
        assert [item.author for item in project.overrides()] == ["Li", "Wang"]
        decision = decision_of(project, customer, TODAY)
        assert decision is not None
        assert decision_words(decision).startswith("By decision: contract (Li · 20")
        assert decision_of(project, customer + 2, TODAY) is None


@pytest.mark.parametrize("number", [1, 50])
def test_decisions_survive_a_division_into_parts(tmp_path: Path, number: int) -> None:
    """Whatever is cut, a decision names an area that is there, or its customers are named."""
    with divided_project(tmp_path, customers=100) as project:
        two = id_of(project, "Two")
        given = in_area(project, "One")[:number]
        give_customers(project, given, two, "contract")
        for lat in (35.05, 35.1, 35.15):
            for area in project.areas().at_level(2).tolist():
                try:
                    split_area(project, area, [(111.9, lat), (112.3, lat)])
                except Refused:
                    continue
        areas = set(project.areas().at_level(2).tolist())
        assert len(areas) == 8 and len(project.overrides()) == len(given)
        assert {item.area_id for item in project.overrides()} <= areas
