"""The stack of pictures: complete, seamless, and painted no more often than needed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QPainter

from gridstudio.canvas import composition as module
from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.composition import Composition
from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.painters import features
from gridstudio.canvas.picture import blank_image, snapped
from gridstudio.canvas.scene import Look, ground_steps
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.map_data import MapData
from gridstudio.geometry.mercator import to_xy
from tests.canvas.test_points import pixels
from tests.map_data_case import EAST, NORTH, SOUTH, WEST, county_case

SIZE = 700, 600
FOREVER = 1e9
SHAPES, CUSTOMERS, SITES = 1, 7, 8
"""Layers of the county case."""
GROUND_ONLY = Look(level=2, hidden=frozenset({CUSTOMERS, SITES}), labels=False)


@pytest.fixture
def data() -> MapData:
    ensure_application()
    return county_case(customers=5000)


@pytest.fixture
def view() -> Viewport:
    return snapped(fitting((WEST, SOUTH, EAST, NORTH), *SIZE, margin=0.05), 1.0)


def composed(composition: Composition, view: Viewport, *, resting: bool = True) -> np.ndarray:
    image = blank_image(*SIZE, 1.0)
    painter = QPainter(image)
    composition.show(painter, view, 1.0, resting=resting)
    painter.end()
    return pixels(image) & 0xFFFFFF


def ready(data: MapData, view: Viewport, look: Look = GROUND_ONLY) -> Composition:
    composition = Composition()
    composition.set_look(look, view, 1.0)
    composition.set_data(data, view, 1.0)
    assert composition.work(view, 1.0, FOREVER).complete
    return composition


def moved(view: Viewport, across: int, down: int) -> Viewport:
    metre = view.metre_per_px
    return snapped(replace(view, x=view.x + across * metre, y=view.y + down * metre), 1.0)


def test_tiles_make_up_the_same_ground_as_painting_it_whole(data: MapData, view: Viewport) -> None:
    look = replace(GROUND_ONLY, level=None)
    whole = blank_image(*SIZE, 1.0)
    painter = QPainter(whole)
    for _step in ground_steps(painter, view, data, look, BaseMaps()):
        pass
    painter.end()
    expected = pixels(whole) & 0xFFFFFF
    assert len(np.unique(expected)) > 20
    assert (composed(ready(data, view, look), view) != expected).mean() < 1e-4


def test_the_hatch_of_open_ground_runs_on_over_the_tiles_edges(
    data: MapData, view: Viewport
) -> None:
    look = replace(GROUND_ONLY, hidden=GROUND_ONLY.hidden | {SHAPES})
    ground = composed(ready(data, view, look), view)
    left, top = view.to_px(to_xy(np.array([110.01, 25.045]))).astype(int)
    right, bottom = view.to_px(to_xy(np.array([110.19, 25.005]))).astype(int)
    hatched = ground[top:bottom, left:right]
    assert len(np.unique(hatched)) == 2 and right - left > 350
    assert (hatched[:, 8:] == hatched[:, :-8]).all() and (hatched[8:] == hatched[:-8]).all()


def test_moving_shows_the_same_pixels_elsewhere(data: MapData, view: Viewport) -> None:
    composition = ready(data, view)
    before = composed(composition, view)
    there = moved(view, 37, -21)
    composition.work(there, 1.0, FOREVER)
    after = composed(composition, there)
    assert (before[21:, 37:] == after[:-21, :-37]).all()


def test_the_ground_is_painted_in_slices(data: MapData, view: Viewport) -> None:
    composition = Composition()
    composition.set_look(GROUND_ONLY, view, 1.0)
    composition.set_data(data, view, 1.0)
    slices = 1
    while not composition.work(view, 1.0, 0.0).complete:
        slices += 1
        assert slices < 50
    assert slices >= 4  # 700 × 600 pixels lie on at least four tiles


def test_a_crowded_tile_is_painted_in_parts_and_looks_the_same(
    data: MapData, view: Viewport, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = composed(ready(data, view), view)
    monkeypatch.setattr(features, "AT_ONCE", 2)  # as if each layer were crowded
    composition = Composition()
    composition.set_look(GROUND_ONLY, view, 1.0)
    composition.set_data(data, view, 1.0)
    turns = 0
    while not composition.work(view, 1.0, 0.0).complete:
        turns += 1
        assert turns < 5000
    tiles = len(composition._ground._tiles)
    assert turns > 2 * tiles, "no tile took more than one turn"
    assert (composed(composition, view) == whole).all()


def test_a_tile_that_is_begun_is_dropped_when_the_view_or_the_data_change(
    data: MapData, view: Viewport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "AT_ONCE", 2)
    composition = Composition()
    composition.set_look(GROUND_ONLY, view, 1.0)
    composition.set_data(data, view, 1.0)
    assert not composition.work(view, 1.0, 0.0).complete
    nearer = snapped(replace(view, metre_per_px=view.metre_per_px / 2), 1.0)
    composition.work(nearer, 1.0, 0.0)
    composition.work(nearer, 1.0, FOREVER)
    assert (composed(composition, nearer) == composed(ready(data, nearer), nearer)).all()
    composition.refresh(nearer, 1.0)
    composition.work(nearer, 1.0, 0.0)
    composition.close()  # Qt would complain of a painter whose picture goes first


def test_while_zooming_the_picture_is_scaled_and_nothing_is_painted(
    data: MapData, view: Viewport, monkeypatch: pytest.MonkeyPatch
) -> None:
    composition = ready(data, view, replace(GROUND_ONLY, hidden=frozenset(), labels=True))
    before = composed(composition, view)
    composition.begin_zoom(view, 1.0)
    for name in ("ground_steps", "paint_top", "points_of"):
        monkeypatch.setattr(module, name, lambda *_args, **_more: pytest.fail("painted"))
    nearer = replace(view, metre_per_px=view.metre_per_px / 2)
    picture = composed(composition, nearer, resting=False)
    middle = picture[300, 350]
    assert middle == before[300, 350]
    assert composition.work(nearer, 1.0, FOREVER).complete


def test_at_rest_everything_is_sharp_again(data: MapData, view: Viewport) -> None:
    look = replace(GROUND_ONLY, hidden=frozenset(), labels=True)
    composition = ready(data, view, look)
    nearer = snapped(replace(view, metre_per_px=view.metre_per_px / 2), 1.0)
    composition.begin_zoom(view, 1.0)
    composed(composition, nearer, resting=False)
    composition.rest()
    composition.work(nearer, 1.0, FOREVER)
    assert (composed(composition, nearer) == composed(ready(data, nearer, look), nearer)).all()


def test_until_a_tile_is_there_the_old_ground_shows(data: MapData, view: Viewport) -> None:
    composition = ready(data, view)
    before = composed(composition, view)
    composition.refresh(view, 1.0)
    assert (composed(composition, view) == before).all()


def test_customers_that_change_leave_the_ground_alone(
    data: MapData, view: Viewport, monkeypatch: pytest.MonkeyPatch
) -> None:
    composition = ready(data, view, replace(GROUND_ONLY, hidden=frozenset(), labels=True))
    composed(composition, view)
    monkeypatch.setattr(module, "ground_steps", lambda *_args: pytest.fail("painted"))
    other = county_case(customers=200)
    fewer = replace(data, customers=other.customers, owners=other.owners)
    composition.set_data(fewer, view, 1.0)
    assert composition.work(view, 1.0, FOREVER).complete
    composed(composition, view)


def test_areas_that_change_are_painted_anew(data: MapData, view: Viewport) -> None:
    composition = ready(data, view)
    before = composed(composition, view)
    areas = replace(data.areas, open=~data.areas.open)
    composition.set_data(replace(data, areas=areas), view, 1.0)
    assert composition.work(view, 1.0, FOREVER).complete
    assert (composed(composition, view) != before).mean() > 0.05
