"""Codes of areas: free ones by the template's pattern, and numbering a level anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gridstudio.domain.snapshots import Areas
from gridstudio.domain.template import Template
from gridstudio.errors import Refused
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.ordering import Order, ordered
from gridstudio.i18n import _
from gridstudio.project import Project


class FreeCodes:
    """Gives out codes that no area of the level has, each once."""

    def __init__(self, template: Template, areas: Areas, reserved: Iterable[str] = ()) -> None:
        """``reserved`` codes are not given out at any level."""
        self._template = template
        taken = zip(areas.level.tolist(), areas.code.tolist(), strict=True)
        self._taken = {*taken, *((level, code) for level in range(9) for code in reserved)}
        self._last: Counter[tuple[int, str]] = Counter()

    def take(self, level: int, parent: str) -> str:
        """The next free code of a level in the area with the code ``parent``."""
        pattern = self._template.levels[level].pattern
        place = level, parent if pattern.follows_parent else ""
        while True:
            self._last[place] += 1
            code = pattern.code(self._last[place], parent)
            if (level, code) not in self._taken:
                self._taken.add((level, code))
                return code


@dataclass(frozen=True)
class Recoded:
    """An area whose code would change."""

    id: int
    level: int
    name: str
    old: str
    new: str


def renumbered(areas: Areas, template: Template, level: int, order: Order) -> list[Recoded]:
    """What numbering the areas of a level anew would change: one area above after the other, by
    their codes, and in each in an order. Where codes below begin with that of the area above, they
    follow and keep their numbers. In the order of the new codes; open ground has none."""
    code = {int(key): str(text) for key, text in zip(areas.id, areas.code, strict=True)}
    new = dict(code)
    taken: Counter[str] = Counter()
    pattern = template.levels[level].pattern
    rows = _in_order(areas, level, order, code)
    for row in rows:
        parent = new.get(int(areas.parent[row]), "")
        place = parent if pattern.follows_parent else ""
        taken[place] += 1
        new[int(areas.id[row])] = pattern.code(taken[place], parent)
    below = [row for deeper in range(level + 1, len(template.levels)) for row in _of(areas, deeper)]
    for row in below:
        _follow(areas, template, row, code, new)
    return [
        Recoded(key, int(areas.level[row]), str(areas.name[row]), code[key], new[key])
        for row in (*rows, *below)
        for key in [int(areas.id[row])]
        if code[key] != new[key]
    ]


def renumber_level(project: Project, level: int, order: Order) -> int:
    """Number the areas of a level of the current scheme anew, in one act; returns how many codes
    change. Raises Refused for the county's level, and where two areas would have the same code."""
    areas, template = project.areas(), project.template
    if not 0 < level < len(template.levels):
        raise Refused(_("Areas of this level are not numbered."))
    changes = renumbered(areas, template, level, order)
    _require_distinct(areas, changes)
    if changes:
        with project.edit(_("Number areas anew")) as edit:
            for change in changes:
                edit.update("areas", change.id, {"code": change.new})
    return len(changes)


def _in_order(areas: Areas, level: int, order: Order, code: dict[int, str]) -> list[int]:
    """The rows of a level's areas as they are to be numbered."""
    rows = _of(areas, level)
    spots = [areas.geometry[row].representative_point() for row in rows]
    xy = to_xy(np.array([(spot.x, spot.y) for spot in spots]).reshape(-1, 2))
    listed = [rows[at] for at in ordered(xy, order).tolist()]
    listed.sort(key=lambda row: (code.get(int(areas.parent[row]), ""), int(areas.parent[row])))
    return listed


def _of(areas: Areas, level: int) -> list[int]:
    rows: list[int] = np.flatnonzero((areas.level == level) & ~areas.open).tolist()
    return rows


def _follow(
    areas: Areas, template: Template, row: int, code: dict[int, str], new: dict[int, str]
) -> None:
    """Give an area the code that it has now in an area above that has another."""
    pattern = template.levels[int(areas.level[row])].pattern
    key, parent = int(areas.id[row]), int(areas.parent[row])
    if not pattern.follows_parent or code.get(parent) == new.get(parent):
        return
    number = pattern.number(code[key], code.get(parent, ""))
    if number is not None:
        new[key] = pattern.code(number, new.get(parent, ""))


def _require_distinct(areas: Areas, changes: list[Recoded]) -> None:
    new = {change.id: change.new for change in changes}
    levels = zip(areas.id.tolist(), areas.level.tolist(), areas.code.tolist(), strict=True)
    counted = Counter((level, new.get(key, code)) for key, level, code in levels)
    for change in changes:
        if counted[(change.level, change.new)] > 1:
            raise Refused(_("Another area has the code {code} already.").format(code=change.new))
