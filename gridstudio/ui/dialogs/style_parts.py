"""Small parts of the style dialog: colours, shapes, ramps, numbers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QComboBox, QDoubleSpinBox, QPushButton, QWidget

from gridstudio.canvas.legend_symbols import ramp_bar
from gridstudio.canvas.painters.points import marker_pixmap
from gridstudio.domain.ramps import DIVERGING, SEQUENTIAL
from gridstudio.domain.style import NEUTRAL, SHAPES, Symbol
from gridstudio.i18n import N_, _
from gridstudio.ui.parts import set_in

SHAPE_NAMES = {
    "circle": N_("Circle"),
    "square": N_("Square"),
    "triangle": N_("Triangle"),
    "diamond": N_("Diamond"),
    "star": N_("Star"),
    "pentagon": N_("Pentagon"),
    "hexagon": N_("Hexagon"),
    "cross_fill": N_("Cross"),
}
_SWATCH = QSize(20, 14)


class ColourButton(QPushButton):
    """Shows a colour and lets choose another; "" is none."""

    changed = Signal(str)

    def __init__(self, name: str, *, none: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._none = none
        self.colour = ""
        self.setIconSize(_SWATCH)
        self.setFixedWidth(44)
        self.clicked.connect(self.choose)
        self.show_colour("")

    def show_colour(self, colour: str) -> None:
        """Show it without telling anybody."""
        self.colour = colour
        swatch = QPixmap(_SWATCH * self.devicePixelRatioF())
        swatch.setDevicePixelRatio(self.devicePixelRatioF())
        swatch.fill(Qt.GlobalColor.transparent)
        painter = QPainter(swatch)
        painter.setPen(QColor(128, 128, 128, 160))
        if colour:
            painter.setBrush(QColor(colour))
        painter.drawRect(0, 0, _SWATCH.width() - 1, _SWATCH.height() - 1)
        if not colour:
            painter.drawLine(0, _SWATCH.height() - 1, _SWATCH.width() - 1, 0)
        painter.end()
        self.setIcon(QIcon(swatch))

    def choose(self) -> None:
        """Ask for a colour; with alpha 0 it is none, where that may be."""
        dialog = QColorDialog(QColor(self.colour or "#ffffff"), self)
        dialog.setOption(QColorDialog.ColorDialogOption.ShowAlphaChannel, self._none)
        if dialog.exec() == QColorDialog.DialogCode.Accepted:
            chosen = dialog.currentColor()
            self.take("" if self._none and chosen.alpha() == 0 else chosen.name())

    def take(self, colour: str) -> None:
        """Show it and tell."""
        self.show_colour(colour)
        self.changed.emit(colour)


def shape_box() -> QComboBox:
    """A box to choose one of the shapes."""
    box = QComboBox()
    box.setAccessibleName(_("Shape"))
    ratio = box.devicePixelRatioF()
    for shape in SHAPES:
        icon = QIcon(marker_pixmap(Symbol(NEUTRAL, shape=shape), 11.0, ratio))
        box.addItem(icon, _(SHAPE_NAMES[shape]), shape)
    return box


def ramp_box() -> QComboBox:
    """A box to choose a colour ramp: from few to many, then those with a middle."""
    box = QComboBox()
    box.setAccessibleName(_("Colour ramp"))
    box.setIconSize(QSize(96, 14))
    ratio = box.devicePixelRatioF()
    for ramp in (*SEQUENTIAL, *DIVERGING):
        box.addItem(QIcon(ramp_bar(ramp, 96, ratio)), "", ramp)
        box.setItemData(box.count() - 1, ramp, Qt.ItemDataRole.ToolTipRole)
        box.setItemData(box.count() - 1, ramp, Qt.ItemDataRole.AccessibleTextRole)
    return box


def number_box(
    name: str, low: float, high: float, step: float, *, decimals: int = 1, suffix: str = " px"
) -> QDoubleSpinBox:
    """A box for a number."""
    box = set_in(QDoubleSpinBox())
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setDecimals(decimals)
    box.setSuffix(suffix)
    box.setKeyboardTracking(False)
    return box


def scale_box(name: str, none: str) -> QDoubleSpinBox:
    """A box for a scale 1 : n; at 0 it says ``none``."""
    box = number_box(name, 0, 10_000_000, 5_000, decimals=0, suffix="")
    box.setPrefix("1 : ")
    box.setGroupSeparatorShown(True)
    box.setSpecialValueText(none)
    return box
