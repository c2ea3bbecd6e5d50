"""Which colour, shape and size each point has by a style, in the order of painting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.base_styles import customers_by
from gridstudio.domain.columns import Column, Numbers, Texts, as_texts, classes_of, same
from gridstudio.domain.snapshots import Customers, Sites
from gridstudio.domain.style import SizeBy, Style, Symbol
from gridstudio.domain.template import Template
from gridstudio.geometry.point_index import PointIndex, build_index

MOST_CODES = 127
MOST_SIZES = 8
"""Sizes by number come in so many steps: each is one more pass over the picture."""
NEAR_M_PER_PX, FAR_M_PER_PX, FAR_SHARE = 3.0, 40.0, 0.36
"""Symbols keep their size up to the first scale and shrink to that share of it at the second."""

Points = Customers | Sites


@dataclass(frozen=True, eq=False)
class PointLook:
    """``codes (n,)`` uint8, aligned with ``index``: which symbol covers which where they overlap,
    the larger the other, 0 for points that are not drawn; ``symbol_of`` says which of ``symbols``
    a code has. ``diameters`` in pixels, one per rank of the index."""

    index: PointIndex
    codes: NDArray[np.uint8]
    symbols: tuple[Symbol, ...]
    diameters: tuple[float, ...]

    def symbol_of(self, codes: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Which symbol codes from 1 have."""
        return (codes.astype(np.int64) - 1) % len(self.symbols)

    @property
    def colours(self) -> tuple[str, ...]:
        return tuple(symbol.color for symbol in self.symbols)


@dataclass(frozen=True, eq=False)
class _Made:
    """What was made of a snapshot for a style, and from which columns."""

    style: Style
    columns: tuple[Column | None, Column | None]
    look: PointLook


@dataclass(frozen=True, eq=False)
class _Ranked:
    """An index by size."""

    sizes: tuple[float, ...]
    key: tuple[object, ...]
    columns: tuple[Column | None, ...]
    index: PointIndex


_indexes: WeakKeyDictionary[Points, list[_Ranked]] = WeakKeyDictionary()
_looks: WeakKeyDictionary[Points, list[_Made]] = WeakKeyDictionary()
_KEPT = 2


def customer_index(customers: Customers, template: Template) -> PointIndex:
    """An index of the customers for finding them: that which was made last for painting, else one
    with the higher classes on top. Remembered as long as the snapshot lives.

    Takes 40 ms a million: a worker that opens a project makes it before the window needs it.
    """
    known = _indexes.get(customers)
    if known:
        return known[-1].index
    column = class_column(customers, template)
    return _ranked(customers, customers_by(template), None, column).index


def some_index(points: Points) -> PointIndex:
    """An index of the points in whatever order; remembered as long as the snapshot lives."""
    known = _indexes.get(points)
    return known[-1].index if known else _ranked(points, Style(), None, None).index


def class_column(customers: Customers, template: Template) -> Texts:
    return Texts(customers.class_, tuple(word.key for word in template.classes))


def site_index(sites: Sites) -> PointIndex:
    """The sites' index; remembered as long as the snapshot lives."""
    return some_index(sites)


def point_look(
    points: Points, style: Style, column: Column | None, size_column: Column | None
) -> PointLook:
    """Points by a style; ``column`` is that of its field and ``size_column`` that of its sizes."""
    known = _looks.setdefault(points, [])
    for made in known:
        alike = same(made.columns[0], column) and same(made.columns[1], size_column)
        if alike and made.style == style:
            return made.look
    codes = classes_of(style, column, len(points))
    ranked = _ranked(points, style, codes, size_column)
    symbols, number = _symbols(style)
    look = PointLook(
        ranked.index,
        _covering(ranked.index, number.take(codes, mode="wrap")[ranked.index.rows], len(symbols)),
        symbols,
        ranked.sizes,
    )
    known.append(_Made(style, (column, size_column), look))
    del known[:-_KEPT]
    return look


def _symbols(style: Style) -> tuple[tuple[Symbol, ...], NDArray[np.int64]]:
    """The different symbols of the style's classes, and for each class (and last for none) which it
    has, -1 where it is not drawn. Past the number of codes, a symbol shares that which is nearest
    in colour."""
    symbols: list[Symbol] = []
    number = []
    for one in style.classes:
        drawn = one.visible and (one.symbol.color or one.symbol.outline)
        if not drawn:
            number.append(-1)
        elif one.symbol in symbols:
            number.append(symbols.index(one.symbol))
        elif len(symbols) < MOST_CODES:
            number.append(len(symbols))
            symbols.append(one.symbol)
        else:
            number.append(min(range(MOST_CODES), key=lambda at: _apart(symbols[at], one.symbol)))
    return tuple(symbols) or (Symbol(),), np.array([*number, -1], dtype=np.int64)


def _apart(one: Symbol, other: Symbol) -> int:
    pairs = zip(bytes.fromhex(one.color[1:]), bytes.fromhex(other.color[1:]), strict=False)
    return sum((a - b) ** 2 for a, b in pairs)


def _ranked(
    points: Points, style: Style, codes: NDArray[np.int16] | None, size_column: Column | None
) -> _Ranked:
    """The index of the points by their diameters, the largest first."""
    own = tuple(one.symbol.size_px for one in style.classes)
    by_class = len(set(own)) > 1 and not (style.size_by and style.size_by.largest)
    # Sizes that do not depend on the class are the same however points are coloured.
    key: tuple[object, ...] = (style.size_by, (style.field, style.classes) if by_class else own[:1])
    columns = (size_column,)
    known = _indexes.setdefault(points, [])
    for at, ranked in enumerate(known):
        if ranked.key == key and all(map(same, ranked.columns, columns)) and not by_class:
            known.append(known.pop(at))
            return ranked
    if by_class and codes is None:
        raise ValueError("sizes by class need the classes")
    sizes, rank = _sizes(len(points), style.size_by, size_column, own, codes if by_class else None)
    ranked = _Ranked(sizes, key, columns, build_index(points.xy, rank, len(sizes)))
    known.append(ranked)
    del known[:-_KEPT]
    return ranked


def _sizes(
    count: int,
    size_by: SizeBy | None,
    column: Column | None,
    own: Sequence[float],
    codes: NDArray[np.int16] | None,
) -> tuple[tuple[float, ...], NDArray[np.uint8]]:
    """Different diameters, the largest first, and for each point which it has."""
    if size_by is not None and size_by.largest and isinstance(column, Numbers):
        return _size_steps(size_by, column)
    plain = list(own[:1]) or [Symbol().size_px]
    table = np.array(plain if codes is None else [*own, *plain])
    number = codes if codes is not None else np.zeros(count, dtype=np.int16)
    if isinstance(column, Numbers):
        column = as_texts(column)
    if size_by is not None and not size_by.largest and column is not None:
        px = dict(size_by.sizes)
        rows = [np.full(len(table), px[text]) if text in px else table for text in column.texts]
        grid = np.array([*rows, table])
    else:
        grid = table[None, :]
    sizes = np.unique(grid)[::-1]
    rank = (len(sizes) - 1 - np.searchsorted(sizes[::-1], grid)).astype(np.uint8)
    merged = _fewer(sizes)
    line = column.codes if len(grid) > 1 and column is not None else None
    if codes is None and line is not None:
        found = rank[:, 0].take(line, mode="wrap")
    elif line is None:
        found = rank[0].take(number, mode="wrap")
    else:
        found = rank.ravel().take(
            np.where(line < 0, len(grid) - 1, line).astype(np.int64) * rank.shape[1]
            + np.where(number < 0, rank.shape[1] - 1, number)
        )
    return merged[0], merged[1].take(found)


def _fewer(sizes: NDArray[np.float64]) -> tuple[tuple[float, ...], NDArray[np.uint8]]:
    """At most MOST_SIZES of them, and which each becomes."""
    if len(sizes) <= MOST_SIZES:
        return tuple(sizes.tolist()), np.arange(len(sizes), dtype=np.uint8)
    kept = sizes[np.linspace(0, len(sizes) - 1, MOST_SIZES).round().astype(int)]
    return tuple(kept.tolist()), np.abs(sizes[:, None] - kept).argmin(axis=1).astype(np.uint8)


def _size_steps(size_by: SizeBy, column: Numbers) -> tuple[tuple[float, ...], NDArray[np.uint8]]:
    """Diameters from ``most_px`` down to ``least_px`` in even steps; each value the nearest."""
    steps = np.linspace(size_by.most_px, size_by.least_px, MOST_SIZES)
    with np.errstate(invalid="ignore"):
        share = np.clip(np.nan_to_num(column.values) / size_by.largest, 0.0, 1.0)
    diameter = np.maximum(size_by.most_px * np.sqrt(share), size_by.least_px)
    width = max((size_by.most_px - size_by.least_px) / (MOST_SIZES - 1), 1e-9)
    rank = np.clip(np.round((size_by.most_px - diameter) / width), 0, MOST_SIZES - 1)
    return tuple(steps.tolist()), rank.astype(np.uint8)


def _covering(index: PointIndex, symbol: NDArray[np.int64], symbols: int) -> NDArray[np.uint8]:
    """Codes by which a rank covers the next, and by chance within a rank: were it by symbol, a
    crowd would seem to consist of one kind. Each rank has slots, the more the more points it has.
    """
    sizes = np.diff(index.rank_starts)
    slots = (sizes > 0).astype(np.int64)
    room = MOST_CODES // symbols
    for _spare in range(room - int(slots.sum())):
        slots[int(np.argmax(np.sqrt(sizes) / np.maximum(slots, 1)))] += 1
    codes = np.empty(len(index), dtype=np.uint8)
    base = int(slots.sum())
    for rank, (size, chances) in enumerate(zip(sizes.tolist(), slots.tolist(), strict=True)):
        base -= chances
        first = int(index.rank_starts[rank])
        part = slice(first, first + size)
        # Knuth's multiplicative hash: the same chance for a point at every painting.
        chance = index.rows[part].astype(np.uint32) * np.uint32(2654435761) >> 16
        chance %= max(chances, 1)
        # Where there are more symbols and ranks than codes, ranks share them.
        codes[part] = 1 + np.minimum(base + chance, max(room - 1, 0)) * symbols + symbol[part]
    codes[symbol < 0] = 0
    return codes


def size_share(viewport: Viewport) -> float:
    """What share of their size symbols keep at this scale: less when far out, never in jumps."""
    distance = np.log(viewport.metre_per_px * viewport.scale / NEAR_M_PER_PX)
    share = np.clip(distance / np.log(FAR_M_PER_PX / NEAR_M_PER_PX), 0.0, 1.0)
    return float(1.0 - (1.0 - FAR_SHARE) * share)
