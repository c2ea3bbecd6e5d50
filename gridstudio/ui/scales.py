"""Scales as people read and type them: 1 : 25,000."""

from __future__ import annotations

import re

from gridstudio.errors import UserError
from gridstudio.i18n import _

COMMON = (1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
LARGEST, SMALLEST = 100, 20_000_000
_NUMBER = r"(?P<number>\d[\d,，\s']*(?:\.\d+)?)\s*(?P<unit>[万千k]?)"
_WRITTEN = re.compile(rf"(?:1\s*[:：/比]\s*)?{_NUMBER}", re.IGNORECASE)
_UNITS = {"": 1, "万": 10_000, "千": 1_000, "k": 1_000}


def scale_text(denominator: float) -> str:
    """Three digits are as true as a screen can be."""
    digits = -max(len(f"{denominator:.0f}") - 3, 0)
    return f"1 : {round(denominator, digits):,.0f}"


def read_scale(text: str) -> float:
    """The denominator of “1 : 25,000”, “1/25000”, “25000”, “2.5万”. Raises UserError."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise UserError(_("“{text}” is no scale. Write 1 : 25,000.").format(text=text[:40]))
    number = float(re.sub(r"[,，\s']", "", found["number"])) * _UNITS[found["unit"].lower()]
    if not LARGEST <= number <= SMALLEST:
        raise UserError(
            _("The scale has to lie between 1 : {first:,} and 1 : {last:,}.").format(
                first=LARGEST, last=SMALLEST
            )
        )
    return number
