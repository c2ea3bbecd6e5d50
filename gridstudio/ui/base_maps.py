"""Acts of the window on base maps: add tiles or a picture, place a picture again, the datum."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog

from gridstudio.canvas.picture_pyramid import Pyramid
from gridstudio.commands.base_maps import (
    add_picture,
    add_tiles,
    path_of,
    place_picture,
    set_datum,
)
from gridstudio.domain.rows import Layer
from gridstudio.errors import UserError
from gridstudio.formats.base_map_files import PICTURES, TILE_FILES, BaseMapFile, look_into
from gridstudio.formats.pictures.size import picture_size
from gridstudio.geometry.datum import to_wgs84
from gridstudio.geometry.georeference import Placement, placement_from_dict
from gridstudio.i18n import _
from gridstudio.jobs import Progress
from gridstudio.ui.dialogs.add_base_map import AddBaseMapDialog
from gridstudio.ui.dialogs.place_picture import PlacePictureDialog
from gridstudio.ui.placing import Draft, bounds_of, draft_of

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow


class BaseMapActs:
    """What the window does with base maps; each change is one edit."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def add(self) -> None:
        """Ask for a file, then for what it takes."""
        kinds = " ".join(f"*{ending}" for ending in (*TILE_FILES, *PICTURES))
        maps, anything = _("Base maps"), _("All files")
        texts = f"{maps} ({kinds});;{anything} (*)"
        path, _kind = QFileDialog.getOpenFileName(
            self._window, _("Add a base map"), str(self._window.session.folder), texts
        )
        if path:
            self.add_path(Path(path))

    def add_folder(self) -> None:
        """Ask for a folder of tiles z/x/y."""
        path = QFileDialog.getExistingDirectory(
            self._window, _("Add a folder of tiles"), str(self._window.session.folder)
        )
        if path:
            self.add_path(Path(path))

    def add_path(self, path: Path) -> None:
        """Add a base map, whatever it is; what cannot be shown is said with the reason."""
        window = self._window

        def work(_progress: Progress) -> BaseMapFile:
            return look_into(path)

        def done(found: BaseMapFile) -> None:
            if found.kind == "tiles":
                self._add_tiles(found)
            else:
                self._add_picture(found)

        window.run_job(_("Reading {name}").format(name=path.name), work, done)

    def place_again(self, layer_id: int = 0) -> None:
        """Place a picture that is on the map anew; 0 asks which."""
        project = self._window.session.project
        layer = self._layer(layer_id, "picture", _("Place a picture again"))
        if project is None or layer is None:
            return
        path = path_of(project, layer.source)

        def act() -> None:
            size = picture_size(path)
            try:
                draft = draft_of(placement_from_dict(layer.options.get("placement", {})), size)
            except UserError:
                draft = Draft(size)
            self._read_and_place(path, draft, layer.id)

        self._window.attempt(act)

    def choose_datum(self, layer_id: int = 0) -> None:
        """Ask in which datum a base map of tiles is drawn; 0 asks of which one, too."""
        window = self._window
        project, data = window.session.project, window.session.data
        layer = self._layer(layer_id, "tiles", _("Datum of a base map"))
        if project is None or data is None or layer is None:
            return
        path = path_of(project, layer.source)
        found = window.attempt(lambda: look_into(path, str(layer.options.get("table", ""))))
        if found is None:
            return
        dialog = AddBaseMapDialog(
            found, data, window.session.settings.theme, layer=layer, parent=window
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            datum = dialog.datum.currentData()
            window.attempt(lambda: set_datum(project, layer.id, datum))

    # --- adding

    def _add_tiles(self, found: BaseMapFile) -> None:
        window = self._window
        project, data = window.session.project, window.session.data
        if project is None or data is None:
            return
        dialog = AddBaseMapDialog(found, data, window.session.settings.theme, parent=window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        datum, table = dialog.datum.currentData(), dialog.table.currentData() or ""
        name = dialog.name.text().strip()

        def act() -> None:
            add_tiles(project, found.path, datum=datum, table=table, name=name)
            self._said_added(name or found.name)
            if found.bounds is not None and not len(data.areas):
                (west, south), (east, north) = to_wgs84(
                    [found.bounds[:2], found.bounds[2:]], datum
                ).tolist()
                window.map.zoom_to((west, max(south, -85.0), east, min(north, 85.0)))

        window.attempt(act)

    def _add_picture(self, found: BaseMapFile) -> None:
        method = "file" if found.affine is not None else "points"
        draft = Draft(found.size, method=method, stated=found.affine)
        if found.crs:
            draft = Draft(found.size, method=method, stated=found.affine, crs=found.crs)
        self._read_and_place(found.path, draft, 0)

    def _read_and_place(self, path: Path, draft: Draft, layer_id: int) -> None:
        """Read the picture in a job, which takes seconds for a large scan; then ask."""
        pyramid = Pyramid(path, draft.size)

        def work(progress: Progress) -> None:
            pyramid.prepare(progress)

        def done(_nothing: Any) -> None:
            self._place(path, draft, layer_id, pyramid)

        self._window.run_job(_("Reading {name}").format(name=path.name), work, done)

    def _place(self, path: Path, draft: Draft, layer_id: int, pyramid: Pyramid) -> None:
        window = self._window
        project, data = window.session.project, window.session.data
        if project is None or data is None:
            return
        theme, view = window.session.settings.theme, window.map.viewport_now
        dialog = PlacePictureDialog(
            path, draft, data, view, theme, pyramid=pyramid, layer_id=layer_id, parent=window
        )
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        placement = dialog.placement
        if not accepted or placement is None:
            return

        def act(placement: Placement = placement) -> None:
            window.map.use_picture(path.resolve(), pyramid)
            if layer_id:
                place_picture(project, layer_id, placement)
            else:
                add_picture(project, path, placement)
                self._said_added(path.stem)
            window.map.zoom_to(bounds_of(placement, draft.size), margin=0.1)

        window.attempt(act)

    def _said_added(self, name: str) -> None:
        self._window.session.say(_("Base map added: {name}").format(name=name))

    def _layer(self, layer_id: int, kind: str, question: str) -> Layer | None:
        """The layer of an id, where it is of this kind; with 0 the only one, or one chosen."""
        data = self._window.session.data
        layers = [one for one in data.layers if one.kind == kind] if data is not None else []
        if layer_id or len(layers) < 2:
            return next((one for one in layers if layer_id in (0, one.id)), None)
        names = [f"{number}. {one.name}" for number, one in enumerate(reversed(layers), 1)]
        text, chosen = QInputDialog.getItem(self._window, question, _("Base map"), names, 0, False)
        return layers[-1 - names.index(text)] if chosen else None
