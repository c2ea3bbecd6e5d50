"""Classes made from attributes, and changed."""

from __future__ import annotations

import numpy as np

from gridstudio.domain.columns import Numbers, Texts, classes_of, texts_of
from gridstudio.domain.ramps import class_colors
from gridstudio.domain.style import Style, StyleClass, Symbol
from gridstudio.domain.style_making import (
    MOST_CATEGORIES,
    categories_of,
    largest_of,
    merged_into_others,
    ranges_of,
    recolored,
    sorted_by,
    turned,
    with_symbols,
)
from tests.map_data_case import telecom

BASE = Symbol("#123456", size_px=9.0)


def test_categories_in_the_order_and_colours_of_the_template() -> None:
    kinds = telecom().kinds
    column = Texts(np.array([1, 1, 0]), tuple(word.key for word in kinds))
    classes = categories_of(column, BASE, kinds)
    assert [one.value for one in classes] == [*(word.key for word in kinds), None]
    assert classes[0].symbol.color == kinds[0].color and classes[0].symbol.size_px == 9.0
    assert len({one.symbol.shape for one in classes[:7]}) == 7


def test_categories_of_any_text_leave_out_what_does_not_occur() -> None:
    classes = categories_of(texts_of(["b", "a", "b", "", "10", "9"]), BASE, shapes=False)
    assert [one.value for one in classes] == ["9", "10", "a", "b", None]
    assert {one.symbol.shape for one in classes} == {BASE.shape}


def test_very_many_categories_fall_to_all_others() -> None:
    column = texts_of([str(at) for at in range(200)] + ["7"] * 3)
    classes = categories_of(column, BASE)
    assert len(classes) == MOST_CATEGORIES + 1 and "7" in [one.value for one in classes]


def test_ranges_hold_every_number() -> None:
    column = Numbers(np.random.default_rng(1).gamma(1, 100, 500))
    classes = ranges_of(column, "jenks", 5, "viridis", BASE)
    style = Style("graduated", "value", classes)
    assert len(classes) == 5 and (classes_of(style, column, 500) >= 0).all()
    assert [one.symbol.color for one in classes] == class_colors("viridis", 5)
    assert ranges_of(Numbers(np.array([np.nan])), "equal", 5, "viridis", BASE) == ()
    assert len(ranges_of(Numbers(np.array([4.0, 4.0])), "equal", 5, "viridis", BASE)) == 1


def style() -> Style:
    pairs = (("#111111", "b"), ("#222222", "a"), ("#333333", None))
    return Style("categories", "x", tuple(StyleClass(Symbol(c), "", v) for c, v in pairs))


def test_colours_along_a_ramp_and_back() -> None:
    classes = recolored(style().classes, "greys")
    colors = class_colors("greys", 3)
    assert [one.symbol.color for one in classes] == colors
    assert [one.symbol.color for one in turned(classes)] == colors[::-1]
    assert [one.value for one in turned(classes)] == ["b", "a", None]


def test_sorting_leaves_all_others_last() -> None:
    assert [one.value for one in sorted_by(style(), [1, 2, 9], by="count")] == ["a", "b", None]
    assert [one.value for one in sorted_by(style(), [1, 2, 9], by="label")] == ["a", "b", None]


def test_merging_makes_all_others_where_there_are_none() -> None:
    assert [one.value for one in merged_into_others(style(), {0, 2})] == ["a", None]
    only = Style("categories", "x", style().classes[:1])
    assert [one.value for one in merged_into_others(only, {0})] == [None]


def test_symbols_of_some_or_of_all() -> None:
    some = with_symbols(style(), {1}, size_px=20.0)
    assert [one.symbol.size_px for one in some] == [7.0, 20.0, 7.0]
    assert {one.symbol.shape for one in with_symbols(style(), (), shape="star")} == {"star"}


def test_one_giant_makes_no_dwarfs() -> None:
    column = Numbers(np.append(np.linspace(1, 100, 1000), 200.0))
    assert largest_of(column) == 99.0
    assert largest_of(Numbers(np.array([np.nan, -1.0]))) == 1.0
    assert largest_of(None) == 0.0
