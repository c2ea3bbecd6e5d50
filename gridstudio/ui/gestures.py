"""Acts of the window that begin with the hand on the map, and recording a customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from gridstudio.assessment.moving import Moved
from gridstudio.commands import areas as area_acts
from gridstudio.commands import customers as customer_acts
from gridstudio.commands.ground import GatheringPlan, plan_taking
from gridstudio.domain.rows import FixQuality
from gridstudio.domain.selection import Selection
from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.tools.context import ToolContext
from gridstudio.tools.draw import draw
from gridstudio.tools.gather import gather
from gridstudio.tools.gesture import Tool
from gridstudio.tools.holes import cut_hole, fill_holes, give_exclaves
from gridstudio.tools.move_node import move
from gridstudio.tools.place import place
from gridstudio.tools.reshape import carve, reshape, take
from gridstudio.tools.split import split
from gridstudio.tools.straighten import straighten
from gridstudio.tools.zoom_box import zoom_box
from gridstudio.ui.bulk import MANY_ROWS
from gridstudio.ui.dialogs.record import RecordDialog

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class Gestures:
    """Starts tools on the map and takes what comes of them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._again: Callable[[], None] | None = None
        self._doing = ""
        self._running = ""

    @property
    def running(self) -> str:
        """The key of the act whose tool is on the map; "" where none is, or no act began it."""
        return self._running if self._window.map.has_tool else ""

    @contextmanager
    def begun_by(self, key: str) -> Iterator[None]:
        """Tools that are started inside are those of an act."""
        self._doing, before = key, self._doing
        try:
            yield
        finally:
            self._doing = before

    def draw(self) -> None:
        """Draw one area after another until Esc."""
        self.start(draw(self.context()), self.draw)

    def carve(self) -> None:
        """Draw an area over others."""
        self.start(carve(self.context()))

    def reshape(self) -> None:
        """Move borders by strokes, one after another until Esc."""
        self.start(reshape(self.context()), self.reshape)

    def take(self) -> None:
        """Draw around ground that the selected area takes in."""
        chosen = self._window.session.selection.areas
        if chosen:
            self.start(take(self.context(), chosen[0]))

    def take_customers(self) -> None:
        """Show which ground of the selected customers the selected area would take in."""
        window = self._window
        project, chosen = window.session.project, window.session.selection
        if project is None or not chosen.areas:
            return
        asked = (project.areas(), project.customers(), project.owners())

        def look(_progress: Progress) -> GatheringPlan | Refused:
            try:
                return plan_taking(*asked, chosen.areas[0], chosen.customers)
            except Refused as refused:
                return refused

        if len(chosen.customers) <= MANY_ROWS:
            self._show_gathering(look(no_progress))
        else:
            window.run_job(_("Take in the ground of customers"), look, self._show_gathering)

    def _show_gathering(self, found: GatheringPlan | Refused) -> None:
        window = self._window
        if isinstance(found, Refused):
            window.session.say(str(found), problem=True)
            window.map.show_refusal(found)
            return
        self.start(gather(self.context(), found))

    def split(self) -> None:
        """Split the area that is selected."""
        chosen = self._window.session.selection.areas
        if chosen:
            self.start(split(self.context(), chosen[0]))

    def divide(self) -> None:
        """Open the dialog that divides the selected area into parts."""
        from gridstudio.ui.dialogs.divide import DivideDialog

        chosen = self._window.session.selection.areas
        if chosen:
            self._window.selecting.show_beside(DivideDialog(self._window, chosen[0]))

    def nodes(self) -> None:
        """Move nodes and borders until Esc."""
        self.start(move(self.context()))

    def move_border(self) -> None:
        """Move whole borders until Esc."""
        self.start(move(self.context(), "border"))

    def move_area(self) -> None:
        """Move whole areas until Esc."""
        self.start(move(self.context(), "area"))

    def straighten(self) -> None:
        """Straighten borders until Esc."""
        self.start(straighten(self.context()))

    def cut_hole(self) -> None:
        """Cut holes into areas, one after another until Esc."""
        self.start(cut_hole(self.context()), self.cut_hole)

    def fill_holes(self) -> None:
        """Fill holes by clicks until Esc."""
        self.start(fill_holes(self.context()))

    def give_exclaves(self) -> None:
        """Give exclaves to their neighbours by clicks until Esc."""
        self.start(give_exclaves(self.context()))

    def merge(self) -> None:
        """Merge the areas that are selected; the first stays selected."""
        window = self._window
        project, chosen = window.session.project, window.session.selection.areas
        if project is None:
            return
        if window.attempt(lambda: area_acts.merge_areas(project, chosen)) is not None:
            window.session.select(Selection(areas=chosen[:1]))

    def move_point(self, table: str, row_id: int) -> None:
        """Move a customer or site to where the next click is."""
        project = self._window.session.project
        if project is None:
            return
        command = customer_acts.move_customer if table == "customers" else customer_acts.move_site

        def finish(lonlat: tuple[float, float]) -> None:
            self._window.attempt(lambda: command(project, row_id, *lonlat))

        self.start(place(finish, _("Click the new place. Esc gives up.")))

    def place_customer(self) -> None:
        """Record a customer where the next click is."""

        def finish(lonlat: tuple[float, float]) -> None:
            # After the click has been dealt with: the form is modal.
            QTimer.singleShot(0, lambda: self._record(*lonlat, None))

        self.start(place(finish, _("Click where the customer is. Esc gives up.")))

    def record_here(self) -> None:
        """The form of a new customer where the receiver is."""
        found = self._window.gps.position()
        if found is None:
            self._window.session.say(
                _("There is no position to record at: start a receiver and wait for a fix."),
                problem=True,
            )
            return
        self._record(*found)

    def zoom_box(self) -> None:
        """Pull a box to zoom to."""
        self.start(zoom_box(self._window.map.zoom_to_box))

    def ended(self, notice: str) -> None:
        """A tool has ended: drawing goes on unless it was given up. What it has to say is said."""
        again, self._again = self._again, None
        goes_on = again is not None and not self._window.map.last_ended_by_escape
        if again is not None and goes_on:
            with self.begun_by(self._running):
                again()
        if notice or not goes_on:
            self._window.session.say(notice)

    def show_figures(self, moved: Moved | None) -> None:
        """The card with what the border under the hand would move."""
        self._window.parts.figures.show(moved)

    def start(self, tool: Tool, again: Callable[[], None] | None = None) -> None:
        """Put a tool on the map; ``again`` starts it anew when it has ended by itself."""
        self._again, self._running = again, self._doing
        self._window.map.set_tool(tool)
        self._window.map.setFocus()

    def context(self) -> ToolContext:
        """What a tool on the open project works with."""
        project = self._window.session.project
        assert project is not None, "tools are unavailable without a project"
        return self._window.snapping.context(project)

    def _record(self, lon: float, lat: float, fix: FixQuality | None) -> None:
        window, project = self._window, self._window.session.project
        if project is None:
            return
        dialog = RecordDialog(project.template, lon, lat, fix, window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        customer_id = window.attempt(
            lambda: customer_acts.record_customer(project, dialog.customer())
        )
        if customer_id is not None:
            window.session.select(Selection(customers=(customer_id,)))
            window.session.say(_("Recorded."))
