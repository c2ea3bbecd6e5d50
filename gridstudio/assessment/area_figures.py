"""The figures of each area as columns, for maps that are coloured by them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gridstudio.assessment.indicators import class_halves
from gridstudio.assessment.totals import AreaTotals, totals
from gridstudio.domain.columns import Numbers
from gridstudio.domain.fields import INDICATOR, Field
from gridstudio.domain.snapshots import Areas, Customers, Owners, Sites
from gridstudio.domain.template import Template
from gridstudio.i18n import _

Figure = tuple[str, str, Callable[[AreaTotals], float]]
"""Key, name, and how it follows from the totals."""


def figure_fields(template: Template) -> tuple[Field, ...]:
    """What areas can be coloured by, in the order in which it is offered."""
    return tuple(
        Field(INDICATOR + key, name, numeric=True) for key, name, _of in _figures(template)
    )


def figures(
    areas: Areas,
    owners: Owners,
    customers: Customers,
    sites: Sites,
    template: Template,
    level: int,
) -> dict[str, Numbers]:
    """By field, the figure of each area ``(n,)`` of ``level``; NaN for other areas and open
    ground."""
    rows = [
        (int(areas.index([row.id])[0]), row)
        for row in totals(areas, owners, customers, sites, template, level)
        if row.id and not row.open
    ]
    columns = {}
    for key, _name, figure in _figures(template):
        values = np.full(len(areas), np.nan)
        for at, row in rows:
            values[at] = figure(row)
        columns[INDICATOR + key] = Numbers(values)
    return columns


def _figures(template: Template) -> list[Figure]:
    larger, smaller = (
        [template.classes[code].key for code in half] for half in class_halves(template)
    )
    found: list[Figure] = [
        ("customers", _("Customers"), lambda row: row.customers),
        ("density", _("Customers per km²"), lambda row: row.density),
        ("value", _("Value"), lambda row: row.value),
        ("value_per_km2", _("Value per km²"), lambda row: _per_km2(row, row.value)),
        (
            "value_per_customer",
            _("Value per customer"),
            lambda row: row.value / row.customers if row.customers else np.nan,
        ),
    ]
    for keys in filter(None, (larger, smaller)):
        name = _("{classes} customers").format(classes="".join(keys))
        found.append(("class." + "".join(keys), name, _sum_of(keys, "by_class")))
    for word in template.kinds:
        found.append(("kind." + word.key, word.name(), _sum_of([word.key], "by_kind")))
    for word in template.site_kinds:
        found.append(("sites." + word.key, word.name(), _sum_of([word.key], "sites")))
    found.append(("area_km2", _("Area (km²)"), lambda row: row.area_km2))
    return found


def _per_km2(row: AreaTotals, amount: float) -> float:
    return amount / row.area_km2 if row.area_km2 > 0 else np.nan


def _sum_of(keys: list[str], table: str) -> Callable[[AreaTotals], float]:
    return lambda row: float(sum(getattr(row, table).get(key, 0) for key in keys))
