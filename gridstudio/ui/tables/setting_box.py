"""Which areas a list shows: all, or those of one setting (urban, rural)."""

from __future__ import annotations

from gridstudio.assessment.totals import AreaTotals
from gridstudio.domain.template import Word
from gridstudio.i18n import _
from gridstudio.ui.parts import CalmBox, choose

EVERY, NONE = "*", ""


class SettingBox(CalmBox):
    """The settings of a template to choose from."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Setting of the listed areas"))
        self.setToolTip(_("List all areas, or those of one setting"))

    def offer(self, settings: tuple[Word, ...]) -> None:
        """Offer these; what was chosen stays chosen where it is among them."""
        wanted = [(_("All settings"), EVERY)]
        wanted += [(word.name(), word.key) for word in settings]
        wanted += [(_("without setting"), NONE)]
        if [(self.itemText(at), self.itemData(at)) for at in range(self.count())] == wanted:
            return
        chosen = self.currentData()
        self.clear()
        for text, key in wanted:
            self.addItem(text, key)
        choose(self, chosen if chosen is not None else EVERY)

    def shows(self, item: AreaTotals) -> bool:
        """Whether a row is among what is chosen; open ground has no setting to look for."""
        chosen = self.currentData()
        if chosen in (None, EVERY):
            return True
        return not item.open and item.id > 0 and item.setting == chosen
