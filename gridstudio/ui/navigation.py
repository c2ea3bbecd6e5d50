"""Acts of the window about where the map is: coordinates, scale, the map's own menu."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from gridstudio.canvas.overview import Overview
from gridstudio.commands.views import keep_last_view, last_view
from gridstudio.domain.bookmarks import MapPlace
from gridstudio.i18n import _
from gridstudio.ui.bookmarks import Bookmarks
from gridstudio.ui.positions import DATUM_NAMES, FORMS, written

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

NEARER = 0.25


class Navigation:
    """What is done with a place on the map."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._cursor: tuple[float, float] | None = None
        self.overview: Overview | None = None
        self.bookmarks: Bookmarks | None = None
        self._first: MapPlace | None = None

    def connect(self) -> None:
        """Listen to the window's parts, once they are there."""
        window = self._window
        window.map.cursor_moved.connect(self._moved)
        window.map.menu_wanted.connect(self.show_menu)
        status = window.parts.status
        status.scale.wanted.connect(self.show_scale)
        status.scale.refused.connect(lambda text: window.session.say(text, problem=True))
        status.coordinates.changed.connect(self._remember)
        self.overview = Overview(window.map)
        self.bookmarks = Bookmarks(window)
        self._show_switches()

    def show_first_view(self) -> None:
        """What the map shows when a project is opened: what it showed last, else everything."""
        window = self._window
        if window.session.project is None or self.bookmarks is None:
            return
        self.bookmarks.rebuild()
        last = last_view(window.session.project)
        if last is None:
            window.map.zoom_all()
        else:
            window.map.show_place(last)
        self._first = window.map.place()

    def keep_view(self) -> None:
        """The project is about to be closed. A file that was only looked at stays as it is."""
        project, place = self._window.session.project, self._window.map.place()
        first, self._first = self._first, None
        if project is not None and first is not None and not place.near(first):
            keep_last_view(project, place)

    def add_bookmark(self) -> None:
        if self.bookmarks is not None:
            self.bookmarks.add()

    def manage_bookmarks(self) -> None:
        if self.bookmarks is not None:
            self.bookmarks.manage()

    def copy_cursor(self) -> None:
        """The coordinates under the cursor, as the status bar shows them, to the clipboard."""
        if self._cursor is None:
            self._window.session.say(_("Point at the map first."), problem=True)
            return
        coordinates = self._window.parts.status.coordinates
        self.copy(*self._cursor, coordinates.chosen_datum, coordinates.chosen_form)

    def copy(self, lon: float, lat: float, datum: str, form: str) -> None:
        """A place in degrees WGS-84 to the clipboard, in another datum and form."""
        text = written(lon, lat, datum=datum, form=form)
        QApplication.clipboard().setText(text)
        self._window.session.say(
            _("Copied: {text} ({datum})").format(text=text, datum=DATUM_NAMES[datum])
        )

    def show_scale(self, denominator: float) -> None:
        """Go to a scale; the middle stays."""
        view = self._window.map
        view.show_viewport(view.viewport_now.at_denominator(denominator))
        view.setFocus()

    def toggle_graticule(self) -> None:
        """Meridians and parallels on the map, or none."""
        settings = self._window.session.settings
        settings.graticule = not settings.graticule
        self._show_switches()
        self._remember()

    def toggle_overview(self) -> None:
        """The small map in the corner, or none."""
        settings = self._window.session.settings
        settings.overview = not settings.overview
        self._show_switches()
        self._remember()

    def _show_switches(self) -> None:
        settings, view = self._window.session.settings, self._window.map
        view.set_look(replace(view.look, graticule=settings.graticule))
        if self.overview is not None:
            self.overview.set_wanted(settings.overview)
        self._window.update_actions()

    def show_menu(self, lon: float, lat: float, at: QPoint) -> None:
        """The menu of a place on the map."""
        menu = self.menu(lon, lat)
        menu.exec(at)
        menu.deleteLater()

    def menu(self, lon: float, lat: float) -> QMenu:
        """Its coordinates in each datum and form, to be copied; then what else to do there."""
        window, menu = self._window, QMenu(self._window)
        copying = menu.addMenu(_("Copy coordinates"))
        for form in FORMS:
            for datum, name in DATUM_NAMES.items():
                text = written(lon, lat, datum=datum, form=form)
                action = copying.addAction(f"{name}\t{text}")
                action.triggered.connect(partial(self._copy_chosen, lon, lat, datum, form))
            copying.addSeparator()
        menu.addAction(_("Centre the map here"), lambda: window.map.centre_on(lon, lat))
        near = window.map.metre_per_px() * NEARER
        menu.addAction(_("Zoom in here"), lambda: window.map.centre_on(lon, lat, metre_per_px=near))
        window.walks.add_to_menu(menu, lon, lat)
        menu.addSeparator()
        for key in ("back", "forward", "all", "bookmark"):
            menu.addAction(window.actions_by_key[key])
        return menu

    def _copy_chosen(
        self, lon: float, lat: float, datum: str, form: str, _on: bool = False
    ) -> None:
        self.copy(lon, lat, datum, form)

    def _moved(self, lon: float, lat: float) -> None:
        self._cursor = lon, lat

    def _remember(self) -> None:
        if self._window.session.remembers:
            self._window.session.settings.save()
