"""Areas held against their targets, as columns that styles follow."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from gridstudio.assessment.indicator_figures import every_figure
from gridstudio.domain.columns import Column, Numbers, Texts
from gridstudio.domain.fields import JUDGEMENT, Field
from gridstudio.domain.judging import judged, judgement_field
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.targets import Target, by_indicator
from gridstudio.project import Project

Known = tuple[Target, Numbers, Texts]
_kept: WeakKeyDictionary[Project, dict[tuple[int, str], Known]] = WeakKeyDictionary()


def target_fields(data: MapData, layer: Layer) -> list[Field]:
    """The figures that have a target at the layer's level."""
    targets = by_indicator(data.targets, _level(layer))
    named = {one.key: one.name for one in every_figure(data.template)}
    return [judgement_field(key, named[key]) for key in targets if key in named]


def judged_column(
    project: Project, data: MapData, layer: Layer, field: str, values: Column | None
) -> Texts | None:
    """How the areas of a level stand to a target, ``values`` being the figure that it is in; None
    where there is no such target. The same column as long as neither has changed."""
    kept = _kept.setdefault(project, {})
    key = field.removeprefix(JUDGEMENT)
    target = by_indicator(data.targets, _level(layer)).get(key)
    if target is None or not isinstance(values, Numbers):
        return None
    known = kept.get((_level(layer), key))
    if known is None or known[0] != target or known[1] is not values:
        known = kept[(_level(layer), key)] = target, values, judged(target, values)
    return known[2]


def _level(layer: Layer) -> int:
    return int(layer.options.get("level", 0))
