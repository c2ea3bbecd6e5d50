"""The search box: customers, sites, areas, and coordinates."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from gridstudio.canvas.extent import content_bounds
from gridstudio.canvas.painters.pin import Pin
from gridstudio.canvas.view import MapView
from gridstudio.commands.search import search
from gridstudio.domain.selection import Selection
from gridstudio.errors import UserError
from gridstudio.formats.typed_place import is_meant_as_place
from gridstudio.i18n import _
from gridstudio.project.queries import Found
from gridstudio.ui.positions import DATUM_NAMES, Reading, read, written
from gridstudio.ui.session import Session

SEARCH_DELAY_MS = 200
CLOSE_M_PER_PX, PLACE_M_PER_PX = 2.0, 5.0
FOUND = Qt.ItemDataRole.UserRole


class SearchBox(QLineEdit):
    """Finds by name, code or address while typing; Enter goes to the first."""

    def __init__(self, session: Session, view: MapView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self.setPlaceholderText(_("Search, or 35.6, 112.4"))
        self.setToolTip(
            _(
                "A name, a code, initials in pinyin, or a position: 35.6, 112.4; 35°36′N 112°24′E; "
                "北纬35.6 东经112.4; gcj 35.6,112.4; bd09 35.6,112.4"
            )
        )
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(120)
        self.setMaximumWidth(240)
        self.found = QStandardItemModel(self)
        self._completer = QCompleter(self.found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(lambda _text: self._go_to_chosen())
        self.setCompleter(self._completer)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(SEARCH_DELAY_MS)
        self._typing.timeout.connect(self.look)
        self.textEdited.connect(lambda _text: self._typing.start())
        self.returnPressed.connect(self.go)
        self.textChanged.connect(self._cleared)

    def look(self) -> None:
        """Search now and offer what was found."""
        self._typing.stop()
        project = self._session.project
        self.found.clear()
        if project is None or project.lent_for or is_meant_as_place(self.text()):
            return
        for item in search(project, self.text(), limit=20):
            detail = f"   {item.detail}" if item.detail else ""
            entry = QStandardItem(f"{item.name}{detail}")
            entry.setData(item, FOUND)
            self.found.appendRow(entry)
        if self.found.rowCount() and self.hasFocus():
            self._completer.complete()

    def go(self) -> None:
        """Go to a typed position, or to the first thing found."""
        try:
            place = read(self.text(), about=self._middle())
        except UserError as error:
            self._session.say(str(error), problem=True)
            return
        if place is not None:
            self._go_to_place(place)
            return
        self.look()
        if self.found.rowCount():
            self._go_to(self.found.item(0).data(FOUND))
        elif self.text().strip():
            self._session.say(_("Nothing was found for “{text}”.").format(text=self.text()))

    def _go_to_place(self, place: Reading) -> None:
        """Mark a typed position on the map, and say how it was read."""
        lines = [f"WGS-84  {written(place.lon, place.lat)}"]
        if place.datum not in ("", "wgs84"):
            own = written(place.lon, place.lat, datum=place.datum)
            lines.insert(0, f"{DATUM_NAMES[place.datum]}  {own}")
        self._view.set_pin(Pin(place.lon, place.lat, tuple(lines)))
        scale = min(self._view.metre_per_px(), PLACE_M_PER_PX)
        self._view.centre_on(place.lon, place.lat, metre_per_px=scale)
        self._session.say("  =  ".join(lines))

    def _middle(self) -> tuple[float, float] | None:
        """Of the county: it decides which number is the longitude, where both can be."""
        bounds = content_bounds(self._session.data)
        if bounds is None:
            return None
        west, south, east, north = bounds
        return (west + east) / 2, (south + north) / 2

    def _cleared(self, text: str) -> None:
        if not text:
            self._view.set_pin(None)

    def _go_to_chosen(self) -> None:
        index = self._completer.currentIndex()
        item = self._completer.completionModel().data(index, FOUND)
        if isinstance(item, Found):
            self._go_to(item)

    def _go_to(self, item: Found) -> None:
        self._session.select(Selection(**{item.table: (item.id,)}))
        data = self._session.data
        if item.table == "areas" and data is not None:
            bounds = data.areas.geometry[data.areas.row(item.id)].bounds
            self._view.zoom_to(bounds, margin=0.1)
        else:
            close = min(self._view.metre_per_px(), CLOSE_M_PER_PX)
            self._view.centre_on(item.lon, item.lat, metre_per_px=close)
