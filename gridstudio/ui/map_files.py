"""Acts of the window that take the map out of it: to the clipboard, to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from gridstudio.canvas.credits import credits_of
from gridstudio.canvas.extent import content_bounds
from gridstudio.canvas.figures import view_image
from gridstudio.canvas.sheet_files import ENDINGS, sheet_bytes
from gridstudio.commands.schemes import told_scheme
from gridstudio.domain.sheet import Sheet
from gridstudio.errors import unwritable
from gridstudio.i18n import _
from gridstudio.jobs import Progress
from gridstudio.ui.dialogs.save_map import MapToSave, SaveMapDialog

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

CLIPBOARD_RATIO = 2.0


class MapFiles:
    """Copies and saves the map."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def copy(self) -> None:
        """What the map shows to the clipboard, as a picture of twice the screen's dots."""
        view, data = self._window.map, self._window.session.data
        if data is None:
            return
        ratio = max(CLIPBOARD_RATIO, view.devicePixelRatioF())
        image = view_image(data, view.look, view.viewport_now, ratio)
        image.setDevicePixelRatio(1.0)
        QApplication.clipboard().setImage(image)
        self._window.session.say(
            _("The map is in the clipboard: {width} × {height} pixels.").format(
                width=image.width(), height=image.height()
            )
        )

    def save(self) -> None:
        """Ask how, then where, and write the file as a job."""
        subject, project = self.subject(), self._window.session.project
        if subject is None or project is None:
            return
        dialog = SaveMapDialog(subject, self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        ending = dialog.ending()
        path, _kind = QFileDialog.getSaveFileName(
            self._window,
            _("Save the map"),
            str(project.path.with_suffix(ending)),
            f"{ending[1:].upper()} (*{ending})",
        )
        if path:
            target = Path(path)
            if target.suffix.lower() not in ENDINGS:
                target = target.with_name(target.name + ending)
            self.write(target, dialog.sheet())

    def subject(self) -> MapToSave | None:
        """What there is to save now."""
        window = self._window
        project, data = window.session.project, window.session.data
        if project is None or data is None:
            return None
        look, view = window.map.look, window.map.view_bounds()
        footer = " · ".join([*credits_of(data, look), date.today().isoformat()])
        scheme = told_scheme(project)
        title = f"{project.name} · {scheme.shown_name}" if scheme is not None else project.name
        return MapToSave(data, look, view, content_bounds(data) or view, title, footer)

    def write(self, target: Path, sheet: Sheet) -> None:
        """As a job: painted on the main thread, encoded and written beside it."""
        window = self._window
        data, look = window.session.data, window.map.look
        if data is None:
            return

        def work(progress: Progress) -> Path:
            progress(0.05, _("Painting {name}").format(name=target.name))
            content = sheet_bytes(
                target.suffix.lower(), sheet, data, look, on_main=window.runner.on_main
            )
            progress(0.95, _("Writing {name}").format(name=target.name))
            try:
                target.write_bytes(content)
            except OSError as error:
                raise unwritable(target, error) from None
            return target

        def done(path: Path) -> None:
            window.session.say(_("Saved: {path}").format(path=path))

        window.run_job(_("Save the map"), work, done)
