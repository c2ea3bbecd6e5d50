"""A tool on a real (offscreen) map: what is painted, what is said, what a resting hand asks."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gridstudio.canvas.tool_view import REST_MS
from gridstudio.canvas.view import MapView
from gridstudio.tools.gesture import MapEvent, Mark, Overlay, Tool

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(view: MapView) -> MapView:
    view.finish()
    return view


def scrawl() -> Tool:
    """Shows something else at every event: lines that come and go, words, a refusal."""
    random, overlay = np.random.default_rng(1), Overlay(hint="")
    while True:
        x, y = (yield overlay).xy
        around = np.array([x, y]) + random.normal(0, 4000, (4, 2))
        near = (x + 2000, y - 1000)
        kind = random.integers(0, 4)
        overlay = Overlay(
            lines=(around,) if kind else (),
            rings=(around[:3],) if kind == 1 else (),
            nodes=((x, y),),
            labels=(Mark(near, "850 m"),),
            snap=Mark((x, y), "border") if kind == 2 else None,
            refusal=Mark(near, "That would make a border cross itself.") if kind == 3 else None,
        )


def on_screen(view: MapView) -> QImage:
    QApplication.processEvents()
    return view.screen().grabWindow(view.winId()).toImage()


def test_what_is_painted_in_part_looks_as_if_it_were_painted_whole(view: MapView) -> None:
    view.set_tool(scrawl())
    QTest.mousePress(view.viewport(), LEFT, pos=QPoint(400, 250))
    random, seen = np.random.default_rng(2), set()
    for _move in range(25):
        for _one in range(random.integers(1, 3)):  # two moves may come before a painting
            x, y = random.integers((20, 20), (780, 480)).tolist()
            QTest.mouseMove(view.viewport(), QPoint(x, y))
        parted = on_screen(view)
        view.viewport().update()
        assert parted == on_screen(view)
        seen.add(bytes(parted.constBits()))
    assert len(seen) == 25
    QTest.mouseRelease(view.viewport(), LEFT, pos=QPoint(400, 250))


def wavering() -> Tool:
    """Refuses to the right of the middle, the same at every place; hints elsewhere."""
    overlay = Overlay(hint="begun")
    while True:
        x, y = (yield overlay).xy
        right = x > 12_495_000
        refusal = Mark((x, y), "Not here.") if right else None
        overlay = Overlay(hint="no" if right else "yes", warning=refusal)


def test_the_same_trouble_is_told_once_and_its_end_is_told_too(view: MapView) -> None:
    told: list[str] = []
    view.refused.connect(lambda text: told.append("! " + text))
    view.hint.connect(told.append)
    view.set_tool(wavering())
    middle = round(view.viewport_now.to_px(np.array([12_495_000.0, 4_170_000.0]))[0])
    for step in (-60, -50, 50, 60, 70, -50):
        QTest.mouseMove(view.viewport(), QPoint(middle + step, 250))
    assert told == ["begun", "yes", "! Not here.", "yes"]


def listening(heard: list[MapEvent]) -> Tool:
    while True:
        heard.append((yield Overlay()))


def test_a_hand_that_rests_while_it_drags_is_heard_once_more(view: MapView) -> None:
    heard: list[MapEvent] = []
    view.set_tool(listening(heard))
    QTest.mouseMove(view.viewport(), QPoint(300, 200))
    QTest.qWait(2 * REST_MS)
    assert [event.rests for event in heard] == [False]
    QTest.mousePress(view.viewport(), LEFT, pos=QPoint(300, 200))
    QTest.mouseMove(view.viewport(), QPoint(320, 200))
    QTest.qWait(2 * REST_MS)
    assert [(event.kind, event.rests) for event in heard[1:]] == [
        ("press", False),
        ("move", False),
        ("move", True),
    ]
    assert heard[-1].xy == heard[-2].xy and heard[-1].held
    QTest.mouseRelease(view.viewport(), LEFT, pos=QPoint(320, 200))
    QTest.qWait(2 * REST_MS)
    assert heard[-1].kind == "release"
