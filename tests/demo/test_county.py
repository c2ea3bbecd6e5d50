"""The county as a whole: the same for a seed, divided in part, exact on the file's grid."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridstudio.demo.county import DemoCounty, build_county
from gridstudio.errors import Cancelled
from gridstudio.geometry.rings import edges

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def county() -> DemoCounty:
    return build_county(12_000, 1)


def digest(county: DemoCounty) -> str:
    """A fingerprint of everything in it."""
    result = hashlib.sha256()
    shapes = [area.geometry for area in (*county.districts, *county.grids)]
    shapes += [county.border, *(feature.geometry for feature in county.features)]
    result.update(b"".join(shapely.to_wkb(shapes)))
    people, sites = county.customers, county.sites
    result.update(people.xy.tobytes() + people.value.tobytes() + sites.xy.tobytes())
    texts = (people.kind, people.class_, people.name, people.address, people.contact)
    result.update(repr((texts, people.census, sites.name, sites.code, sites.address)).encode())
    areas = [(area.name, area.team, area.manager) for area in (*county.districts, *county.grids)]
    result.update(repr((areas, [feature.name for feature in county.features])).encode())
    result.update(county.recording)
    return result.hexdigest()


def digest_elsewhere(hash_seed: str) -> str:
    """The fingerprint from a process of its own, with Python's hashes salted differently."""
    code = (
        "from tests.demo.test_county import digest\n"
        "from gridstudio.demo.county import build_county\n"
        "print(digest(build_county(200, 7)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_seed_gives_the_same_county_in_any_process() -> None:
    # Fixed, and not this process's: strings are salted at random by default.
    assert digest_elsewhere("2") == digest(build_county(200, 7))


def test_another_seed_gives_another_county(county: DemoCounty) -> None:
    other = build_county(0, 8)
    assert not other.border.equals(county.border)
    assert other.recording != county.recording


def test_the_number_of_customers_leaves_the_land_alone(county: DemoCounty) -> None:
    small = build_county(0, 1)
    assert len(small.customers.name) == 0
    assert small.border.equals(county.border)
    assert len(small.features) == len(county.features)


def test_districts_tile_the_county_vertex_for_vertex(county: DemoCounty) -> None:
    districts = [district.geometry for district in county.districts]
    assert 4 <= len(districts) <= 6
    assert shapely.coverage_is_valid(np.array(districts))
    outline: set[object] = set()
    for district in districts:
        outline ^= edges(district)
    assert outline == edges(county.border)


def test_grids_and_open_ground_tile_their_district(county: DemoCounty) -> None:
    for number, district in enumerate(county.districts):
        children = [grid for grid in county.grids if grid.parent == number]
        assert shapely.coverage_is_valid(np.array([child.geometry for child in children]))
        outline: set[object] = set()
        for child in children:
            outline ^= edges(child.geometry)
        assert outline == edges(district.geometry)
        assert sum(child.open for child in children) <= 1


def test_about_half_of_the_grids_are_drawn(county: DemoCounty) -> None:
    drawn = [grid for grid in county.grids if not grid.open]
    assert 15 <= len(drawn) <= 25
    assert sum(grid.open for grid in county.grids) == 3
    assert {grid.urban for grid in drawn} == {True, False}
    assert len({grid.name for grid in drawn}) == len(drawn)
    staffed = [grid for grid in drawn if grid.team and grid.manager]
    assert 0.6 < len(staffed) / len(drawn) < 1


def test_coordinates_are_on_the_files_grid(county: DemoCounty) -> None:
    every = [area.geometry for area in (*county.districts, *county.grids)]
    coordinates = shapely.get_coordinates(every + [f.geometry for f in county.features])
    assert (np.round(coordinates, 9) == coordinates).all()


def test_features_of_every_layer(county: DemoCounty) -> None:
    found = {(feature.layer, feature.category) for feature in county.features}
    assert found == {
        ("townships", "township"),
        ("water", "river"),
        ("water", "water"),
        ("green", "wood"),
        ("green", "park"),
        ("blocks", "block"),
        ("roads", "motorway"),
        ("roads", "trunk"),
        ("roads", "secondary"),
        ("roads", "street"),
        ("roads", "local"),
        ("places", "seat"),
        ("places", "village"),
    }


def test_it_can_be_cancelled_while_customers_settle() -> None:
    def stop(share: float, text: str = "") -> None:
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        build_county(60_000, 1, stop)
