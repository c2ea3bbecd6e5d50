"""Which area is which in another scheme: by the ground, with the code's help."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.assessment.area_matching import matched
from gridstudio.commands.areas import merge_areas, set_area, split_area
from gridstudio.commands.schemes import copy_scheme, make_current, new_scheme
from gridstudio.domain.snapshots import Areas
from gridstudio.project import Project
from tests.cases import divided_project, square


def id_of(areas: Areas, name: str) -> int:
    return int(areas.id[list(areas.name).index(name)])


def named(a: Areas, b: Areas) -> dict[str, str]:
    """The pairs by name."""
    pairs = matched(a, b)
    assert all(len(np.unique(column)) == len(pairs) for column in pairs.T), "in one pair at most"
    return {str(a.name[a.row(one)]): str(b.name[b.row(other)]) for one, other in pairs.tolist()}


@pytest.fixture
def project(tmp_path: Path):  # type: ignore[no-untyped-def]
    with divided_project(tmp_path) as made:
        yield made


def copied(project: Project) -> tuple[Areas, int]:
    """The first scheme, and a copy of it that is current."""
    copy = copy_scheme(project, 1, current=True)
    return project.areas_of(1), copy


def test_every_area_of_a_copy_finds_its_original(project: Project) -> None:
    first, copy = copied(project)
    every = {"Case": "Case", "West": "West", "East": "East", "One": "One", "Two": "Two"}
    assert named(first, project.areas_of(copy)) == every
    assert named(project.areas_of(copy), first) == every
    opened = first.id[first.open].tolist()
    assert not set(opened) & set(matched(first, project.areas())[:, 0].tolist())


def test_new_names_and_codes_do_not_matter_on_the_same_ground(project: Project) -> None:
    first, _copy = copied(project)
    one, two = (id_of(project.areas(), name) for name in ("One", "Two"))
    set_area(project, one, code="G09", name="Old one")
    set_area(project, two, code="G01", name="Old two")
    assert named(first, project.areas())["One"] == "Old one"
    assert named(first, project.areas())["Two"] == "Old two"


def test_of_two_parts_the_one_with_the_code_is_the_area(project: Project) -> None:
    first, _copy = copied(project)
    one = id_of(project.areas(), "One")
    split_area(project, one, [(111.9, 35.09), (112.15, 35.09)])
    areas = project.areas()
    assert areas.code[areas.row(one)] == "G01"
    pairs = dict(matched(first, areas).tolist())
    assert pairs[id_of(first, "One")] == one
    # Without codes the larger part is.
    set_area(project, one, code="")
    larger = max(
        areas.children(int(areas.parent[areas.row(one)])).tolist(),
        key=lambda area: (
            areas.geometry[areas.row(area)].area
            * (areas.geometry[areas.row(area)].bounds[0] < 112.05)
        ),
    )
    assert dict(matched(first, project.areas()).tolist())[id_of(first, "One")] == larger


def test_merged_areas_leave_one_without_a_partner(project: Project) -> None:
    first, _copy = copied(project)
    ids = [id_of(project.areas(), name) for name in ("Two", "One")]
    merge_areas(project, ids)
    found = named(first, project.areas())
    assert found["Two"] == "Two" and "One" not in found


def test_codes_that_are_equal_by_chance_do_not_outdo_the_ground(project: Project) -> None:
    made = new_scheme(project, current=True)
    county, opened = project.areas().id.tolist()
    rows = [
        # Numbered the other way round: G01 of one scheme lies where G02 of the other does.
        {"code": "D02", "name": "Left", "geom": square(0, 0, 2, 2)},
        {"code": "D01", "name": "Right", "geom": square(2, 0, 2, 2)},
    ]
    with project.edit("Test") as edit:
        edit.remove("areas", [opened])
        edit.add(
            "areas",
            [row | {"scheme_id": made, "parent_id": county, "level": 1} for row in rows],
        )
    found = named(project.areas_of(1), project.areas())
    assert found == {"Case": "Case", "West": "Left", "East": "Right"}


def test_nothing_in_common_is_no_pair(project: Project) -> None:
    made = new_scheme(project)
    make_current(project, made)
    assert named(project.areas_of(1), project.areas()) == {"Case": "Case"}
    empty = project.areas_of(999)
    assert len(empty) == 0 and matched(empty, project.areas()).shape == (0, 2)
