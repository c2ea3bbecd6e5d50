"""What an act on the division has done, in one line of the status bar, with the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gridstudio.assessment.change_book import Ownership, change_book
from gridstudio.domain.changes import Changes
from gridstudio.domain.ids import distinct
from gridstudio.domain.map_data import MapData
from gridstudio.domain.snapshots import Areas, Ints, Owners
from gridstudio.i18n import _, ngettext

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

NAMED = 2
"""So many areas are named."""


class Outcome:
    """Follows the project; an act that moves borders is summed up and can be undone beside it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.session.changed.connect(self._changed)
        window.session.opened.connect(lambda: window.parts.status.offer("", ""))

    def _changed(self, changes: Changes) -> None:
        window, session = self._window, self._window.session
        project, data, before = session.project, session.data, session.before_last
        fresh = project is not None and project.undo_label and project.redo_label is None
        if fresh and not window.map.has_tool:
            session.say("")  # what stood there was said of another act; this one may say more
        text = ""
        if fresh and data is not None and before is not None and not changes.everything:
            ids = np.array(sorted(changes.of("areas").touched), dtype=np.int64)
            if borders_moved(before.areas, data.areas, ids):
                text = summary(before, data, window.level)
        act = project.undo_label or "" if project is not None else ""
        window.parts.status.offer(text, _("Undo {act}").format(act=act))


def borders_moved(before: Areas, after: Areas, ids: Ints) -> bool:
    """Whether any of the areas has other ground than before, has come or is gone."""
    old, new = before.index(ids), after.index(ids)
    if not np.array_equal(before.id[old], after.id[new]):
        return True
    pairs = zip(before.geometry[old], after.geometry[new], strict=True)
    return any(one is not other and one != other for one, other in pairs)


def summary(before: Ownership, data: MapData, level: int) -> str:
    """How many customers have another owner, and which areas of the level lost and gained most."""
    book = change_book(data.customers, *_differing(before, Ownership(data.areas, data.owners)))
    if not len(book):
        return _("No customer changes owner.")
    text = ngettext("{n} customer changes owner", "{n} customers change owner", len(book))
    said = text.format(n=f"{len(book):,}")
    nobody = _("open or without owner") if _outside(before, data) else _("open ground")
    named = [
        f"{_name(area, before.areas, data.areas) or nobody} {count:+,}".replace("-", "−")
        for area, count in _gains(book.old, book.new, before.areas, data.areas, level)
    ]
    if not named:
        return said
    listed = [*named[:NAMED], *(["…"] if len(named) > NAMED else [])]
    return _("{said}: {areas}").format(said=said, areas=_(", ").join(listed))


def _differing(before: Ownership, after: Ownership) -> tuple[Ownership, Ownership]:
    """Both for those customers only whose owner differs, where the customers are the same: a
    million are compared in a millisecond."""
    was, now = before.owners, after.owners
    if was.id is not now.id:
        return before, after
    rows = np.flatnonzero(was.area != now.area)
    few = [Owners(one.id[rows], one.area[rows], one.by_override[rows]) for one in (was, now)]
    return Ownership(before.areas, few[0]), Ownership(after.areas, few[1])


def _gains(old: Ints, new: Ints, before: Areas, after: Areas, level: int) -> list[tuple[int, int]]:
    """By how many customers each area of the level changes, the most first; 0 stands for ground
    that is open or outside."""
    lost, gained = _at_level(before, old, level), _at_level(after, new, level)
    keys = distinct(np.concatenate([lost, gained]))
    counts = np.bincount(np.searchsorted(keys, gained), minlength=len(keys))
    counts -= np.bincount(np.searchsorted(keys, lost), minlength=len(keys))
    found = [(area, count) for area, count in zip(keys.tolist(), counts.tolist(), strict=True)]
    kept = [pair for pair in found if pair[1]]
    return sorted(kept, key=lambda pair: -abs(pair[1]))


def _at_level(areas: Areas, owner: Ints, level: int) -> Ints:
    if not len(areas):
        return np.zeros(len(owner), dtype=np.int64)
    at = np.minimum(np.searchsorted(areas.id, owner), len(areas) - 1)
    return np.where(areas.id[at] == owner, areas.ancestor(level)[at], 0).astype(np.int64)


def _outside(before: Ownership, data: MapData) -> bool:
    """Whether anybody is outside every area, before or now."""
    return any(bool((owners.area == 0).any()) for owners in (before.owners, data.owners))


def _name(area_id: int, before: Areas, after: Areas) -> str:
    for areas in (after, before):
        found = areas.index([area_id])
        if len(found):
            row = int(found[0])
            if areas.open[row]:
                return _("open ground")
            return str(areas.name[row] or areas.code[row]) or _("new area")
    return ""
