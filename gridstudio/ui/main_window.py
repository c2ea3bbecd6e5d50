"""The main window: it puts the parts together and does what the table of actions says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox

from gridstudio import __version__
from gridstudio.canvas.view import MapView
from gridstudio.commands import areas as area_acts
from gridstudio.commands import customers as customer_acts
from gridstudio.domain.selection import Selection
from gridstudio.errors import Refused, UserError
from gridstudio.i18n import _, language
from gridstudio.jobs import Progress
from gridstudio.settings import Settings
from gridstudio.ui.actions import ACTS
from gridstudio.ui.acts.act import WORKSPACES
from gridstudio.ui.area_acts import AreaActs
from gridstudio.ui.base_maps import BaseMapActs
from gridstudio.ui.bulk import BulkActs
from gridstudio.ui.collector import Collector
from gridstudio.ui.dialogs.messages import tell
from gridstudio.ui.drops import Drops
from gridstudio.ui.files import FileActs
from gridstudio.ui.generalising import Generalising
from gridstudio.ui.gestures import Gestures
from gridstudio.ui.identify import Identify
from gridstudio.ui.indicators import IndicatorJobs
from gridstudio.ui.layer_acts import LayerActs
from gridstudio.ui.layout import Layout
from gridstudio.ui.line_gestures import LineGestures
from gridstudio.ui.linked_files import LinkedFiles
from gridstudio.ui.map_files import MapFiles
from gridstudio.ui.measuring import Measuring
from gridstudio.ui.navigation import Navigation
from gridstudio.ui.outcome import Outcome
from gridstudio.ui.owner_counts import OwnerCounts
from gridstudio.ui.owners import OwnerActs
from gridstudio.ui.panels.gps import GpsPanel
from gridstudio.ui.panels.search import SearchBox
from gridstudio.ui.receivers import Receivers
from gridstudio.ui.runner import Runner
from gridstudio.ui.schemes import SchemeActs
from gridstudio.ui.selecting import Selecting
from gridstudio.ui.session import Session
from gridstudio.ui.snapping import Snapping
from gridstudio.ui.soundness import Soundness
from gridstudio.ui.styling import Styling
from gridstudio.ui.targets import TargetActs
from gridstudio.ui.walks import Walks
from gridstudio.ui.window_actions import WindowActions

AREA_ZOOM_MARGIN = 0.12


class MainWindow(QMainWindow):
    """One window, one project."""

    rebuild_wanted = Signal()
    session: Session
    files: FileActs
    base_maps: BaseMapActs
    map_files: MapFiles
    gestures: Gestures
    lines: LineGestures
    walks: Walks
    owners: OwnerActs
    targets: TargetActs
    navigation: Navigation
    selecting: Selecting
    soundness: Soundness
    generalising: Generalising
    measuring: Measuring
    snapping: Snapping
    identify: Identify
    map: MapView
    search: SearchBox
    gps: GpsPanel

    def __init__(self, settings: Settings, *, quiet: bool = False) -> None:
        super().__init__()
        self.quiet = quiet
        """A quiet window opens no other program and no dialog by itself, and remembers nothing."""
        self.session = Session(settings, self, remembers=not quiet)
        self.runner = Runner(self)
        self.bulk = BulkActs(self)
        self.collector = Collector(self)
        self.files = FileActs(self)
        self.map_files = MapFiles(self)
        self.base_maps = BaseMapActs(self)
        self.drops = Drops(self)
        self.gestures = Gestures(self)
        self.lines = LineGestures(self)
        self.walks = Walks(self)
        self.owners = OwnerActs(self)
        self.outcome = Outcome(self)
        self.targets = TargetActs(self)
        self.schemes: SchemeActs = SchemeActs(self)
        self.area_acts: AreaActs = AreaActs(self)
        self.layer_acts = LayerActs(self)
        self.linked_files = LinkedFiles(self)
        self.indicator_jobs = IndicatorJobs(self)
        self.navigation = Navigation(self)
        self.selecting = Selecting(self)
        self.soundness = Soundness(self)
        self.generalising = Generalising(self)
        self.measuring = Measuring(self)
        self.snapping = Snapping(self)
        self.acts = WindowActions(self)
        self.actions_by_key, self.menus = self.acts.by_key, self.acts.menus
        self.parts = Layout(self)
        self.map, self.search, self.gps = self.parts.map, self.parts.search, self.parts.gps
        self.styling: Styling = Styling(self)
        self.owner_counts = OwnerCounts(self)
        self.identify = Identify(self.session, self.map)
        self.map.addActions([self.actions_by_key[act.key] for act in ACTS if act.on_map])
        self.acts.fill_menus()
        self._connect()
        self.receiver_acts = Receivers(self)
        self.navigation.connect()
        self.targets.connect()
        self.schemes.connect()
        self.area_acts.connect()
        self.show_workspace("collect")
        self.resize(1280, 800)
        self._opened_changed()

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._opened_changed)
        session.closing.connect(self.navigation.keep_view)
        session.closing.connect(lambda: self.map.set_data(None))
        session.changed.connect(self._data_changed)
        session.selected.connect(self._selection_changed)
        session.message.connect(self.parts.status.say)
        self.runner.changed.connect(self._job_changed)
        self.map.selection_changed.connect(session.select)
        self.map.cursor_moved.connect(self.parts.status.show_cursor)
        self.map.view_changed.connect(lambda: self.parts.status.show_scale(self.map.viewport_now))
        self.map.lingered.connect(self.update_actions)
        self.map.hint.connect(lambda text: session.say(text))
        self.map.notice.connect(lambda text: session.say(text, problem=True))
        self.map.refused.connect(lambda text: session.say(text, problem=True))
        self.map.tool_ended.connect(self.gestures.ended)
        self.map.tool_changed.connect(lambda: self.parts.show_tool(self.gestures.running))
        self.map.figures_changed.connect(self.gestures.show_figures)
        self.gps.told.connect(self.parts.status.show_receiver)
        self.gps.record_wanted.connect(self.gestures.record_here)
        self.parts.inspector.move_wanted.connect(self.gestures.move_point)
        self.parts.customers.zoom_wanted.connect(self.show_customer)
        self.parts.areas.zoom_wanted.connect(self._zoom_to_area)
        self.parts.level.activated.connect(lambda _at: self.show_level(self.level))
        self.parts.start.act_wanted.connect(lambda key: self.actions_by_key[key].trigger())
        self.parts.start.open_wanted.connect(self.files.open_path)
        self.parts.status.cancel_wanted.connect(self.runner.cancel)
        self.parts.status.undo_wanted.connect(lambda: self.actions_by_key["undo"].trigger())

    # --- doing

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Run a command; what it has to say stands in the status bar, and so does what it refuses,
        with the place on the map; other errors in a dialog."""
        try:
            result = act()
            if isinstance(result, area_acts.Done) and result.notice:
                self.session.say(result.notice)
            return result
        except Refused as error:
            self.session.say(str(error), problem=True)
            self.map.show_refusal(error)
        except UserError as error:
            self.session.say(str(error), problem=True)
            if not self.quiet:
                tell(error, self)
        return None

    def run_job(
        self, name: str, work: Callable[[Progress], Any], done: Callable[[Any], None]
    ) -> None:
        """Run ``work`` in a thread; ``done`` gets its result on the main thread."""
        if not self.runner.run(name, work, done=done, failed=self._job_failed):
            job = self.runner.job
            running = job.name if job is not None else ""
            self.session.say(
                _("“{purpose}” is still running.").format(purpose=running), problem=True
            )

    def _job_failed(self, error: BaseException) -> None:
        if self.session.project is not None:
            self.session.project.take_back()
        self.session.say(str(error), problem=True)
        if not self.quiet:
            tell(error, self)

    def undo(self) -> None:
        self.bulk.undo()

    def redo(self) -> None:
        self.bulk.redo()

    def delete_selection(self) -> None:
        """Delete what is selected in one act: points, or where there are none, areas."""
        project, chosen = self.session.project, self.session.selection
        if project is None or self.map.has_tool:
            return
        act: Callable[[], Any] | None = None
        if chosen.customers and chosen.sites:
            act = partial(customer_acts.remove_points, project, chosen)
        elif chosen.customers:
            act = partial(customer_acts.remove_customers, project, chosen.customers)
        elif chosen.sites:
            act = partial(customer_acts.remove_sites, project, chosen.sites)
        if act is not None:
            points = len(chosen.customers) + len(chosen.sites)
            self.bulk.run(points, _("Delete selection"), act)
        elif chosen.areas:
            self.attempt(partial(area_acts.delete_areas, project, list(chosen.areas)))

    # --- showing

    @property
    def level(self) -> int:
        """The level whose areas are shown and drawn."""
        return int(self.parts.level.currentData() or 1)

    def show_level(self, level: int) -> None:
        at = self.parts.level.findData(level)
        if at >= 0:
            self.parts.level.setCurrentIndex(at)
        self.map.set_level(level)
        self.parts.areas.show_workspace(self.parts.workspace, level)
        self.update_actions()

    def show_workspace(self, workspace: str) -> None:
        """Show one of WORKSPACES."""
        assert workspace in WORKSPACES
        self.map.set_tool(None)
        self.parts.show_workspace(workspace)
        self.parts.areas.show_workspace(workspace, self.level)
        self.update_actions()

    def update_actions(self) -> None:
        """What can be done now, and why the rest cannot."""
        self.acts.update()

    def _opened_changed(self) -> None:
        project = self.session.project
        self.parts.show_project(project)
        if project is not None:
            self.map.set_data(self.session.data)
            self.layer_acts.look_as_kept()
            self.parts.layers.rebuild()
            self.show_level(min(2, len(project.template.levels) - 1))
            QTimer.singleShot(0, self.navigation.show_first_view)
            self.map.setFocus()
            self.setWindowTitle(f"{project.name} — GridStudio")
            if project.foreign_objects:
                names = ", ".join(project.foreign_objects)
                self.session.say(_("The file holds things of other programs: ") + names)
            self.layer_acts.say_problems()
        else:
            self.setWindowTitle("GridStudio")
        self.update_actions()

    def _data_changed(self, changes: Any) -> None:
        self.map.set_data(self.session.data)
        self.layer_acts.look_as_kept()
        if changes.everything:
            self.session.say(_("Another program changed the file: it was read anew."))
            self.layer_acts.say_problems()
        self.update_actions()

    def _selection_changed(self, selection: Selection) -> None:
        self.map.set_selection(selection)
        self.update_actions()

    def _job_changed(self) -> None:
        self.parts.status.show_job(self.runner)
        if self.runner.job is None:
            self.parts.inspector.job_ended()
            self.parts.customers.table.viewport().update()
        self.update_actions()

    def show_customer(self, customer_id: int) -> None:
        data = self.session.data
        if data is not None:
            lon, lat = data.customers.lonlat[data.customers.row(customer_id)].tolist()
            self.map.centre_on(lon, lat, metre_per_px=min(self.map.metre_per_px(), 2.0))

    def _zoom_to_area(self, area_id: int) -> None:
        data = self.session.data
        if data is not None:
            bounds = data.areas.geometry[data.areas.row(area_id)].bounds
            self.map.zoom_to(bounds, margin=AREA_ZOOM_MARGIN)

    def toggle_table(self) -> None:
        self.parts.toggle_table()

    def toggle_theme(self) -> None:
        settings = self.session.settings
        settings.theme = "dark" if settings.theme == "light" else "light"
        settings.save()
        self.rebuild_wanted.emit()

    def toggle_language(self) -> None:
        settings = self.session.settings
        settings.language = "en" if language() == "zh_CN" else "zh_CN"
        settings.save()
        self.rebuild_wanted.emit()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_journal(self) -> None:
        project = self.session.project
        if project is not None and not self.quiet:
            lines = [f"{item.at}  {item.author}  {item.label}" for item in project.journal(40)]
            QMessageBox.information(self, _("Journal"), "\n".join(lines) or "—")

    def about(self) -> None:
        text = _("GridStudio {version}: survey customers, divide the county, report.")
        QMessageBox.about(self, "GridStudio", text.format(version=__version__))

    # --- Qt's own

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.session.poll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A shortcut whose act is unavailable comes here as if nobody knew it: it is told why."""
        if not self.acts.say_why_not(QKeySequence(event.keyCombination())):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()  # whatever is being typed is an edit, too
        self.runner.close()
        self.gps.stop()
        self.gps.close_timers()
        self.session.detach()
        self.map.close_files()
        self.collector.stop()
        event.accept()
