"""OpenStreetMap extracts (.osm.pbf, .osm) as the themes of a base map, through GDAL (pyogrio).

GDAL's OSM driver sorts nodes, ways and relations into layers of its own. Each layer is read by
itself: the file is gone through again each time, but only what the themes need is kept in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from gridstudio.domain.base_map import Theme, joined
from gridstudio.errors import UserError
from gridstudio.formats.gdal import gdal_speaking
from gridstudio.formats.osm_borders import border_levels, borders
from gridstudio.formats.osm_coast import sea_of
from gridstudio.formats.osm_layers import LANGUAGES, OsmLayer, read_layer
from gridstudio.formats.osm_themes import (
    GROUND_RULES,
    LINE_RULES,
    PLACE_RULES,
    SEA,
    THEMES,
    has_value,
)
from gridstudio.i18n import _
from gridstudio.jobs import Progress

ATTRIBUTION = "© OpenStreetMap contributors"
"""What must stand on every map made from the data (ODbL 1.0, section 4.3)."""

Bounds = tuple[float, float, float, float]
_LINE_KEYS = ("ref", "boundary", "admin_level", "bridge", "tunnel", "natural")


@dataclass(frozen=True)
class OsmMap:
    """A base map. ``themes`` has every one of THEMES, in the order of drawing, empty ones too.

    ``bounds`` (west, south, east, north; degrees) is the box that the extract was cut by, as far
    as it holds features; what crosses its edge may reach farther. Where the file does not state its
    box, it is that of the features.
    """

    themes: dict[str, Theme]
    bounds: Bounds


def read_osm(path: Path, progress: Progress, language: str = "zh") -> OsmMap:
    """Read an extract; what it holds is told by its content, not its suffix.

    Names are those in ``language`` ("zh" or "en") where mapped, else the local ones. Every shape is
    valid and not empty; places without a name are left out.
    Raises UserError for a file that is absent, damaged, no OpenStreetMap file, or without features.
    ``progress`` is called before each of the layers, where the job can be cancelled.
    """
    names = (f"name:{language}", "name") if language in LANGUAGES else ("name",)
    with gdal_speaking(), _readable(path):
        stated = _stated_bounds(path)
        progress(0.0, _("Reading places"))
        points = read_layer(path, "points", PLACE_RULES)
        progress(0.15, _("Reading roads, railways and watercourses"))
        lines = read_layer(path, "lines", LINE_RULES, _LINE_KEYS)
        progress(0.5, _("Reading land use, water and buildings"))
        grounds = read_layer(path, "multipolygons", GROUND_RULES, ("boundary", "admin_level"))
    progress(0.9, _("Sorting the features into themes"))
    themes = _themes(points, lines, grounds, names)
    bounds = _bounds(themes, stated)
    if bounds is None:
        raise UserError(
            _("{path} holds nothing for a map. Choose an extract of another region.").format(
                path=path.name
            )
        )
    themes["water"] = joined([_sea(lines, grounds, bounds), themes["water"]])
    progress(1.0, "")
    return OsmMap(themes, bounds)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What GDAL and the system say of a file, in words for the user."""
    try:
        path.open("rb").close()
        yield
    except FileNotFoundError:
        raise UserError(
            _("The map extract {path} is not there. Choose another file.").format(path=path)
        ) from None
    except (pyogrio.errors.FeatureError, pyogrio.errors.GeometryError) as error:
        raise UserError(
            _("{path} is damaged or cut short. Download it again. ({reason})").format(
                path=path.name, reason=error
            )
        ) from None
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        raise _not_osm(path) from None
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {reason}. Choose another file.").format(
                path=path.name, reason=error.strerror or error
            )
        ) from None


def _not_osm(path: Path) -> UserError:
    return UserError(
        _(
            "{path} is no OpenStreetMap file. Choose an extract that ends in .osm.pbf or .osm."
        ).format(path=path.name)
    )


def stated_bounds(path: Path) -> Bounds | None:
    """The box by which an extract says it was cut (west, south, east, north; degrees), None where
    it does not say; read without going through the file. Raises UserError as ``read_osm`` does."""
    with gdal_speaking(), _readable(path):
        return _stated_bounds(path)


def _stated_bounds(path: Path) -> Bounds | None:
    """The box in the file's head. Raises UserError for files that GDAL reads as something else."""
    facts = pyogrio.read_info(str(path), layer=0)
    if facts["driver"] != "OSM":
        raise _not_osm(path)
    stated: Bounds | None = facts["total_bounds"]
    return stated


def _themes(
    points: OsmLayer, lines: OsmLayer, grounds: OsmLayer, names: tuple[str, ...]
) -> dict[str, Theme]:
    made: dict[str, list[Theme]] = {theme: [] for theme in THEMES}
    for layer, rules in ((grounds, GROUND_RULES), (lines, LINE_RULES), (points, PLACE_RULES)):
        for theme, own in rules.items():
            made[theme].append(layer.theme(own, names))
    made["borders"].append(_borders(lines, grounds))
    themes = {theme: joined(parts) for theme, parts in made.items()}
    places = themes["places"]
    themes["places"] = places.rows(has_value(places.name))
    return themes


def _sea(lines: OsmLayer, grounds: OsmLayer, bounds: Bounds) -> Theme:
    coast, islands = (
        layer.geometry[layer.columns["natural"] == "coastline"] for layer in (lines, grounds)
    )
    sea = sea_of(coast, islands, bounds)
    return Theme(sea, np.full(len(sea), SEA, dtype=object), np.full(len(sea), "", dtype=object))


def _borders(lines: OsmLayer, grounds: OsmLayer) -> Theme:
    """From areas and from single ways: an area cut by the extract's edge has only its ways left."""
    geometry = np.concatenate([lines.geometry, grounds.geometry])
    levels = np.concatenate([border_levels(lines.columns), border_levels(grounds.columns)])
    chosen = levels.astype(bool)
    return borders(geometry[chosen], levels[chosen])


def _bounds(themes: dict[str, Theme], stated: Bounds | None) -> Bounds | None:
    """None where there are no features."""
    every = np.concatenate([theme.geometry for theme in themes.values()])
    if not len(every):
        return None
    held = shapely.total_bounds(every)
    if stated is not None:
        low, high = np.maximum(held[:2], stated[:2]), np.minimum(held[2:], stated[2:])
        if (low < high).all():
            held = np.concatenate([low, high])
    west, south, east, north = held.tolist()
    return west, south, east, north
