"""Datums against published pairs and real shapes."""

from __future__ import annotations

import csv

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridstudio.formats.reading import read_table
from gridstudio.geometry.datum import DATUMS, from_wgs84, geometry_to_wgs84, to_wgs84
from tests.shared_data import shared_data

MILLIMETRE_DEG = 1e-8


def test_published_pairs() -> None:
    with shared_data("gcj/vectors.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    for row in rows:
        start = np.array([float(row["from_lon"]), float(row["from_lat"])])
        end = np.array([float(row["to_lon"]), float(row["to_lat"])])
        ours = from_wgs84(to_wgs84(start, row["from_datum"]), row["to_datum"])
        # Pairs from BD-09 to WGS-84 were read off a map service, not computed by the formulas.
        read_off = (row["from_datum"], row["to_datum"]) == ("bd09", "wgs84")
        assert np.abs(ours - end).max() < (5e-4 if read_off else 2e-6), row


def test_a_real_district_falls_on_itself() -> None:
    theirs = shapely.union_all(
        list(read_table(shared_data("admin_cn/adcode_CC-BY/440304.json")).geometry)
    )
    shapes = read_table(shared_data("admin_cn/shenzhen_shp_utf8_cpg/sz.shp")).geometry
    futian = max(shapes, key=lambda shape: shape.intersection(theirs).area / shape.area)

    def agreement(one: shapely.Geometry) -> float:
        return float(one.intersection(futian).area / one.union(futian).area)

    assert agreement(theirs) < 0.9
    assert agreement(geometry_to_wgs84(theirs, "gcj02")) > 0.999  # type: ignore[arg-type]


@given(st.floats(74, 134), st.floats(18, 53), st.sampled_from(DATUMS))
def test_there_and_back_is_the_identity(lon: float, lat: float, datum: str) -> None:
    point = np.array([lon, lat])
    assert np.abs(to_wgs84(from_wgs84(point, datum), datum) - point).max() < MILLIMETRE_DEG


def test_nothing_is_shifted_outside_china() -> None:
    point = np.array([[-122.0, 37.0], [151.2, -33.9]])
    assert (from_wgs84(point, "gcj02") == point).all()


def test_an_unknown_datum_is_a_bug() -> None:
    with pytest.raises(ValueError):
        to_wgs84(np.zeros((1, 2)), "mars")
