"""Single rows, as forms, the inspector and reports show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gridstudio.i18n import _


@dataclass(frozen=True)
class FixQuality:
    """How good the position was when a customer was recorded with a receiver.

    ``quality`` is GGA's indicator (0 none, 1 GPS, 2 DGPS, 4 RTK fixed, 5 RTK float …).
    """

    quality: int
    satellites_used: int | None
    hdop: float | None
    accuracy_m: float | None
    time: str | None
    receiver: str = ""


@dataclass(frozen=True)
class Customer:
    """A customer. ``id`` 0 means not stored yet; ``kind`` and ``class_`` are template keys."""

    id: int
    lon: float
    lat: float
    name: str = ""
    kind: str = ""
    class_: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    value: float | None = None
    note: str = ""
    census: dict[str, Any] = field(default_factory=dict)
    fix: FixQuality | None = None


@dataclass(frozen=True)
class Site:
    """A site: base station, own store, outlet, landmark."""

    id: int
    lon: float
    lat: float
    name: str = ""
    kind: str = ""
    code: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Scheme:
    """One complete division of the county. ``line`` is the key of a market line of the template, ""
    for none; ``areas`` counts what somebody drew below the county, without open ground. Exactly one
    scheme is ``current``: that of every snapshot, list and report."""

    id: int
    name: str
    line: str
    current: bool
    areas: int

    @property
    def shown_name(self) -> str:
        """Its name, or where nobody gave it one, its number in the user's language."""
        return self.name or _("Scheme {n}").format(n=self.id)


@dataclass(frozen=True)
class Layer:
    """A layer of the map, or a group of layers.

    ``kind``: group; tiles and picture (base maps in files); features (rows of the features table);
    linked (a foreign vector file, read where it lies); and built in, never removed: areas (one per
    level, ``options["level"]``), customers, sites, tracks. ``name`` "" stands for the kind's own
    name in the user's language. ``source`` is the file, relative to the project's folder where it
    lies under it, and ``datum`` its datum: wgs84, gcj02, bd09 or cgcs2000.

    ``parent`` is the group's id, 0 for none; ``position`` counts from the bottom within it.
    ``opacity`` is 0 to 1. Shown between scales 1 : ``nearest`` and 1 : ``farthest`` (0: no limit).
    ``options`` holds what only one kind has (level, placement of a picture, tile table …).
    """

    id: int
    name: str
    kind: str
    source: str = ""
    datum: str = "wgs84"
    visible: bool = True
    opacity: float = 1.0
    position: int = 0
    parent: int = 0
    nearest: float = 0.0
    farthest: float = 0.0
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class JournalEntry:
    """One finished edit, undo or redo: ``at`` is ISO 8601 UTC."""

    id: int
    at: str
    author: str
    act: str
    label: str
