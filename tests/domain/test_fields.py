"""Attributes that come from the snapshots."""

from __future__ import annotations

import numpy as np

from gridstudio.domain.columns import Numbers, Texts
from gridstudio.domain.fields import customer_fields, field_name, fields_of, snapshot_column
from tests.map_data_case import county_case

DATA = county_case()


def test_kind_class_and_value() -> None:
    kind = snapshot_column(DATA, "customers", 0, "kind")
    assert isinstance(kind, Texts) and kind.codes is DATA.customers.kind
    assert kind.texts[0] == "enterprise_group" and kind.name(0) == "Enterprise group"
    value = snapshot_column(DATA, "customers", 0, "value")
    assert isinstance(value, Numbers) and value.values is DATA.customers.value


def test_owners_by_level_are_codes_of_areas() -> None:
    district = snapshot_column(DATA, "customers", 0, "owner.district")
    grid = snapshot_column(DATA, "customers", 0, "owner.grid")
    assert isinstance(district, Texts) and isinstance(grid, Texts)
    assert (district.texts, district.names) == (("D01",), ("East",))
    assert grid.texts == ("G01", "G02")
    owner = DATA.owners.area
    assert (grid.codes == np.select([owner == 4, owner == 5], [0, 1], -1)).all()
    assert (district.codes == np.where(np.isin(owner, [4, 5, 6]), 0, -1)).all()
    assert snapshot_column(DATA, "customers", 0, "owner.grid") is grid


def test_setting_is_the_owner_s_or_that_of_what_is_above_it() -> None:
    setting = snapshot_column(DATA, "customers", 0, "setting")
    assert isinstance(setting, Texts) and setting.texts == ("urban", "rural")
    # Open ground has none of its own; what is above it, district or county, is urban.
    assert (setting.codes == 0).all()


def test_what_nobody_knows_is_none() -> None:
    for kind, field in (
        ("customers", "owner.moon"),
        ("customers", "census.scale"),
        ("sites", "value"),
        ("areas", "indicator.customers"),
        ("features", "category"),
    ):
        assert snapshot_column(DATA, kind, 999, field) is None


def test_columns_that_were_read_come_first() -> None:
    scale = Numbers(np.arange(200.0))
    data = county_case()
    data.columns[(7, "census.scale")] = scale
    assert snapshot_column(data, "customers", 7, "census.scale") is scale


def test_fields_have_names() -> None:
    keys = [field.key for field in customer_fields(DATA.template)]
    assert keys[:4] == ["kind", "class", "value", "owner.district"] and "census.scale" in keys
    assert field_name(DATA.template, "customers", "value") == "Value"
    assert field_name(DATA.template, "features", "property.lanes") == "lanes"
    assert [field.key for field in fields_of("sites", DATA.template)] == ["kind"]
