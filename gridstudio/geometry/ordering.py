"""Orders in which places are numbered, so that what is near has near numbers."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Order = Literal["rows", "columns", "serpentine", "curve"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CURVE_STEPS = 1 << 16
"""The curve passes through so many places in each direction."""


def ordered(xy: Floats, order: Order) -> Ints:
    """Row numbers of places ``(n, 2)`` in metres, in an order: ``rows`` from north to south and in
    each from west to east, ``columns`` from west to east and in each from north to south,
    ``serpentine`` rows that are walked to and fro, ``curve`` along Hilbert's curve, which leaves no
    quarter before it has been all through it. Places at the same spot keep their order."""
    if order == "curve":
        along_it: Ints = np.argsort(_along_curve(xy), kind="stable")
        return along_it
    across, down = xy[:, 0], -xy[:, 1]
    if order == "columns":
        band, along = _bands(across), down
    else:
        band, along = _bands(down), across
    if order == "serpentine":
        along = np.where(band % 2 == 1, -along, along)
    rows: Ints = np.lexsort((along, band))
    return rows


def _bands(values: Floats) -> Ints:
    """In which of about √n bands of equal width each value lies."""
    if not len(values):
        return np.empty(0, dtype=np.int64)
    low, high = float(values.min()), float(values.max())
    bands = max(1, round(len(values) ** 0.5))
    width = (high - low) / bands or 1.0
    band: Ints = np.minimum((values - low) // width, bands - 1).astype(np.int64)
    return band


def _along_curve(xy: Floats) -> Ints:
    """How far along Hilbert's curve places lie: the curve begins in the north-west and ends in the
    north-east (D. Hilbert, Math. Ann. 38, 1891)."""
    if not len(xy):
        return np.empty(0, dtype=np.int64)
    low = xy.min(axis=0)
    side = float((xy.max(axis=0) - low).max()) or 1.0
    step = np.minimum((xy - low) / side * CURVE_STEPS, CURVE_STEPS - 1).astype(np.int64)
    x, y = step[:, 0].copy(), CURVE_STEPS - 1 - step[:, 1]
    far = np.zeros(len(xy), dtype=np.int64)
    half = CURVE_STEPS // 2
    while half:
        right, lower = (x & half) > 0, (y & half) > 0
        far += half * half * ((3 * right.astype(np.int64)) ^ lower)
        # Each quarter is walked like the whole, turned over.
        turned = ~lower
        flipped = turned & right
        for one in (x, y):
            one[flipped] = half - 1 - (one[flipped] & (half - 1))
        x[turned], y[turned] = y[turned].copy(), x[turned].copy()
        half //= 2
    return far
