"""What is seen while no project is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gridstudio.i18n import _
from gridstudio.settings import Settings
from gridstudio.ui.parts import Panel, button, heading, muted, title


class StartPage(QWidget):
    """Recent projects, and the ways to get another."""

    open_wanted = Signal(object)
    act_wanted = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        panel = Panel()
        panel.setFixedWidth(460)
        panel.column.setContentsMargins(28, 28, 28, 28)
        panel.column.setSpacing(10)
        panel.column.addWidget(title("GridStudio"))
        panel.column.addWidget(muted(_("Survey customers, divide the county, report.")))
        for key, text, icon, primary in (
            ("demo", _("Open the demo county"), "mdi6.map-outline", True),
            ("open", _("Open a project …"), "mdi6.folder-open-outline", False),
            ("new", _("New project …"), "mdi6.file-plus-outline", False),
        ):
            made = button(text, icon, settings.theme, primary=primary)
            made.clicked.connect(lambda _on=False, key=key: self.act_wanted.emit(key))
            panel.column.addWidget(made)
        recent = [Path(name) for name in settings.recent if Path(name).is_file()]
        if recent:
            panel.column.addWidget(heading(_("Recent projects")))
            self.recent = QListWidget()
            self.recent.setFixedHeight(min(6, len(recent)) * 30 + 8)
            for path in recent:
                item = QListWidgetItem(f"{path.stem}   —   {path.parent}")
                item.setData(Qt.ItemDataRole.UserRole, path)
                item.setToolTip(str(path))
                self.recent.addItem(item)
            self.recent.itemActivated.connect(
                lambda item: self.open_wanted.emit(item.data(Qt.ItemDataRole.UserRole))
            )
            panel.column.addWidget(self.recent)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
