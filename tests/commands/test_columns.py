"""Census facts, properties and indicators as columns, and that they follow edits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import Point

from gridstudio.commands.columns import (
    column_of,
    followed,
    layer_fields,
    map_data,
    note,
    with_columns,
)
from gridstudio.commands.customers import edit_customer, remove_customers
from gridstudio.domain.columns import Numbers, Texts
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import SizeBy, Style
from gridstudio.project import Project
from tests.cases import divided_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with divided_project(tmp_path) as project:
        ids = project.customers().id.tolist()
        with project.edit("Census") as edit:
            for row_id in ids[:30]:
                facts = {"scale": row_id * 2, "competitor": "full"}
                edit.update("customers", row_id, {"census": facts})
        project.changed.connect(lambda changes: note(project, changes))
        yield project


def layer(data: MapData, kind: str, level: int | None = None) -> Layer:
    found = data.layer_of(kind, level)
    assert found is not None
    return found


def scale_of(project: Project) -> dict[int, float]:
    data = project.map_data()
    column = column_of(project, data, layer(data, "customers"), "census.scale")
    assert isinstance(column, Numbers) and len(column) == len(data.customers)
    return dict(zip(data.customers.id.tolist(), column.values.tolist(), strict=True))


def test_census_numbers_and_choices(project: Project) -> None:
    ids = project.customers().id.tolist()
    scale = scale_of(project)
    assert scale[ids[3]] == 2 * ids[3] and np.isnan(scale[ids[35]])
    data = project.map_data()
    choice = column_of(project, data, layer(data, "customers"), "census.competitor")
    assert isinstance(choice, Texts) and choice.texts == ("none", "partial", "full")
    assert choice.names == ("None", "Partial", "Full")
    assert choice.counts().tolist() == [0, 0, 30, 10]


def test_only_what_an_edit_changed_is_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    scale_of(project)
    read: list[object] = []
    whole = Project.facts

    def facts(self: Project, table: str, key: str, **limits: object) -> object:
        read.append(limits.get("ids"))
        return whole(self, table, key, **limits)  # type: ignore[arg-type]

    monkeypatch.setattr(Project, "facts", facts)
    ids = project.customers().id.tolist()
    scale_of(project)
    assert read == []
    edit_customer(project, ids[0], census={"scale": 7})
    assert scale_of(project)[ids[0]] == 7 and read == [[ids[0]]]
    remove_customers(project, ids[1:3])
    after = scale_of(project)
    assert ids[1] not in after and after[ids[3]] == 2 * ids[3]
    project.undo()
    assert scale_of(project)[ids[1]] == 2 * ids[1]
    project.undo()
    assert scale_of(project)[ids[0]] == 2 * ids[0]
    assert None not in read


def test_properties_of_features(project: Project) -> None:
    with project.edit("Layer") as edit:
        (layer_id,) = edit.add("layers", [{"name": "Poles", "kind": "features", "position": 0}])
        rows = [
            {"layer_id": layer_id, "geom": Point(112.1, 35.1), "properties": properties}
            for properties in ({"height": 8, "material": "wood"}, {"height": "9.5"}, {})
        ]
        edit.add("features", rows)
    data = project.map_data()
    poles = data.layer(layer_id)
    fields = {field.key: field for field in layer_fields(project, data, poles)}
    assert list(fields) == ["category", "name", "property.height", "property.material"]
    assert fields["property.height"].numeric and not fields["property.material"].numeric
    height = column_of(project, data, poles, "property.height")
    material = column_of(project, data, poles, "property.material")
    assert isinstance(height, Numbers) and isinstance(material, Texts)
    assert height.values[:2].tolist() == [8.0, 9.5] and np.isnan(height.values[2])
    assert material.codes.tolist() == [0, -1, -1]


def test_indicators_are_computed_once_until_something_changes(project: Project) -> None:
    data = project.map_data()
    grids = layer(data, "areas", 2)
    first = column_of(project, data, grids, "indicator.customers")
    assert isinstance(first, Numbers) and np.nansum(first.values) > 0
    assert column_of(project, project.map_data(), grids, "indicator.customers") is first
    edit_customer(project, int(data.customers.id[0]), value=1e6)
    value = column_of(project, project.map_data(), grids, "indicator.value")
    assert isinstance(value, Numbers) and np.nanmax(value.values) > 1e6


def test_a_map_has_the_columns_that_its_styles_follow(project: Project) -> None:
    data = project.map_data()
    people, grids = layer(data, "customers"), layer(data, "areas", 2)
    wanted = [(people.id, "census.scale"), (grids.id, "indicator.value"), (people.id, "kind")]
    found = with_columns(project, data, [*wanted, (people.id, "census.moon")])
    assert (people.id, "census.scale") in found.columns
    assert (grids.id, "indicator.value") in found.columns
    assert (people.id, "kind") not in found.columns  # the snapshot has it
    assert map_data(project).columns == {}


def test_what_a_style_follows() -> None:
    style = Style("categories", "kind", size_by=SizeBy("value", largest=5.0))
    assert followed(style) == ("kind", "value")
    assert followed(replace(style, mode="single", size_by=None)) == ()
