"""All that indicators follow from, at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.indicators import OWN_STORE
from gridstudio.assessment.terrain import HOLDS, Terrain, terrain_of
from gridstudio.domain.map_data import MapData
from gridstudio.domain.markets import Markets
from gridstudio.domain.snapshots import Areas, Customers, Features, Ints, Owners, Sites
from gridstudio.domain.template import Template, code_of


@dataclass(frozen=True, eq=False)
class Moment:
    """Snapshots of one moment; workers may keep it."""

    template: Template
    areas: Areas
    owners: Owners
    customers: Customers
    sites: Sites
    terrain: Terrain
    markets: Markets

    def store_rows(self) -> Ints:
        """Rows of the own stores among the sites."""
        code = code_of(self.template.site_kinds, OWN_STORE)
        found: Ints = np.flatnonzero((self.sites.kind == code) & (code >= 0))
        return found

    def is_of(self, data: MapData, markets: Markets) -> bool:
        """Whether these are the very snapshots."""
        pairs = (
            (self.areas, data.areas),
            (self.owners, data.owners),
            (self.customers, data.customers),
            (self.sites, data.sites),
            (self.template, data.template),
            (self.markets, markets),
        )
        return all(one is other for one, other in pairs) and self.terrain.is_of(ground_layers(data))


def moment_of(data: MapData, markets: Markets, before: Moment | None = None) -> Moment:
    """The moment of a map's snapshots; the terrain of the moment ``before`` where no layer has
    changed since. Gathering another takes 0.3 s for 50,000 roads."""
    layers = tuple(ground_layers(data))
    kept = before is not None and before.terrain.is_of(layers)
    terrain = before.terrain if before is not None and kept else terrain_of(layers)
    return Moment(
        data.template, data.areas, data.owners, data.customers, data.sites, terrain, markets
    )


def ground_layers(data: MapData) -> Iterator[tuple[Features, str]]:
    """The vector layers with what each counts as ("" by category)."""
    for layer in data.layers:
        if layer.id in data.features and layer.kind != "tracks":
            yield data.features[layer.id], str(layer.options.get(HOLDS, ""))
