"""What QGIS needs of areas to draw them as we do, and cannot compute: colours, indicators."""

from __future__ import annotations

import numpy as np

from gridstudio.commands.columns import followed, map_data
from gridstudio.domain.columns import Column, Numbers, Texts
from gridstudio.domain.fields import INDICATOR, JUDGEMENT
from gridstudio.domain.map_data import MapData
from gridstudio.domain.snapshots import Floats
from gridstudio.geometry.colouring import colour_numbers, colour_seeds
from gridstudio.project import Project

COLOUR = "colour"


def keep_area_facts(project: Project, data: MapData | None = None) -> None:
    """Write the figures that the areas' styles follow beside the areas, for other programs. They
    are those of this moment, no edit, and written only where they differ from what is there."""
    if project.read_only:
        return
    data = data or map_data(project)
    areas = data.areas
    numbers = colour_numbers(
        colour_seeds(areas.id, areas.code, areas.name), areas.geometry, areas.level, areas.open
    )
    closed = ~areas.open
    facts = {COLOUR: dict(zip(areas.id[closed].tolist(), map(float, numbers[closed]), strict=True))}
    for layer in data.layers:
        if layer.kind != "areas":
            continue
        at_level = areas.level == int(layer.options.get("level", 0))
        for field in followed(data.styles[layer.id]):
            values = _numbers(field, data.columns.get((layer.id, field)))
            if values is not None:
                known = at_level & ~np.isnan(values)
                facts.setdefault(field, {}).update(
                    zip(areas.id[known].tolist(), values[known].tolist(), strict=True)
                )
    project.keep_area_facts(facts)


def _numbers(field: str, column: Column | None) -> Floats | None:
    """What QGIS cannot compute, as numbers ``(n,)``; None for what it has itself."""
    if field.startswith(INDICATOR) and isinstance(column, Numbers):
        return column.values
    if field.startswith(JUDGEMENT) and isinstance(column, Texts):
        numbers: Floats = np.array([*map(float, column.texts), np.nan])[column.codes]
        return numbers
    return None
