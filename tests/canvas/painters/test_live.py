"""What a tool's overlay paints lies in the boxes that are painted anew when it changes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gridstudio.canvas.painters.live import overlay_boxes, paint_overlay
from gridstudio.canvas.picture import pixels_of
from gridstudio.canvas.theme import THEMES
from gridstudio.canvas.viewport import Viewport
from gridstudio.tools.gesture import Entry, Mark, Overlay

VIEW = Viewport(1.25e7, 4.2e6, 3.0, 400, 300)
"""Room for marks that are pushed back in at its edges."""
PLACE = st.tuples(st.floats(-60, 460), st.floats(-60, 360)).map(VIEW.to_xy)
LONG = "Ended here, this would be refused: There is no open ground left here. Draw over areas."
TEXT = st.sampled_from(
    [
        "",
        "x",
        "border: 和平大街",
        "That would make a border cross itself. 12 km",
        LONG,
        "若在此结束，将被拒绝：" * 6,
    ]
)
LINE = st.lists(PLACE, min_size=2, max_size=5).map(np.array)
MARK = st.builds(Mark, PLACE, TEXT)
OVERLAY = st.builds(
    Overlay,
    lines=st.lists(LINE, max_size=2).map(tuple),
    rings=st.lists(LINE, max_size=1).map(tuple),
    nodes=st.lists(PLACE, max_size=2).map(tuple),
    labels=st.lists(MARK, max_size=3).map(tuple),
    snap=st.none() | MARK,
    refusal=st.none() | MARK,
    warning=st.none() | MARK,
    entry=st.none() | st.builds(Entry, PLACE, TEXT, TEXT, st.booleans()),
)


def painted(overlay: Overlay) -> NDArray[np.uint32]:
    image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_overlay(painter, VIEW, overlay, THEMES["light"])
    painter.end()
    return pixels_of(image).copy()


@given(overlay=OVERLAY)
def test_nothing_is_painted_outside_of_the_boxes(qapp: QApplication, overlay: Overlay) -> None:
    outside = painted(overlay)
    for box in overlay_boxes(VIEW, overlay):
        part = box.toAlignedRect() & QRect(0, 0, VIEW.width, VIEW.height)
        outside[part.top() : part.bottom() + 1, part.left() : part.right() + 1] = 0
    assert not outside.any()


def test_why_an_entry_means_nothing_is_told_once(qapp: QApplication) -> None:
    place = VIEW.to_xy((200, 150))
    entry = Entry(place, "12q", "“12q” is no length.", wrong=True)
    again, other = Mark(place, entry.meaning), Mark(place, "The level is locked.")
    alone = painted(Overlay(entry=entry))
    assert (painted(Overlay(entry=entry, refusal=again)) == alone).all()
    assert (painted(Overlay(entry=entry, refusal=other)) != alone).any()


def test_a_long_sentence_is_broken_and_stays_in_sight(qapp: QApplication) -> None:
    for place in ((0, 0), (399, 299), (200, 150)):
        mark = Mark(VIEW.to_xy(place), LONG * 2)
        _ring, chip = overlay_boxes(VIEW, Overlay(warning=mark))
        assert chip.left() >= 0 and chip.top() >= 0
        assert chip.right() <= VIEW.width and chip.bottom() <= VIEW.height
        assert chip.height() > 40
    short = overlay_boxes(VIEW, Overlay(warning=Mark(VIEW.to_xy((9, 9)), "Locked.")))[1]
    assert short.height() == 24 + 4
