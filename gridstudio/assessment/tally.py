"""Sums by area: customers, value, classes, kinds and sites, counted over aligned arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.snapshots import Codes, Customers, Floats, Ints, Sites
from gridstudio.domain.template import Template

GROUPS = 0
"""Code of the template's first kind, whose customers are counted by class too."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Sums of one area: ``customers``, ``value`` in yuan a month (customers whose value is not
    known add nothing), counts ``by_class``, ``by_kind`` and ``sites`` by code; the last of each
    counts words that the template does not know. ``groups`` counts by class those of the first
    kind, the enterprise groups (集团)."""

    customers: int
    value: float
    by_class: Ints
    by_kind: Ints
    sites: Ints
    groups: Ints


@dataclass(frozen=True, eq=False)
class Columns:
    """What is counted of each customer and site: the columns ``(n,)`` of their words in a table,
    and ``value (n,)`` without NaN."""

    class_: Ints
    kind: Ints
    site_kind: Ints
    value: Floats
    words: tuple[int, int, int]
    """Columns of classes, kinds and site kinds, the last of each for what is not known."""

    @classmethod
    def of(cls, customers: Customers, sites: Sites, template: Template) -> Columns:
        classes, kinds = len(template.classes), len(template.kinds)
        site_kinds = len(template.site_kinds)
        return cls(
            _columns(customers.class_, classes),
            _columns(customers.kind, kinds),
            _columns(sites.kind, site_kinds),
            np.nan_to_num(customers.value),
            (classes + 1, kinds + 1, site_kinds + 1),
        )

    @property
    def width(self) -> int:
        """How many sums an area has: customers, value, classes, kinds, groups by class, sites."""
        classes, kinds, sites = self.words
        return 2 + 2 * classes + kinds + sites

    @property
    def nothing(self) -> Figures:
        """The figures of nobody."""
        return self.figures_of(np.zeros(self.width))

    def sums(
        self,
        slot: Ints,
        site_slot: Ints,
        size: int,
        rows: Ints | None = None,
        site_rows: Ints | None = None,
    ) -> Floats:
        """Of all customers and sites, or of those at ``rows`` and ``site_rows``, by ``slot`` and
        ``site_slot`` (one for each, numbers below ``size``): ``(size, width)``."""
        class_, kind, value = (_at(each, rows) for each in (self.class_, self.kind, self.value))
        classes, kinds, sites = self.words
        groups = np.flatnonzero(kind == GROUPS)
        tables = (
            np.bincount(slot, minlength=size)[:, None],
            np.bincount(slot, weights=value, minlength=size)[:, None],
            _crosstab(slot, class_, classes, size),
            _crosstab(slot, kind, kinds, size),
            _crosstab(slot[groups], class_[groups], classes, size),
            _crosstab(site_slot, _at(self.site_kind, site_rows), sites, size),
        )
        return np.concatenate(tables, axis=1).astype(np.float64)

    def figures_of(self, sums: Floats) -> Figures:
        """The sums ``(width,)`` of one area by their names."""
        classes, kinds, _sites = self.words
        counts = np.rint(sums).astype(np.int64)
        by_kind, groups, sites = np.cumsum((2 + classes, kinds, classes)).tolist()
        return Figures(
            int(counts[0]),
            float(sums[1]),
            counts[2:by_kind],
            counts[by_kind:groups],
            counts[sites:],
            counts[groups:sites],
        )

    def by_slot(self, slot: Ints, site_slot: Ints, size: int) -> list[Figures]:
        """Of all, by ``slot (n,)`` and ``site_slot (m,)``: numbers below ``size``."""
        return [self.figures_of(one) for one in self.sums(slot, site_slot, size)]


def slots(ids: Ints, owner: Ints) -> Ints:
    """For each owner id its place among ``ids``, which are ascending; the place after the last for
    none of them."""
    if not len(ids):
        return np.zeros(len(owner), dtype=np.int64)
    at = np.minimum(np.searchsorted(ids, owner), len(ids) - 1)
    return np.where(ids[at] == owner, at, len(ids)).astype(np.int64)


def _columns(codes: Codes, words: int) -> Ints:
    return np.where((codes >= 0) & (codes < words), codes, words).astype(np.int64)


def _at(values: NDArray[Any], rows: Ints | None) -> NDArray[Any]:
    return values if rows is None else values[rows]


def _crosstab(slot: Ints, column: Ints, columns: int, size: int) -> Ints:
    counts = np.bincount(slot * columns + column, minlength=size * columns)
    table: Ints = counts.reshape(size, columns).astype(np.int64)
    return table
