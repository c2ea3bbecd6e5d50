"""Acts of the window on whole files: new, open, import, export, picture, report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog

from gridstudio.canvas.figures import draw_map
from gridstudio.canvas.scene import prepare
from gridstudio.commands.area_facts import keep_area_facts
from gridstudio.commands.columns import map_data
from gridstudio.commands.linked import read_at_once
from gridstudio.domain.map_data import MapRequest
from gridstudio.i18n import _, language
from gridstudio.jobs import Progress
from gridstudio.project import Project
from gridstudio.settings import data_folder
from gridstudio.ui.parts import choose

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

DEMO_NAME = "demo.gpkg"


class FileActs:
    """What the File, Data and Map menus do with files; long ones run as jobs."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    # --- projects

    def open_path(self, path: Path) -> None:
        """Open a project on a worker; the window stays alive meanwhile."""
        window = self._window
        author = window.session.settings.author

        def work(progress: Progress) -> Project:
            progress(0.1, _("Opening {name}").format(name=path.name))
            project = Project.open(path, author=author)
            read_at_once(project, progress)
            prepare(map_data(project, at_once=True))
            return project

        def done(project: Project) -> None:
            project.adopt()
            window.session.attach(project)

        window.run_job(_("Opening {name}").format(name=path.name), work, done)

    def open(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self._window, _("Open a project"), str(self._window.session.folder), _project_filter()
        )
        if path:
            self.open_path(Path(path))

    def new(self) -> None:
        from gridstudio.commands.projects import new_project
        from gridstudio.ui.dialogs.new_project import NewProjectDialog

        dialog = NewProjectDialog(self._window.session.settings.theme, self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        start = str(self._window.session.folder / f"{dialog.name.text().strip()}.gpkg")
        path, _kind = QFileDialog.getSaveFileName(
            self._window, _("Where to keep the project"), start, _project_filter()
        )
        if not path:
            return
        target = _with_ending(Path(path), ".gpkg")

        def act() -> None:
            project = new_project(
                target,
                name=dialog.name.text().strip(),
                template=dialog.template.currentData(),
                border=dialog.border_path(),
                author=self._window.session.settings.author,
            )
            self._window.session.attach(project)

        self._window.attempt(act)

    def open_demo(self) -> None:
        """Open the demo county; it is made at the first time."""
        from gridstudio.canvas.demo_files import make_demo

        path = data_folder() / DEMO_NAME
        if path.exists():
            self.open_path(path)
            return

        def work(progress: Progress) -> None:
            make_demo(path, progress=progress)

        self._window.run_job(_("Making the demo county"), work, lambda _done: self.open_path(path))

    def save_copy(self) -> None:
        project = self._window.session.project
        if project is None:
            return
        copy = _("copy")
        start = project.path.with_name(f"{project.path.stem}-{copy}.gpkg")
        path, _kind = QFileDialog.getSaveFileName(
            self._window, _("Save a copy"), str(start), _project_filter()
        )
        if not path:
            return
        target = _with_ending(Path(path), ".gpkg")

        def work(progress: Progress) -> None:
            with project.lent(_("Save a copy")):
                keep_area_facts(project)
                project.save_copy(target)

        self._window.run_job(_("Save a copy"), work, self._said_saved(target))

    # --- data

    def import_layer(self) -> None:
        """Import what is to be a layer of the map."""
        self.import_file("layer")

    def import_file(self, what: str = "", path: Path | None = None) -> None:
        """Ask what to import; ``path`` is the file where it is known already."""
        from gridstudio.ui.dialogs.import_file import ImportDialog

        project = self._window.session.project
        if project is None:
            return
        dialog = ImportDialog(
            project, self._window.session.settings.theme, self._window.runner, self._window
        )
        choose(dialog.level, project.template.levels[self._window.level].key)
        if what:
            dialog.choose_what(what)
        if path is not None:
            dialog.path.setText(str(path))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        source, options = dialog.source(), dialog.options()

        def work(progress: Progress) -> Any:
            from gridstudio.commands.imports import run_import

            with project.lent(_("Import")):
                return run_import(project, source, options, progress=progress)

        def done(report: Any) -> None:
            project.take_back()
            self._window.session.say(report.to_text().splitlines()[0])
            self._window.map.zoom_all()

        self._window.run_job(_("Import {name}").format(name=source.name), work, done)

    def export_file(self) -> None:
        from gridstudio.commands.exports import ENDINGS, ExportReport, export

        project = self._window.session.project
        if project is None:
            return
        from gridstudio.ui.dialogs.export_file import ExportDialog

        dialog = ExportDialog(project.template, self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        layer, datum, levels = dialog.layer(), dialog.chosen_datum(), dialog.levels()
        kinds = ";;".join(f"{name} (*{ending})" for ending, name in ENDINGS.items())
        start = project.path.with_name(f"{project.path.stem}-{layer}.xlsx")
        path, kind = QFileDialog.getSaveFileName(self._window, _("Export"), str(start), kinds)
        if not path:
            return
        target = Path(path)

        def work(progress: Progress) -> ExportReport:
            return export(
                project, target, layer=layer, datum=datum, levels=levels, progress=progress
            )

        def done(report: ExportReport) -> None:
            saved = _("Saved: {path}").format(path=target)
            self._window.session.say("\n".join((saved, *report.notes)), problem=bool(report.notes))

        self._window.run_job(_("Export"), work, done)

    # --- pictures and reports

    def report(self) -> None:
        from gridstudio.commands.report import report_facts
        from gridstudio.reports.report import write_report

        project, data = self._window.session.project, self._window.session.data
        if project is None or data is None:
            return
        folder = QFileDialog.getExistingDirectory(
            self._window, _("Folder for the report"), str(self._window.session.folder)
        )
        if not folder:
            return
        facts = report_facts(project, date.today(), self._window.session.settings.author)
        lang = language()

        runner = self._window.runner

        def painted(request: MapRequest) -> bytes:
            picture: bytes = runner.on_main(lambda: draw_map(data, request))
            return picture

        def work(progress: Progress) -> tuple[Path, Path]:
            return write_report(data, facts, Path(folder), lang, painted, progress)

        def done(paths: tuple[Path, Path]) -> None:
            self._window.session.say(_("Saved: {path}").format(path=paths[0]))
            if self._window.isVisible() and not self._window.quiet:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths[0])))

        self._window.run_job(_("Report for head office"), work, done)

    def _said_saved(self, target: Path) -> Callable[[Any], None]:
        return lambda _result: self._window.session.say(_("Saved: {path}").format(path=target))


def _project_filter() -> str:
    return _("GridStudio project") + " (*.gpkg)"


def _with_ending(path: Path, ending: str) -> Path:
    return path if path.suffix else path.with_suffix(ending)
