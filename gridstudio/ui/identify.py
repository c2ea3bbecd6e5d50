"""A card beside the cursor that says what the mouse rests on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gridstudio.canvas.view import MapView
from gridstudio.commands.identifying import Card, describe
from gridstudio.ui.session import Session

AWAY_PX = 16
WIDEST_PX = 320


class CardTip(QFrame):
    """A card over the map; the mouse goes through it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.title, self.text = QLabel(), QLabel()
        self.title.setObjectName("cardTitle")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        for label in (self.title, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.hide()

    def show_card(self, card: Card, at: QPointF) -> None:
        """Show a card beside a pixel, inside the map."""
        self.title.setText(card.title)
        self.text.setText("\n".join(card.lines))
        self.text.setVisible(bool(card.lines))
        for label in (self.title, self.text):
            label.setWordWrap(False)
            if label.sizeHint().width() > WIDEST_PX:
                label.setWordWrap(True)
                label.setFixedWidth(WIDEST_PX)
            else:
                label.setMinimumWidth(0)
                label.setMaximumWidth(WIDEST_PX)
        self.adjustSize()
        self.move(beside(at, self.size(), self._over.rect()).topLeft())
        self.show()
        self.raise_()


class Identify(QObject):
    """Shows the card of what the map's mouse rests on, unless switched off."""

    def __init__(self, session: Session, view: MapView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self.tip = CardTip(view)
        view.rested.connect(self._rested)
        view.stirred.connect(self.tip.hide)
        self.set_on(session.settings.identifies)

    @property
    def on(self) -> bool:
        return self._session.settings.identifies

    def set_on(self, on: bool) -> None:
        """Switch it; remembered."""
        settings = self._session.settings
        if settings.identifies != on:
            settings.identifies = on
            if self._session.remembers:
                settings.save()
        self._view.set_hovering(on)

    def _rested(self, at: QPointF) -> None:
        project, data = self._session.project, self._session.data
        # While a job owns the file, reading a name might have to wait for it.
        if project is None or data is None or project.lent_for:
            return
        found = self._view.pick_at(at)
        card = describe(project, data, found)
        if card is not None:
            self._view.set_hover(found)
            self.tip.show_card(card, at)


def beside(at: QPointF, size: QSize, room: QRect) -> QRect:
    """A place for a card of a size: below and right of a pixel, or on the side that has room."""
    x, y = round(at.x()), round(at.y())
    left = x + AWAY_PX if x + AWAY_PX + size.width() <= room.right() else x - AWAY_PX - size.width()
    top = y + AWAY_PX if y + AWAY_PX + size.height() <= room.bottom() else y - 8 - size.height()
    return QRect(max(left, room.left() + 4), max(top, room.top() + 4), size.width(), size.height())
