"""The table of actions: menus, toolbars and shortcuts are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridstudio.i18n import N_, _

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

WORKSPACES = ("collect", "divide", "team", "map", "operate")
Run = Callable[["MainWindow"], object]
Why = Callable[["MainWindow"], str]
"""Why an action is unavailable, as its tooltip says; "" where it is available."""


@dataclass(frozen=True)
class Act:
    """One action. ``text`` is translated where it is shown; ``workspaces`` have it as a tool."""

    key: str
    text: str
    run: Run
    menu: str
    icon: str = ""
    shortcut: str = ""
    workspaces: tuple[str, ...] = ()
    why_not: Why = lambda window: ""
    checkable: bool = False


def _needs_project(window: MainWindow) -> str:
    return "" if window.session.project is not None else _("Open a project first.")


def _needs_writing(window: MainWindow) -> str:
    project = window.session.project
    if project is None:
        return _("Open a project first.")
    if project.read_only:
        return project.read_only_reason
    if window.runner.job is not None:
        return _("“{purpose}” is still running.").format(purpose=window.runner.job.name)
    return ""


def _needs_areas(number: int, why: str) -> Why:
    def why_not(window: MainWindow) -> str:
        missing = _needs_writing(window)
        if missing:
            return missing
        return "" if len(window.session.selection.areas) >= number else _(why)

    return why_not


def _undo_why(window: MainWindow) -> str:
    project = window.session.project
    ready = project is not None and project.undo_label is not None
    return _needs_writing(window) if ready else _("There is nothing to undo.")


def _redo_why(window: MainWindow) -> str:
    project = window.session.project
    ready = project is not None and project.redo_label is not None
    return _needs_writing(window) if ready else _("There is nothing to redo.")


def _needs_selection(window: MainWindow) -> str:
    missing = _needs_writing(window)
    return missing or ("" if window.session.selection else _("Select something first."))


_ONE_AREA = _needs_areas(1, N_("Select an area first."))
_TWO_AREAS = _needs_areas(2, N_("Select two neighbouring areas first (Shift-click)."))

ACTS: tuple[Act, ...] = (
    Act(
        "new",
        N_("New project …"),
        lambda w: w.files.new(),
        "file",
        "mdi6.file-plus-outline",
        "Ctrl+N",
    ),
    Act(
        "open", N_("Open …"), lambda w: w.files.open(), "file", "mdi6.folder-open-outline", "Ctrl+O"
    ),
    Act(
        "demo",
        N_("Open the demo county"),
        lambda w: w.files.open_demo(),
        "file",
        "mdi6.map-outline",
    ),
    Act(
        "copy",
        N_("Save a copy …"),
        lambda w: w.files.save_copy(),
        "file",
        "mdi6.content-copy",
        "Ctrl+Shift+S",
        why_not=_needs_project,
    ),
    Act("quit", N_("Quit"), lambda w: w.close(), "file", "mdi6.exit-to-app", "Ctrl+Q"),
    Act(
        "undo", N_("Undo"), lambda w: w.undo(), "edit", "mdi6.undo", "Ctrl+Z", WORKSPACES, _undo_why
    ),
    Act(
        "redo",
        N_("Redo"),
        lambda w: w.redo(),
        "edit",
        "mdi6.redo",
        "Ctrl+Shift+Z",
        WORKSPACES,
        _redo_why,
    ),
    Act(
        "delete",
        N_("Delete selection"),
        lambda w: w.delete_selection(),
        "edit",
        "mdi6.delete-outline",
        "Del",
        ("collect", "divide"),
        _needs_selection,
    ),
    Act(
        "find",
        N_("Search"),
        lambda w: w.search.setFocus(),
        "edit",
        "mdi6.magnify",
        "Ctrl+F",
        why_not=_needs_project,
    ),
    Act(
        "record",
        N_("Record a customer here"),
        lambda w: w.gestures.record_here(),
        "data",
        "mdi6.map-marker-plus",
        "F2",
        (),
        _needs_writing,
    ),
    Act(
        "place",
        N_("Place a customer on the map"),
        lambda w: w.gestures.place_customer(),
        "data",
        "mdi6.map-marker-outline",
        "Ctrl+M",
        ("collect",),
        _needs_writing,
    ),
    Act(
        "import",
        N_("Import …"),
        lambda w: w.files.import_file(),
        "data",
        "mdi6.database-import-outline",
        "Ctrl+I",
        ("collect", "divide"),
        _needs_writing,
    ),
    Act(
        "export",
        N_("Export …"),
        lambda w: w.files.export_file(),
        "data",
        "mdi6.database-export-outline",
        "Ctrl+E",
        ("map",),
        _needs_project,
    ),
    Act(
        "draw",
        N_("Draw an area"),
        lambda w: w.gestures.draw(),
        "divide",
        "mdi6.vector-polygon",
        "D",
        ("divide",),
        _needs_writing,
    ),
    Act(
        "split",
        N_("Split the area"),
        lambda w: w.gestures.split(),
        "divide",
        "mdi6.content-cut",
        "X",
        ("divide",),
        _ONE_AREA,
    ),
    Act(
        "merge",
        N_("Merge areas"),
        lambda w: w.gestures.merge(),
        "divide",
        "mdi6.vector-union",
        "M",
        ("divide",),
        _TWO_AREAS,
    ),
    Act(
        "nodes",
        N_("Move nodes and borders"),
        lambda w: w.gestures.nodes(),
        "divide",
        "mdi6.vector-polyline-edit",
        "N",
        ("divide",),
        _needs_writing,
    ),
    Act(
        "check",
        N_("Check the division"),
        lambda w: w.check(),
        "divide",
        "mdi6.shield-check-outline",
        "Ctrl+K",
        ("divide",),
        _needs_project,
    ),
    Act(
        "all",
        N_("Whole county"),
        lambda w: w.map.zoom_all(),
        "view",
        "mdi6.fit-to-page-outline",
        "Home",
        WORKSPACES,
        _needs_project,
    ),
    Act(
        "in",
        N_("Zoom in"),
        lambda w: w.map.zoom_in(),
        "view",
        "mdi6.plus",
        "Ctrl++",
        (),
        _needs_project,
    ),
    Act(
        "out",
        N_("Zoom out"),
        lambda w: w.map.zoom_out(),
        "view",
        "mdi6.minus",
        "Ctrl+-",
        (),
        _needs_project,
    ),
    Act(
        "table",
        N_("Table"),
        lambda w: w.toggle_table(),
        "view",
        "mdi6.table",
        "F4",
        WORKSPACES,
        _needs_project,
    ),
    Act("dark", N_("Dark theme"), lambda w: w.toggle_theme(), "view", "mdi6.theme-light-dark", ""),
    Act(
        "language",
        N_("中文 / English"),
        lambda w: w.toggle_language(),
        "view",
        "mdi6.translate",
        "",
    ),
    Act(
        "full",
        N_("Full screen"),
        lambda w: w.toggle_full_screen(),
        "view",
        "mdi6.fullscreen",
        "F11",
    ),
    Act(
        "picture",
        N_("Save the map as a picture …"),
        lambda w: w.files.save_picture(),
        "map",
        "mdi6.image-outline",
        "Ctrl+Shift+P",
        ("map",),
        _needs_project,
    ),
    Act(
        "report",
        N_("Report for head office …"),
        lambda w: w.files.report(),
        "map",
        "mdi6.file-chart-outline",
        "Ctrl+R",
        ("map", "operate"),
        _needs_project,
    ),
    Act(
        "journal",
        N_("Journal"),
        lambda w: w.show_journal(),
        "help",
        "mdi6.history",
        "",
        (),
        _needs_project,
    ),
    Act("about", N_("About GridStudio"), lambda w: w.about(), "help", "mdi6.information-outline"),
)

MENUS = (
    ("file", N_("File")),
    ("edit", N_("Edit")),
    ("view", N_("View")),
    ("data", N_("Data")),
    ("divide", N_("Division")),
    ("map", N_("Map and report")),
    ("help", N_("Help")),
)
WORKSPACE_WORDS = {
    "collect": (N_("Collect"), "mdi6.map-marker-plus-outline"),
    "divide": (N_("Divide"), "mdi6.vector-polygon"),
    "team": (N_("Team"), "mdi6.account-group-outline"),
    "map": (N_("Map"), "mdi6.map-outline"),
    "operate": (N_("Operate"), "mdi6.chart-box-outline"),
}
