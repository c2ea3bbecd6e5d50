"""Areas split along roads, on drawn cases: the picture before, the road, the pictures after."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.line_splitting import fitted, split_by
from gridstudio.geometry.rings import all_nodes
from tests.geometry.drawn import after, drawn
from tests.geometry.test_tracing import place, scaled

NAMES = drawn("AAAABB\nAAAABB")[1]


def case() -> Coverage:
    """Cells of some hundred metres::

    2 AAAABB
    1 AAAABB
    0
    """
    return scaled("AAAABB\nAAAABB")


def road(*points: tuple[float, float]) -> np.ndarray:
    return np.array([place(*point) for point in points])


def shares(coverage: Coverage, line: np.ndarray) -> list[float]:
    """The parts of A after a split, in cells, the largest first; the coverage is sound."""
    result = after(coverage, split_by(coverage, NAMES["A"], line))
    areas = {key: ground.geometry.area * 1e6 for key, ground in result.grounds.items()}
    parts = [area for key, area in areas.items() if key == NAMES["A"] or key < 0]
    assert areas[NAMES["B"]] == pytest.approx(4.0)
    assert sum(parts) == pytest.approx(8.0)
    return [round(area, 2) for area in sorted(parts, reverse=True)]


def test_a_road_through_the_area_splits_it_and_only_it() -> None:
    assert shares(case(), road((-1, 0.5), (3, 0.5), (7, 0.5))) == [6.0, 2.0]


def test_a_road_that_crosses_more_than_once_makes_more_parts() -> None:
    line = road((1, -1), (1, 3), (3, 3), (3, -1))
    assert shares(case(), line) == [4.0, 2.0, 2.0]


def test_a_road_that_just_ends_short_is_prolonged() -> None:
    assert shares(case(), road((1, 0.3), (1, 1.7))) == [6.0, 2.0]
    line = fitted(case()[NAMES["A"]].geometry, road((1, 0.3), (1, 1.7)))
    assert line.prolonged_m == pytest.approx(2 * 33.4, abs=0.5)
    edit = split_by(case(), NAMES["A"], road((1, 0.3), (1, 1.7)))
    assert edit.notice == "The line was led on to the border, 67 m."


def test_a_road_that_ends_at_an_angle_goes_to_the_nearest_spot() -> None:
    """It would go on beside the border, and meet nothing."""
    assert shares(case(), road((2, -1), (2, 1.7), (2.4, 1.7))) == [
        pytest.approx(4.0, abs=0.4), pytest.approx(4.0, abs=0.4),
    ]  # fmt: skip


def test_a_road_that_ends_inside_is_refused_with_the_place_and_the_distance() -> None:
    with pytest.raises(Refused, match=r"11\d m from its border: up to 50 m") as refusal:
        split_by(case(), NAMES["A"], road((2, -1), (2, 1.0)))
    assert refusal.value.place == pytest.approx(place(2, 1))
    with pytest.raises(Refused, match="ends inside"):
        split_by(case(), NAMES["A"], road((1, 1), (2, 1)))


def test_a_road_elsewhere_is_refused() -> None:
    with pytest.raises(Refused, match="does not run through") as refusal:
        split_by(case(), NAMES["A"], road((4.5, -1), (4.5, 3)))
    assert refusal.value.place is not None


def test_where_the_road_runs_beside_the_border_it_follows_it_exactly() -> None:
    """A border was once drawn along the road: some metres apart, to and fro."""
    beside = [(4 + 0.03 * (-1) ** at, 0.2 + 0.1 * at) for at in range(9)]
    line = road((2, -1), (2, 0.2), (3.9, 0.2), *beside, (4, 1.1), (2, 1.1), (2, 3))
    assert shares(case(), line) == [5.8, 1.8, 0.4]
    with pytest.raises(Refused, match="along the border"):
        split_by(case(), NAMES["A"], road(*beside))


def test_along_the_border_only_stored_vertices_are_used() -> None:
    coverage = case()
    shape = coverage[NAMES["A"]].geometry
    line = fitted(shape, road((-1, 0.5), (2, 0.5), (2, 1.95), (3, 1.96), (3.95, 1.3), (5, 1.3)))
    assert line.along_m > 80
    on_border = [tuple(np.rint(point * 1e9).astype(int)) for point in line.lonlat]
    assert (set(on_border) & all_nodes(shape)) >= {
        tuple(np.rint(np.array(place(3, 2)) * 1e9).astype(int))
    }


def test_a_loop_of_the_road_is_cut_off() -> None:
    line = road((-1, 0.5), (2, 0.5), (2, 1.2), (1.5, 1.2), (1.5, 0.2), (5, 0.2))
    assert fitted(case()[NAMES["A"]].geometry, line).loops == 1
    assert len(shares(case(), line)) == 2


@pytest.mark.parametrize(
    "graze",
    [
        [(3.97, 3), (3.97, 1.98), (5, 1.98)],  # round a corner
        [(3.9, 3), (3.9, 2.03), (4.03, 1.9), (4.5, 1.9)],  # across it
        [(2, 2.5), (2, 1.97), (2.1, 1.97), (2.1, 2.5)],  # a bay in the border
    ],
    ids=["round a corner", "across a corner", "a bay"],
)
def test_a_road_that_grazes_the_area_cuts_no_crumb_off(graze: list[tuple[float, float]]) -> None:
    with pytest.raises(Refused, match="along the border") as refusal:
        split_by(case(), NAMES["A"], road(*graze))
    assert refusal.value.place is not None
    assert shares(case(), road(*graze[::-1], (-1, 3), (-1, 0.5), (5, 0.5))) == [6.0, 2.0]


def test_a_road_that_closes_at_the_border_follows_it_there() -> None:
    """Before, its first and last stretch beside the border were taken for all the rest of it."""
    ring = [(3.97, 0.25), (3.97, 0.5), (5, 0.5), (5, -1), (3.97, -1), (3.97, 0.25)]
    with pytest.raises(Refused, match="along the border"):
        split_by(case(), NAMES["A"], road(*ring))


def test_a_road_straight_across_a_small_area_does_split_it() -> None:
    """Every place in it is near to the border."""
    coverage, names = scaled("AAAAAAAA\nABAAAAAA"), drawn("AAAAAAAA\nABAAAAAA")[1]
    small = {
        key: replace(held, geometry=shapely.transform(held.geometry, lambda xy: xy / 8))
        for key, held in coverage.grounds.items()
    }
    line = road((1.5, -1), (1.5, 1.5)) / 8
    result = after(Coverage(small), split_by(Coverage(small), names["B"], line))
    assert result[-1].geometry.area == pytest.approx(result[names["B"]].geometry.area, rel=1e-3)


def test_areas_below_are_dealt_to_the_parts() -> None:
    coverage = scaled("AAAABB\nAAAABB", "PPQQ__\nPPQQ__")
    names = drawn("AAAABB\nAAAABB", "PPQQ__\nPPQQ__")[1]
    result = after(coverage, split_by(coverage, names["A"], road((-1, 0.5), (7, 0.5))))
    parents = {ground.parent for ground in result.grounds.values() if ground.level == 2}
    assert len(parents - {names["B"]}) == 2
    assert all(shapely.is_valid(ground.geometry) for ground in result.grounds.values())
