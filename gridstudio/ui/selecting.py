"""Acts on the selection: ways to choose, and what can be done with what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtWidgets import QDialog

from gridstudio.canvas.viewport import Bounds
from gridstudio.commands.selecting import customers_of_areas, inverted, selection_bounds
from gridstudio.domain.belonging import WITHOUT_OWNER, ids_of
from gridstudio.domain.selection import Mode, Selection
from gridstudio.geometry.regions import Box, Region
from gridstudio.i18n import _, ngettext
from gridstudio.tools.select import Choosing, Spot, circle, lasso, rectangle
from gridstudio.ui.room import roomiest

if TYPE_CHECKING:
    from gridstudio.ui.dialogs.expression import ExpressionDialog
    from gridstudio.ui.dialogs.within import WithinDialog
    from gridstudio.ui.main_window import MainWindow

ZOOM_MARGIN = 0.12
CORNER_PX = 48
CLOSEST_M = 300.0
"""A single customer is shown with so much ground around."""
TOOLS = {"rectangle": rectangle, "lasso": lasso, "circle": circle}


class Selecting:
    """Starts the tools that select and changes the selection."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.expression: ExpressionDialog | None = None
        self.within: WithinDialog | None = None
        """Both are made when they are first wanted, and stay open beside the map."""

    def by_click(self) -> None:
        """Put every tool away: a click selects."""
        self._window.map.set_tool(None)
        self._window.session.say(_("A click selects; Shift adds or takes away, Alt takes away."))

    def by_tool(self, way: str) -> None:
        """Select with one of TOOLS until Esc."""
        self._window.gestures.start(TOOLS[way](Choosing(self._region, self._spot)))

    def by_expression(self) -> None:
        """Open the dialog that selects by an expression over fields."""
        if self.expression is None:
            from gridstudio.ui.dialogs.expression import ExpressionDialog

            self.expression = ExpressionDialog(self._window.session, self._window)
            self.expression.chosen.connect(self._choose)
        self.show_beside(self.expression)

    def by_distance(self) -> None:
        """Open the dialog that finds what lies within a distance."""
        if self.within is None:
            from gridstudio.ui.dialogs.within import WithinDialog

            self.within = WithinDialog(self._window)
            self.within.chosen.connect(self._choose)
        self.show_beside(self.within)

    def clear(self) -> None:
        self._window.session.select(Selection())

    def invert(self) -> None:
        """Select the customers that are not selected."""
        data = self._window.session.data
        if data is not None:
            self._window.session.select(inverted(data, self._window.session.selection))

    def in_view(self) -> None:
        """Select every customer and site in view; with the table in hand, all that it shows."""
        table = self._window.parts.customers
        if table.table.hasFocus():
            table.choose_all()
            return
        view = self._window.map
        self._window.map.choose(view.found_in(Box(view.viewport_now.bounds_xy)), "new")

    def of_areas(self) -> None:
        """Select the customers that belong to the selected areas."""
        session = self._window.session
        if session.data is not None:
            session.select(customers_of_areas(session.data, session.selection.areas))

    def by_ownership(self, state: int) -> None:
        """Select the customers that are owned in one of the ways of ``STATES``."""
        session = self._window.session
        if session.data is None:
            return
        found = ids_of(session.data.areas, session.data.owners, state)
        session.select(Selection(customers=found))
        session.say(self.words() if len(found) else _("There are none."))

    def list_without_owner(self) -> None:
        """The customers without owner: in the table, selected, and in view."""
        parts = self._window.parts
        parts.show_customers()
        parts.customers.show_only(WITHOUT_OWNER)
        self.by_ownership(WITHOUT_OWNER)
        self.zoom()

    def zoom(self) -> None:
        """Show all that is selected."""
        session = self._window.session
        bounds = selection_bounds(session.data, session.selection) if session.data else None
        if bounds is not None:
            self._window.map.zoom_to(_not_too_close(bounds), margin=ZOOM_MARGIN)

    def words(self) -> str:
        """How much is selected, in a sentence."""
        chosen = self._window.session.selection
        number = len(chosen.customers)
        text = ngettext("{n:,} customer selected", "{n:,} customers selected", number)
        parts = [text.format(n=number)]
        for ids, words in (
            (chosen.sites, ngettext("{n:,} site", "{n:,} sites", len(chosen.sites))),
            (chosen.areas, ngettext("{n:,} area", "{n:,} areas", len(chosen.areas))),
        ):
            if len(ids):
                parts.append(words.format(n=len(ids)))
        return _("{parts}.").format(parts=_(", ").join(parts))

    def show_beside(self, dialog: QDialog) -> None:
        """Show a dialog where it hides least of the map: in a corner, and a large one over the
        inspector, at its top or its foot."""
        if not dialog.isVisible():
            view, size = self._window.map, _size_of(dialog)
            corner = QPoint(CORNER_PX, max(view.height() - size.height() - CORNER_PX, 0))
            if 2 * size.height() > view.height():
                window, off = self._window, CORNER_PX // 2
                end = view.mapFrom(window, QPoint(window.width(), window.height()))
                x, foot = end.x() - size.width() - off, end.y() - size.height() - off
                corner = roomiest(view.rect(), size, (QPoint(x, off), QPoint(x, foot)))
            dialog.move(view.mapToGlobal(corner))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _choose(self, found: Selection, mode: Mode) -> None:
        self._window.map.choose(found, mode)
        self._window.session.say(self.words())

    def _region(self, region: Region, mode: Mode) -> str:
        view = self._window.map
        view.choose(view.found_in(region), mode)
        return self.words()

    def _spot(self, spot: Spot, mode: Mode) -> str:
        view = self._window.map
        x, y = view.viewport_now.to_px(np.array(spot)).tolist()
        view.choose(view.pick_at(QPointF(x, y)), "toggle" if mode == "add" else mode)
        return self.words()


def _size_of(dialog: QDialog) -> QSize:
    """How large a dialog will be: as it was made or left, or what its contents want."""
    wanted = dialog.sizeHint()
    if dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
        wanted = dialog.size()
    return wanted.expandedTo(dialog.minimumSize())


def _not_too_close(bounds: Bounds) -> Bounds:
    """Bounds in degrees, widened where they are hardly more than a point."""
    west, south, east, north = bounds
    middle = np.radians((south + north) / 2)
    wide = CLOSEST_M / 111_320.0
    add_x = max(wide / float(np.cos(middle)) - (east - west), 0.0) / 2
    add_y = max(wide - (north - south), 0.0) / 2
    return west - add_x, south - add_y, east + add_x, north + add_y
