"""What a map is drawn from, and what a picture of it should show. Qt-free."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import shapely

from gridstudio.domain.columns import Column
from gridstudio.domain.layer_tree import Shown, shown_layers
from gridstudio.domain.rows import Layer
from gridstudio.domain.snapshots import Areas, Customers, Features, Owners, Sites
from gridstudio.domain.style import Style
from gridstudio.domain.targets import Target
from gridstudio.domain.template import Template

INCH_M, SCREEN_DPI = 0.0254, 96.0
_KEPT = 16


@dataclass(frozen=True, eq=False)
class MapData:
    """The snapshots of one moment; cheap to make, safe to hand to a worker.

    ``layers`` is everything that is drawn, bottom first, groups included; ``styles`` holds each
    layer's style and ``features`` the shapes of the vector layers, both by layer id. ``folder`` is
    what the layers' relative paths are relative to; ``targets`` are those of all levels,
    ``locked_levels`` the levels whose borders are locked.
    """

    template: Template
    areas: Areas
    customers: Customers
    sites: Sites
    owners: Owners
    layers: tuple[Layer, ...] = ()
    styles: dict[int, Style] = field(default_factory=dict)
    features: dict[int, Features] = field(default_factory=dict)
    folder: Path = Path()
    targets: tuple[Target, ...] = ()
    locked_levels: frozenset[int] = frozenset()
    columns: dict[tuple[int, str], Column] = field(default_factory=dict)
    """By layer id and field: what styles follow and the snapshots do not hold."""
    texts: dict[tuple[int, str], dict[int, str]] = field(default_factory=dict)
    """By layer id and field: texts of single rows that have been read for labels, by id."""

    def layer(self, layer_id: int) -> Layer:
        """Raises KeyError."""
        for layer in self.layers:
            if layer.id == layer_id:
                return layer
        raise KeyError(layer_id)

    def layer_of(self, kind: str, level: int | None = None) -> Layer | None:
        """The topmost layer of a kind, for areas that of ``level``; None where there is none."""
        for layer in reversed(self.layers):
            if layer.kind == kind and (level is None or layer.options.get("level") == level):
                return layer
        return None

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The layers and groups that are switched off."""
        return frozenset(layer.id for layer in self.layers if not layer.visible)

    def shown(self, hidden: frozenset[int], metre_per_px: float | None = None) -> tuple[Shown, ...]:
        """The layers that are drawn where ``hidden`` are switched off, bottom first. A pixel of
        1/96 inch is ``metre_per_px`` of EPSG:3857; without it scale ranges do not count."""
        key = hidden, metre_per_px
        if key not in self._shown:  # asked for several times a frame
            scale = None if metre_per_px is None else self.denominator(metre_per_px)
            if len(self._shown) > _KEPT:
                self._shown.clear()
            self._shown[key] = shown_layers(self.layers, hidden, scale)
        return self._shown[key]

    @cached_property
    def _shown(self) -> dict[tuple[frozenset[int], float | None], tuple[Shown, ...]]:
        return {}

    def denominator(self, metre_per_px: float) -> float:
        """The scale of a screen of 96 dots per inch. It is that of the county's middle all over the
        map: a layer shows everywhere or nowhere."""
        return metre_per_px * self.shrinking * SCREEN_DPI / INCH_M

    @cached_property
    def shrinking(self) -> float:
        """Metres on the ground per metre of EPSG:3857 in the middle of the county."""
        latitude = 0.0
        if len(self.areas):
            _west, south, _east, north = shapely.bounds(self.areas.geometry[0]).tolist()
            latitude = (south + north) / 2
        else:
            for table in (self.customers, self.sites):
                if len(table):
                    latitude = float(np.median(table.lonlat[:1000, 1]))
                    break
        return math.cos(math.radians(latitude)) if math.isfinite(latitude) else 1.0


@dataclass(frozen=True)
class MapRequest:
    """A picture of the map: ``bounds`` is (west, south, east, north) in degrees WGS-84, fitted into
    ``width_px`` × ``height_px`` without distortion.

    ``level`` is the level whose areas are coloured and labelled (None: borders only);
    ``highlight`` the id of an area that is shown bright while the rest is pale (0: none).
    ``dots_per_point`` scales lines and text for print (1 on a 96 dpi screen).
    """

    bounds: tuple[float, float, float, float]
    width_px: int = 1600
    height_px: int = 1000
    level: int | None = None
    highlight: int = 0
    customers: bool = True
    sites: bool = True
    base_map: bool = True
    labels: bool = True
    scale_bar: bool = True
    theme: str = "light"
    dots_per_point: float = 1.0
