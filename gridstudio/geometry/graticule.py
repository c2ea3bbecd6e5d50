"""Which meridians and parallels a map of a scale shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SECONDS = (1, 2, 5, 10, 15, 30)
STEPS = tuple(
    [step / 3600 for step in _SECONDS]
    + [step / 60 for step in (1, 2, 5, 10, 15, 30)]
    + [1.0, 2.0, 5.0, 10.0, 15.0, 30.0]
)
"""Degrees between two lines: whole seconds, minutes or degrees."""


def step_for(degrees_per_px: float, apart_px: float) -> float:
    """The smallest of STEPS whose lines stand at least ``apart_px`` apart, else the largest."""
    wanted = degrees_per_px * apart_px
    return next((step for step in STEPS if step >= wanted), STEPS[-1])


def lines_between(first: float, last: float, step: float) -> NDArray[np.float64]:
    """The multiples of ``step`` from ``first`` to ``last`` degrees, in order ``(n,)``."""
    start, end = np.ceil(first / step - 1e-9), np.floor(last / step + 1e-9)
    return np.arange(start, end + 1) * step


def degree_text(value: float, step: float, letters: str) -> str:
    """“35°30′N”, with minutes and seconds only where the step has them; ``letters`` are those of
    positive and negative degrees."""
    seconds = round(abs(value) * 3600)
    degrees, minutes = seconds // 3600, seconds % 3600 // 60
    text = f"{degrees}°"
    if step < 1:
        text += f"{minutes:02}′"
    if step < 1 / 60:
        text += f"{seconds % 60:02}″"
    return text + (letters[value < 0] if seconds else "")
