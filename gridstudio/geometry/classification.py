"""Cutting numbers into classes: equal intervals, quantiles, natural breaks, round numbers.

Every method returns edges ``(k + 1,)``, ascending: class ``i`` holds ``edges[i] <= x <
edges[i + 1]``, the last its upper edge too (where it holds nothing else, both its edges are equal).
``k`` is smaller than asked for where there are not so many different values; numbers that are all
the same make one class of no width; where there is no number at all there are no edges ``(0,)``.
NaN and infinities are left out.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gridstudio.geometry.natural_breaks import natural_starts

Floats = NDArray[np.float64]
Method = Literal["quantile", "equal", "jenks", "pretty"]
METHODS: tuple[Method, ...] = get_args(Method)

EXACT_UP_TO = 200_000
"""Different values up to which natural breaks are the exact optimum."""


def edges_of(values: ArrayLike, method: Method, classes: int) -> Floats:
    """Edges of at most ``classes`` classes of ``values (n,)`` (pretty: of about so many)."""
    numbers = np.asarray(values, dtype=np.float64).ravel()
    numbers = numbers[np.isfinite(numbers)]
    if not len(numbers):
        return np.empty(0)
    lowest, highest = float(numbers.min()), float(numbers.max())
    if lowest == highest:
        return np.array([lowest, highest])
    classes = max(classes, 1)
    if method == "equal":
        return np.linspace(lowest, highest, classes + 1)
    if method == "quantile":
        return _quantiles(numbers, classes)
    if method == "pretty":
        return _round_edges(lowest, highest, classes)
    return _natural(numbers, classes)


def _quantiles(numbers: Floats, classes: int) -> Floats:
    """Edges are values that occur, so that equal values never part; as equal in number as that
    allows."""
    at = np.arange(1, classes) * len(numbers) // classes
    inner = np.partition(numbers, at)[at]
    return np.unique(np.concatenate([[numbers.min()], inner, [numbers.max()]]))


def _round_edges(lowest: float, highest: float, classes: int) -> Floats:
    """Multiples of 1, 2 or 5 times a power of ten around the values; of the steps that hold them
    that whose number of classes is nearest."""
    raw = (highest - lowest) / classes
    power = 10.0 ** np.floor(np.log10(raw))
    found: list[tuple[int, Floats]] = []
    for step in (power, 2 * power, 5 * power, 10 * power):
        first, last = np.floor(lowest / step), np.ceil(highest / step)
        if np.isfinite(step) and step > 0 and last - first <= 4 * classes + 4:
            edges = np.arange(first, last + 1) * step
            found.append((abs(len(edges) - 1 - classes), np.round(edges, _decimals(step))))
    if not found or len(best := min(found, key=lambda pair: pair[0])[1]) < 2:
        return np.array([lowest, highest])
    return best


def _decimals(step: float) -> int:
    return int(max(0, -np.floor(np.log10(step)))) + 1


def _natural(numbers: Floats, classes: int) -> Floats:
    """Fisher's natural breaks, the exact optimum for up to EXACT_UP_TO different values. Of more,
    values that are neighbours are gathered into so many groups first, half of them of equal width
    and half of equal number, and the optimum is that among breaks between groups."""
    different, counts = np.unique(numbers, return_counts=True)
    weight, total = counts.astype(np.float64), different * counts
    begins = different
    if len(different) > EXACT_UP_TO:
        first = _groups(different, counts)
        begins = different[first]
        weight = np.add.reduceat(weight, first)
        total = np.add.reduceat(total, first)
    starts = natural_starts(total / weight, weight, classes)
    return np.append(begins[starts], different[-1])


def _groups(different: Floats, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where groups of neighbouring values begin."""
    half = EXACT_UP_TO // 2
    share = np.cumsum(counts) / counts.sum()
    wide = (different - different[0]) / (different[-1] - different[0])
    bins = np.floor(share * half), np.floor(wide * half)
    new = np.ones(len(different), dtype=bool)
    new[1:] = (np.diff(bins[0]) > 0) | (np.diff(bins[1]) > 0)
    return np.flatnonzero(new)
