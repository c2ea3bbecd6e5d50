"""Single rows, as forms, the inspector and reports show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


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
class Layer:
    """A layer of the map. ``kind``: features (rows of the features table), tiles (MBTiles file).

    ``source`` is the tile file's path, relative to the project's folder where it lies under it.
    ``datum`` is that of the source: wgs84, gcj02, bd09 or cgcs2000.
    """

    id: int
    name: str
    kind: str
    source: str = ""
    datum: str = "wgs84"
    visible: bool = True
    opacity: float = 1.0
    position: int = 0
    style: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class JournalEntry:
    """One finished edit, undo or redo: ``at`` is ISO 8601 UTC."""

    id: int
    at: str
    author: str
    act: str
    label: str
