"""The scale in the status bar: shown, chosen, or typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QWidget

from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.ui.scales import COMMON, read_scale, scale_text

WIDTH_PX = 124


class ScaleBox(QComboBox):
    """Tells the denominator that was asked for; what cannot be read is refused in words."""

    wanted = Signal(float)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(_("Scale"))
        self.setToolTip(
            _("The scale on a screen of 96 dots per inch. Type another one: 1 : 25,000 or 25000.")
        )
        self.addItems([scale_text(number) for number in COMMON])
        self._shown = ""
        line = self.lineEdit()
        assert line is not None
        self._line = line
        self._line.returnPressed.connect(self._take)
        self._line.installEventFilter(self)
        self.activated.connect(lambda _at: self._take())

    def show_scale(self, denominator: float) -> None:
        """The view has changed; what is being typed stays."""
        self._shown = scale_text(denominator)
        if not (self._line.hasFocus() and self._line.isModified()):
            self._line.setText(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What was typed and left without Enter is forgotten."""
        if watched is self._line and isinstance(event, QFocusEvent) and event.lostFocus():
            self._line.setText(self._shown)
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        try:
            denominator = read_scale(self._line.text())
        except UserError as error:
            self.refused.emit(str(error))
            self._line.selectAll()
            return
        self._line.setModified(False)
        self.wanted.emit(denominator)
