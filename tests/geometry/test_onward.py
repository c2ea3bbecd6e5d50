"""Roads that change their name inside an area are followed to its border, on drawn cases."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.geometry.onward import Lines, Onward, onward
from tests.geometry.test_joined_lines import ALL, cells
from tests.geometry.test_tracing import place, shapes

AREA = MultiPolygon([shapely.box(*place(0, 0), *place(12, 12))])
"""Twelve cells, of some hundred metres, to each side."""
Line = list[tuple[float, float]]


def road(*rows: tuple[str, Line] | tuple[str, Line, str]) -> Lines:
    """Roads by name, course and rank (a trunk road where none is given)."""
    made = shapes(*(row[1] for row in rows))
    names = np.array([row[0] for row in rows], dtype=object)
    ranks = np.array([row[2] if len(row) > 2 else "trunk" for row in rows], dtype=object)
    return Lines(made, names, np.full(len(rows), "road", dtype=object), ranks)


def followed(lines: Lines, row: int = 0) -> tuple[list[tuple[float, float]], list[str]]:
    found: Onward = onward(lines, row, AREA, ALL)
    return cells(found.lonlat), [str(lines.name[one]) for one in found.rows]


def test_a_road_that_reaches_the_border_needs_no_other() -> None:
    lines = road(("A", [(-1, 6), (13, 6)]), ("B", [(13, 6), (15, 6)]))
    assert followed(lines) == ([(-1, 6), (13, 6)], ["A"])


def test_it_goes_on_under_another_name_to_the_border_and_no_farther() -> None:
    lines = road(
        ("A", [(-1, 6), (5, 6)]), ("B", [(13, 7), (8, 6.5), (5, 6)]), ("B", [(13, 7), (20, 7)])
    )
    line, names = followed(lines)
    assert line == [(-1, 6), (5, 6), (8, 6.5), (13, 7)] and names == ["A", "B"]
    line, names = followed(lines, 1)
    assert line[-1] == (-1, 6) or line[0] == (-1, 6)
    assert sorted(names) == ["A", "B"], "whichever of them is pointed at"


def test_it_is_led_on_at_both_ends_over_several_names() -> None:
    lines = road(
        ("B", [(4, 6), (8, 6)]),
        ("A", [(2, 6), (4, 6)]),
        ("", [(-1, 6), (2, 6)]),
        ("C", [(10, 6), (8, 6)]),
        ("D", [(10, 6), (13, 6)]),
    )
    line, names = followed(lines)
    assert names in (["", "A", "B", "C", "D"], ["D", "C", "B", "A", ""])
    assert sorted(line) == [(-1, 6), (2, 6), (4, 6), (8, 6), (10, 6), (13, 6)]
    assert line in (sorted(line), sorted(line, reverse=True)), "in order, without a point twice"


def test_of_several_the_straightest_of_its_class() -> None:
    lines = road(
        ("A", [(-1, 6), (5, 6)]),
        ("Straight", [(5, 6), (13, 6)], "lane"),
        ("Bends", [(5, 6), (13, 9)]),
        ("Across", [(5, 0), (5, 6), (5, 13)]),
    )
    assert followed(lines)[1] == ["A", "Bends"]
    without = road(("A", [(-1, 6), (5, 6)]), ("Straight", [(5, 6), (13, 6)], "lane"))
    assert followed(without)[1] == ["A", "Straight"], "another class where it goes straight on"
    turns = road(("A", [(-1, 6), (5, 6)]), ("Turns", [(5, 6), (9, 10), (13, 10)], "lane"))
    assert followed(turns)[1] == ["A"], "45 degrees into a lane is another road"


@pytest.mark.parametrize("to", [(5, 13), (-1, 7)])
def test_it_does_not_turn_off(to: tuple[float, float]) -> None:
    assert followed(road(("A", [(-1, 6), (5, 6)]), ("B", [(5, 6), to])))[1] == ["A"]


def test_another_road_may_be_entered_in_its_middle() -> None:
    """A ends where B comes by; B goes on both ways, one of them nearly straight."""
    lines = road(("A", [(-1, 6), (5, 6)]), ("B", [(2, 0), (5, 6), (13, 8)]))
    line, names = followed(lines)
    assert line == [(-1, 6), (5, 6), (13, 8)] and names == ["A", "B"]


def test_what_is_entered_keeps_to_its_name_at_forks() -> None:
    lines = road(
        ("A", [(-1, 6), (5, 6)]),
        ("B", [(5, 6), (8, 6)]),
        ("B", [(8, 6), (13, 9)]),
        ("C", [(8, 6), (13, 6)]),
    )
    line, names = followed(lines)
    assert line == [(-1, 6), (5, 6), (8, 6), (13, 9)] and names == ["A", "B"]


def test_it_ends_where_nothing_goes_on_and_never_runs_in_circles() -> None:
    lines = road(("A", [(-1, 6), (5, 6)]), ("B", [(5, 6), (8, 6)]))
    assert followed(lines) == ([(-1, 6), (5, 6), (8, 6)], ["A", "B"])
    turn = np.linspace(0, 2 * np.pi, 13)
    ring = [(5 + 2 * np.sin(t), 8 - 2 * np.cos(t)) for t in turn.tolist()]
    pieces = [(f"R{at}", ring[at : at + 2]) for at in range(12)]
    line, names = followed(road(("A", [(-1, 6), (5, 6)]), *pieces))
    assert len(names) == len({*names}) <= 13


def test_rivers_and_railways_are_not_gone_over_to() -> None:
    lines = road(("A", [(-1, 6), (5, 6)]), ("Brook", [(5, 6), (13, 6)]))
    lines.kind[1] = "water"
    assert followed(lines)[1] == ["A"]


def test_an_end_close_to_the_border_is_left_to_the_splitting() -> None:
    lines = road(("A", [(-1, 6), (11.8, 6)]), ("B", [(11.8, 6), (13, 6)]))
    assert followed(lines)[1] == ["A"]
