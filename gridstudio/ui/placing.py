"""Placing a picture of a map: what has been set so far, and what it makes of the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gridstudio.errors import UserError
from gridstudio.formats.typed_place import typed_place
from gridstudio.geometry.affine import Affine, from_corners, pixel_grid
from gridstudio.geometry.control_points import bad_point, leave_one_out
from gridstudio.geometry.datum import from_wgs84, to_wgs84
from gridstudio.geometry.georeference import (
    DEGREES,
    Placement,
    from_mercator,
    in_mercator,
    to_mercator,
)
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.i18n import _, ngettext

METHODS = ("points", "corners", "file")
ENOUGH = 3
"""Control points that say where a picture lies; from the fourth on they can contradict."""


@dataclass(frozen=True)
class Point:
    """A control point: a pixel (its outer corner is -0.5, -0.5), and coordinates in the system and
    datum of the draft. ``clicked`` ones were set on the map, so that they stay there when the datum
    changes; of typed ones the numbers stay."""

    column: float
    line: float
    x: float
    y: float
    clicked: bool = False


@dataclass(frozen=True)
class Fit:
    """How well control points agree: true metres each; ``left_out`` is how far a point lies from
    where the others put it (NaN where that is not determined); ``worst`` and ``bad`` are numbers of
    points, None where there is none to name."""

    residuals: tuple[float, ...]
    left_out: tuple[float, ...]
    worst: int | None
    bad: int | None

    @property
    def mean_m(self) -> float:
        """The root of the mean square."""
        return float(np.sqrt(np.mean(np.square(self.residuals)))) if self.residuals else 0.0


@dataclass(frozen=True)
class Draft:
    """``method`` is one of METHODS; ``stated`` and ``stated_crs`` are what the file itself says."""

    size: tuple[int, int]
    method: str = "points"
    crs: str = DEGREES
    datum: str = "wgs84"
    points: tuple[Point, ...] = ()
    corners: tuple[tuple[float, float], ...] = ()
    stated: Affine | None = None

    def placement(self) -> Placement:
        """Where the picture lies so far. Raises UserError with what is missing."""
        if self.method == "file" and self.stated is not None:
            return Placement(self.stated, crs=self.crs, datum=self.datum)
        if self.method == "corners":
            return self._between_corners()
        missing = ENOUGH - len(self.points)
        if missing > 0:
            raise UserError(_still_missing(missing))
        points = tuple((one.column, one.line, one.x, one.y) for one in self.points)
        return Placement(control_points=points, crs=self.crs, datum=self.datum)

    def fit(self) -> Fit:
        """How well the control points agree. Raises UserError where they allow no map."""
        residuals = tuple(float(one) for one in self.placement().fitted()[1])
        pixels = np.array([(one.column, one.line) for one in self.points])
        places = self.metres()
        left_out = tuple(float(one) for one in leave_one_out(pixels, places))
        most = max(residuals)
        worst = residuals.index(most) if len(residuals) > ENOUGH and most > 0 else None
        return Fit(residuals, left_out, worst, bad_point(pixels, places))

    def metres(self) -> np.ndarray:
        """The control points ``(n, 2)`` in EPSG:3857. Raises UserError."""
        places = np.array([(one.x, one.y) for one in self.points]).reshape(-1, 2)
        return to_mercator(places, self.crs, self.datum)

    def with_point(
        self, pixel: tuple[float, float], place: tuple[float, float], *, clicked: bool = False
    ) -> Draft:
        """One more control point; ``place`` in the draft's system and datum."""
        return replace(self, points=(*self.points, Point(*pixel, *place, clicked)))

    def without(self, number: int) -> Draft:
        return replace(self, points=self.points[:number] + self.points[number + 1 :])

    def moved(self, number: int, place: tuple[float, float]) -> Draft:
        """A control point with other coordinates."""
        point = replace(self.points[number], x=place[0], y=place[1], clicked=False)
        return replace(self, points=(*self.points[:number], point, *self.points[number + 1 :]))

    def in_crs(self, crs: str) -> Draft:
        """In another coordinate system; what has been set stays where it is. Raises UserError."""
        if self.method == "file":
            return replace(self, crs=crs)
        other = replace(self, crs=crs)
        points = tuple(self._carried(one, other) for one in self.points)
        corners = tuple(other.place_of(self._metres_of(one)) for one in self.corners)
        return replace(other, points=points, corners=corners)

    def in_datum(self, datum: str) -> Draft:
        """In another datum: typed coordinates are taken to be of that one. Raises UserError."""
        other = replace(self, datum=datum)
        points = tuple(self._carried(one, other) if one.clicked else one for one in self.points)
        return replace(other, points=points)

    def _carried(self, point: Point, other: Draft) -> Point:
        x, y = other.place_of(self._metres_of((point.x, point.y)))
        return replace(point, x=x, y=y)

    def _metres_of(self, place: tuple[float, float]) -> tuple[float, float]:
        x, y = to_mercator(np.array([place]), self.crs, self.datum)[0].tolist()
        return x, y

    def place_of(self, xy: tuple[float, float]) -> tuple[float, float]:
        """EPSG:3857 metres on the map in the draft's system and datum. Raises UserError."""
        x, y = from_mercator(np.array([xy]), self.crs, self.datum)[0].tolist()
        return x, y

    def in_words(self, place: tuple[float, float]) -> str:
        """Coordinates as they are typed: latitude first where they are degrees."""
        if self.crs == DEGREES:
            return f"{place[1]:.7f}, {place[0]:.7f}"
        return f"{place[0]:.2f}, {place[1]:.2f}"

    def read(self, text: str) -> tuple[float, float]:
        """Coordinates as people type them. Raises UserError with the reason."""
        try:
            return self._degrees(text) if self.crs == DEGREES else _numbers(text)
        except ValueError as error:
            raise UserError(str(error)) from None

    def _degrees(self, text: str) -> tuple[float, float]:
        found = typed_place(text)
        if not found.datum or found.datum == self.datum:
            return found.lon, found.lat
        lon, lat = from_wgs84(to_wgs84([found.lon, found.lat], found.datum), self.datum).tolist()
        return lon, lat

    def _between_corners(self) -> Placement:
        if len(self.corners) < 2:
            raise UserError(_("Give the upper left and the lower right corner of the picture."))
        try:
            affine = from_corners(self.size, self.corners[0], self.corners[1])
        except ValueError as error:
            raise UserError(str(error)) from None
        if affine.a <= 0 or affine.e >= 0:
            raise UserError(_("The lower right corner lies left of the upper left one, or above."))
        return Placement(affine, crs=self.crs, datum=self.datum)


def _numbers(text: str) -> tuple[float, float]:
    parts = text.replace("，", ",").replace(",", " ").split()
    if len(parts) != 2:
        raise ValueError(_("Type two numbers: easting, northing."))
    try:
        x, y = (float(part) for part in parts)
    except ValueError:
        raise ValueError(_("Type two numbers: easting, northing.")) from None
    if not (np.isfinite(x) and np.isfinite(y)):
        raise ValueError(_("Type two numbers: easting, northing."))
    return x, y


def _still_missing(count: int) -> str:
    text = ngettext(
        "{count} more control point is needed.", "{count} more control points are needed.", count
    )
    return text.format(count=count)


def draft_of(placement: Placement, size: tuple[int, int]) -> Draft:
    """A draft to go on from where a picture lies."""
    draft = Draft(size, crs=placement.crs, datum=placement.datum)
    if placement.affine is None:
        return replace(draft, points=tuple(Point(*one) for one in placement.control_points))
    affine = placement.affine
    if affine.b == 0 and affine.d == 0:
        outer = np.array([(-0.5, -0.5), (size[0] - 0.5, size[1] - 0.5)])
        upper, lower = (tuple(one) for one in affine.apply(outer).tolist())
        return replace(draft, method="corners", corners=(upper, lower), stated=affine)
    return replace(draft, method="file", stated=affine)


def zones_near(longitude: float) -> list[tuple[str, str]]:
    """The CGCS2000 systems in zones of three degrees that a place lies in: EPSG code and what to
    call it, with and without the zone's number before the easting (EPSG:4513 to 4554)."""
    zone = round(longitude / 3)
    if not 25 <= zone <= 45:
        return []
    meridian = zone * 3
    with_zone = _("CGCS2000, 3-degree zone {zone}").format(zone=zone)
    without = _("CGCS2000, central meridian {meridian}°E").format(meridian=meridian)
    return [(f"EPSG:{4513 + zone - 25}", with_zone), (f"EPSG:{4534 + zone - 25}", without)]


def agreement(fit: Fit) -> str:
    """How well the points agree, in words."""
    text = _("The points agree to {mean:.2f} m on average, {most:.2f} m at most.").format(
        mean=fit.mean_m, most=max(fit.residuals)
    )
    if len(fit.residuals) == 3:
        text = _("Three points always agree: a fourth one shows whether they are right.")
    if fit.bad is not None:
        more = _("Point {number} is probably set wrong.").format(number=fit.bad + 1)
        text = f"{text} {more}"
    return text


def bounds_of(placement: Placement, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """West, south, east, north of a placed picture in degrees."""
    affine = placement.affine
    if affine is None:
        single = placement.fitted()[0]
    else:
        single, _deviation = in_mercator(affine, size, placement.crs, placement.datum)
    lonlat = to_lonlat(single.apply(pixel_grid(size, 1).reshape(-1, 2)))
    (west, south), (east, north) = lonlat.min(axis=0).tolist(), lonlat.max(axis=0).tolist()
    return west, south, east, north
