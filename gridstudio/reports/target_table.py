"""The table of a report that holds areas against their targets, in colour and sign."""

from __future__ import annotations

import math
from typing import Any

from gridstudio.assessment.area_figures import AreaFigure, area_figures
from gridstudio.assessment.level_figures import LevelFigures
from gridstudio.assessment.totals import AreaTotals, shown_name
from gridstudio.domain.targets import SIGNS, Target, judgement_color
from gridstudio.reports.document import Document
from gridstudio.reports.tables import Column, table_data

HARD, SOFT = 0.4, 0.2
"""How much of a judgement's colour a cell takes where a hard bound is broken, and where not."""
MINUS = "−"
MOST = 5
"""So many figures stand in one table."""


def target_tables(
    document: Document, title: str, level: int, rows: tuple[AreaTotals, ...]
) -> list[dict[str, Any]]:
    """The areas among ``rows`` against the targets of their level; nothing where there are none."""
    standing = document.standing.get(level)
    drawn = [row for row in rows if row.id and not row.open]
    if standing is None or not drawn:
        return []
    _ = document.text
    every = area_figures(document.template, document.text, document.lang)
    chosen = [one for one in every if one.key in standing.targets]
    tables = []
    for first in range(0, len(chosen), MOST):
        columns = [
            Column("code", _("Code"), lambda row: row.code, longest=12),
            Column("name", _("Name"), lambda row: shown_name(row, _), wide=3, longest=48),
            *(
                _column(document, standing.figures, figure, standing.targets[figure.key])
                for figure in chosen[first : first + MOST]
            ),
        ]
        made = table_data(title, columns, drawn, _)
        tables.append({**made, "total": []})
    return tables


def _column(document: Document, level: LevelFigures, figure: AreaFigure, target: Target) -> Column:
    values = dict(zip(level.ids.tolist(), level.values(figure).tolist(), strict=True))

    def value(row: AreaTotals) -> float:
        return float(values.get(row.id, math.nan))

    def shown(number: float) -> str:
        judgement, off = target.judgement(number), target.deviation(number)
        if judgement is None:
            return "—"
        far = f" ({off:+.0%})" if math.isfinite(off) and round(off, 2) else ""
        far = far.replace("-", MINUS)
        return f"{SIGNS[judgement]} {number:,.{figure.decimals}f}{far}".strip()

    def mark(row: AreaTotals) -> str:
        judgement = target.judgement(value(row))
        if not judgement:
            return ""
        return _paler(judgement_color(judgement), HARD if judgement.broken else SOFT)

    label = f"{figure.name} ({_bounds(document, figure, target)})"
    return Column(figure.key, label, value, shown=shown, mark=mark)


def _bounds(document: Document, figure: AreaFigure, target: Target) -> str:
    _ = document.text
    low, ideal, high = (
        None if bound is None else f"{bound:,.{figure.decimals}f}" for bound in target.bounds
    )
    parts = []
    if low is not None and high is not None:
        parts.append(f"{low} – {high}")
    elif low is not None:
        parts.append(f"≥ {low}")
    elif high is not None:
        parts.append(f"≤ {high}")
    if ideal is not None:
        parts.append(_("ideal {value}").format(value=ideal))
    return ", ".join(parts)


def _paler(color: str, share: float) -> str:
    """On white paper."""
    channels = bytes.fromhex(color[1:])
    mixed = (round(255 + (one - 255) * share) for one in channels)
    return "#" + bytes(mixed).hex()
