"""Small parts that panels are made of, so that all of them look alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import qtawesome
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridstudio.domain.template import Word
from gridstudio.i18n import _
from gridstudio.ui.style import COLOURS, UNIT_PX

Box = TypeVar("Box", bound=QAbstractSpinBox)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def icon(name: str, theme: str, *, active: str = "") -> QIcon:
    """An icon in the theme's text colour; ``active`` names another colour of the theme."""
    colours = COLOURS[theme]
    colour = getattr(colours, active) if active else colours.text
    made: QIcon = qtawesome.icon(name, color=colour, color_disabled=colours.muted)
    return made


class Panel(QFrame):
    """A column of parts with the window's margins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[3 * UNIT_PX] * 4)
        self.column.setSpacing(2 * UNIT_PX)


def title(text: str) -> QLabel:
    """A panel's title."""
    return _label(text, "title")


def heading(text: str) -> QLabel:
    """A small heading over a group."""
    return _label(text, "heading")


def muted(text: str = "") -> QLabel:
    """An explanation."""
    return _label(text, "muted")


class Wrapped(QLabel):
    """Text in as many lines as it needs: nested layouts ask no label how high it is at a width."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(0)  # or it would be counted in
        needed = self.heightForWidth(self.width()) if self.wordWrap() else 0
        self.setMinimumHeight(max(needed, 0))


class Line(QLabel):
    """One line of plain text; where there is no room for all of it, it ends in an ellipsis."""

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics, room = self.fontMetrics(), self.contentsRect()
        if metrics.horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment(), shown)
        painter.end()


def _label(text: str, name: str) -> QLabel:
    label = Wrapped(text)
    label.setObjectName(name)
    return label


def button(text: str, icon_name: str, theme: str, *, primary: bool = False) -> QPushButton:
    """A push button with an icon; in a dialog Enter presses the primary one."""
    made = QPushButton(text)
    if primary:
        made.setObjectName("primary")
        made.setDefault(True)
    made.setIcon(icon(icon_name, theme, active="accent_text" if primary else ""))
    made.setIconSize(QSize(16, 16))
    return made


def flat_button(icon_name: str, theme: str, tip: str) -> QToolButton:
    """A small button of an icon alone, with its words as a tooltip."""
    made = QToolButton()
    made.setObjectName("flat")
    made.setIcon(icon(icon_name, theme))
    made.setIconSize(QSize(16, 16))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    return made


def form() -> QFormLayout:
    """A form whose labels stand over narrow fields' left edge."""
    layout = QFormLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(2 * UNIT_PX)
    layout.setVerticalSpacing(UNIT_PX + 2)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return layout


def dialog_column(dialog: QWidget) -> QVBoxLayout:
    """What a dialog is made of, from top to bottom, with its margins."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(4 * UNIT_PX, 4 * UNIT_PX, 4 * UNIT_PX, 4 * UNIT_PX)
    layout.setSpacing(3 * UNIT_PX)
    return layout


def row(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2 * UNIT_PX)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def listing(heads: list[str], wide: int | None = None) -> QTreeWidget:
    """A list in columns, each as wide as what it holds; ``wide`` takes the room that is left, or
    the last one does."""
    made = QTreeWidget()
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setAlternatingRowColors(True)
    made.setHeaderLabels(heads)
    header = made.header()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(wide is None)
    if wide is not None:
        header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    return made


def listed(texts: list[str], numbers: Iterable[int]) -> QTreeWidgetItem:
    """A line of a list; the columns ``numbers`` are set flush right."""
    made = QTreeWidgetItem(texts)
    for column in numbers:
        made.setTextAlignment(column, RIGHT)
    return made


def closing_row(dialog: QDialog, aside: QWidget, act: QWidget) -> QHBoxLayout:
    """What a dialog that stays open ends in: something to look at, the act, and Close."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    line = row(aside)
    line.addStretch(1)
    line.addWidget(act)
    line.addWidget(buttons)
    return line


class CalmBox(QComboBox):
    """A box that the wheel passes over: who scrolls a form past it does not mean to edit."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def set_in(box: Box) -> Box:
    """A box for a number or a date with its text as far from the edge as in a box of text; style
    sheets do not move the line within such a box."""
    box.lineEdit().setTextMargins(2 * UNIT_PX, 0, 0, 0)
    return box


def chooser(words: tuple[Word, ...], *, empty: str | None = None) -> QComboBox:
    """A box to choose one of a template's words; ``empty`` is the text for none of them."""
    box = CalmBox()
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setMinimumContentsLength(6)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if empty is not None:
        box.addItem(empty, "")
    for word in words:
        box.addItem(word.name(), word.key)
    return box


def choose(box: QComboBox, key: str) -> None:
    """Show the entry with this key."""
    box.setCurrentIndex(max(0, box.findData(key)))


def mode_chooser() -> QComboBox:
    """A box to choose how something found is joined with the selection."""
    box = QComboBox()
    for key, text in (
        ("new", _("New selection")),
        ("add", _("Add to the selection")),
        ("remove", _("Take out of the selection")),
        ("intersect", _("Keep what is in both")),
    ):
        box.addItem(text, key)
    return box
