"""Names as letters on a picture, in a row or along a line letter by letter, and their room.

Chinese stands upright along steep lines, one letter under the other, as maps in Chinese have it;
letters of the alphabet lean with the line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath, QTransform

from gridstudio.canvas.theme import FONT_FAMILIES

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

_STEEP = 1.3
"""Height to width of a line from which Chinese goes down it."""
_MOST_BENT_DEGREES = 26.0
_TIGHT = 0.78
"""What of a letter's height ink takes: neighbours may come that near."""
_BUCKET_PX = 96


@dataclass(frozen=True)
class Lettered:
    """A text in place: each piece with where its baseline begins and its turn in degrees."""

    pieces: tuple[tuple[str, float, float, float], ...]
    boxes: tuple[Box, ...]
    font: QFont

    @property
    def extent(self) -> Box:
        left, top, right, bottom = np.array(self.boxes).T
        return float(left.min()), float(top.min()), float(right.max()), float(bottom.max())

    def path(self) -> QPainterPath:
        """The letters' outlines."""
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for text, x, y, turn in self.pieces:
            if turn:
                letter = QPainterPath()
                letter.addText(QPointF(0, 0), self.font, text)
                path.addPath(QTransform().translate(x, y).rotate(turn).map(letter))
            else:
                path.addText(QPointF(x, y), self.font, text)
        return path


@lru_cache(maxsize=256)
def lettering_font(size_px: float, bold: bool = False, italic: bool = False) -> QFont:
    """A font that has Chinese on every system, its letters unhinted, since they may lean."""
    font = QFont()
    font.setFamilies(FONT_FAMILIES)
    font.setPixelSize(max(6, round(size_px)))
    font.setBold(bold)
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def in_row(text: str, font: QFont, x: float, y: float, *, anchor: float = 0.5) -> Lettered:
    """A text in one row whose middle height is ``y``; ``anchor`` is what share of its width lies
    left of ``x``."""
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text), metrics.height() * _TIGHT
    left = x - anchor * width
    box = (left, y - height / 2, left + width, y + height / 2)
    return Lettered(((text, left, baseline(y, metrics), 0.0),), (box,), font)


def baseline(middle: float, metrics: QFontMetricsF) -> float:
    """Where letters stand whose middle is to be at ``middle``."""
    return middle + (metrics.ascent() - metrics.descent()) / 2


def is_chinese(text: str) -> bool:
    """Whether a text is written in letters that may stand one under the other."""
    return any("\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in text)


class Course:
    """A line ``(n, 2)`` in pixels along which names are written."""

    def __init__(self, points: NDArray[np.float64]) -> None:
        steps = np.hypot(*np.diff(points, axis=0).T)
        self._points = points
        self._at = np.concatenate([[0.0], np.cumsum(steps)])
        self.length = float(self._at[-1])

    def points(self, at: NDArray[np.float64]) -> NDArray[np.float64]:
        """The points ``(k, 2)`` that many pixels from the beginning."""
        x = np.interp(at, self._at, self._points[:, 0])
        y = np.interp(at, self._at, self._points[:, 1])
        return np.column_stack([x, y])

    def written(
        self, text: str, font: QFont, middle: float, spacing: float = 0.0
    ) -> Lettered | None:
        """The text about the point ``middle`` pixels along, None where the line is too short there
        or bends too much. ``spacing`` between letters is in parts of their height."""
        metrics = QFontMetricsF(font)
        widths = np.array([metrics.horizontalAdvance(letter) for letter in text])
        height = metrics.height()
        chinese = is_chinese(text)
        if chinese:
            widths = np.where(widths > 0, np.maximum(widths, 0.5 * height), widths)
        steps = widths + spacing * height * (1.0 if chinese else 0.35)
        total = float(steps.sum())
        if middle - total / 2 < 0 or middle + total / 2 > self.length:
            return None
        ends = self.points(np.array([middle - total / 2, middle + total / 2]))
        across, down = ends[1] - ends[0]
        falling = chinese and abs(down) > _STEEP * abs(across)
        forward = down > 0 if falling else across >= 0
        offset = np.cumsum(steps) - steps / 2 - total / 2
        centre = middle + (offset if forward else -offset)
        turns = self._turns(centre, np.maximum(widths, 0.5 * height), forward)
        if len(turns) > 1 and np.abs(_between(np.diff(turns))).max() > _MOST_BENT_DEGREES:
            return None
        if falling:
            turns = _between(turns - 90.0)
        return _lettered(text, font, self.points(centre), widths, _between(turns))

    def _turns(
        self, centre: NDArray[np.float64], widths: NDArray[np.float64], forward: bool
    ) -> NDArray[np.float64]:
        """The line's direction under each letter, in degrees clockwise from the right."""
        across, down = (self.points(centre + widths / 2) - self.points(centre - widths / 2)).T
        sign = 1.0 if forward else -1.0
        turns: NDArray[np.float64] = np.degrees(np.arctan2(sign * down, sign * across))
        return turns


def _between(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Angles brought to -180 … 180."""
    return (degrees + 180.0) % 360.0 - 180.0


def _lettered(
    text: str,
    font: QFont,
    centres: NDArray[np.float64],
    widths: NDArray[np.float64],
    turns: NDArray[np.float64],
) -> Lettered:
    metrics = QFontMetricsF(font)
    drop = (metrics.ascent() - metrics.descent()) / 2
    height = metrics.height() * _TIGHT
    angle = np.radians(turns)
    own = np.array([metrics.horizontalAdvance(letter) for letter in text])
    x = centres[:, 0] - np.cos(angle) * own / 2 - np.sin(angle) * drop
    y = centres[:, 1] - np.sin(angle) * own / 2 + np.cos(angle) * drop
    wide = (np.abs(np.cos(angle)) * widths + np.abs(np.sin(angle)) * height) / 2
    high = (np.abs(np.sin(angle)) * widths + np.abs(np.cos(angle)) * height) / 2
    low, up = centres - np.column_stack([wide, high]), centres + np.column_stack([wide, high])
    boxes = tuple((*a, *b) for a, b in zip(low.tolist(), up.tolist(), strict=True))
    pieces = zip(text, x.tolist(), y.tolist(), turns.tolist(), strict=True)
    return Lettered(tuple(piece for piece in pieces if piece[0] != " "), boxes, font)


class Room:
    """What is taken already; first come, first served."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def take(self, boxes: Sequence[Box], margin_px: float = 3.0) -> bool:
        """Whether there was room for all of the boxes, which now is taken."""
        for left, top, right, bottom in boxes:
            wide = left - margin_px, top - margin_px, right + margin_px, bottom + margin_px
            for bucket in _buckets(wide):
                if any(_touch(wide, other) for other in self._taken.get(bucket, ())):
                    return False
        for box in boxes:
            for bucket in _buckets(box):
                self._taken[bucket].append(box)
        return True


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _buckets(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(side // _BUCKET_PX) for side in box)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row
