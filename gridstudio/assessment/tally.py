"""Sums by area: customers, value, classes, kinds and sites, counted over aligned arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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

    def __add__(self, other: Figures) -> Figures:
        return self._with(other, 1)

    def __sub__(self, other: Figures) -> Figures:
        return self._with(other, -1)

    def _with(self, other: Figures, sign: int) -> Figures:
        return Figures(
            self.customers + sign * other.customers,
            self.value + sign * other.value,
            self.by_class + sign * other.by_class,
            self.by_kind + sign * other.by_kind,
            self.sites + sign * other.sites,
            self.groups + sign * other.groups,
        )


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
    def nothing(self) -> Figures:
        """The figures of nobody."""
        widths = *self.words, self.words[0]
        return Figures(0, 0.0, *(np.zeros(number, dtype=np.int64) for number in widths))

    def figures(self, rows: Ints, site_rows: Ints) -> Figures:
        """Of some customers and sites, by their rows."""
        classes, kinds, sites = self.words
        return Figures(
            len(rows),
            float(self.value[rows].sum()),
            np.bincount(self.class_[rows], minlength=classes),
            np.bincount(self.kind[rows], minlength=kinds),
            np.bincount(self.site_kind[site_rows], minlength=sites),
            np.bincount(self.class_[rows[self.kind[rows] == GROUPS]], minlength=classes),
        )

    def by_slot(self, slot: Ints, site_slot: Ints, size: int) -> list[Figures]:
        """Of all, by ``slot (n,)`` and ``site_slot (m,)``: numbers below ``size``."""
        counts = np.bincount(slot, minlength=size)
        value = np.bincount(slot, weights=self.value, minlength=size)
        classes = _crosstab(slot, self.class_, self.words[0], size)
        kinds = _crosstab(slot, self.kind, self.words[1], size)
        sites = _crosstab(site_slot, self.site_kind, self.words[2], size)
        rows = np.flatnonzero(self.kind == GROUPS)
        groups = _crosstab(slot[rows], self.class_[rows], self.words[0], size)
        tables = classes, kinds, sites, groups
        return [
            Figures(int(counts[at]), float(value[at]), *(table[at] for table in tables))
            for at in range(size)
        ]


def slots(ids: Ints, owner: Ints) -> Ints:
    """For each owner id its place among ``ids``, which are ascending; the place after the last for
    none of them."""
    if not len(ids):
        return np.zeros(len(owner), dtype=np.int64)
    at = np.minimum(np.searchsorted(ids, owner), len(ids) - 1)
    return np.where(ids[at] == owner, at, len(ids)).astype(np.int64)


def _columns(codes: Codes, words: int) -> Ints:
    return np.where((codes >= 0) & (codes < words), codes, words).astype(np.int64)


def _crosstab(slot: Ints, column: Ints, columns: int, size: int) -> Ints:
    counts = np.bincount(slot * columns + column, minlength=size * columns)
    return counts.reshape(size, columns).astype(np.int64)
