"""What each choice makes of a style."""

from __future__ import annotations

import numpy as np

from gridstudio.domain.base_styles import NEIGHBOURS_DIFFER, customers_by
from gridstudio.domain.columns import Numbers, Texts
from gridstudio.domain.fields import customer_fields, site_fields, snapshot_column
from gridstudio.domain.style import SizeBy
from gridstudio.ui.dialogs.style_draft import StyleDraft, Subject
from tests.map_data_case import county_case

DATA = county_case()
TEMPLATE = DATA.template
PEOPLE = Subject("Customers", "customers", "point", customer_fields(TEMPLATE), ())
SITES = Subject("Sites", "sites", "point", site_fields(TEMPLATE), ())
AREAS = Subject("Grid", "areas", "polygon", (), ())
KIND = snapshot_column(DATA, "customers", 0, "kind")
CLASS = snapshot_column(DATA, "customers", 0, "class")
VALUE = snapshot_column(DATA, "customers", 0, "value")


def draft() -> StyleDraft:
    return StyleDraft(PEOPLE, customers_by(TEMPLATE), KIND)


def test_what_can_be_chosen_depends_on_the_layer() -> None:
    assert PEOPLE.modes == ("single", "categories", "graduated", "heat", "cluster")
    assert SITES.modes == ("single", "categories")
    numeric = [field.key for field in PEOPLE.fields_for("graduated")]
    assert numeric == ["value", "census.scale"]
    assert "kind" in [field.key for field in PEOPLE.fields_for("cluster")]
    assert PEOPLE.fields_for("single") == ()


def test_graduated_and_back_to_categories() -> None:
    made = draft()
    made.follow("graduated", "value", VALUE)
    assert made.style.mode == "graduated" and len(made.style.classes) == 5
    assert sum(made.counts() or []) == int(np.isfinite(DATA.customers.value).sum())
    made.classify("quantile", 3)
    assert len(made.style.classes) == 3
    made.follow("categories", "kind", KIND)
    colors = [one.symbol.color for one in made.style.classes[:-1]]
    assert colors == [kind.color for kind in TEMPLATE.kinds]
    assert made.style.size_by == customers_by(TEMPLATE).size_by


def test_a_field_without_numbers_has_no_classes() -> None:
    made = draft()
    made.follow("graduated", "value", Numbers(np.full(200, np.nan)))
    assert made.style.classes == () and made.counts() == []
    made.follow("heat", "", None)
    assert len(made.style.classes) == 1


def test_areas_go_back_to_neighbours_that_differ() -> None:
    made = StyleDraft(AREAS, NEIGHBOURS_DIFFER, None)
    made.follow("graduated", "indicator.x", Numbers(np.arange(6.0)))
    assert made.style.ramp == "YlGnBu"
    assert {one.symbol.opacity for one in made.style.classes} == {0.8}
    made.follow("single", "", None)
    assert made.style.classes == NEIGHBOURS_DIFFER.classes and made.style.field == ""


def test_sizes_by_words_and_by_numbers() -> None:
    made = draft()
    made.size_by("value", VALUE)
    assert made.style.size_by == SizeBy("value", largest=150.0)
    made.resize(4.0, 30.0)
    assert made.size_range() == (4.0, 30.0)
    made.size_by("class", CLASS)
    made.resize(5.0, 20.0)
    assert made.style.size_by is not None
    assert [px for _name, px in made.style.size_by.sizes] == [20.0, 15.0, 10.0, 5.0]
    made.size_by("", None)
    assert made.style.size_by is None


def test_symbols_of_chosen_classes() -> None:
    made = draft()
    made.change_symbols([0, 2], {"opacity": 0.5})
    assert [one.symbol.opacity for one in made.style.classes[:4]] == [0.5, 1.0, 0.5, 1.0]
    made.merge([0])
    assert isinstance(KIND, Texts)
    assert made.counts() == [
        *(int((KIND.codes == code).sum()) for code in range(1, 7)),
        int((KIND.codes == 0).sum()),
    ]
