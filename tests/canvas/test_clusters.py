"""Clusters: everybody counted once, still while the view moves, never over one another."""

from __future__ import annotations

import numpy as np

from gridstudio.canvas.clusters import clusters_in, disc_px
from gridstudio.canvas.point_look import point_look
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.columns import Texts
from gridstudio.domain.fields import snapshot_column
from gridstudio.domain.style import Style, StyleClass, Symbol
from tests.map_data_case import county_case

DATA = county_case(customers=700)
XY = DATA.customers.xy
BOUNDS = (*XY.min(axis=0).tolist(), *XY.max(axis=0).tolist())
STYLE = customers_by(DATA.template)
LOOK = point_look(
    DATA.customers,
    STYLE,
    snapshot_column(DATA, "customers", 0, "kind"),
    snapshot_column(DATA, "customers", 0, "class"),
)


def test_everybody_is_counted_once() -> None:
    found = clusters_in(LOOK, BOUNDS, 1500.0)
    assert found.count.sum() == 700 and found.count.max() > 1
    cells = {tuple(cell) for cell in np.floor(XY / 1500.0).astype(int).tolist()}
    assert len(found.count) == len(cells)


def test_a_part_of_the_map_has_the_same_clusters() -> None:
    whole = clusters_in(LOOK, BOUNDS, 1500.0)
    west, south, east, north = BOUNDS
    part = (west + 5_123.0, south + 2_345.0, east - 9_000.0, north - 1_000.0)
    found = clusters_in(LOOK, part, 1500.0)
    pairs = {
        (*xy, count) for xy, count in zip(whole.xy.tolist(), whole.count.tolist(), strict=True)
    }
    assert 0 < len(found.count) < len(whole.count)
    for xy, count in zip(found.xy.tolist(), found.count.tolist(), strict=True):
        assert any(abs(xy[0] - x) + abs(xy[1] - y) < 0.1 and count == n for x, y, n in pairs)


def test_those_alone_stay_where_they_are() -> None:
    found = clusters_in(LOOK, BOUNDS, 300.0)
    alone = found.alone >= 0
    assert alone.any() and ((found.count == 1) == alone).all()
    rows = LOOK.index.rows[found.alone[alone]]
    assert np.abs(found.xy[alone] - XY[rows]).max() < 0.01


def test_discs_do_not_touch_discs() -> None:
    side = 2500.0
    found = clusters_in(LOOK, BOUNDS, side)
    several = found.count > 1
    xy, radius = found.xy[several], disc_px(found.count[several], side / 2)
    apart = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert (apart >= radius[:, None] + radius[None, :] - 1e-6).all()


def test_who_is_not_drawn_is_not_counted() -> None:
    only = Style("categories", "kind", (StyleClass(Symbol(), value=DATA.template.kinds[2].key),))
    column = snapshot_column(DATA, "customers", 0, "kind")
    assert isinstance(column, Texts)
    look = point_look(DATA.customers, only, column, None)
    assert clusters_in(look, BOUNDS, 1500.0).count.sum() == (DATA.customers.kind == 2).sum()


def test_nobody_there() -> None:
    assert len(clusters_in(LOOK, (0.0, 0.0, 5e4, 5e4), 1500.0).count) == 0
