"""What is in a project, for the verb ``info``."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from gridstudio.commands.schemes import current_scheme
from gridstudio.domain.belonging import DECIDED, ON_OPEN_GROUND, WITHOUT_OWNER, count_of
from gridstudio.project import Project


def info(project: Project) -> dict[str, Any]:
    """Counts per table, areas per level (open ground apart), extent (west, south, east, north in
    degrees, None for an empty project), format version and number of edits."""
    areas = project.areas()
    counts = project.counts()
    version, changed_at = project.boundary_version()
    return {
        "name": project.name,
        "file": str(project.path),
        "template": project.template.key,
        "format_version": int(project.meta("format_version")),
        "read_only": project.read_only,
        "counts": counts,
        "scheme": current_scheme(project).shown_name,
        "areas_per_level": {
            level.key: len(areas.at_level(index))
            for index, level in enumerate(project.template.levels)
        },
        "open_ground": int(areas.open.sum()),
        "customers_without_owner": count_of(areas, project.owners(), WITHOUT_OWNER),
        "customers_on_open_ground": count_of(areas, project.owners(), ON_OPEN_GROUND),
        "customers_by_decision": count_of(areas, project.owners(), DECIDED),
        "extent": _extent(project),
        "edits": counts["journal"],
        "boundary_version": version,
        "boundaries_changed_at": changed_at or None,
        "foreign_objects": list(project.foreign_objects),
    }


def _extent(project: Project) -> list[float] | None:
    boxes = [shapely.bounds(project.areas().geometry).reshape(-1, 4)]
    for points in (project.customers().lonlat, project.sites().lonlat):
        boxes.append(np.column_stack([points, points]))
    every = np.concatenate(boxes)
    every = every[~np.isnan(every).any(axis=1)]
    if not len(every):
        return None
    low, high = every[:, :2].min(axis=0), every[:, 2:].max(axis=0)
    return [round(float(value), 9) for value in (*low, *high)]
