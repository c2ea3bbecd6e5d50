"""Questions about a scheme: what it is called, what it is for, whether it may go."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLayout,
    QLineEdit,
    QWidget,
)

from gridstudio.commands.schemes import copy_name, current_scheme, heir, lost_with
from gridstudio.i18n import _, ngettext, sentences
from gridstudio.project import Project
from gridstudio.ui.parts import choose, chooser, dialog_column, form, muted

WIDTH_PX = 420


class SchemeDialog(QDialog):
    """A new scheme, or (``copying``) a copy of one: name, market line, whether to go on in it."""

    def __init__(self, project: Project, *, copying: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._suggested = project, ""
        self.setWindowTitle(_("Copy scheme") if copying else _("New scheme"))
        self.setMinimumWidth(WIDTH_PX)
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("optional: its number is shown without one"))
        self.source = scheme_box(project)
        self.line = chooser(project.template.lines, empty=_("none"))
        self.current = QCheckBox(_("Make it the current scheme"))
        self.current.setChecked(True)
        fields = form()
        if copying:
            fields.addRow(_("Copy of"), self.source)
        fields.addRow(_("Name"), self.name)
        fields.addRow(_("Market line"), self.line)
        fields.addRow("", self.current)
        text = (
            _("The copy has its areas, owners by decision, locks and targets.")
            if copying
            else _("It begins with the outline of the county, all of it open ground.")
        )
        _finish(self, muted(text), fields, _("Copy") if copying else _("Make"))
        if copying:
            self.source.currentIndexChanged.connect(self._suggest)
            self._suggest()
        self.name.setFocus()

    @property
    def source_id(self) -> int:
        """The scheme that is copied."""
        return int(self.source.currentData())

    def _suggest(self) -> None:
        """Name and line of the copy follow the source until the user has typed a name."""
        source = next(one for one in self._project.schemes() if one.id == self.source_id)
        choose(self.line, source.line)
        if self.name.text() == self._suggested:
            self._suggested = copy_name(self._project, source)
            self.name.setText(self._suggested)
            self.name.selectAll()


class RenameSchemeDialog(QDialog):
    """Another name for the current scheme."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Rename scheme"))
        self.setMinimumWidth(WIDTH_PX)
        scheme = current_scheme(project)
        self.name = QLineEdit(scheme.name)
        self.name.setPlaceholderText(scheme.shown_name)
        self.name.selectAll()
        fields = form()
        fields.addRow(_("Name"), self.name)
        _finish(self, None, fields, _("Rename"))


class DeleteSchemeDialog(QDialog):
    """Which scheme may go; says what goes with it."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Delete scheme"))
        self.setMinimumWidth(WIDTH_PX)
        self._project = project
        self.scheme = scheme_box(project)
        self.lost = muted()
        fields = form()
        fields.addRow(_("Scheme"), self.scheme)
        _finish(self, self.lost, fields, _("Delete"), danger=True)
        self.scheme.currentIndexChanged.connect(self._say)
        self._say()

    @property
    def scheme_id(self) -> int:
        return int(self.scheme.currentData())

    def _say(self) -> None:
        project, scheme_id = self._project, self.scheme_id
        lost, schemes = lost_with(project, scheme_id), project.schemes()
        said = [
            ngettext("Its {n} area goes with it.", "Its {n} areas go with it.", lost.areas).format(
                n=f"{lost.areas:,}"
            )
        ]
        if lost.overrides:
            said.append(
                ngettext(
                    "So does {n} decision on owners.",
                    "So do {n} decisions on owners.",
                    lost.overrides,
                ).format(n=f"{lost.overrides:,}")
            )
        if scheme_id == project.scheme_id():
            name = heir(schemes, scheme_id).shown_name
            said.append(_("“{name}” will be the current scheme.").format(name=name))
        self.lost.setText(sentences(*said, _("Undo brings it back.")))


def scheme_box(project: Project) -> QComboBox:
    """A box of all schemes; the current one is chosen."""
    box = QComboBox()
    for scheme in project.schemes():
        box.addItem(scheme.shown_name, scheme.id)
    box.setCurrentIndex(box.findData(project.scheme_id()))
    return box


def _finish(
    dialog: QDialog, text: QWidget | None, fields: QLayout, act: str, *, danger: bool = False
) -> None:
    """Text, fields and buttons in the margins of all dialogs."""
    buttons = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
    )
    ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
    ok.setText(act)
    ok.setObjectName("danger" if danger else "primary")
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    column = dialog_column(dialog)
    if danger:
        column.addLayout(fields)
    if text is not None:
        column.addWidget(text)
    if not danger:
        column.addLayout(fields)
    column.addWidget(buttons)
