"""A map on paper, as values: which page, which scale, what stands on it. Qt-free."""

from __future__ import annotations

import math
from dataclasses import dataclass

PAGES_MM = {
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
    "A0": (841.0, 1189.0),
}
"""Width and height upright (ISO 216)."""
DPIS = (150, 300, 600)
_NICE = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10)


@dataclass(frozen=True)
class Sheet:
    """What is to be printed. ``bounds`` (west, south, east, north in degrees WGS-84) gives the
    middle and, where ``denominator`` is None, has to fit at the next round scale; otherwise the
    scale is one to ``denominator``, true at the middle. ``dpi`` is that of pictures; lines and
    texts of SVG and PDF stay lines and texts.
    """

    bounds: tuple[float, float, float, float]
    denominator: float | None = None
    page: str = "A4"
    landscape: bool = True
    dpi: int = 300
    title: str = ""
    legend: bool = True
    graticule: bool = False
    scale_bar: bool = True
    north: bool = True
    footer: str = ""

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the page as it lies."""
        narrow, wide = PAGES_MM[self.page]
        return (wide, narrow) if self.landscape else (narrow, wide)


def round_denominator(least: float) -> float:
    """The next round scale that shows no less than one to ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _NICE if step * power >= least * (1 - 1e-9))
