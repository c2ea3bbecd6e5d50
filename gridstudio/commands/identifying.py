"""What a thing on the map is, in a few words."""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.assessment.area_sums import area_sums
from gridstudio.commands.overrides import WAITING, Decision
from gridstudio.domain.map_data import MapData
from gridstudio.domain.selection import Selection
from gridstudio.i18n import _, ngettext
from gridstudio.project import Project


@dataclass(frozen=True)
class Card:
    """A name, and lines of facts."""

    title: str
    lines: tuple[str, ...] = ()


def describe(project: Project, data: MapData, found: Selection) -> Card | None:
    """The card of the one customer, site or area in ``found``; None where there is none. Reads
    the texts of that row."""
    if len(found.customers):
        return _customer(project, data, found.customers[0])
    if len(found.sites):
        return _site(project, data, found.sites[0])
    if len(found.areas):
        return _area(data, found.areas[0])
    return None


def ownership_rule() -> str:
    """By what rule a customer belongs to an area, for tooltips."""
    return _(
        "A customer belongs to the area in which it lies, unless a decision gives it to another. "
        "On a border it belongs to the touching area that was made first (the lowest id). "
        "Open ground owns who lies on it but has no team; outside every area a customer "
        "is without owner."
    )


def owner_words(data: MapData, customer_id: int) -> str:
    """The areas that a customer belongs to, from the county down; or that there is none."""
    owner = int(data.owners.area[data.customers.row(customer_id)])
    if not owner:
        return _("Without owner: it lies outside every area.")
    row = data.areas.row(owner)
    names = []
    while True:
        names.append(_area_name(data, row))
        parent = data.areas.index([int(data.areas.parent[row])])
        if not len(parent):
            break
        row = int(parent[0])
    return " › ".join(reversed(names))


def decision_words(decision: Decision) -> str:
    """Who decided on an owner, when, why, and how long it holds."""
    item = decision.override
    by = " · ".join(filter(None, (item.author, item.created_at[:10])))
    parts = [_("By decision: {reason}").format(reason=item.reason), f"({by})" if by else ""]
    if item.expires_at:
        parts.append(_("until {day}").format(day=item.expires_at[:10]))
    if decision.state in WAITING:
        parts.append(_("— to be decided anew"))
    return " ".join(filter(None, parts))


def _customer(project: Project, data: MapData, customer_id: int) -> Card:
    people, template = data.customers, data.template
    row = people.row(customer_id)
    (name,) = project.texts("customers", [customer_id], ["name"]).get(customer_id, ("",))
    kind, class_ = int(people.kind[row]), int(people.class_[row])
    what = [template.kinds[kind].name()] if kind >= 0 else []
    what += [template.classes[class_].name()] if class_ >= 0 else []
    value = float(people.value[row])
    lines = [" · ".join(what)] if what else []
    if value == value:
        lines.append(_("{value:,.0f} yuan/month").format(value=value))
    lines.append(owner_words(data, customer_id))
    return Card(str(name) or _("Customer without a name"), tuple(lines))


def _site(project: Project, data: MapData, site_id: int) -> Card:
    row = data.sites.row(site_id)
    columns = ["name", "code", "address"]
    name, *facts = project.texts("sites", [site_id], columns).get(site_id, ("", "", ""))
    kind = int(data.sites.kind[row])
    what = [data.template.site_kinds[kind].name()] if kind >= 0 else []
    lines = [" · ".join([*what, *([facts[0]] if facts[0] else [])]), facts[1]]
    return Card(str(name) or _("Site without a name"), tuple(line for line in lines if line))


def _area(data: MapData, area_id: int) -> Card:
    areas = data.areas
    row = areas.row(area_id)
    sums = area_sums(areas, data.owners, data.customers)
    number = int(sums.customers[row])
    level = data.template.levels[int(areas.level[row])].name()
    count = ngettext("{n:,} customer", "{n:,} customers", number).format(n=number)
    value = _("{value:,.0f} yuan/month").format(value=float(sums.value[row]))
    what = " · ".join(part for part in (level, str(areas.code[row])) if part)
    team = str(areas.team[row])
    return Card(_area_name(data, row), (what, f"{count} · {value}", *([team] if team else [])))


def _area_name(data: MapData, row: int) -> str:
    return _("open ground") if data.areas.open[row] else str(data.areas.name[row])
