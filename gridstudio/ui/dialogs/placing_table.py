"""The control points of a picture as a table: where they are, and how far they are off."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gridstudio.i18n import _
from gridstudio.ui.placing import Draft, Fit
from gridstudio.ui.style import COLOURS, UNIT_PX

COORDINATES, OFF, WITHOUT = 2, 3, 4
_ROW_PX = 7 * UNIT_PX


class PlacingTable(QTableWidget):
    """Coordinates can be typed anew in the table itself."""

    typed = Signal(int, str)
    """The number of a point, and what was typed for it."""

    def __init__(self, theme: str, parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self._colours = COLOURS[theme]
        off = _("How far the point lies from where the picture is put, in metres on the ground.")
        alone = _(
            "How far the point lies from where all other points put it: a wrong one stands out."
        )
        heads = (_("Point"), _("In the picture"), _("Coordinates"), _("Off"), _("Left out"))
        for column, (text, hint) in enumerate(zip(heads, ("", "", "", off, alone), strict=True)):
            head = QTableWidgetItem(text)
            head.setToolTip(hint)
            self.setHorizontalHeaderItem(column, head)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(COORDINATES, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)
        self.setSelectionBehavior(self.SelectionBehavior.SelectRows)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.cellChanged.connect(self._changed)

    def show_draft(self, draft: Draft, fit: Fit | None) -> None:
        """Fill the table; ``fit`` None where the points do not yet say where the picture lies."""
        chosen = self.chosen()
        self.blockSignals(True)  # filling is not typing
        self.setRowCount(len(draft.points))
        for number, point in enumerate(draft.points):
            off = fit.residuals[number] if fit is not None else math.nan
            alone = fit.left_out[number] if fit is not None else math.nan
            texts = (
                str(number + 1),
                f"{point.column:.0f}, {point.line:.0f}",
                draft.in_words((point.x, point.y)),
                _metres(off),
                _metres(alone),
            )
            doubtful = fit is not None and number in (fit.worst, fit.bad)
            hint = _why(number, fit) if doubtful and fit is not None else ""
            for column, text in enumerate(texts):
                self.setItem(number, column, self._cell(text, column, doubtful, hint))
        self.blockSignals(False)
        if chosen is not None and chosen < self.rowCount():
            self.selectRow(chosen)

    def chosen(self) -> int | None:
        """The number of the selected point."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def _cell(self, text: str, column: int, doubtful: bool, hint: str) -> QTableWidgetItem:
        cell = QTableWidgetItem(text)
        if column != COORDINATES:
            cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEditable)
        if doubtful:
            cell.setToolTip(hint)
            if column in (0, OFF, WITHOUT):
                font = cell.font()
                font.setBold(True)
                cell.setFont(font)
                cell.setForeground(QColor(self._colours.danger))
        return cell

    def _changed(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if column == COORDINATES and item is not None:
            self.typed.emit(row, item.text())


def _metres(value: float) -> str:
    if math.isnan(value):
        return "—"
    return f"{value:.2f} m" if value < 10 else f"{value:,.0f} m"


def _why(number: int, fit: Fit) -> str:
    if number == fit.bad:
        return _("Without this point the others agree: it is probably set wrong.")
    return _("The point that is farthest off.")
