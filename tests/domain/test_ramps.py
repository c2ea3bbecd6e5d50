"""Ramps and categories as the colour-blind see them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gridstudio.domain.ramps import (
    CATEGORY_COLORS,
    DIVERGING,
    RAMPS,
    SEQUENTIAL,
    class_colors,
    color_at,
)
from gridstudio.domain.vision import Vision, difference, seen

CLASSES = 7
LEAST_BETWEEN_CLASSES = 7.0
"""Three times what can just be noticed (CIE 1976)."""


@pytest.mark.parametrize("vision", ["full", "deuteranopia", "protanopia"])
@pytest.mark.parametrize("ramp", RAMPS)
def test_neighbouring_classes_of_a_ramp_differ(ramp: str, vision: Vision) -> None:
    looks = [seen(color, vision) for color in class_colors(ramp, CLASSES)]
    least = min(difference(one, other) for one, other in pairwise(looks))
    assert least >= LEAST_BETWEEN_CLASSES, f"{ramp}: {least:.1f}"


@pytest.mark.parametrize("ramp", SEQUENTIAL)
def test_sequential_ramps_go_from_light_to_dark_or_back_in_black_and_white(ramp: str) -> None:
    greys = [int(seen(color, "grey")[1:3], 16) for color in class_colors(ramp, 9)]
    assert greys in (sorted(greys), sorted(greys, reverse=True))


@pytest.mark.parametrize("vision", ["deuteranopia", "protanopia"])
@pytest.mark.parametrize("ramp", DIVERGING)
def test_the_ends_of_diverging_ramps_are_told_apart(ramp: str, vision: Vision) -> None:
    assert difference(seen(color_at(ramp, 0), vision), seen(color_at(ramp, 1), vision)) > 30


@pytest.mark.parametrize("vision", ["full", "deuteranopia", "protanopia"])
def test_no_two_colours_of_categories_look_the_same(vision: Vision) -> None:
    looks = [seen(color, vision) for color in CATEGORY_COLORS]
    pairs = [(a, b) for at, a in enumerate(looks) for b in looks[at + 1 :]]
    assert min(difference(one, other) for one, other in pairs) >= LEAST_BETWEEN_CLASSES


def test_a_rainbow_would_not_pass() -> None:
    """The measure can fail: red and green of the same lightness look alike to many."""
    red, green = "#c47a3d", "#8f9a3c"
    assert difference(red, green) > 30
    assert difference(seen(red, "deuteranopia"), seen(green, "deuteranopia")) < 15


def test_a_ramp_begins_and_ends_with_its_colours() -> None:
    assert color_at("viridis", -1) == "#440154" and color_at("viridis", 1) == "#fde725"
    assert class_colors("viridis", 1) == [color_at("viridis", 0.5)]
    assert color_at("no such ramp", 0) == "#440154"
