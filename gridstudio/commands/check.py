"""Is a project sound: the file, its references, and the coverage of every scheme's levels."""

from __future__ import annotations

from gridstudio.commands.areas import coverage_of
from gridstudio.geometry.checking import Flaw
from gridstudio.geometry.checking import check as check_coverage
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.project.check import Problem


def check(project: Project) -> list[Problem]:
    """Every problem of a project; an empty list for a sound one."""
    return [*project.check(), *coverage_problems(project)]


def coverage_problems(project: Project) -> list[Problem]:
    """The problems of the current scheme's coverage, with the area and the place of each."""
    return [_problem(project, flaw) for flaw in check_coverage(coverage_of(project.areas()))]


def _problem(project: Project, flaw: Flaw) -> Problem:
    areas = project.areas()
    row = areas.row(flaw.area_id)
    name = str(areas.code[row] or areas.name[row] or _("open ground"))
    where = f"areas {flaw.area_id}"
    if flaw.place is not None:
        where += f" at {flaw.place[0]:.7f},{flaw.place[1]:.7f}"
    level = project.template.levels[int(areas.level[row])].name()
    message = _("{level} {name}: {message}").format(level=level, name=name, message=flaw.message)
    return Problem(flaw.kind, where, message)
