"""Pulling a box, told as a list of events."""

from __future__ import annotations

import pytest

from gridstudio.geometry.rings import Point
from gridstudio.tools.gesture import EventKind, MapEvent
from gridstudio.tools.zoom_box import zoom_box


def event(kind: EventKind, x: float, y: float) -> MapEvent:
    return MapEvent(kind, (x, y), 10.0, "left" if kind != "move" else "")


def pulled(*events: MapEvent) -> list[tuple[Point, Point]]:
    shown: list[tuple[Point, Point]] = []
    tool = zoom_box(lambda first, second: shown.append((first, second)))
    next(tool)
    with pytest.raises(StopIteration):
        for one in events:
            tool.send(one)
    return shown


def test_a_drag_shows_the_box_between_its_ends() -> None:
    moves = event("move", 5, 5), event("press", 100, 100), event("move", 300, 50)
    assert pulled(*moves, event("release", 900, -400)) == [((100, 100), (900, -400))]


def test_a_click_gives_up() -> None:
    assert pulled(event("press", 100, 100), event("release", 120, 110)) == []


def test_the_box_is_seen_while_it_is_pulled() -> None:
    tool = zoom_box(lambda _first, _second: None)
    assert next(tool).rings == ()
    tool.send(event("press", 0, 0))
    (ring,) = tool.send(event("move", 50, 80)).rings
    assert ring.tolist() == [[0, 0], [50, 0], [50, 80], [0, 80], [0, 0]]
    tool.close()
