"""How customers are owned: by an area with a team, by open ground, by decision, or not at all.

Without owner is who lies outside every area. Open ground owns those on it, but has no team: they
wait for an area to be drawn around them. On a border a customer belongs to the touching area with
the lowest id, always.
"""

from __future__ import annotations

from weakref import ReferenceType, WeakKeyDictionary, ref

import numpy as np

from gridstudio.domain.snapshots import Areas, Codes, Ints, Owners
from gridstudio.domain.template import Word

BELONGING = "belonging"
"""The field that styles follow."""

OWNED, DECIDED, ON_OPEN_GROUND, WITHOUT_OWNER = range(4)
"""Codes: places in STATES."""

UNOWNED_COLOR = "#e6007e"
STATES = (
    Word("owned", {"en": "In an area", "zh_CN": "已归属区域"}, "#5b8aa6"),
    Word("decided", {"en": "By decision", "zh_CN": "指定归属"}, "#7a5195"),
    Word("open_ground", {"en": "On open ground", "zh_CN": "在待划区域"}, "#f2a33a"),
    Word("without_owner", {"en": "Without owner", "zh_CN": "无归属"}, UNOWNED_COLOR),
)

_known: WeakKeyDictionary[Owners, tuple[ReferenceType[Areas], Codes]] = WeakKeyDictionary()


def belonging(areas: Areas, owners: Owners) -> Codes:
    """For each customer its place in STATES ``(n,)``; remembered while the owners' snapshot lives.
    10 ms for a million."""
    known = _known.get(owners)
    if known is not None and known[0]() is areas:
        return known[1]
    of_area = np.where(areas.open, ON_OPEN_GROUND, OWNED)
    found = owners.mapped(areas, of_area, WITHOUT_OWNER)
    found[owners.by_override & (found == OWNED)] = DECIDED
    codes = found.astype(np.int16)
    codes.setflags(write=False)
    _known[owners] = ref(areas), codes
    return codes


def count_of(areas: Areas, owners: Owners, state: int) -> int:
    """How many customers are owned in that way."""
    return int(np.count_nonzero(belonging(areas, owners) == state))


def ids_of(areas: Areas, owners: Owners, state: int) -> Ints:
    """Their ids."""
    found: Ints = owners.id[belonging(areas, owners) == state]
    return found
