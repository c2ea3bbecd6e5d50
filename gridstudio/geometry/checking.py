"""What is wrong with a coverage, everything at once."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from gridstudio.geometry.coverage import Coverage, Ground, bad_place, outline_difference
from gridstudio.geometry.rings import Point
from gridstudio.i18n import _

SLIVER_DEG2 = 1e-14
"""Areas of difference below this (about 1 cm²) are the noise of computing them."""


@dataclass(frozen=True)
class Flaw:
    """``kind`` is invalid, overlap, gap, outline, open, level or orphan; ``area_id`` the parent (or
    the area itself) it was found at; ``place`` in degrees, None where it has none."""

    kind: str
    area_id: int
    place: Point | None
    message: str


def check(coverage: Coverage) -> list[Flaw]:
    """Every flaw of a scheme; an empty list for a sound one."""
    flaws: list[Flaw] = []
    for ground in coverage.grounds.values():
        flaws += _of_one(coverage, ground)
    if any(flaw.kind == "invalid" for flaw in flaws):
        return flaws
    for ground in coverage.grounds.values():
        flaws += _of_family(coverage, ground)
    return flaws


def _of_one(coverage: Coverage, ground: Ground) -> list[Flaw]:
    flaws = []
    if ground.geometry is None or ground.geometry.is_empty:
        return [Flaw("invalid", ground.id, None, _("The area has no ground."))]
    if not shapely.is_valid(ground.geometry):
        reason = shapely.is_valid_reason(ground.geometry)
        flaws.append(Flaw("invalid", ground.id, None, _("The border is invalid: ") + reason))
    if ground.parent and ground.parent not in coverage.grounds:
        flaws.append(Flaw("orphan", ground.id, None, _("The area above is not there.")))
    elif ground.parent and coverage[ground.parent].level != ground.level - 1:
        flaws.append(Flaw("level", ground.id, None, _("The level does not fit the area above.")))
    elif not ground.parent and ground.level != 0:
        flaws.append(Flaw("level", ground.id, None, _("Only the county has no area above.")))
    return flaws


def _of_family(coverage: Coverage, parent: Ground) -> list[Flaw]:
    children = coverage.children(parent.id)
    if not children:
        return []
    flaws = []
    if sum(child.open for child in children) > 1:
        flaws.append(
            Flaw("open", parent.id, None, _("There is more than one open ground in one area."))
        )
    shapes = [child.geometry for child in children]
    union = shapely.union_all(shapes)
    overlap = sum(shape.area for shape in shapes) - union.area
    gap = parent.geometry.difference(union)
    beyond = union.difference(parent.geometry)
    place = bad_place(shapes)
    sound = place is None
    if not sound and overlap > SLIVER_DEG2:
        flaws.append(Flaw("overlap", parent.id, place, _("Areas overlap.")))
    elif not sound:
        message = _("Neighbouring borders do not have the same vertices.")
        flaws.append(Flaw("overlap", parent.id, place, message))
    if gap.area > SLIVER_DEG2:
        point = gap.representative_point()
        flaws.append(Flaw("gap", parent.id, (point.x, point.y), _("There is a gap.")))
    elif beyond.area > SLIVER_DEG2:
        point = beyond.representative_point()
        message = _("An area reaches beyond the area above.")
        flaws.append(Flaw("outline", parent.id, (point.x, point.y), message))
    elif sound:
        stray = outline_difference(shapes, parent.geometry)
        if stray is not None:
            message = _("The border of the area above has other vertices.")
            flaws.append(Flaw("outline", parent.id, stray, message))
    return flaws
