"""What to export: the layer, of areas the level, and the datum of the coordinates."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QWidget

from gridstudio.domain.template import Template
from gridstudio.i18n import _
from gridstudio.ui.dialogs.datum_choice import datum_box
from gridstudio.ui.parts import dialog_column, form, muted


class ExportDialog(QDialog):
    """``layer``, ``levels`` and ``chosen_datum`` are what was chosen."""

    def __init__(self, template: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export"))
        self.setMinimumWidth(420)
        self.what, self.level = QComboBox(), QComboBox()
        for text, key in (
            (_("Customers"), "customers"),
            (_("Areas"), "areas"),
            (_("Sites"), "sites"),
        ):
            self.what.addItem(text, key)
        self.level.addItem(_("All levels"), None)
        for number, level in enumerate(template.levels):
            self.level.addItem(level.name(), number)
        self.datum = datum_box(unchosen=False)
        self.said = muted()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(_("Choose the file …"))
        ok.setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._fields = form()
        self._fields.addRow(_("What to export"), self.what)
        self._fields.addRow(_("Level"), self.level)
        self._fields.addRow(_("Datum"), self.datum)
        column = dialog_column(self)
        column.addLayout(self._fields)
        column.addWidget(self.said)
        column.addWidget(buttons)
        self.what.currentIndexChanged.connect(lambda _at: self._changed())
        self.datum.currentIndexChanged.connect(lambda _at: self._changed())
        self._changed()

    def layer(self) -> str:
        """customers, areas or sites."""
        return str(self.what.currentData())

    def levels(self) -> tuple[int, ...]:
        """Of areas: the level chosen, none for all."""
        level = self.level.currentData()
        return () if level is None or self.layer() != "areas" else (int(level),)

    def chosen_datum(self) -> str:
        """The datum of the coordinates."""
        return str(self.datum.currentData())

    def _changed(self) -> None:
        self._fields.setRowVisible(self.level, self.layer() == "areas")
        self.said.setText(
            _("Shifted by up to 700 metres, for maps that are drawn so.")
            if self.chosen_datum() in ("gcj02", "bd09")
            else _("Customers go with their census facts, areas with their figures.")
        )
