"""Which area of one scheme is which of another: ids tell nothing, since a copy has its own."""

from __future__ import annotations

import numpy as np
import shapely

from gridstudio.domain.snapshots import Areas, Floats, Ints

SAME_CODE = 0.5
"""What a common code adds to the share of common ground: a copy that has been reshaped keeps its
partner, while two codes that are equal by chance do not outdo the ground."""
LEAST_SHARE = 0.1
"""Areas that have less of their ground in common are not the same area, whatever their codes."""


def matched(a: Areas, b: Areas) -> Ints:
    """Pairs ``(k, 2)`` of ids of ``a`` and ``b``: drawn areas of the same level, each in at most
    one pair. Areas of the very same ground are a pair; then those that score highest, by common
    ground over the ground of both together and by the code."""
    levels = np.intersect1d(a.level, b.level).tolist()
    pairs = [_of_level(a, b, level) for level in levels]
    return np.concatenate(pairs) if pairs else np.empty((0, 2), dtype=np.int64)


def _of_level(a: Areas, b: Areas, level: int) -> Ints:
    rows_a = np.flatnonzero((a.level == level) & ~a.open)
    rows_b = np.flatnonzero((b.level == level) & ~b.open)
    same_a, same_b = _identical(a.geometry[rows_a], b.geometry[rows_b])
    left_a, left_b = np.delete(rows_a, same_a), np.delete(rows_b, same_b)
    more_a, more_b = _by_score(a, b, left_a, left_b)
    first = np.concatenate([rows_a[same_a], left_a[more_a]])
    second = np.concatenate([rows_b[same_b], left_b[more_b]])
    return np.column_stack([a.id[first], b.id[second]]).astype(np.int64)


def _identical(a: np.ndarray, b: np.ndarray) -> tuple[Ints, Ints]:
    """Places of equal shapes, vertex for vertex as they are stored."""
    place = {shape: at for at, shape in enumerate(shapely.to_wkb(b).tolist())}
    found = [
        (at, place.pop(shape))
        for at, shape in enumerate(shapely.to_wkb(a).tolist())
        if shape in place
    ]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _by_score(a: Areas, b: Areas, rows_a: Ints, rows_b: Ints) -> tuple[Ints, Ints]:
    """Places in ``rows_a`` and ``rows_b`` of the pairs, the best first."""
    ground_a, ground_b = a.geometry[rows_a], b.geometry[rows_b]
    none = np.empty(0, dtype=np.int64)
    if not len(ground_a) or not len(ground_b):
        return none, none
    at, partner = shapely.STRtree(ground_b).query(ground_a, predicate="intersects")
    share = _shares(ground_a[at], ground_b[partner])
    code_a, code_b = a.code[rows_a][at], b.code[rows_b][partner]
    score = share + SAME_CODE * ((code_a == code_b) & (code_a != ""))
    order = np.argsort(-score, kind="stable")
    taken_a, taken_b, kept = set(), set(), []
    for one in order[share[order] >= LEAST_SHARE].tolist():
        if at[one] not in taken_a and partner[one] not in taken_b:
            taken_a.add(at[one])
            taken_b.add(partner[one])
            kept.append(one)
    return at[kept].astype(np.int64), partner[kept].astype(np.int64)


def _shares(a: np.ndarray, b: np.ndarray) -> Floats:
    """Common ground over the ground of both together, 0 to 1, of aligned shapes."""
    common = shapely.area(shapely.intersection(a, b))
    shares: Floats = common / np.maximum(shapely.area(a) + shapely.area(b) - common, 1e-300)
    return shares
