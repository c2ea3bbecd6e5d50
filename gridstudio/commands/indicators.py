"""The indicators of a project's areas, kept while it is open and patched after each edit.

Little work is done at once; what would keep the window waiting is noted as wanted, and a job does
it: ``task``, ``run`` in any thread, ``keep``. Without a window everything is computed at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

import numpy as np

from gridstudio.assessment.area_indicators import (
    LevelIndicators,
    level_indicators,
    one_area,
    patched,
    work_to_do,
)
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.moment import Moment, ground_layers, moment_of
from gridstudio.assessment.terrain import terrain_of, within
from gridstudio.commands.markets import read_markets, unread_markets
from gridstudio.domain.changes import Changes
from gridstudio.domain.map_data import MapData
from gridstudio.domain.markets import Markets
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project

AT_ONCE_AREAS, AT_ONCE_CUSTOMERS, AT_ONCE_SHAPES, AT_ONCE_FACTS = 40, 200_000, 5_000, 2_000
"""Up to so many areas clipped, customers counted, shapes gathered or facts read nobody notices."""
BRIEFLY = 6, 30_000
"""Up to so many areas and customers they are computed while a hand holds a border."""


@dataclass
class _Kept:
    """What is known of one project. ``stale`` are customers changed since the markets were read,
    each with the project's version that it has been changed by."""

    markets: Markets | None = None
    stale: dict[int, int] = field(default_factory=dict)
    moment: Moment | None = None
    levels: dict[int, LevelIndicators] = field(default_factory=dict)
    wanted: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Task:
    """What a job needs to know."""

    data: MapData
    levels: tuple[int, ...]
    version: int
    markets: Markets | None
    stale: frozenset[int]
    moment: Moment | None
    known: dict[int, LevelIndicators]


@dataclass(frozen=True)
class Done:
    """What a job has found."""

    version: int
    moment: Moment
    levels: tuple[LevelIndicators, ...]


_kept: WeakKeyDictionary[Project, _Kept] = WeakKeyDictionary()


def all_indicators(
    project: Project, data: MapData, level: int, progress: Progress = no_progress
) -> LevelIndicators:
    """The indicators of every area of a level but open ground, whatever time they take."""
    known = indicators_known(project, data, level)
    if known is not None:
        return known
    done = run(project, task(project, data, [level]), progress)
    keep(project, done)
    return done.levels[0]


def indicators_known(project: Project, data: MapData, level: int) -> LevelIndicators | None:
    """The same where nothing has to be computed for it."""
    kept = _of(project)
    known = kept.levels.get(level)
    if known is None or kept.stale or not known.moment.is_of(data, known.moment.markets):
        return None
    return known


def indicators_now(
    project: Project, data: MapData, level: int, *, briefly: bool = False
) -> LevelIndicators | None:
    """The same where it takes no time (``briefly``: not even a tenth of a second); else None, and
    the level is wanted."""
    found = indicators_known(project, data, level)
    if found is not None:
        return found
    kept = _of(project)
    moment, known = _moment_at_once(project, data, kept), kept.levels.get(level)
    most_areas, most_customers = BRIEFLY if briefly else (AT_ONCE_AREAS, AT_ONCE_CUSTOMERS)
    if moment is not None:
        if known is not None and known.moment is moment:
            return known
        every = frozenset(data.areas.at_level(level).tolist())
        cover, count = work_to_do(known, moment) if known is not None else (every, every)
        if len(cover) <= most_areas and _customers(data, level, count) <= most_customers:
            made = patched(known, moment, work=(cover, count)) if known is not None else None
            kept.levels[level] = made or level_indicators(moment, level)
            kept.wanted.discard(level)
            return kept.levels[level]
    kept.wanted.add(level)
    return None


def indicators_of(project: Project, data: MapData, area_id: int) -> Indicators | None:
    """The indicators of one area, open ground too; None, and its level is wanted, where they would
    take long."""
    row = data.areas.row(area_id)
    level = int(data.areas.level[row])
    kept = _of(project)
    if level in kept.levels and not data.areas.open[row]:
        others = set(kept.wanted)
        now = indicators_now(project, data, level)
        if now is not None:
            return now.of[area_id]
        kept.wanted = others  # one area is quickly computed by itself
    if _customers(data, level, {area_id}) > AT_ONCE_CUSTOMERS:
        kept.wanted.add(level)
        return None
    return one_area(_moment_around(project, data, area_id), area_id)


def _moment_around(project: Project, data: MapData, area_id: int) -> Moment:
    """What the indicators of one area follow from: the shapes and markets there."""
    row = data.areas.row(area_id)
    shape, level = data.areas.geometry[row], int(data.areas.level[row])
    inside = (data.areas.ancestor(level) == area_id).astype(np.int64)
    mine = data.owners.mapped(data.areas, inside, 0) > 0
    markets = read_markets(project, data, None, frozenset(), among=data.customers.id[mine])
    near = ((within(layer, shape.bounds), holds) for layer, holds in ground_layers(data))
    return replace(moment_of(replace(data, layers=()), markets), terrain=terrain_of(near))


def wanted(project: Project) -> list[int]:
    """The levels that were asked for and have to be computed by a job."""
    kept = _kept.get(project)
    return sorted(kept.wanted) if kept is not None else []


def task(project: Project, data: MapData, levels: Collection[int]) -> Task:
    """What a job for these levels needs."""
    kept = _of(project)
    return Task(
        data,
        tuple(sorted(levels)),
        project.version,
        kept.markets,
        frozenset(kept.stale),
        kept.moment,
        dict(kept.levels),
    )


def run(project: Project, work: Task, progress: Progress = no_progress) -> Done:
    """A job: compute levels from what is known of them. It reads of the project only what the
    census says of markets."""
    markets = read_markets(project, work.data, work.markets, work.stale)
    moment = moment_of(work.data, markets, work.moment)
    found = []
    for at, level in enumerate(work.levels):

        def share(done: float, text: str = "", at: int = at) -> None:
            progress((at + done) / len(work.levels), text)

        known = work.known.get(level)
        found.append(
            patched(known, moment, share)
            if known is not None
            else level_indicators(moment, level, share)
        )
    return Done(work.version, moment, tuple(found))


def keep(project: Project, done: Done) -> None:
    """Take what a job has found. It may be of a moment that is past by now: it is patched then."""
    kept = _of(project)
    kept.moment, kept.markets = done.moment, done.moment.markets
    kept.stale = {key: version for key, version in kept.stale.items() if version > done.version}
    for one in done.levels:
        kept.levels[one.level] = one
        kept.wanted.discard(one.level)


def note(project: Project, changes: Changes) -> None:
    """An edit has changed rows: what the census says of them has to be read again."""
    kept = _kept.get(project)
    if kept is None:
        return
    if changes.everything or changes.touches("meta"):
        del _kept[project]
        return
    if kept.markets is not None:
        kept.stale |= dict.fromkeys(changes.of("customers").touched, project.version)


def _of(project: Project) -> _Kept:
    return _kept.setdefault(project, _Kept())


def _moment_at_once(project: Project, data: MapData, kept: _Kept) -> Moment | None:
    """The moment of ``data``, None where reading or gathering what it needs takes long."""
    stale = frozenset(kept.stale)
    unread = len(unread_markets(data, kept.markets, stale))
    if unread > AT_ONCE_FACTS or (unread and project.lent_for):
        return None
    kept.markets = read_markets(project, data, kept.markets, stale)
    kept.stale.clear()
    if kept.moment is not None and kept.moment.is_of(data, kept.markets):
        return kept.moment
    layers = tuple(ground_layers(data))
    gathered = kept.moment is not None and kept.moment.terrain.is_of(layers)
    if not gathered and sum(len(layer) for layer, _holds in layers) > AT_ONCE_SHAPES:
        return None
    kept.moment = moment_of(data, kept.markets, kept.moment)
    return kept.moment


def _customers(data: MapData, level: int, ids: Collection[int]) -> int:
    """How many customers areas of a level own."""
    inside = np.isin(data.areas.ancestor(level), list(ids)).astype(np.int64)
    return int(data.owners.mapped(data.areas, inside, 0).sum())
