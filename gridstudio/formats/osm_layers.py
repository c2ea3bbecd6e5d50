"""The layers into which GDAL's OSM driver sorts an extract, as far as the themes need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from gridstudio.domain.base_map import Objects, Theme
from gridstudio.formats.osm_themes import Columns, Rule, categories_of, first_text, levels_of
from gridstudio.settings import resource

LANGUAGES = ("zh", "en")
"""Of names, beside the local one: those that ``resources/osm/osmconf.ini`` asks for."""
_NAMES = ("name", *(f"name:{language}" for language in LANGUAGES))


@dataclass(frozen=True)
class OsmLayer:
    """One layer of GDAL's: its features and those columns that any of its rules asks for."""

    geometry: Objects
    columns: Columns

    def theme(self, rules: tuple[Rule, ...], name_keys: tuple[str, ...]) -> Theme:
        category = categories_of(rules, self.columns)
        rows = np.flatnonzero(category.astype(bool))
        chosen = {key: values[rows] for key, values in self.columns.items()}
        number = first_text(chosen, ("ref",)) if "ref" in chosen else _no_texts(len(rows))
        level = levels_of(chosen) if "bridge" in chosen else np.zeros(len(rows), dtype=np.int8)
        return Theme(
            self.geometry[rows], category[rows], first_text(chosen, name_keys), number, level
        )


def _no_texts(count: int) -> Objects:
    return np.full(count, "", dtype=object)


def read_layer(
    path: Path,
    layer: str,
    rules: Mapping[str, tuple[Rule, ...]],
    more: tuple[str, ...] = (),
) -> OsmLayer:
    """The features of GDAL's layer ``points``, ``lines`` or ``multipolygons`` that any of the rules
    may want, with the columns of the rules, of ``more`` and of the names.

    What has no sound shape is left out. Raises what pyogrio raises.
    """
    keys = list(dict.fromkeys(rule.key for theme in rules.values() for rule in theme))
    wanted = " OR ".join(f'"{key}" IS NOT NULL' for key in [*keys, *more])
    meta, _fids, wkb, values = pyogrio.raw.read(
        str(path),
        layer=layer,
        columns=[*keys, *more, *_NAMES],
        where=wanted,
        encoding="UTF-8",
        force_2d=True,
        CONFIG_FILE=str(resource("osm/osmconf.ini")),
    )
    geometry = _sound(shapely.from_wkb(np.asarray(wkb, dtype=object), on_invalid="ignore"))
    usable = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    columns = dict(zip([str(name) for name in meta["fields"]], values, strict=True))
    return OsmLayer(geometry[usable], {key: texts[usable] for key, texts in columns.items()})


def _sound(geometry: Objects) -> Objects:
    """Grounds that cross themselves are made valid; what cannot be (a line of one spot) is empty.

    "structure" keeps holes as holes and never turns a ground into lines."""
    bad = ~shapely.is_valid(geometry) & ~shapely.is_missing(geometry)
    geometry[bad] = shapely.make_valid(geometry[bad], method="structure", keep_collapsed=False)
    return geometry
