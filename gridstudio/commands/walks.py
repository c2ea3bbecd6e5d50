"""Walks recorded with a receiver: kept as tracks, and made into borders."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gridstudio.commands.areas import Done, coverage_of, write
from gridstudio.commands.ground import carve_area
from gridstudio.commands.line_splits import split_area_along
from gridstudio.errors import UserError
from gridstudio.geometry.walked_border import walk_border
from gridstudio.gps.source import recorded_chunks
from gridstudio.gps.stream import NmeaStream
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project

Floats = NDArray[np.float64]


def keep_track(
    project: Project,
    name: str,
    lonlat: ArrayLike,
    *,
    receiver: str = "",
    started: datetime | None = None,
    ended: datetime | None = None,
) -> int:
    """Keep positions ``(n, 2)`` in degrees as a track; returns its id. A track is recorded, not
    edited: it is outside undo. Raises UserError for fewer than two positions."""
    points = np.round(np.asarray(lonlat, dtype=np.float64).reshape(-1, 2), 9)
    points = points[np.isfinite(points).all(axis=1)]
    if len(np.unique(points, axis=0)) < 2:
        raise UserError(_("Nothing has been walked yet: a track needs two positions."))
    row = {
        "name": name,
        "receiver": receiver,
        "points": len(points),
        "started_at": started.isoformat(timespec="seconds") if started is not None else None,
        "ended_at": ended.isoformat(timespec="seconds") if ended is not None else None,
        "geom": shapely.LineString(points),
    }
    with project.record() as edit:
        (track_id,) = edit.add("tracks", [row])
    return track_id


def read_walk(path: Path, progress: Progress = no_progress) -> tuple[Floats, Floats]:
    """The positions of a receiver's recording (NMEA 0183): ``(n, 2)`` degrees, and their accuracy
    ``(n,)`` in metres, NaN where it is not known. Raises UserError for a file that holds none."""
    progress(0.0, "")
    stream, epochs = NmeaStream(), []
    chunks = recorded_chunks(path)
    for at, (data, _pause_s) in enumerate(chunks):
        progress(0.5 + at / len(chunks) / 2, "")
        epochs += stream.feed(data)
    epochs += stream.pause()  # the last one, which nothing follows
    rows = [(epoch.lon, epoch.lat, epoch.accuracy_m or np.nan) for epoch in epochs if epoch.has_fix]
    if len(rows) < 2:
        raise UserError(_("{name} holds no walk of a receiver.").format(name=path.name))
    found = np.array(rows, dtype=np.float64)
    return np.ascontiguousarray(found[:, :2]), found[:, 2]


def split_by_walk(project: Project, area_id: int, line: ArrayLike) -> Done:
    """Split an area along a walk ``(n, 2)`` in degrees. Raises Refused, with the place."""
    with project.edit(_("Split area by a walk")):
        return split_area_along(project, area_id, line)


def border_by_walk(project: Project, level: int, line: ArrayLike) -> Done:
    """Move the border of two areas onto a walk ``(n, 2)`` in degrees. Raises Refused, with the
    place."""
    coverage = coverage_of(project.areas())
    edit = walk_border(coverage, level, np.asarray(line, dtype=np.float64))
    return write(project, coverage, edit, _("Move border to a walk"))


def area_by_walk(project: Project, level: int, ring: ArrayLike) -> Done:
    """Make an area of the ground that a closed walk goes round, whoever has it; ``ring`` is
    ``(n, 2)`` degrees. Raises Refused, with the place."""
    with project.edit(_("Draw area by a walk")):
        return carve_area(project, level, ring)
