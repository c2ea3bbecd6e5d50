"""What every drawing tool works with."""

from __future__ import annotations

from gridstudio.domain.snapshots import Areas
from gridstudio.geometry.snapping import Snap, Snapper
from gridstudio.i18n import N_, _
from gridstudio.project import Project
from gridstudio.tools.gesture import MapEvent, Mark

SNAP_PX = 10.0
_KINDS = {"node": N_("node"), "border": N_("border")}


class ToolContext:
    """A project and a snapper over its borders, which follows the areas as they change."""

    def __init__(self, project: Project, level: int) -> None:
        self.project = project
        self.level = level
        self._areas: Areas | None = None
        self._snapper = Snapper([])

    def snap(self, event: MapEvent) -> Snap:
        """Where an event's position ends up; Alt turns snapping off."""
        areas = self.project.areas()
        if areas is not self._areas:
            self._areas, self._snapper = areas, Snapper(areas.geometry)
        tolerance_m = 0.0 if event.alt else SNAP_PX * event.metre_per_px
        return self._snapper.snap(event.xy, tolerance_m)


def mark_of(snap: Snap) -> Mark | None:
    """The mark that says what the cursor snapped to."""
    return Mark(snap.xy, _(_KINDS[snap.kind])) if snap.kind else None
