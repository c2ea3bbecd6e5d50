"""The draft of a picture's place: what is missing, what it comes to, how it is typed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridstudio.errors import UserError
from gridstudio.geometry.affine import Affine
from gridstudio.geometry.datum import from_wgs84
from gridstudio.geometry.georeference import Placement, from_mercator, to_mercator
from gridstudio.geometry.mercator import to_xy
from gridstudio.ui.placing import Draft, agreement, bounds_of, draft_of, zones_near

SIZE = (1000, 800)
TRUE = Affine(1.9, 0.2, 12_500_000.0, 0.1, -2.0, 4_240_000.0)
PIXELS = (
    (20.0, 30.0),
    (950.0, 60.0),
    (500.0, 770.0),
    (80.0, 700.0),
    (620.0, 300.0),
    (300.0, 410.0),
)


def clicked(draft: Draft, count: int = 6, wrong: int | None = None) -> Draft:
    for number, pixel in enumerate(PIXELS[:count]):
        x, y = TRUE.apply(pixel).tolist()
        off = 120.0 if number == wrong else 0.0
        draft = draft.with_point(pixel, draft.place_of((x + off, y)), clicked=True)
    return draft


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:4525", "EPSG:4546"])
@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_clicks_on_the_map_place_the_picture_in_any_system(crs: str, datum: str) -> None:
    draft = clicked(Draft(SIZE, crs=crs, datum=datum))
    affine, residuals = draft.placement().fitted()
    assert residuals.max() < 1e-3
    corners = [(0, 0), SIZE]
    assert np.abs(affine.apply(corners) - TRUE.apply(corners)).max() < 1e-2


def test_what_is_missing_is_said() -> None:
    for count, words in ((0, "3 more"), (1, "2 more"), (2, "1 more control point is")):
        with pytest.raises(UserError, match=words):
            clicked(Draft(SIZE), count).placement()
    with pytest.raises(UserError, match="upper left and the lower right"):
        Draft(SIZE, method="corners").placement()
    line = Draft(SIZE)
    for n in range(4):
        line = line.with_point((10.0 * n, 10.0 * n), (112 + n / 100, 35 + n / 100))
    with pytest.raises(UserError, match="one line"):
        line.fit()


def test_a_wrong_point_is_named() -> None:
    fit = clicked(Draft(SIZE), wrong=3).fit()
    assert (fit.worst, fit.bad) == (3, 3) and fit.left_out[3] == max(fit.left_out)
    assert "Point 4 is probably set wrong." in agreement(fit)
    good = clicked(Draft(SIZE)).fit()
    assert good.bad is None and good.mean_m < 1e-3
    assert "fourth one" in agreement(clicked(Draft(SIZE), 3).fit())


def test_another_system_leaves_everything_where_it_is() -> None:
    draft = clicked(Draft(SIZE, datum="gcj02"))
    again = draft.in_crs("EPSG:4525")
    assert 37_000_000 < again.points[0].x < 38_000_000
    assert np.abs(again.metres() - draft.metres()).max() < 1e-2
    corners = replace(draft, corners=((112.0, 35.6), (112.1, 35.5)))
    there_and_back = corners.in_crs("EPSG:4525").in_crs("EPSG:4326").corners
    assert np.allclose(there_and_back, corners.corners, rtol=0, atol=1e-8)
    with pytest.raises(UserError, match="no coordinate system"):
        draft.in_crs("EPSG:999999")


def test_another_datum_moves_what_was_typed_and_not_what_was_clicked() -> None:
    draft = clicked(Draft(SIZE), 3).with_point((5.0, 5.0), (112.3, 35.5))
    again = draft.in_datum("gcj02")
    moved = np.hypot(*(again.metres() - draft.metres()).T)
    assert moved[:3].max() < 1e-2 and 100 < moved[3] < 1000
    assert (again.points[3].x, again.points[3].y) == (112.3, 35.5)


def test_coordinates_are_read_in_any_usual_form() -> None:
    draft = Draft(SIZE)
    for text in ("35.5, 112.3", "112.3 35.5", "35°30′N 112°18′E", "北纬35.5 东经112.3"):
        assert draft.read(text) == pytest.approx((112.3, 35.5))
    shifted = from_wgs84([112.3, 35.5], "gcj02").tolist()
    marked = f"gcj02 {shifted[1]:.8f}, {shifted[0]:.8f}"
    assert draft.read(marked) == pytest.approx((112.3, 35.5), abs=1e-7)
    assert replace(draft, datum="gcj02").read(marked) == pytest.approx(shifted, abs=1e-7)
    grid = replace(draft, crs="EPSG:4525")
    assert grid.read("37600012.5， 3940000") == (37600012.5, 3940000.0)
    assert grid.read(grid.in_words((37600012.5, 3940000.25))) == (37600012.5, 3940000.25)
    for text in ("here", "1", "1 2 3", "nan 5"):
        with pytest.raises(UserError, match="two numbers"):
            grid.read(text)
    with pytest.raises(UserError):
        draft.read("nowhere")


def test_two_corners_are_in_their_order() -> None:
    draft = Draft(SIZE, method="corners", corners=((112.0, 35.6), (112.1, 35.5)))
    assert bounds_of(draft.placement(), SIZE) == pytest.approx((112.0, 35.5, 112.1, 35.6), abs=1e-5)
    for corners in (((112.1, 35.6), (112.0, 35.5)), ((112.0, 35.5), (112.1, 35.6))):
        with pytest.raises(UserError, match="lies left"):
            replace(draft, corners=corners).placement()
    with pytest.raises(UserError, match="no area"):
        replace(draft, corners=((112.0, 35.5), (112.0, 35.5))).placement()


def test_a_stored_placement_is_gone_on_with() -> None:
    points = clicked(Draft(SIZE)).placement()
    assert draft_of(points, SIZE).placement() == points
    corners = Draft(SIZE, method="corners", corners=((112.0, 35.6), (112.1, 35.5))).placement()
    draft = draft_of(corners, SIZE)
    assert draft.method == "corners"
    assert bounds_of(draft.placement(), SIZE) == pytest.approx(bounds_of(corners, SIZE), abs=1e-9)
    turned = Placement(TRUE, crs="EPSG:3857", datum="bd09")
    assert draft_of(turned, SIZE).placement() == turned


def test_the_zones_of_a_county() -> None:
    codes = [code for code, _name in zones_near(112.4)]
    assert codes == ["EPSG:4525", "EPSG:4546"]
    assert zones_near(9.5) == []


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:4525"])
@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09", "cgcs2000"])
def test_metres_to_any_system_and_back(crs: str, datum: str) -> None:
    xy = to_xy(np.array([[112.3, 35.5], [111.9, 35.9]]))
    assert np.abs(to_mercator(from_mercator(xy, crs, datum), crs, datum) - xy).max() < 2e-3
