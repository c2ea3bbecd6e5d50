"""A running receiver in the panel: light, name, what it says, where it is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QRadioButton, QToolButton, QVBoxLayout, QWidget

from gridstudio.i18n import _
from gridstudio.ui.panels.receiver_link import ReceiverLink
from gridstudio.ui.parts import icon, muted, row
from gridstudio.ui.style import UNIT_PX


class ReceiverCard(QFrame):
    """Follows a link. ``chosen`` tells that customers shall be recorded with this receiver."""

    chosen = Signal()
    stop_wanted = Signal()

    def __init__(self, link: ReceiverLink, theme: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.link = link
        self.light = QLabel("●")
        self.name = QRadioButton(link.name)
        self.name.setToolTip(_("Record customers with this receiver"))
        self.words = muted()
        self.place = QLabel()
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.stop_button = QToolButton()
        self.stop_button.setIcon(icon("mdi6.stop", theme))
        self.stop_button.setIconSize(QSize(16, 16))
        self.stop_button.setToolTip(_("Stop {name}").format(name=link.name))
        self.stop_button.clicked.connect(self.stop_wanted)
        head = row(self.light, self.name, self.stop_button)
        head.setStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * UNIT_PX] * 4)
        column.setSpacing(UNIT_PX)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addWidget(self.place)
        self.name.clicked.connect(self.chosen)
        link.changed.connect(self.show_link)
        self.show_link()

    def show_link(self) -> None:
        """What the receiver says now."""
        self.light.setStyleSheet(f"color: {self.link.colour}; font-size: 18px;")
        self.words.setText(self.link.words)
        self.place.setText(self.link.place)
        self.place.setVisible(bool(self.link.place))

    def set_chosen(self, on: bool, *, choice: bool) -> None:
        """Whether it is the one that records; ``choice`` is whether there are others."""
        self.name.setChecked(on)
        self.setProperty("alone", not choice)
        for part in (self, self.name):
            part.style().unpolish(part)
            part.style().polish(part)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()
        super().mousePressEvent(event)
