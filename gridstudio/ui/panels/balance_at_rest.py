"""Pinned figures that need more than sums: looked for while the hand rests, and shown on the card
beside the border until it moves on."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from gridstudio.assessment.area_figures import AreaFigure, Source
from gridstudio.assessment.area_indicators import LevelIndicators
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.moving import Moved
from gridstudio.assessment.side_figures import SideFigures, figures_before, same_edit
from gridstudio.assessment.side_indicators import SideIndicators
from gridstudio.canvas.tool_view import REST_MS
from gridstudio.commands.pins import pinned
from gridstudio.jobs import Steps
from gridstudio.ui.panels.balance import BalanceCard
from gridstudio.ui.session import Session

AT_ONCE_S = 0.006
"""So long is computed between two events: nobody notices."""


class BalanceAtRest(QObject):
    """Shows the card, with figures from sums at once and the others once they are found."""

    def __init__(self, session: Session, card: BalanceCard, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._card = session, card
        self._moved: Moved | None = None
        """What the hand would do now: to this all belongs that is computed."""
        self._figures = SideFigures()
        self._sides: tuple[LevelIndicators, list[str], SideIndicators] | None = None
        self._steps: Steps[dict[int, Indicators] | None] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._begin)
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._go_on)
        session.indicators_computed.connect(self._computed)
        session.closing.connect(lambda: self.show(None))

    def show(self, moved: Moved | None) -> None:
        """Show what an edit would do, as far as it is known; nothing hides the card."""
        before, self._moved = self._moved, moved
        if moved is None:
            self._forget()
        elif before is None or not same_edit(before, moved):
            self._move_on(moved)
        self._show()

    def _show(self) -> None:
        session = self._session
        self._card.show_moved(self._moved, session.data, session.project, self._figures)

    def _forget(self) -> None:
        self._drop()
        self._rest.stop()
        self._figures, self._sides = SideFigures(), None

    def _drop(self) -> None:
        """Look no further for what is computed."""
        self._next.stop()
        if self._steps is not None:
            self._steps.close()
        self._steps = None

    def _wanted(self) -> list[AreaFigure]:
        project = self._session.project
        every = pinned(project) if project is not None else ()
        return [one for one in every if one.source is not Source.SUMS]

    def _move_on(self, moved: Moved) -> None:
        """What is known is of another edit: the hand's rest is waited for."""
        self._drop()
        self._figures = self._figures.outdated()
        wanted = self._wanted()
        if not wanted:
            return
        self._sides_of(moved, wanted, rests=False)
        self._rest.start()

    def _begin(self) -> None:
        """The hand rests."""
        moved, wanted = self._moved, self._wanted()
        if moved is None or not moved.changes or not wanted or self._steps is not None:
            return
        asked = self._sides_of(moved, wanted, rests=True)
        if asked is not None:  # else a job computes the level, and ``_computed`` is told
            known, sides = asked
            self._figures = self._figures.with_level(moved, known)
            self._steps = sides.steps(moved)
            self._next.start()

    def _sides_of(
        self, moved: Moved, wanted: Sequence[AreaFigure], *, rests: bool
    ) -> tuple[LevelIndicators, SideIndicators] | None:
        """The indicators as they are, and who is asked; None where they are not known yet."""
        known = self._session.indicators_in_passing(moved.level, rests=rests)
        if known is None:
            return None
        keys = [one.key for one in wanted]
        if self._sides is None or self._sides[0] is not known or self._sides[1] != keys:
            sides = SideIndicators(known, {one.source for one in wanted})
            self._sides = known, keys, sides
            self._figures = figures_before(known.moment.template, sides.before, keys)
        return known, self._sides[2]

    def _go_on(self) -> None:
        """A few steps; the hand may move on after them."""
        end = perf_counter() + AT_ONCE_S
        while self._steps is not None:
            try:
                next(self._steps)
            except StopIteration as found:
                self._take(found.value)
                return
            if perf_counter() > end:
                return
        self._next.stop()

    def _take(self, after: dict[int, Indicators] | None) -> None:
        self._drop()
        if self._moved is not None and after is not None:
            self._figures = self._figures.found(self._moved, after)
            self._show()

    def _computed(self) -> None:
        if self._moved is not None and not self._figures.current:
            self._begin()
