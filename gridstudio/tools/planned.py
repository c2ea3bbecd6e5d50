"""What an act would do, or why it would be refused, asked for before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.moving import Moved
from gridstudio.commands.swallowing import Swallowed, swallowed_by
from gridstudio.errors import Refused, Unfinished
from gridstudio.geometry.coverage import CoverageEdit, require_unlocked
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.noding import CrossesItself, crossings
from gridstudio.geometry.rings import Point
from gridstudio.geometry.snapping import Snap
from gridstudio.i18n import _, sentences
from gridstudio.tools.context import Standing
from gridstudio.tools.gesture import Mark, Points
from gridstudio.tools.piece import Stroke

Plan = Callable[[Points], CoverageEdit]
"""Takes ``(n, 2)`` degrees and says what finishing there would do; it may raise Refused."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What an act would move in a division, and which areas it would swallow, or why it would be
    refused."""

    moved: Moved | None = None
    refused: Refused | None = None
    swallowed: tuple[Swallowed, ...] = ()


@dataclass(frozen=True)
class Planned:
    """What ending a line there would do: what it would have ``moved``, or a ``warning`` why that
    would be refused and where, or a neutral ``hint`` on what is still missing; areas that would be
    ``swallowed``. It ``waits`` where that will be known once the hand rests."""

    moved: Moved | None = None
    warning: Mark | None = None
    hint: str = ""
    waits: bool = False
    swallowed: tuple[Swallowed, ...] = ()

    @property
    def labels(self) -> tuple[Mark, ...]:
        """What goes, at its place."""
        return tuple(
            Mark(xy_of(one.place), _("goes: {area}").format(area=one.words))
            for one in self.swallowed
        )


def outcome(standing: Standing, plan: Callable[[], CoverageEdit]) -> Outcome:
    """Ask a plan, and the locks, before anything is written."""
    try:
        edit = plan()
        require_unlocked(standing.coverage, edit)
    except Refused as refused:
        return Outcome(refused=refused)
    moved = standing.totals.after(edit)
    customers = {change.id: change.before.customers for change in moved.changes}
    return Outcome(
        moved, swallowed=swallowed_by(standing.areas, standing.coverage, edit, customers)
    )


def planned(
    plan: Plan, drawn: Stroke, ahead: Stroke, standing: Standing, cursor: Snap, *, closed: bool
) -> Planned:
    """Ask a plan about the line ``ahead``, which ends where the hand is; ``drawn`` of it is there
    already and goes by Backspace only."""
    found = outcome(standing, lambda: plan(ahead.outline(closed=closed)))
    refused = found.refused
    if refused is None:
        return Planned(found.moved, swallowed=found.swallowed)
    if isinstance(refused, CrossesItself):
        return _crossing(refused, drawn, ahead, closed=closed)
    if isinstance(refused, Unfinished):
        return Planned(hint=_unfinished(str(refused)))
    return Planned(warning=marked(refused, cursor.xy, _if_ended(refused)))


def marked(refused: Refused, otherwise: tuple[float, float], said: str = "") -> Mark:
    """The mark at the place of a refusal, in metres; where it has none, at another one."""
    at = otherwise if refused.place is None else xy_of(refused.place)
    return Mark(at, said or str(refused))


def xy_of(place: Point) -> tuple[float, float]:
    """A position in degrees as metres in EPSG:3857."""
    x, y = to_xy(np.array(place)).tolist()
    return x, y


def _crossing(refused: CrossesItself, drawn: Stroke, ahead: Stroke, *, closed: bool) -> Planned:
    """What a crossing means: of what is drawn it stays until that is taken back; the hand may still
    go elsewhere; and where only the closing edge of a ring crosses, the ring goes on."""
    stays = [*crossings(drawn.outline(closed=False))]
    if stays and (closed or refused.place in stays):
        place = stays[0] if closed else refused.place
        said = sentences(str(refused), _("Backspace takes the last piece back."))
        return Planned(warning=marked(CrossesItself(place), ahead.snaps[-1].xy, said))
    if not closed:
        place = refused.place
    elif (place := next(crossings(ahead.outline(closed=False)), None)) is None:
        return Planned(hint=_unfinished(_("Closed from here, the line would cross itself.")))
    said = _if_ended(refused)
    return Planned(warning=marked(CrossesItself(place), ahead.snaps[-1].xy, said))


def _unfinished(said: str) -> str:
    return sentences(_("Not finished yet."), said)


def _if_ended(refused: Refused) -> str:
    return _("Ended here, this would be refused: {reason}").format(reason=refused)
