"""Colours of areas: neighbours of a level differ."""

from __future__ import annotations

import numpy as np
import shapely

from gridstudio.geometry.colouring import COLOURS, colour_numbers


def test_neighbours_have_different_numbers() -> None:
    boxes = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(9) for y in range(9)])
    level, open_ = np.zeros(81, np.int16), np.zeros(81, bool)
    numbers = colour_numbers(boxes, level, open_)
    assert set(numbers.tolist()) == set(range(COLOURS))
    first, second = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    apart = first != second
    assert (numbers[first[apart]] != numbers[second[apart]]).all()


def test_open_ground_and_other_levels_do_not_count() -> None:
    boxes = np.array([shapely.box(0, 0, 1, 1)] * COLOURS + [shapely.box(1, 0, 2, 1)])
    level = np.array([*range(COLOURS), COLOURS - 1], np.int16)
    open_ = np.zeros(COLOURS + 1, bool)
    own = COLOURS % COLOURS
    assert colour_numbers(boxes, level, open_)[-1] == own
    level[0] = COLOURS - 1  # a neighbour of its level has that number
    assert colour_numbers(boxes, level, open_)[-1] != own
    open_[0] = True
    assert colour_numbers(boxes, level, open_)[-1] == own
    assert len(colour_numbers(boxes[:0], level[:0], open_[:0])) == 0
