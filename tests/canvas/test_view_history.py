"""Back and forward through views."""

from __future__ import annotations

from gridstudio.canvas.view_history import KEPT, ViewHistory
from gridstudio.domain.bookmarks import MapPlace

A, B, C = (MapPlace(112.0 + step, 35.0, 10.0) for step in range(3))


def test_back_and_forward_lead_through_the_views() -> None:
    history = ViewHistory()
    assert history.back() is None and history.forward() is None
    for place in (A, B, C):
        assert history.visit(place)
    assert history.back() == B and history.back() == A and history.back() is None
    assert history.forward() == B and history.can_go_forward and history.can_go_back


def test_a_new_view_forgets_those_ahead() -> None:
    history = ViewHistory()
    for place in (A, B):
        history.visit(place)
    history.back()
    history.visit(C)
    assert not history.can_go_forward and history.back() == A


def test_the_same_view_is_remembered_once() -> None:
    history = ViewHistory()
    history.visit(A)
    assert not history.visit(MapPlace(A.lon + 1e-5, A.lat, A.metre_per_px))
    assert not history.can_go_back


def test_old_views_are_let_go() -> None:
    history = ViewHistory()
    for step in range(KEPT + 20):
        history.visit(MapPlace(100 + step / 10, 35.0, 10.0))
    steps = 0
    while history.back() is not None:
        steps += 1
    assert steps == KEPT - 1
