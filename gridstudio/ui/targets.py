"""Acts of the window on targets: setting them, and colouring the map by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridstudio.assessment.level_figures import LevelFigures, level_figures
from gridstudio.assessment.own_sums import Moment, own_sums
from gridstudio.ui.pins import show_pins

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class TargetActs:
    """Opens the dialog; where the list of areas and the card ask for it, too."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def connect(self) -> None:
        """Once the parts of the window are there."""
        window = self._window
        window.parts.areas.targets_wanted.connect(window.actions_by_key["targets"].trigger)
        window.parts.balance.menu_wanted = lambda event: show_pins(
            window.session, event.globalPos(), window
        )

    def open(self) -> None:
        """Edit the targets of every level, the one that is shown first."""
        from gridstudio.ui.dialogs.targets import TargetsDialog

        window, project = self._window, self._window.session.project
        if project is None:
            return
        theme = window.session.settings.theme
        TargetsDialog(project, window.level, self._standing, theme, window).exec()

    def _standing(self, level: int) -> LevelFigures:
        data = self._window.session.data
        assert data is not None, "the dialog is of a project"
        moment = Moment(data.template, data.areas, data.customers, data.owners, data.sites)
        return level_figures(own_sums(moment), level)
