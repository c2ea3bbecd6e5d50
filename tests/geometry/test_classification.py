"""Classes of numbers against brute force, and their edge cases."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from gridstudio.geometry import classification
from gridstudio.geometry.classification import METHODS, edges_of
from gridstudio.geometry.natural_breaks import natural_starts


def classified(values: ArrayLike, edges: ArrayLike) -> NDArray[np.int64]:
    """For each value ``(n,)`` the number of its class, -1 where it is in none: one on an edge is
    in the class above, one on the last edge in the last class."""
    numbers, ends = np.asarray(values, dtype=np.float64), np.asarray(edges, dtype=np.float64)
    if len(ends) < 2:
        return np.full(len(numbers), -1, dtype=np.int64)
    found = np.searchsorted(ends, numbers, side="right").astype(np.int64) - 1
    found[numbers == ends[-1]] = len(ends) - 2
    found[(found >= len(ends) - 1) | ~(numbers >= ends[0])] = -1
    return found


def goodness(values: ArrayLike, edges: ArrayLike) -> float:
    """Goodness of variance fit, 0 to 1 (Jenks and Caspall 1971): the share of the sum of squared
    deviations that the classes explain."""
    numbers = np.asarray(values, dtype=np.float64).ravel()
    numbers = numbers[np.isfinite(numbers)]
    whole = float(((numbers - numbers.mean()) ** 2).sum()) if len(numbers) else 0.0
    if whole <= 0:
        return 1.0
    number = classified(numbers, edges)
    within = 0.0
    for one in np.unique(number).tolist():
        mine = numbers[number == one]
        within += float(((mine - mine.mean()) ** 2).sum())
    return 1.0 - within / whole


def deviation(numbers: np.ndarray, starts: tuple[int, ...]) -> float:
    """Of sorted numbers cut before each start."""
    return sum(float(((part - part.mean()) ** 2).sum()) for part in np.split(numbers, starts))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-30, 30), min_size=1, max_size=13), st.integers(1, 5))
def test_natural_breaks_are_the_best_of_all_ways_to_cut(values: list[int], classes: int) -> None:
    different, weights = np.unique(np.array(values, float), return_counts=True)
    starts = natural_starts(different, weights.astype(float), classes)
    assert starts[0] == 0 and len(starts) == min(classes, len(different))
    numbers = np.repeat(different, weights)
    firsts = np.concatenate([[0], np.cumsum(weights)])
    ours = deviation(numbers, tuple(firsts[starts[1:]]))
    ways = combinations(range(1, len(different)), len(starts) - 1)
    best = min(deviation(numbers, tuple(firsts[list(way)])) for way in ways)
    assert ours == pytest.approx(best, abs=1e-6)


def test_natural_breaks_find_the_gaps() -> None:
    numbers = np.concatenate([np.arange(10), 100 + np.arange(5), 500 + np.arange(20)])
    assert edges_of(numbers, "jenks", 3).tolist() == [0, 100, 500, 519]


def test_very_many_values_come_near_the_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.random.default_rng(1).lognormal(4, 1.2, 30_000)
    exact = goodness(numbers, edges_of(numbers, "jenks", 6))
    monkeypatch.setattr(classification, "EXACT_UP_TO", 1_000)
    near = goodness(numbers, edges_of(numbers, "jenks", 6))
    assert exact - 1e-3 < near <= exact + 1e-12


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("values", "least", "most"),
    [
        ([], 0, 0),
        ([np.nan, np.inf], 0, 0),
        ([7.5], 1, 1),
        ([7.5] * 20 + [np.nan], 1, 1),
        ([1.0, 2.0], 1, 6),
        ([0.0, 1e-12], 1, 8),
        ([1e15, 1e15 + 8], 1, 8),
        ([-3.0, -1.0, np.nan, 4.0, 4.0], 1, 8),
    ],
)
def test_edges_hold_every_number_of_edge_cases(
    method: classification.Method, values: list[float], least: int, most: int
) -> None:
    edges = edges_of(values, method, 5)
    assert least <= max(len(edges) - 1, 0) <= most
    numbers = np.array(values)
    finite = np.isfinite(numbers)
    number = classified(numbers, edges)
    assert (number[finite] >= 0).all() and (number[~finite] == -1).all()
    assert (np.diff(edges)[:-1] > 0).all()  # the last may hold one value alone


@pytest.mark.parametrize("method", METHODS)
def test_edges_hold_every_number_of_many(method: classification.Method) -> None:
    numbers = np.random.default_rng(2).gamma(0.6, 300, 5_000)
    edges = edges_of(numbers, method, 7)
    assert (classified(numbers, edges) >= 0).all()
    assert 5 <= len(edges) - 1 <= (10 if method == "pretty" else 7)


def test_equal_intervals_are_equal() -> None:
    assert edges_of([2, 4, 10], "equal", 4).tolist() == [2, 4, 6, 8, 10]


def test_quantiles_are_equal_in_number() -> None:
    numbers = np.random.default_rng(3).permutation(1000).astype(float)
    counts = np.bincount(classified(numbers, edges_of(numbers, "quantile", 8)))
    assert counts.tolist() == [125] * 8


def test_quantiles_never_part_equal_values() -> None:
    edges = edges_of([0] * 70 + [1] * 20 + [2] * 10, "quantile", 5)
    assert edges.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([3, 97], [0, 20, 40, 60, 80, 100]),
        ([0.012, 0.061], [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07]),
        ([-130, 410], [-200, -100, 0, 100, 200, 300, 400, 500]),
    ],
)
def test_pretty_edges_are_round(values: list[float], wanted: list[float]) -> None:
    assert edges_of(values, "pretty", 6 if values[0] == -130 else 5).tolist() == wanted


def test_goodness_is_one_where_each_value_has_its_class() -> None:
    assert goodness([1, 1, 5, 9], [1, 5, 9, 10]) == pytest.approx(1.0)
    assert goodness([1, 1, 5, 9], [1, 9]) == pytest.approx(0.0)
