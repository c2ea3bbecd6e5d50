"""The ground: a sound division for any seed, and nothing built where it cannot stand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridstudio.demo.land import Land, lay_out
from gridstudio.demo.plane import Warp, to_degrees
from gridstudio.demo.settlement import built_up


@pytest.fixture(scope="module", params=[1, 2])
def land(request: pytest.FixtureRequest) -> Land:
    return lay_out(np.random.default_rng(request.param))


def in_degrees(shapes: tuple[shapely.Polygon, ...]) -> np.ndarray:
    return np.array([shapely.transform(shape, to_degrees) for shape in shapes], dtype=object)


def test_cells_and_townships_are_coverages_of_one_county(land: Land) -> None:
    for shapes in (land.cells, land.townships):
        assert shapely.coverage_is_valid(in_degrees(shapes))
        assert shapely.is_valid(in_degrees(shapes)).all()
    county = land.county
    assert county.geom_type == "Polygon"
    assert not county.interiors
    assert len(county.exterior.coords) > 400
    townships = shapely.union_all(list(land.townships))
    assert county.symmetric_difference(townships).area < 0.001 * county.area


def test_the_county_is_about_60_by_40_km(land: Land) -> None:
    west, south, east, north = land.county.bounds
    assert 52_000 < east - west < 72_000
    assert 34_000 < north - south < 48_000


def test_long_edges_are_densified(land: Land) -> None:
    for cell in land.cells:
        steps = np.diff(shapely.get_coordinates(cell), axis=0)
        assert np.hypot(*steps.T).max() < 600.0


def test_each_township_holds_its_seat(land: Land) -> None:
    assert len(land.townships) == len(land.settlements) == 12
    for township, settlement in zip(land.townships[1:], land.settlements[1:], strict=True):
        assert township.contains(shapely.Point(settlement.frame.middle))


def test_about_150_villages_with_names_of_their_own_inside_the_county(land: Land) -> None:
    assert 130 <= len(land.villages) <= 150
    assert len(set(land.village_names)) == len(land.villages)
    assert shapely.contains_xy(land.county, land.villages).all()


def test_a_lane_or_road_reaches_every_village(land: Land) -> None:
    roads = shapely.union_all([road.geometry for road in land.roads])
    assert shapely.distance(shapely.points(land.villages), roads).max() < 1.0


def test_roads_of_every_rank_are_there(land: Land) -> None:
    assert {road.category for road in land.roads} == {"motorway", "trunk", "secondary", "local"}
    assert {street.category for street in land.settlements[0].streets} == {
        "trunk",
        "secondary",
        "street",
    }


def test_country_roads_end_at_the_town_and_do_not_cross_it(land: Land) -> None:
    town = shapely.union_all(land.settlements[0].blocks)
    crossing = sum(road.geometry.intersection(town).length for road in land.roads)
    streets = sum(street.geometry.length for street in land.settlements[0].streets)
    assert crossing < 0.05 * streets


def test_no_block_or_lane_stands_in_the_river(land: Land) -> None:
    for settlement in land.settlements:
        blocks = shapely.union_all(settlement.blocks)
        assert blocks.intersection(land.nature.river).area < 1.0
        lanes = [street.geometry for street in settlement.streets if street.category == "street"]
        assert shapely.union_all(lanes).intersection(land.nature.river).length < 1.0


def test_the_river_crosses_the_county(land: Land) -> None:
    assert land.nature.river.is_valid
    bank_to_bank = land.nature.course.intersection(land.county)
    assert bank_to_bank.length > 50_000
    assert land.nature.course.distance(shapely.Point(0, 0)) < 8_000


def test_blocks_do_not_overlap(land: Land) -> None:
    blocks = land.settlements[0].blocks
    assert len(blocks) > 150
    assert sum(block.area for block in blocks) == pytest.approx(
        shapely.union_all(blocks).area, rel=1e-9
    )


def test_settlements_take_a_twentieth_of_the_ground_at_most(land: Land) -> None:
    ground = shapely.union_all([built_up(settlement) for settlement in land.settlements])
    assert 0.005 < ground.area / land.county.area < 0.05


def test_waves_that_would_fold_the_plane_are_a_bug() -> None:
    with pytest.raises(ValueError, match="fold"):
        Warp(np.random.default_rng(1), [(1000.0, 200.0)])


def test_the_warp_keeps_neighbours_in_order() -> None:
    warp = Warp(np.random.default_rng(4))
    x, y = np.meshgrid(np.arange(0, 9_000.0, 60.0), np.arange(0, 9_000.0, 60.0))
    grid = warp(np.stack([x, y], axis=-1))
    east, north = np.diff(grid, axis=1)[:-1], np.diff(grid, axis=0)[:, :-1]
    assert (east[..., 0] * north[..., 1] - east[..., 1] * north[..., 0] > 0).all()
