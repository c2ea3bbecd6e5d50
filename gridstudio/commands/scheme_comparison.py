"""Comparing two schemes of a project, and the change book from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from gridstudio.assessment.change_book import Ownership
from gridstudio.assessment.scheme_comparison import Comparison, at_level, compare
from gridstudio.commands.change_book import Span
from gridstudio.domain.ownership import owners_of
from gridstudio.domain.rows import Scheme
from gridstudio.domain.snapshots import Areas, Customers, Owners
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project


@dataclass(frozen=True, eq=False)
class Side:
    """One of the schemes as the file has it. ``owners`` are known of the current one only; else
    they follow from ``given``, the customers who are owned by decision."""

    scheme: Scheme
    areas: Areas
    given: Mapping[int, int]
    owners: Owners | None


@dataclass(frozen=True, eq=False)
class Case:
    """All that a comparison needs: a value that a worker may have."""

    customers: Customers
    a: Side
    b: Side
    level: int


def case_of(project: Project, a: int, b: int, level: int) -> Case:
    """Read what comparing the schemes ``a`` and ``b`` needs. Raises KeyError."""
    return Case(project.customers(), _side(project, a), _side(project, b), level)


def compared(case: Case, progress: Progress = no_progress) -> Comparison:
    """Compare; a job."""
    progress(0.05, _("Finding owners"))
    a = _ownership(case.customers, case.a)
    progress(0.35, _("Finding owners"))
    b = _ownership(case.customers, case.b)
    progress(0.65, _("Comparing the schemes"))
    found = compare(case.customers, a, b, case.level)
    progress(1.0, _("Comparing the schemes"))
    return found


@dataclass(frozen=True)
class AreaLine:
    """A pair of areas in words: what is in scheme A and what in B; codes and names are "" where a
    scheme has no such area. ``a`` and ``b`` are their ids, both 0 in the line of what belongs to no
    drawn area."""

    a: int
    b: int
    codes: tuple[str, str]
    names: tuple[str, str]
    customers: tuple[int, int]
    value: tuple[float, float]
    km2: tuple[float, float]

    def to_json(self) -> dict[str, Any]:
        """As the verb ``compare`` prints it."""
        figures = {"customers": self.customers, "value": self.value, "area_km2": self.km2}
        line: dict[str, Any] = {
            "code_a": self.codes[0], "name_a": self.names[0],
            "code_b": self.codes[1], "name_b": self.names[1],
        }  # fmt: skip
        for key, (in_a, in_b) in figures.items():
            three = {f"{key}_a": in_a, f"{key}_b": in_b, f"{key}_difference": in_b - in_a}
            line |= {name: round(figure, 4) for name, figure in three.items()}
        return line


def area_lines(found: Comparison) -> list[AreaLine]:
    """The areas of a comparison by code, last what belongs to no drawn area."""
    pairs = found.pairs
    lines = []
    for at, (a, b) in enumerate(pairs.ids.tolist()):
        texts = [_texts(found.a.areas, a), _texts(found.b.areas, b)]
        names = (texts[0][1], texts[1][1])
        if not a and not b:
            names = (_("open or without owner"),) * 2
        customers, value, km2 = (
            tuple(figures[at].tolist()) for figures in (pairs.customers, pairs.value, pairs.km2)
        )
        codes = (texts[0][0], texts[1][0])
        lines.append(AreaLine(a, b, codes, names, customers, value, km2))
    drawn = sorted(lines[:-1], key=lambda line: (line.codes[0] or line.codes[1], line.a, line.b))
    return [*drawn, lines[-1]]


def _texts(areas: Areas, area_id: int) -> tuple[str, str]:
    rows = areas.index([area_id])
    return (str(areas.code[rows[0]]), str(areas.name[rows[0]])) if len(rows) else ("", "")


def common_level(a: Areas, b: Areas) -> int:
    """The deepest level at which both schemes have drawn areas; 1 where there is none."""
    both = np.intersect1d(a.level[~a.open], b.level[~b.open])
    return max(int(both.max(initial=1)), 1)


def spans_of_schemes(project: Project) -> list[Span]:
    """The change books from each other scheme to the current one."""
    return [
        span_between(project, scheme.id, project.scheme_id())
        for scheme in project.schemes()
        if not scheme.current
    ]


def span_between(project: Project, a: int, b: int, level: int | None = None) -> Span:
    """The change book from one scheme to another, at a level (default: the deepest of both)."""
    names = {scheme.id: scheme.shown_name for scheme in project.schemes()}
    text = _("from “{a}” to “{b}”").format(a=names[a], b=names[b])
    return Span(text, partial(_end, project, a, b, level), partial(_end, project, b, a, level))


def _end(project: Project, scheme: int, other: int, level: int | None) -> Ownership:
    areas = project.areas_of(scheme)
    if level is None:
        level = common_level(areas, project.areas_of(other))
    return at_level(Ownership(areas, project.owners_of(scheme, areas)), level)


def _side(project: Project, scheme_id: int) -> Side:
    scheme = next((one for one in project.schemes() if one.id == scheme_id), None)
    if scheme is None:
        raise KeyError(scheme_id)
    areas = project.areas_of(scheme_id)
    if scheme.current:
        return Side(scheme, areas, {}, project.owners())
    return Side(scheme, areas, project.given(areas), None)


def _ownership(customers: Customers, side: Side) -> Ownership:
    owners = owners_of(customers, side.areas, side.given) if side.owners is None else side.owners
    return Ownership(side.areas, owners)
