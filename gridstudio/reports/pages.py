"""The PDF's content, page by page, as plain values: what the layout in ``resources/reports`` sets.

Everything is text already; the layout decides nothing but where it stands.
"""

from __future__ import annotations

from typing import Any

from gridstudio.assessment.totals import AreaTotals
from gridstudio.domain.template import Word
from gridstudio.reports.document import AreaPage, Document
from gridstudio.reports.indicator_rows import indicator_rows, kind_table
from gridstudio.reports.numbers import (
    boundary_version,
    long_date,
    percent,
    scheme_name,
    shortened,
    two_decimals,
    whole,
)
from gridstudio.reports.tables import count_columns, key_columns, table_data
from gridstudio.reports.target_table import target_tables

FALLBACK_COLOR = "#8a949e"


def content(document: Document) -> dict[str, Any]:
    """All of the PDF as JSON values; pictures are named ``map-<n>.png``, 0 being the overview."""
    _ = document.text
    day = document.facts.date
    return {
        "lang": document.lang[:2],
        "title": shortened(document.facts.name),
        "kind": _("Division report"),
        "day": [day.year, day.month, day.day],
        "date": long_date(day, _),
        "footer": _("Boundary version: {version}").format(
            version=boundary_version(document.facts, _)
        ),
        "outlines": document.outlines,
        "cover": _cover(document),
        "figures": _whole_figures(document),
        "contents": _("Contents"),
        "overview": _overview(document),
        "pages": [_page(document, number, page) for number, page in enumerate(document.pages, 1)],
        "notes": {"title": _("How the figures were made"), "paragraphs": _notes(document)},
    }


def _cover(document: Document) -> list[list[str]]:
    _ = document.text
    rows = [
        [_("Date"), long_date(document.facts.date, _)],
        [_("Boundary version"), boundary_version(document.facts, _)],
        [_("Template"), document.template.name(document.lang)],
    ]
    scheme = scheme_name(document.facts, document.template, document.lang)
    if scheme:
        rows.insert(1, [_("Scheme"), shortened(scheme)])
    if document.facts.author:
        rows.append([_("Prepared by"), shortened(document.facts.author)])
    return rows


def _whole_figures(document: Document) -> list[list[str]]:
    _ = document.text
    counts = [
        [whole(len(document.table(number).drawn)), level.name(document.lang)]
        for number, level in _page_levels(document)
    ]
    return [*_figures(document, document.whole)[:3], *counts, _sites_figure(document)]


def _page_levels(document: Document) -> list[tuple[int, Word]]:
    """The level that has pages and the one below it."""
    first = document.page_level
    return list(enumerate(document.template.levels[first : first + 2], first))


def _figures(document: Document, row: AreaTotals) -> list[list[str]]:
    """Number and label of an area's head figures."""
    _ = document.text
    return [
        [whole(row.customers), _("Customers")],
        [whole(row.value), _("Yuan a month")],
        [two_decimals(row.area_km2), _("km²")],
        [two_decimals(row.density), _("Customers per km²")],
    ]


def _sites_figure(document: Document, row: AreaTotals | None = None) -> list[str]:
    _ = document.text
    return [whole(sum((row or document.whole).sites.values())), _("Sites")]


def _overview(document: Document) -> dict[str, Any]:
    _ = document.text
    level = document.template.levels[document.page_level].name(document.lang)
    rows = document.table(document.page_level).rows
    shares = [
        f"{word.name(document.lang)} {percent(document.divided_share(number))}"
        for number, word in _page_levels(document)
    ]
    lead = _("Ground divided so far: {shares}. The rest is open ground.").format(
        shares=_(", ").join(shares)
    )
    return {
        "title": _("Overview of the county"),
        "lead": lead if document.whole.area_km2 else _("No area has been drawn yet."),
        "map": "map-0.png" if document.bounds else "",
        "classes": _bar(document, document.whole),
        "tables": _tables(document, level, document.page_level, rows),
    }


def _tables(
    document: Document, level: str, number: int, rows: tuple[AreaTotals, ...]
) -> list[dict[str, Any]]:
    _ = document.text
    if not rows:
        return []
    first = _("{level}: customers, value and ground").format(level=level)
    second = _("{level}: customers by kind, and sites").format(level=level)
    return [
        table_data(first, key_columns(document), rows, _),
        table_data(second, count_columns(document), rows, _),
        *target_tables(document, _("{level}: against targets").format(level=level), number, rows),
    ]


def _bar(document: Document, row: AreaTotals) -> dict[str, Any]:
    """Customers by class as parts of one bar; empty where there are no customers."""
    _ = document.text
    words = [*document.template.classes, Word("", {"en": _("No class")})]
    counted = [(word, row.by_class.get(word.key, 0)) for word in words]
    parts = [
        {
            "label": word.name(document.lang),
            "count": whole(count),
            "share": count / row.customers,
            "percent": percent(count / row.customers),
            "color": word.color or FALLBACK_COLOR,
        }
        for word, count in counted
        if count
    ]
    return {"title": _("Customers by class"), "parts": parts}


def _page(document: Document, number: int, page: AreaPage) -> dict[str, Any]:
    _ = document.text
    level = document.template.levels[document.page_level].name(document.lang)
    figures = _figures(document, page.totals)
    tables: list[dict[str, Any]] = []
    if page.below_level is not None:
        below = document.template.levels[page.below_level].name(document.lang)
        drawn = sum(1 for row in page.below if not row.open)
        figures.append([whole(drawn), below])
        tables = _tables(document, below, page.below_level, page.below)
    figures.append(_sites_figure(document, page.totals))
    return {
        "level": shortened(f"{level} {page.totals.code}"),
        "entry": shortened(f"{page.totals.code} {page.totals.name}"),
        "title": shortened(page.totals.name or page.totals.code),
        "facts": _facts(document, page),
        "map": f"map-{number}.png",
        "figures": figures,
        "classes": _bar(document, page.totals),
        "tables": tables,
        "kinds": kind_table(document, page),
        "key_customers": _key_customers(document, page),
        "indicators": {"title": _("Division indicators"), "rows": indicator_rows(document, page)},
    }


def _facts(document: Document, page: AreaPage) -> list[list[str]]:
    _ = document.text
    settings = {word.key: word.name(document.lang) for word in document.template.settings}
    none = _("not named yet")
    return [
        [_("Setting"), settings.get(page.totals.setting, _("not set yet"))],
        [_("Team name"), shortened(page.totals.team) or none],
        [_("Manager"), shortened(page.totals.manager) or none],
    ]


def _key_customers(document: Document, page: AreaPage) -> dict[str, Any]:
    _ = document.text
    template = document.template

    def word(words: tuple[Word, ...], code: int) -> str:
        return words[code].name(document.lang) if code >= 0 else ""

    return {
        "title": _("Customers of the highest value"),
        "columns": [_("Name"), _("Kind"), _("Class"), _("Yuan a month")],
        "rows": [
            [
                shortened(customer.name),
                word(template.kinds, customer.kind),
                word(template.classes, customer.class_),
                whole(customer.value),
            ]
            for customer in page.key_customers
        ],
    }


def _notes(document: Document) -> list[str]:
    _ = document.text
    return [
        _(
            "A customer belongs to the area in which it lies, unless an override with its reason "
            "gives it to another. Sites count for the area in which they lie."
        ),
        _(
            "Ground is measured on the WGS-84 ellipsoid. Value is what customers bring in a month; "
            "customers whose value is not known add nothing to it."
        ),
        _(
            "Compactness is 4π × area / perimeter² (Polsby and Popper, 1991). The way to a store "
            "is as the crow flies, and a road along a border counts for both sides."
        ),
        _(
            "Open ground is what no area has yet. The workbook of the same name holds the same "
            "figures with the formulas that add them up."
        ),
    ]
