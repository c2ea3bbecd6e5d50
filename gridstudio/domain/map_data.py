"""What a map is drawn from, and what a picture of it should show. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gridstudio.domain.rows import Layer
from gridstudio.domain.snapshots import Areas, Customers, Features, Owners, Sites
from gridstudio.domain.template import Template


@dataclass(frozen=True, eq=False)
class MapData:
    """The snapshots of one moment; cheap to make, safe to hand to a worker.

    ``features`` holds the vector layers by layer id; ``folder`` is what relative tile paths of
    ``layers`` are relative to.
    """

    template: Template
    areas: Areas
    customers: Customers
    sites: Sites
    owners: Owners
    layers: tuple[Layer, ...] = ()
    features: dict[int, Features] = field(default_factory=dict)
    folder: Path = Path()


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
