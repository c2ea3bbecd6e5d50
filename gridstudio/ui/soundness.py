"""Acts of the window that keep the division sound: checking, repairing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely.geometry import MultiPolygon

from gridstudio.commands.check import Findings, findings
from gridstudio.commands.repair import Repair, apply_repair, plan_repair, summary
from gridstudio.geometry.rings import Point
from gridstudio.i18n import _, sentences
from gridstudio.jobs import Progress
from gridstudio.ui.room import zoom_beside

if TYPE_CHECKING:
    from gridstudio.ui.dialogs.check import CheckDialog
    from gridstudio.ui.main_window import MainWindow

AROUND = 0.7
"""Of the size of a piece of ground is shown to each side of its middle."""
CLOSEST_DEG = 0.0004
"""Some 40 m: no nearer than this, however small the place."""


class Soundness:
    """Looks for flaws, shows them in a dialog beside the map, and mends them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: CheckDialog | None = None

    def check(self) -> None:
        """Look for flaws of the file and the division, as a job."""
        project = self._window.session.project
        if project is None:
            return
        name = _("Check the division")

        def work(progress: Progress) -> Findings:
            with project.lent(name):
                return findings(project, progress)

        def done(found: Findings) -> None:
            project.take_back()
            self.tell(found)

        self._window.run_job(name, work, done)

    def tell(self, found: Findings) -> None:
        """Say what was found; flaws are listed in the dialog."""
        window = self._window
        if not found:
            window.session.say(_("The division is seamless and the file is sound."))
        else:
            first = found.problems[0] if found.problems else found.flaws[0]
            window.session.say(first.message, problem=True)
        if self.dialog is None and (not found or window.quiet):
            return
        self.show(found)

    def show(self, found: Findings) -> CheckDialog:
        """The dialog with what was found."""
        if self.dialog is None:
            from gridstudio.ui.dialogs.check import CheckDialog

            window = self._window
            self.dialog = CheckDialog(window.session.settings.theme, window)
            self.dialog.pointed.connect(self._point)
            self.dialog.again.connect(self.check)
            self.dialog.plan_wanted.connect(self.plan)
            self.dialog.repair_wanted.connect(self.repair)
            self.dialog.finished.connect(lambda _result: window.map.pointing.clear())
            window.session.closing.connect(self.dialog.reject)
        project = self._window.session.project
        assert project is not None
        self.dialog.show_findings(found, project.template, writable=not project.read_only)
        grounds = [flaw.ground for flaw in found.flaws]
        self._window.map.pointing.show_grounds(grounds, [flaw.place for flaw in found.flaws])
        self._window.selecting.show_beside(self.dialog)
        return self.dialog

    def plan(self) -> None:
        """Find out in a job what repairing what is ticked would do."""
        dialog = self.dialog
        if dialog is None or dialog.findings is None:
            return
        if self._window.runner.job is not None:
            dialog.plan_later()
            return
        before, chosen, wide_m = dialog.findings.before, dialog.chosen(), dialog.wide_m()

        def work(progress: Progress) -> Repair:
            return plan_repair(before, wide_m, chosen, progress)

        self._window.run_job(_("What repairing would do"), work, dialog.show_plan)

    def repair(self, repair: Repair) -> None:
        """Write a repair as one step, and look again."""
        window, project = self._window, self._window.session.project
        if project is None:
            return
        notice = window.attempt(lambda: apply_repair(project, repair))
        if notice is None:
            return
        window.session.say(sentences(summary(repair), notice))
        self.check()

    def _point(self, ground: MultiPolygon, place: Point | None) -> None:
        """Zoom to a flaw and flash it."""
        if not ground.is_empty:
            west, south, east, north = ground.bounds
        elif place is not None:
            west, south, east, north = *place, *place
        else:
            return
        half = max(east - west, north - south, CLOSEST_DEG) * AROUND
        x, y = (west + east) / 2, (south + north) / 2
        around = (x - half, y - half, x + half, y + half)
        if self.dialog is not None and self.dialog.isVisible():
            zoom_beside(self._window.map, self.dialog, around)
        else:
            self._window.map.zoom_to(around)
        self._window.map.pointing.flash(ground, place)
