"""A new project: name, trade, border, file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from gridstudio.commands.projects import templates
from gridstudio.i18n import _
from gridstudio.ui.parts import button, dialog_column, form, muted, row


class NewProjectDialog(QDialog):
    """Asks for what ``commands.projects.new_project`` needs."""

    def __init__(self, theme: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New project"))
        self.setMinimumWidth(460)
        self.name, self.border = QLineEdit(), QLineEdit()
        self.border.setPlaceholderText(_("optional: a polygon file in WGS-84"))
        self.template = QComboBox()
        for template in templates():
            self.template.addItem(template.name(), template.key)
        browse = button(_("Browse …"), "mdi6.folder-open-outline", theme)
        browse.clicked.connect(self._browse)
        fields = form()
        fields.addRow(_("County name"), self.name)
        fields.addRow(_("Template"), self.template)
        fields.addRow(_("Border"), row(self.border, browse))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setObjectName("primary")
        ok.setEnabled(False)
        self.name.textChanged.connect(lambda text: ok.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(muted(_("Everything is kept in one file, which you name next.")))
        column.addLayout(fields)
        column.addWidget(buttons)

    def border_path(self) -> Path | None:
        """The border file, None for none."""
        text = self.border.text().strip()
        return Path(text) if text else None

    def _browse(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Border of the county"))
        if path:
            self.border.setText(path)
