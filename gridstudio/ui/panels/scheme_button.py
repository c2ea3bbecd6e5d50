"""The button in the toolbar that shows the current scheme; its menu lists all of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton

from gridstudio.i18n import _

NARROWEST_PX, WIDEST_PX = 80, 232
BESIDE_TEXT_PX = 36
"""Margins and the arrow."""


class SchemeButton(QToolButton):
    """As wide as its text where the toolbar has the room; a long name is cut at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chooser")
        self.setAccessibleName(_("Scheme"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._shown = ""

    def show_scheme(self, text: str, keys: str) -> None:
        """Name and market line of the current scheme; ``keys`` let the menu drop down."""
        self._shown = text
        self.setToolTip(_("Scheme: {name}").format(name=text) + f"  ({keys})")
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._shown) + BESIDE_TEXT_PX + 4
        return QSize(min(max(wide, NARROWEST_PX), WIDEST_PX), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - BESIDE_TEXT_PX
        text = self.fontMetrics().elidedText(self._shown, Qt.TextElideMode.ElideRight, room)
        self.setText(text.replace("&", "&&"))
