"""The window, and what is drawn without one: here the parts that know Qt meet the commands."""

from __future__ import annotations

import logging
import os
import sys
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from gridstudio.errors import UserError, unwritable
from gridstudio.i18n import _, language, set_language, system_language
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project
from gridstudio.settings import Settings, data_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gridstudio.commands.base_map_osm import TileOptions, TileReport
    from gridstudio.domain.map_data import MapData
    from gridstudio.ui.main_window import MainWindow

SETTLE_MS = 400


def has_display() -> bool:
    """Whether a window can be opened here."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def run_window(path: Path | None) -> int:
    """Open the window with a project (or the demo county) and stay until it is closed."""
    application = _application()
    settings = Settings.load()
    desk = _Desk(application, settings)
    sys.excepthook = desk.tell_of_bug
    desk.show(path)
    return int(application.exec())


def grab_screenshot(
    path: Path,
    out: Path,
    *,
    workspace: str = "collect",
    lang: str | None = None,
    size: tuple[int, int] = (1280, 800),
    theme: str = "light",
) -> None:
    """The real window with a project, drawn offscreen into a PNG file.

    Raises UserError where the project cannot be opened or the picture cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtTest import QTest

    application = _application()
    before = language()
    set_language(lang or before)
    settings = Settings(language=language(), theme=theme)
    try:
        window = _window(application, settings, quiet=True)
        window.resize(*size)
        window.show()
        window.session.attach(Project.open(path, read_only=True))
        window.parts.banner.hide()  # read-only is only our way of looking, not the file's state
        window.show_workspace(workspace)
        QTest.qWait(SETTLE_MS)
        window.map.finish()
        QTest.qWait(50)
        picture = window.grab()
        window.close()
        window.deleteLater()
        _write(out, picture)
    finally:
        set_language(before)


def make_base_map(
    source: Path, out: Path, options: TileOptions, *, progress: Progress = no_progress
) -> TileReport:
    """Render an OpenStreetMap extract to tiles; no display needed.

    Raises UserError as ``commands.base_map_osm.write_base_map`` does.
    """
    from gridstudio.canvas.base_map import painter_of
    from gridstudio.canvas.figures import ensure_application
    from gridstudio.commands.base_map_osm import write_base_map

    ensure_application()
    paint = painter_of(options.appearance, options.ratio, options.format)
    return write_base_map(source, out, options, paint, progress)


def render_map(
    project: Project,
    out: Path,
    *,
    width_px: int = 1600,
    height_px: int = 1000,
    bounds: tuple[float, float, float, float] | None = None,
) -> None:
    """The map of a project as a PNG file; no display needed. ``bounds`` west, south, east, north.

    Raises UserError where there is nothing to show or the picture cannot be written.
    """
    from gridstudio.canvas.extent import content_bounds
    from gridstudio.canvas.figures import draw_map
    from gridstudio.commands.columns import map_data
    from gridstudio.commands.linked import read_at_once
    from gridstudio.domain.map_data import MapRequest

    read_at_once(project)
    data = map_data(project)
    box = bounds or content_bounds(data)
    if box is None:
        raise _nothing_to_draw()
    request = MapRequest(
        bounds=box, width_px=width_px, height_px=height_px, level=_divided_level(data)
    )
    _write_bytes(out, draw_map(data, request))


def render_sheet(
    project: Project,
    out: Path,
    *,
    bounds: tuple[float, float, float, float] | None = None,
    **choices: Any,
) -> None:
    """The map of a project on paper, as PNG, SVG or PDF by the ending of ``out``. ``choices`` are
    fields of Sheet. Raises UserError."""
    from gridstudio.canvas.credits import credits_of
    from gridstudio.canvas.extent import content_bounds
    from gridstudio.canvas.scene import Look
    from gridstudio.canvas.sheet_files import sheet_bytes
    from gridstudio.commands.columns import map_data
    from gridstudio.commands.linked import read_at_once
    from gridstudio.domain.sheet import Sheet

    read_at_once(project)
    data = map_data(project)
    box = bounds or content_bounds(data)
    if box is None:
        raise _nothing_to_draw()
    look = Look(level=_divided_level(data), hidden=data.hidden)
    sheet = Sheet(bounds=box, footer=" · ".join(credits_of(data, look)), **choices)
    _write_bytes(out, sheet_bytes(out.suffix.lower(), sheet, data, look))


def _divided_level(data: MapData) -> int:
    """Grids, or districts where there are no grids yet."""
    areas = data.areas
    drawn = [int(level) for level in areas.level[~areas.open].tolist() if level <= 2]
    return max([1, *drawn])


def _nothing_to_draw() -> UserError:
    return UserError(_("The project is empty: there is nothing to draw. Name a --bbox."))


def make_report(
    project: Project, folder: Path, *, lang: str | None = None, progress: Progress = no_progress
) -> tuple[Path, Path]:
    """The report for head office, as PDF and XLSX in ``folder``. Raises UserError."""
    from gridstudio.canvas.figures import draw_map
    from gridstudio.commands.columns import map_data
    from gridstudio.commands.linked import read_at_once
    from gridstudio.commands.report import report_facts
    from gridstudio.reports.report import write_report

    read_at_once(project)
    data = map_data(project)
    facts = report_facts(project, date.today(), Settings.load().author)
    before = language()
    set_language(lang or before)  # the maps' words, too
    try:
        return write_report(
            data, facts, folder, language(), lambda request: draw_map(data, request), progress
        )
    finally:
        set_language(before)


class _Desk:
    """Keeps the one window, and makes it anew when language or theme change."""

    def __init__(self, application: QApplication, settings: Settings) -> None:
        self._application = application
        self._settings = settings
        self._window: MainWindow | None = None

    def show(self, path: Path | None) -> None:
        set_language(self._settings.language or system_language())
        window = _window(self._application, self._settings)
        self._window = window
        window.rebuild_wanted.connect(self._rebuild)
        window.show()
        if path is not None:
            window.files.open_path(path)
        else:
            window.files.open_demo()

    def _rebuild(self) -> None:
        old = self._window
        assert old is not None
        project = old.session.project
        path = project.path if project is not None else None
        size, workspace = old.size(), old.parts.workspace
        self._application.setQuitOnLastWindowClosed(False)
        old.close()
        old.deleteLater()
        set_language(self._settings.language or system_language())
        window = _window(self._application, self._settings)
        self._window = window
        window.rebuild_wanted.connect(self._rebuild)
        window.resize(size)
        window.show()
        self._application.setQuitOnLastWindowClosed(True)
        if path is not None:
            window.files.open_path(path)
        window.show_workspace(workspace)

    def tell_of_bug(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Python's last word on an error that nobody caught."""
        from gridstudio.ui.dialogs.messages import tell

        if issubclass(kind, KeyboardInterrupt):
            self._application.quit()
            return
        tell(error, self._window)


def _application() -> QApplication:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    running = QCoreApplication.instance()
    if isinstance(running, QApplication):
        return running
    application = QApplication(["gridstudio"])
    application.setApplicationName("GridStudio")
    if application.platformName() == "offscreen":
        _hush_offscreen()
    application.setApplicationDisplayName("GridStudio")
    return application


def _hush_offscreen() -> None:
    """Qt's offscreen platform remarks on each window that it cannot be resized by hand; everything
    else that Qt has to say goes on to standard error."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    def pass_on(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if "propagateSizeHints" not in text:
            print(text, file=sys.stderr)

    qInstallMessageHandler(pass_on)


def _window(application: QApplication, settings: Settings, *, quiet: bool = False) -> MainWindow:
    from gridstudio.ui import qt_words, style
    from gridstudio.ui.main_window import MainWindow

    _log_to_file()
    qt_words.speak(application)
    style.apply(application, settings.theme)
    return MainWindow(settings, quiet=quiet)


def _log_to_file() -> None:
    """Bugs leave a trace that users can send."""
    logger = logging.getLogger("gridstudio")
    if any(isinstance(handler, logging.FileHandler) for handler in logger.handlers):
        return
    try:
        data_folder().mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(
            data_folder() / "gridstudio.log", encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)


def _write(out: Path, picture: object) -> None:
    from gridstudio.canvas.figures import png

    _write_bytes(out, png(picture.toImage()))  # type: ignore[attr-defined]


def _write_bytes(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise unwritable(out, error) from None
