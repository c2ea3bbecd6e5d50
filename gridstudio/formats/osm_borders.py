"""Administrative borders of OpenStreetMap, each stretch once."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.domain.base_map import Objects, Theme
from gridstudio.formats.osm_themes import BORDER_RULES, Columns, categories_of


def border_levels(columns: Columns) -> Objects:
    """The admin level of each row, "" for what is no border between administrations.

    Levels 4 (province) to 9; where nations end is not for OpenStreetMap to say.
    """
    levels = categories_of(BORDER_RULES, columns)
    levels[columns["boundary"] != "administrative"] = ""
    return levels


def borders(geometry: Objects, levels: Objects) -> Theme:
    """Areas and lines ``(n,)`` in degrees and their levels ``(n,)`` as lines, each stretch once,
    in the lowest level (highest rank) that runs along it; names are all "", for each border would
    have several.

    Neighbours and their parents share OpenStreetMap's nodes: equal stretches have equal
    coordinates, and nothing needs a tolerance.
    """
    lines, ranks = _lines(geometry, levels)
    order = np.argsort(ranks, kind="stable")
    stretches, line = _stretches(lines[order])
    # unique() keeps the first of equals, hence that of the lowest level.
    once, first = np.unique(stretches, axis=0, return_index=True)
    return _merged(once.reshape(-1, 2, 2), ranks[order][line[first]])


def _lines(geometry: Objects, levels: Objects) -> tuple[Objects, NDArray[np.str_]]:
    """Single lines and the rings of grounds, with their levels."""
    parts, row = shapely.get_parts(geometry, return_index=True)
    is_ground = shapely.get_dimensions(parts) == 2
    rings, ground = shapely.get_rings(parts[is_ground], return_index=True)
    rows = np.concatenate([row[~is_ground], row[is_ground][ground]])
    return np.concatenate([parts[~is_ground], rings]), levels[rows].astype(str)


def _stretches(lines: Objects) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """From vertex to vertex: ``(k, 4)`` x, y, x, y, the western end first, and of which line."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    ends = np.hstack([points[:-1], points[1:]])
    real = (line[1:] == line[:-1]) & (ends[:, :2] != ends[:, 2:]).any(axis=1)
    ends, line = ends[real], line[1:][real]
    west, south, east, north = ends.T
    turned = (west > east) | ((west == east) & (south > north))
    ends[turned] = ends[turned][:, [2, 3, 0, 1]]
    return ends, line


def _merged(stretches: NDArray[np.float64], ranks: NDArray[np.str_]) -> Theme:
    """Stretches ``(k, 2, 2)`` of one level that meet become one line up to the next fork."""
    found, categories = [np.empty(0, dtype=object)], [np.empty(0, dtype=object)]
    for rank in np.unique(ranks).tolist():
        level = shapely.multilinestrings(shapely.linestrings(stretches[ranks == rank]))
        found.append(shapely.get_parts(shapely.line_merge(level)))
        categories.append(np.full(len(found[-1]), rank, dtype=object))
    geometry = np.concatenate(found)
    names = np.full(len(geometry), "", dtype=object)
    return Theme(geometry, np.concatenate(categories), names)
