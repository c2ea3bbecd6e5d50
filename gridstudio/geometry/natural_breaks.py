"""Natural breaks: the classes with the least squared deviation from their means, exactly.

Fisher (1958) finds them by dynamic programming. The best start of the last class only moves right
as the end does, so each row of the table is filled by halves (divide and conquer), all halves of
one depth at once: k · n · log n steps of numpy instead of k · n².
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def natural_starts(values: Floats, weights: Floats, classes: int) -> Ints:
    """Where the classes of ascending different ``values (n,)`` begin: positions, the first 0.
    ``weights (n,)`` say how often each occurs. There are ``classes``, or n where n is less."""
    count = len(values)
    classes = min(classes, count)
    if classes <= 1:
        return np.zeros(min(count, 1), dtype=np.int64)
    sums = _Sums(values, weights)
    whole = np.arange(1, count + 1)
    cost = sums.deviation(np.zeros(count, dtype=np.int64), whole)
    chosen = []
    for number in range(1, classes):
        cost, start = _next_row(sums, cost, number)
        chosen.append(start)
    starts = []
    end = count
    for start in reversed(chosen):
        end = int(start[end - 1])
        starts.append(end)
    return np.array([0, *reversed(starts)], dtype=np.int64)


class _Sums:
    """Running sums, from which the squared deviation of any run of values follows."""

    def __init__(self, values: Floats, weights: Floats) -> None:
        # Around the mean, lest the squares of large numbers swallow their differences.
        away = values - np.average(values, weights=weights)
        self._weight = _running(weights)
        self._sum = _running(weights * away)
        self._square = _running(weights * away * away)

    def deviation(self, first: Ints, end: Ints) -> Floats:
        """Of the values ``first`` to ``end`` - 1 from their mean."""
        weight = self._weight[end] - self._weight[first]
        total = self._sum[end] - self._sum[first]
        result: Floats = self._square[end] - self._square[first] - total * total / weight
        return result


def _running(numbers: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(numbers)])


def _next_row(sums: _Sums, before: Floats, number: int) -> tuple[Floats, Ints]:
    """Least cost of the first ``e`` + 1 values in ``number`` + 1 classes, and where the last
    begins, for every ``e (n,)``; ``before`` is that row for one class less."""
    count = len(before)
    cost = np.full(count, np.inf)
    start = np.zeros(count, dtype=np.int64)
    # Runs of ends still to fill, with the least and the greatest start that can be best in them.
    low, high = np.array([number]), np.array([count - 1])
    least, greatest = np.array([number]), np.array([count - 1])
    while len(low):
        middle = (low + high) // 2
        best, found = _best_starts(sums, before, middle, least, np.minimum(greatest, middle))
        cost[middle], start[middle] = best, found
        low, high = np.concatenate([low, middle + 1]), np.concatenate([middle - 1, high])
        least, greatest = np.concatenate([least, found]), np.concatenate([found, greatest])
        left = low <= high
        low, high, least, greatest = low[left], high[left], least[left], greatest[left]
    return cost, start


def _best_starts(
    sums: _Sums, before: Floats, end: Ints, least: Ints, greatest: Ints
) -> tuple[Floats, Ints]:
    """For each ``end (m,)`` the best start of the last class between two limits, and its cost."""
    many = greatest - least + 1
    first = np.cumsum(many) - many
    start = np.arange(int(many.sum())) - np.repeat(first - least, many)
    cost = before[start - 1] + sums.deviation(start, np.repeat(end + 1, many))
    best = np.minimum.reduceat(cost, first)
    at = np.flatnonzero(cost == np.repeat(best, many))
    # The first of equals.
    _runs, place = np.unique(np.repeat(np.arange(len(end)), many)[at], return_index=True)
    return best, start[at[place]]
