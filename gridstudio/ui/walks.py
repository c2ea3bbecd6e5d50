"""Acts of the window on walks: borders made of them, and tracks that are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtWidgets import QFileDialog, QMenu

from gridstudio.commands.walks import keep_track, read_walk
from gridstudio.geometry.mercator import to_xy
from gridstudio.i18n import _
from gridstudio.tools.gesture import MapEvent
from gridstudio.tools.walk_border import (
    Track,
    area_by_walk,
    border_by_walk,
    split_by_walk,
    track_at,
)

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class Walks:
    """Offers what receivers have walked, and the tracks of the project."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def split(self, chosen: Track | None = None) -> None:
        """Split the area that is selected along a walk."""
        area_ids = self._window.session.selection.areas
        if area_ids:
            gestures, tracks = self._window.gestures, self.live()
            chosen = chosen or self._only(tracks)
            gestures.start(split_by_walk(gestures.context(), area_ids[0], tracks, chosen))

    def border(self, chosen: Track | None = None) -> None:
        """Move a border to a walk."""
        gestures, tracks = self._window.gestures, self.live()
        gestures.start(border_by_walk(gestures.context(), tracks, chosen or self._only(tracks)))

    def area(self, chosen: Track | None = None) -> None:
        """Make an area of the ground that a walk goes round."""
        gestures, tracks = self._window.gestures, self.live()
        gestures.start(area_by_walk(gestures.context(), tracks, chosen or self._only(tracks)))

    def keep(self) -> None:
        """Keep what the receiver has walked so far as a track."""
        window, link = self._window, self._window.gps.recording
        project = window.session.project
        if project is None or link is None:
            return
        lonlat, _accuracy = link.walk()
        ended = datetime.now(UTC)
        name = _("Walk of {time}").format(time=ended.astimezone().strftime("%Y-%m-%d %H:%M"))
        kept = window.attempt(
            lambda: keep_track(
                project, name, lonlat, receiver=link.name, started=link.walk_began, ended=ended
            )
        )
        if kept is not None:
            window.session.say(
                _("{n:,} positions are kept as the track “{name}”.").format(
                    n=len(lonlat), name=name
                )
            )

    def read(self) -> None:
        """Keep the walk of a receiver's recording as a track."""
        path, _kind = QFileDialog.getOpenFileName(
            self._window,
            _("Read a recorded walk"),
            str(self._window.session.folder),
            _("Recordings of receivers")
            + " (*.nmea *.nme *.log *.txt);;"
            + _("All files")
            + " (*)",
        )
        if path:
            self.read_path(Path(path))

    def read_path(self, path: Path) -> None:
        """As ``read`` does once a file is chosen."""
        window = self._window
        project = window.session.project
        if project is None:
            return

        def keep(lonlat: NDArray[np.float64]) -> None:
            if window.attempt(lambda: keep_track(project, path.stem, lonlat)) is not None:
                said = _("{n:,} positions are kept as the track “{name}”.")
                window.session.say(said.format(n=len(lonlat), name=path.stem))

        window.run_job(
            _("Read a recorded walk"), lambda progress: read_walk(path, progress)[0], keep
        )

    def live(self) -> list[Track]:
        """What each running receiver has walked."""
        tracks = []
        for card in self._window.gps.cards:
            lonlat, accuracy_m = card.link.walk()
            if len(lonlat) > 1:
                tracks.append(Track(card.link.name, lonlat, accuracy_m))
        return tracks

    def add_to_menu(self, menu: QMenu, lon: float, lat: float) -> None:
        """What the track at a place, if there is one, can become."""
        window = self._window
        if window.session.project is None:
            return
        x, y = to_xy([lon, lat]).tolist()
        event = MapEvent("move", (x, y), window.map.metre_per_px())
        track = track_at(window.gestures.context(), event, self.live())
        if track is None:
            return
        of_track = menu.addMenu(_("Track: {name}").format(name=track.name))
        for key, act in (
            ("walk_split", self.split),
            ("walk_border", self.border),
            ("walk_area", self.area),
        ):
            known = window.actions_by_key[key]
            action = of_track.addAction(known.icon(), known.text(), partial(act, track))
            action.setEnabled(known.isEnabled())
            action.setToolTip(known.toolTip())
        of_track.setToolTipsVisible(True)

    def _only(self, live: list[Track]) -> Track | None:
        """The one walk that can be meant; None where there are several, or none."""
        data = self._window.session.data
        layer = data.layer_of("tracks") if data is not None else None
        kept = data.features[layer.id] if data is not None and layer is not None else None
        if kept is None or not len(kept):
            return live[0] if len(live) == 1 else None
        if live or len(kept) > 1 or kept.geometry[0].geom_type != "LineString":
            return None
        shape = kept.geometry[0]
        return Track(str(kept.name[0]), shapely.get_coordinates(shape), shape=shape)
