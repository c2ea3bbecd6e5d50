"""The room that a dialog leaves of the map: where it is put, and how something is shown there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from gridstudio.canvas.moving_view import MovingView
from gridstudio.canvas.viewport import Bounds
from gridstudio.geometry.mercator import to_lonlat, to_xy


def free_room(view: QRect, covered: QRect) -> QRect:
    """The largest rectangle of a view that a dialog at ``covered`` leaves, both in its pixels."""
    hidden = view.intersected(covered)
    if hidden.isEmpty():
        return view
    left, right = QRect(view), QRect(view)
    above, below = QRect(view), QRect(view)
    left.setRight(hidden.left() - 1)
    right.setLeft(hidden.right() + 1)
    above.setBottom(hidden.top() - 1)
    below.setTop(hidden.bottom() + 1)
    return max((left, right, above, below), key=_area)


def roomiest(view: QRect, size: QSize, corners: Iterable[QPoint]) -> QPoint:
    """Where a dialog of a size leaves most of the view free, the first of equals."""
    return max(corners, key=lambda corner: _area(free_room(view, QRect(corner, size))))


def zoom_beside(view: MovingView, dialog: QWidget, bounds: Bounds) -> None:
    """Fit degrees into what a dialog leaves of the map."""
    covered = QRect(view.mapFromGlobal(dialog.mapToGlobal(QPoint(0, 0))), dialog.size())
    room = free_room(view.rect(), covered)
    if _area(room) <= 0:
        view.zoom_to(bounds)
        return
    (west, south), (east, north) = to_xy([bounds[:2], bounds[2:]]).tolist()
    metre_per_px = max((east - west) / room.width(), (north - south) / room.height())
    middle = room.center() - view.rect().center()
    x = (west + east) / 2 - middle.x() * metre_per_px
    y = (south + north) / 2 + middle.y() * metre_per_px
    wide, high = view.width() / 2 * metre_per_px, view.height() / 2 * metre_per_px
    corners = to_lonlat([[x - wide, y - high], [x + wide, y + high]]).ravel().tolist()
    view.zoom_to((corners[0], corners[1], corners[2], corners[3]), margin=0.0)


def _area(room: QRect) -> int:
    return max(room.width(), 0) * max(room.height(), 0)
