"""Dirty polygons become a coverage, and everything that was changed is told."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.geometry.cleaning import NOBODY, Cleaned, clean
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.rings import polygons
from tests.geometry.drawn import cells, rows_of

M = 1 / 111_320.0  # a metre of latitude in degrees
LON, LAT = 112.4, 35.6


def at(west: float, south: float, east: float, north: float) -> Polygon:
    """A box in metres from the place of the tests."""
    scale = M / np.cos(np.radians(LAT))
    corners = [(west, south), (east, south), (east, north), (west, north)]
    return Polygon([(LON + x * scale, LAT + y * M) for x, y in corners])


def sound(cleaned: Cleaned) -> Cleaned:
    shapes = [shape for shape in cleaned.shapes if not shape.is_empty]
    assert all(shape.is_valid for shape in shapes)
    assert shapely.coverage_is_valid(shapes)
    return cleaned


def sizes(cleaned: Cleaned) -> list[float]:
    return [round(area_km2(shape) * 1e6) for shape in cleaned.shapes]


def kinds(cleaned: Cleaned) -> list[str]:
    return [repair.kind for repair in cleaned.repairs]


def near(value: float, wanted: float) -> bool:
    return value == pytest.approx(wanted, rel=0.01)


def test_what_is_clean_stays_as_it_is() -> None:
    shapes = [at(0, 0, 100, 100), at(100, 0, 200, 100)]
    cleaned = sound(clean(shapes, 5))
    assert cleaned.repairs == ()
    for was, now in zip(shapes, cleaned.shapes, strict=True):
        assert now.equals(shapely.set_precision(was, 1e-9))


def test_a_sliver_goes_to_the_neighbour_with_the_longest_border() -> None:
    cleaned = sound(clean([at(0, 0, 100, 100), at(103, 0, 200, 100)], 5, at_county()))
    gaps = [repair for repair in cleaned.repairs if near(repair.area_m2, 300)]
    assert [repair.kind for repair in gaps] == ["gap"] and gaps[0].to in (0, 1)
    assert sum(sizes(cleaned)) == pytest.approx(20_000, rel=0.01)


def at_county() -> MultiPolygon:
    return MultiPolygon([at(0, 0, 200, 100)])


def test_a_wide_gap_stays_open_and_is_told() -> None:
    cleaned = sound(clean([at(0, 0, 100, 100), at(120, 0, 200, 100)], 5, at_county()))
    (gap,) = cleaned.repairs
    assert gap.kind == "gap" and gap.to == NOBODY and near(gap.area_m2, 2000)


def test_a_narrow_overlap_has_one_owner_afterwards() -> None:
    cleaned = sound(clean([at(0, 0, 102, 100), at(100, 0, 200, 100)], 5))
    (overlap,) = cleaned.repairs
    assert overlap.kind == "overlap" and overlap.among == (0, 1) and near(overlap.area_m2, 200)
    assert sum(sizes(cleaned)) == pytest.approx(20_000, rel=0.01)


def test_an_area_inside_another_is_a_hole_in_it() -> None:
    cleaned = sound(clean([at(0, 0, 100, 100), at(40, 40, 60, 60)], 5))
    assert near(sizes(cleaned)[1], 400) and near(sizes(cleaned)[0], 9600)
    assert len(cleaned.shapes[0].geoms[0].interiors) == 1
    assert kinds(cleaned) == ["overlap"]


def test_a_polygon_twice_is_told_as_vanished() -> None:
    cleaned = sound(clean([at(0, 0, 100, 100), at(0, 0, 100, 100)], 5))
    assert cleaned.shapes[1].is_empty and near(sizes(cleaned)[0], 10_000)
    assert [r.among for r in cleaned.repairs if r.kind == "vanished"] == [(1,)]


def test_a_border_that_crosses_itself_is_made_whole() -> None:
    bow = Polygon([(LON, LAT), (LON + 0.01, LAT + 0.01), (LON + 0.01, LAT), (LON, LAT + 0.01)])
    cleaned = sound(clean([bow], 5))
    assert "crossing" in kinds(cleaned) and not cleaned.shapes[0].is_empty


def test_what_reaches_beyond_the_area_above_is_cut_off() -> None:
    cleaned = sound(clean([at(-50, 0, 100, 100), at(100, 0, 200, 100)], 5, at_county()))
    (outside,) = cleaned.repairs
    assert outside.kind == "outside" and near(outside.area_m2, 5000)
    assert near(sum(sizes(cleaned)), 20_000)


def test_parts_stay_parts_and_nothing_is_no_polygon() -> None:
    parts = MultiPolygon([at(0, 0, 50, 50), at(100, 0, 150, 50)])
    cleaned = sound(clean([parts, None, shapely.Point(1, 2), MultiPolygon()], 5))
    assert len(cleaned.shapes[0].geoms) == 2
    assert all(shape.is_empty for shape in cleaned.shapes[1:])
    assert clean([], 5) == Cleaned((), ())


def test_neighbours_with_other_vertices_get_the_same() -> None:
    west, middle, east = LON, LON + 0.01, LON + 0.02
    left = shapely.box(west, LAT, middle, LAT + 0.01)
    bent = (middle + 1e-6, LAT + 0.005)
    right = Polygon([(middle, LAT), (east, LAT), (east, LAT + 0.01), (middle, LAT + 0.01), bent])
    cleaned = sound(clean([left, right], 1.0))
    assert kinds(cleaned) == ["gap"]
    assert cleaned.repairs[0].area_m2 < 200


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.5, 3.0, 40.0]))
def test_any_jumble_becomes_a_coverage_and_every_square_metre_is_told(
    seed: int, jitter_m: float
) -> None:
    """Tiles whose corners are shaken each by itself, some twice, within a county."""
    random = np.random.default_rng(seed)
    shapes = []
    for x in range(4):
        for y in range(3):
            tile = at(x * 100, y * 100, x * 100 + 100, y * 100 + 100)
            shaken = random.normal(0, jitter_m * M, (5, 2))
            shaken[4] = shaken[0]
            shapes.append(Polygon(shapely.get_coordinates(tile) + shaken))
    shapes.append(shapes[5])
    county = MultiPolygon([at(0, 0, 400, 300)])
    cleaned = sound(clean(shapes, 6.0, county))
    ground = shapely.union_all(cleaned.shapes)
    assert county.buffer(1e-8).covers(ground)
    open_m2 = sum(r.area_m2 for r in cleaned.repairs if r.kind == "gap" and r.to == NOBODY)
    total = sum(area_km2(shape) for shape in cleaned.shapes) * 1e6
    assert total + open_m2 == pytest.approx(area_km2(county) * 1e6, rel=1e-5)


def shaped(picture: str, *, grown_m: float) -> tuple[list[str], list[MultiPolygon], MultiPolygon]:
    """The areas of a picture, a cell 100 m wide, each grown by some metres (or shrunk) by itself;
    and the ground that they lie in."""
    drawn = cells(picture)
    scale = M / np.cos(np.radians(LAT))

    def placed(shape: MultiPolygon) -> MultiPolygon:
        flat = shapely.transform(shape, lambda xy: xy * 100)
        flat = flat.buffer(grown_m, join_style="mitre")
        return MultiPolygon(
            polygons(shapely.transform(flat, lambda xy: xy * (scale, M) + (LON, LAT)))
        )

    rows = rows_of(picture)
    within = MultiPolygon([at(0, 0, 100 * len(rows[0]), 100 * len(rows))])
    letters = sorted(drawn.keys() - {"."})
    return letters, [placed(drawn[letter]) for letter in letters], within


@pytest.mark.parametrize("grown_m", [-1.5, 1.5])
@pytest.mark.parametrize(
    "picture",
    [
        # An island in a hole, exclaves, nodes of three and four areas, collinear borders.
        """
        AAA
        AIA
        AAA
        """,
        "ABA",
        """
        AAB
        CCB
        """,
        """
        AB
        CD
        """,
        """
        AABB
        CCCC
        DEEF
        """,
        """
        AB
        BA
        """,
    ],
)
def test_shrunk_and_grown_areas_fit_again(picture: str, grown_m: float) -> None:
    letters, shapes, within = shaped(picture, grown_m=grown_m)
    cleaned = sound(clean(shapes, 5, within))
    assert {repair.kind for repair in cleaned.repairs} <= {"gap", "overlap", "outside"}
    ground = area_km2(within)
    assert sum(area_km2(shape) for shape in cleaned.shapes) == pytest.approx(ground, rel=1e-6)
    drawn = cells(picture)
    for letter, shape in zip(letters, cleaned.shapes, strict=True):
        # Each has its own cells, give or take what lies along their borders.
        size = drawn[letter].area / sum(each.area for each in drawn.values())
        assert area_km2(shape) / ground == pytest.approx(size, abs=0.05)
        middle = drawn[letter].representative_point()
        spot = shapely.Point(
            LON + middle.x * 100 * M / np.cos(np.radians(LAT)), LAT + middle.y * 100 * M
        )
        assert shape.contains(spot)
