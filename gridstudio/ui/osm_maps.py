"""The act "Base map from OpenStreetMap": ask, work in a job, add what was made to the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from gridstudio.commands.layers import add_layer, source_text
from gridstudio.i18n import _
from gridstudio.jobs import Progress
from gridstudio.project import Project

if TYPE_CHECKING:
    from gridstudio.commands.base_map_layers import LayersReport
    from gridstudio.commands.base_map_osm import TileOptions, TileReport
    from gridstudio.ui.main_window import MainWindow


def base_map_from_osm(window: MainWindow) -> None:
    """Ask what to make of which extract, and make it."""
    from gridstudio.ui.dialogs.osm_base_map import OsmBaseMapDialog

    project = window.session.project
    if project is None:
        return
    dialog = OsmBaseMapDialog(window.session.folder, window.session.settings.theme, window)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    if dialog.as_tiles():
        out, replace = dialog.out(), dialog.may_replace()
        make_tiles(window, project, dialog.source(), out, dialog.options(), replace=replace)
    else:
        make_layers(window, project, dialog.source(), dialog.options())


def make_tiles(
    window: MainWindow,
    project: Project,
    source: Path,
    out: Path,
    options: TileOptions,
    *,
    replace: bool = False,
) -> None:
    """Render the extract in a job, then add the tiles as a layer, in one edit."""
    from gridstudio.canvas.base_map import painter_of
    from gridstudio.commands.base_map_osm import name_of, write_base_map

    paint = painter_of(options.appearance, options.ratio, options.format)

    def work(progress: Progress) -> TileReport:
        return write_base_map(source, out, options, paint, progress, replace=replace)

    def done(report: TileReport) -> None:
        def act() -> None:
            with project.edit(_("Base map from OpenStreetMap")) as edit:
                facts = {"source": source_text(project, out), "datum": "wgs84"}
                add_layer(project, name_of(source), "tiles", edit=edit, **facts)

        window.attempt(act)
        window.session.say(report.to_text())

    window.run_job(_("Base map from OpenStreetMap"), work, done)


def make_layers(window: MainWindow, project: Project, source: Path, options: TileOptions) -> None:
    """Add the extract as layers in a job that has the project to itself."""

    def work(progress: Progress) -> LayersReport:
        from gridstudio.commands.base_map_layers import import_base_map

        label = _("Base map from OpenStreetMap")
        with project.lent(label):
            return import_base_map(project, source, options.language, options.appearance, progress)

    def done(report: LayersReport) -> None:
        project.take_back()
        window.session.say(report.to_text())

    window.run_job(_("Base map from OpenStreetMap"), work, done)
