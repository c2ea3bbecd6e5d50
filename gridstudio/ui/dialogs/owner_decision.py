"""Giving customers to another area: which, why, until when."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QWidget,
)

from gridstudio.domain.snapshots import Areas
from gridstudio.i18n import _
from gridstudio.project.queries import Override
from gridstudio.ui.parts import dialog_column, form, muted, row, set_in

A_YEAR = 365


class OwnerDecisionDialog(QDialog):
    """A new decision on owners, or (``known``) an old one to decide anew."""

    def __init__(
        self, areas: Areas, text: str, known: Override | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Owner by decision"))
        self.setMinimumWidth(440)
        self.area = QComboBox()
        self.area.setEditable(True)
        self.area.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for area_id, name in _choices(areas):
            self.area.addItem(name, area_id)
        completer = QCompleter(self.area.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.area.setCompleter(completer)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("such as: head office there, contract, market line"))
        self.expires = QCheckBox(_("until"))
        self.until = set_in(QDateEdit(QDate.currentDate().addDays(A_YEAR)))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("yyyy-MM-dd")
        self.until.setEnabled(False)
        self.expires.toggled.connect(self.until.setEnabled)
        self.disputed = QCheckBox(_("The areas dispute it"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(_("Decide"))
        self.ok.setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        fields = form()
        fields.addRow(_("Area"), self.area)
        fields.addRow(_("Reason"), self.reason)
        fields.addRow(_("Term"), row(self.expires, self.until))
        fields.addRow("", self.disputed)
        column = dialog_column(self)
        column.addWidget(muted(text))
        column.addLayout(fields)
        column.addWidget(buttons)
        if known is not None:
            self._show(known)
        self.reason.textChanged.connect(self._changed)
        self.area.currentTextChanged.connect(self._changed)
        self._changed()

    def area_id(self) -> int:
        """The chosen area; 0 while what is typed is none."""
        at = self.area.findText(self.area.currentText())
        return int(self.area.itemData(at)) if at >= 0 else 0

    def expiry(self) -> date | None:
        """The last day on which it holds, None for no end."""
        day = self.until.date()
        return date(day.year(), day.month(), day.day()) if self.expires.isChecked() else None

    def _show(self, known: Override) -> None:
        place = self.area.findData(known.area_id)
        self.area.setCurrentIndex(place)
        # Another area is another decision, unless the one that was meant has been divided since.
        self.area.setEnabled(place < 0)
        self.reason.setText(known.reason)
        self.disputed.setChecked(bool(known.disputed))
        if known.expires_at:
            self.expires.setChecked(True)
            self.until.setDate(QDate.fromString(known.expires_at[:10], "yyyy-MM-dd"))

    def _changed(self) -> None:
        missing = ""
        if not self.area_id():
            missing = _("Choose an area.")
        elif not self.reason.text().strip():
            missing = _("A decision needs a reason.")
        self.ok.setEnabled(not missing)
        self.ok.setToolTip(missing)


def _choices(areas: Areas) -> list[tuple[int, str]]:
    """The areas that can own customers, by code."""
    parents = set(areas.parent.tolist())
    found = [
        (str(areas.code[at]), str(areas.name[at]), int(areas.id[at]))
        for at in range(len(areas))
        if not areas.open[at] and int(areas.id[at]) not in parents and areas.level[at] > 0
    ]
    return [(area_id, f"{code}  {name}".strip()) for code, name, area_id in sorted(found)]
