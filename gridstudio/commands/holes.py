"""Acts on one piece of ground: cutting a hole, filling one, giving an exclave away."""

from __future__ import annotations

from numpy.typing import ArrayLike

from gridstudio.commands.areas import Done, coverage_of, write
from gridstudio.commands.ground import opened_polygon
from gridstudio.domain.snapshots import Areas
from gridstudio.geometry import holes
from gridstudio.geometry.coverage import Ground
from gridstudio.geometry.rings import Point
from gridstudio.i18n import _
from gridstudio.project import Project


def cut_hole(project: Project, level: int, ring: ArrayLike) -> Done:
    """Make open ground of what an area of ``level`` has within ``ring`` ``(n, 2)`` in degrees.

    Raises Refused, with the place.
    """
    coverage = coverage_of(project.areas())
    edit = holes.cut_hole(coverage, level, opened_polygon(ring))
    return write(project, coverage, edit, _("Cut a hole"))


def fill_hole(project: Project, level: int, at: Point) -> Done:
    """Let the area of ``level`` around the hole at a position in degrees take it in; an area that
    fills the hole is merged into it, as the notice says. Raises Refused, with the place."""
    areas = project.areas()
    coverage = coverage_of(areas)
    ground, _part, around = holes.hole_at(coverage, level, at)
    edit = holes.fill_hole(coverage, level, at)
    write(project, coverage, edit, _("Fill a hole"))
    said = _("{around} has taken in the ground of {area}.")
    if ground.open:
        said = _("{around} has taken in the open ground.")
    elif ground.id in edit.removed:
        said = _("{area} has been merged into {around}.")
    return Done(notice=said.format(area=name_of(areas, ground), around=name_of(areas, around)))


def give_exclave(project: Project, level: int, at: Point) -> Done:
    """Let the exclave of an area of ``level`` at a position in degrees pass to its neighbour, whom
    the notice names. Raises Refused, with the place."""
    areas = project.areas()
    coverage = coverage_of(areas)
    ground, _part, heir = holes.exclave_at(coverage, level, at)
    write(project, coverage, holes.give_exclave(coverage, level, at), _("Give an exclave away"))
    said = _("The exclave of {area} belongs to {heir} now.")
    return Done(notice=said.format(area=name_of(areas, ground), heir=name_of(areas, heir)))


def name_of(areas: Areas, ground: Ground) -> str:
    """An area's name as sentences put it."""
    if ground.open:
        return _("open ground")
    return f"“{areas.name[areas.row(ground.id)]}”"
