"""Where on the map: a view, and views that were given names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MapPlace:
    """A view of the map: its middle in degrees WGS-84, and EPSG:3857 metres per pixel."""

    lon: float
    lat: float
    metre_per_px: float

    def near(self, other: MapPlace) -> bool:
        """Whether nobody would see a difference: the same scale, less than three pixels away."""
        if not math.isclose(self.metre_per_px, other.metre_per_px, rel_tol=1e-6):
            return False
        degrees = 3 * self.metre_per_px / 111_320
        return abs(self.lon - other.lon) < degrees and abs(self.lat - other.lat) < degrees

    def to_json(self) -> dict[str, float]:
        return {"lon": self.lon, "lat": self.lat, "metre_per_px": self.metre_per_px}

    @classmethod
    def from_json(cls, stored: Any) -> MapPlace | None:
        """None where what is stored is no view: the file may have been written by anyone."""
        try:
            lon, lat, scale = (float(stored[key]) for key in ("lon", "lat", "metre_per_px"))
        except (TypeError, KeyError, ValueError):
            return None
        sound = abs(lon) <= 180 and abs(lat) <= 90 and 0 < scale < math.inf
        return cls(lon, lat, scale) if sound else None


@dataclass(frozen=True)
class Bookmark:
    """A view with a name."""

    name: str
    place: MapPlace
