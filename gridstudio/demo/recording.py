"""An NMEA recording of a survey: a walk through town, then a drive along a trunk road.

Sentences as NMEA 0183 4.0 receivers send them at 1 Hz: GGA, GSA, GSV, RMC with checksums.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce

import numpy as np
import shapely

from gridstudio.demo.land import Land
from gridstudio.demo.plane import Floats, to_degrees

START = datetime(2026, 5, 18, 1, 30, tzinfo=UTC)
_SEARCHING_S, _WALK_S, _DRIVE_S = 8, 540, 480
_WALK_MPS, _DRIVE_MPS = 1.35, 13.5
_SATELLITES = ((2, 61, 44), (5, 35, 118), (9, 22, 205), (12, 74, 310), (15, 18, 62),
               (21, 43, 164), (25, 51, 271), (29, 12, 333))  # fmt: skip
"""Number, elevation and azimuth in degrees."""


def nmea_recording(land: Land, chance: np.random.Generator) -> bytes:
    """About seventeen minutes, the first seconds of them without a fix."""
    path = _path(land)
    xy, noise = path, np.zeros(2)
    lines: list[str] = []
    for second in range(_SEARCHING_S):
        lines += _epoch(START + timedelta(seconds=second), None, 0.0, 0.0, chance)
    for second, point in enumerate(xy):
        noise = 0.92 * noise + chance.normal(0.0, 0.55, 2)  # a receiver wanders slowly
        step = path[min(second + 1, len(path) - 1)] - point
        speed_mps = float(np.hypot(*step))
        course_deg = float(np.degrees(np.arctan2(step[0], step[1])) % 360)
        moment = START + timedelta(seconds=_SEARCHING_S + second)
        lines += _epoch(moment, to_degrees(point + noise), speed_mps, course_deg, chance)
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _path(land: Land) -> Floats:
    """One point per second, metres of the plane."""
    market = shapely.Point(350.0, 300.0)
    streets = [street for street in land.settlements[0].streets if street.category == "street"]
    long = [street.geometry for street in streets if street.geometry.length > 900.0]
    walk = min(long, key=lambda line: line.distance(market))
    start = max(0.0, min(walk.project(market), walk.length - _WALK_MPS * _WALK_S))
    walked = _along(walk, start, _WALK_MPS, _WALK_S)
    drive = _way_out(land)
    joined = drive.project(shapely.Point(walked[-1]))
    driven = _along(drive, joined, _DRIVE_MPS, _DRIVE_S)
    gap = driven[0] - walked[-1]
    steps = max(2, int(np.hypot(*gap) / _WALK_MPS / 4))
    across = walked[-1] + gap * np.linspace(0, 1, steps, endpoint=False)[1:, None]
    return np.vstack([walked, across, driven])


def _way_out(land: Land) -> shapely.LineString:
    """The longest trunk road with its street in town, from the far side of town outwards."""
    road = max(
        (road.geometry for road in land.roads if road.category == "trunk"),
        key=lambda line: float(line.length),
    )
    outwards = shapely.get_coordinates(road)
    streets = [s.geometry for s in land.settlements[0].streets if s.category == "trunk"]
    inner = min(streets, key=lambda line: float(line.distance(shapely.Point(outwards[0]))))
    through = shapely.get_coordinates(inner)
    if np.hypot(*(through[0] - outwards[0])) < np.hypot(*(through[-1] - outwards[0])):
        through = through[::-1]
    return shapely.LineString(np.vstack([through, outwards[1:]]))


def _along(line: shapely.LineString, start_m: float, speed_mps: float, seconds: int) -> Floats:
    distances = np.clip(start_m + speed_mps * np.arange(seconds), 0.0, line.length)
    points: Floats = shapely.get_coordinates(shapely.line_interpolate_point(line, distances))
    return points


def _epoch(
    moment: datetime,
    lonlat: Floats | None,
    speed_mps: float,
    course_deg: float,
    chance: np.random.Generator,
) -> list[str]:
    clock, date = moment.strftime("%H%M%S.000"), moment.strftime("%d%m%y")
    strengths = [int(chance.integers(18, 46)) for _satellite in _SATELLITES]
    views = [
        f"{number:02d},{elevation:02d},{azimuth:03d},{strength:02d}"
        for (number, elevation, azimuth), strength in zip(_SATELLITES, strengths, strict=True)
    ]
    gsv = [f"GPGSV,2,{page + 1},08," + ",".join(views[4 * page : 4 * page + 4]) for page in (0, 1)]
    if lonlat is None:
        fixless = [f"GPGGA,{clock},,,,,0,00,99.9,,M,,M,,", "GPGSA,A,1,,,,,,,,,,,,,99.9,99.9,99.9"]
        return [_sentence(text) for text in (*fixless, *gsv, f"GPRMC,{clock},V,,,,,,,{date},,,N")]
    used = [f"{satellite[0]:02d}" for satellite in _SATELLITES if chance.uniform() < 0.93]
    hdop = round(0.9 + 2.2 / max(len(used) - 3, 1) + float(chance.uniform(0, 0.2)), 1)
    differential = len(used) >= 8
    lat, lon = _degrees(float(lonlat[1]), 2, "NS"), _degrees(float(lonlat[0]), 3, "EW")
    height = 742.0 + float(chance.normal(0, 1.5))
    quality, mode = (2, "D") if differential else (1, "A")
    knots = speed_mps / 0.514444
    body = [
        f"GPGGA,{clock},{lat},{lon},{quality},{len(used):02d},{hdop},{height:.1f},M,-28.0,M,,",
        f"GPGSA,A,3,{','.join(used + [''] * (12 - len(used)))},{hdop * 1.6:.1f},{hdop},"
        f"{hdop * 1.2:.1f}",
        *gsv,
        f"GPRMC,{clock},A,{lat},{lon},{knots:.2f},{course_deg:.2f},{date},,,{mode}",
    ]
    return [_sentence(text) for text in body]


def _degrees(value: float, digits: int, signs: str) -> str:
    """Degrees and minutes as NMEA writes them: ddmm.mmmmm,N."""
    whole = int(abs(value))
    minutes = (abs(value) - whole) * 60
    return f"{whole:0{digits}d}{minutes:08.5f},{signs[value < 0]}"


def _sentence(body: str) -> str:
    checksum = reduce(lambda total, letter: total ^ ord(letter), body, 0)
    return f"${body}*{checksum:02X}"
