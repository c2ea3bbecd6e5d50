"""The indicators of all areas of a level, kept in step with the project: after an edit only the
areas whose ground, customers or sites it changed are computed again.

What changed is read from two moments' snapshots, so that no notice can be missed. The ground (roads
clipped, administrative shares) and what stands on it (customers, sites, markets, distances) are
kept apart, since most edits touch but one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from gridstudio.assessment.counting import Counted, counted
from gridstudio.assessment.grounds import grounds
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.moment import Moment
from gridstudio.assessment.terrain import Cover, cover_of
from gridstudio.assessment.touched import Touched, touched
from gridstudio.jobs import Progress, no_progress


@dataclass(frozen=True, eq=False)
class LevelIndicators:
    """``of`` has the indicators by area id of every area of ``level`` but open ground, at one
    ``moment``. ``covered`` and ``counted`` say for which areas the ground and what stands on it
    were computed for it; all else was taken over from the moment before."""

    moment: Moment
    level: int
    of: dict[int, Indicators]
    covered: frozenset[int]
    counted: frozenset[int]


def level_indicators(
    moment: Moment, level: int, progress: Progress = no_progress
) -> LevelIndicators:
    """All areas of a level, from nothing."""
    ids = frozenset(moment.areas.at_level(level).tolist())
    return _computed(moment, level, {}, ids, ids, progress)


def patched(
    old: LevelIndicators,
    moment: Moment,
    progress: Progress = no_progress,
    work: Touched | None = None,
) -> LevelIndicators:
    """The indicators of a later moment (or an earlier one, after undo) from those of another;
    ``work`` is what ``work_to_do`` says of it, where that has been asked before."""
    cover, count = work or work_to_do(old, moment)
    return _computed(moment, old.level, old.of, cover, count, progress)


def work_to_do(old: LevelIndicators, moment: Moment) -> Touched:
    """The areas whose ground, and those whose customers or sites, have to be looked at again."""
    return touched(old.moment, moment, old.level, old.of)


def one_area(moment: Moment, area_id: int) -> Indicators:
    """One area alone, whatever its level; open ground too."""
    row = moment.areas.row(area_id)
    level = int(moment.areas.level[row])
    shape = moment.areas.geometry[row]
    cover = cover_of(shape, moment.terrain)
    return _joined(moment, area_id, cover, counted(moment, level, [area_id])[area_id])


def _computed(
    moment: Moment,
    level: int,
    old: dict[int, Indicators],
    to_cover: Collection[int],
    to_count: Collection[int],
    progress: Progress,
) -> LevelIndicators:
    areas = moment.areas
    covers: dict[int, Cover] = {}
    for at, area_id in enumerate(sorted(to_cover)):
        progress(0.8 * at / len(to_cover), "")
        covers[area_id] = cover_of(areas.geometry[areas.row(area_id)], moment.terrain)
    counts = counted(moment, level, sorted(to_count))
    progress(1.0, "")
    found = {}
    for area_id in areas.at_level(level).tolist():
        known = old.get(area_id)
        if known is not None and area_id not in covers and area_id not in counts:
            found[area_id] = known
            continue
        cover = covers.get(area_id) or _known(known).cover
        if area_id in counts:
            found[area_id] = _joined(moment, area_id, cover, counts[area_id])
        else:
            ground = grounds(areas).of[areas.row(area_id)]
            found[area_id] = replace(_known(known), cover=cover, ground=ground)
    return LevelIndicators(moment, level, found, frozenset(to_cover), frozenset(to_count))


def _known(indicators: Indicators | None) -> Indicators:
    assert indicators is not None, "an area that was not there before is covered and counted"
    return indicators


def _joined(moment: Moment, area_id: int, cover: Cover, count: Counted) -> Indicators:
    ground = grounds(moment.areas).of[moment.areas.row(area_id)]
    return Indicators(
        area_id,
        ground,
        cover,
        count.sums,
        count.sites,
        count.key_accounts,
        count.kinds,
        count.market,
        count.store_km,
    )
