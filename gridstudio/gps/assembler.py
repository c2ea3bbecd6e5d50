"""Sentences of one moment become one epoch.

An epoch closes when the time of day changes. Once two cycles have shown which sentence comes last,
it closes right after that one, so that a live position is not a second late.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from gridstudio.gps.epoch import Epoch, estimated_accuracy_m

MPS_PER_KNOT = 0.514444
SIMULATED = 8
ROLLOVER = timedelta(weeks=1024)
_TIMED = {"GGA", "GNS", "RMC", "GLL", "ZDA", "GST"}
_POSITIONED = {"GGA", "GNS", "RMC", "GLL"}
_GNS_QUALITY = {"A": 1, "D": 2, "P": 3, "R": 4, "F": 5, "E": 6, "M": 7, "S": 8}


class Assembler:
    """Collects the sentences of one moment."""

    def __init__(self, live_since: datetime | None) -> None:
        self._live_since = live_since
        self._facts: dict[str, Any] = {}
        self._clock: time | None = None
        self._date: date | None = None
        self._cycle: list[str] = []
        self._last_type = ""
        self._learned = ""
        self._closed_clock: time | None = None
        self._views: dict[str, int] = {}

    def add(self, message: Any) -> Epoch | None:
        """Take a sentence; returns the epoch that it completes."""
        kind = message.sentence_type
        clock = getattr(message, "timestamp", None) if kind in _TIMED else None
        finished = None
        if isinstance(clock, time):
            clock = clock.replace(tzinfo=None)
            if self._clock is not None and clock != self._clock:
                self._learn()
                finished = self._close()
            if clock == self._closed_clock and kind in _POSITIONED and not self._facts:
                # It came after the sentence that was thought to be the last: learn anew.
                self._learned = ""
            self._advance(clock)
        getattr(self, f"_add_{kind.lower()}")(message)
        self._cycle.append(kind)
        if finished is None and self._learned and kind == self._learned and self._clock is not None:
            finished = self._close()
        return finished

    def flush(self) -> Epoch | None:
        """What has been collected so far, if it says anything about a position."""
        return self._close()

    def _advance(self, clock: time) -> None:
        before = self._clock or self._closed_clock
        if before is not None and self._date is not None and _hours(clock) + 12 < _hours(before):
            self._date += timedelta(days=1)  # midnight, until a date says so itself
        self._clock = clock

    def _learn(self) -> None:
        """The cycle's last sentence, once it was the same twice running."""
        if not self._cycle:
            return
        last = self._cycle[-1]
        repeats = self._cycle.count(last) > 1
        self._learned = last if last == self._last_type and not repeats else ""
        self._last_type = last

    def _close(self) -> Epoch | None:
        facts, clock = self._facts, self._clock
        self._facts, self._cycle = {}, []
        self._clock, self._closed_clock = None, clock or self._closed_clock
        if "located" not in facts:
            return None
        quality = int(facts.get("quality", 1 if facts.get("lat") is not None else 0))
        # A simulating receiver marks its RMC invalid and its GGA simulated: the quality tells.
        valid = facts.get("valid", True) or quality == SIMULATED
        fixed = quality > 0 and facts.get("lat") is not None and valid
        if not fixed:
            quality = 0
        hdop = facts.get("hdop")
        mode = int(facts.get("mode", 2 if facts.get("alt_m") is None else 3))
        accuracy = facts.get("accuracy_m") or estimated_accuracy_m(quality, hdop)
        return Epoch(
            time=self._moment(clock),
            lat=facts.get("lat") if fixed else None,
            lon=facts.get("lon") if fixed else None,
            alt_m=facts.get("alt_m") if fixed else None,
            mode=mode if fixed else 0,
            quality=quality,
            satellites_used=facts.get("used"),
            satellites_in_view=sum(self._views.values()) or None,
            hdop=hdop,
            speed_mps=facts.get("speed_mps") if fixed else None,
            course_deg=facts.get("course_deg") if fixed else None,
            accuracy_m=accuracy if fixed else None,
        )

    def _moment(self, clock: time | None) -> datetime | None:
        if clock is None or self._date is None:
            return None
        moment = datetime.combine(self._date, clock, UTC)
        if self._live_since is not None:
            # A receiver whose week counter ran over is 19.6 years back, or twice that.
            while moment + ROLLOVER / 2 < self._live_since:
                moment += ROLLOVER
        return moment

    # --- one method per sentence

    def _add_gga(self, message: Any) -> None:
        quality = _integer(message.gps_qual)
        self._facts["located"] = True
        if quality is None:
            quality = 1 if message.lat else 0
        self._facts["quality"] = quality
        used, hdop = _integer(message.num_sats), _number(message.horizontal_dil)
        self._facts |= {key: v for key, v in (("used", used), ("hdop", hdop)) if v is not None}
        if quality > 0:
            self._place(message)
            self._facts["alt_m"] = _number(message.altitude)

    def _add_gns(self, message: Any) -> None:
        self._facts["located"] = True
        modes = str(message.mode_indicator or "")
        quality = max((_GNS_QUALITY.get(letter, 0) for letter in modes), default=0)
        self._facts.setdefault("quality", quality)
        used, hdop = _integer(message.data[6]), _number(message.data[7])
        self._facts.setdefault("used", used)
        self._facts.setdefault("hdop", hdop)
        if quality > 0:
            self._place(message)
            self._facts.setdefault("alt_m", _number(message.data[8]))

    def _add_rmc(self, message: Any) -> None:
        self._facts["located"] = True
        valid = message.status == "A"
        if isinstance(message.datestamp, date):
            self._date = message.datestamp
        if not valid:
            self._facts.setdefault("valid", False)
            return
        self._facts["valid"] = True
        self._place(message)
        knots, course = _number(message.spd_over_grnd), _number(message.true_course)
        if knots is not None:
            self._facts["speed_mps"] = round(knots * MPS_PER_KNOT, 4)
        if course is not None:
            self._facts["course_deg"] = course

    def _add_gll(self, message: Any) -> None:
        self._facts["located"] = True
        if message.status == "A" or (message.status in ("", None) and message.lat):
            self._place(message)

    def _add_vtg(self, message: Any) -> None:
        kmh, course = _number(message.spd_over_grnd_kmph), _number(message.true_track)
        if kmh is not None:
            self._facts.setdefault("speed_mps", round(kmh / 3.6, 4))
        if course is not None:
            self._facts.setdefault("course_deg", course)

    def _add_zda(self, message: Any) -> None:
        day, month, year = (_integer(message.data[at]) for at in (1, 2, 3))
        if day and month and year:
            self._date = date(year, month, day)

    def _add_gsa(self, message: Any) -> None:
        mode = _integer(message.mode_fix_type)
        if mode in (2, 3):
            self._facts["mode"] = max(mode, self._facts.get("mode", 0))
        hdop = _number(message.data[15]) if len(message.data) > 15 else None
        if hdop is not None and self._facts.get("hdop") is None:
            self._facts["hdop"] = hdop

    def _add_gsv(self, message: Any) -> None:
        # Only the count is wanted, which no field after it can spoil (signal ids of NMEA 4.10).
        in_view = _integer(message.data[2]) if len(message.data) > 2 else None
        if in_view is not None:
            self._views[message.talker] = in_view

    def _add_gst(self, message: Any) -> None:
        north, east = (_number(message.data[at]) for at in (5, 6))
        if north is not None and east is not None:
            self._facts["accuracy_m"] = round(math.hypot(north, east), 3)

    def _place(self, message: Any) -> None:
        if not message.lat or not message.lon:
            return
        lat, lon = float(message.latitude), float(message.longitude)
        if abs(lat) > 90 or abs(lon) > 180 or (lat == 0.0 and lon == 0.0):
            return
        # GGA has the most decimals with many receivers; what came first stays.
        self._facts.setdefault("lat", round(lat, 9))
        self._facts.setdefault("lon", round(lon, 9))


def _hours(clock: time) -> float:
    return clock.hour + clock.minute / 60


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _integer(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None else None
