"""Whether shapes fit: what GEOS gets wrong, and what is wrong indeed."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.fitting import misfits
from gridstudio.geometry.transferring import take
from tests.geometry.drawn import after, drawn


def multi(*shapes: Polygon) -> MultiPolygon:
    return MultiPolygon([*shapes])


def test_a_hole_that_touches_its_outline_is_no_misfit() -> None:
    outline = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (0, 2)]
    hole = [(1, 0), (1.5, 1), (0.5, 1)]
    around = multi(Polygon(outline, [hole]))
    below = multi(shapely.Polygon([(0, -1), (2, -1), (2, 0), (1, 0), (0, 0)]))
    shapes = [around, multi(Polygon(hole)), below]
    assert [*misfits(shapes)] == []


def test_an_enclave_that_reaches_the_border_in_a_point_is_accepted() -> None:
    """Refused before: GEOS 3.14 finds (1 0, 0 0) invalid here, in areas that share it."""
    before, names = drawn("AAAB\nAAAB\nCCCC")
    triangle = Polygon([(2, 3), (2.5, 2), (1.5, 2)])
    result = after(before, take(before, names["B"], triangle))
    corner = Polygon([(3, 2), (2.2, 2.4), (2.2, 1.6)])
    result = after(result, take(result, names["C"], corner))
    assert result[names["C"]].geometry.area == pytest.approx(4 + corner.area)


@pytest.mark.parametrize(
    "other",
    [
        shapely.box(0.9, 0, 2, 1),
        Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1, 0.5)]),
        Polygon([(1, 0), (0.5, 0.5), (1, 1), (2, 0.5)]),
        shapely.box(0, 0, 1, 1),
        shapely.box(0.2, 0.2, 0.8, 0.8),
    ],
    ids=["overlap", "vertex", "bulge", "twice", "inside"],
)
def test_what_does_not_fit_is_found(other: Polygon) -> None:
    shapes = [multi(shapely.box(0, 0, 1, 1)), multi(other)]
    found = [*misfits(shapes)]
    assert found and not shapely.coverage_is_valid(shapes)
    assert all(line.length > 0 for line in found)


def test_nothing_fits_with_nothing() -> None:
    assert [*misfits([])] == []
    assert [*misfits([multi(shapely.box(0, 0, 1, 1)), multi(shapely.box(1, 0, 2, 1))])] == []
