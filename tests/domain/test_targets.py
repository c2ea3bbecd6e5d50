"""How figures stand to their targets, one by one and as an array."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gridstudio.domain.targets import (
    JUDGEMENT_NAMES,
    SIGNS,
    Judgement,
    Target,
    by_indicator,
    share_off,
)

FULL = Target(2, "customers", minimum=50.0, ideal=100.0, maximum=150.0)
VALUES = [0, 49.9, 50, 89.9, 90, 100, 110, 110.1, 150, 150.1]
WORDS = "under under low low good good good high high over"


@pytest.mark.parametrize(("value", "word"), [*zip(VALUES, WORDS.split(), strict=True)])
def test_hard_bounds_count_before_the_ideal(value: float, word: str) -> None:
    found = FULL.judgement(value)
    assert found is Judgement[word.upper()]
    assert found.broken == (word in ("under", "over"))


@pytest.mark.parametrize(
    "target",
    [
        FULL,
        Target(2, "x", minimum=50.0),
        Target(2, "x", maximum=50.0),
        Target(2, "x", ideal=100.0),
        Target(2, "x", ideal=0.0),
        Target(2, "x", 95.0, 100.0, 105.0),
        Target(2, "x"),
    ],
)
def test_an_array_is_judged_as_its_numbers_are(target: Target) -> None:
    values = np.array([*VALUES, -3.0, np.nan])
    found = target.judgements(values)
    for value, judged in zip(values.tolist(), found.tolist(), strict=True):
        one = target.judgement(value)
        assert (math.isnan(judged) and one is None) or judged == one


def test_bounds_closer_than_the_slack_of_the_ideal_are_still_hard() -> None:
    narrow = Target(2, "x", 95.0, 100.0, 105.0)
    assert narrow.judgement(94) is Judgement.UNDER
    assert narrow.judgement(96) is Judgement.GOOD
    assert narrow.judgement(106) is Judgement.OVER


def test_deviation_is_from_the_ideal_else_from_the_bound_that_is_broken() -> None:
    assert FULL.deviation(120) == pytest.approx(0.2)
    assert FULL.deviation(20) == pytest.approx(-0.8)
    bounds = Target(2, "x", minimum=50.0, maximum=200.0)
    assert bounds.deviation(40) == pytest.approx(-0.2)
    assert bounds.deviation(250) == pytest.approx(0.25)
    assert bounds.deviation(60) == 0
    assert math.isnan(FULL.deviation(math.nan))


def test_off_from_nothing_is_without_end() -> None:
    assert share_off(0, 0) == 0
    assert share_off(3, 0) == math.inf and share_off(-3, 0) == -math.inf
    assert share_off(-15, -10) == pytest.approx(-0.5), "less is less below zero, too"


def test_each_judgement_has_a_name_and_a_sign_of_its_own() -> None:
    assert len({JUDGEMENT_NAMES[one] for one in Judgement}) == len(Judgement)
    assert len({SIGNS[one] for one in Judgement}) == len(Judgement)


def test_by_indicator_takes_one_level() -> None:
    other = Target(1, "customers", 1.0)
    assert by_indicator([FULL, other], 2) == {"customers": FULL}
