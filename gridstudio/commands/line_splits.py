"""Splitting areas along what is on the map already: roads, rivers, tracks."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gridstudio.commands.areas import Done, coverage_of, require_divided_from, write
from gridstudio.geometry.line_splitting import split_by
from gridstudio.i18n import _
from gridstudio.project import Project


def split_area_along(project: Project, area_id: int, line: ArrayLike) -> Done:
    """Split an area along a line ``(n, 2)`` in degrees that may end a little short of the border or
    run beside it (see geometry/line_splitting.py). Raises Refused, with the place."""
    coverage = coverage_of(project.areas())
    require_divided_from(coverage, area_id)
    edit = split_by(coverage, area_id, np.asarray(line, dtype=np.float64))
    return write(project, coverage, edit, _("Split area along a line"))
