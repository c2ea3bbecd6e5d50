"""Drawing a line by all that the hand can do: click, drag, type, take back. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from gridstudio.errors import Refused
from gridstudio.geometry.geodesic import geod
from gridstudio.geometry.mercator import to_lonlat, to_xy
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.tools.context import DrawingChoice, ToolContext, mark_of
from gridstudio.tools.freehand import SHAKE_PX, Smoothing
from gridstudio.tools.gesture import MapEvent, Overlay, Tool
from gridstudio.tools.piece import Piece, straight
from gridstudio.tools.stroke import drawing
from tests.tools.events import METRE_PER_PX, drag, key, move, press, release

START, EAST, NORTH = (112.1, 35.0), (112.2, 35.0), (112.2, 35.1)


class Paper(ToolContext):
    """A context without a project: it snaps to one place, where it is asked to."""

    def __init__(self, near: tuple[float, float] | None = None) -> None:
        self.near = near
        self.wish = DrawingChoice()
        self.choice = lambda: self.wish
        self.lead = straight
        self.leads_shift = lambda _event: False

    def meet(self, start: Snap, end: Snap, event: MapEvent) -> Snap:
        return end

    def snap(self, event: MapEvent) -> Snap:
        if self.near is not None and not event.alt:
            x, y = to_xy(np.array(self.near)).tolist()
            if np.hypot(event.xy[0] - x, event.xy[1] - y) < 10 * event.metre_per_px:
                return Snap("road", (x, y), self.near, "G207")
        return Snap("", event.xy, lonlat_of(event.xy))


class Drawn:
    """A running tool, and the line with which it finished."""

    def __init__(self, *, closed: bool = False, paper: Paper | None = None) -> None:
        self.line: NDArray[np.float64] | None = None
        self.paper = paper or Paper()
        self.refuses = ""
        self.tool: Tool = drawing(
            self.paper, self._finish, lambda _lonlat: "Hint.", closed=closed, enough=2 + closed
        )
        self.overlay: Overlay = next(self.tool)

    def _finish(self, line: NDArray[np.float64]) -> str:
        if self.refuses:
            raise Refused(self.refuses)
        self.line = line
        return "done"

    def send(self, *events: MapEvent) -> Overlay:
        for event in events:
            try:
                self.overlay = self.tool.send(event)
            except StopIteration:
                assert self.line is not None
        return self.overlay

    def type(self, text: str) -> Overlay:
        return self.send(*(key(sign) for sign in text))

    def corners(self) -> list[tuple[float, float]]:
        """What was drawn, without the nodes that long edges get."""
        assert self.line is not None
        xy = to_xy(self.line)
        turn = np.diff(np.arctan2(*np.diff(xy, axis=0).T[::-1]))
        kept = np.r_[True, np.abs(turn) > 1e-4, True]
        return [(lon, lat) for lon, lat in self.line[kept].tolist()]


def px(lon: float, lat: float, right: float, up: float) -> tuple[float, float]:
    """So many pixels beside a place."""
    x, y = to_xy(np.array([lon, lat])).tolist()
    lon, lat = to_lonlat(np.array([x + right * METRE_PER_PX, y + up * METRE_PER_PX])).tolist()
    return lon, lat


def along(points: Iterable[tuple[float, float]]) -> list[MapEvent]:
    """A drag over these places: press, moves, release."""
    listed = list(points)
    return [press(*listed[0]), *(drag(*one) for one in listed[1:]), release(*listed[-1])]


def arc(radius_px: float = 100, steps: int = 60) -> list[tuple[float, float]]:
    """Half a circle from START eastwards, with a pixel's shaking."""
    shake = np.random.default_rng(1).uniform(-0.5, 0.5, (steps, 2))
    turn = np.linspace(np.pi, 0, steps)
    return [
        px(*START, radius_px * (1 + np.cos(t)) + dx, radius_px * np.sin(t) + dy)
        for t, (dx, dy) in zip(turn, shake.tolist(), strict=True)
    ]


# --- free-hand


def test_a_drag_draws_free_hand_smoothed_and_is_one_piece() -> None:
    drawn = Drawn()
    events = along(arc())
    shown = drawn.send(*events[:-1])
    assert 5 < len(shown.lines[0]) < 60, "what is seen is smoothed already"
    overlay = drawn.send(events[-1])
    assert "60 points made" in overlay.hint and overlay.hint.endswith("Hint.")
    assert len(overlay.nodes) == 2, "its ends"
    assert drawn.send(key("Backspace")).nodes == (), "one piece, with the press it began with"
    assert drawn.send(key("Redo")).lines[0].shape == overlay.lines[0].shape
    drawn.send(key("Enter"))
    assert drawn.line is not None and len(drawn.line) > 5


def test_clicks_and_drags_make_one_line() -> None:
    drawn = Drawn()
    drawn.send(press(112.0, 35.0), release(112.0, 35.0), *along(arc()))
    far = px(*START, 300, 0)
    overlay = drawn.send(press(*far), release(*far))
    assert len(overlay.nodes) == 3
    drawn.send(key("Enter"))
    assert drawn.line is not None
    assert tuple(drawn.line[0]) == (112.0, 35.0)
    assert np.allclose(drawn.line[-1], far, atol=1e-9)
    pressed = np.isclose(drawn.line, arc()[0], atol=1e-9).all(axis=1)
    assert pressed.any(), "the drag begins where it was pressed"


@pytest.mark.parametrize("away", [1, 4, SHAKE_PX - 0.1])
def test_a_shaking_click_is_a_click(away: float) -> None:
    drawn = Drawn()
    aside = px(*START, away, 0)
    overlay = drawn.send(press(*START), drag(*aside), drag(*START), release(*aside))
    assert len(overlay.nodes) == 1
    drawn.send(press(*EAST), release(*EAST), key("Enter"))
    assert drawn.corners() == [START, EAST]


def test_a_move_with_the_button_up_draws_no_free_hand() -> None:
    """The release went to another window."""
    drawn = Drawn()
    overlay = drawn.send(press(*START), move(*EAST), drag(*NORTH), release(*NORTH))
    assert len(overlay.nodes) == 1


def test_the_ends_of_free_hand_snap_and_its_middle_does_not() -> None:
    end = arc()[-1]
    drawn = Drawn(paper=Paper(near=end))
    overlay = drawn.send(*along([*arc()[:-1], px(*end, 5, 5)]))
    assert overlay.snap is not None and overlay.snap.text == "road: G207"
    drawn.send(key("Enter"))
    assert drawn.line is not None
    assert np.allclose(drawn.line[-1], end, atol=1e-12)
    middle = arc()[30]
    drawn = Drawn(paper=Paper(near=px(*middle, 0, 6)))
    drawn.send(*along(arc()), key("Enter"))
    assert drawn.line is not None
    assert not np.isclose(drawn.line, px(*middle, 0, 6), atol=1e-9).all(axis=1).any()


def test_how_much_is_smoothed_is_the_users_choice() -> None:
    lines = []
    for smoothing in (Smoothing(0.5, 0), Smoothing(2.5, 2)):
        drawn = Drawn()
        drawn.paper.wish = DrawingChoice(smoothing=smoothing)
        lines.append(drawn.send(*along(arc())).lines[0])
    as_drawn, smooth = lines
    raw = to_xy(np.array(arc()))
    off = np.hypot(*(as_drawn[:, None] - raw[None]).transpose(2, 0, 1)).min(axis=1)
    assert off.max() < 1e-3, "as drawn: only places where the hand was"
    assert _sharpest(smooth) < _sharpest(as_drawn) / 2


def _sharpest(line: NDArray[np.float64]) -> float:
    heading = np.unwrap(np.arctan2(*np.diff(line, axis=0).T[::-1]))
    return float(np.abs(np.diff(heading)).max())


def test_a_ring_drawn_free_hand_closes_where_it_began() -> None:
    turn = np.linspace(0, 2 * np.pi, 80)
    loop = [px(*START, 100 * np.cos(t) - 100, 100 * np.sin(t)) for t in turn.tolist()]
    drawn = Drawn(closed=True)
    drawn.send(*along([*loop[:-1], px(*START, 4, 3)]))
    assert drawn.line is not None and len(drawn.line) > 10
    off = np.hypot(*(to_xy(drawn.line) - to_xy(np.array(START))).T) / METRE_PER_PX
    assert off[0] < 1e-3 and off[1:].min() > 5, "it ends on its first corner, not beside it"
    small = Drawn(closed=True)
    tiny = [px(*START, 10 * np.cos(t) - 10, 10 * np.sin(t)) for t in turn.tolist()]
    small.send(*along(tiny))
    assert small.line is None, "a scribble closes nothing"


def test_what_was_taken_back_is_forgotten_once_more_is_drawn_free_hand() -> None:
    drawn = Drawn()
    begin = arc()[0]
    drawn.send(press(*begin), release(*begin), press(*NORTH), release(*NORTH), key("Undo"))
    assert drawn.overlay.redoes
    assert not drawn.send(*along(arc())).redoes


# --- typing


def shown(drawn: Drawn) -> tuple[str, str, bool]:
    entry = drawn.overlay.entry
    assert entry is not None
    return entry.text, entry.meaning, entry.wrong


def test_a_length_and_a_bearing_place_a_point() -> None:
    drawn = Drawn()
    drawn.send(press(*START), release(*START), move(*NORTH))
    drawn.type("1200@90")
    assert shown(drawn) == ("1200@90", "1.20 km · 090.0° E", False)
    overlay = drawn.send(key("Enter"))
    assert overlay.entry is None and "Typed: 1200@90." in overlay.hint
    drawn.send(key("Enter"))
    lon, lat, _back = geod().fwd(*START, 90, 1200)
    assert drawn.corners()[-1] == (round(lon, 9), round(lat, 9))


def test_a_length_alone_goes_where_the_mouse_is() -> None:
    drawn = Drawn()
    drawn.send(press(*START), release(*START), move(*NORTH))
    drawn.type("2km")
    toward = geod().inv(*START, *NORTH)[0]
    lon, lat, _back = geod().fwd(*START, toward, 2000)
    assert np.allclose(to_lonlat(drawn.overlay.lines[0][-1]), (lon, lat), atol=2e-9)
    drawn.send(press(*NORTH), release(*NORTH))
    assert drawn.overlay.entry is None and len(drawn.overlay.nodes) == 2, "a click places it too"
    assert np.allclose(to_lonlat(drawn.overlay.nodes[1]), (lon, lat), atol=2e-9)


def test_a_bearing_alone_goes_as_far_as_the_mouse_is() -> None:
    drawn = Drawn()
    drawn.send(press(*START), release(*START), move(*NORTH))
    drawn.type("@90")
    lon, lat = to_lonlat(drawn.overlay.lines[0][-1]).tolist()
    bearing, _back, away = geod().inv(*START, lon, lat)
    toward, _back, far = geod().inv(*START, *NORTH)
    assert bearing == pytest.approx(90, abs=1e-6)
    assert away == pytest.approx(far * np.cos(np.radians(90 - toward)), rel=1e-6)
    drawn.send(move(112.0, 35.0))
    assert shown(drawn)[1:] == ("The mouse is behind the last point, seen in this direction.", True)


def test_a_turn_is_counted_from_the_piece_before() -> None:
    drawn = Drawn()
    drawn.send(press(*START), press(*EAST), move(*NORTH))
    drawn.type("1km@-90")
    drawn.send(key("Enter"))
    lon, lat = to_lonlat(drawn.overlay.nodes[-1]).tolist()
    arrived = geod().inv(*START, *EAST)[1] + 180
    assert (geod().inv(*EAST, lon, lat)[0] - arrived) % 360 == pytest.approx(270, abs=1e-4)


@pytest.mark.parametrize("text", ["112.2,35.1", "35°06′N 112°12′E", "１１２．２，３５．１"])
def test_a_position_can_be_the_first_point(text: str) -> None:
    drawn = Drawn()
    drawn.send(move(*START))
    drawn.type(text)
    assert shown(drawn)[1].startswith("35.100000, 112.200000")
    assert np.allclose(to_lonlat(drawn.send(key("Enter")).nodes[0]), NORTH, atol=1e-9)


def test_what_cannot_be_placed_says_why_and_stays() -> None:
    drawn = Drawn()
    drawn.send(move(*START))
    drawn.type("120")
    assert "no point yet to measure from" in shown(drawn)[1]
    overlay = drawn.send(key("Enter"))
    assert overlay.refusal is not None and "no point yet" in overlay.refusal.text
    assert overlay.entry is not None and overlay.entry.text == "120"
    drawn.send(key("Escape"), press(*START), release(*START), move(*EAST))
    drawn.type("90@+10")
    assert "no piece yet to turn from" in shown(drawn)[1]


def test_backspace_edits_and_escape_leaves_the_entry_first() -> None:
    drawn = Drawn()
    drawn.send(press(*START), press(*EAST), move(*NORTH))
    drawn.type("12")
    drawn.send(key("Backspace"))
    assert shown(drawn)[0] == "1"
    drawn.send(key("Backspace"))
    assert shown(drawn)[0] == "" and len(drawn.overlay.nodes) == 2
    drawn.send(key("Backspace"))
    assert drawn.overlay.entry is None and len(drawn.overlay.nodes) == 2
    drawn.send(key("7"), key("Escape"))
    assert drawn.overlay.entry is None and len(drawn.overlay.nodes) == 2
    drawn.send(key("7"), key("Undo"))
    assert drawn.overlay.entry is None and len(drawn.overlay.nodes) == 2
    drawn.send(key("Tab"), *(key(sign) for sign in "N45E"))
    assert shown(drawn)[0] == "N45E" and not shown(drawn)[2]


def test_letters_are_no_entry_of_their_own() -> None:
    drawn = Drawn()
    drawn.send(press(*START), key("N"))
    assert drawn.overlay.entry is None
    assert "N" not in drawn.overlay.begins and "1" in drawn.overlay.begins


# --- taking back, directions, figures


def test_a_right_click_leaves_the_entry_and_ends_nothing() -> None:
    drawn = Drawn()
    drawn.send(press(*START), press(*EAST), key("5"), replace(press(*NORTH), button="right"))
    assert drawn.overlay.entry is None and drawn.line is None
    drawn.send(replace(press(*NORTH), button="right"))
    assert drawn.corners() == [START, EAST]


def test_undo_and_redo_go_back_and_forth_and_a_new_point_forgets() -> None:
    drawn = Drawn()
    assert not drawn.overlay.undoes
    drawn.send(press(*START), press(*EAST), press(*NORTH))
    assert drawn.overlay.undoes and not drawn.overlay.redoes
    drawn.send(key("Undo"), key("Undo"))
    assert len(drawn.overlay.nodes) == 1 and drawn.overlay.redoes
    assert len(drawn.send(key("Redo")).nodes) == 2
    drawn.send(press(112.25, 35.05))
    assert not drawn.overlay.redoes
    drawn.send(*[key("Undo")] * 3)
    assert not drawn.overlay.undoes and drawn.overlay.redoes


@pytest.mark.parametrize(
    "aim", [(112.3, 35.001), (112.24, 35.06), (112.1999, 35.2), (112.15, 35.06)]
)
def test_shift_keeps_to_whole_steps_from_the_piece_before(aim: tuple[float, float]) -> None:
    drawn = Drawn()
    drawn.send(press(*START), press(*EAST))
    overlay = drawn.send(move(*aim, shift=True))
    lon, lat = to_lonlat(overlay.lines[0][-1]).tolist()
    arrived = geod().inv(*START, *EAST)[1] + 180
    turned = (geod().inv(*EAST, lon, lat)[0] - arrived) % 15
    assert min(turned, 15 - turned) < 1e-3
    drawn.send(press(*aim, shift=True))
    assert np.allclose(drawn.overlay.nodes[-1], overlay.lines[0][-1])
    drawn.paper.leads_shift = lambda _event: True
    free = drawn.send(move(112.31, 35.013, shift=True))
    assert np.allclose(to_lonlat(free.lines[0][-1]), (112.31, 35.013))


def test_the_piece_under_the_hand_bears_its_figures() -> None:
    drawn = Drawn(closed=True)
    overlay = drawn.send(press(*START), release(*START), move(*EAST))
    (leg,) = overlay.labels
    length = geod().inv(*START, *EAST)[2]
    assert leg.text == f"{length / 1000:.2f} km · 090.0° E"
    overlay = drawn.send(press(*EAST), move(*NORTH))
    assert len(overlay.labels) == 2 and "km²" in overlay.labels[1].text
    assert drawn.send(move(*px(*EAST, 20, 0))).labels == (), "no room for figures"


def test_too_few_points_are_told() -> None:
    drawn = Drawn(closed=True)
    assert drawn.send(key("Enter")).refusal is None
    overlay = drawn.send(press(*START), press(*EAST), key("Enter"))
    assert overlay.refusal is not None and "Three points" in overlay.refusal.text
    drawn = Drawn()
    overlay = drawn.send(press(*START), key("Enter"))
    assert overlay.refusal is not None and "Two points" in overlay.refusal.text


def test_what_a_click_snapped_to_is_told() -> None:
    drawn = Drawn(paper=Paper(near=EAST))
    overlay = drawn.send(press(*START), press(*px(*EAST, 3, 3)))
    assert overlay.hint == "Snapped to road: G207. Hint."
    assert drawn.send(press(*NORTH)).hint == "Hint."
    mark = mark_of(drawn.paper.snap(move(*EAST)))
    assert mark is not None and mark.text == "road: G207"


def test_a_refusal_keeps_all_and_goes_with_the_next_event() -> None:
    drawn = Drawn()
    drawn.refuses = "Not there."
    overlay = drawn.send(press(*START), press(*EAST), key("Enter"))
    assert overlay.refusal is not None and overlay.refusal.text == "Not there."
    assert np.allclose(overlay.refusal.xy, to_xy(np.array(EAST)))
    assert drawn.send(move(*NORTH)).refusal is None and len(drawn.overlay.nodes) == 2


def test_the_last_piece_of_a_ring_is_led_too() -> None:
    def round_about(start: Snap, end: Snap, _event: MapEvent) -> Piece:
        x, y = (start.xy[0] + end.xy[0]) / 2 - 400, (start.xy[1] + end.xy[1]) / 2 - 400
        return Piece((Snap("", (x, y), lonlat_of((x, y))), end), "traced")

    drawn = Drawn(closed=True)
    drawn.send(press(*START), press(*EAST), press(*NORTH))
    drawn.paper.lead = round_about
    drawn.send(press(*px(*START, 3, 0)))
    assert drawn.line is not None
    x, y = ((to_xy(np.array(NORTH)) + to_xy(np.array(START))) / 2 - 400).tolist()
    assert np.isclose(to_xy(drawn.line), (x, y), atol=0.01).all(axis=1).any()


def test_events_have_no_say_in_each_others_order() -> None:
    """A key before any mouse, a release without a press, a right click on nothing."""
    drawn = Drawn()
    right = replace(press(*START), button="right")
    overlay = drawn.send(key("5"), key("Enter"), key("Escape"), release(*START), right)
    assert overlay.nodes == () and drawn.line is None
