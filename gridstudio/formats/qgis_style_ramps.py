"""Colour ramps as QGIS writes them; ramps are named here and are lists of colours there."""

from __future__ import annotations

from collections.abc import Mapping

from gridstudio.formats.qgis_style_words import color_and_alpha, finite, qgis_color

# Nine colours at even distances. All but the greys are matplotlib's (in the public domain, CC0).
RAMPS = {
    "viridis": "440154 472c7c 3b528b 2c728e 21908d 28ae80 5dc963 abdc32 fde725",
    "magma": "000004 1d1047 50127b 822581 b6377a e65164 fb8761 fec387 fcfdbf",
    "inferno": "000004 210c4a 570f6e 89226a bb3755 e35932 f98d0a f9ca32 fcffa4",
    "plasma": "0d0887 4c03a1 7e03a8 a92396 cb4778 e66b5d f89541 fdc328 f0f921",
    "cividis": "00204d 06366e 414d6b 61646f 7d7c78 9c9577 beaf6f e1cc5d ffea46",
    "greys": "fafafa dbdbdb bdbdbd 9e9e9e 808080 616161 424242 242424 050505",
}

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
