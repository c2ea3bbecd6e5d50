"""Strokes: pieces of one or many points, taken back one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.snapping import Snap, lonlat_of
from gridstudio.tools.context import ToolContext
from gridstudio.tools.draw import draw
from gridstudio.tools.gesture import MapEvent
from gridstudio.tools.piece import Piece, Stroke
from tests.cases import blank_project
from tests.tools.events import key, move, played, press


def snap(lon: float, lat: float, kind: str = "") -> Snap:
    x, y = to_xy(np.array([lon, lat])).tolist()
    return Snap(kind, (x, y), (lon, lat))


A, B, C, D = snap(112.1, 35.0), snap(112.2, 35.0), snap(112.3, 35.1), snap(112.2, 35.15)


def test_a_piece_of_many_points_is_taken_back_at_once() -> None:
    stroke = Stroke().then(A).add(Piece((B, C, D), "traced"))
    assert stroke.snaps == (A, B, C, D)
    assert stroke.ends == (A, D)
    assert stroke.back() == Stroke().then(A)
    assert stroke.back().back().back() == Stroke()


def test_the_last_point_can_go_without_its_piece() -> None:
    stroke = Stroke().then(A).add(Piece((B, C), "free", "Note."))
    assert stroke.without_last() == Stroke().then(A).add(Piece((B,), "free", "Note."))
    assert stroke.without_last().without_last() == Stroke().then(A)


def test_points_on_the_one_before_are_no_points() -> None:
    assert Stroke().then(A).then(A) == Stroke().then(A)
    assert Stroke().then(A).add(Piece((A, B, B, C))).snaps == (A, B, C)
    assert len(Stroke().then(A).add(Piece((A, A))).pieces) == 1


def test_a_ring_that_begins_with_a_long_piece_shows_where_the_hand_was() -> None:
    assert Stroke().add(Piece((A, B, C))).then(D).ends == (A, C, D)


def round_about(start: Snap, end: Snap, _event: MapEvent) -> Piece:
    """By way of a point north of the middle."""
    x, y = (start.xy[0] + end.xy[0]) / 2, (start.xy[1] + end.xy[1]) / 2 + 3000
    return Piece((Snap("road", (x, y), lonlat_of((x, y))), end), "traced")


def test_the_context_leads_from_point_to_point(tmp_path: Path) -> None:
    with blank_project(tmp_path) as project:
        context = ToolContext(project, 1)
        context.lead = round_about
        tool = draw(context)
        events = [press(112.1, 35.0), move(112.3, 35.0)]
        assert len(played(tool, events)[-1].rings[0]) == 3, "shown before the click"
        overlay = tool.send(press(112.3, 35.0))
        assert len(overlay.rings[0]) == 3 and len(overlay.nodes) == 2
        context.lead = lambda _start, end, _event: Piece((end,))
        assert len(tool.send(press(112.2, 35.12)).rings[0]) == 4
        tool.send(key("Backspace"))
        assert len(tool.send(key("Backspace")).nodes) == 1
