"""What every drawing tool works with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from gridstudio.assessment.customer_index import customer_index
from gridstudio.assessment.moving import MovingTotals
from gridstudio.assessment.own_sums import OwnSums, Snapshots, own_sums
from gridstudio.commands.areas import division_of
from gridstudio.domain.snapshots import Areas, Floats, Ints
from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.snapping import Snap, lonlat_of, met, snapped
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.tools.freehand import Smoothing
from gridstudio.tools.gesture import MapEvent, Mark
from gridstudio.tools.piece import Lead, straight
from gridstudio.tools.targets import (
    KINDS,
    Around,
    all_of,
    area_lines,
    lines_shown,
    points_shown,
    preparing,
)

SNAP_PX = 10.0
"""The usual tolerance."""


@dataclass(frozen=True)
class DrawingChoice:
    """How the user wants to draw: whether lines snap, from how far, and to which kinds not; how
    much free-hand lines are smoothed."""

    snaps: bool = True
    tolerance_px: float = SNAP_PX
    without: frozenset[str] = frozenset({"outline"})
    smoothing: Smoothing = Smoothing()


@dataclass(frozen=True)
class Standing:
    """The division of one moment, and the figures to ask what an edit would make of them."""

    coverage: Coverage
    totals: MovingTotals
    areas: Areas

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """The county's south-western and north-eastern corner, in degrees."""
        boxes = np.array([held.geometry.bounds for held in self.coverage.children(0)])
        return boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)

    def vertices_within(self, low: Floats, high: Floats) -> int:
        """How many vertices those of the deepest areas have, whose boxes touch one in degrees."""
        boxes, counts = self._leaves
        touched = (boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1)
        return int(counts[touched].sum())

    @cached_property
    def _leaves(self) -> tuple[Floats, Ints]:
        grounds = self.coverage.grounds.values()
        parents = {ground.parent for ground in grounds}
        shapes = [ground.geometry for ground in grounds if ground.id not in parents]
        return shapely.bounds(shapes), shapely.get_num_coordinates(shapes)


class ToolContext:
    """A project, and what the hand meets on its map; both are followed as they change.

    ``around`` is what the map shows (None: all layers that are switched on in the file), ``choice``
    what the user wants to snap to.
    """

    def __init__(
        self,
        project: Project,
        level: int,
        around: Around | None = None,
        choice: Callable[[], DrawingChoice] = DrawingChoice,
    ) -> None:
        self.project = project
        self.level = level
        self.around = around or all_of(project)
        self.choice = choice
        self.lead: Lead = straight
        """How strokes get from their last point to the next."""
        self.leads_shift: Callable[[MapEvent], bool] = lambda _event: False
        """Whether Shift means something to ``lead`` at an event; if not, it keeps strokes to whole
        steps of direction."""
        self._standing: tuple[OwnSums, Standing] | None = None

    def snap(self, event: MapEvent) -> Snap:
        """Where an event's position ends up; Alt turns snapping off, or on where it is off."""
        choice = self.choice()
        if choice.snaps == event.alt:
            return Snap("", event.xy, lonlat_of(event.xy))
        scale = event.metre_per_px
        return snapped(
            event.xy,
            choice.tolerance_px * scale,
            lines_shown(self.around, scale),
            points_shown(self.around, scale, self.project),
            choice.without,
        )

    def meet(self, start: Snap, end: Snap, event: MapEvent) -> Snap:
        """Where a straight line that is to end at ``end`` meets what snaps there; ``end`` where it
        meets nothing, or the user does not snap."""
        choice = self.choice()
        if choice.snaps == event.alt:
            return end
        tolerance_m = choice.tolerance_px * event.metre_per_px
        lines = lines_shown(self.around, event.metre_per_px)
        return met(start.lonlat, end, tolerance_m, lines, choice.without)

    def grip(self, event: MapEvent) -> Snap:
        """The node or border of the division under an event's position, whatever the user snaps
        to: for gestures that take hold of one."""
        borders = [area_lines(self.around.data().areas)]
        return snapped(event.xy, SNAP_PX * event.metre_per_px, borders)

    def prepare(self, metre_per_px: float) -> Iterator[None]:
        """Make ready what ``snap`` and ``standing`` need, in steps; without it the first question
        takes longer."""
        yield from preparing(self.around, metre_per_px)
        self.standing()

    def standing(self) -> Standing:
        """Of now. Takes about 0.15 s a million customers the first time, and after an edit what
        the edit has touched."""
        project = self.project
        moment = Snapshots(
            project.template,
            project.areas(),
            project.customers(),
            project.owners(),
            project.sites(),
        )
        own = own_sums(moment)
        known, locked = self._standing, project.locked_levels()
        if known is None or known[0] is not own or known[1].coverage.locked_levels != locked:
            coverage, index = division_of(project), customer_index(moment.customers)
            totals = MovingTotals(coverage, own, index, self.level)
            known = self._standing = own, Standing(coverage, totals, moment.areas)
        return known[1]


def mark_of(snap: Snap) -> Mark | None:
    """The mark that says what the cursor snapped to, by its kind and name."""
    if not snap.kind:
        return None
    word = _(KINDS.get(snap.kind, snap.kind))
    named = _("{kind}: {name}").format(kind=word, name=snap.name) if snap.name else word
    return Mark(snap.xy, named)
