"""The receiver: choose, start, see how good the position is, record a customer there."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget

from gridstudio.canvas.painters.live import QUALITY_COLOURS, GpsMarker
from gridstudio.domain.rows import FixQuality
from gridstudio.gps.average import average
from gridstudio.gps.epoch import Epoch, grade
from gridstudio.gps.receiver import Event, Receiver, Status
from gridstudio.gps.source import BAUD_RATES, PlaybackSource, SerialSource, ports
from gridstudio.i18n import _
from gridstudio.ui.parts import Panel, button, muted, row, title
from gridstudio.ui.session import Session

DEMO = "demo"
TRAIL_POINTS = 5000
AVERAGED_EPOCHS = 10
PORTS_EVERY_MS = 3000


class GpsPanel(Panel):
    """One receiver. Its thread hands events over by ``_heard``, a queued signal."""

    moved = Signal(object)
    state_changed = Signal(str, str)
    record_wanted = Signal()
    find_wanted = Signal()
    _heard = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._receiver: Receiver | None = None
        self._recent: deque[Epoch] = deque(maxlen=AVERAGED_EPOCHS)
        self._trail: deque[tuple[float, float]] = deque(maxlen=TRAIL_POINTS)
        theme = session.settings.theme
        self.port, self.baud = QComboBox(), QComboBox()
        self.port.setMinimumContentsLength(10)
        self.baud.addItem(_("Find rate"), 0)
        for rate in sorted(BAUD_RATES):
            self.baud.addItem(f"{rate}", rate)
        self.start_button = button(_("Start"), "mdi6.play", theme, primary=True)
        self.find_button = button(_("Find"), "mdi6.magnify", theme)
        self.find_button.setToolTip(_("Find the port and rate of a receiver"))
        self.light = QLabel("●")
        self.words = muted(_("No receiver is running."))
        self.place = QLabel("")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.follow = QCheckBox(_("Map follows the position"))
        self.record_button = button(
            _("Record a customer here"), "mdi6.map-marker-plus", theme, primary=True
        )
        self.record_button.setToolTip("F2")
        self.column.addWidget(title(_("GPS receiver")))
        self.column.addLayout(row(self.port, self.baud))
        self.column.addLayout(row(self.start_button, self.find_button))
        state = row(self.light, self.words)
        state.setStretch(1, 1)
        self.column.addLayout(state)
        self.column.addWidget(self.place)
        self.column.addWidget(self.follow)
        self.column.addWidget(self.record_button)
        self.start_button.clicked.connect(self.toggle)
        self.find_button.clicked.connect(self.find_wanted)
        self.record_button.clicked.connect(self.record_wanted)
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._watch = QTimer(self)
        self._watch.setInterval(PORTS_EVERY_MS)
        self._watch.timeout.connect(self.list_ports)
        session.opened.connect(self.list_ports)
        session.closing.connect(self.stop)
        self.list_ports()
        self._watch.start()
        self._show_state("closed", _("No receiver is running."))

    # --- choosing

    def list_ports(self) -> None:
        """Offer the ports that are there now, and the demo's recording; keeps the choice."""
        if self.port.view().isVisible():
            return
        chosen = self.port.currentData()
        entries = [(f"{port.device}  {port.description}".strip(), port.device) for port in ports()]
        if self._recording() is not None:
            entries.append((_("Demo (recorded walk)"), DEMO))
        listed = range(self.port.count())
        if entries == [(self.port.itemText(at), self.port.itemData(at)) for at in listed]:
            return
        self.port.clear()
        for text, device in entries:
            self.port.addItem(text, device)
        self.port.setCurrentIndex(max(0, self.port.findData(chosen)))
        self.start_button.setEnabled(bool(entries) or self.running)

    def choose(self, device: str, baud: int) -> None:
        """Choose what was found."""
        self.list_ports()
        self.port.setCurrentIndex(max(0, self.port.findData(device)))
        if self.baud.findData(baud) >= 0:
            self.baud.setCurrentIndex(self.baud.findData(baud))

    def _recording(self) -> Path | None:
        project = self._session.project
        from gridstudio.commands.demo import recording_of

        path = recording_of(project.path) if project is not None else None
        return path if path is not None and path.is_file() else None

    # --- running

    @property
    def running(self) -> bool:
        return self._receiver is not None

    def toggle(self) -> None:
        """Start, or stop what runs."""
        if self.running:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        """Start reading the chosen receiver."""
        device = self.port.currentData()
        if device is None or self.running:
            return
        baud = int(self.baud.currentData() or 0)
        if device != DEMO and not baud:
            self.find_wanted.emit()
            return
        self._trail.clear()
        self._recent.clear()
        recording = self._recording()
        if device == DEMO and recording is not None:
            self._receiver = Receiver(
                _("Demo"), lambda: PlaybackSource(recording), self._heard.emit, live=False
            )
        else:
            self._session.settings.baud_of_port[device] = baud
            self._session.settings.save()
            self._receiver = Receiver(
                device,
                lambda: SerialSource(device, baud),
                self._heard.emit,
                log_path=self._log_path(),
            )
        self._receiver.start()
        self.start_button.setText(_("Stop"))
        for part in (self.port, self.baud, self.find_button):
            part.setEnabled(False)

    def stop(self) -> None:
        """Stop the receiver that runs."""
        if self._receiver is None:
            return
        receiver, self._receiver = self._receiver, None
        receiver.stop()
        self._recent.clear()
        self.start_button.setText(_("Start"))
        for part in (self.port, self.baud, self.find_button):
            part.setEnabled(True)
        self.place.setText("")
        self._show_state("closed", _("No receiver is running."))
        self.moved.emit(None)

    def close_timers(self) -> None:
        """The window closes: stop looking for ports."""
        self._watch.stop()

    def _log_path(self) -> Path | None:
        """Beside the project, one a day, so that a recorded survey can be played again."""
        project = self._session.project
        if project is None:
            return None
        day = datetime.now().strftime("%Y-%m-%d")
        return project.path.with_name(f"{project.path.stem}-gps-{day}.nmea")

    # --- hearing

    def position(self) -> tuple[float, float, FixQuality] | None:
        """The averaged position of the last seconds and its quality; None without a fix.

        Only at rest are several seconds one position: on the move the newest fix counts.
        """
        fixes = [epoch for epoch in self._recent if epoch.has_fix]
        if not fixes:
            return None
        newest = fixes[-1]
        resting = (newest.speed_mps or 0.0) < 0.5
        mean = average(fixes if resting else [newest])
        if mean is None:
            return None
        moment = newest.to_json()["time"]
        quality = FixQuality(
            quality=newest.quality,
            satellites_used=newest.satellites_used,
            hdop=newest.hdop,
            accuracy_m=newest.accuracy_m,
            time=moment,
            receiver=self._receiver.name if self._receiver is not None else "",
        )
        return mean.lon, mean.lat, quality

    def _hear(self, event: Event) -> None:
        if self._receiver is None:
            return
        if isinstance(event, Status):
            self._show_state(event.state, event.text)
            if event.state in ("lost", "silent", "noise"):
                self._recent.clear()
            return
        self._recent.append(event)
        if not event.has_fix:
            return
        assert event.lon is not None and event.lat is not None
        self._trail.append((event.lon, event.lat))
        text = f"{event.lat:.6f}, {event.lon:.6f}"
        if event.accuracy_m is not None:
            text += f"   ±{event.accuracy_m:.1f} m"
        self.place.setText(text)
        marker = GpsMarker(
            event.lon,
            event.lat,
            event.accuracy_m,
            event.course_deg if (event.speed_mps or 0) > 0.4 else None,
            grade(event),
            np.array(self._trail),
        )
        self._light(marker.quality)
        self.moved.emit(marker)

    def _show_state(self, state: str, text: str) -> None:
        self.words.setText(text)
        if state not in ("fix", "log"):
            self._light("none" if state in ("lost", "noise", "no_fix", "silent") else "")
        self.state_changed.emit(state, text)

    def _light(self, quality: str) -> None:
        colour = QUALITY_COLOURS.get(quality, "#9aa3ab")
        self.light.setStyleSheet(f"color: {colour}; font-size: 18px;")
