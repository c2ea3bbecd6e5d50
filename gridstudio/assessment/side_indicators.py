"""The indicators that areas would have after an edit that is still under the hand, computed in
steps of a few milliseconds between which the hand may move on.

They follow from the same functions as the indicators of what is written, and only from what is
wanted of them: no roads are clipped for the way to the store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.assessment.area_figures import Source
from gridstudio.assessment.area_indicators import LevelIndicators
from gridstudio.assessment.counting import places_of, store_distances
from gridstudio.assessment.indicators import Indicators, StoreDistance
from gridstudio.assessment.level_figures import AreaChange
from gridstudio.assessment.markets import MarketFacts, market_facts
from gridstudio.assessment.moving import Moved, above
from gridstudio.assessment.tally import Figures
from gridstudio.assessment.terrain import Cover, cover_steps
from gridstudio.domain.snapshots import Ints
from gridstudio.geometry.compactness import Ground
from gridstudio.geometry.nearest import nearest_m
from gridstudio.jobs import Steps

AT_A_TIME = 20_000
"""Customers whose way to the store is looked for in one step: three milliseconds."""


@dataclass(frozen=True, eq=False)
class _Side:
    """An area as it is or would be; ``shape`` is None where it is not there."""

    id: int
    shape: MultiPolygon | None
    ground: Ground
    sums: Figures


class SideIndicators:
    """Asked for what edits would make of the indicators of one moment. ``sources`` say which are
    wanted; all others are left empty."""

    def __init__(self, level: LevelIndicators, sources: Collection[Source]) -> None:
        self._moment, self._level = level.moment, level.level
        self._sources = frozenset(sources)
        self._before = dict(level.of)

    @property
    def before(self) -> Mapping[int, Indicators]:
        """As it is, by area: of all that are drawn, and of others that ``steps`` has met."""
        return self._before

    def steps(self, moved: Moved) -> Steps[dict[int, Indicators] | None]:
        """Of every area that ``moved`` changes, as it would be; those that would be there no more
        have nothing. None where a border would cross itself: that cannot be let go of, and what
        lies on such ground cannot be told. ``moved`` is of the same moment and level."""
        assert moved.level == self._level, "an edit of another level"
        grounds = moved.coverage.grounds
        there = [grounds[one.id].geometry for one in moved.changes if one.id in grounds]
        if not shapely.is_valid(there).all():
            return None
        yield
        sides = [
            _Side(one.id, grounds[one.id].geometry if one.id in grounds else None, *_after(one))
            for one in moved.changes
        ]
        slot = self._slots_after(moved, [side.id for side in sides]) if self._counts else None
        after = yield from self._computed(sides, slot)
        yield from self._look_at(moved.changes)
        return after

    def _look_at(self, changes: Sequence[AreaChange]) -> Steps[None]:
        """What is not known yet as it is: open ground has no indicators in the list, and what is to
        come has nothing."""
        areas = self._moment.areas
        unknown = {one.id: one for one in changes if one.id not in self._before}
        rows = dict(zip(areas.id.tolist(), areas.geometry, strict=True)) if unknown else {}
        ids = sorted(unknown)
        sides = [
            _Side(key, rows.get(key), unknown[key].ground_before, unknown[key].before)
            for key in ids
        ]
        slot = None
        if self._counts and ids:
            place = places_of(areas, self._level, ids)
            slot = self._moment.owners.mapped(areas, place, len(ids))
        self._before |= yield from self._computed(sides, slot)

    @property
    def _counts(self) -> bool:
        return bool(self._sources & {Source.STORES, Source.MARKETS})

    def _computed(self, sides: Sequence[_Side], slot: Ints | None) -> Steps[dict[int, Indicators]]:
        """``slot (n,)`` has each customer's place among the sides, any other number for none."""
        found = {}
        for at, side in enumerate(sides):
            cover, way, market = Cover(), StoreDistance(), MarketFacts()
            if side.shape is not None:
                cover = yield from self._cover(side.shape)
            if slot is not None and Source.STORES in self._sources:
                way = yield from self._ways(np.flatnonzero(slot == at))
            if slot is not None and Source.MARKETS in self._sources:
                rows = np.flatnonzero(slot[self._market_rows] == at)
                market = market_facts(self._moment.markets, rows, self._moment.template)
                yield
            found[side.id] = Indicators(
                side.id, side.ground, cover, side.sums, {}, (), {}, market, way
            )
        return found

    def _cover(self, shape: MultiPolygon) -> Steps[Cover]:
        administrative, roads = (
            source in self._sources for source in (Source.ADMINISTRATIVE, Source.ROADS)
        )
        if not administrative and not roads:
            return Cover()
        terrain = self._moment.terrain
        return (yield from cover_steps(shape, terrain, administrative=administrative, roads=roads))

    def _ways(self, rows: Ints) -> Steps[StoreDistance]:
        """Of the customers at ``rows``."""
        moment = self._moment
        stores = moment.store_rows()
        if not len(stores) or not len(rows):
            return StoreDistance()
        places = moment.sites.lonlat[stores]
        parts = []
        for first in range(0, len(rows), AT_A_TIME):
            some = rows[first : first + AT_A_TIME]
            parts.append(nearest_m(moment.customers.lonlat[some], places))
            yield
        metres, place = (np.concatenate(each) for each in zip(*parts, strict=True))
        all_one = np.zeros(len(rows), dtype=np.int64)
        return store_distances(metres, place, all_one, 1, moment.sites.id[stores])[0]

    @cached_property
    def _market_rows(self) -> Ints:
        """Of each market its row among the customers."""
        return self._moment.customers.index(self._moment.markets.id)

    def _slots_after(self, moved: Moved, ids: Sequence[int]) -> Ints:
        """For each customer the place in ``ids`` of the area that would own it at the level, the
        place after the last for none of them. Costs what the file has customers: 2 ms a million."""
        owners, place = self._moment.owners.area, {key: at for at, key in enumerate(ids)}
        keys = list(moved.coverage.grounds)
        first = min(0, *keys)  # areas that come have negative keys
        last = max(int(owners.max(initial=0)), *keys)
        table = np.full(last - first + 1, len(ids), dtype=np.int64)
        for key in keys:
            table[key - first] = place.get(above(moved.coverage, key, moved.level), len(ids))
        owner = owners - first
        owner[moved.rows] = moved.new - first
        slot: Ints = table[owner]
        return slot


def _after(change: AreaChange) -> tuple[Ground, Figures]:
    return change.ground_after, change.after
