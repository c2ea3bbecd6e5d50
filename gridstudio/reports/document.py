"""What a report says, as data: every number and name, before any layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gridstudio.assessment.area_indicators import level_indicators
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.key_customers import most_valuable
from gridstudio.assessment.moment import moment_of
from gridstudio.assessment.totals import AreaTotals, totals
from gridstudio.domain.map_data import MapData
from gridstudio.domain.report_facts import ReportFacts
from gridstudio.domain.snapshots import Bools
from gridstudio.domain.template import Template
from gridstudio.i18n import translations_of
from gridstudio.reports.outlines import cover_outlines
from gridstudio.reports.standing import Standing, standing_of

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class KeyCustomer:
    """One of the customers of the highest value; ``kind`` and ``class_`` are template codes."""

    name: str
    kind: int
    class_: int
    value: float


@dataclass(frozen=True)
class LevelTable:
    """All areas of one level, open ground included, and last those without owner (id 0)."""

    level: int
    rows: tuple[AreaTotals, ...]

    def below(self, area_id: int) -> tuple[AreaTotals, ...]:
        return tuple(row for row in self.rows if row.id and row.parent_id == area_id)

    @property
    def drawn(self) -> tuple[AreaTotals, ...]:
        """The areas that someone drew: neither open ground nor those without owner."""
        return tuple(row for row in self.rows if row.id and not row.open)


@dataclass(frozen=True)
class AreaPage:
    """The page of one district: its figures, the areas below it, its indicators.

    ``below_level`` is None in a template whose districts are the deepest level.
    """

    totals: AreaTotals
    bounds: Bounds
    below_level: int | None
    below: tuple[AreaTotals, ...]
    indicators: Indicators
    key_customers: tuple[KeyCustomer, ...]


@dataclass(frozen=True)
class Document:
    """A whole report. ``tables`` holds every level that has areas, from the top; ``text`` turns an
    English text into the report's language."""

    lang: str
    text: Callable[[str], str]
    template: Template
    facts: ReportFacts
    whole: AreaTotals
    bounds: Bounds | None
    page_level: int
    tables: tuple[LevelTable, ...]
    outlines: dict[str, Any]
    indicators: dict[int, Indicators] = field(default_factory=dict)
    """Of every drawn area from the pages' level down, by its id."""
    standing: dict[int, Standing] = field(default_factory=dict)
    """Of the levels that have targets."""
    pages: tuple[AreaPage, ...] = field(default=())

    def table(self, level: int | None) -> LevelTable:
        """The table of a level; an empty one where nobody drew that level."""
        for table in self.tables:
            if table.level == level:
                return table
        return LevelTable(-1 if level is None else level, ())

    def divided_share(self, level: int) -> float:
        """How much of the ground is in drawn areas of a level, 0 to 1."""
        ground = sum(row.area_km2 for row in self.table(level).drawn)
        return min(ground / self.whole.area_km2, 1.0) if self.whole.area_km2 > 0 else 0.0


def build_document(data: MapData, facts: ReportFacts, lang: str) -> Document:
    """Compute the report of the current scheme in one of the program's languages."""
    template = data.template
    page_level = min(1, len(template.levels) - 1)
    used = sorted(set(data.areas.level.tolist()) | {page_level})
    tables = tuple(_level_table(data, level) for level in used if level < len(template.levels))
    document = Document(
        lang=lang,
        text=translations_of(lang).gettext,
        template=template,
        facts=facts,
        whole=_whole(data),
        bounds=_bounds(data),
        page_level=page_level,
        tables=tables,
        outlines=cover_outlines(data),
        standing=standing_of(data),
        indicators=_indicators(data, facts, [level for level in used if level >= page_level]),
    )
    return replace(document, pages=_pages(data, document))


def _level_table(data: MapData, level: int) -> LevelTable:
    rows = totals(data.areas, data.owners, data.customers, data.sites, data.template, level)
    return LevelTable(level, tuple(rows))


def _whole(data: MapData) -> AreaTotals:
    """The whole project as one row: every customer and site, whoever owns it."""
    top = int(data.areas.level.min(initial=0))
    rows = totals(data.areas, data.owners, data.customers, data.sites, data.template, top)
    return sum_of(rows)


def sum_of(rows: list[AreaTotals] | tuple[AreaTotals, ...]) -> AreaTotals:
    """The row below a table."""

    def added(groups: list[dict[str, int]]) -> dict[str, int]:
        result: dict[str, int] = {}
        for group in groups:
            for key, count in group.items():
                result[key] = result.get(key, 0) + count
        return result

    return AreaTotals(
        id=0,
        code="",
        name="",
        level=-1,
        open=False,
        parent_id=0,
        parent_name="",
        setting="",
        team="",
        manager="",
        customers=sum(row.customers for row in rows),
        value=float(np.sum([row.value for row in rows])),
        by_class=added([row.by_class for row in rows]),
        by_kind=added([row.by_kind for row in rows]),
        sites=added([row.sites for row in rows]),
        area_km2=float(np.sum([row.area_km2 for row in rows])),
    )


def _indicators(data: MapData, facts: ReportFacts, levels: list[int]) -> dict[int, Indicators]:
    moment = moment_of(data, facts.markets)
    return {
        area_id: one
        for level in levels
        for area_id, one in level_indicators(moment, level).of.items()
    }


def _pages(data: MapData, document: Document) -> tuple[AreaPage, ...]:
    level = document.page_level
    deepest = len(document.template.levels) - 1
    below_level = level + 1 if level < deepest else None
    owner = data.owners.at_level(data.areas, level)
    return tuple(
        AreaPage(
            totals=row,
            bounds=data.areas.geometry[data.areas.row(row.id)].bounds,
            below_level=below_level,
            below=document.table(below_level).below(row.id),
            indicators=document.indicators[row.id],
            key_customers=_key_customers(data, document.facts, owner == row.id),
        )
        for row in document.table(level).drawn
    )


def _key_customers(data: MapData, facts: ReportFacts, mine: Bools) -> tuple[KeyCustomer, ...]:
    named = facts.customer_names
    return tuple(
        KeyCustomer(
            name=named[int(data.customers.id[row])],
            kind=int(data.customers.kind[row]),
            class_=int(data.customers.class_[row]),
            value=float(data.customers.value[row]),
        )
        for row in most_valuable(data.customers, mine)
        if named.get(int(data.customers.id[row]))
    )


def _bounds(data: MapData) -> Bounds | None:
    """West, south, east, north of the areas, else of the points; None for an empty project."""
    if len(data.areas):
        boxes = np.array([shape.bounds for shape in data.areas.geometry if not shape.is_empty])
        if len(boxes):
            low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
            return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    points = np.concatenate([data.customers.lonlat, data.sites.lonlat])
    if not len(points):
        return None
    low, high = points.min(axis=0) - 0.005, points.max(axis=0) + 0.005
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
