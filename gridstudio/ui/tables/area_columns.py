"""What the list of areas shows of each: columns by workspace, figures with their targets."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from gridstudio.assessment.area_figures import AreaFigure, area_figures
from gridstudio.assessment.level_figures import Balance, LevelFigures
from gridstudio.assessment.totals import AreaTotals, shown_name
from gridstudio.domain.targets import JUDGEMENT_NAMES, Judgement, Target, share_off
from gridstudio.domain.template import Template, Word
from gridstudio.i18n import N_, _
from gridstudio.ui.figure_words import number, percent, reference, signed, written

USUAL = ("customers", "value", "area_km2")
FIGURES = {"operate": (*USUAL, "density")}
"""The figures that a workspace shows, where they are not the usual ones."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, a row's value, and for numbers how many decimals are shown. Figures
    have more to say: ``judgement`` of a row, ``explained`` in a sentence, ``balance`` of all."""

    heading: str
    value: Callable[[AreaTotals], Any]
    decimals: int | None = None
    judgement: Callable[[AreaTotals], Judgement | None] = lambda item: None
    explained: Callable[[AreaTotals], str] = lambda item: ""
    balance: Balance | None = None
    text_of: Callable[[float], str] | None = None
    """How a number is written, where it is not by its decimals."""
    short: Callable[[float], str] | None = None
    """How it is written where there is less room."""

    def written(self, value: float) -> str:
        """A number of this column."""
        return self.text_of(value) if self.text_of else number(value, self.decimals or 0)

    def widest(self, rows: Sequence[AreaTotals]) -> str:
        """The text that needs the most room, or one that needs no less."""
        values = [value for value in map(self.value, rows) if value != ""]
        if self.decimals is None:
            return max(map(str, values), key=_room, default="")
        if not values:
            return ""
        ends = (self.written(end) for end in (min(values), max(values)))
        return signed(max(ends, key=len), Judgement.OVER)

    def shortly(self, value: float) -> str:
        """The same for the footer."""
        return self.short(value) if self.short else self.written(value)

    def text(self, item: AreaTotals) -> str:
        """The value as it is read: always with the same decimals, so that they stand in line, and
        with the sign of its judgement."""
        value = self.value(item)
        if self.decimals is None or value == "":
            return str(value)
        return signed(self.written(value), self.judgement(item))


@dataclass(frozen=True, eq=False)
class ListedFigures:
    """The figures of a level for the list: ``level`` has them by area, ``targets`` by key."""

    level: LevelFigures
    targets: Mapping[str, Target]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {area: at for at, area in enumerate(self.level.ids.tolist())}

    def value(self, figure: AreaFigure, item: AreaTotals) -> float:
        """NaN for a row that is no area of the level."""
        at = self._places.get(item.id)
        return math.nan if at is None else float(self.level.values(figure)[at])

    def judgement(self, figure: AreaFigure, item: AreaTotals) -> Judgement | None:
        """How an area stands to the target of a figure; None for no target or no known value."""
        target = self.targets.get(figure.key)
        if target is None or item.open or not item.id:
            return None
        return target.judgement(self.value(figure, item))

    def deviation(self, figure: AreaFigure, item: AreaTotals) -> float:
        """From the target, or without one from the mean of the level; NaN for open ground."""
        value = self.value(figure, item)
        if item.open or math.isnan(value):
            return math.nan
        target = self.targets.get(figure.key)
        if target is not None:
            return target.deviation(value)
        return share_off(value, self.level.balance(figure).mean)

    def explained(self, figure: AreaFigure, item: AreaTotals) -> str:
        """How an area stands in a figure, in words."""
        off = percent(self.deviation(figure, item))
        if not off:
            return ""
        target, judgement = self.targets.get(figure.key), self.judgement(figure, item)
        said = reference(figure, target, self.level.balance(figure).mean)
        parts = [f"{figure.name}: {written(figure, self.value(figure, item))}", said, off]
        if judgement is not None:
            parts.append(_(JUDGEMENT_NAMES[judgement]))
        return " · ".join(parts)


def columns(
    workspace: str,
    template: Template,
    listed: ListedFigures,
    pinned: Sequence[AreaFigure] = (),
    deviation_of: str = "customers",
    extra: Sequence[AreaFigure] = (),
) -> list[Column]:
    """What a workspace wants to know of an area, the pinned figures, and how far each is off."""
    figures = {one.key: one for one in (*area_figures(template), *pinned, *extra)}
    keys = FIGURES.get(workspace, USUAL)
    own = [figures[key] for key in keys]
    more = [one for one in pinned if one.key not in keys]
    off = figures.get(deviation_of, own[0])
    return [
        *_names(),
        *(_team(template) if workspace == "team" else ()),
        _deviation(off, listed),
        *(_figure(one, listed) for one in own),
        *(_counts(template) if workspace == "operate" else ()),
        *(_figure(one, listed) for one in more),
    ]


def _names() -> list[Column]:
    return [
        Column(_("Code"), lambda item: item.code),
        Column(_("Name"), shown_name),
        Column(_("Part of"), lambda item: item.parent_name),
    ]


def _team(template: Template) -> list[Column]:
    return [
        Column(_("Setting"), lambda item: _word(template.settings, item.setting)),
        Column(_("Team name"), lambda item: item.team),
        Column(_("Manager"), lambda item: item.manager),
    ]


SHORT = {"area_km2": N_("km²"), "density": N_("per km²")}
LONG, WIDE = 12, 0x2E80
TOTALS: dict[str, Callable[[AreaTotals], float]] = {
    "customers": lambda item: item.customers,
    "value": lambda item: item.value,
    "area_km2": lambda item: item.area_km2,
    "density": lambda item: item.density,
}
"""What rows have that are no areas of the level, too: open ground above it, those without owner."""


def _figure(figure: AreaFigure, listed: ListedFigures) -> Column:
    def value(item: AreaTotals) -> Any:
        found = TOTALS[figure.key](item) if figure.key in TOTALS else listed.value(figure, item)
        return "" if math.isnan(found) else found

    heading = _(SHORT[figure.key]) if figure.key in SHORT else figure.name
    if len(heading) > LONG:
        # Two short lines rather than one that makes a narrow column wide.
        heading = heading.replace(" ", "\n", 1)
    return Column(
        heading,
        value,
        figure.decimals,
        partial(listed.judgement, figure),
        partial(listed.explained, figure),
        listed.level.balance(figure),
        short=partial(written, replace(figure, decimals=min(figure.decimals, 1))),
    )


def _deviation(figure: AreaFigure, listed: ListedFigures) -> Column:
    def value(item: AreaTotals) -> Any:
        found = listed.deviation(figure, item)
        return "" if math.isnan(found) else found

    target = listed.targets.get(figure.key)
    values = listed.level.values(figure)[listed.level.drawn]
    mean = listed.level.balance(figure).mean
    shares = [target.deviation(one) if target else share_off(one, mean) for one in values.tolist()]
    finite = np.array([one for one in shares if math.isfinite(one)], dtype=np.float64)
    return Column(
        _("Off target") if target is not None else _("Off mean"),
        value,
        0,
        partial(listed.judgement, figure),
        partial(listed.explained, figure),
        Balance.of(finite),
        lambda share: percent(share) or "—",
    )


def _counts(template: Template) -> list[Column]:
    classes = [Column(word.name(), partial(_of_class, word.key), 0) for word in template.classes]
    sites = [
        Column(word.name().replace(" ", "\n"), partial(_of_site_kind, word.key), 0)
        for word in template.site_kinds
    ]
    return [*classes, *sites]


def _of_class(key: str, item: AreaTotals) -> int:
    return item.by_class.get(key, 0)


def _of_site_kind(key: str, item: AreaTotals) -> int:
    return item.sites.get(key, 0)


def _word(words: tuple[Word, ...], key: str) -> str:
    return next((word.name() for word in words if word.key == key), "")


def _room(text: str) -> int:
    """About how much room a text needs: Chinese letters are twice as wide."""
    return sum(2 if ord(letter) > WIDE else 1 for letter in text)
