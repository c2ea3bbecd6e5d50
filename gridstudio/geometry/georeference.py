"""Where the pixels of a picture lie: affine maps from control points, corners or a world file.

Pixels are (column, line), lines downwards; as in world files, (0, 0) is the *centre* of the upper
left pixel, so that a picture of w × h pixels reaches from (-0.5, -0.5) to (w - 0.5, h - 0.5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gridstudio.errors import UserError
from gridstudio.geometry.datum import CHINA, DATUMS, from_wgs84, to_wgs84
from gridstudio.geometry.mercator import RADIUS_M, to_lonlat, to_xy
from gridstudio.i18n import _

Floats = NDArray[np.float64]
Place = Callable[[Floats], Floats]
"""From pixels ``(n, 2)`` to EPSG:3857 metres ``(n, 2)``."""

MERCATOR, DEGREES = "EPSG:3857", "EPSG:4326"

# Points clicked along a straight road are never exactly in line; nothing across it is known.
_FLATTEST = 1 / 200
_FINEST_MESH = 32
_SAMPLES = 8


@dataclass(frozen=True)
class Affine:
    """``x = a·column + b·line + c``, ``y = d·column + e·line + f``; x, y in any coordinate system.

    The letters are those of world files, whose six lines run a, d, b, e, c, f.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @property
    def determinant(self) -> float:
        """Area of a pixel; negative for an ordinary picture, whose lines run downwards."""
        return self.a * self.e - self.b * self.d

    def apply(self, points: ArrayLike) -> Floats:
        """Pixels ``(…, 2)`` to coordinates ``(…, 2)``; NaN stays NaN."""
        pixel = np.asarray(points, dtype=np.float64)
        column, line = pixel[..., 0], pixel[..., 1]
        x = self.a * column + self.b * line + self.c
        return np.stack([x, self.d * column + self.e * line + self.f], axis=-1)

    def inverse(self) -> Affine:
        """From coordinates back to pixels. Raises ValueError where the picture has no area."""
        area = self.determinant
        if area == 0 or not np.isfinite(area):
            raise ValueError(_("The picture would have no area."))
        a, b, d, e = self.e / area, -self.b / area, -self.d / area, self.a / area
        return Affine(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))

    def compose(self, first: Affine) -> Affine:
        """The map that applies ``first`` and then this one."""
        a, b = self.a * first.a + self.b * first.d, self.a * first.b + self.b * first.e
        d, e = self.d * first.a + self.e * first.d, self.d * first.b + self.e * first.e
        c, f = self.apply([first.c, first.f]).tolist()
        return Affine(a, b, c, d, e, f)


def from_corners(
    size_px: tuple[int, int], upper_left: tuple[float, float], lower_right: tuple[float, float]
) -> Affine:
    """A picture of (width, height) pixels without rotation, by its two outer corners (not the
    centres of its corner pixels). Raises ValueError where that leaves no area."""
    width, height = size_px
    if width <= 0 or height <= 0:
        raise ValueError(_("The picture would have no area."))
    a = (lower_right[0] - upper_left[0]) / width
    e = (lower_right[1] - upper_left[1]) / height
    if not np.isfinite(a * e) or a * e == 0:
        raise ValueError(_("The picture would have no area."))
    return Affine(a, 0.0, upper_left[0] + a / 2, 0.0, e, upper_left[1] + e / 2)


def from_bounds(size_px: tuple[int, int], bounds: tuple[float, float, float, float]) -> Affine:
    """The same by west, south, east, north of the picture's outer edges."""
    west, south, east, north = bounds
    return from_corners(size_px, (west, north), (east, south))


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


def true_metres(differences: Floats, places: Floats) -> Floats:
    """Lengths ``(…)`` on the ground of differences ``(…, 2)`` in EPSG:3857 at ``places``."""
    # cos(latitude) = 1 / cosh(y / R), from y = R · artanh(sin(latitude)).
    lengths = np.hypot(differences[..., 0], differences[..., 1])
    return np.asarray(lengths / np.cosh(places[..., 1] / RADIUS_M), dtype=np.float64)


def pixel_grid(size_px: tuple[int, int], cells: int) -> Floats:
    """Pixels ``(cells + 1, cells + 1, 2)`` from outer edge to outer edge, lines first."""
    columns, lines = (np.linspace(-0.5, length - 0.5, cells + 1) for length in size_px)
    return np.stack(np.meshgrid(columns, lines), axis=-1)


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


def guess_crs(affine: Affine, size_px: tuple[int, int]) -> str:
    """``EPSG:4326`` where all corners could be degrees, ``EPSG:3857`` where they would lie in
    China, else empty: ask. A Gauss-Krüger map with its zone before x (13 to 15) may pass for 3857.
    """
    corners = affine.apply(pixel_grid(size_px, 1)).reshape(-1, 2)
    if (np.abs(corners) <= (180.0, 90.0)).all():
        return DEGREES
    west, south, east, north = CHINA
    (low, high) = to_xy(np.array([[west, south], [east, north]]))
    return MERCATOR if ((corners >= low) & (corners <= high)).all() else ""


def to_mercator(points: Floats, crs: str, datum: str = "wgs84") -> Floats:
    """Coordinates ``(n, 2)``, x or longitude first, of an EPSG code and datum to metres in
    EPSG:3857 on WGS-84. Raises UserError for an unknown code and points it does not reach."""
    if crs == MERCATOR:
        # No way through degrees where nothing changes: digits would be lost.
        if datum in ("wgs84", "cgcs2000"):
            return np.asarray(points, dtype=np.float64)
        lonlat = to_lonlat(points)
    elif crs == DEGREES:
        lonlat = np.asarray(points, dtype=np.float64)
    else:
        x, y = _transformer(crs).transform(points[:, 0], points[:, 1])
        lonlat = np.column_stack([x, y])
    if not np.isfinite(lonlat).all() or (np.abs(lonlat) > (360.0, 90.0)).any():
        raise _out_of_reach(crs)
    return to_xy(to_wgs84(lonlat, datum))


def _out_of_reach(crs: str) -> UserError:
    return UserError(
        _("The coordinates do not lie where {crs} is used. Choose another system.").format(crs=crs)
    )


@cache
def _transformer(crs: str) -> Any:
    from pyproj import Transformer  # slow to import, and rarely needed
    from pyproj.exceptions import ProjError

    try:
        return Transformer.from_crs(crs, DEGREES, always_xy=True)
    except ProjError:
        raise UserError(
            _("“{crs}” is no coordinate system. Give an EPSG code such as EPSG:4547.").format(
                crs=crs
            )
        ) from None


def control_grid(
    affine: Affine, size_px: tuple[int, int], crs: str, datum: str = "wgs84"
) -> tuple[Floats, Floats]:
    """5 × 5 control points over a picture: pixels ``(25, 2)``, metres ``(25, 2)`` in EPSG:3857."""
    pixels = pixel_grid(size_px, 4).reshape(-1, 2)
    return pixels, to_mercator(affine.apply(pixels), crs, datum)


def in_mercator(
    affine: Affine, size_px: tuple[int, int], crs: str, datum: str = "wgs84"
) -> tuple[Affine, float]:
    """The nearest affine to EPSG:3857 on WGS-84, from ``control_grid``, and how many true metres it
    is off at most. Raises UserError as ``to_mercator``, and where the picture has no area."""
    try:
        return fit_over(size_px, lambda pixels: to_mercator(affine.apply(pixels), crs, datum))
    except ValueError as error:
        raise UserError(str(error)) from None


@dataclass(frozen=True)
class Placement:
    """Where a picture lies: either ``affine`` or ``control_points`` (column, line, x, y), both in
    the coordinates of ``crs`` and ``datum``."""

    affine: Affine | None = None
    control_points: tuple[tuple[float, float, float, float], ...] = ()
    crs: str = MERCATOR
    datum: str = "wgs84"

    def fitted(self) -> tuple[Affine, Floats]:
        """Affine to EPSG:3857 on WGS-84 through the control points, and residuals ``(n,)`` in true
        metres. Raises UserError where the points allow none."""
        points = np.array(self.control_points, dtype=np.float64).reshape(-1, 4)
        try:
            return fit(points[:, :2], to_mercator(points[:, 2:], self.crs, self.datum))
        except ValueError as error:
            raise UserError(str(error)) from None


def placement_to_dict(placement: Placement) -> dict[str, Any]:
    """What JSON can hold of a placement."""
    stored: dict[str, Any] = {"crs": placement.crs, "datum": placement.datum}
    if placement.affine is not None:
        affine = placement.affine
        stored["affine"] = [affine.a, affine.b, affine.c, affine.d, affine.e, affine.f]
    else:
        stored["control_points"] = [list(point) for point in placement.control_points]
    return stored


def placement_from_dict(stored: Mapping[str, Any]) -> Placement:
    """The reverse. Raises UserError where something is missing, no number, or an unknown datum."""
    try:
        rows = [stored["affine"]] if "affine" in stored else stored["control_points"]
        numbers = [tuple(float(number) for number in row) for row in rows]
        crs, datum = str(stored.get("crs", MERCATOR)), str(stored.get("datum", "wgs84"))
        if datum not in DATUMS or not all(np.isfinite(row).all() for row in numbers):
            raise ValueError(datum)
        if "affine" in stored:
            return Placement(affine=Affine(*numbers[0]), crs=crs, datum=datum)
        points = tuple((column, line, x, y) for column, line, x, y in numbers)
    except (KeyError, TypeError, ValueError):
        raise UserError(
            _("The stored placement of the picture is not understood. Place it again.")
        ) from None
    return Placement(control_points=points, crs=crs, datum=datum)


def from_mercator(points: Floats, crs: str, datum: str = "wgs84") -> Floats:
    """The inverse of ``to_mercator``: EPSG:3857 metres on WGS-84 ``(n, 2)`` to coordinates of an
    EPSG code and datum. Raises UserError for an unknown code and points it does not reach."""
    metres = np.asarray(points, dtype=np.float64)
    if crs == MERCATOR and datum in ("wgs84", "cgcs2000"):
        return metres
    lonlat = from_wgs84(to_lonlat(metres), datum)
    if crs == DEGREES:
        return lonlat
    if crs == MERCATOR:
        return to_xy(lonlat)
    x, y = _transformer(crs).transform(lonlat[:, 0], lonlat[:, 1], direction="INVERSE")
    found = np.column_stack([x, y])
    if not np.isfinite(found).all():
        raise _out_of_reach(crs)
    return found
