"""Affine maps through control points, with their residuals, and which point is wrong."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gridstudio.geometry.affine import Affine, Floats
from gridstudio.geometry.mercator import true_metres
from gridstudio.i18n import _

# Points clicked along a straight road are never exactly in line; nothing across it is known.
_FLATTEST = 1 / 200


def fit(pixels: ArrayLike, places: ArrayLike) -> tuple[Affine, Floats]:
    """The map that control points allow: ``fit_helmert`` for two, ``fit_affine`` for more."""
    return (fit_helmert if len(np.asarray(pixels)) == 2 else fit_affine)(pixels, places)


def fit_affine(pixels: ArrayLike, places: ArrayLike) -> tuple[Affine, Floats]:
    """The affine of least squares through n ≥ 3 control points, and its residuals.

    ``pixels`` and ``places`` are ``(n, 2)``, places EPSG:3857. The residuals ``(n,)`` are true
    metres: lengths in EPSG:3857 divided by its local scale 1/cos(latitude). Raises ValueError
    (translated) for fewer points, coordinates that are no numbers, and points in one line.
    """
    pixel, place = _pairs(pixels, places, least=3)
    for points in (pixel, place):
        _refuse_line(points)
    design, solution = _solved(pixel, place)
    middle = place.mean(axis=0)
    spread = _spread(pixel)
    matrix = solution[:2].T / spread
    c, f = (middle + solution[2] - matrix @ pixel.mean(axis=0)).tolist()
    (a, b), (d, e) = matrix.tolist()
    return Affine(a, b, c, d, e, f), true_metres(design @ solution + middle - place, place)


def fit_helmert(pixels: ArrayLike, places: ArrayLike) -> tuple[Affine, Floats]:
    """Shift, rotation and one scale (4 parameters) through n ≥ 2 control points; as
    ``fit_affine`` otherwise. Lines run downwards and y upwards: the picture is not mirrored."""
    pixel, place = _pairs(pixels, places, least=2)
    # As complex numbers: place = factor · conj(pixel) + shift; conj turns the lines upwards.
    source = (pixel - pixel.mean(axis=0)) @ np.array([1, -1j])
    target = (place - place.mean(axis=0)) @ np.array([1, 1j])
    length = float(np.sum(np.abs(source) ** 2))
    if length == 0 or float(np.sum(np.abs(target) ** 2)) == 0:
        raise ValueError(_("The control points lie at one place. Set them far apart."))
    factor = complex(np.sum(target * source.conj()) / length)
    p, q = factor.real, factor.imag
    shift = place.mean(axis=0) - np.array([[p, q], [q, -p]]) @ pixel.mean(axis=0)
    affine = Affine(p, q, float(shift[0]), q, -p, float(shift[1]))
    return affine, true_metres(affine.apply(pixel) - place, place)


def leave_one_out(pixels: ArrayLike, places: ArrayLike) -> Floats:
    """How far each control point ``(n,)`` lies from where all *others* put it, in true metres.

    NaN where the others do not determine a map, which holds for all of three points. A bad point
    stands out more than in the residuals of ``fit_affine``, but sways the points far from it too:
    ``bad_point`` weighs that. Errors as in ``fit_affine``.
    """
    _affine, residuals = fit_affine(pixels, places)
    share = _free_share(np.asarray(pixels, dtype=np.float64))
    return np.divide(residuals, share, out=np.full_like(residuals, np.nan), where=share > 1e-9)


def bad_point(pixels: ArrayLike, places: ArrayLike, *, risk: float = 0.05) -> int | None:
    """Which single control point is most probably wrong; None where nothing says so.

    The point without which the squares shrink most, if errors of equal size everywhere would
    shrink them that much with less than ``risk`` (an F test with 2 and 2(n - 4) degrees of freedom,
    whose tail is a power; times n, as any point may be it). Fewer than five points never tell:
    of four, each can be blamed equally. Errors as in ``fit_affine``.
    """
    _affine, residuals = fit_affine(pixels, places)
    count = len(residuals)
    share = _free_share(np.asarray(pixels, dtype=np.float64))
    before = float(np.sum(residuals**2))
    size = float(np.ptp(np.asarray(places, dtype=np.float64), axis=0).max())
    if count < 5 or before <= (1e-9 * size) ** 2 * count:
        return None
    drop = np.divide(residuals**2, share, out=np.zeros_like(residuals), where=share > 1e-9)
    worst = int(np.argmax(drop))
    left = max(before - float(drop[worst]), 0.0) / before
    return worst if count * left ** (count - 4) < risk else None


def _pairs(pixels: ArrayLike, places: ArrayLike, least: int) -> tuple[Floats, Floats]:
    pixel, place = (np.asarray(points, dtype=np.float64) for points in (pixels, places))
    if pixel.shape != place.shape or pixel.ndim != 2 or pixel.shape[1] != 2:
        raise ValueError("pixels and places must both be (n, 2)")
    if len(pixel) < least:
        raise ValueError(_("At least {count} control points are needed.").format(count=least))
    if not (np.isfinite(pixel).all() and np.isfinite(place).all()):
        raise ValueError(_("A control point has no coordinates."))
    return pixel, place


def _refuse_line(points: Floats) -> None:
    along, across = np.linalg.svd(points - points.mean(axis=0), compute_uv=False).tolist()
    if across <= along * _FLATTEST:
        raise ValueError(_("The control points lie in one line. Set one well away from it."))


def _spread(pixel: Floats) -> float:
    return float(np.abs(pixel - pixel.mean(axis=0)).max())


def _design(pixel: Floats) -> Floats:
    """Centred and scaled, so that large pixel numbers do not cost digits."""
    centred = (pixel - pixel.mean(axis=0)) / _spread(pixel)
    return np.column_stack([centred, np.ones(len(pixel))])


def _solved(pixel: Floats, place: Floats) -> tuple[Floats, Floats]:
    design = _design(pixel)
    return design, np.linalg.lstsq(design, place - place.mean(axis=0), rcond=None)[0]


def _free_share(pixel: Floats) -> Floats:
    """1 - leverage of each point: what part of its error the residual shows."""
    orthogonal = np.linalg.qr(_design(pixel))[0]
    return np.asarray(1 - np.sum(orthogonal**2, axis=1), dtype=np.float64)
