"""Repairing the division: what it would change is told first, then written in one edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gridstudio.assessment.change_book import ChangeBook
from gridstudio.commands.areas import put
from gridstudio.commands.foreseen import Before, Foreseen, foreseen, turn_words
from gridstudio.domain.snapshots import Areas
from gridstudio.domain.template import Template
from gridstudio.geometry.checking import Flaw
from gridstudio.geometry.coverage import apply
from gridstudio.geometry.mending import WIDE_M, Mend, Mended, mend
from gridstudio.i18n import N_, _, ngettext
from gridstudio.i18n import sentences as joined
from gridstudio.jobs import Progress, no_progress, part
from gridstudio.project import Project

KINDS = {
    "empty": N_("without ground"),
    "invalid": N_("crosses itself"),
    "gap": N_("gap"),
    "overlap": N_("overlap"),
    "duplicate": N_("twice"),
    "outside": N_("outside"),
    "vertices": N_("vertices not shared"),
    "open": N_("several open grounds"),
    "level": N_("wrong level"),
    "orphan": N_("no area above"),
    "vanished": N_("removed"),
    "moved": N_("other area above"),
}
"""What flaws and repairs are called."""


@dataclass(frozen=True, eq=False)
class Repair:
    """What repairing would do: the ``mended`` division, and how customers fare."""

    before: Before
    mended: Mended
    customers: Foreseen

    @property
    def book(self) -> ChangeBook:
        """The customers who change owner."""
        return self.customers.book

    @property
    def area_m2(self) -> float:
        """How much ground passes from one area to another."""
        return sum(item.area_m2 for item in self.mended.mends if item.kind != "vanished")


def plan_repair(
    before: Before,
    wide_m: float = WIDE_M,
    only: Sequence[Flaw] | None = None,
    progress: Progress = no_progress,
) -> Repair:
    """What repairing all flaws, or ``only`` some, would do; gaps up to ``wide_m`` are given to a
    neighbour, wider ones to open ground. Pure."""
    mended = mend(before.coverage, wide_m, only, part(progress, 0.0, 0.9))
    progress(0.9, _("Looking at customers"))
    return Repair(before, mended, foreseen(before, apply(before.coverage, mended.edit)))


def apply_repair(project: Project, repair: Repair) -> str:
    """Write a repair in one edit; returns a sentence on decisions that went with an area, "" for
    none. Raises Refused where the project has changed since it was planned."""
    repair.before.require_now(project)
    coverage, edit = repair.before.coverage, repair.mended.edit
    if not (edit.changed or edit.added or edit.removed or edit.parents):
        return ""
    return put(project, coverage, edit, _("Repair the division")).notice


def sentences(repair: Repair, template: Template) -> list[str]:
    """Each repair in words, the largest first."""
    areas = repair.before.areas
    return [mend_words(areas, template, item) for item in repair.mended.mends]


def summary(repair: Repair) -> str:
    """What a repair comes to: how much ground changes hands, and how customers fare."""
    mends, left = repair.mended.mends, repair.mended.left
    text = ngettext(
        "{n} repair, {area:,.1f} m² change hands.",
        "{n} repairs, {area:,.1f} m² change hands.",
        len(mends),
    ).format(n=len(mends), area=repair.area_m2)
    said = [text, turn_words(repair.customers.turns)]
    if left:
        stays = ngettext(
            "{n:,} flaw stays, since locked areas and levels are left alone or it was not chosen.",
            "{n:,} flaws stay, since locked areas and levels are left alone or they were not "
            "chosen.",
            len(left),
        ).format(n=len(left))
        said.append(stays)
    return joined(*said)


def mend_words(areas: Areas, template: Template, item: Mend) -> str:
    """One repair as a sentence."""
    names = _(", ").join(area_words(areas, key) for key in item.among)
    to = area_words(areas, item.to)
    lon, lat = item.place
    facts = {
        "level": template.levels[item.level].name(),
        "area": item.area_m2,
        "lat": lat,
        "lon": lon,
        "names": names,
        "to": to,
    }
    if item.kind == "gap":
        text = _("{level}: a gap of {area:,.1f} m² near {lat:.6f}, {lon:.6f} goes to {to}.")
    elif item.kind in ("overlap", "duplicate"):
        text = _("{level}: {area:,.1f} m² near {lat:.6f}, {lon:.6f} that {names} share go to {to}.")
    elif item.kind == "outside":
        text = _("{level}: {names} loses {area:,.1f} m² near {lat:.6f}, {lon:.6f}, outside.")
    elif item.kind == "invalid":
        text = _("{level}: {names} crossed itself near {lat:.6f}, {lon:.6f}: {area:,.1f} m².")
    elif item.kind == "vanished":
        text = _("{level}: {names} ({area:,.1f} m²) is removed: others have all its ground.")
    else:
        text = _("{level}: {names} ({area:,.1f} m²) belongs to {to} now, in which it lies.")
    return text.format(**facts)


def area_words(areas: Areas, area_id: int) -> str:
    """Code and name of an area; open ground and areas that do not exist yet in words."""
    found = areas.index([area_id])
    if not len(found):
        return _("new open ground") if area_id < 0 else _("nobody")
    row = int(found[0])
    if areas.open[row]:
        return _("open ground")
    return f"{areas.code[row]} {areas.name[row]}".strip() or f"No. {area_id}"
