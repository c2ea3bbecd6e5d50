"""Acts of the window that make borders of lines which are there already: roads, rivers, walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridstudio.tools.split_by_line import split_by_line

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class LineGestures:
    """Starts the tools."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def split_by_line(self) -> None:
        """Split the area that is selected along a line of the map."""
        chosen = self._window.session.selection.areas
        if chosen:
            gestures = self._window.gestures
            gestures.start(split_by_line(gestures.context(), chosen[0]))
