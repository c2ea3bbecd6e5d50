"""The tables of a report: which columns, what stands in each cell, for PDF and workbook alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from gridstudio.assessment.totals import AreaTotals, shown_name
from gridstudio.domain.template import Word
from gridstudio.reports.document import Document, sum_of
from gridstudio.reports.numbers import LONGEST_PRINT, shortened, two_decimals, whole

LONGEST_UPRIGHT = 9
"""Letters of a word that fit a number's column; headings with a longer word are turned."""


@dataclass(frozen=True)
class Column:
    """A column: ``value`` gives a cell's number or text, ``shown`` its print; ``wide`` columns
    share what width is left, the others never wrap, so ``longest`` cuts their text."""

    key: str
    label: str
    value: Callable[[AreaTotals], str | float]
    shown: Callable[[float], str] = whole
    wide: int = 0
    longest: int = LONGEST_PRINT
    mark: Callable[[AreaTotals], str] = lambda row: ""
    """The colour of a cell's ground, "" for none."""

    def cell(self, row: AreaTotals) -> str:
        value = self.value(row)
        return shortened(value, self.longest) if isinstance(value, str) else self.shown(value)


Kind = Literal["drawn", "open", "nobody", "total"]


def kind_of(row: AreaTotals) -> Kind:
    """How a row is set: as a drawn area, as open ground, or as those without owner."""
    if row.id == 0:
        return "nobody"
    return "open" if row.open else "drawn"


def key_columns(document: Document) -> list[Column]:
    """Who runs the area, its ground, customers by class, value."""
    _ = document.text
    return [
        *_naming(document.text),
        Column("team", _("Team name"), lambda row: row.team, wide=2, longest=48),
        Column("manager", _("Manager"), lambda row: row.manager, longest=16),
        Column("area_km2", _("km²"), lambda row: row.area_km2, shown=two_decimals),
        Column("customers", _("Customers"), lambda row: row.customers),
        *class_columns(document),
        Column("value", _("Yuan a month"), lambda row: row.value),
    ]


def class_columns(document: Document) -> list[Column]:
    """Customers by class; one more column where some have a class that the template lacks."""
    _ = document.text
    words = document.template.classes
    return _counts(document, "class", "by_class", words, _("No class"))


def count_columns(document: Document) -> list[Column]:
    """Customers by kind and sites by kind."""
    _ = document.text
    template = document.template
    return [
        *_naming(document.text),
        *_counts(document, "kind", "by_kind", template.kinds, _("No kind")),
        *_counts(document, "site", "sites", template.site_kinds, _("Other sites")),
    ]


def table_data(
    title: str, columns: list[Column], rows: Iterable[AreaTotals], text: Callable[[str], str]
) -> dict[str, Any]:
    """A table as the PDF's layout takes it: headings, printed cells, the row of totals."""
    _ = text
    listed = list(rows)
    total = [column.cell(sum_of(listed)) for column in columns]
    total[1] = _("Total")
    words = [word for column in columns[2:] for word in column.label.split()]
    longest = max((len(word) for word in words if word.isascii()), default=0)
    return {
        "title": title,
        "columns": [
            {
                "label": column.label,
                "wide": column.wide,
                "number": not isinstance(column.value(sum_of([])), str),
            }
            for column in columns
        ],
        "rules": [at for at in range(2, len(columns)) if _begins_group(columns, at)],
        "turned": longest > LONGEST_UPRIGHT and len(columns) > 10,
        "rows": [
            {
                "cells": [column.cell(row) for column in columns],
                "marks": [column.mark(row) for column in columns],
                "kind": kind_of(row),
            }
            for row in listed
        ],
        "total": total,
    }


def _begins_group(columns: list[Column], at: int) -> bool:
    """Whether a line sets off the columns from ``at`` on: where sites follow customers."""
    return columns[at].key.startswith("site:") and not columns[at - 1].key.startswith("site:")


def _naming(text: Callable[[str], str]) -> list[Column]:
    _ = text
    return [
        Column("code", _("Code"), lambda row: row.code, longest=12),
        Column("name", _("Name"), lambda row: shown_name(row, text), wide=3, longest=48),
    ]


def _counts(
    document: Document, what: str, group: str, words: tuple[Word, ...], unknown: str
) -> list[Column]:
    columns = [
        Column(f"{what}:{word.key}", word.name(document.lang), _reader(group, word.key))
        for word in words
    ]
    if getattr(document.whole, group).get(""):
        columns.append(Column(f"{what}:", unknown, _reader(group, "")))
    return columns


def _reader(group: str, key: str) -> Callable[[AreaTotals], float]:
    return lambda row: int(getattr(row, group).get(key, 0))
