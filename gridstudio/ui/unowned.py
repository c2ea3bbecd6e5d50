"""Customers without owner: counted in the status bar, whatever one looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridstudio.commands.identifying import ownership_rule
from gridstudio.domain.belonging import WITHOUT_OWNER, count_of
from gridstudio.i18n import _

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class Unowned:
    """Keeps the count true; a click lists them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        status = window.parts.status
        status.unowned_wanted.connect(window.selecting.list_without_owner)
        window.session.opened.connect(self.count)
        window.session.changed.connect(self.count)
        window.session.closing.connect(lambda: status.show_unowned(0, ""))

    def count(self, *_what: Any) -> None:
        """Count again; before a county stands nobody is without owner."""
        data = self._window.session.data
        number = 0
        if data is not None and len(data.areas):
            number = count_of(data.areas, data.owners, WITHOUT_OWNER)
        explained = _("Show them in the table and on the map.") + "\n\n" + ownership_rule()
        self._window.parts.status.show_unowned(number, explained)
