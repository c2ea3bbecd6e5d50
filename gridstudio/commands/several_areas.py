"""Facts of several areas at once: urban or rural, team, manager, locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.project import Project

FACTS = ("setting", "team", "manager", "locked")


def set_areas(project: Project, area_ids: Sequence[int], **values: Any) -> int:
    """Give areas the same setting (a key of the template, "" for none), team, manager or lock, in
    one act; returns how many change. Open ground among them is passed over; raises Refused where
    there is nothing else."""
    if not values.keys() <= {*FACTS}:
        raise ValueError(f"facts that areas cannot share: {values.keys() - {*FACTS}}")
    areas = project.areas()
    rows = areas.index(area_ids)
    rows = rows[~areas.open[rows]]
    if not len(rows):
        raise Refused(_("Open ground has no name or team: draw an area on it."))
    differing = np.zeros(len(rows), dtype=bool)
    for fact, value in values.items():
        differing |= _column(project, fact)[rows] != value
    if differing.any():
        with project.edit(_label(values)) as edit:
            edit.update_all("areas", areas.id[rows[differing]].tolist(), values)
    return int(differing.sum())


def _column(project: Project, fact: str) -> np.ndarray[Any, np.dtype[Any]]:
    areas = project.areas()
    if fact != "setting":
        return np.asarray(getattr(areas, fact))
    keys = np.array([*(word.key for word in project.template.settings), ""], dtype=object)
    return keys[areas.setting]  # -1 is the last


def _label(values: dict[str, Any]) -> str:
    if set(values) == {"setting"}:
        return _("Set urban or rural")
    if set(values) == {"locked"}:
        return _("Lock areas") if values["locked"] else _("Unlock areas")
    return _("Change areas")
