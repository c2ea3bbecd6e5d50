"""Numbering the areas of a level anew: in which order, and what each code would become."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridstudio.commands.codes import Recoded, renumbered
from gridstudio.geometry.ordering import Order
from gridstudio.i18n import N_, _, ngettext
from gridstudio.project import Project
from gridstudio.ui.parts import CalmBox, form, muted
from gridstudio.ui.style import UNIT_PX

ORDERS: tuple[tuple[Order, str], ...] = (
    ("rows", N_("North to south, west to east")),
    ("columns", N_("West to east, north to south")),
    ("serpentine", N_("To and fro from the north")),
    ("curve", N_("Neighbours close together (Hilbert's curve)")),
)


class RenumberDialog(QDialog):
    """Shows every code that changes before anything is written."""

    def __init__(self, project: Project, level: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._level = project, level
        name = project.template.levels[level].name()
        self.setWindowTitle(_("Number the areas anew: {level}").format(level=name))
        self.order_box = CalmBox()
        for key, text in ORDERS:
            self.order_box.addItem(_(text), key)
        self.count = QLabel()
        self.count.setObjectName("muted")
        self.table = QTableWidget(0, 3)
        self._lay_out()
        self.order_box.currentIndexChanged.connect(self._fill)
        self._fill()
        self.resize(520, 560)

    @property
    def order(self) -> Order:
        """The order that is chosen."""
        chosen: Order = self.order_box.currentData()
        return chosen

    def _lay_out(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels([_("Name"), _("Code now"), _("New code")])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(26)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.accept_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.accept_button.setText(_("Number anew"))
        self.accept_button.setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        fields = form()
        fields.addRow(_("Order"), self.order_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[4 * UNIT_PX] * 4)
        column.setSpacing(3 * UNIT_PX)
        column.addWidget(
            muted(
                _(
                    "One area above after the other, by their codes. The pattern of the codes is "
                    "the template's; codes below that begin with these follow."
                )
            )
        )
        column.addLayout(fields)
        column.addWidget(table, 1)
        column.addWidget(self.count)
        column.addWidget(buttons)

    def _fill(self) -> None:
        areas, template = self._project.areas(), self._project.template
        changes = renumbered(areas, template, self._level, self.order)
        self.table.setRowCount(len(changes))
        for row, change in enumerate(changes):
            for column, text in enumerate(_texts(change)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.count.setText(
            ngettext("{n} code changes.", "{n} codes change.", len(changes)).format(n=len(changes))
        )
        self.accept_button.setEnabled(bool(changes))


def _texts(change: Recoded) -> tuple[str, str, str]:
    return change.name, change.old or "—", change.new
