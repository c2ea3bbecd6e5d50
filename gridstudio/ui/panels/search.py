"""The search box: customers, sites, areas, and coordinates."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from gridstudio.canvas.selection import Selection
from gridstudio.canvas.view import MapView
from gridstudio.commands.search import search
from gridstudio.i18n import _
from gridstudio.project.queries import Found
from gridstudio.ui.positions import read
from gridstudio.ui.session import Session

SEARCH_DELAY_MS = 200
CLOSE_M_PER_PX = 2.0
FOUND = Qt.ItemDataRole.UserRole


class SearchBox(QLineEdit):
    """Finds by name, code or address while typing; Enter goes to the first."""

    def __init__(self, session: Session, view: MapView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self.setPlaceholderText(_("Search, or 35.6, 112.4"))
        self.setClearButtonEnabled(True)
        self.setFixedWidth(240)
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

    def look(self) -> None:
        """Search now and offer what was found."""
        self._typing.stop()
        project = self._session.project
        self.found.clear()
        if project is None or read(self.text()) is not None:
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
        place = read(self.text())
        if place is not None:
            self._view.centre_on(*place, metre_per_px=min(self._view.metre_per_px(), 5.0))
            return
        self.look()
        if self.found.rowCount():
            self._go_to(self.found.item(0).data(FOUND))
        elif self.text().strip():
            self._session.say(_("Nothing was found for “{text}”.").format(text=self.text()))

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
