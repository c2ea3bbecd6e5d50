"""A receiver as the window sees it: its thread's events, brought over to the main thread."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal

from gridstudio.canvas.painters.live import QUALITY_COLOURS, GpsMarker
from gridstudio.domain.rows import FixQuality
from gridstudio.gps.average import average
from gridstudio.gps.epoch import Epoch, grade, words
from gridstudio.gps.receiver import Event, Receiver, Status
from gridstudio.gps.source import Opener

Floats = NDArray[np.float64]
TRAIL_POINTS = 5000
AVERAGED_EPOCHS = 10
RESTING_MPS = 0.5
"""Below this a receiver is not being carried anywhere: walking is 1.2 m/s."""
MOVING_MPS = 0.4
"""From here on a course means something."""
IDLE_COLOUR, WAITING_COLOUR = "#9aa3ab", "#c9a227"
_WAITING = ("opening", "listening")


class ReceiverLink(QObject):
    """One receiver that is being read. ``changed`` tells that what it says is new.

    ``state`` and ``words`` are those of gps.receiver.Status; ``marker`` is where it is on the map,
    None before the first fix, and red from the moment when the position is no longer known.
    """

    changed = Signal()
    _heard = Signal(object)

    def __init__(
        self,
        device: str,
        name: str,
        opener: Opener,
        *,
        log_path: Path | None = None,
        live: bool = True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.device, self.name = device, name
        self.state, self.words = "opening", ""
        self.marker: GpsMarker | None = None
        self._newest: Epoch | None = None
        self._recent: deque[Epoch] = deque(maxlen=AVERAGED_EPOCHS)
        self._trail: deque[tuple[float, float]] = deque(maxlen=TRAIL_POINTS)
        self._walk: list[tuple[float, float, float]] = []
        self.walk_began: datetime | None = None
        self._stopped = False
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._receiver = Receiver(name, opener, self._heard.emit, log_path=log_path, live=live)

    def start(self) -> None:
        self._receiver.start()

    def stop(self) -> None:
        """End the thread; what it may still have said is not listened to."""
        self._stopped = True
        self._receiver.stop()

    @property
    def colour(self) -> str:
        """Of the light beside the words."""
        if self.state == "fix" and self.marker is not None:
            return QUALITY_COLOURS[self.marker.quality]
        return WAITING_COLOUR if self.state in _WAITING else QUALITY_COLOURS["none"]

    @property
    def place(self) -> str:
        """Where it is, for reading; "" without a fix."""
        newest = self._newest
        if newest is None or not newest.has_fix:
            return ""
        accuracy = "" if newest.accuracy_m is None else f"   ±{newest.accuracy_m:.1f} m"
        return f"{newest.lat:.6f}, {newest.lon:.6f}{accuracy}"

    def walk(self) -> tuple[Floats, Floats]:
        """All positions since it was started: ``(n, 2)`` degrees, and their accuracy ``(n,)`` in
        metres, NaN where it is not known."""
        rows = np.array(self._walk, dtype=np.float64).reshape(-1, 3)
        return np.ascontiguousarray(rows[:, :2]), rows[:, 2]

    def position(self) -> tuple[float, float, FixQuality] | None:
        """The averaged position of the last seconds and its quality; None without a fix now.

        Only at rest are several seconds one position: on the move the newest fix counts.
        """
        newest = self._newest
        if newest is None or not newest.has_fix:
            return None
        resting = (newest.speed_mps or 0.0) < RESTING_MPS
        mean = average(list(self._recent) if resting else [newest])
        if mean is None:
            return None
        quality = FixQuality(
            quality=newest.quality,
            satellites_used=newest.satellites_used,
            hdop=newest.hdop,
            accuracy_m=newest.accuracy_m,
            time=newest.to_json()["time"],
            receiver=self.name,
        )
        return mean.lon, mean.lat, quality

    def _hear(self, event: Event) -> None:
        if self._stopped:
            return
        if isinstance(event, Status):
            self._hear_status(event)
        else:
            self._hear_epoch(event)
        self.changed.emit()

    def _hear_status(self, status: Status) -> None:
        self.words = status.text
        if status.state == "log":
            return  # said once; the receiver goes on as it was
        self.state = status.state
        if status.state not in ("fix", "no_fix"):
            self._forget()

    def _hear_epoch(self, epoch: Epoch) -> None:
        self._newest = epoch
        # The thread says so too, a moment later and once per change.
        self.state, self.words = "fix" if epoch.has_fix else "no_fix", words(epoch)
        if epoch.lon is None or epoch.lat is None:
            self._forget()
            return
        self._recent.append(epoch)
        self._trail.append((epoch.lon, epoch.lat))
        self._walk.append((epoch.lon, epoch.lat, epoch.accuracy_m or np.nan))
        self.walk_began = self.walk_began or epoch.time
        moving = (epoch.speed_mps or 0.0) > MOVING_MPS
        self.marker = GpsMarker(
            epoch.lon,
            epoch.lat,
            epoch.accuracy_m,
            epoch.course_deg if moving else None,
            grade(epoch),
            np.array(self._trail),
        )

    def _forget(self) -> None:
        """It is not known any more where the receiver is; the map shows where it was."""
        self._newest = None
        self._recent.clear()
        if self.marker is not None:
            self.marker = replace(self.marker, quality="none", accuracy_m=None, course_deg=None)
