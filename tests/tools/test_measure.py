"""Measuring by lists of events."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridstudio.geometry.measuring import legs, ring_area_m2
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.tools.figures import area_words, bearing_words, length_words
from gridstudio.tools.gesture import MapEvent
from gridstudio.tools.measure import measure
from tests.tools.events import at, key, move, played, press


def free(event: MapEvent) -> Snap:
    return Snap("", event.xy, lonlat_of(event.xy))


A, B, C = (112.0, 35.0), (112.1, 35.0), (112.1, 35.1)


def test_a_distance_is_told_while_the_hand_moves() -> None:
    overlays = played(measure("distance", free), [move(*A), press(*A), move(*B)])
    assert "Click along" in overlays[1].hint and not overlays[1].lines
    live = overlays[-1]
    expected = length_words(legs([A, B]).total_m)
    assert live.hint.startswith(f"Distance {expected}") and live.figure == f"Distance {expected}"
    assert [label.text for label in live.labels] == [expected]
    assert len(live.lines[0]) == 2 and len(live.nodes) == 1


def test_pieces_and_the_whole() -> None:
    overlays = played(measure("distance", free), [press(*A), press(*B), press(*C), key("Enter")])
    one, other = (length_words(value) for value in legs([A, B, C]).length_m.tolist())
    total = length_words(legs([A, B, C]).total_m)
    assert overlays[-1].figure == f"Distance {total} ({one} + {other})"
    assert [label.text for label in overlays[-1].labels] == [one, other, f"Σ {total}"]


ENDINGS = [key("Enter"), at("double_click", *C), press(*C, button="right")]


@pytest.mark.parametrize("ending", ENDINGS, ids=["Enter", "double click", "right click"])
def test_an_ended_figure_stands_still_and_the_next_click_begins_anew(ending: MapEvent) -> None:
    tool = measure("distance", free)
    ended = played(tool, [press(*A), press(*B), ending])[-1]
    assert "Ctrl+C copies; the next" in ended.hint and len(ended.lines[0]) == 2
    assert tool.send(replace(move(*C), kind="release")).figure == ended.figure
    moved = tool.send(move(*C))
    assert moved.figure == ended.figure
    anew = tool.send(press(*C))
    assert not anew.figure and anew.nodes == (press(*C).xy,)


def test_backspace_takes_a_point_back_and_goes_on_with_an_ended_figure() -> None:
    tool = measure("distance", free)
    events = [press(*A), press(*B), press(*C), key("Enter"), key("Backspace"), move(*B)]
    assert len(played(tool, events)[-1].nodes) == 2
    for _step in range(4):
        overlay = tool.send(key("Undo"))
    assert not overlay.undoes, "then undoing is the project's again"
    assert not overlay.nodes and "Click along" in overlay.hint


def test_an_area_with_its_perimeter_closed_at_the_first_corner() -> None:
    tool = measure("area", free)
    overlays = played(tool, [press(*A), press(*B), move(*C), press(*C), press(112.0001, 35.0)])
    area = area_words(ring_area_m2([A, B, C]))
    perimeter = length_words(legs([A, B, C], closed=True).total_m)
    assert overlays[2].figure == length_words(legs([A, B]).total_m)
    for overlay in overlays[3:]:
        assert overlay.figure == f"Area {area}, perimeter {perimeter}"
        assert len(overlay.rings[0]) == 3 and not overlay.lines
    assert overlays[-1].labels[-1].text == area and len(overlays[-1].labels) == 4
    assert "next click" in overlays[-1].hint and "next click" not in overlays[-2].hint


def test_bearings_to_each_point() -> None:
    overlays = played(measure("bearing", free), [press(*A), press(*B), press(*C)])
    first, second = legs([A, B, C]).bearing_deg.tolist()
    east, north = bearing_words(first), bearing_words(second)
    assert east == "090.0° E" and north == "000.0° N"
    one, other = (length_words(value) for value in legs([A, B, C]).length_m.tolist())
    assert overlays[-1].figure == f"{east}, {one}; {north}, {other}"
    assert overlays[-1].labels[0].text == f"{east} · {one}"


def test_short_pieces_bear_no_figure_and_equal_points_are_one() -> None:
    near = 112.1002, 35.0
    overlays = played(measure("distance", free), [press(*A), press(*B), press(*B), press(*near)])
    assert len(overlays[-1].nodes) == 3
    assert len(overlays[-1].labels) == 2, "the long piece and the whole"


def test_what_it_snaps_to_is_marked() -> None:
    def snap(event: MapEvent) -> Snap:
        return Snap("customer", free(event).xy, A)

    overlay = played(measure("distance", snap), [move(*A)])[-1]
    assert overlay.snap is not None and overlay.snap.text == "customer"


@pytest.mark.parametrize(
    ("metres", "text"),
    [
        (0.04, "0.0 m"), (9.94, "9.9 m"), (12.4, "12 m"), (999.4, "999 m"), (1000, "1.00 km"),
        (12_345, "12.35 km"), (123_456, "123.5 km"), (1_234_567, "1,234.6 km"),
        (999.7, "1.00 km"), (9.97, "10 m"),
    ],
)  # fmt: skip
def test_lengths(metres: float, text: str) -> None:
    assert length_words(metres) == text


@pytest.mark.parametrize(
    ("area", "text"),
    [
        (666.667, "667 m² (1.0 mu)"),
        (9_999, "9,999 m² (15.0 mu)"),
        (10_000, "1.00 ha (15.0 mu)"),
        (150_000, "15.00 ha (225 mu)"),
        (1_000_000, "1.00 km² (1,500 mu)"),
    ],
)
def test_areas(area: float, text: str) -> None:
    assert area_words(area) == text


@pytest.mark.parametrize(
    ("degrees", "text"),
    [(0, "000.0° N"), (42.46, "042.5° NE"), (359.97, "000.0° N"), (-90, "270.0° W"),
     (22.4, "022.4° N"), (22.6, "022.6° NE")],
)  # fmt: skip
def test_bearings(degrees: float, text: str) -> None:
    assert bearing_words(degrees) == text
