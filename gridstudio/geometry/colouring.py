"""Colours for areas such that neighbours differ, and stay as they are when little changes."""

from __future__ import annotations

import re
import zlib
from collections import Counter, deque
from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from gridstudio.geometry.rounding import DECIMALS

COLOURS = 6
"""Any map whose areas hang together can be coloured with four. Six leave room for areas of several
parts, for corners, and for changing little after an edit."""

Ints = NDArray[np.int64]
_NUMBER_AT_END = re.compile(r"[0-9]{1,9}$")


def colour_seeds(area_id: Ints, code: NDArray[np.object_], name: NDArray[np.object_]) -> Ints:
    """What each area's colour is wished by ``(n,)``: its code, or without one its name, or its id.
    A scheme that is copied has the codes and other ids: the same area keeps its colour in it.

    The number at the end of a code counts as it is, so that areas numbered one after the other
    wish for different colours; what stands before it shifts all of them.
    """
    seeds = np.array(area_id, dtype=np.int64)
    for row, (one, other) in enumerate(zip(code.tolist(), name.tolist(), strict=True)):
        text = str(one or other or "")
        if text:
            number = _NUMBER_AT_END.search(text)
            before = text[: number.start()] if number else text
            seeds[row] = zlib.crc32(before.encode()) + (int(number[0]) if number else 0)
    return seeds


def colour_numbers(
    seed: Ints,
    geometry: NDArray[np.object_],
    level: NDArray[np.int16],
    open_: NDArray[np.bool_],
) -> Ints:
    """A number from 0 to 5 for each area ``(n,)`` of shapely geometries, sorted by id, such that
    areas of one level that share an edge have different ones; those that only touch at a corner
    too, as far as six go. Open ground counts for nothing.

    Each area wishes for a colour that follows from its ``seed`` (``colour_seeds``), and takes the
    next where a neighbour before it has that. Who is before whom is mixed up: chains of areas that
    wait for each other stay short then, so that an edit changes the colours of hardly any but those
    it touches (on a raster of 22 × 22 areas a merger recolours two others on average, in the order
    of ids nine).
    Where none of the six is free, two colours are exchanged along a chain (Kempe); only where more
    than six areas all border on each other do two have the same.
    """
    numbers = np.full(len(geometry), -1, dtype=np.int64)
    edges, corners = _neighbours(geometry, level, open_)
    for row in np.argsort(_mixed(seed), kind="stable").tolist():
        if open_[row]:
            numbers[row] = 0
            continue
        beside = [near for near in edges[row] if numbers[near] >= 0]
        hard = {int(numbers[near]) for near in beside}
        soft = {int(numbers[near]) for near in corners[row]}
        order = [(int(seed[row]) + step) % COLOURS for step in range(COLOURS)]
        free = [number for number in order if number not in hard | soft]
        free = free or [number for number in order if number not in hard]
        numbers[row] = free[0] if free else _made_free(numbers, edges, beside, order)
    return numbers


def _mixed(seed: Ints) -> Ints:
    """The seeds scattered, always in the same way (Knuth's multiplicative hashing)."""
    mixed: Ints = ((seed & 0xFFFF_FFFF) * 2_654_435_761 & 0xFFFF_FFFF) >> 5
    return mixed


def _made_free(numbers: Ints, edges: list[list[int]], beside: list[int], order: list[int]) -> int:
    """A colour for an area whose neighbours have all six, once one chain of two colours has been
    exchanged; else the one that fewest neighbours have."""
    for first in order:
        ends = [near for near in beside if numbers[near] == first]
        for second in order:
            if second == first:
                continue
            chain = _chain(numbers, edges, ends, (first, second))
            if any(near in chain and numbers[near] == second for near in beside):
                continue
            for near in chain:
                numbers[near] = second if numbers[near] == first else first
            return first
    counted = Counter(int(numbers[near]) for near in beside)
    return min(order, key=lambda number: counted[number])


def _chain(
    numbers: Ints, edges: list[list[int]], starts: list[int], two: tuple[int, int]
) -> set[int]:
    """The areas of two colours that hang together with some, of those coloured so far."""
    found, waiting = {*starts}, deque(starts)
    while waiting:
        for near in edges[waiting.popleft()]:
            if near not in found and numbers[near] in two:
                found.add(near)
                waiting.append(near)
    return found


def _neighbours(
    geometry: NDArray[np.object_], level: NDArray[np.int16], open_: NDArray[np.bool_]
) -> tuple[list[list[int]], list[list[int]]]:
    """For each row the rows with which it shares an edge, and those with which only a node. Areas
    share nodes exactly, so that nothing is computed."""
    lists: tuple[list[list[int]], list[list[int]]] = (
        [[] for _ in geometry],
        [[] for _ in geometry],
    )
    if not len(geometry):
        return lists
    parts, part_row = shapely.get_parts(geometry, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    row = part_row[ring_part[ring]]
    grid = np.rint(points * 10.0**DECIMALS).astype(np.int64)
    _nodes, place = np.unique(grid[:, 0] + 1j * grid[:, 1], return_inverse=True)
    joined = ring[1:] == ring[:-1]
    start, end = place[:-1][joined], place[1:][joined]
    low, high = np.minimum(start, end), np.maximum(start, end)
    edge = low * (int(place.max()) + 1) + high
    counts = ~open_
    by_edge = _pairs(edge, row[:-1][joined], level, counts)
    by_node = _pairs(place, row, level, counts) - by_edge
    for pairs, found in zip((by_edge, by_node), lists, strict=True):
        for one, other in sorted(pairs):
            found[one].append(other)
            found[other].append(one)
    return lists


def _pairs(
    what: Ints, row: Ints, level: NDArray[np.int16], counts: NDArray[np.bool_]
) -> set[tuple[int, int]]:
    """The pairs of rows of one level that have the same node or edge."""
    kept = counts[row]
    what, row = what[kept], row[kept]
    order = np.lexsort((row, level[row], what))
    what, row = what[order], row[order]
    same_level = level[row]
    found: set[tuple[int, int]] = set()
    for step in range(1, len(what)):
        same = (what[step:] == what[:-step]) & (same_level[step:] == same_level[:-step])
        if not same.any():
            break
        one, other = row[:-step][same], row[step:][same]
        apart = one != other
        found.update(_unique(one[apart], other[apart]))
    return found


def _unique(one: Ints, other: Ints) -> Iterable[tuple[int, int]]:
    low, high = np.minimum(one, other), np.maximum(one, other)
    base = int(high.max(initial=0)) + 1
    # As single numbers: rows of two sort ten times as slowly.
    return zip(
        *(part.tolist() for part in np.divmod(np.unique(low * base + high), base)), strict=True
    )
