"""How the levels stand that have targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gridstudio.assessment.level_figures import LevelFigures, level_figures
from gridstudio.assessment.own_sums import Snapshots, own_sums
from gridstudio.domain.map_data import MapData
from gridstudio.domain.targets import Target, by_indicator


@dataclass(frozen=True, eq=False)
class Standing:
    """The figures of a level and the targets in them, by indicator."""

    figures: LevelFigures
    targets: Mapping[str, Target]


def standing_of(data: MapData) -> dict[int, Standing]:
    """By level the figures and targets of each level that has targets."""
    levels = sorted({target.level for target in data.targets})
    if not levels:
        return {}
    own = own_sums(Snapshots.of(data))
    return {
        level: Standing(level_figures(own, level), by_indicator(data.targets, level))
        for level in levels
    }
