"""The figures of areas that the user keeps in sight: view state, no edit."""

from __future__ import annotations

from collections.abc import Sequence

from gridstudio.assessment.all_figures import all_figures
from gridstudio.assessment.area_figures import AreaFigure
from gridstudio.project import Project

PINNED = "pinned_figures"


def pinned(project: Project) -> tuple[AreaFigure, ...]:
    """The pinned figures, in the order in which figures are offered; what the template does not
    have any more is left out."""
    wanted = pinned_keys(project)
    return tuple(one for one in all_figures(project.template) if one.key in wanted)


def pinned_keys(project: Project) -> set[str]:
    """The keys of all that are pinned."""
    stored = project.view_state(PINNED, [])
    return set(stored) if isinstance(stored, list) else set()


def pin(project: Project, keys: Sequence[str]) -> None:
    """Keep these in sight and no others."""
    project.keep_view_state(PINNED, sorted(set(keys)))
