"""Select by a rectangle, a lasso or a circle. Each goes on until it is closed.

The keys held when the hand lets go say how the choice is joined with the selection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gridstudio.domain.selection import Mode, mode_of
from gridstudio.geometry.geodesic import circle as circle_around
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.regions import Box, Circle, Loop, Region
from gridstudio.i18n import _, sentences
from gridstudio.tools.figures import length_words
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Points, Tool

CLICK_PX = 4.0
FREEHAND_PX = 3.0
CLOSE_PX = 10.0
Spot = tuple[float, float]


@dataclass(frozen=True)
class Choosing:
    """What comes of a gesture: ``region`` takes ground, ``spot`` a click that drew none (metres,
    EPSG:3857); both return a sentence on what is selected now."""

    region: Callable[[Region, Mode], str]
    spot: Callable[[Spot, Mode], str]


def rectangle(choosing: Choosing) -> Tool:
    """Drag a rectangle; a click selects what is under it."""
    start: Spot | None = None
    hint = sentences(_("Drag a rectangle."), _keys())
    said = ""
    overlay = Overlay(hint=hint)
    while True:
        event = yield overlay
        if event.kind == "press" and event.button == "left":
            start, said = event.xy, ""
        elif event.kind == "release" and start is not None:
            if _is_click(start, event):
                said = choosing.spot(event.xy, _mode(event))
            else:
                said = choosing.region(Box(_bounds(start, event.xy)), _mode(event))
            start = None
        rings = () if start is None else (_corners(start, event.xy),)
        overlay = Overlay(rings=rings, hint=said or hint)


def circle(choosing: Choosing) -> Tool:
    """Press on the middle and drag, or click the middle and then the rim."""
    middle: Spot | None = None
    held = False
    hint = sentences(_("Drag a circle from its middle."), _keys())
    said = ""
    overlay = Overlay(hint=hint)
    while True:
        event = yield overlay
        done = False
        if event.kind == "press" and event.button == "left":
            done, held = middle is not None, middle is None
            if middle is None:
                middle, said = event.xy, ""
        elif event.kind == "release" and held and middle is not None:
            held, done = False, not _is_click(middle, event)
        elif event.kind == "key" and event.key == "Backspace":
            middle, held = None, False
        if done and middle is not None:
            said = choosing.region(_circle(middle, event.xy), _mode(event))
            middle = None
        overlay = Overlay(hint=said or hint)
        if middle is not None:
            overlay = _circle_overlay(_circle(middle, event.xy), event.xy, hint)


def lasso(choosing: Choosing) -> Tool:
    """Draw round with the button held, or click corner after corner; Enter, a double-click, a
    right-click or the first corner closes the corners."""
    corners: list[Spot] = []
    path: list[Spot] | None = None
    hint = sentences(_("Draw round what you want, or click corners."), _keys())
    said = ""
    overlay = Overlay(hint=hint)
    while True:
        event = yield overlay
        ring: list[Spot] | None = None
        if _closes(event, corners):
            ring, corners, path = corners, [], None
        elif event.kind == "press" and event.button == "left":
            said = ""
            path = [] if corners else [event.xy]
            if corners:
                corners.append(event.xy)
        elif event.kind == "move" and path:
            if _away(path[-1], event.xy) >= FREEHAND_PX * event.metre_per_px:
                path.append(event.xy)
        elif event.kind == "release" and path:
            if len(path) > 2:
                ring = path
            else:
                corners.append(path[0])
            path = None
        elif event.kind == "key" and event.key == "Backspace":
            corners = corners[:-1]
        if ring is not None:
            said = choosing.region(Loop(np.array(ring)), _mode(event))
        overlay = _lasso_overlay(path or corners, corners, event, said or hint)


def _closes(event: MapEvent, corners: list[Spot]) -> bool:
    if len(corners) < 3:
        return False
    if event.kind == "double_click" or (event.kind == "key" and event.key == "Enter"):
        return True
    if event.kind != "press":
        return False
    near = _away(corners[0], event.xy) <= CLOSE_PX * event.metre_per_px
    return event.button == "right" or (event.button == "left" and near)


def _lasso_overlay(drawn: list[Spot], corners: list[Spot], event: MapEvent, hint: str) -> Overlay:
    if not drawn:
        return Overlay(hint=hint)
    line: Points = np.array([*drawn, event.xy])
    nodes = tuple(corners)
    if len(line) < 3:
        return Overlay(lines=(line,), nodes=nodes, hint=hint)
    return Overlay(rings=(line,), nodes=nodes, hint=hint)


def _circle(middle: Spot, rim: Spot) -> Circle:
    ends = to_lonlat(np.array([middle, rim]))
    lon, lat = ends[0].tolist()
    return Circle(lon, lat, length_m(ends))


def _circle_overlay(chosen: Circle, rim: Spot, hint: str) -> Overlay:
    middle = to_xy(np.array([chosen.lon, chosen.lat]))
    if chosen.radius_m <= 0:
        return Overlay(nodes=(tuple(middle.tolist()),), hint=hint)
    around = to_xy(circle_around(chosen.lon, chosen.lat, chosen.radius_m))
    radius = np.array([middle, rim])
    x, y = radius.mean(axis=0).tolist()
    return Overlay(
        lines=(radius,),
        rings=(around,),
        nodes=(tuple(middle.tolist()),),
        labels=(Mark((x, y), length_words(chosen.radius_m)),),
        hint=hint,
    )


def _keys() -> str:
    return _("Shift adds, Alt removes, both keep what is in both. Esc ends.")


def _mode(event: MapEvent) -> Mode:
    return mode_of(shift=event.shift, alt=event.alt, control=event.control)


def _is_click(start: Spot, event: MapEvent) -> bool:
    return _away(start, event.xy) <= CLICK_PX * event.metre_per_px


def _away(one: Spot, other: Spot) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


def _bounds(one: Spot, other: Spot) -> tuple[float, float, float, float]:
    west, east = sorted((one[0], other[0]))
    south, north = sorted((one[1], other[1]))
    return west, south, east, north


def _corners(one: Spot, other: Spot) -> Points:
    west, south, east, north = _bounds(one, other)
    return np.array([[west, south], [east, south], [east, north], [west, north]])
