"""What each area of a level adds up to: customers, value, classes, kinds, sites, ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridstudio.assessment.grounds import grounds
from gridstudio.assessment.own_sums import OwnSums, Snapshots, own_sums
from gridstudio.domain.snapshots import Areas, Customers, Floats, Ints, Owners, Sites
from gridstudio.domain.template import Template, Word
from gridstudio.i18n import N_, _

OPEN_GROUND = N_("open ground")
WITHOUT_OWNER = N_("without owner")


@dataclass(frozen=True)
class AreaTotals:
    """The figures of one area. ``id`` 0 is the row of those who have no owner at this level.

    ``value`` is yuan a month (customers whose value is not known add nothing); ``by_class``,
    ``by_kind`` and ``sites`` hold every key of the template, and ``""`` for rows whose word is not
    in it, where there are such; ``density`` is customers per km², 0 where there is no ground.
    """

    id: int
    code: str
    name: str
    level: int
    open: bool
    parent_id: int
    parent_name: str
    setting: str
    team: str
    manager: str
    customers: int
    value: float
    by_class: dict[str, int]
    by_kind: dict[str, int]
    sites: dict[str, int]
    area_km2: float

    @property
    def density(self) -> float:
        return self.customers / self.area_km2 if self.area_km2 > 0 else 0.0

    def to_json(self) -> dict[str, Any]:
        """The object that the verb ``totals`` prints; value to the fen, ground to the square metre.

        Open ground that has no name of its own, and those without owner, carry the word for it.
        """
        return {
            "code": self.code,
            "name": shown_name(self),
            "open": self.open,
            "customers": self.customers,
            "value": round(self.value, 2),
            "by_class": self.by_class,
            "by_kind": self.by_kind,
            "sites": self.sites,
            "area_km2": round(self.area_km2, 6),
        }


def shown_name(row: AreaTotals, text: Callable[[str], str] = _) -> str:
    """The area's name, or the word for open ground or for those without owner, by ``text``."""
    if row.id == 0:
        return text(WITHOUT_OWNER)
    if row.open:
        return text(OPEN_GROUND)
    return row.name


def totals(
    areas: Areas,
    owners: Owners,
    customers: Customers,
    sites: Sites,
    template: Template,
    level: int,
) -> list[AreaTotals]:
    """One row per area of ``level``, open ground included, sorted by parent, code and id.

    An area above ``level`` that has nothing below it is open ground at this level, so that the rows
    always cover the whole county; that of upper levels comes last. A customer counts for its owner
    and for everything above it; a site for the area it lies in, by the same rule of position. A
    last row (id 0) holds those that no area has; it is left out when there are none.
    """
    ends = (areas.level < level) & ~np.isin(areas.id, areas.parent)
    rows = np.flatnonzero((areas.level == level) | ends)
    own = own_sums(Snapshots(template, areas, customers, owners, sites))
    figures = [own.columns.figures_of(sums) for sums in _sums_of(own, rows, level)]

    def row_of(slot: int, facts: dict[str, Any]) -> AreaTotals:
        sums = figures[slot]
        return AreaTotals(
            level=level,
            customers=sums.customers,
            value=sums.value,
            by_class=_by_key(template.classes, sums.by_class),
            by_kind=_by_key(template.kinds, sums.by_kind),
            sites=_by_key(template.site_kinds, sums.sites),
            **facts,
        )

    facts = [_facts(areas, int(row), level, template) for row in rows]
    result = [row_of(slot, fact) for slot, fact in enumerate(facts)]
    above = set(areas.id[(areas.level < level) & areas.open].tolist())
    result.sort(key=lambda row: (row.id in above, row.parent_id, row.open, row.code, row.id))
    if figures[-1].customers or figures[-1].sites.any():
        result.append(row_of(len(rows), _NOBODY))
    return result


def _sums_of(own: OwnSums, rows: Ints, level: int) -> Floats:
    """The sums of areas at ``rows``, and last of those whom none of them has."""
    areas = own.moment.areas
    ids, sums = own.at_level(level)
    table = np.concatenate([own.sums[rows], own.sums[:1]])
    at_level = areas.level[rows] == level
    table[:-1][at_level] = sums[np.searchsorted(ids, areas.id[rows][at_level])]
    table[-1] = own.sums.sum(axis=0) - table[:-1].sum(axis=0)
    if table[-1, 0] < 0.5:
        table[-1, 1] = 0.0  # what is left of value is rounding
    return table


def owners_down_to(owners: Owners, areas: Areas, level: int) -> Ints:
    """For each customer the owner's area at ``level``, or the owner itself where it lies above."""
    at_level = owners.at_level(areas, level)
    return np.where(at_level == 0, owners.area, at_level).astype(np.int64)


_NOBODY: dict[str, Any] = {
    "id": 0,
    "code": "",
    "name": "",
    "open": False,
    "parent_id": 0,
    "parent_name": "",
    "setting": "",
    "team": "",
    "manager": "",
    "area_km2": 0.0,
}


def _facts(areas: Areas, row: int, level: int, template: Template) -> dict[str, Any]:
    opened = bool(areas.open[row])
    undivided = int(areas.level[row]) < level and not opened
    # What lies open below an area that nobody has divided is a part of that area.
    parent_id = int(areas.id[row] if undivided else areas.parent[row])
    parent = areas.index([parent_id])
    if undivided:
        facts = {**_NOBODY, "id": int(areas.id[row]), "open": True, "parent_id": parent_id}
        ground = grounds(areas).of[row].km2
        return {**facts, "parent_name": str(areas.name[row]), "area_km2": ground}
    setting = int(areas.setting[row])
    return {
        "id": int(areas.id[row]),
        "code": str(areas.code[row]),
        "name": str(areas.name[row]),
        "open": opened,
        "parent_id": parent_id,
        "parent_name": str(areas.name[parent[0]]) if len(parent) else "",
        "setting": template.settings[setting].key if setting >= 0 else "",
        "team": str(areas.team[row]),
        "manager": str(areas.manager[row]),
        "area_km2": grounds(areas).of[row].km2,
    }


def _by_key(words: tuple[Word, ...], counts: Ints) -> dict[str, int]:
    result = {word.key: int(count) for word, count in zip(words, counts[:-1], strict=True)}
    if counts[-1]:
        result[""] = int(counts[-1])
    return result
