"""Colour ramps as QGIS writes them; ramps are named here and are lists of colours there."""

from __future__ import annotations

from collections.abc import Mapping

from gridstudio.domain.ramps import RAMPS
from gridstudio.qgis_style.words import color_and_alpha, finite, qgis_color

Stop = tuple[float, tuple[int, ...]]


def ramp_properties(name: str, *, clear_start: bool) -> dict[str, str]:
    """QGIS's properties of a gradient. An unknown name bears the colours of viridis.

    ``clear_start`` makes the lowest colour transparent: QGIS paints a heat map's zero with it, all
    over the map.
    """
    colors = ["#" + color for color in RAMPS.get(name, RAMPS["viridis"]).split()]
    last = len(colors) - 1
    return {
        "color1": qgis_color(colors[0], 0 if clear_start else 255),
        "color2": qgis_color(colors[-1]),
        "discrete": "0",
        "rampType": "gradient",
        "stops": ":".join(
            f"{at / last};{qgis_color(colors[at])}" for at in range(1, last) if at < last
        ),
    }


def ramp_name(properties: Mapping[str, str]) -> str:
    """The known ramp whose colours are nearest to a gradient's; "viridis" where there is none."""
    if "color1" not in properties or "color2" not in properties:
        return "viridis"
    stops = _stops(properties)
    sampled = [_color_at(stops, at / 8) for at in range(9)]
    return min(RAMPS, key=lambda name: _distance(sampled, RAMPS[name]))


def _stops(properties: Mapping[str, str]) -> list[Stop]:
    stops = [(0.0, _rgb(properties["color1"])), (1.0, _rgb(properties["color2"]))]
    for stop in filter(None, properties.get("stops", "").split(":")):
        at, _separator, color = stop.partition(";")
        # Later versions append the way between stops (";rgb;ccw") and, from 3.38 on, the colour
        # once more (",rgb:1,0,1,1"), which this cuts apart: such a piece is no stop.
        if color.count(",") >= 2:
            stops.append((finite(at), _rgb(color.partition(";")[0])))
    return sorted(stops)


def _rgb(text: str) -> tuple[int, ...]:
    """Without alpha, which tells nothing of the ramp."""
    color, _alpha = color_and_alpha(",".join(text.split(",")[:3]))
    return tuple(bytes.fromhex(color[1:]))


def _color_at(stops: list[Stop], at: float) -> tuple[float, ...]:
    for (begin, first), (end, second) in zip(stops, stops[1:], strict=False):
        if begin <= at <= end:
            share = (at - begin) / (end - begin) if end > begin else 0.0
            return tuple(a + (b - a) * share for a, b in zip(first, second, strict=True))
    return tuple(map(float, stops[-1][1]))


def _distance(sampled: list[tuple[float, ...]], ramp: str) -> float:
    known = [bytes.fromhex(color) for color in ramp.split()]
    return sum(
        (a - b) ** 2
        for one, other in zip(sampled, known, strict=True)
        for a, b in zip(one, other, strict=True)
    )
