"""Maps of a picture that are not affine: by the nearest affine one, or by a mesh of cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gridstudio.geometry.affine import Affine, Floats, pixel_grid
from gridstudio.geometry.control_points import fit_affine
from gridstudio.geometry.mercator import true_metres

Place = Callable[[Floats], Floats]
"""From pixels ``(n, 2)`` to EPSG:3857 metres ``(n, 2)``."""

_FINEST_MESH = 32
_SAMPLES = 8


def fit_over(size_px: tuple[int, int], place: Place) -> tuple[Affine, float]:
    """The affine nearest to a map that is none, from 5 × 5 pixels over the picture, and by how
    much it deviates at most, in true metres, looked at in 33 × 33."""
    pixels = pixel_grid(size_px, 4).reshape(-1, 2)
    affine, _residuals = fit_affine(pixels, place(pixels))
    dense = pixel_grid(size_px, 32).reshape(-1, 2)
    exact = place(dense)
    return affine, float(true_metres(affine.apply(dense) - exact, exact).max())


@dataclass(frozen=True)
class Mesh:
    """A picture cut into cells with common corners: ``pixels`` and ``places`` (EPSG:3857), both
    ``(n + 1, n + 1, 2)``, lines first; ``deviation_m`` is the largest error inside the cells."""

    pixels: Floats
    places: Floats
    deviation_m: float


def mesh_over(size_px: tuple[int, int], place: Place, tolerance_m: float = 1.0) -> Mesh:
    """The coarsest mesh of 8, 16 or 32 cells a side that keeps ``tolerance_m``, else the last."""
    cells = 8
    while True:
        dense = pixel_grid(size_px, cells * _SAMPLES)
        exact = place(dense.reshape(-1, 2)).reshape(dense.shape)
        corners = exact[::_SAMPLES, ::_SAMPLES]
        between = _between(_between(corners), axis=1)
        deviation = float(true_metres(between - exact, exact).max())
        if deviation <= tolerance_m or cells >= _FINEST_MESH:
            return Mesh(dense[::_SAMPLES, ::_SAMPLES], corners, deviation)
        cells *= 2


def _between(corners: Floats, axis: int = 0) -> Floats:
    """Straight steps from corner to corner along an axis."""
    first = np.moveaxis(corners, axis, 0)
    steps = np.arange(_SAMPLES).reshape(1, -1, 1, 1) / _SAMPLES
    parts = first[:-1, None] * (1 - steps) + first[1:, None] * steps
    return np.moveaxis(np.concatenate([parts.reshape(-1, *first.shape[1:]), first[-1:]]), 0, axis)
