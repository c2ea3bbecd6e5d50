"""Starts the tools that measure; they snap to borders, customers and sites."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gridstudio.geometry.snapping import Snap
from gridstudio.tools.context import SNAP_PX, ToolContext
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
        """Where a click ends up: on the site or customer within a few pixels, else on a border.
        Alt turns it off."""
        window = self._window
        project = window.session.project
        assert project is not None, "measuring is unavailable without a project"
        context = ToolContext(project, window.level)

        def snap(event: MapEvent) -> Snap:
            data, reach_m = window.session.data, SNAP_PX * event.metre_per_px
            found = window.map.point_at(event.xy, reach_m) if not event.alt else None
            if found is None or data is None:
                return context.snap(event)
            kind, row = found
            table = data.sites if kind == "sites" else data.customers
            x, y = table.xy[row].tolist()
            lon, lat = table.lonlat[row].tolist()
            return Snap(kind.removesuffix("s"), (x, y), (lon, lat))

        return snap
