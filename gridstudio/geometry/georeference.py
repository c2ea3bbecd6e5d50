"""Where a picture of a map lies: its coordinate system, and its way to EPSG:3857."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from gridstudio.errors import UserError
from gridstudio.geometry.affine import Affine, Floats, pixel_grid
from gridstudio.geometry.control_points import fit
from gridstudio.geometry.datum import CHINA, DATUMS, from_wgs84, to_wgs84
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.picture_mesh import fit_over
from gridstudio.i18n import _

MERCATOR, DEGREES = "EPSG:3857", "EPSG:4326"


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


def in_mercator(
    affine: Affine, size_px: tuple[int, int], crs: str, datum: str = "wgs84"
) -> tuple[Affine, float]:
    """The nearest affine to EPSG:3857 on WGS-84, and how many true metres it is off at most.

    Raises UserError as ``to_mercator``, and where the picture has no area.
    """
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
