"""Why an act is unavailable now: a sentence for its tooltip, "" where it is available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridstudio.domain.belonging import count_of
from gridstudio.i18n import N_, _
from gridstudio.ui.acts.act import Why

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


def needs_project(window: MainWindow) -> str:
    return "" if window.session.project is not None else _("Open a project first.")


def needs_writing(window: MainWindow) -> str:
    project = window.session.project
    if project is None:
        return _("Open a project first.")
    if project.read_only:
        return project.read_only_reason
    if window.runner.job is not None:
        return _("“{purpose}” is still running.").format(purpose=window.runner.job.name)
    return ""


def needs_areas(number: int, why: str) -> Why:
    def why_not(window: MainWindow) -> str:
        missing = needs_writing(window)
        if missing:
            return missing
        return "" if len(window.session.selection.areas) >= number else _(why)

    return why_not


def undo_why(window: MainWindow) -> str:
    project = window.session.project
    ready = project is not None and project.undo_label is not None
    return needs_writing(window) if ready else _("There is nothing to undo.")


def redo_why(window: MainWindow) -> str:
    project = window.session.project
    ready = project is not None and project.redo_label is not None
    return needs_writing(window) if ready else _("There is nothing to redo.")


def needs_tiles(window: MainWindow) -> str:
    missing = needs_writing(window)
    return missing or ("" if _has_layer(window, "tiles") else _("Add a base map first."))


def needs_picture(window: MainWindow) -> str:
    missing = needs_writing(window)
    return missing or ("" if _has_layer(window, "picture") else _("Add a picture of a map first."))


def _has_layer(window: MainWindow, kind: str) -> bool:
    data = window.session.data
    return data is not None and any(layer.kind == kind for layer in data.layers)


def needs_selection(window: MainWindow) -> str:
    missing = needs_writing(window)
    return missing or ("" if window.session.selection else _("Select something first."))


def no_view_before(window: MainWindow) -> str:
    missing = needs_project(window)
    return missing or ("" if window.map.history.can_go_back else _("There is no view before."))


def no_view_after(window: MainWindow) -> str:
    missing = needs_project(window)
    return missing or ("" if window.map.history.can_go_forward else _("There is no view after."))


def something_chosen(window: MainWindow) -> str:
    return "" if window.session.selection else _("Select something first.")


def an_area_chosen(window: MainWindow) -> str:
    return "" if len(window.session.selection.areas) else _("Select an area first.")


def somebody(state: int, why: str) -> Why:
    """Whether any customer is owned in that way of ``STATES``."""

    def why_not(window: MainWindow) -> str:
        missing, data = needs_project(window), window.session.data
        if missing or data is None:
            return missing
        return "" if count_of(data.areas, data.owners, state) else _(why)

    return why_not


def something_changed(window: MainWindow) -> str:
    missing = needs_project(window)
    if missing or window.session.at_opening is not None or not two_schemes(window):
        return missing
    return _("Nothing has changed since the project was opened.")


def two_schemes(window: MainWindow) -> str:
    """There are at least two to compare."""
    project = window.session.project
    if project is None:
        return needs_project(window)
    return "" if len(project.schemes()) > 1 else _("There is only one scheme: copy it first.")


def several_schemes(window: MainWindow) -> str:
    """There is another scheme, and the project can be written."""
    return needs_writing(window) or two_schemes(window)


def customers_chosen(window: MainWindow) -> str:
    missing = needs_writing(window)
    if missing or len(window.session.selection.customers):
        return missing
    return _("Select the customers first.")


def customers_and_area(window: MainWindow) -> str:
    missing, chosen = needs_writing(window), window.session.selection
    if missing or (len(chosen.customers) and len(chosen.areas)):
        return missing
    return _("Select customers, and with Shift the area that is to take in their ground.")


ONE_AREA = needs_areas(1, N_("Select an area first."))
TWO_AREAS = needs_areas(2, N_("Select two neighbouring areas first (Shift-click)."))
