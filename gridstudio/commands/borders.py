"""Acts on whole borders and whole areas: moved, straightened, freed of nodes."""

from __future__ import annotations

from gridstudio.commands.areas import Done, division_of, write
from gridstudio.geometry import border_moving, straightening, translating
from gridstudio.geometry.borders import Bounds, border_at, stretch
from gridstudio.geometry.rings import Point
from gridstudio.i18n import _
from gridstudio.project import Project


def move_border(
    project: Project, level: int, near: Point, end: Point, tolerance_deg: float
) -> Done:
    """Move the whole border nearest to ``near`` as far as from there to ``end`` (degrees); its ends
    slide along the neighbours' borders. Raises Refused, with the place."""
    coverage = division_of(project)
    border = border_at(coverage, level, near, tolerance_deg)
    edit = border_moving.move_border(coverage, border, near, end)
    return write(project, coverage, edit, _("Move border"))


def straighten_between(project: Project, level: int, start: Point, end: Point) -> Done:
    """Straighten the borders of a level on the shortest way between two nodes (degrees, as stored);
    junctions on the way stay. Raises Refused, with the place."""
    coverage = division_of(project)
    edit = straightening.straighten(coverage, stretch(coverage, level, start, end))
    return write(project, coverage, edit, _("Straighten border"))


def straighten_border(project: Project, level: int, near: Point, tolerance_deg: float) -> Done:
    """Straighten the whole border nearest to ``near``. Raises Refused, with the place."""
    coverage = division_of(project)
    border = border_at(coverage, level, near, tolerance_deg)
    return write(
        project, coverage, straightening.straighten(coverage, border), _("Straighten border")
    )


def delete_nodes(project: Project, bounds: Bounds) -> Done:
    """Take the nodes within a box out of all borders; junctions stay. Raises Refused."""
    coverage = division_of(project)
    edit = straightening.delete_nodes_within(coverage, bounds)
    return write(project, coverage, edit, _("Delete nodes"))


def move_area(project: Project, area_id: int, start: Point, end: Point) -> Done:
    """Move an area, with all below it, as far as from ``start`` to ``end`` (degrees): it takes the
    ground where it lands and leaves its own open. Raises Refused, with the place."""
    coverage = division_of(project)
    edit = translating.move_area(coverage, area_id, start, end)
    return write(project, coverage, edit, _("Move area"))
