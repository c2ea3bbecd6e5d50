"""A base map from an OpenStreetMap extract as vector layers of a project, in a group of their own
below everything but the base maps in files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gridstudio.commands.base_map_osm import name_of
from gridstudio.commands.layers import add_layer
from gridstudio.domain.base_map import Theme, Themes
from gridstudio.domain.base_map_layers import GROUP, LAYERS, layer_of_category
from gridstudio.domain.cartography import Appearance
from gridstudio.formats.osm import ATTRIBUTION, OsmMap, read_osm
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress, part
from gridstudio.project import Project


@dataclass(frozen=True)
class LayersReport:
    """What was added: features by the key of their layer."""

    path: Path
    group_id: int
    features: dict[str, int]

    def to_json(self) -> dict[str, object]:
        return {
            "out": str(self.path),
            "layers": len(self.features),
            "features": self.features,
            "attribution": ATTRIBUTION,
        }

    def to_text(self) -> str:
        return _("{layers} layers with {features:,} features were added to {path}.").format(
            layers=len(self.features), features=sum(self.features.values()), path=self.path.name
        )


def import_base_map(
    project: Project,
    source: Path,
    language: str = "zh",
    appearance: Appearance = "light",
    progress: Progress = no_progress,
) -> LayersReport:
    """Read an extract and add it. Raises UserError as ``read_osm`` does, and Cancelled; nothing is
    added then."""
    base_map = read_osm(source, part(progress, 0.0, 0.4), language)
    return add_base_map(project, base_map, name_of(source), appearance, part(progress, 0.4, 1.0))


def add_base_map(
    project: Project,
    base_map: OsmMap,
    name: str,
    appearance: Appearance = "light",
    progress: Progress = no_progress,
) -> LayersReport:
    """Add the layers that have features, in one edit. ``name`` is that of the extract.

    Raises what ``progress`` raises; nothing is added then.
    """
    rows = _by_layer(base_map.themes)
    count = sum(map(len, rows.values()))
    written = 0
    with project.edit(_("Base map from OpenStreetMap")) as edit:
        facts: dict[str, Any] = {"source": name, "options": _facts()}
        group_id = add_layer(project, _(GROUP), "group", edit=edit, place_as="tiles", **facts)

        for position, plan in enumerate(plan for plan in LAYERS if plan.key in rows):
            layer = {
                "name": _(plan.name),
                "kind": "features",
                "source": name,
                "parent": group_id,
                "position": position,
                "farthest": plan.farthest,
                "options": {"base_map": plan.key, "appearance": appearance, **_facts()},
            }
            (layer_id,) = edit.add("layers", [layer])
            theme = rows[plan.key]
            text = _("Writing {layer}").format(layer=_(plan.name))
            edit.add("features", _features(theme, layer_id, progress, text, written, count))
            written += len(theme)
        progress(1.0, _("The base map is ready"))
    return LayersReport(project.path, group_id, {key: len(theme) for key, theme in rows.items()})


def _facts() -> dict[str, Any]:
    return {"attribution": ATTRIBUTION}


def _by_layer(themes: Themes) -> dict[str, Theme]:
    """The features of each layer that has any."""
    found: dict[str, Theme] = {}
    for name, theme in themes.items():
        keys = {category: layer_of_category(name, category) for category in set(theme.category)}
        layer = np.array([keys[category] for category in theme.category.tolist()], dtype=object)
        for key in sorted(set(keys.values())):
            found[key] = theme.rows(np.flatnonzero(layer == key))
    return found


def _features(
    theme: Theme, layer_id: int, progress: Progress, text: str, before: int, count: int
) -> Iterator[dict[str, Any]]:
    columns = zip(
        theme.geometry.tolist(),
        theme.category.tolist(),
        theme.name.tolist(),
        theme.number.tolist(),
        theme.level.tolist(),
        strict=True,
    )
    for at, (geometry, category, name, number, level) in enumerate(columns):
        if at % 200 == 0:
            progress(0.99 * (before + at) / count, text)
        facts = {"ref": number, "level": level}
        yield {
            "layer_id": layer_id,
            "geom": geometry,
            "category": category,
            "name": name or number,
            "properties": {key: value for key, value in facts.items() if value},
        }
