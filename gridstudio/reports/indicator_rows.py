"""The rows of an area's indicators on its page: label, figure, and what there is to name."""

from __future__ import annotations

import math
from typing import Any

from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.terrain import ROADS
from gridstudio.domain.markets import MARKET
from gridstudio.i18n import N_
from gridstudio.reports.document import AreaPage, Document
from gridstudio.reports.numbers import percent, shortened, whole

ROAD_NAMES = {
    "motorway": N_("Motorways"),
    "trunk": N_("Trunk roads"),
    "primary": N_("Primary roads"),
    "secondary": N_("Secondary roads"),
    "tertiary": N_("Tertiary roads"),
    "ramp": N_("Ramps"),
    "street": N_("Streets"),
    "local": N_("Local roads"),
    "residential": N_("Residential streets"),
    "service": N_("Service roads"),
    "road": N_("Roads"),
}
NAMES_SHOWN = 12
"""More names than these are a list that nobody reads; the number stands then alone."""


def indicator_rows(document: Document, page: AreaPage) -> list[list[str]]:
    """Label, figure and detail of each indicator."""
    _ = document.text
    facts = page.indicators
    covered = [f"{item.name} {percent(item.share)}" for item in facts.administrative]
    rows = [[_("Administrative areas"), whole(len(covered)), listed(document, covered)]]
    for category, km in sorted(facts.road_km().items(), key=lambda item: ROADS.index(item[0])):
        named = [road for road in facts.roads if road.category == category and road.name]
        detail = listed(document, [f"{road.name} {road.km:.1f} km" for road in named])
        rows.append([_(ROAD_NAMES[category]), f"{km:,.1f} km", detail])
    for word in document.template.site_kinds:
        ids = facts.sites[word.key]
        names = [document.facts.site_names.get(site, "") for site in ids]
        shown = [name for name in names if name] if len(ids) <= NAMES_SHOWN else []
        rows.append([word.name(document.lang), whole(len(ids)), listed(document, shown)])
    return [*rows, *_shape_and_way(document, facts), *_market_rows(document, facts)]


def _shape_and_way(document: Document, facts: Indicators) -> list[list[str]]:
    """Border, shape, and how far customers have to the store."""
    _ = document.text
    rows = [
        [_("Perimeter"), f"{facts.ground.perimeter_km:,.1f} km", ""],
        [_("Compactness"), f"{facts.ground.compactness:.2f}", _("1 is a circle (Polsby–Popper)")],
    ]
    if not math.isnan(facts.store_km.mean):
        farthest = _("the farthest {km} km").format(km=f"{facts.store_km.greatest:,.1f}")
        mean = f"{facts.store_km.mean:,.2f} km"
        rows.append([_("Way to the nearest own store"), mean, farthest])
    return rows


def _market_rows(document: Document, facts: Indicators) -> list[list[str]]:
    """What the census says of the specialised markets of an area."""
    if not facts.market.markets:
        return []
    rows = []
    for one in document.template.census:
        label = f"{market_word(document)} · {one.name(document.lang)}"
        if one.key in facts.market.sums:
            rows.append([label, whole(facts.market.sums[one.key]), ""])
        elif one.key in facts.market.choices:
            counts = facts.market.choices[one.key]
            said = [
                f"{word.name(document.lang)} {counts[word.key]}"
                for word in one.choices
                if counts[word.key]
            ]
            rows.append([label, whole(sum(counts.values())), listed(document, said)])
    return rows


def market_word(document: Document) -> str:
    """What the template calls a specialised market."""
    kinds = document.template.kinds
    return next((word.name(document.lang) for word in kinds if word.key == MARKET), "")


def kind_table(document: Document, page: AreaPage) -> dict[str, Any]:
    """The first kind by larger and smaller classes, then every kind."""
    _ = document.text
    kinds = document.template.kinds
    rows = [
        [
            _("{kind}, class {classes}").format(kind=kinds[0].name(document.lang), classes=classes),
            whole(count),
        ]
        for classes, count in page.indicators.key_accounts
        if kinds
    ]
    rows += [[word.name(document.lang), whole(page.indicators.kinds[word.key])] for word in kinds]
    return {
        "title": _("Customers by kind"),
        "columns": [_("Kind"), _("Customers")],
        "rows": rows,
    }


def listed(document: Document, names: list[str]) -> str:
    """The first names, and how many more there are, in the report's language."""
    _ = document.text
    listed = _(", ").join(shortened(name) for name in names[:NAMES_SHOWN])
    if len(names) > NAMES_SHOWN:
        return _("{names} and {count} more").format(names=listed, count=len(names) - NAMES_SHOWN)
    return listed
