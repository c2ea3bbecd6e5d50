"""The layers of a base map: every category has one, and a look there."""

from __future__ import annotations

import pytest

from gridstudio.domain.base_map_layers import (
    LAYERS,
    base_map_style,
    category_word,
    layer_of_category,
)
from gridstudio.domain.base_styles import default_style
from gridstudio.domain.cartography import BORDERS, GROUNDS, LINES, size_at
from gridstudio.domain.cartography_labels import PLACES
from gridstudio.domain.rows import Layer
from gridstudio.formats.osm_themes import CATEGORIES
from tests.cases import telecom

NOT_NAMED = {"country", "state", "province", "region"}
"""They reach beyond any sheet of ours."""


@pytest.mark.parametrize("theme", CATEGORIES)
def test_every_category_is_drawn(theme: str) -> None:
    for category in CATEGORIES[theme]:
        key = layer_of_category(theme, category)
        if theme == "places":
            assert category in PLACES or category in NOT_NAMED, category
            continue
        assert category in GROUNDS.get(theme, {}) or category in LINES[theme], category
        style = base_map_style(key, "light")
        assert category in {line.value for line in style.classes}, category


@pytest.mark.parametrize("appearance", ["light", "dark"])
@pytest.mark.parametrize("plan", LAYERS, ids=lambda plan: plan.key)
def test_each_layer_has_its_style_by_day_and_by_night(plan: object, appearance: str) -> None:
    key = plan.key  # type: ignore[attr-defined]
    layer = Layer(1, "", "features", options={"base_map": key, "appearance": appearance})
    style = default_style(layer, telecom())
    assert style == base_map_style(key, appearance)  # type: ignore[arg-type]
    assert style.classes
    assert all(line.symbol.color.startswith("#") for line in style.classes)


def test_higher_classes_are_drawn_over_lower_ones() -> None:
    roads = [line.value for line in base_map_style("roads", "light").classes]
    assert roads == ["tertiary", "secondary", "primary", "trunk", "motorway"]
    widths = [line.symbol.size_px for line in base_map_style("roads", "light").classes]
    assert widths == sorted(widths)


def test_lines_grow_as_one_comes_nearer() -> None:
    for looks in LINES.values():
        for look in looks.values():
            widths = [size_at(look.width, zoom) for zoom in range(20)]
            assert widths == sorted(widths)


def test_roads_appear_in_the_order_of_their_class() -> None:
    order = ["motorway", "trunk", "primary", "secondary", "tertiary", "residential", "service"]
    first = [LINES["roads"][category].from_zoom for category in order]
    assert first == sorted(first)
    assert list(BORDERS) == sorted(BORDERS, reverse=True)


def test_categories_have_words() -> None:
    assert category_word("borders", "8") == "Township"
    for theme in set(CATEGORIES) - {"places"}:
        for category in CATEGORIES[theme]:
            assert category_word(theme, category) != category, (theme, category)
