"""Areas are measured once; after an edit only what it changed is measured again."""

from __future__ import annotations

from dataclasses import replace

from gridstudio.assessment.grounds import grounds
from gridstudio.geometry.compactness import ground_of
from tests.map_data_case import areas_of, county_rows, rectangle


def test_only_shapes_that_an_edit_has_touched_are_measured_again() -> None:
    areas = areas_of(county_rows())
    first = grounds(areas)
    assert first.measured == len(areas)
    assert list(first.of) == [ground_of(shape) for shape in areas.geometry]
    assert grounds(areas) is first
    geometry = areas.geometry.copy()
    geometry[3] = rectangle(110.0, 25.06, 110.1, 25.1)
    edited = replace(areas, geometry=geometry, name=areas.name[::-1].copy())
    again = grounds(edited)
    assert again.measured == 1
    assert list(again.of) == [ground_of(shape) for shape in geometry]


def test_rows_that_come_and_go_keep_what_is_known_of_the_others() -> None:
    areas = areas_of(county_rows())
    grounds(areas)
    fewer = areas_of(county_rows()[:-1])
    geometry = areas.geometry[:-1].copy()
    found = grounds(replace(fewer, geometry=geometry))
    assert found.measured == 0
    assert len(found.of) == len(areas) - 1
