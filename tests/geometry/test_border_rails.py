"""The ends of a border that is moved slide along those of the neighbours, which stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.border_moving import move_border
from gridstudio.geometry.borders import border_at
from gridstudio.geometry.coverage import Coverage, Ground, require_sound
from gridstudio.geometry.cutting import split
from gridstudio.geometry.rings import all_nodes, node_of, point_of
from tests.geometry.drawn import after, drawn, line, looks
from tests.geometry.test_border_moving import CLOSE, moved


def test_the_ends_slide_along_the_neighbours_and_the_county() -> None:
    before, names = drawn(
        """
        CCCC
        AABB
        AABB
        """
    )
    result = moved(before, (2, 0.5), (1, 0))
    looks(
        result,
        names,
        1,
        """
        CCCC
        AAAB
        AAAB
        """,
    )
    # The neighbour keeps its ground and its nodes; the county's border stays as it is.
    assert result[names["C"]].geometry.equals(before[names["C"]].geometry)
    assert result[names["county"]].geometry.equals(before[names["county"]].geometry)


def test_where_it_ends_between_nodes_all_get_the_node() -> None:
    before, names = drawn(
        """
        CCCC
        AABB
        """
    )
    result = moved(before, (2, 0.5), (0.5, 0.1))
    for letter in "ABC":
        assert node_of((2.5, 1)) in all_nodes(result[names[letter]].geometry)
    assert node_of((2.5, 0)) in all_nodes(result[names["county"]].geometry)
    assert result[names["A"]].geometry.area == pytest.approx(2.5, abs=1e-8)


def test_it_is_seen_at_a_slant_too() -> None:
    """The end slides so that the moved border is parallel, not at right angles to the rail."""
    shapes = {
        2: Polygon([(0, 0), (4, 0), (6, 4), (0, 4)]),
        3: Polygon([(4, 0), (10, 0), (10, 4), (6, 4)]),
    }
    county = Ground(
        1, 0, 0, False, MultiPolygon([Polygon([(0, 0), (4, 0), (10, 0), (10, 4), (6, 4), (0, 4)])])
    )
    grounds = {
        key: Ground(key, 1, 1, False, MultiPolygon([shape])) for key, shape in shapes.items()
    }
    coverage = Coverage({1: county} | grounds)
    result = moved(coverage, (5, 2), (1, 0))
    ends = {
        point_of(node) for node in all_nodes(result[2].geometry) & all_nodes(result[3].geometry)
    }
    assert np.allclose(sorted(ends), [(5, 0), (7, 4)], atol=1e-6)


def test_a_slanting_border_on_which_an_end_slides_stays_where_it_is() -> None:
    """Long edges straight in degrees: on the map they bend by many metres between their nodes."""
    west, east = (
        Polygon([(0, 0), (4, 1), (3, 6), (0, 6)]),
        Polygon([(4, 1), (9, 0), (7, 6), (3, 6)]),
    )
    shapes = {
        1: Polygon([(0, 0), (4, 1), (9, 0), (7, 6), (3, 6), (0, 6)]),
        2: west,
        3: east,
    }
    before = Coverage(
        {
            key: Ground(key, int(key > 1), int(key > 1), False, MultiPolygon([shape]))
            for key, shape in shapes.items()
        }
    )
    result = moved(before, (3.5, 3.5), (1, 0))
    assert result[1].geometry.symmetric_difference(before[1].geometry).area < 1e-8
    assert result[2].geometry.area > west.area + 3


def test_what_would_lie_beyond_the_neighbours_is_left_out() -> None:
    """Dragged along itself, the border ends where it crosses C's, and reaches back to D's."""
    before, names = drawn(
        """
        CCCC
        AABB
        AABB
        AABB
        DDDD
        """
    )
    result = moved(before, (2, 2.5), (1, 1.25))
    looks(
        result,
        names,
        1,
        """
        CCCC
        AAAB
        AAAB
        AAAB
        DDDD
        """,
    )
    for letter in "CD":
        assert result[names[letter]].geometry.equals(before[names[letter]].geometry)


def test_where_a_lower_border_begins_nothing_is_left_out() -> None:
    before, names = drawn(
        """
        CC
        AB
        AB
        """,
        """
        ..
        PS
        QS
        """,
    )
    border = border_at(before, 1, (1, 0.5), CLOSE)
    edit = move_border(before, border, (1, 0.5), (1.25, 1.75))
    with pytest.raises(Refused) as refusal:
        require_sound(before, edit)
    assert refusal.value.place is not None
    result = moved(before, (1, 0.5), (0.25, 0.5))
    assert result[names["P"]].geometry.area == pytest.approx(0.9375, abs=1e-3)


def test_an_end_slides_as_far_as_the_next_junction() -> None:
    """Beyond it, the border would have to cross D: that is refused."""
    before, names = drawn(
        """
        CCCDDD
        AABBBB
        AABBBB
        """
    )
    looks(moved(before, (2, 0.5), (1, 0)), names, 1, "CCCDDD\nAAABBB\nAAABBB")
    border = border_at(before, 1, (2, 0.5), CLOSE)
    edit = move_border(before, border, (2, 0.5), (8.5, 0.5))
    with pytest.raises(Refused) as refusal:
        require_sound(before, edit)
    assert refusal.value.place is not None


def test_collinear_nodes_on_the_rail_are_passed() -> None:
    """The neighbour's border has nodes every cell: those passed change sides."""
    before, names = drawn(
        """
        CCCCCC
        ABBBBB
        """
    )
    result = moved(before, (1, 0.5), (3.25, 0))
    assert result[names["A"]].geometry.area == pytest.approx(4.25, abs=1e-7)
    assert {node_of((at, 1)) for at in (1, 2, 3, 4)} <= all_nodes(result[names["A"]].geometry)
    assert node_of((2, 1)) not in all_nodes(result[names["B"]].geometry)


def test_ends_stay_where_lower_borders_meet_in_them() -> None:
    """Two borders of the grids in A run into the ends of the border between A and B."""
    before, names = drawn(
        """
        CCCC
        AABB
        DDDD
        """,
        """
        ....
        PPSS
        ....
        """,
    )
    for way in (line((-1, 1.5), (2, 2)), line((-1, 1.5), (2, 1))):
        before = numbered(after(before, split(before, names["P"], way)))
    border = border_at(before, 1, (2, 1.5), CLOSE)
    with pytest.raises(Refused, match="Both ends") as refusal:
        move_border(before, border, (2, 1.5), (1.5, 1.5))
    assert refusal.value.place == (2, 1.5)
    # On B's side nothing is in the way.
    result = after(before, move_border(before, border, (2, 1.5), (2.5, 1.5)))
    assert result[names["A"]].geometry.area == pytest.approx(2.5, abs=1e-6)


def numbered(coverage: Coverage) -> Coverage:
    """With ids in place of the keys of new areas, as if written."""
    ids = {key: key for key in coverage.grounds if key > 0}
    ids |= {
        key: max(ids) + 1 + at for at, key in enumerate(sorted(set(coverage.grounds) - set(ids)))
    }
    return Coverage(
        {
            ids[key]: replace(held, id=ids[key], parent=ids.get(held.parent, 0))
            for key, held in coverage.grounds.items()
        }
    )
