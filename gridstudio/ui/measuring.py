"""Starts the tools that measure; they snap as drawn lines do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gridstudio.geometry.snapping import Snap
from gridstudio.tools.gesture import MapEvent
from gridstudio.tools.measure import What, measure

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class Measuring:
    """Measures distances, areas and bearings on the map of a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def start(self, what: What) -> None:
        """Measure until Esc."""
        self._window.gestures.start(measure(what, self.snap()))

    def snap(self) -> Callable[[MapEvent], Snap]:
        """Where a click ends up, by what the user chose to snap to; Alt turns it off."""
        project = self._window.session.project
        assert project is not None, "measuring is unavailable without a project"
        return self._window.snapping.context(project).snap
