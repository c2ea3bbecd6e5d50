"""The part of the style dialog that changes symbols."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from gridstudio.domain.style import Symbol
from gridstudio.i18n import _
from gridstudio.ui.dialogs.style_parts import ColourButton, number_box, shape_box
from gridstudio.ui.parts import choose, muted
from gridstudio.ui.style import UNIT_PX


class SymbolEditor(QWidget):
    """Colour, shape, size, outline and opacity; tells each change by the name of the field."""

    changed = Signal(dict)

    def __init__(self, geometry: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        point, line = geometry == "point", geometry == "line"
        self.colour = ColourButton(_("Colour"), none=not line)
        self.shape = shape_box()
        self.size_px = number_box(_("Width") if line else _("Size"), 0.2, 60, 0.5)
        self.outline = ColourButton(_("Outline"), none=True)
        self.outline_px = number_box(_("Width of the outline"), 0, 12, 0.2)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(5, 100)
        self.opacity.setPageStep(10)
        self.opacity.setAccessibleName(_("Opacity"))
        self.percent = muted()
        self.percent.setWordWrap(False)
        self.percent.setFixedWidth(9 * UNIT_PX)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * UNIT_PX)
        grid.setVerticalSpacing(UNIT_PX + 2)
        grid.addWidget(muted(_("Colour")), 0, 0)
        grid.addWidget(self.colour, 0, 1)
        grid.addWidget(self.size_px, 0, 2)
        grid.addWidget(self.shape, 0, 3, 1, 2)
        grid.addWidget(muted(_("Outline")), 1, 0)
        grid.addWidget(self.outline, 1, 1)
        grid.addWidget(self.outline_px, 1, 2)
        grid.addWidget(self.opacity, 1, 3)
        grid.addWidget(self.percent, 1, 4)
        grid.setColumnStretch(3, 1)
        self.shape.setVisible(point)
        self.size_px.setVisible(point or line)
        self.outline.setEnabled(not line)
        self.outline_px.setEnabled(not line)
        self.colour.changed.connect(lambda colour: self.changed.emit({"color": colour}))
        self.outline.changed.connect(lambda colour: self.changed.emit({"outline": colour}))
        self.shape.activated.connect(
            lambda _at: self.changed.emit({"shape": self.shape.currentData()})
        )
        self.size_px.valueChanged.connect(lambda px: self.changed.emit({"size_px": px}))
        self.outline_px.valueChanged.connect(lambda px: self.changed.emit({"outline_px": px}))
        self.opacity.valueChanged.connect(self._fade)

    def show_symbol(self, symbol: Symbol) -> None:
        """Show it without telling anybody."""
        boxes = (self.size_px, self.outline_px, self.opacity)
        for box in boxes:
            box.blockSignals(True)  # showing is not changing
        self.colour.show_colour(symbol.color)
        self.outline.show_colour(symbol.outline)
        choose(self.shape, symbol.shape)
        self.size_px.setValue(symbol.size_px)
        self.outline_px.setValue(symbol.outline_px)
        self.opacity.setValue(round(symbol.opacity * 100))
        self.percent.setText(f"{self.opacity.value()} %")
        for box in boxes:
            box.blockSignals(False)

    def _fade(self, percent: int) -> None:
        self.percent.setText(f"{percent} %")
        self.changed.emit({"opacity": percent / 100})
