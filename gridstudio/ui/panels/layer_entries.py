"""What the tree says of each layer: name, number, legend, source, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtGui import QIcon

from gridstudio.canvas.legend import LegendItem, legend_items
from gridstudio.canvas.scene import Look
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.layer_tree import BASE_MAPS, title
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.i18n import _
from gridstudio.ui.panels.layer_tree import Entry
from gridstudio.ui.parts import icon
from gridstudio.ui.positions import DATUM_NAMES
from gridstudio.ui.scales import scale_text

ICONS = {
    "group": "mdi6.folder-outline",
    "tiles": "mdi6.map-outline",
    "picture": "mdi6.image-outline",
    "features": "mdi6.vector-polyline",
    "linked": "mdi6.link-variant",
    "areas": "mdi6.vector-polygon",
    "customers": "mdi6.account-group-outline",
    "sites": "mdi6.radio-tower",
    "tracks": "mdi6.map-marker-path",
}
WRONG = "mdi6.alert"
IN_FILES = (*BASE_MAPS, "linked")
"""Kinds whose content lies in a file beside the project."""


def entries(
    data: MapData,
    look: Look,
    viewport: Viewport,
    *,
    theme: str,
    ratio: float,
    problems: dict[int, str],
    expanded: dict[int, bool],
) -> list[Entry]:
    """All layers, topmost first. ``problems`` says what is wrong with layers, ``expanded`` which
    were folded or unfolded by hand."""
    lines: dict[int, list[LegendItem]] = defaultdict(list)
    for line in legend_items(data, look, ratio, viewport):
        lines[line.layer].append(line)
    scale = viewport.metre_per_px * viewport.scale
    drawn = {shown.layer.id for shown in data.shown(look.hidden, scale)}
    groups = {layer.id for layer in data.layers if layer.kind == "group"}
    found = []
    for layer in reversed(data.layers):
        visible = layer.id not in look.hidden
        problem = problems.get(layer.id, "")
        found.append(
            Entry(
                layer_id=layer.id,
                parent=layer.parent if layer.parent in groups else 0,
                is_group=layer.kind == "group",
                text=title(layer, data.template),
                icon=_icon(layer, problem, theme),
                tooltip=tooltip(data, layer, problem),
                count=_count(data, layer),
                visible=visible,
                expanded=expanded.get(layer.id, visible),
                pale=layer.kind != "group" and visible and layer.id not in drawn,
                lines=tuple(lines[layer.id]),
            )
        )
    return found


def missing_files(data: MapData) -> dict[int, str]:
    """The layers whose file is not where it was, and a sentence on each."""
    return {
        layer.id: _("The file {path} is not there. Find it, or remove the layer.").format(
            path=data.folder / layer.source
        )
        for layer in data.layers
        if layer.kind in IN_FILES and not (data.folder / layer.source).exists()
    }


def tooltip(data: MapData, layer: Layer, problem: str = "") -> str:
    """The layer in words: name, what is wrong, file, datum, scales."""
    words = [title(layer, data.template)]
    if problem:
        words.append(problem)
    if layer.source:
        in_file = layer.kind in IN_FILES
        words.append(str(data.folder / layer.source) if in_file else layer.source)
        words.append(_("Datum: {datum}").format(datum=DATUM_NAMES.get(layer.datum, layer.datum)))
    if layer.nearest:
        words.append(_("Shown from {scale}").format(scale=scale_text(layer.nearest)))
    if layer.farthest:
        words.append(_("Shown down to {scale}").format(scale=scale_text(layer.farthest)))
    if layer.opacity < 1:
        words.append(_("Opacity: {share:.0%}").format(share=layer.opacity))
    return "\n".join(words)


def _icon(layer: Layer, problem: str, theme: str) -> QIcon:
    if problem:
        return icon(WRONG, theme, active="danger")
    return icon(ICONS.get(layer.kind, ICONS["features"]), theme, active="muted")


def _count(data: MapData, layer: Layer) -> str:
    """How many things a layer shows; "" where that says nothing."""
    if layer.kind == "customers":
        return f"{len(data.customers):,}"
    if layer.kind == "sites":
        return f"{len(data.sites):,}"
    if layer.kind == "areas":
        return f"{len(data.areas.at_level(int(layer.options.get('level', 0)))):,}"
    return f"{len(data.features[layer.id]):,}" if layer.id in data.features else ""
