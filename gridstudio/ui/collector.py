"""Python's garbage collector, kept on the main thread while a window lives.

Collected automatically, garbage is freed in whichever thread happens to allocate next, and a widget
that a job's or a receiver's thread destroys takes the process with it. Nor does a drag stop in the
middle for what is old: with a million customers looking through that takes 85 ms.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

EVERY_MS = 1000
YOUNG = 1
"""The oldest generation that is quickly looked through."""


class Collector(QObject):
    """Collects once a second, as much as is due by Python's own counts."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation whose threshold has been passed; of the young ones where a
        mouse button is held."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [at for at, (count, limit) in enumerate(counts) if count > limit > 0]
        if due:
            gc.collect(min(max(due), YOUNG) if _hand_holds() else max(due))

    def stop(self) -> None:
        """The window has closed: back to Python's own way."""
        self._timer.stop()
        gc.enable()


def _hand_holds() -> bool:
    return QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
