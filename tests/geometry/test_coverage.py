"""What an edit of a coverage must keep: locks, what the check names, any gestures in any order."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridstudio.errors import Refused
from gridstudio.geometry.checking import check
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, require_sound
from gridstudio.geometry.cutting import draw, split
from gridstudio.geometry.joining import give_back, merge
from gridstudio.geometry.reshaping import move_node
from tests.geometry.drawn import COUNTY, cells, drawn


def test_a_locked_area_is_not_changed() -> None:
    before, names = drawn(
        """
        AB
        AB
        """
    )
    a = before[names["A"]]
    locked = Ground(a.id, a.parent, a.level, a.open, a.geometry, locked=True)
    before = Coverage(dict(before.grounds) | {a.id: locked})
    with pytest.raises(Refused, match="locked"):
        require_sound(before, move_node(before, (1.0, 1.0), (1.2, 1.0)))


@pytest.mark.parametrize(
    ("kind", "shapes"),
    [
        ("gap", {"A": shapely.box(0, 0, 1, 1), "B": shapely.box(1.1, 0, 2, 1)}),
        ("overlap", {"A": shapely.box(0, 0, 1.1, 1), "B": shapely.box(1, 0, 2, 1)}),
        ("outside", {"A": shapely.box(0, 0, 1, 1), "B": shapely.box(1, 0, 2.1, 1)}),
    ],
)
def test_check_names_what_is_wrong(kind: str, shapes: dict[str, shapely.Polygon]) -> None:
    before, names = drawn("AB")
    grounds = dict(before.grounds)
    for name, shape in shapes.items():
        old = grounds[names[name]]
        multi = shapely.MultiPolygon([shape])
        grounds[old.id] = Ground(old.id, old.parent, old.level, old.open, multi)
    flaws = check(Coverage(grounds))
    assert kind in {flaw.kind for flaw in flaws}
    assert all(flaw.place is not None for flaw in flaws)


def test_the_pictures_are_read_as_they_look() -> None:
    shapes = cells(
        """
        AB
        AA
        """
    )
    assert shapes["B"].bounds == (1.0, 1.0, 2.0, 2.0)
    assert shapes["A"].area == 3


coordinate = st.floats(-0.5, 4.5, allow_nan=False).map(lambda value: round(value, 2))


point = st.tuples(coordinate, coordinate)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(point, min_size=2, max_size=5), min_size=1, max_size=6), st.data())
def test_random_gestures_keep_the_coverage_and_its_area(
    strokes: list[list[tuple[float, float]]], data: st.DataObject
) -> None:
    coverage, _names = drawn(
        """
        AA..
        AABB
        ..BB
        """,
        """
        PQ__
        PQ..
        __..
        """,
    )
    total = coverage[COUNTY].geometry.area
    for number, stroke in enumerate(strokes):
        targets = sorted(key for key in coverage.grounds if key != COUNTY)
        target = data.draw(st.sampled_from(targets))
        gesture = data.draw(st.sampled_from(["draw", "split", "merge", "delete", "move"]))
        try:
            edit = perform(coverage, gesture, target, stroke)
            coverage = renumbered(require_sound(coverage, edit), number)
        except Refused:
            continue
        assert check(coverage) == []
        assert sum(g.geometry.area for g in coverage.children(COUNTY)) == pytest.approx(
            total, rel=1e-9
        )


def perform(
    coverage: Coverage, gesture: str, target: int, stroke: list[tuple[float, float]]
) -> CoverageEdit:
    ground = coverage[target]
    if gesture == "draw":
        parent = ground.id if ground.level == 1 and not ground.open else COUNTY
        return draw(coverage, parent, np.array(stroke))
    if gesture == "split":
        return split(coverage, target, np.array(stroke))
    if gesture == "merge":
        return merge(coverage, [target, *(c.id for c in coverage.children(ground.parent))][:2])
    if gesture == "delete":
        return give_back(coverage, [target])
    coords = shapely.get_coordinates(ground.geometry)
    start = coords[len(stroke) % len(coords)]
    return move_node(coverage, (start[0], start[1]), stroke[0])


def renumbered(coverage: Coverage, number: int) -> Coverage:
    """The keys of added areas become ids, as the file gives them."""
    ids = {key: key if key > 0 else 10_000 * (number + 1) - key for key in coverage.grounds}
    return Coverage(
        {
            ids[key]: Ground(ids[key], ids.get(g.parent, 0), g.level, g.open, g.geometry, g.locked)
            for key, g in coverage.grounds.items()
        }
    )
