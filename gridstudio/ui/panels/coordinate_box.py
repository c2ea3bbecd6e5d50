"""The cursor's coordinates in the status bar, with the datum beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from gridstudio.i18n import _
from gridstudio.settings import Settings
from gridstudio.ui.positions import DATUM_NAMES, FORMS, written

PAUSE_MS = 40
_WIDEST = {"decimal": "−88.888888, −188.888888", "dms": "88°88′88.88″N  188°88′88.88″E"}


class CoordinateBox(QWidget):
    """Shows a position in the datum and form that the user chose; the choice is remembered."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._place: tuple[float, float] | None = None
        self._written: tuple[float, float] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._write)
        self.datum = QToolButton()
        self.datum.setObjectName("datum")
        self.datum.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.datum.setToolTip(_("Datum and form of the coordinates"))
        self.datum.setMenu(self._menu())
        # In a widget without a layout: layouts up to the window's are made anew for each text of a
        # label that stands in one, and this text is another at every move of the mouse.
        self._room = QWidget()
        self.text = QLabel(self._room)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.datum)
        line.addWidget(self._room)
        self._show_choice()

    @property
    def chosen_datum(self) -> str:
        chosen = self._settings.coordinate_datum
        return chosen if chosen in DATUM_NAMES else "wgs84"

    @property
    def chosen_form(self) -> str:
        chosen = self._settings.coordinate_form
        return chosen if chosen in FORMS else "decimal"

    def show_place(self, lon: float, lat: float) -> None:
        """Degrees WGS-84 of the cursor."""
        self._place = lon, lat
        if not self._pause.isActive():
            self._write()

    def _write(self) -> None:
        """Write where the cursor is, and again after a while where it has gone on: nobody reads
        more, and to lay out and paint the text takes as long as half of what a border under the
        hand is asked for."""
        if self._place is not None and self._place != self._written:
            self._written = self._place
            self.text.setText(self.written(*self._place))
            self._pause.start()

    def written(self, lon: float, lat: float) -> str:
        """Degrees WGS-84 in the chosen datum and form."""
        return written(lon, lat, datum=self.chosen_datum, form=self.chosen_form)

    def choose(self, *, datum: str = "", form: str = "") -> None:
        """Choose one of DATUM_NAMES, one of FORMS, or both."""
        self._settings.coordinate_datum = datum or self.chosen_datum
        self._settings.coordinate_form = form or self.chosen_form
        self._show_choice()
        self.changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is the font the one that the style gives."""
        super().showEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """For the widest coordinates of the form, so that nothing moves with the cursor."""
        shown = self.text.text()
        self.text.ensurePolished()
        self.text.setText(_WIDEST[self.chosen_form])
        size = self.text.sizeHint() + QSize(4, 0)
        self.text.setText(shown)
        self.text.resize(size)
        self._room.setFixedSize(size)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        datums, forms = QActionGroup(menu), QActionGroup(menu)
        self._actions: dict[str, QAction] = {}
        for key, name in DATUM_NAMES.items():
            self._add(menu, datums, key, name).triggered.connect(partial(self._pick, key, ""))
        menu.addSeparator()
        words = {"decimal": _("Decimal degrees"), "dms": _("Degrees, minutes, seconds")}
        for key in FORMS:
            self._add(menu, forms, key, words[key]).triggered.connect(partial(self._pick, "", key))
        return menu

    def _add(self, menu: QMenu, group: QActionGroup, key: str, text: str) -> QAction:
        action = QAction(text, menu)
        action.setCheckable(True)
        group.addAction(action)
        menu.addAction(action)
        self._actions[key] = action
        return action

    def _pick(self, datum: str, form: str, _on: bool = False) -> None:
        self.choose(datum=datum, form=form)

    def _show_choice(self) -> None:
        for key in (self.chosen_datum, self.chosen_form):
            self._actions[key].setChecked(True)
        self.datum.setText(DATUM_NAMES[self.chosen_datum])
        self._make_room()
        self._written = None
        self._write()
