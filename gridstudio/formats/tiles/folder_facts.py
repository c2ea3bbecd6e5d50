"""What the files beside a folder's tiles tell: the scheme of its rows, its name, its credit."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from gridstudio.formats.tiles.source import Bounds, plain, sound_bounds

# Of tilemapresource.xml, by the Tile Map Service specification 1.0.0 and by gdal2tiles.
_OTHER_GRIDS = ("geodetic", "raster", "local", "none")


@dataclass(frozen=True)
class FolderFacts:
    """``from_south``: rows count from the south; ``grid``: the name of a grid that is not the web
    maps', else empty."""

    from_south: bool = False
    grid: str = ""
    name: str = ""
    attribution: str = ""
    bounds: Bounds | None = None


def read_folder_facts(folder: Path) -> FolderFacts:
    """From tilemapresource.xml and metadata.json; what is absent or damaged tells nothing.

    Raises OSError where a file that is there cannot be read.
    """
    resource = _tile_map_resource(folder / "tilemapresource.xml")
    facts = _metadata(folder / "metadata.json")
    profile = _profile(resource)
    scheme = str(facts.get("scheme", "")).lower()
    bounds = facts.get("bounds")
    values = bounds if isinstance(bounds, list) else str(bounds or "").split(",")
    return FolderFacts(
        # A tile map resource describes rows from the south, unless the metadata say otherwise.
        from_south=scheme == "tms" or (resource is not None and scheme != "xyz"),
        grid=profile if any(other in profile for other in _OTHER_GRIDS) else "",
        name=str(facts.get("name") or _title(resource)),
        attribution=plain(facts.get("attribution")),
        bounds=sound_bounds(values),
    )


def _title(resource: ET.Element | None) -> str:
    return (resource.findtext("Title") or "") if resource is not None else ""


def _profile(resource: ET.Element | None) -> str:
    sets = resource.find("TileSets") if resource is not None else None
    return sets.get("profile", "").lower() if sets is not None else ""


def _tile_map_resource(path: Path) -> ET.Element | None:
    if not path.is_file():
        return None
    try:
        return ET.fromstring(path.read_bytes())
    except ET.ParseError:
        # That it is there says how the rows count; gdal2tiles writes titles without escaping them.
        return ET.Element("TileMap")


def _metadata(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        facts = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}
