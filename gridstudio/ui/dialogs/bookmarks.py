"""All bookmarks: go to one, rename it in its line, delete it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from gridstudio.commands import views
from gridstudio.domain.bookmarks import Bookmark
from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.ui.parts import dialog_column, muted, row

NAME = Qt.ItemDataRole.UserRole


class BookmarksDialog(QDialog):
    """Changes take effect at once; there is nothing to confirm."""

    def __init__(
        self, project: Project, go_to: Callable[[Bookmark], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Bookmarks"))
        self.resize(380, 360)
        self._project, self._go_to = project, go_to
        self.list = QListWidget()
        self.problem = muted()
        self.problem.setObjectName("refusal")
        self.show_button = QPushButton(_("Go there"))
        self.rename_button = QPushButton(_("Rename"))
        self.delete_button = QPushButton(_("Delete"))
        self.delete_button.setObjectName("danger")
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(muted(_("The first nine answer to Alt+1 to Alt+9.")))
        column.addWidget(self.list, 1)
        column.addWidget(self.problem)
        line = row(self.show_button, self.rename_button, self.delete_button)
        line.addStretch(1)
        line.addWidget(close)
        column.addLayout(line)
        self.list.itemChanged.connect(self._renamed)
        self.list.itemDoubleClicked.connect(lambda _item: self._show())
        self.list.currentRowChanged.connect(lambda _row: self._update())
        self.show_button.clicked.connect(self._show)
        self.rename_button.clicked.connect(lambda: self.list.editItem(self.list.currentItem()))
        self.delete_button.clicked.connect(self._delete)
        self._fill()

    def _fill(self) -> None:
        self.list.blockSignals(True)
        at = max(self.list.currentRow(), 0)
        self.list.clear()
        for bookmark in views.bookmarks(self._project):
            item = QListWidgetItem(bookmark.name)
            item.setData(NAME, bookmark.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self.list.setCurrentRow(min(at, self.list.count() - 1))
        self.list.blockSignals(False)
        self._update()

    def _update(self) -> None:
        for made in (self.show_button, self.rename_button, self.delete_button):
            made.setEnabled(self.list.currentItem() is not None)
        self.problem.setVisible(bool(self.problem.text()))

    def _chosen(self) -> Bookmark | None:
        item = self.list.currentItem()
        name = item.data(NAME) if item is not None else None
        return next((one for one in views.bookmarks(self._project) if one.name == name), None)

    def _show(self) -> None:
        bookmark = self._chosen()
        if bookmark is not None:
            self._go_to(bookmark)
            self.accept()

    def _renamed(self, item: QListWidgetItem) -> None:
        try:
            views.rename_bookmark(self._project, item.data(NAME), item.text())
            self.problem.setText("")
        except Refused as error:
            self.problem.setText(str(error))
        self._fill()

    def _delete(self) -> None:
        bookmark = self._chosen()
        if bookmark is not None:
            views.remove_bookmark(self._project, bookmark.name)
            self._fill()
