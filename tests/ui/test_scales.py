"""Scales, written and typed."""

from __future__ import annotations

import pytest

from gridstudio.errors import UserError
from gridstudio.ui.scales import read_scale, scale_text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 : 25,000", 25_000),
        ("1:25000", 25_000),
        ("1/25000", 25_000),
        ("1：25000", 25_000),
        ("25000", 25_000),
        ("1比25000", 25_000),
        ("2.5万", 25_000),
        ("1:5万", 50_000),
        ("50k", 50_000),
        ("1 : 1'000'000", 1_000_000),
    ],
)
def test_usual_forms(text: str, number: float) -> None:
    assert read_scale(text) == number


@pytest.mark.parametrize("text", ["", "abc", "1:", "-5000", "1:99", "1e9", "99999999999"])
def test_refusals_say_why(text: str) -> None:
    with pytest.raises(UserError, match="scale"):
        read_scale(text)


def test_a_scale_is_written_with_three_digits() -> None:
    assert scale_text(25_000.4) == "1 : 25,000"
    assert scale_text(123_456) == "1 : 123,000"
    assert read_scale(scale_text(123_456)) == 123_000
