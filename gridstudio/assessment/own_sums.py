"""What each area of every level owns itself: tallied once, and after an edit only for the customers
that it touched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.site_owners import site_owners
from gridstudio.assessment.tally import Columns, Figures, slots
from gridstudio.domain.ids import Ids, held
from gridstudio.domain.map_data import MapData
from gridstudio.domain.snapshots import Areas, Bools, Customers, Floats, Ints, Owners, Sites
from gridstudio.domain.template import Template

MOST_FOLLOWED = 4
"""Where more than one in so many customers is touched, everything is counted anew."""
_KEPT = 3


@dataclass(frozen=True, eq=False)
class Snapshots:
    """Snapshots that belong together."""

    template: Template
    areas: Areas
    customers: Customers
    owners: Owners
    sites: Sites

    @classmethod
    def of(cls, data: MapData) -> Snapshots:
        """Those that a map is drawn from."""
        return cls(data.template, data.areas, data.customers, data.owners, data.sites)


@dataclass(frozen=True, eq=False)
class OwnSums:
    """The sums of one moment: ``sums (n + 1, width)`` by the rows of its areas, of those customers
    and sites that an area owns itself and not through one below it; the last row has those whom
    nobody owns. ``counted`` says how many customers were counted for it, and not taken over from
    the moment before.
    """

    moment: Snapshots
    columns: Columns
    site_owner: Ints
    sums: Floats
    counted: int

    def at_level(self, level: int) -> tuple[Ints, Floats]:
        """The ids of the areas of a level, open ground included, and their sums with all that lies
        below ``(n, width)``."""
        areas = self.moment.areas
        ids = areas.at_level(level, open_ground=True)
        place = slots(ids, areas.ancestor(level))
        table = np.zeros((len(ids) + 1, self.columns.width))
        np.add.at(table, place, self.sums[:-1])
        return ids, table[:-1]

    def figures(self, area_id: int) -> Figures:
        """What one area owns itself. Raises KeyError."""
        return self.columns.figures_of(self.sums[self.moment.areas.row(area_id)])


_latest: tuple[OwnSums, ...] = ()


def own_sums(moment: Snapshots) -> OwnSums:
    """The sums of a moment. Counting a million customers takes 0.1 s; the moments asked for last
    are remembered, and what differs little from one of them is counted by the difference."""
    global _latest
    known = _latest
    for one in known:
        if _same(one.moment, moment):
            return one
    made = followed(known[-1], moment) if known else counted_anew(moment)
    # Moments that hold other customers would keep a copy of them alive.
    kept = [one for one in known if one.moment.customers is moment.customers]
    _latest = (*kept[1 - _KEPT :], made)
    return made


def forget() -> None:
    """Let go of what is remembered: the project is closed."""
    global _latest
    _latest = ()


def counted_anew(moment: Snapshots) -> OwnSums:
    """Everybody counted."""
    areas, columns = moment.areas, _columns(moment)
    site_owner = site_owners(areas, moment.sites).area
    size = len(areas) + 1
    sums = columns.sums(slots(areas.id, moment.owners.area), slots(areas.id, site_owner), size)
    return OwnSums(moment, columns, site_owner, sums, len(moment.customers))


def followed(known: OwnSums, moment: Snapshots) -> OwnSums:
    """The sums of ``moment`` from those of another: only customers are counted who differ in owner,
    value, class or kind, or are in one of both."""
    was = known.moment
    if was.template != moment.template:
        return counted_anew(moment)
    columns = known.columns
    if was.customers is not moment.customers or was.sites is not moment.sites:
        columns = _columns(moment)
    lost, gained = _differing(was, moment)
    if (len(lost) + len(gained)) * MOST_FOLLOWED > len(moment.customers):
        return counted_anew(moment)
    sums = _moved_over(known, moment.areas)
    for rows, owners, own, sign in (
        (lost, was.owners, known.columns, -1),
        (gained, moment.owners, columns, 1),
    ):
        # What is owned by an area that is there no more goes with its row.
        place = slots(moment.areas.id, owners.area[rows])
        here = (place < len(moment.areas)) | (owners.area[rows] == 0)
        nobody = np.empty(0, dtype=np.int64)
        sums += sign * own.sums(place[here], nobody, len(sums), rows[here], nobody)
    sums[sums[:, 0] == 0, 1] = 0.0  # what is left of value where nobody is left is rounding
    site_owner = known.site_owner
    if was.sites is not moment.sites or was.areas is not moment.areas:
        site_owner = site_owners(moment.areas, moment.sites).area
    nobody = np.empty(0, dtype=np.int64)
    sums += columns.sums(nobody, slots(moment.areas.id, site_owner), len(sums), nobody)
    return OwnSums(moment, columns, site_owner, sums, len(lost) + len(gained))


def _same(one: Snapshots, other: Snapshots) -> bool:
    names = "template", "areas", "customers", "owners", "sites"
    return all(getattr(one, name) is getattr(other, name) for name in names)


def _columns(moment: Snapshots) -> Columns:
    return Columns.of(moment.customers, moment.sites, moment.template)


def _moved_over(known: OwnSums, areas: Areas) -> Floats:
    """The sums of customers by the rows of other areas; sites are left out."""
    sums = np.zeros((len(areas) + 1, known.columns.width))
    place = slots(areas.id, known.moment.areas.id)
    here = place < len(areas)
    sums[place[here]] = known.sums[:-1][here]
    sums[-1] = known.sums[-1]
    sums[:, -known.columns.words[2] :] = 0
    return sums


def _differing(was: Snapshots, now: Snapshots) -> tuple[Ints, Ints]:
    """Rows of ``was`` and of ``now`` whose customers count otherwise, or are in one of both."""
    old, new = was.customers, now.customers
    if old.id is new.id or np.array_equal(old.id, new.id):
        rows = np.flatnonzero(_changed(was, now, slice(None), slice(None)))
        return rows, rows
    stayed, come = held(old.id, Ids(new.id)), ~held(new.id, Ids(old.id))
    old_rows, new_rows = np.flatnonzero(stayed), np.flatnonzero(~come)
    changed = _changed(was, now, old_rows, new_rows)
    lost = np.concatenate([np.flatnonzero(~stayed), old_rows[changed]])
    return lost, np.concatenate([np.flatnonzero(come), new_rows[changed]])


def _changed(was: Snapshots, now: Snapshots, old: Ints | slice, new: Ints | slice) -> Bools:
    """Of customers in both, at rows ``old`` and ``new``: which count otherwise."""
    changed: Bools = was.owners.area[old] != now.owners.area[new]
    if was.customers is not now.customers:
        for name in ("class_", "kind"):
            changed |= getattr(was.customers, name)[old] != getattr(now.customers, name)[new]
        one, other = was.customers.value[old], now.customers.value[new]
        changed |= (one != other) & ~(np.isnan(one) & np.isnan(other))
    return changed
