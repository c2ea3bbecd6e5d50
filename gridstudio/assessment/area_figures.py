"""Every figure of an area by its key: one definition for lists, maps, targets and the card that
shows both sides of a border under the hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from gridstudio.assessment.grounds import grounds
from gridstudio.assessment.indicators import class_halves
from gridstudio.assessment.own_sums import Snapshots, own_sums
from gridstudio.assessment.tally import Figures
from gridstudio.domain.columns import Numbers
from gridstudio.domain.fields import INDICATOR, Field
from gridstudio.domain.snapshots import Areas, Customers, Owners, Sites
from gridstudio.domain.template import Template, Word
from gridstudio.geometry.compactness import Ground
from gridstudio.i18n import _, language

Of = Callable[[Figures, Ground], float]
Text = Callable[[str], str]
"""Turns an English text into a language."""


class Source(Enum):
    """What a figure of an area follows from. Sums and ground are known at each move of a hand that
    drags a border; all else is looked for once the hand rests."""

    SUMS = "sums"
    ADMINISTRATIVE = "administrative"
    ROADS = "roads"
    STORES = "stores"
    MARKETS = "markets"


@dataclass(frozen=True)
class AreaFigure:
    """A figure: its key (as in the table ``targets``), its name in the language in force, the
    decimals it is shown with, and ``of``, which computes it from an area's sums and ground where
    these are its ``source``. ``brief`` is its name where there is little room.

    NaN is a figure that there is not, such as the value per customer of nobody.
    """

    key: str
    name: str
    decimals: int
    of: Of
    source: Source = Source.SUMS
    brief: str = ""

    @property
    def shortly(self) -> str:
        """The brief name, or the name where that is brief enough."""
        return self.brief or self.name


_latest: tuple[Template, Text, str, tuple[AreaFigure, ...]] | None = None


def area_figures(
    template: Template, text: Text | None = None, lang: str | None = None
) -> tuple[AreaFigure, ...]:
    """All figures that follow from sums and ground, in the order in which they are offered; named
    by ``text`` and in ``lang``, by default in the language in force. Asked for at every move of a
    hand, so that those named last are remembered."""
    global _latest
    key = template, text or _, lang or language()
    if _latest is None or _latest[0] is not template or _latest[1:3] != key[1:]:
        named = (*_amounts(key[1]), *_counts(template, key[1], lang), *_shape(key[1]))
        _latest = (*key, named)
    return _latest[3]


def figure_fields(template: Template) -> tuple[Field, ...]:
    """What areas can be coloured by, in the order in which it is offered."""
    return tuple(
        Field(INDICATOR + one.key, one.name, numeric=True) for one in area_figures(template)
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
    own = own_sums(Snapshots(template, areas, customers, owners, sites))
    every, table = own.at_level(level)
    ids = areas.at_level(level)
    sums = [own.columns.figures_of(one) for one in table[np.searchsorted(every, ids)]]
    rows, ground = areas.index(ids), grounds(areas).of
    columns = {}
    for one in area_figures(template):
        values = np.full(len(areas), np.nan)
        values[rows] = [
            one.of(mine, ground[row]) for row, mine in zip(rows.tolist(), sums, strict=True)
        ]
        columns[INDICATOR + one.key] = Numbers(values)
    return columns


def _amounts(text: Text) -> tuple[AreaFigure, ...]:
    _ = text
    return (
        AreaFigure("customers", _("Customers"), 0, lambda sums, ground: sums.customers),
        AreaFigure(
            "density",
            _("Customers per km²"),
            1,
            lambda sums, ground: _per_km2(sums.customers, ground),
        ),
        AreaFigure("value", _("Value"), 0, lambda sums, ground: sums.value),
        AreaFigure(
            "value_per_km2",
            _("Value per km²"),
            0,
            lambda sums, ground: _per_km2(sums.value, ground),
        ),
        AreaFigure(
            "value_per_customer",
            _("Value per customer"),
            1,
            lambda sums, ground: sums.value / sums.customers if sums.customers else np.nan,
        ),
    )


def _counts(template: Template, text: Text, lang: str | None) -> list[AreaFigure]:
    _ = text
    found = []
    halves = [half for half in class_halves(template) if half]
    words = ["".join(template.classes[code].key for code in half) for half in halves]
    for half, word in zip(halves, words, strict=True):
        name = _("{classes} customers").format(classes=word)
        found.append(AreaFigure("class." + word, name, 0, _sum_of("by_class", half)))
    if template.kinds:
        for half, word in zip(halves, words, strict=True):
            kind, of = template.kinds[0].name(lang), _sum_of("groups", half)
            name = _("{kind}, class {classes}").format(kind=kind, classes=word)
            brief = _("{classes} {kind}").format(kind=kind, classes=word)
            found.append(AreaFigure("groups." + word, name, 0, of, brief=brief))
    found += _of_words("kind.", template.kinds, "by_kind", lang)
    found += _of_words("sites.", template.site_kinds, "sites", lang)
    return found


def _of_words(
    prefix: str, words: tuple[Word, ...], table: str, lang: str | None
) -> list[AreaFigure]:
    return [
        AreaFigure(prefix + word.key, word.name(lang), 0, _sum_of(table, (code,)))
        for code, word in enumerate(words)
    ]


def _shape(text: Text) -> tuple[AreaFigure, ...]:
    _ = text
    return (
        AreaFigure("area_km2", _("Area (km²)"), 2, lambda sums, ground: ground.km2),
        AreaFigure(
            "perimeter_km", _("Perimeter (km)"), 1, lambda sums, ground: ground.perimeter_km
        ),
        AreaFigure("compactness", _("Compactness"), 2, lambda sums, ground: ground.compactness),
    )


def _per_km2(amount: float, ground: Ground) -> float:
    return amount / ground.km2 if ground.km2 > 0 else np.nan


def _sum_of(table: str, codes: tuple[int, ...]) -> Of:
    return lambda sums, ground: float(sum(getattr(sums, table)[code] for code in codes))
