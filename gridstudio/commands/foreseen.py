"""Which customers an edit of the division would give another owner, before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.change_book import ChangeBook, held
from gridstudio.commands.areas import division_of
from gridstudio.domain.snapshots import Areas, Customers, Owners
from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.ownership import owners_by_position
from gridstudio.i18n import _, ngettext, sentences
from gridstudio.project import Project

Turn = tuple[str, str]
"""From where to where a customer goes: two of PLACES."""
AREA, OPEN, NONE = range(3)
PLACES = ("area", "open", "none")
TURNS: tuple[Turn, ...] = (
    ("area", "area"),
    ("area", "open"),
    ("area", "none"),
    ("open", "area"),
    ("none", "area"),
    ("none", "open"),
    ("open", "none"),
)


@dataclass(frozen=True, eq=False)
class Before:
    """What a job needs to know of a project: its division, customers and owners at ``version``."""

    coverage: Coverage
    areas: Areas
    customers: Customers
    owners: Owners
    version: int

    @classmethod
    def of(cls, project: Project) -> Before:
        return cls(
            division_of(project),
            project.areas(),
            project.customers(),
            project.owners(),
            project.version,
        )

    def require_now(self, project: Project) -> None:
        """Raises Refused where the project has changed since."""
        if project.version != self.version:
            raise Refused(_("The project has changed meanwhile. Look again, then go on."))


@dataclass(frozen=True, eq=False)
class Foreseen:
    """How customers would fare: ``book`` of those who get another owner, or none; ``turns`` how
    many go from which of "area", "open" ground and "none" to which; from one area to another is a
    turn too. Those with an override stay with whom it says."""

    book: ChangeBook
    turns: Mapping[Turn, int]


def foreseen(before: Before, after: Coverage) -> Foreseen:
    """How customers would fare in ``after``. Areas that do not exist yet have negative ids. Pure,
    0.2 s a million customers."""
    parents = {ground.parent for ground in after.grounds.values()}
    leaves = [ground for ground in after.grounds.values() if ground.id not in parents]
    shapes = np.empty(len(leaves), dtype=object)
    shapes[:] = [ground.geometry for ground in leaves]
    ids = np.array([ground.id for ground in leaves], dtype=np.int64)
    stands = owners_by_position(before.customers.lonlat, shapes, ids)
    opened = np.array([ground.id for ground in leaves if ground.open], dtype=np.int64)
    new = np.where(np.isin(stands, opened), 0, stands)
    stood, old = before.owners.area, held(before.owners.area, before.areas)
    was = np.where(old != 0, AREA, np.where(stood != 0, OPEN, NONE))
    now = np.where(new != 0, AREA, np.where(stands != 0, OPEN, NONE))
    turned = ((was != now) | (new != old)) & ~before.owners.by_override
    pairs, counts = np.unique(was[turned] * len(PLACES) + now[turned], return_counts=True)
    turns = {
        (PLACES[pair // len(PLACES)], PLACES[pair % len(PLACES)]): count
        for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True)
    }
    moved = np.flatnonzero(turned & (new != old))
    return Foreseen(ChangeBook(moved, old[moved], new[moved]), turns)


def who_moves(before: Before, after: Coverage) -> ChangeBook:
    """The customers who would have another owner in ``after``: see ``foreseen``. Ground that is
    open belongs to nobody."""
    return foreseen(before, after).book


def turn_words(turns: Mapping[Turn, int]) -> str:
    """How customers would fare, in sentences, the owners that change first."""
    said = [_turn_words(turn, turns[turn]) for turn in TURNS if turns.get(turn)]
    return sentences(*said) if said else _("No customer gets another owner.")


def _turn_words(turn: Turn, n: int) -> str:
    if turn == ("area", "area"):
        text = ngettext(
            "{n:,} customer goes from one area to another.",
            "{n:,} customers go from one area to another.",
            n,
        )
    elif turn == ("none", "area"):
        text = ngettext(
            "{n:,} customer without owner gets one.", "{n:,} customers without owner get one.", n
        )
    elif turn == ("open", "area"):
        text = ngettext(
            "{n:,} customer on open ground gets an owner.",
            "{n:,} customers on open ground get an owner.",
            n,
        )
    elif turn == ("area", "open"):
        text = ngettext(
            "{n:,} customer goes from an area to open ground.",
            "{n:,} customers go from an area to open ground.",
            n,
        )
    elif turn == ("area", "none"):
        text = ngettext(
            "{n:,} customer loses the owner: no area is there any more.",
            "{n:,} customers lose their owner: no area is there any more.",
            n,
        )
    elif turn == ("none", "open"):
        text = ngettext(
            "{n:,} customer without owner stands on open ground then.",
            "{n:,} customers without owner stand on open ground then.",
            n,
        )
    else:
        text = ngettext(
            "{n:,} customer on open ground stands outside every area then.",
            "{n:,} customers on open ground stand outside every area then.",
            n,
        )
    return text.format(n=n)
