"""What QGIS needs of areas to draw them as we do, and cannot compute: colours, indicators."""

from __future__ import annotations

import numpy as np

from gridstudio.commands.columns import followed, map_data
from gridstudio.domain.columns import Numbers
from gridstudio.domain.fields import INDICATOR
from gridstudio.domain.map_data import MapData
from gridstudio.geometry.colouring import colour_numbers
from gridstudio.project import Project

COLOUR = "colour"


def keep_area_facts(project: Project, data: MapData | None = None) -> None:
    """Write the figures that the areas' styles follow beside the areas, for other programs. They
    are those of this moment, no edit, and written only where they differ from what is there."""
    if project.read_only:
        return
    data = data or map_data(project)
    areas = data.areas
    numbers = colour_numbers(areas.id, areas.geometry, areas.level, areas.open)
    closed = ~areas.open
    facts = {COLOUR: dict(zip(areas.id[closed].tolist(), map(float, numbers[closed]), strict=True))}
    for layer in data.layers:
        if layer.kind != "areas":
            continue
        at_level = areas.level == int(layer.options.get("level", 0))
        for field in followed(data.styles[layer.id]):
            column = data.columns.get((layer.id, field))
            if field.startswith(INDICATOR) and isinstance(column, Numbers):
                known = at_level & ~np.isnan(column.values)
                values = column.values[known].tolist()
                facts.setdefault(field, {}).update(
                    zip(areas.id[known].tolist(), values, strict=True)
                )
    project.keep_area_facts(facts)
