"""The window's receivers: finding one in a job, and following it on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridstudio.canvas.painters.live import GpsMarker
from gridstudio.gps.finding import find_receiver
from gridstudio.i18n import _
from gridstudio.jobs import Progress

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class Receivers:
    """Does what the GPS panel asks for."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.gps.moved.connect(self._moved)
        window.gps.find_wanted.connect(self.find)

    def find(self, devices: list[str]) -> None:
        """Find which of the ports has a receiver, and its rate, in a job; then start it."""
        window = self._window
        remembered = dict(window.session.settings.baud_of_port)

        def work(progress: Progress) -> tuple[str, int]:
            return find_receiver(devices, remembered=remembered, progress=progress)

        def done(found: tuple[str, int]) -> None:
            window.gps.choose(*found)
            window.gps.start()

        window.run_job(_("Finding a receiver"), work, done)

    def _moved(self, markers: tuple[GpsMarker, ...], recording: GpsMarker | None) -> None:
        window = self._window
        window.map.set_gps(markers)
        if recording is not None and window.gps.follow.isChecked():
            window.map.centre_on(recording.lon, recording.lat)
