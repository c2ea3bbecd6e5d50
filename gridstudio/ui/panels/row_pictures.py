"""Pictures of a card's rows: to set letters takes longer than anything else that a card does."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

KEPT = 160
"""Some screens full."""


class RowPictures:
    """The rows painted last, by what they say and how; others are painted when they are asked for.

    Rows that only change their places cost next to nothing so.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()

    def of(
        self,
        key: Hashable,
        size: QSize,
        ratio: float,
        ground: QColor,
        paint: Callable[[QPainter], None],
    ) -> QPixmap:
        """The picture of ``key`` in a ``size``, painted by ``paint`` on ``ground`` if need be;
        ``ratio`` is the device pixels to a pixel."""
        whole = (key, size.width(), size.height(), ratio, ground.rgb())
        picture = self._kept.pop(whole, None)
        if picture is None:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(ground)
            painter = QPainter(picture)
            paint(painter)
            painter.end()
        self._kept[whole] = picture
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return picture

    def forget(self) -> None:
        """Let go of all of them."""
        self._kept.clear()
