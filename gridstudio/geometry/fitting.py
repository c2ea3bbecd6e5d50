"""Whether shapes fit together as a coverage: what GEOS says, looked at again where it says no.

GEOS 3.14 takes neighbours for overlapping where a polygon's hole touches its outline in a node: its
test at a node looks at one ring at a time. Such holes are sound here, an enclave that reaches the
border in one point, so what GEOS complains of counts only where an exact predicate says so too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon

from gridstudio.geometry.rings import edges, node_of, undirected


def misfits(shapes: Sequence[MultiPolygon]) -> Iterator[LineString]:
    """The edges, in degrees, along which shapes overlap or do not have the same vertices, one
    after another; none for a coverage. Gaps between shapes are no misfit."""
    every = np.array([*shapes], dtype=object)
    if not len(every) or shapely.coverage_is_valid(every):
        return
    lines = shapely.coverage_invalid_edges(every)
    had_by = Counter(edge for shape in every for edge in edges(shape))
    tree = shapely.STRtree(every)
    for place, line in enumerate(lines):
        for start, end in _edges_of(line):
            edge = undirected(node_of(start), node_of(end))
            segment = LineString([start, end])
            others = tree.query(segment)
            if not _fits(every, place, segment, others[others != place], had_by[edge]):
                yield segment


def _fits(
    shapes: NDArray[np.object_],
    place: int,
    segment: LineString,
    others: NDArray[np.int64],
    owners: int,
) -> bool:
    """Whether an edge that ``owners`` shapes have lies as it should: two have it and their ground
    lies on different sides, or one has it and no other shape meets it but at its ends."""
    if owners == 1:
        return bool(shapely.relate_pattern(segment, shapes[others], "FF*******").all())
    return owners == 2 and bool(
        shapely.relate_pattern(shapes[place], shapes[others], "F********").all()
    )


def _edges_of(line: shapely.Geometry | None) -> list[tuple[NDArray[np.float64], ...]]:
    if line is None or line.is_empty:
        return []
    found: list[tuple[NDArray[np.float64], ...]] = []
    for part in shapely.get_parts(line):
        points = shapely.get_coordinates(part)
        found += zip(points, points[1:], strict=False)
    return found
