"""Dragging a distance, by lists of events."""

from __future__ import annotations

import pytest

from gridstudio.geometry.measuring import legs
from gridstudio.geometry.rings import Point
from gridstudio.tools.figures import length_words
from gridstudio.tools.reach import Reaching, reach
from tests.tools.events import move, played, press, release


class Heard:
    """What a drag said."""

    def __init__(self, source: Point | None = (112.0, 35.0)) -> None:
        self.source = source
        self.pressed: list[Point] = []
        self.pulled: list[tuple[float, bool]] = []
        self.reaching = Reaching(
            self.pressed.append,
            self.nearest,
            lambda distance_m, last: self.pulled.append((distance_m, last)),
        )

    def nearest(self, place: Point) -> tuple[float, Point] | None:
        if self.source is None:
            return None
        return legs([self.source, place]).total_m, self.source


def test_a_drag_tells_every_distance_and_the_last() -> None:
    heard = Heard()
    events = [press(112.1, 35.0), move(112.2, 35.0), move(112.3, 35.0), release(112.3, 35.0)]
    overlays = played(reach(heard.reaching, "Drag."), events)
    far = [legs([(112.0, 35.0), (lon, 35.0)]).total_m for lon in (112.2, 112.3)]
    assert heard.pulled == [
        (pytest.approx(far[0]), False),
        (pytest.approx(far[1]), False),
        (pytest.approx(far[1]), True),
    ]
    assert heard.pressed == [pytest.approx((112.1, 35.0))]
    assert overlays[2].labels[0].text == length_words(far[0]) and len(overlays[2].lines) == 1
    assert overlays[0].hint == "Drag." and overlays[3].hint.startswith("Within ")
    assert not overlays[-1].lines


def test_a_click_keeps_the_distance() -> None:
    heard = Heard()
    events = [press(112.1, 35.0), move(112.1003, 35.0), release(112.1003, 35.0), move(112.3, 35.0)]
    played(reach(heard.reaching, "Drag."), events)
    assert heard.pressed and not heard.pulled


def test_without_a_source_nothing_is_pulled() -> None:
    heard = Heard(source=None)
    events = [press(112.1, 35.0), move(112.2, 35.0), release(112.2, 35.0)]
    assert not any(overlay.lines for overlay in played(reach(heard.reaching, ""), events))
    assert not heard.pulled
