"""Which layers are painted, in which order, how opaque; what makes the ground be painted anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QPainter
from shapely.geometry import box

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.picture import blank_image
from gridstudio.canvas.scene import Look, ground_look, ground_parts, paint_scene
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.layer_tree import in_paint_order
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style, StyleClass, Symbol
from gridstudio.geometry.mercator import to_xy
from tests.canvas.test_points import pixels
from tests.map_data_case import EAST, NORTH, SOUTH, WEST, county_case, features_of

SIZE = 300, 200
RED, BLUE = 0xD02020, 0x2020D0
PLACE = np.array([(WEST + EAST) / 2, (SOUTH + NORTH) / 2])


def plain(colour: int) -> Style:
    return Style(classes=(StyleClass(Symbol(color=f"#{colour:06x}", outline="")),))


def two_grounds(red: Layer, blue: Layer, *others: Layer) -> MapData:
    """The county without areas, under or over it two layers that each cover everything."""
    ensure_application()
    data = county_case(customers=5000)
    ground = features_of([box(WEST, SOUTH, EAST, NORTH)], [""], [""])
    layers = in_paint_order([red, blue, *others])
    return replace(
        data,
        layers=layers,
        styles={red.id: plain(RED), blue.id: plain(BLUE)},
        features={red.id: ground, blue.id: ground},
    )


def layer(number: int, position: int, **more: object) -> Layer:
    return Layer(id=number, name="x", kind="features", position=position, **more)  # type: ignore[arg-type]


def view() -> Viewport:
    return fitting((WEST, SOUTH, EAST, NORTH), *SIZE)


def colour_in_the_middle(data: MapData, look: Look | None = None) -> int:
    image = blank_image(*SIZE, 1.0)
    painter = QPainter(image)
    look = replace(look or Look(), labels=False, furniture=False)
    paint_scene(painter, view(), data, look, BaseMaps())
    painter.end()
    x, y = view().to_px(to_xy(PLACE)).astype(int)
    return int(pixels(image)[y, x]) & 0xFFFFFF


def test_the_order_of_the_layers_is_the_order_of_painting() -> None:
    assert colour_in_the_middle(two_grounds(layer(1, 0), layer(2, 1))) == BLUE
    assert colour_in_the_middle(two_grounds(layer(1, 1), layer(2, 0))) == RED
    group = Layer(id=9, name="g", kind="group", position=0)
    assert colour_in_the_middle(two_grounds(layer(1, 7, parent=9), layer(2, 1), group)) == BLUE


def test_a_layer_over_the_customers_covers_them() -> None:
    customers = Layer(id=5, name="", kind="customers", position=1)
    data = two_grounds(layer(1, 0), layer(2, 2), customers)
    crowd = replace(data.customers, xy=np.tile(to_xy(PLACE), (5000, 1)))
    data = replace(data, customers=crowd)
    assert colour_in_the_middle(data) == BLUE
    below = two_grounds(layer(1, 0), layer(2, 0), customers)
    assert colour_in_the_middle(replace(below, customers=crowd)) not in (RED, BLUE)


def test_opacity_lets_what_is_under_shine_through() -> None:
    half = colour_in_the_middle(two_grounds(layer(1, 0), layer(2, 1, opacity=0.5)))
    red, blue = half >> 16, half & 0xFF
    assert abs(red - 0x78) <= 1 and abs(blue - 0x78) <= 1
    group = Layer(id=9, name="g", kind="group", position=1, opacity=0.5)
    assert colour_in_the_middle(two_grounds(layer(1, 0), layer(2, 1, parent=9), group)) == half


def test_a_layer_shows_within_its_scales_and_where_it_is_switched_on() -> None:
    data = two_grounds(layer(1, 0), layer(2, 1))
    scale = data.denominator(view().metre_per_px)
    assert scale == pytest.approx(view().metre_per_px * np.cos(np.radians(25.05)) * 96 / 0.0254)
    for more, expected in (
        ({"nearest": scale * 1.01}, RED),
        ({"farthest": scale * 0.99}, RED),
        ({"nearest": scale * 0.99, "farthest": scale * 1.01}, BLUE),
    ):
        assert colour_in_the_middle(two_grounds(layer(1, 0), layer(2, 1, **more))) == expected
    assert colour_in_the_middle(data, Look(hidden=frozenset({2}))) == RED


def test_what_lies_over_the_customers_leaves_the_ground_as_it_is() -> None:
    customers = Layer(id=5, name="", kind="customers", position=1)
    data = two_grounds(layer(1, 0), layer(2, 2), customers)
    over = two_grounds(layer(1, 0), layer(2, 2, opacity=0.1), customers)
    over = replace(over, features=data.features, areas=data.areas)
    under = replace(two_grounds(layer(1, 0, opacity=0.1), layer(2, 2), customers), areas=data.areas)
    assert ground_parts(over) == ground_parts(data) != ground_parts(under)
    look = Look()
    assert ground_look(data, look) == ground_look(data, look.with_visible(2, False))
    assert ground_look(data, look) != ground_look(data, look.with_visible(1, False))
    switched = replace(data, layers=tuple(replace(one, visible=False) for one in data.layers))
    assert ground_parts(switched) == ground_parts(data)
    restyled = replace(data, styles={1: plain(BLUE), 2: plain(BLUE)})
    assert ground_parts(restyled) != ground_parts(data)


def test_which_layers_show_is_found_out_once_a_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    from gridstudio.domain import map_data

    data, asked = two_grounds(layer(1, 0), layer(2, 1)), []
    find = map_data.shown_layers
    monkeypatch.setattr(map_data, "shown_layers", lambda *key: asked.append(key) or find(*key))
    for hidden in (frozenset(), frozenset({1})) * 3:
        assert len(data.shown(hidden, 3.0)) == 2 - len(hidden)
    assert len(asked) == 2
    for metre_per_px in range(1, 40):
        data.shown(frozenset(), float(metre_per_px))
    assert len(data.shown(frozenset({1}), 3.0)) == 1
