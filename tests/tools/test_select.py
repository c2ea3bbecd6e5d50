"""Selecting tools by lists of events."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from gridstudio.domain.selection import Mode
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.regions import Box, Circle, Loop, Region
from gridstudio.tools.select import Choosing, Spot, circle, lasso, rectangle
from tests.tools.events import at, key, move, played, press, release


@dataclass
class Chosen:
    """What the tools chose."""

    regions: list[tuple[Region, Mode]] = field(default_factory=list)
    spots: list[tuple[Spot, Mode]] = field(default_factory=list)

    @property
    def ends(self) -> Choosing:
        def region(ground: Region, mode: Mode) -> str:
            self.regions.append((ground, mode))
            return f"{len(self.regions)} chosen"

        def spot(place: Spot, mode: Mode) -> str:
            self.spots.append((place, mode))
            return "clicked"

        return Choosing(region, spot)


@pytest.fixture
def chosen() -> Chosen:
    return Chosen()


KEYS: list[tuple[dict[str, bool], Mode]] = [
    ({}, "new"),
    ({"shift": True}, "add"),
    ({"alt": True}, "remove"),
    ({"control": True}, "remove"),
    ({"shift": True, "alt": True}, "intersect"),
]


@pytest.mark.parametrize(("held", "mode"), KEYS)
def test_a_rectangle_is_pulled_and_the_keys_held_at_its_end_count(
    chosen: Chosen, held: dict[str, bool], mode: Mode
) -> None:
    events = [press(112.3, 35.0), move(112.2, 35.05), release(112.1, 35.2, **held)]
    start, pressed, pulled, ended = played(rectangle(chosen.ends), events)
    assert "Drag a rectangle" in start.hint
    assert not start.rings and len(pulled.rings[0]) == 4 and not ended.rings
    ((region, said),) = chosen.regions
    assert said == mode and isinstance(region, Box)
    west, south, east, north = region.bounds
    corners = to_lonlat(np.array([[west, south], [east, north]]))
    assert corners == pytest.approx(np.array([[112.1, 35.0], [112.3, 35.2]]))
    assert ended.hint == "1 chosen"


def test_a_click_with_the_rectangle_is_a_click(chosen: Chosen) -> None:
    played(rectangle(chosen.ends), [press(112.3, 35.0), release(112.3003, 35.0, shift=True)])
    assert not chosen.regions
    assert chosen.spots[0][1] == "add"


def test_moving_without_a_button_does_nothing(chosen: Chosen) -> None:
    for tool in (rectangle, circle, lasso):
        overlays = played(tool(chosen.ends), [move(112.1, 35.0), move(112.2, 35.1)])
        assert not any(item.rings or item.lines or item.nodes for item in overlays)
    assert not chosen.regions


def test_tools_go_on_and_forget_the_last_gesture(chosen: Chosen) -> None:
    one = [press(112.1, 35.0), move(112.15, 35.05), release(112.2, 35.1)]
    overlays = played(rectangle(chosen.ends), [*one, *one])
    assert len(chosen.regions) == 2
    assert overlays[-1].hint == "2 chosen" and overlays[4].hint.startswith("Drag a rectangle")


@pytest.mark.parametrize("way", ["drag", "clicks"])
def test_a_circle_is_true_on_the_ground(chosen: Chosen, way: str) -> None:
    middle, rim = (112.2, 35.1), (112.25, 35.1)
    events = [press(*middle), move(112.22, 35.1), release(*rim)]
    if way == "clicks":
        events = [press(*middle), release(*middle), move(112.22, 35.1), press(*rim), release(*rim)]
    overlays = played(circle(chosen.ends), events)
    ((region, mode),) = chosen.regions
    assert isinstance(region, Circle) and mode == "new"
    assert (region.lon, region.lat) == pytest.approx(middle)
    assert region.radius_m == pytest.approx(length_m([middle, rim]))
    shown = next(item for item in overlays if item.labels)
    assert shown.labels[0].text == "1.82 km"
    ring = to_lonlat(shown.rings[0])
    east, north = ring[:, 0].max() - 112.2, ring[:, 1].max() - 35.1
    assert east > north > 0, "a degree of longitude is shorter here"
    assert not overlays[-1].rings


def test_backspace_gives_a_circle_up(chosen: Chosen) -> None:
    events = [press(112.2, 35.1), release(112.2, 35.1), key("Backspace"), move(112.3, 35.1)]
    assert not played(circle(chosen.ends), events)[-1].rings
    assert not chosen.regions


def test_a_lasso_is_drawn_free_hand(chosen: Chosen) -> None:
    path = [(112.1, 35.0), (112.3, 35.0), (112.3, 35.2), (112.1, 35.2)]
    events = [press(*path[0]), *(move(*spot) for spot in path[1:]), release(112.1, 35.1, alt=True)]
    overlays = played(lasso(chosen.ends), events)
    ((region, mode),) = chosen.regions
    assert mode == "remove" and isinstance(region, Loop)
    expected = to_xy(np.array(path))
    assert region.polygon.bounds == pytest.approx((*expected.min(axis=0), *expected.max(axis=0)))
    assert len(overlays[3].rings[0]) == 4, "what is drawn and the hand"


def test_a_lasso_leaves_tremor_out(chosen: Chosen) -> None:
    steps = [move(112.1 + n * 1e-5, 35.0) for n in range(200)]
    events = [press(112.1, 35.0), *steps, move(112.11, 35.02), release(112.1, 35.02)]
    played(lasso(chosen.ends), events)
    ((region, _mode),) = chosen.regions
    assert len(region.polygon.geoms[0].exterior.coords) < 10  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "ending",
    [
        key("Enter"),
        at("double_click", 112.1, 35.2),
        press(112.1, 35.2, button="right"),
        press(112.1001, 35.0),
    ],
    ids=["Enter", "double click", "right click", "first corner"],
)
def test_a_lasso_takes_corners(chosen: Chosen, ending: object) -> None:
    corners = [(112.1, 35.0), (112.3, 35.0), (112.3, 35.2), (112.25, 35.3)]
    clicks = [event for spot in corners for event in (press(*spot), release(*spot))]
    overlays = played(lasso(chosen.ends), [*clicks, key("Backspace"), ending])  # type: ignore[list-item]
    ((region, _mode),) = chosen.regions
    assert isinstance(region, Loop)
    assert len(region.polygon.geoms[0].exterior.coords) == 4
    assert len(overlays[-2].nodes) == 3 and not overlays[-1].nodes


def test_two_corners_are_not_enough(chosen: Chosen) -> None:
    clicks = [press(112.1, 35.0), release(112.1, 35.0), press(112.2, 35.0), key("Enter")]
    played(lasso(chosen.ends), clicks)
    assert not chosen.regions
