"""Files dragged onto the window: a project is opened, a base map added, anything else imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent

from gridstudio.errors import UserError
from gridstudio.formats.base_map_files import is_base_map
from gridstudio.i18n import _
from gridstudio.project.opening import is_project
from gridstudio.ui.acts.reasons import needs_writing

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class Drops(QObject):
    """Listens to what is dragged onto the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One file or folder is taken; it is copied from where it is, never moved."""
        if isinstance(event, QDropEvent):  # entering and moving are drops to be, for Qt
            path = dropped_path(event.mimeData())
            if path is None:
                return False
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.type() == QEvent.Type.Drop:
                # The program that drags waits until the drop has returned; dialogs do not.
                QTimer.singleShot(0, lambda: self.take(path))
            return True
        return False

    def take(self, path: Path) -> None:
        """Do with a file what belongs to it."""
        window = self._window
        try:
            if path.is_file() and is_project(path):
                window.files.open_path(path)
                return
            reason = needs_writing(window)
            if reason:
                window.session.say(reason, problem=True)
            elif is_base_map(path):
                window.base_maps.add_path(path)
            elif path.is_dir():
                text = _("{path} is no folder of tiles.").format(path=path)
                window.session.say(text, problem=True)
            else:
                window.files.import_file(path=path)
        except UserError as error:
            window.session.say(str(error), problem=True)


def dropped_path(data: QMimeData) -> Path | None:
    """The one file or folder of this machine that is dragged; None for anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
