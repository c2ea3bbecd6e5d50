"""What can be done to layers in the window: each is one command, or a switch of the view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog

from gridstudio.commands import layers as commands
from gridstudio.commands.import_report import ImportOptions
from gridstudio.commands.linked import link_file
from gridstudio.domain.layer_tree import BUILT_IN, members, title
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.i18n import _
from gridstudio.jobs import Progress
from gridstudio.project import Project
from gridstudio.ui.panels.layer_entries import IN_FILES, tooltip

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

WALK_ACTS = ("walk_split", "walk_border", "walk_area", "keep_track", "read_walk")
STYLED = ("customers", "sites", "areas", "tracks", "features", "linked")
"""Kinds that a style draws."""
NAMES = "names"
"""The view state of the switch for names."""


class LayerActs:
    """The acts of the layer panel on the window's project."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._said: set[str] = set()
        window.session.closing.connect(self._said.clear)

    # --- switches

    def switch(self, layer_id: int, visible: bool) -> None:
        """Show or hide a layer or group; all others that are chosen stay as they are."""
        self._window.map.set_visible(layer_id, visible)
        if (project := self._window.session.project) is not None:
            commands.switch_layer(project, layer_id, visible)

    def switch_names(self, shown: bool) -> None:
        """Show or hide all names."""
        view, project = self._window.map, self._window.session.project
        view.set_look(replace(view.look, labels=shown))
        if project is not None:
            project.keep_view_state(NAMES, shown)

    def look_as_kept(self) -> None:
        """Switch everything as it was when the project was last looked at."""
        view, data = self._window.map, self._window.session.data
        project = self._window.session.project
        if data is None or project is None:
            return
        look = replace(
            view.look, hidden=data.hidden, labels=project.view_state(NAMES, True) is True
        )
        if look != view.look:
            view.set_look(look)

    def say_problems(self) -> None:
        """Which styles cannot be used, each once while the project is open."""
        project = self._window.session.project
        if project is None:
            return
        fresh = [text for text in project.style_problems if text not in self._said]
        self._said.update(fresh)
        if fresh:
            self._window.session.say("\n".join(fresh), problem=True)

    def fold(self, layer_id: int, expanded: bool) -> None:
        if (project := self._window.session.project) is not None:
            commands.expand_layer(project, layer_id, expanded)

    def of_base_map(self, layer_id: int) -> list[tuple[str, str, Callable[[], object]]]:
        """Icon, text and act of what can be done to this layer if it is a base map."""
        bases, data = self._window.base_maps, self._window.session.data
        kinds = {layer.id: layer.kind for layer in data.layers} if data is not None else {}
        if kinds.get(layer_id) == "tiles":
            return [("mdi6.axis-arrow", _("Datum …"), lambda: bases.choose_datum(layer_id))]
        if kinds.get(layer_id) == "picture":
            text = _("Place again …")
            return [("mdi6.vector-point-edit", text, lambda: bases.place_again(layer_id))]
        return []

    def of_tracks(self, layer_id: int) -> list[QAction]:
        """What the tracks can become, if this layer is that of the tracks."""
        data = self._window.session.data
        if data is None or data.layer(layer_id).kind != "tracks":
            return []
        return [self._window.actions_by_key[key] for key in WALK_ACTS]

    # --- edits

    def rename(self, layer_id: int, name: str) -> None:
        self._edit(lambda project: commands.rename_layer(project, layer_id, name))

    def move(self, ids: Sequence[int], parent: int, position: int) -> None:
        self._edit(lambda project: commands.move_layers(project, ids, parent, position))

    def group(self, ids: Sequence[int]) -> int | None:
        """Returns the group's id, None where it was refused."""
        made: list[int] = []
        self._edit(lambda project: made.append(commands.group_layers(project, ids)))
        return made[0] if made else None

    def remove(self, ids: Sequence[int]) -> None:
        self._edit(lambda project: commands.remove_layers(project, ids))

    def why_not_remove(self, ids: Sequence[int]) -> str:
        """A sentence where these cannot be removed."""
        data = self._window.session.data
        if data is None or not ids:
            return _("Select a layer first.")
        chosen = [data.layer(one) for one in ids]
        inner = [one for layer in chosen for one in members(data.layers, layer.id)]
        if any(layer.kind in BUILT_IN for layer in (*chosen, *inner)):
            return _(
                "Areas, customers, sites and tracks always are on the map; hide the layer instead."
            )
        return ""

    def style(self, layer_id: int) -> None:
        """Open the dialog of the layer's style; of what has none, that of its properties."""
        if self.has_style(layer_id):
            self._window.styling.open(layer_id)
        else:
            self.properties(layer_id)

    def has_style(self, layer_id: int) -> bool:
        data = self._window.session.data
        return data is not None and data.layer(layer_id).kind in STYLED

    def colour_customers(self, field: str) -> None:
        """Colour the customers by kind or class, as the template has it."""
        self._window.styling.customers_by(field)

    def properties(self, layer_id: int) -> None:
        """Ask for name, opacity and scales; while they are chosen the map shows them."""
        from gridstudio.ui.dialogs.layer_properties import LayerPropertiesDialog

        window, data = self._window, self._window.session.data
        if data is None:
            return
        layer = data.layer(layer_id)
        dialog = LayerPropertiesDialog(
            layer,
            title(layer, data.template),
            "\n".join(tooltip(data, layer).splitlines()[1:3]) if layer.source else "",
            data.denominator(window.map.metre_per_px()),
            partial(self._preview, data),
            window,
        )
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        window.map.set_data(window.session.data)
        if accepted:
            self._edit(lambda project: commands.change_layer(project, dialog.changed()))

    def _preview(self, data: MapData, layer: Layer) -> None:
        layers = tuple(layer if one.id == layer.id else one for one in data.layers)
        self._window.map.set_data(replace(data, layers=layers))

    def adding(self) -> list[tuple[str, str, Callable[[], object]]]:
        """Ways to a new layer: icon, text, act."""
        window = self._window
        return [
            ("mdi6.file-import-outline", _("From a file …"), window.files.import_layer),
            ("mdi6.map-plus", _("Base map …"), window.base_maps.add),
            ("mdi6.link-variant-plus", _("Link to a file …"), self.link_file),
            ("mdi6.folder-plus-outline", _("Group"), lambda: self.group([])),
        ]

    def link_file(self) -> None:
        """Ask for a map file that is to be shown and not copied; it is read in a job."""
        from gridstudio.ui.dialogs.import_file import ImportDialog

        window, project = self._window, self._window.session.project
        if project is None:
            return
        dialog = ImportDialog(project, window.session.settings.theme, window.runner, window)
        dialog.only_link()
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self.link(dialog.source(), dialog.options())

    def link(self, source: Path, options: ImportOptions) -> None:
        """Show a map file without copying it."""
        window, project = self._window, self._window.session.project
        if project is None:
            return

        def work(progress: Progress) -> int:
            with project.lent(_("Link")):
                return link_file(project, source, options, progress)

        def done(layer_id: int) -> None:
            project.take_back()
            window.parts.layers.tree.choose(layer_id)
            self.zoom_to([layer_id])

        window.run_job(_("Reading {name}").format(name=source.name), work, done)

    def is_in_file(self, layer_id: int) -> bool:
        """Whether the layer's content lies in a file that can be looked for."""
        data = self._window.session.data
        return data is not None and data.layer(layer_id).kind in IN_FILES

    def find_file(self, layer_id: int) -> None:
        """Ask where the layer's file is now."""
        project, data = self._window.session.project, self._window.session.data
        if project is None or data is None:
            return
        old = data.folder / data.layer(layer_id).source
        everything = _("All files")
        path, _kind = QFileDialog.getOpenFileName(
            self._window,
            _("Find {name}").format(name=old.name),
            str(old.parent if old.parent.exists() else data.folder),
            f"*{old.suffix};;{everything} (*)",
        )
        if path:
            self._edit(lambda project: commands.relink(project, layer_id, Path(path)))

    def _edit(self, act: Callable[[Project], object]) -> None:
        project = self._window.session.project
        if project is not None:
            self._window.attempt(lambda: act(project))
            self._window.parts.layers.rebuild()  # what was refused is shown as it is

    # --- the map

    def zoom_to(self, ids: Sequence[int]) -> None:
        """Fit what the layers show into the view."""
        bounds = self._window.map.bounds_of(ids)
        if bounds is None:
            self._window.session.say(_("The layer is empty."), problem=True)
        else:
            self._window.map.zoom_to(bounds)
