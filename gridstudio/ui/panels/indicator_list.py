"""The indicators of an area in the inspector, group by group."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.terrain import MAIN_ROADS, STREETS, Road
from gridstudio.domain.markets import MARKET
from gridstudio.domain.template import Template
from gridstudio.i18n import _, ngettext
from gridstudio.project import Project
from gridstudio.ui.parts import form, heading, muted
from gridstudio.ui.style import UNIT_PX

NAMED = 6
"""So many towns, roads and landmarks are named; the report names all."""
Line = tuple[str, str]


class IndicatorList(QWidget):
    """Headings with lines of a label and a figure under each."""

    def __init__(
        self, indicators: Indicators, project: Project, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * UNIT_PX)
        self.lines: list[Line] = []
        """All that is listed, in order."""
        template = project.template
        self._group(_("Figures"), _amounts(indicators))
        self._group(_("Customers by kind"), _kinds(indicators, template))
        self._group(_("Customers by class"), _classes(indicators, template))
        self._group(_("Sites"), _sites(indicators, template))
        self._names(_landmarks(indicators, project))
        self._group(_("Nearest own store"), _stores(indicators), _as_the_crow_flies())
        self._group(_("Administrative areas"), _towns(indicators))
        self._group(_("Trunk roads"), _roads(indicators.roads, MAIN_ROADS))
        self._group(_("Streets"), _roads(indicators.roads, STREETS))
        self._group(_market_word(template), _markets(indicators, template))

    def _group(self, text: str, lines: Iterable[Line], explained: str = "") -> None:
        listed = list(lines)
        if not listed:
            return
        title = heading(text)
        title.setToolTip(explained)
        self._column.addWidget(title)
        facts = form()
        facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for label, figure in listed:
            facts.addRow(_label(label), _figure(figure))
        self._column.addLayout(facts)
        self.lines += listed

    def _names(self, names: str) -> None:
        if names:
            self._column.addWidget(muted(names))


def _amounts(one: Indicators) -> Iterable[Line]:
    km2 = one.ground.km2
    yield _("Customers"), f"{one.sums.customers:,}"
    yield _("Value (yuan/month)"), f"{one.sums.value:,.0f}"
    if km2 > 0:
        yield _("Customers per km²"), f"{one.sums.customers / km2:,.1f}"
    yield _("Area (km²)"), f"{km2:,.2f}"
    yield _("Perimeter"), f"{one.ground.perimeter_km:,.1f} km"
    yield _("Compactness"), f"{one.ground.compactness:.2f}"


def _kinds(one: Indicators, template: Template) -> Iterable[Line]:
    """The enterprise groups by larger and smaller classes, then every kind."""
    for classes, count in one.key_accounts if template.kinds else ():
        kind = template.kinds[0].name()
        yield _("{kind}, class {classes}").format(kind=kind, classes=classes), f"{count:,}"
    for word in template.kinds:
        yield word.name(), f"{one.kinds[word.key]:,}"


def _classes(one: Indicators, template: Template) -> Iterable[Line]:
    for code, word in enumerate(template.classes):
        yield word.name(), f"{int(one.sums.by_class[code]):,}"


def _sites(one: Indicators, template: Template) -> Iterable[Line]:
    for word in template.site_kinds:
        yield word.name(), f"{len(one.sites[word.key]):,}"


def _landmarks(one: Indicators, project: Project) -> str:
    """The names of the landmarks, for they say where the area is."""
    ids = list(one.sites.get("landmark", ()))
    texts = project.texts("sites", ids[:NAMED], ["name"])
    names = [str(name) for (name,) in texts.values() if name]
    more = len(ids) - NAMED
    said = _(", ").join(names)
    if said and more > 0:
        return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
            names=said, n=more
        )
    return said


def _stores(one: Indicators) -> Iterable[Line]:
    if not math.isnan(one.store_km.mean):
        yield _("On average"), f"{one.store_km.mean:,.2f} km"
        yield _("Farthest customer"), f"{one.store_km.greatest:,.2f} km"


def _as_the_crow_flies() -> str:
    return _(
        "The way of the area's customers to the own store nearest to each, in a straight line."
    )


def _towns(one: Indicators) -> Iterable[Line]:
    for town in one.administrative[:NAMED]:
        yield town.name or _("without a name"), f"{town.share:.0%}"
    rest = one.administrative[NAMED:]
    if rest:
        yield _and_more(len(rest)), f"{sum(town.share for town in rest):.0%}"


def _roads(roads: tuple[Road, ...], ranks: tuple[str, ...]) -> Iterable[Line]:
    """The longest by name, those that have none, and all together."""
    mine = sorted((road for road in roads if road.category in ranks), key=lambda road: -road.km)
    named: dict[str, float] = {}
    for road in mine:
        named[road.name] = named.get(road.name, 0.0) + road.km
    nameless = named.pop("", 0.0)
    listed = list(named.items())
    if mine:
        yield _("All together"), f"{sum(road.km for road in mine):,.1f} km"
    for name, km in listed[:NAMED]:
        yield name, f"{km:,.1f} km"
    if len(listed) > NAMED:
        rest = listed[NAMED:]
        yield _and_more(len(rest)), f"{sum(km for _name, km in rest):,.1f} km"
    if nameless and listed:
        yield _("without a name"), f"{nameless:,.1f} km"


def _and_more(number: int) -> str:
    return ngettext("and {n} more", "and {n} more", number).format(n=number)


def _market_word(template: Template) -> str:
    return next((word.name() for word in template.kinds if word.key == MARKET), "")


def _markets(one: Indicators, template: Template) -> Iterable[Line]:
    """What the census says of the specialised markets."""
    if not one.market.markets:
        return
    for field in template.census:
        if field.key in one.market.sums:
            yield field.name(), f"{one.market.sums[field.key]:,.0f}"
        elif field.key in one.market.choices:
            counts = one.market.choices[field.key]
            said = [
                f"{word.name()} {counts[word.key]}" for word in field.choices if counts[word.key]
            ]
            yield field.name(), _(", ").join(said) or "–"


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _figure(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    label.setWordWrap(len(text) > 16)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
