"""What ending a line would do, asked for while it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.moving import Moved
from gridstudio.errors import Refused
from gridstudio.geometry.coverage import CoverageEdit, require_unlocked
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.snapping import Snap
from gridstudio.tools.context import Standing
from gridstudio.tools.gesture import Mark, Points
from gridstudio.tools.piece import Stroke

Plan = Callable[[Points], CoverageEdit]
"""Takes ``(n, 2)`` degrees and says what finishing there would do; it may raise Refused."""


@dataclass(frozen=True)
class Planned:
    """What ending a line there would move in a division, or which lock stands against it; neither
    where it could not end there."""

    snaps: tuple[Snap, ...]
    standing: Standing
    moved: Moved | None = None
    locked: Mark | None = None


def planned(plan: Plan, stroke: Stroke, standing: Standing, cursor: Snap, closed: bool) -> Planned:
    """Ask a plan about a stroke that ends where it does now."""
    try:
        edit = plan(stroke.outline(closed=closed))
    except Refused:
        return Planned(stroke.snaps, standing)
    locked = _locked(standing, edit, cursor)
    moved = standing.totals.after(edit) if locked is None else None
    return Planned(stroke.snaps, standing, moved, locked)


def _locked(standing: Standing, edit: CoverageEdit, cursor: Snap) -> Mark | None:
    """Why a lock refuses an edit, before the line has ended; None where none does."""
    try:
        require_unlocked(standing.coverage, edit)
    except Refused as refused:
        x, y = to_xy(np.array(refused.place or cursor.lonlat)).tolist()
        return Mark((x, y), str(refused))
    return None
