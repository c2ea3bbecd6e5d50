"""The layers as a tree: their order, their names, and which of them show at a scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gridstudio.domain.layer_names import shown_layer_name
from gridstudio.domain.rows import Layer
from gridstudio.domain.template import Template
from gridstudio.i18n import _

BUILT_IN = ("areas", "customers", "sites", "tracks")
"""Kinds that every project has, drawn from tables of their own."""
BASE_MAPS = ("tiles", "picture")
VECTORS = ("features", "linked", "tracks")
"""Kinds whose shapes are ``MapData.features``."""


@dataclass(frozen=True)
class Shown:
    """A layer that is drawn, and how opaque it is within its groups."""

    layer: Layer
    opacity: float


def in_paint_order(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """Bottom first; a group comes right after what is in it.

    What names a group that is not there, or that lies in itself, stands beside the groups.
    """
    rows = sorted(layers, key=lambda layer: (layer.position, layer.id))
    groups = {layer.id for layer in rows if layer.kind == "group"}
    within: dict[int, list[Layer]] = {}
    for layer in rows:
        within.setdefault(layer.parent if layer.parent in groups else 0, []).append(layer)
    ordered: list[Layer] = []

    def walk(parent: int) -> None:
        for layer in within.pop(parent, []):
            if layer.kind == "group":
                walk(layer.id)
            ordered.append(layer)

    walk(0)
    while within:  # groups in a ring
        walk(min(within))
    return tuple(ordered)


def shown_layers(
    layers: Iterable[Layer], hidden: frozenset[int], denominator: float | None = None
) -> tuple[Shown, ...]:
    """The layers that are drawn at 1 : ``denominator`` (None: at whatever scale), in their order,
    without groups. A group's switch, scale range and opacity hold for all that is in it."""
    rows = tuple(layers)
    groups = {layer.id: layer for layer in rows if layer.kind == "group"}
    found = []
    for layer in rows:
        chain = [layer, *_groups_of(layer, groups)]
        if layer.kind != "group" and all(_on(one, hidden, denominator) for one in chain):
            opacity = 1.0
            for one in chain:
                opacity *= one.opacity
            found.append(Shown(layer, opacity))
    return tuple(found)


def title(layer: Layer, template: Template) -> str:
    """The layer's name; that of its kind in the user's language where it has none of its own."""
    if layer.name:
        return shown_layer_name(layer.name)
    if layer.kind == "areas":
        level = int(layer.options.get("level", -1))
        return template.levels[level].name() if 0 <= level < len(template.levels) else _("Areas")
    names = {
        "customers": _("Customers"),
        "sites": _("Sites"),
        "tracks": _("Tracks"),
        "group": _("Group"),
    }
    return names.get(layer.kind) or _("Layer {number}").format(number=layer.id)


def place_for(outside: Sequence[Layer], kind: str) -> int:
    """Where among the layers ``outside`` groups, bottom first, a new one of this kind belongs: base
    maps over the lowest base maps, everything else right under the first built-in layer."""
    if kind in BASE_MAPS:
        return next((at for at, one in enumerate(outside) if one.kind not in BASE_MAPS), 0)
    built_in = (at for at, one in enumerate(outside) if one.kind in BUILT_IN)
    return next(built_in, len(outside))


def members(layers: Iterable[Layer], group_id: int) -> tuple[Layer, ...]:
    """What lies in a group, at any depth, bottom first."""
    rows = tuple(layers)
    groups = {layer.id: layer for layer in rows if layer.kind == "group"}
    return tuple(
        layer for layer in rows if any(one.id == group_id for one in _groups_of(layer, groups))
    )


def _groups_of(layer: Layer, groups: dict[int, Layer]) -> list[Layer]:
    found: list[Layer] = []
    parent = groups.get(layer.parent)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = groups.get(parent.parent)
    return found


def _on(layer: Layer, hidden: frozenset[int], denominator: float | None) -> bool:
    if layer.id in hidden:
        return False
    if denominator is None:
        return True
    near_enough = not layer.farthest or denominator <= layer.farthest
    return near_enough and (not layer.nearest or denominator >= layer.nearest)
