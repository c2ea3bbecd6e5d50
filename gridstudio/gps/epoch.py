"""One position of a receiver, with how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridstudio.i18n import _

USER_RANGE_ERROR_M = {1: 5.0, 2: 2.5, 3: 5.0, 4: 0.02, 5: 0.4, 6: 15.0}
"""One-sigma range error by GGA quality, which times HDOP gives the horizontal error.

5 m for a single-frequency receiver: GPS Standard Positioning Service Performance Standard (2020),
appendix B; 2.5 m with SBAS; centimetres for a fixed, decimetres for a floating ambiguity.
"""


@dataclass(frozen=True)
class Epoch:
    """A position epoch. ``lat`` and ``lon`` (degrees WGS-84) are None without a fix.

    ``mode`` is 0 (none), 2 or 3; ``quality`` GGA's indicator (0 none, 1 GPS, 2 differential, 4 RTK
    fixed, 5 RTK float, 6 dead reckoning, 8 simulated); ``accuracy_m`` the estimated horizontal
    error, one sigma; ``satellites_in_view`` counts those the receiver hears of.
    """

    time: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    alt_m: float | None = None
    mode: int = 0
    quality: int = 0
    satellites_used: int | None = None
    satellites_in_view: int | None = None
    hdop: float | None = None
    speed_mps: float | None = None
    course_deg: float | None = None
    accuracy_m: float | None = None

    @property
    def has_fix(self) -> bool:
        return self.lat is not None and self.lon is not None

    def to_json(self) -> dict[str, Any]:
        """The object that ``gps read --json`` prints."""
        time = None
        if self.time is not None:
            time = self.time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "time": time,
            "lat": self.lat,
            "lon": self.lon,
            "alt_m": self.alt_m,
            "mode": self.mode,
            "quality": self.quality,
            "satellites_used": self.satellites_used,
            "hdop": self.hdop,
            "speed_mps": self.speed_mps,
            "course_deg": self.course_deg,
        }


def estimated_accuracy_m(quality: int, hdop: float | None) -> float | None:
    """Horizontal error from quality and dilution; None where the receiver gives no HDOP."""
    if hdop is None or quality == 0 or hdop <= 0 or hdop >= 50:
        return None
    return round(USER_RANGE_ERROR_M.get(quality, 5.0) * hdop, 3)


def grade(epoch: Epoch) -> str:
    """How good a position is: none, poor, fair, good or rtk."""
    if not epoch.has_fix:
        return "none"
    if epoch.quality in (4, 5):
        return "rtk"
    if epoch.mode == 2 or epoch.quality in (6, 8):
        return "poor"
    hdop = epoch.hdop
    if hdop is None:
        return "fair"
    return "good" if hdop <= 2.0 else "fair" if hdop <= 5.0 else "poor"


def words(epoch: Epoch) -> str:
    """The grade as a sentence for the user."""
    satellites = epoch.satellites_used
    if satellites is None:
        satellites = 0
    sentences = {
        "none": _("No position yet: the receiver hears {n} satellites. Go under open sky."),
        "poor": _("Poor position ({n} satellites): wait, or step away from walls."),
        "fair": _("Fair position, {n} satellites."),
        "good": _("Good position, {n} satellites."),
        "rtk": _("Survey-grade position (RTK), {n} satellites."),
    }
    key = grade(epoch)
    heard = epoch.satellites_in_view or 0 if key == "none" else satellites
    return sentences[key].format(n=heard)
