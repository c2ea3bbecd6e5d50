"""The heat of many points: true, seamless, and still while the view moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridstudio.canvas.painters.heat import (
    SPREAD,
    HeatLook,
    grid_of,
    heat_look,
    paint_heat,
    peak_of,
    peak_per_km2,
)
from gridstudio.canvas.picture import snapped
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.columns import Numbers
from gridstudio.domain.style import Style
from gridstudio.geometry.point_index import build_index

STYLE = Style("heat", ramp="YlOrRd", radius_px=30.0)


def view_of(width: int = 320, height: int = 200) -> Viewport:
    return snapped(fitting((110.0, 25.0, 110.3, 25.1), width, height), 1.0)


def crowd(count: int = 3000) -> tuple[np.ndarray, HeatLook]:
    view = view_of()
    random = np.random.default_rng(5)
    west, south, east, north = view.bounds_xy
    xy = np.column_stack([random.uniform(west, east, count), random.uniform(south, north, count)])
    xy[: count // 2] = random.normal((view.x, view.y), 800.0, (count // 2, 2))
    rank = random.integers(0, 3, count)
    return xy, heat_look(build_index(xy, rank, 3), STYLE, None)


def painted(look: HeatLook, view: Viewport, corner: tuple[int, int], size: tuple[int, int]):
    out = np.empty((size[1], size[0]), np.uint32)
    paint_heat(look, view, 1.0, corner, out)
    return out


def test_the_peak_is_the_sum_of_the_kernels_at_the_densest_place() -> None:
    xy, look = crowd()
    view = view_of()
    spread = look.radius_px * SPREAD * view.metre_per_px
    side = grid_of(look, view, 1.0).side
    around = view.x, view.y
    spots = np.random.default_rng(1).normal(around, 500.0, (400, 2))
    away = ((spots[:, None, :] - xy[None, :, :]) ** 2).sum(axis=2)
    density = (np.exp(-0.5 * away / spread**2) / (2 * np.pi * spread**2)).sum(axis=1) * side**2
    assert peak_of(look, view, 1.0) == pytest.approx(float(density.max()), rel=0.06)


def test_a_part_is_the_same_as_in_the_whole_and_moves_with_the_view() -> None:
    _xy, look = crowd()
    view = view_of()
    whole = painted(look, view, (0, 0), (320, 200))
    assert (painted(look, view, (101, 33), (90, 77)) == whole[33:110, 101:191]).mean() > 0.999
    moved = snapped(replace(view, x=view.x + 40 * view.metre_per_px), 1.0)
    again = painted(look, moved, (0, 0), (320, 200))
    assert (again[:, :280] == whole[:, 40:]).mean() > 0.999


def test_it_is_hottest_where_most_are_and_clear_where_nobody_is() -> None:
    view = view_of()
    spot = np.array([[view.x, view.y]])
    look = heat_look(build_index(np.repeat(spot, 50, axis=0)), STYLE, None)
    out = painted(look, view, (0, 0), (320, 200))
    alpha = out >> 24
    lines, columns = np.nonzero(alpha > 200)
    assert abs(lines.mean() - 100) <= 1 and abs(columns.mean() - 160) <= 1
    assert alpha[100, 160] > 200 and alpha[10, 10] == 0
    red, green = out[100, 160] >> 16 & 255, out[100, 160] >> 8 & 255
    assert red > 3 * green  # the hot end of the ramp


def test_weights_count_and_unknown_ones_do_not() -> None:
    view = view_of()
    metre = view.metre_per_px
    xy = np.array([[view.x - 80 * metre, view.y], [view.x + 80 * metre, view.y], [view.x, view.y]])
    weight = Numbers(np.array([1.0, 9.0, np.nan]))
    look = heat_look(build_index(xy), replace(STYLE, field="value"), weight)
    alpha = painted(look, view, (0, 0), (320, 200)) >> 24
    assert alpha[100, 240] > 0 and alpha[100, 80] > 0 and alpha[100, 160] == 0
    alone = heat_look(build_index(xy[1:2]), STYLE, None)
    assert peak_of(look, view, 1.0) == pytest.approx(9 * peak_of(alone, view, 1.0), rel=1e-3)


def test_a_look_is_made_once_for_a_style_and_its_numbers() -> None:
    index = build_index(np.zeros((3, 2)))
    weight = np.array([1.0, 2.0, 3.0])
    style = replace(STYLE, field="value")
    look = heat_look(index, style, Numbers(weight))
    assert heat_look(index, style, Numbers(weight)) is look
    assert heat_look(index, style, Numbers(weight.copy())) is not look
    assert heat_look(index, STYLE, None) is not look


def test_the_peak_in_words_is_people_per_ground() -> None:
    """Points everywhere alike, one to each square of 100 m: a hundred to the km²."""
    steps = np.arange(-4000.0, 4000.0, 100.0) + 50.0
    x, y = np.meshgrid(steps, steps)
    look = heat_look(build_index(np.column_stack([x.ravel(), y.ravel()])), STYLE, None)
    view = Viewport(0.0, 0.0, 40.0, 200, 200)
    assert peak_per_km2(look, view, 1.0, 1.0) == pytest.approx(100.0, rel=0.05)
    assert peak_per_km2(look, view, 1.0, 0.5) == pytest.approx(400.0, rel=0.05)


def test_very_near_the_peak_is_a_point_alone() -> None:
    _xy, look = crowd(50)
    near = replace(view_of(), metre_per_px=0.01)
    spread = grid_of(look, near, 1.0).spread
    assert peak_of(look, near, 1.0) == pytest.approx(1 / (2 * np.pi * spread**2), rel=0.02)


def test_nobody_makes_no_heat() -> None:
    look = heat_look(build_index(np.empty((0, 2))), STYLE, None)
    assert not painted(look, view_of(), (0, 0), (320, 200)).any()
