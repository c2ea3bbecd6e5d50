"""The change book on the screen: who moved, from where to where; to the map and to Excel.

Between moments of the session, and between schemes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QTabWidget,
    QWidget,
)

from gridstudio.assessment.change_book import Ownership
from gridstudio.commands.change_book import Span, moved_customers, moved_since, sums
from gridstudio.i18n import _, ngettext, sentences
from gridstudio.project import Project
from gridstudio.ui.parts import button, dialog_column, listed, listing, muted, row

LISTED = 2000
"""The list shows so many of the most valuable; the workbook has them all."""


class ChangeBookDialog(QDialog):
    """Customers who moved in a span; ``selected`` has their ids for the map. ``before`` and
    ``after`` (None: now) are the ends that are shown."""

    selected = Signal(object)
    saving = Signal()

    def __init__(
        self,
        project: Project,
        spans: Sequence[Span],
        theme: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Change book"))
        self.resize(900, 520)
        self._project = project
        self.since = QComboBox()
        for span in spans:
            self.since.addItem(span.text, span)
        self.summary = muted()
        self.customers = listing(
            [_("Customer"), _("Kind"), _("Class"), _("Value"), _("Old area"), _("New area")]
        )
        self.areas = listing([_("Old area"), _("New area"), _("Customers"), _("Value")])
        tabs = QTabWidget()
        tabs.addTab(self.customers, _("Customers who moved"))
        tabs.addTab(self.areas, _("From area to area"))
        self.show_button = button(_("Select on the map"), "mdi6.map-marker-outline", theme)
        self.save_button = button(_("Save as Excel …"), "mdi6.file-excel-outline", theme)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        line = row(self.show_button, self.save_button)
        line.addStretch(1)
        line.addWidget(buttons)
        head = row(self.since, self.summary)
        head.setStretch(1, 1)
        column = dialog_column(self)
        column.addLayout(head)
        column.addWidget(tabs, 1)
        column.addLayout(line)
        self.since.currentIndexChanged.connect(self.read)
        self.show_button.clicked.connect(self._select)
        self.save_button.clicked.connect(self.saving)
        self.read()

    def read(self) -> None:
        """Compare anew."""
        project, span = self._project, self.since.currentData()
        before, after = span.before(), span.after()
        self.before: Ownership = before
        self.after: Ownership | None = after
        self._book = book = moved_since(project, before, after)
        self.customers.clear()
        for item in moved_customers(project, before, book, LISTED, after):
            value = "" if item.value is None else f"{item.value:,.2f}"
            texts = [item.name, item.kind, item.class_, value, item.old, item.new]
            line = listed(texts, {3})
            line.setToolTip(4, item.old_team)
            line.setToolTip(5, item.new_team)
            self.customers.addTopLevelItem(line)
        self.areas.clear()
        for old, new, move in sums(project, before, book, after):
            texts = [old, new, f"{move.customers:,}", f"{move.value:,.0f}"]
            self.areas.addTopLevelItem(listed(texts, {2, 3}))
        said = ngettext("{n} customer moved.", "{n} customers moved.", len(book))
        if len(book) > LISTED:
            more = _("The {shown} most valuable are listed; Excel has them all.")
            said = sentences(said, more)
        self.summary.setText(said.format(n=f"{len(book):,}", shown=f"{LISTED:,}"))
        self.show_button.setEnabled(len(book) > 0)
        self.save_button.setEnabled(len(book) > 0)

    def _select(self) -> None:
        self.selected.emit(self._project.customers().id[self._book.rows])
