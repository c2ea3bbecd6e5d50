"""The part of the style dialog that says which texts stand beside the features."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from gridstudio.domain.fields import Field
from gridstudio.domain.style import LabelStyle
from gridstudio.i18n import _
from gridstudio.ui.dialogs.style_parts import ColourButton, number_box, scale_box
from gridstudio.ui.parts import choose, muted
from gridstudio.ui.style import UNIT_PX


class LabelEditor(QWidget):
    """Labels on or off, their field, size, colours and scale."""

    changed = Signal()

    def __init__(self, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on = QCheckBox(_("Labels"))
        self.field = QComboBox()
        self.field.setAccessibleName(_("Text of the labels"))
        for one in fields:
            self.field.addItem(one.name, one.key)
        self.size_px = number_box(_("Size"), 6, 40, 1)
        self.colour = ColourButton(_("Colour"))
        self.halo = ColourButton(_("Halo"), none=True)
        self.bold = QCheckBox(_("Bold"))
        self.farthest = scale_box(_("Shown from this scale"), _("at every scale"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * UNIT_PX)
        grid.setVerticalSpacing(UNIT_PX + 2)
        grid.addWidget(self.on, 0, 0)
        grid.addWidget(self.field, 0, 1, 1, 2)
        grid.addWidget(self.size_px, 0, 3)
        grid.addWidget(self.bold, 0, 4)
        grid.addWidget(muted(_("Text, halo")), 1, 0)
        grid.addWidget(self.colour, 1, 1)
        grid.addWidget(self.halo, 1, 2)
        grid.addWidget(muted(_("from")), 1, 3)
        grid.addWidget(self.farthest, 1, 4)
        grid.setColumnStretch(4, 1)
        self.show_label(None)
        self.on.toggled.connect(self._switched)
        self.field.activated.connect(lambda _at: self.changed.emit())
        self.size_px.valueChanged.connect(lambda _px: self.changed.emit())
        self.farthest.valueChanged.connect(lambda _scale: self.changed.emit())
        self.colour.changed.connect(lambda _colour: self.changed.emit())
        self.halo.changed.connect(lambda _colour: self.changed.emit())
        self.bold.toggled.connect(lambda _on: self.changed.emit())

    def show_label(self, label: LabelStyle | None) -> None:
        """Show it without telling anybody."""
        shown = label or LabelStyle("name", farthest=25_000)
        boxes = (self.on, self.size_px, self.farthest, self.bold)
        for box in boxes:
            box.blockSignals(True)  # showing is not changing
        self.on.setChecked(label is not None)
        choose(self.field, shown.field)
        self.size_px.setValue(shown.size_px)
        self.colour.show_colour(shown.color)
        self.halo.show_colour(shown.halo)
        self.bold.setChecked(shown.bold)
        self.farthest.setValue(shown.farthest)
        for box in boxes:
            box.blockSignals(False)
        self._enable()

    def label(self) -> LabelStyle | None:
        """What is shown; None where labels are off."""
        if not self.on.isChecked():
            return None
        return LabelStyle(
            self.field.currentData(),
            self.size_px.value(),
            self.colour.colour,
            self.halo.colour,
            self.bold.isChecked(),
            self.farthest.value(),
        )

    def _switched(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        for part in (self.field, self.size_px, self.colour, self.halo, self.bold, self.farthest):
            part.setEnabled(self.on.isChecked())
