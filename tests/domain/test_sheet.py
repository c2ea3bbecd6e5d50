"""Pages and round scales."""

from __future__ import annotations

import pytest

from gridstudio.domain.sheet import PAGES_MM, Sheet, round_denominator


@pytest.mark.parametrize(
    ("least", "round_one"),
    [(25_000, 25_000), (25_001, 30_000), (98_000, 100_000), (1.1, 1.25), (760_000, 800_000)],
)
def test_a_round_scale_shows_no_less(least: float, round_one: float) -> None:
    assert round_denominator(least) == pytest.approx(round_one)


def test_a_page_lies_or_stands() -> None:
    lying = Sheet(bounds=(0, 0, 1, 1), page="A3")
    assert lying.size_mm == (420, 297)
    assert Sheet(bounds=(0, 0, 1, 1), page="A3", landscape=False).size_mm == (297, 420)


def test_each_page_is_half_of_the_next() -> None:
    sizes = list(PAGES_MM.values())
    for (narrow, wide), (next_narrow, next_wide) in zip(sizes, sizes[1:], strict=False):
        assert next_narrow == wide and abs(next_wide - 2 * narrow) <= 1
