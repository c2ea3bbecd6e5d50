"""Which class of a style each feature falls into."""

from __future__ import annotations

import numpy as np

from gridstudio.domain.columns import Numbers, Texts, as_texts, classes_of, texts_of
from gridstudio.domain.style import Style, StyleClass, Symbol


def categories(*values: str | None) -> Style:
    return Style(
        "categories", "f", tuple(StyleClass(Symbol(), str(value), value) for value in values)
    )


def ranges(*ends: tuple[float, float]) -> Style:
    return Style(
        "graduated", "f", tuple(StyleClass(Symbol(), lower=low, upper=high) for low, high in ends)
    )


def test_categories_and_all_others() -> None:
    column = Texts(np.array([0, 1, 2, -1], np.int16), ("a", "b", "c"))
    assert classes_of(categories("b", None, "a"), column, 4).tolist() == [2, 0, 1, 1]
    assert classes_of(categories("b", "a"), column, 4).tolist() == [1, 0, -1, -1]
    assert classes_of(categories("", "a"), column, 4).tolist() == [1, -1, -1, 0]


def test_categories_of_numbers() -> None:
    column = Numbers(np.array([2.0, 2.5, np.nan, 1e15]))
    assert classes_of(categories("2", "2.5", None, "1e+15"), column, 4).tolist() == [0, 1, 2, 3]


def test_ranges_hold_their_lower_end_and_the_last_its_upper() -> None:
    column = Numbers(np.array([-1.0, 0.0, 4.9, 5.0, 9.0, 10.0, 10.1, np.nan]))
    wanted = [-1, 0, 0, 1, 1, 1, -1, -1]
    assert classes_of(ranges((0, 5), (5, 10)), column, 8).tolist() == wanted


def test_ranges_with_gaps_or_in_another_order() -> None:
    column = Numbers(np.array([1.0, 3.0, 5.0, 7.0]))
    assert classes_of(ranges((0, 2), (4, 7)), column, 4).tolist() == [0, -1, 1, 1]
    assert classes_of(ranges((4, 8), (0, 2)), column, 4).tolist() == [1, -1, 0, 0]


def test_a_last_class_of_one_value() -> None:
    column = Numbers(np.array([1.0, 4.0, 5.0]))
    assert classes_of(ranges((0, 4), (4, 4)), column, 3).tolist() == [0, 1, -1]


def test_an_unknown_field_falls_to_all_others() -> None:
    assert classes_of(categories("a", None), None, 2).tolist() == [1, 1]
    assert classes_of(categories("a"), None, 2).tolist() == [-1, -1]
    assert classes_of(ranges((0, 1)), None, 2).tolist() == [-1, -1]
    assert classes_of(Style(), None, 2).tolist() == [0, 0]


def test_texts_count_what_has_none() -> None:
    column = texts_of(["b", None, "", "a", "b"])
    assert column.texts == ("a", "b") and column.codes.tolist() == [1, -1, -1, 0, 1]
    assert column.counts().tolist() == [1, 2, 2]
    assert texts_of([]).texts == ()


def test_numbers_as_texts() -> None:
    column = as_texts(Numbers(np.array([3.0, np.nan, 2.5])))
    assert column.texts == ("2.5", "3") and column.codes.tolist() == [1, -1, 0]
