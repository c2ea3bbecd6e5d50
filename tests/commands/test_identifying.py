"""What things on the map are said to be."""

from __future__ import annotations

from pathlib import Path

import shapely

from gridstudio.commands.identifying import describe
from gridstudio.domain.selection import Selection
from tests.cases import divided_project


def test_cards_of_customers_sites_and_areas(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Site") as edit:
            lonlat = project.customers().lonlat[:1]
            columns = {"name": ["Hill"], "kind": ["own_store"], "code": ["S7"]}
            edit.add_points("sites", lonlat, columns)
            edit.update("customers", 3, {"value": None, "class": "", "name": ""})
        data = project.map_data()
        card = describe(project, data, Selection(customers=(8,)))
        assert card is not None and card.title == "Customer 7"
        assert card.lines == (
            "Enterprise group · D",
            "107 yuan/month",
            "Case › East › open ground",
        )
        plain = describe(project, data, Selection(customers=(3,)))
        assert plain is not None and plain.title == "Customer without a name"
        assert plain.lines == ("Office building", "Case › West › One")
        site = describe(project, data, Selection(sites=(1,)))
        assert site is not None and (site.title, site.lines) == ("Hill", ("Own store · S7",))
        one = int(data.areas.id[list(data.areas.name).index("One")])
        area = describe(project, data, Selection(areas=(one,)))
        members = data.owners.area == one
        value = data.customers.value[members]
        assert area is not None and area.title == "One"
        assert area.lines == (
            "Grid · G01",
            f"{members.sum()} customers · {value[value == value].sum():,.0f} yuan/month",
        )
        assert describe(project, data, Selection()) is None


def test_who_lies_outside_says_so(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        with project.edit("Move") as edit:
            edit.update("customers", 1, {"geom": shapely.Point(100.0, 30.0)})
        card = describe(project, project.map_data(), Selection(customers=(1,)))
        assert card is not None and "Without owner" in card.lines[-1]
