"""Colour, shape and size of points by a style."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridstudio.canvas.point_look import MOST_CODES, MOST_SIZES, PointLook, point_look
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.columns import Column, Numbers
from gridstudio.domain.fields import snapshot_column
from gridstudio.domain.map_data import MapData
from gridstudio.domain.style import SizeBy, Style, StyleClass, Symbol
from tests.map_data_case import county_case


@pytest.fixture
def data() -> MapData:
    return county_case(customers=500)


def look_of(data: MapData, style: Style, column: Column | None = None) -> PointLook:
    column = column or snapshot_column(data, "customers", 0, style.field)
    sizes = snapshot_column(data, "customers", 0, style.size_by.field) if style.size_by else None
    return point_look(data.customers, style, column, sizes)


def shown(look: PointLook, count: int) -> tuple[list[Symbol | None], np.ndarray]:
    """Symbol and diameter of each point, by row."""
    symbols: list[Symbol | None] = [None] * count
    numbers = look.symbol_of(look.codes)
    ranks = np.repeat(np.arange(look.index.ranks), np.diff(look.index.rank_starts))
    diameters = np.zeros(count)
    for place, row in enumerate(look.index.rows.tolist()):
        if look.codes[place]:
            symbols[row] = look.symbols[numbers[place]]
        diameters[row] = look.diameters[ranks[place]]
    return symbols, diameters


def test_each_customer_has_the_symbol_of_its_kind_and_the_size_of_its_class(data: MapData) -> None:
    style = customers_by(data.template)
    symbols, diameters = shown(look_of(data, style), 500)
    assert style.size_by is not None
    for row, symbol in enumerate(symbols):
        assert symbol == style.classes[data.customers.kind[row]].symbol
        assert diameters[row] == style.size_by.sizes[data.customers.class_[row]][1]


def test_a_class_that_is_switched_off_is_not_drawn(data: MapData) -> None:
    style = customers_by(data.template)
    off = (replace(style.classes[0], visible=False), *style.classes[1:])
    symbols, _diameters = shown(look_of(data, replace(style, classes=off)), 500)
    assert [symbol is None for symbol in symbols] == (data.customers.kind == 0).tolist()


def test_graduated_values_leave_out_what_is_not_known(data: MapData) -> None:
    low, high = Symbol("#111111", size_px=5), Symbol("#222222", size_px=9)
    style = Style(
        "graduated",
        "value",
        (StyleClass(low, lower=0, upper=120), StyleClass(high, lower=120, upper=200)),
    )
    symbols, diameters = shown(look_of(data, style), 500)
    value = data.customers.value
    for row, symbol in enumerate(symbols):
        if np.isnan(value[row]):
            assert symbol is None
        else:
            assert symbol == (high if value[row] >= 120 else low)
            assert symbol is not None and diameters[row] == symbol.size_px


def test_sizes_grow_with_the_root_of_the_value(data: MapData) -> None:
    value = np.array([0.0, 25.0, 100.0, 400.0, np.nan, -5.0] + [1.0] * 494)
    size_by = SizeBy("value", largest=100.0, least_px=2.0, most_px=16.0)
    style = Style(classes=(StyleClass(Symbol()),), size_by=size_by)
    look = point_look(data.customers, style, None, Numbers(value))
    diameters = shown(look, 500)[1]
    step = (16 - 2) / (MOST_SIZES - 1)
    assert diameters[[2, 3]].tolist() == [16.0, 16.0]
    assert diameters[[0, 4, 5]].tolist() == [2.0, 2.0, 2.0]
    assert abs(diameters[1] - 8.0) <= step / 2 + 1e-9


def test_owners_of_a_level_are_categories(data: MapData) -> None:
    style = Style(
        "categories",
        "owner.district",
        (StyleClass(Symbol("#ff0000"), value="D01"), StyleClass(Symbol("#0000ff"))),
    )
    symbols, _diameters = shown(look_of(data, style), 500)
    east = data.customers.lonlat[:, 0] > 110.2
    wanted = np.where(east, "#0000ff", "#ff0000").tolist()
    assert [symbol.color if symbol else "" for symbol in symbols] == wanted


def test_recolouring_keeps_the_index(data: MapData) -> None:
    by_kind = look_of(data, customers_by(data.template))
    by_class = look_of(data, customers_by(data.template, "class"))
    assert by_kind.index is by_class.index
    assert look_of(data, customers_by(data.template)) is by_kind


def test_more_symbols_than_codes_share_the_nearest_colour(data: MapData) -> None:
    classes = tuple(
        StyleClass(Symbol(f"#{at:02x}0000"), value=str(at)) for at in range(MOST_CODES + 60)
    )
    column = Numbers(np.arange(500.0) % len(classes))
    look = look_of(data, Style("categories", "x", classes), column)
    symbols, _diameters = shown(look, 500)
    assert len(look.symbols) == MOST_CODES and look.codes.min() >= 1
    assert symbols[3] == classes[3].symbol
    assert symbols[MOST_CODES + 20] == classes[MOST_CODES - 1].symbol


def test_nobody_and_no_class(data: MapData) -> None:
    nobody = county_case(customers=0)
    assert len(look_of(nobody, customers_by(nobody.template)).codes) == 0
    assert not look_of(data, Style("categories", "kind", ())).codes.any()
