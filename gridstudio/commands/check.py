"""Is a project sound: the file, its references, and the coverage of every scheme's levels."""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.commands.areas import coverage_of
from gridstudio.commands.foreseen import Before
from gridstudio.domain.snapshots import Areas
from gridstudio.geometry.checking import Flaw
from gridstudio.geometry.checking import check as check_coverage
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress, part
from gridstudio.project import Project
from gridstudio.project.check import Problem


@dataclass(frozen=True, eq=False)
class Findings:
    """What a check found: ``flaws`` of the current scheme's division, which can be mended, and
    ``problems`` of the file and of other schemes; ``before`` is when it was looked at."""

    flaws: tuple[Flaw, ...]
    problems: tuple[Problem, ...]
    before: Before

    def __bool__(self) -> bool:
        return bool(self.flaws or self.problems)


def findings(project: Project, progress: Progress = no_progress) -> Findings:
    """Check everything, and keep what a repair needs."""
    progress(0.0, _("Checking the file"))
    before = Before.of(project)
    problems = [*project.check(), *coverage_problems(project, others_only=True)]
    flaws = check_coverage(before.coverage, part(progress, 0.4, 1.0))
    return Findings(tuple(flaws), tuple(problems), before)


def check(project: Project, progress: Progress = no_progress) -> list[Problem]:
    """Every problem of a project; an empty list for a sound one."""
    progress(0.0, _("Checking the file"))
    return [*project.check(), *coverage_problems(project, part(progress, 0.3, 1.0))]


def coverage_problems(
    project: Project, progress: Progress = no_progress, *, others_only: bool = False
) -> list[Problem]:
    """The problems of each scheme's coverage, with the area and the place of each; those of a
    scheme that is not the current one name it."""
    problems = []
    for scheme in project.schemes():
        if scheme.current and others_only:
            continue
        areas = project.areas_of(scheme.id)
        where = "" if scheme.current else scheme.shown_name
        flaws = check_coverage(coverage_of(areas), progress)
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
