"""Locking a level: its borders stay as they are, whichever gesture would move them."""

from __future__ import annotations

from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.project import Project


def lock_level(project: Project, level: int, *, locked: bool) -> None:
    """Lock or unlock a level of the current scheme; in undo like all else. Raises Refused for the
    county's own level, whose border no gesture moves anyway, and for one that is not there."""
    if not 0 < level < len(project.template.levels):
        raise Refused(_("There is no such level to lock."))
    if locked == (level in project.locked_levels()):
        return
    label = _("Lock level") if locked else _("Unlock level")
    with project.edit(label) as edit:
        row = project.level_row(level)
        if row:
            edit.update("scheme_levels", row, {"locked": int(locked)})
        else:
            scheme = project.scheme_id()
            edit.add(
                "scheme_levels", [{"scheme_id": scheme, "level": level, "locked": int(locked)}]
            )
