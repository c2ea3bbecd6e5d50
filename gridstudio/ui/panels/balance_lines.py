"""What the card beside a dragged border says, as values: rows of cells, without Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gridstudio.assessment.area_figures import AreaFigure, Source, area_figures
from gridstudio.assessment.indicators import class_halves
from gridstudio.assessment.level_figures import AreaChange, Balance
from gridstudio.assessment.moving import Moved
from gridstudio.assessment.side_figures import SideFigures
from gridstudio.commands.pins import pinned
from gridstudio.domain.map_data import MapData
from gridstudio.domain.targets import Target, by_indicator, share_off
from gridstudio.i18n import _, ngettext
from gridstudio.project import Project
from gridstudio.ui.figure_words import change, percent, reference, signed, written

UNKNOWN = "…"
"""Stands for what is looked for once the hand rests."""
SIDES, NAMES = 3, 12
"""So many areas stand side by side, and so many customers are named where there is room."""


@dataclass(frozen=True)
class Cell:
    """A figure, by how much it changes, and how far it is off; ``broken``: a hard bound is;
    ``stale``: it is of an edit before, or of none."""

    text: str = ""
    change: str = ""
    off: str = ""
    broken: bool = False
    stale: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the card. ``kind`` is "head", "figure" (two lines), "measure", "count", "level",
    "section" or "name" (two lines: a text and ``note`` under it); ``note`` is smaller."""

    kind: str
    label: str = ""
    note: str = ""
    cells: tuple[Cell, ...] = ()


def sides_of(moved: Moved, before: Sequence[int]) -> list[AreaChange]:
    """The areas whose figures change most; those that are shown already stay in their places."""

    def weight(one: AreaChange) -> tuple[int, float]:
        customers = abs(one.after.customers - one.before.customers)
        return customers, abs(one.ground_after.km2 - one.ground_before.km2)

    changing = {one.id: one for one in moved.changes}
    shown = [changing.pop(key) for key in before if key in changing][:SIDES]
    chosen = sorted(changing.values(), key=weight, reverse=True)[: SIDES - len(shown)]
    return shown + sorted(chosen, key=lambda one: (one.id < 0, abs(one.id)))


def card_rows(
    moved: Moved,
    sides: Sequence[AreaChange],
    data: MapData,
    project: Project,
    names: dict[int, str],
    slow: SideFigures,
) -> Iterator[Row]:
    """Both sides' figures, how even the level would be, and who would change owner by name.
    ``names`` of customers that have been read once are not read again. ``slow`` has the figures
    that do not follow from sums."""
    yield Row("head", cells=tuple(Cell(_name(side.id, data, moved)) for side in sides))
    figures = {one.key: one for one in area_figures(data.template)}
    kept = [one for one in pinned(project) if one.key not in ("customers", "value")]
    chosen = [figures["customers"], figures["value"], *kept]
    targets = by_indicator(data.targets, moved.level)
    balances = [
        moved.balance(one) if one.source is Source.SUMS else slow.balance(one) for one in chosen
    ]
    for figure, balance in zip(chosen, balances, strict=True):
        target = targets.get(figure.key)
        if figure.source is Source.SUMS or slow.current:
            pairs = [
                side.of(figure) if figure.source is Source.SUMS else slow.of(figure, side.id)
                for side in sides
            ]
            mean = balance[1].mean if balance is not None else np.nan
            yield _figure(figure, sides, pairs, target, mean)
        else:
            yield _stale(figure, [slow.last(figure, side.id) for side in sides], target)
    pinned_keys = {figure.key for figure in kept}
    if "area_km2" not in pinned_keys:
        yield _measure(figures["area_km2"], sides)
    yield from _words(moved, sides, data, pinned_keys)
    heads = (_("smallest"), _("largest"), _("std. dev."))
    yield Row("section", _("Whole level"), cells=tuple(Cell(text) for text in heads))
    for figure, balance in zip(chosen, balances, strict=True):
        current = figure.source is Source.SUMS or slow.current
        yield _level(figure, balance, current=current)
    yield from _named(moved, data, project, names)


def _figure(
    figure: AreaFigure,
    sides: Sequence[AreaChange],
    pairs: Sequence[tuple[float, float]],
    target: Target | None,
    mean: float,
) -> Row:
    """``pairs`` are the figures before and after of each side."""
    cells = []
    for side, (before, after) in zip(sides, pairs, strict=True):
        cell = Cell(written(figure, after), change(figure, before, after))
        if side.drawn and target is not None:
            judgement = target.judgement(after)
            cell = replace(
                cell,
                text=signed(cell.text, judgement),
                off=percent(target.deviation(after)),
                broken=judgement is not None and judgement.broken,
            )
        elif side.drawn and not np.isnan(mean):
            cell = replace(cell, off=percent(share_off(after, mean)))
        cells.append(cell)
    note = reference(figure, target, mean)
    return Row("figure", figure.shortly, note, tuple(cells))


def _stale(figure: AreaFigure, last: Sequence[float | None], target: Target | None) -> Row:
    """What was known of a figure last."""
    cells = (
        Cell(UNKNOWN, stale=True)
        if value is None
        else Cell(written(figure, value), UNKNOWN, stale=True)
        for value in last
    )
    mean = _("mean {value}").format(value=UNKNOWN)
    note = mean if target is None else reference(figure, target, np.nan)
    return Row("figure", figure.shortly, note, tuple(cells))


def _measure(figure: AreaFigure, sides: Sequence[AreaChange]) -> Row:
    pairs = [side.of(figure) for side in sides]
    cells = (Cell(written(figure, after), change(figure, was, after)) for was, after in pairs)
    return Row("measure", figure.shortly, cells=tuple(cells))


def _words(
    moved: Moved, sides: Sequence[AreaChange], data: MapData, pinned_keys: set[str]
) -> Iterator[Row]:
    """A row for each class, kind and kind of site that the level has and that is not pinned: always
    the same, so that nothing jumps while the hand moves."""
    template, everyone = data.template, moved.before.everyone
    for words, name, prefix in (
        (template.classes, "by_class", ""),
        (template.kinds, "by_kind", "kind."),
        (template.site_kinds, "sites", "sites."),
    ):
        for code, word in enumerate(words):
            if not getattr(everyone, name)[code] or prefix + word.key in pinned_keys:
                continue
            cells = []
            for side in sides:
                was, now = (int(getattr(sums, name)[code]) for sums in (side.before, side.after))
                cells.append(Cell(f"{now:,}", _signed_count(now - was)))
            yield Row("count", word.name(), cells=tuple(cells))


def _signed_count(count: int) -> str:
    return f"{count:+,}".replace("-", "−") if count else ""


def _level(figure: AreaFigure, balance: tuple[Balance, Balance] | None, *, current: bool) -> Row:
    if balance is None:
        return Row("level", figure.shortly, cells=(Cell(UNKNOWN, stale=True),) * 3)
    before, after = balance
    pairs = (
        (before.smallest, after.smallest),
        (before.largest, after.largest),
        (before.deviation, after.deviation),
    )
    cells = (
        Cell(written(figure, now), _way(figure, was, now))
        if current
        else Cell(written(figure, now), stale=True)
        for was, now in pairs
    )
    return Row("level", figure.shortly, cells=tuple(cells))


def _way(figure: AreaFigure, before: float, after: float) -> str:
    """Whether a figure grows or shrinks, where that can be seen in its digits."""
    if written(figure, before) == written(figure, after):
        return ""
    return "↑" if after > before else "↓"


def _named(moved: Moved, data: MapData, project: Project, names: dict[int, str]) -> Iterator[Row]:
    """The large customers who would get another owner, the most valuable first."""
    large, _small = class_halves(data.template)
    places = np.flatnonzero(np.isin(data.customers.class_[moved.rows], large))
    if not len(places):
        yield Row("section", _("No large customer changes owner"))
        return
    text = ngettext(
        "{n} large customer changes owner", "{n} large customers change owner", len(places)
    )
    yield Row("section", text.format(n=f"{len(places):,}"))
    value = data.customers.value[moved.rows[places]]
    shown = places[np.argsort(-np.nan_to_num(value), kind="stable")[:NAMES]]
    ids = data.customers.id[moved.rows[shown]].tolist()
    unread = [customer for customer in ids if customer not in names]
    if unread:
        found = project.texts("customers", unread, ["name"])
        names |= {customer: str(texts[0] or "") for customer, texts in found.items()}
    owners = {int(area) for owner in (moved.old, moved.new) for area in owner[shown]}
    teams = {area: team_of(area, data, moved) for area in owners}
    for place, customer in zip(shown.tolist(), ids, strict=True):
        name = names.get(customer, "")
        worth = float(data.customers.value[moved.rows[place]])
        old, new = teams[int(moved.old[place])], teams[int(moved.new[place])]
        cell = Cell("" if np.isnan(worth) else _("{value:,.0f} yuan").format(value=worth))
        yield Row("name", name or _("Customer without a name"), f"{old} → {new}", (cell,))


def team_of(area_id: int, data: MapData, moved: Moved) -> str:
    """The team that an area has or that one above it has, with the area; else the area alone."""
    areas, name = data.areas, _name(area_id, data, moved)
    found = areas.index([area_id])
    while len(found):
        team = str(areas.team[found[0]])
        if team:
            return _("{area} ({team})").format(area=name, team=team)
        found = areas.index([int(areas.parent[found[0]])])
    return name


def _name(area_id: int, data: MapData, moved: Moved) -> str:
    """An area's name, or the word for what has none."""
    if area_id < 0:
        return _("open ground") if moved.coverage[area_id].open else _("new area")
    found = data.areas.index([area_id])
    if not len(found):
        return _("without owner")
    row = int(found[0])
    if data.areas.open[row]:
        return _("open ground")
    return str(data.areas.name[row] or data.areas.code[row])
