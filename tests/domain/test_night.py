"""Styles on a dark map: ours have a dark counterpart, anybody's own stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from gridstudio.domain.base_map_layers import LAYERS, base_map_style
from gridstudio.domain.base_styles import BY_CATEGORY, NEIGHBOURS_DIFFER, by_category
from gridstudio.domain.judging import judgement_style
from gridstudio.domain.night import by_night, turned
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import LabelStyle, Style
from gridstudio.domain.targets import Judgement, judgement_color
from gridstudio.domain.vision import Vision, difference, seen

AREAS = Layer(1, "Grids", "areas", options={"level": 2})
DARK_GROUND = "#1b2127"


def test_judgements_have_their_colours_for_the_night_and_names_stay() -> None:
    style = judgement_style("customers", Style(label=LabelStyle("name")))
    shown = by_night(AREAS, style)
    colors = {one.value: one.symbol.color for one in shown.classes}
    assert {key: colors[key] for key in colors if key} == {
        str(int(one)): judgement_color(one, night=True) for one in Judgement
    }
    assert [one.label for one in shown.classes] == [one.label for one in style.classes]
    assert shown.label == style.label and shown.classes[-1] == style.classes[-1]


def test_a_judgement_in_somebodys_own_colour_keeps_it() -> None:
    style = judgement_style("customers", Style())
    own = replace(style.classes[0], symbol=style.classes[0].symbol.with_color("#123456"))
    shown = by_night(AREAS, replace(style, classes=(own, *style.classes[1:])))
    assert shown.classes[0] == own and shown.classes[1] != style.classes[1]


@pytest.mark.parametrize("vision", ["full", "deuteranopia", "protanopia"])
def test_the_colour_blind_tell_them_apart_and_what_is_good_does_not_glare(vision: Vision) -> None:
    looks = [seen(judgement_color(one, night=True), vision) for one in Judgement]
    assert min(difference(one, other) for one, other in pairwise(looks)) > 7
    assert difference(looks[0], looks[-1]) > 60 and difference(looks[1], looks[0]) > 25
    away = [difference(one, seen(DARK_GROUND, vision)) for one in looks]
    under, low, good, high, over = away
    assert good < low < under and good < high < over and good < 20


@pytest.mark.parametrize("key", [plan.key for plan in LAYERS])
def test_a_light_base_map_of_ours_has_its_dark_inks(key: str) -> None:
    layer = Layer(1, "Base", "features", options={"base_map": key})
    assert by_night(layer, base_map_style(key, "light")) == base_map_style(key, "dark")
    dark = base_map_style(key, "dark")
    assert by_night(layer, dark) == dark


def test_what_somebody_has_styled_stays() -> None:
    layer = Layer(1, "Base", "features", options={"base_map": "water"})
    style = base_map_style("water", "light")
    own = replace(style.classes[0], symbol=style.classes[0].symbol.with_color("#ff00ff"))
    shown = by_night(layer, replace(style, classes=(own, *style.classes[1:])))
    assert shown.classes[0] == own
    assert by_night(Layer(1, "Mine", "features"), Style()) == Style()
    assert by_night(AREAS, NEIGHBOURS_DIFFER) == NEIGHBOURS_DIFFER


def test_grounds_that_nobody_has_styled_are_dark_by_night_whatever_the_language() -> None:
    layer = Layer(1, "Woods", "features")
    named = replace(
        by_category(), classes=tuple(replace(one, label="林地") for one in BY_CATEGORY.classes)
    )
    shown = {one.value: one for one in by_night(layer, named).classes}
    by_day = {one.value: one for one in BY_CATEGORY.classes}
    for category in ("wood", "park", "block", "lake"):
        color, before = shown[category].symbol.color, by_day[category].symbol.color
        assert difference(color, "#000000") < 50 < difference(before, "#000000")
        assert turned(color) == before and shown[category].label == "林地"
    assert shown["motorway"].symbol == by_day["motorway"].symbol, "lines show on either ground"
