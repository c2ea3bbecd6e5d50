"""Layers: add, remove, rename, order, group, opacity, scale range, source; switches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gridstudio.assessment.terrain import HOLDS
from gridstudio.domain.layer_tree import BUILT_IN, members, place_for, title
from gridstudio.domain.rows import Layer
from gridstudio.domain.style import Style
from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.project.edit import Edit


def add_layer(
    project: Project,
    name: str,
    kind: str,
    *,
    edit: Edit | None = None,
    place_as: str = "",
    **values: Any,
) -> int:
    """Add a layer where one of its kind (or of the kind ``place_as``) belongs; returns its id.
    ``values`` are further columns (source, datum, options …). With ``edit`` it is part of that
    act."""
    if edit is None:
        with project.edit(_("Add layer")) as own:
            return add_layer(project, name, kind, edit=own, place_as=place_as, **values)
    outside = _siblings(project.layers(), 0)
    at = place_for(outside, place_as or kind)
    row = {"name": name, "kind": kind, "position": -1, **values}
    (layer_id,) = edit.add("layers", [row])
    new = Layer(id=layer_id, name=name, kind=kind, position=-1)
    _place(edit, [*outside[:at], new, *outside[at:]], 0)
    return layer_id


def remove_layers(project: Project, ids: Sequence[int]) -> None:
    """Remove layers and, with a group, all that is in it. Raises Refused for built-in ones."""
    layers = project.layers()
    gone: dict[int, Layer] = {}
    for layer_id in ids:
        layer = layer_in(layers, layer_id)
        gone[layer.id] = layer
        gone |= {one.id: one for one in members(layers, layer_id)}
    if any(layer.kind in BUILT_IN for layer in gone.values()):
        raise Refused(
            _("Areas, customers, sites and tracks always are on the map; hide the layer instead.")
        )
    label = _("Remove layer") if len(gone) == 1 else _("Remove layers")
    with project.edit(label) as edit:
        edit.remove("layers", gone)


def rename_layer(project: Project, layer_id: int, name: str) -> None:
    """Call it otherwise; "" gives a built-in layer the name of its kind again."""
    layer = layer_in(project.layers(), layer_id)
    name = name.strip()
    if not name and layer.kind not in BUILT_IN:
        raise Refused(_("A layer needs a name."))
    _change(project, _("Rename layer"), layer, {"name": name})


def move_layers(project: Project, ids: Sequence[int], parent: int, position: int) -> None:
    """Put layers into a group (0: outside groups) so that ``position`` of its other members lie
    under them; they keep their order. Raises Refused where a group would lie in itself."""
    layers = project.layers()
    moved = _outermost(layers, ids)
    if parent:
        if layer_in(layers, parent).kind != "group":
            raise Refused(_("Layers lie in groups only."))
        for layer in moved:
            if parent == layer.id or any(one.id == parent for one in members(layers, layer.id)):
                raise Refused(_("A group cannot lie in itself."))
    others = [one for one in _siblings(layers, parent) if one not in moved]
    wanted = [*others[:position], *moved, *others[position:]]
    with project.edit(_("Move layer")) as edit:
        _place(edit, wanted, parent)


def group_layers(project: Project, ids: Sequence[int], name: str = "") -> int:
    """Put layers into a new group, which takes the place of the topmost; returns its id."""
    layers = project.layers()
    chosen = _outermost(layers, ids)
    parent = chosen[-1].parent if chosen else 0
    siblings = _siblings(layers, parent)
    at = siblings.index(chosen[-1]) + 1 if chosen else len(siblings)
    with project.edit(_("Group layers")) as edit:
        row = {"name": name or _("Group"), "kind": "group", "parent": parent}
        (group_id,) = edit.add("layers", [row])
        group = Layer(id=group_id, name=name, kind="group", position=-1, parent=parent)
        around = [*siblings[:at], group, *siblings[at:]]
        _place(edit, [one for one in around if one not in chosen], parent)
        _place(edit, chosen, group_id)
    return group_id


def change_layer(project: Project, layer: Layer) -> None:
    """Give a layer the name, opacity, scale range and meaning of ``layer``, as one act."""
    with project.edit(_("Change layer")):
        rename_layer(project, layer.id, layer.name)
        set_opacity(project, layer.id, layer.opacity)
        set_scale_range(project, layer.id, layer.nearest, layer.farthest)
        set_meaning(project, layer.id, str(layer.options.get(HOLDS, "")))


def set_opacity(project: Project, layer_id: int, opacity: float) -> None:
    """How opaque a layer or a group is, 0 to 1."""
    layer = layer_in(project.layers(), layer_id)
    _change(project, _("Change opacity"), layer, {"opacity": min(max(float(opacity), 0.0), 1.0)})


def set_scale_range(project: Project, layer_id: int, nearest: float, farthest: float) -> None:
    """Show a layer or a group only between 1 : ``nearest`` and 1 : ``farthest`` (0: no limit)."""
    if nearest and farthest and nearest > farthest:
        raise Refused(_("The nearest scale is farther out than the farthest: exchange them."))
    layer = layer_in(project.layers(), layer_id)
    values = {"nearest": max(float(nearest), 0.0), "farthest": max(float(farthest), 0.0)}
    _change(project, _("Change scale range"), layer, values)


def set_meaning(project: Project, layer_id: int, holds: str) -> None:
    """Say what the shapes of a layer count as among the indicators of areas: a value of
    HOLDS, "" for what their categories say."""
    layer = layer_in(project.layers(), layer_id)
    options = {key: value for key, value in layer.options.items() if key != HOLDS}
    if holds:
        options[HOLDS] = holds
    if options != layer.options:
        _change(project, _("What a layer holds"), layer, {"options": options})


def set_style(project: Project, layer_id: int, style: Style | None) -> None:
    """Draw a layer so; None: as layers of its kind are drawn that nobody has styled."""
    if style is None or style != project.styles()[layer_id]:
        name = title(layer_in(project.layers(), layer_id), project.template)
        project.set_style(_("Style of “{layer}”").format(layer=name), layer_id, style)


def relink(project: Project, layer_id: int, path: Path) -> None:
    """Take the layer from another file: where the old one is not found."""
    layer = layer_in(project.layers(), layer_id)
    _change(project, _("Find the layer's file"), layer, {"source": source_text(project, path)})


def source_text(project: Project, path: Path) -> str:
    """A layer's file as the project names it: relative to its folder where it lies under it."""
    folder, whole = project.path.resolve().parent, path.resolve()
    return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)


def switch_layer(project: Project, layer_id: int, visible: bool) -> None:
    """Switch a layer on or off: how the map is looked at, no edit."""
    _keep_switch(project, "visible", layer_id, visible)


def expand_layer(project: Project, layer_id: int, expanded: bool) -> None:
    """Unfold a layer in the tree: how it is looked at, no edit."""
    _keep_switch(project, "expanded", layer_id, expanded)


def expanded_layers(project: Project) -> dict[int, bool]:
    """Which layers were folded or unfolded by hand."""
    switches = _switches(project).get("expanded", {})
    return {int(layer_id): bool(on) for layer_id, on in switches.items()}


def layer_in(layers: Sequence[Layer], layer_id: int) -> Layer:
    """One layer. Raises KeyError."""
    for layer in layers:
        if layer.id == layer_id:
            return layer
    raise KeyError(layer_id)


def _keep_switch(project: Project, name: str, layer_id: int, on: bool) -> None:
    switches = _switches(project)
    switches[name] = {**switches.get(name, {}), str(layer_id): on}
    project.keep_view_state("layers", switches)


def _switches(project: Project) -> dict[str, Any]:
    state = project.view_state("layers", {})
    return dict(state) if isinstance(state, dict) else {}


def _change(project: Project, label: str, layer: Layer, values: Mapping[str, Any]) -> None:
    if any(getattr(layer, name) != value for name, value in values.items()):
        with project.edit(label) as edit:
            edit.update("layers", layer.id, values)


def _outermost(layers: Sequence[Layer], ids: Sequence[int]) -> list[Layer]:
    """These layers, bottom first, without what goes along with its group anyway."""
    chosen = [layer for layer in layers if layer.id in set(ids)]
    inner = {one.id for layer in chosen for one in members(layers, layer.id)}
    return [layer for layer in chosen if layer.id not in inner]


def _siblings(layers: Sequence[Layer], parent: int) -> list[Layer]:
    """What lies directly in a group, bottom first."""
    groups = {layer.id for layer in layers if layer.kind == "group"}
    return [one for one in layers if (one.parent if one.parent in groups else 0) == parent]


def _place(edit: Edit, wanted: Sequence[Layer], parent: int) -> None:
    """Number what lies in a group from the bottom; only what differs is written."""
    for at, layer in enumerate(wanted):
        if (layer.position, layer.parent) != (at, parent):
            edit.update("layers", layer.id, {"position": at, "parent": parent})
