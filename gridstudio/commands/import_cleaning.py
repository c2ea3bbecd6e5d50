"""Foreign polygons cleaned before they are imported, and the list of what that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry import MultiPolygon

from gridstudio.geometry.cleaning import NOBODY, Repair, clean
from gridstudio.geometry.coverage import Coverage
from gridstudio.i18n import N_, _

LISTED = 200
_WORDS = {
    "crossing": N_("the border crossed itself"),
    "gap": N_("a gap"),
    "overlap": N_("an overlap"),
    "outside": N_("ground beyond the area above"),
    "vanished": N_("a polygon that others cover"),
}


@dataclass(frozen=True, eq=False)
class Mended:
    """One change of the cleaning: in words, what it was, and its size, place and ground."""

    sentence: str
    repair: Repair


def clean_shapes(
    shapes: Sequence[MultiPolygon],
    lines: Sequence[int],
    tolerance_m: float,
    coverage: Coverage,
    level: int,
) -> tuple[list[MultiPolygon], list[Mended]]:
    """Shapes in degrees made a coverage within the open ground of the areas that they lie in, and
    each change, the largest first. ``lines`` are those of the file.

    Where the project has no county yet, they are cleaned among themselves.
    """
    result = list(shapes)
    mended: list[Mended] = []
    for parent, members in _families(shapes, coverage, level).items():
        within = None
        if parent:
            ground = coverage.open_child(parent)
            if ground is None and coverage.children(parent):
                continue  # nothing is open there: drawing will refuse them with the reason
            within = (ground or coverage[parent]).geometry
        cleaned = clean([shapes[at] for at in members], tolerance_m, within)
        for at, shape in zip(members, cleaned.shapes, strict=True):
            result[at] = shape
        named = [lines[at] for at in members]
        mended += [Mended(_sentence(repair, named), repair) for repair in cleaned.repairs]
    return result, sorted(mended, key=lambda item: -item.repair.area_m2)


def told(mended: Sequence[Mended]) -> list[str]:
    """The changes in words, the first LISTED of them."""
    sentences = [item.sentence for item in mended[:LISTED]]
    if len(mended) > LISTED:
        sentences.append(_("… and {n} more.").format(n=len(mended) - LISTED))
    return sentences


def _families(
    shapes: Sequence[MultiPolygon], coverage: Coverage, level: int
) -> dict[int, list[int]]:
    """The places of the shapes by the area above that holds most of each; 0 where there is none."""
    above = [held for held in coverage.grounds.values() if held.level == level - 1]
    found: dict[int, list[int]] = {}
    for at, shape in enumerate(shapes):
        near = [held for held in above if not held.open and held.geometry.intersects(shape)]
        whole = shape if shape.is_valid else shape.buffer(0)
        best = max(near, key=lambda held: held.geometry.intersection(whole).area, default=None)
        found.setdefault(best.id if best is not None else 0, []).append(at)
    return found


def _sentence(repair: Repair, lines: Sequence[int]) -> str:
    concerned = ", ".join(str(lines[at]) for at in repair.among)
    lon, lat = repair.place
    what = _("{what} of {area:,.1f} m² near {lat:.6f}, {lon:.6f}").format(
        what=_(_WORDS[repair.kind]), area=repair.area_m2, lat=lat, lon=lon
    )
    if concerned:
        what += " " + _("(lines {lines})").format(lines=concerned)
    if repair.kind in ("gap", "overlap"):
        if repair.to == NOBODY:
            return _("Left open: {what}.").format(what=what)
        return _("To line {line}: {what}.").format(line=lines[repair.to], what=what)
    if repair.kind == "outside":
        return _("Cut off: {what}.").format(what=what)
    return _("Changed: {what}.").format(what=what)
