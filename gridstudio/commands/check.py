"""Is a project sound: the file, its references, and the coverage of every scheme's levels."""

from __future__ import annotations

from gridstudio.commands.areas import coverage_of
from gridstudio.domain.snapshots import Areas
from gridstudio.geometry.checking import Flaw
from gridstudio.geometry.checking import check as check_coverage
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.project.check import Problem


def check(project: Project) -> list[Problem]:
    """Every problem of a project; an empty list for a sound one."""
    return [*project.check(), *coverage_problems(project)]


def coverage_problems(project: Project) -> list[Problem]:
    """The problems of each scheme's coverage, with the area and the place of each; those of a
    scheme that is not the current one name it."""
    problems = []
    for scheme in project.schemes():
        areas = project.areas_of(scheme.id)
        where = "" if scheme.current else scheme.shown_name
        flaws = check_coverage(coverage_of(areas))
        problems += [_problem(project, areas, where, flaw) for flaw in flaws]
    return problems


def _problem(project: Project, areas: Areas, scheme: str, flaw: Flaw) -> Problem:
    row = areas.row(flaw.area_id)
    name = str(areas.code[row] or areas.name[row] or _("open ground"))
    where = f"areas {flaw.area_id}"
    if flaw.place is not None:
        where += f" at {flaw.place[0]:.7f},{flaw.place[1]:.7f}"
    level = project.template.levels[int(areas.level[row])].name()
    message = _("{level} {name}: {message}").format(level=level, name=name, message=flaw.message)
    if scheme:
        message = _("{scheme}: {message}").format(scheme=scheme, message=message)
    return Problem(flaw.kind, where, message)
