"""Areas that go since another one gets all their ground: by name, with their customers and team."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridstudio.domain.snapshots import Areas, Owners
from gridstudio.geometry.coverage import Coverage, CoverageEdit
from gridstudio.geometry.rings import Point
from gridstudio.i18n import _, ngettext

NAMED = 5
"""So many are named in a sentence."""


@dataclass(frozen=True)
class Swallowed:
    """One of them: how many ``customers`` it has, None where that is not known, and a place in it,
    in degrees."""

    id: int
    name: str
    team: str
    customers: int | None
    place: Point

    @property
    def words(self) -> str:
        """Its name, and what goes over with it."""
        facts = []
        if self.customers is not None:
            facts.append(
                ngettext("{n:,} customer", "{n:,} customers", self.customers).format(
                    n=self.customers
                )
            )
        if self.team:
            facts.append(_("team {team}").format(team=self.team))
        named = _("“{name}”").format(name=self.name)
        if not facts:
            return named
        return _("{area} ({facts})").format(area=named, facts=_(", ").join(facts))


def swallowed_by(
    areas: Areas, coverage: Coverage, edit: CoverageEdit, customers: dict[int, int]
) -> tuple[Swallowed, ...]:
    """The areas that an edit of this coverage leaves none of; ``customers`` by id, where known."""
    found = []
    for key in edit.removed:
        ground = coverage[key]
        if ground.open:
            continue
        row, point = areas.row(key), ground.geometry.representative_point()
        name = str(areas.name[row] or areas.code[row])
        team = str(areas.team[row])
        found.append(Swallowed(key, name, team, customers.get(key), (point.x, point.y)))
    return tuple(found)


def customers_of(
    areas: Areas, owners: Owners, coverage: Coverage, edit: CoverageEdit
) -> dict[int, int]:
    """How many customers the areas have that an edit leaves none of, by their ids."""
    gone = [key for key in edit.removed if not coverage[key].open]
    by_level = {level: owners.at_level(areas, level) for level in {coverage[k].level for k in gone}}
    return {key: int(np.count_nonzero(by_level[coverage[key].level] == key)) for key in gone}


def swallowed_words(found: tuple[Swallowed, ...], *, done: bool) -> str:
    """Who is merged into what is drawn, or has been (``done``); "" for nobody."""
    if not found:
        return ""
    names = _(", ").join(one.words for one in found[:NAMED])
    if len(found) > NAMED:
        names += " …"
    text = (
        ngettext("Merged into it: {areas}.", "Merged into it, {n} areas: {areas}.", len(found))
        if done
        else ngettext(
            "{areas} lies in it altogether and is merged into it.",
            "{n} areas lie in it altogether and are merged into it: {areas}.",
            len(found),
        )
    )
    return text.format(areas=names, n=len(found))
