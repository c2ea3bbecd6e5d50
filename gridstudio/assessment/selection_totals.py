"""What a selection adds up to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridstudio.assessment.area_sums import area_sums
from gridstudio.domain.ids import Ids
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.domain.snapshots import Areas, Codes, Floats, Ints
from gridstudio.geometry.ground_area import area_km2


@dataclass(frozen=True)
class Share:
    """Of a word of the template (``key`` "" for none of them): how many, and their value."""

    key: str
    number: int
    value: float = 0.0


@dataclass(frozen=True)
class GroundTotals:
    """Of selected areas; one that lies in another selected one counts once."""

    areas: int
    km2: float
    customers: int
    value: float


@dataclass(frozen=True)
class SelectionTotals:
    """``value`` is yuan a month, ``without_value`` how many customers' value is not known. The
    shares are in the template's order, without words that nobody has."""

    customers: int
    value: float
    without_value: int
    by_class: tuple[Share, ...]
    by_kind: tuple[Share, ...]
    sites: tuple[Share, ...]
    ground: GroundTotals


def selection_totals(data: MapData, selection: Selection) -> SelectionTotals:
    """All figures of a selection; 30 ms for a million customers."""
    people, template = data.customers, data.template
    rows = people.index(selection.customers)
    everyone = len(rows) == len(people)
    value = people.value if everyone else people.value[rows]
    unknown = np.isnan(value)
    worth = np.where(unknown, 0.0, value)
    classes, kinds = (codes if everyone else codes[rows] for codes in (people.class_, people.kind))
    sites = data.sites.kind[data.sites.index(selection.sites)]
    return SelectionTotals(
        customers=len(rows),
        value=float(worth.sum()),
        without_value=int(unknown.sum()),
        by_class=_shares([word.key for word in template.classes], classes, worth),
        by_kind=_shares([word.key for word in template.kinds], kinds, worth),
        sites=_shares([word.key for word in template.site_kinds], sites, np.zeros(len(sites))),
        ground=_ground(data, selection.areas),
    )


def _shares(keys: list[str], codes: Codes, worth: Floats) -> tuple[Share, ...]:
    known = np.where((codes >= 0) & (codes < len(keys)), codes, len(keys))
    numbers = np.bincount(known, minlength=len(keys) + 1).tolist()
    values = np.bincount(known, weights=worth, minlength=len(keys) + 1).tolist()
    lines = zip([*keys, ""], numbers, values, strict=True)
    return tuple(Share(key, number, value) for key, number, value in lines if number)


def _ground(data: MapData, area_ids: Ids) -> GroundTotals:
    areas = data.areas
    rows = areas.index(area_ids)
    if not len(rows):
        return GroundTotals(0, 0.0, 0, 0.0)
    sums = area_sums(areas, data.owners, data.customers)
    top = rows[~_below(areas, rows)]
    return GroundTotals(
        areas=len(rows),
        km2=sum(area_km2(areas.geometry[row]) for row in top.tolist()),
        customers=int(sums.customers[top].sum()),
        value=float(sums.value[top].sum()),
    )


def _below(areas: Areas, rows: Ints) -> NDArray[np.bool_]:
    """Which of the rows lie below another of them."""
    chosen = areas.id[rows]
    below = np.zeros(len(rows), dtype=bool)
    parent = areas.parent[rows]
    for _step in range(int(areas.level.max(initial=0))):
        below |= np.isin(parent, chosen)
        at = np.minimum(np.searchsorted(areas.id, parent), len(areas.id) - 1)
        parent = np.where(areas.id[at] == parent, areas.parent[at], 0)
    return below
