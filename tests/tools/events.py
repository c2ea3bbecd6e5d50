"""Events as the map sends them to tools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from gridstudio.geometry.mercator import to_xy
from gridstudio.tools.gesture import EventKind, MapEvent, Overlay, Tool

METRE_PER_PX = 20.0


def at(kind: EventKind, lon: float, lat: float, *, button: str = "left", **held: Any) -> MapEvent:
    """An event at degrees, seen at 20 metres a pixel."""
    x, y = to_xy(np.array([lon, lat])).tolist()
    return MapEvent(kind, (x, y), METRE_PER_PX, button, **held)  # type: ignore[arg-type]


def press(lon: float, lat: float, **held: Any) -> MapEvent:
    return at("press", lon, lat, **held)


def move(lon: float, lat: float, **held: Any) -> MapEvent:
    return at("move", lon, lat, button="", **held)


def release(lon: float, lat: float, **held: Any) -> MapEvent:
    return at("release", lon, lat, **held)


def drag(lon: float, lat: float, **more: Any) -> MapEvent:
    """A move with the left button down."""
    return at("move", lon, lat, button="", held=True, **more)


def rest(lon: float, lat: float) -> MapEvent:
    """The hand is still after such a move."""
    return at("move", lon, lat, button="", held=True, rests=True)


def key(name: str, lon: float = 112.2, lat: float = 35.1) -> MapEvent:
    return at("key", lon, lat, button="", key=name)


def played(tool: Tool, events: Iterable[MapEvent]) -> list[Overlay]:
    """The overlays of a tool that does not end by itself."""
    return [next(tool), *(tool.send(event) for event in events)]


def ended(tool: Tool, events: Iterable[MapEvent]) -> str:
    """The notice of a tool that ends with the last of the events."""
    next(tool)
    *before, last = events
    for event in before:
        tool.send(event)
    try:
        overlay = tool.send(last)
    except StopIteration as end:
        return str(end.value)
    raise AssertionError(f"the tool goes on: {overlay.refusal or overlay.hint}")
