"""Acts of the window on targets: setting them, and colouring the map by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridstudio.assessment.all_figures import with_indicators
from gridstudio.assessment.level_figures import LevelFigures, level_figures
from gridstudio.assessment.own_sums import Snapshots, own_sums
from gridstudio.commands.layers import set_style
from gridstudio.domain.fields import JUDGEMENT
from gridstudio.domain.judging import judgement_style
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style
from gridstudio.domain.targets import by_indicator
from gridstudio.i18n import _
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

    def coloured(self) -> bool:
        """Whether the level that is shown is coloured by a target."""
        found = self._layer()
        return found is not None and found[1].field.startswith(JUDGEMENT)

    def why_not_coloured(self) -> str:
        """Why the map cannot be coloured by a target now, "" where it can."""
        data = self._window.session.data
        level = self._window.level
        if data is None or self.coloured() or by_indicator(data.targets, level):
            return ""
        return _("Set a target for this level first.")

    def colour(self) -> None:
        """Colour the areas of the level by the target in the figure whose deviation is listed, or
        where that has none by the first; or as before where they are so already."""
        window, project, found = self._window, self._window.session.project, self._layer()
        if project is None or found is None:
            return
        layer, style = found
        if self.coloured():
            window.attempt(lambda: set_style(project, layer.id, None))
            return
        targets = by_indicator(project.targets(), window.level)
        listed = str(window.parts.areas.deviation.currentData())
        key = listed if listed in targets else next(iter(targets))
        window.attempt(lambda: set_style(project, layer.id, judgement_style(key, style)))

    def _layer(self) -> tuple[Layer, Style] | None:
        """The layer of the areas that are shown, and how it is drawn."""
        data = self._window.session.data
        layer = data.layer_of("areas", self._window.level) if data is not None else None
        if data is None or layer is None:
            return None
        return layer, data.styles[layer.id]

    def _standing(self, level: int) -> LevelFigures:
        data = self._window.session.data
        assert data is not None, "the dialog is of a project"
        found = level_figures(own_sums(Snapshots.of(data)), level)
        indicators = self._window.session.level_indicators(level)
        return with_indicators(found, indicators.of, data.template) if indicators else found
