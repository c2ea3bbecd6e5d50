"""Writing the demo county: a project, its base map and its receiver recording, side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gridstudio.commands.area_facts import keep_area_facts
from gridstudio.commands.codes import FreeCodes
from gridstudio.commands.demo_files import base_map_of, recording_of
from gridstudio.commands.layers import add_layer
from gridstudio.demo.base_map import base_map_blocks, base_map_themes
from gridstudio.demo.county import DemoArea, DemoCounty, build_county
from gridstudio.demo.plane import to_degrees
from gridstudio.domain.base_map import Themes
from gridstudio.domain.template import Template
from gridstudio.errors import UserError, unwritable
from gridstudio.formats.mbtiles_writing import Tile, TileFacts, write_mbtiles
from gridstudio.geometry.tile_grid import TileBlock
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress, part
from gridstudio.project import Edit, Project

PaintTiles = Callable[[Themes, Sequence[TileBlock]], Iterator[Tile]]

_LAYERS = ("townships", "green", "water", "blocks", "roads", "places")
_AT_ONCE = 20_000


def write_demo(
    path: Path,
    *,
    template: Template,
    paint_tiles: PaintTiles,
    customers: int = 12_000,
    seed: int = 1,
    progress: Progress = no_progress,
) -> None:
    """Write the demo to ``path`` and beside it; whole or not at all.

    Raises UserError where the file exists or cannot be written.
    """
    draft = path.with_name(f".{path.stem}.making{path.suffix}")
    _require_free(path, draft)
    county = build_county(customers, seed, part(progress, 0.0, 0.3))
    with _all_or_nothing(path, draft):
        _write_project(draft, path, county, template, _Uuids(seed), part(progress, 0.3, 0.7))
        progress(0.7, _("Painting the base map"))
        _write_base_map(draft, county, paint_tiles, part(progress, 0.7, 1.0))
        recording_of(draft).write_bytes(county.recording)
    progress(1.0, _("The demo county is ready"))


def _require_free(path: Path, draft: Path) -> None:
    taken = [path]
    if not draft.exists():
        # Beside a draft they are what an interrupted making left: it began with them absent.
        taken += [base_map_of(path), recording_of(path)]
    for file in taken:
        if file.exists():
            raise UserError(
                _("{path} exists already. Choose another name, or delete it first.").format(
                    path=file
                )
            )


@contextmanager
def _all_or_nothing(path: Path, draft: Path) -> Iterator[None]:
    """Move the drafts into place when all stand; the project last, since it names the rest."""
    pairs = [
        (base_map_of(draft), base_map_of(path)),
        (recording_of(draft), recording_of(path)),
        (draft, path),
    ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(pairs)
        draft.touch()
        draft.unlink()
        yield
        for made, target in pairs:
            os.replace(made, target)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        if path.parent.is_dir():
            _clear(pairs)


def _clear(pairs: Sequence[tuple[Path, Path]]) -> None:
    """Remove drafts, and journals too: a killed writer's would be replayed into the next draft."""
    for made, _target in pairs:
        for file in (made, made.with_name(f"{made.name}-journal")):
            file.unlink(missing_ok=True)


class _Uuids:
    """The same for the same seed, so that demos made on two machines can be merged."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng((seed, 1))

    def fresh(self, count: int) -> list[str]:
        digits = self._random.bytes(16 * count).hex()
        return [digits[at : at + 32] for at in range(0, len(digits), 32)]


def _write_project(
    draft: Path,
    path: Path,
    county: DemoCounty,
    template: Template,
    uuids: _Uuids,
    progress: Progress,
) -> None:
    with Project.create(
        draft, name=county.name, template=template, border=county.border
    ) as project:
        with project.edit(_("Demo: areas")) as edit:
            _write_areas(project, edit, county, uuids)
        progress(0.1, _("Writing layers"))
        with project.edit(_("Demo: layers")) as edit:
            _write_layers(project, edit, county, base_map_of(path).name)
            _write_sites(edit, county, uuids)
        progress(0.3, _("Writing customers"))
        with project.edit(_("Demo: customers")) as edit:
            _write_customers(edit, county, uuids, part(progress, 0.3, 1.0))
        keep_area_facts(project)


def _write_areas(project: Project, edit: Edit, county: DemoCounty, uuids: _Uuids) -> None:
    areas = project.areas()
    root = int(areas.at_level(0)[0])
    edit.remove("areas", areas.children(root).tolist())
    scheme = project.scheme_id()
    codes, above = FreeCodes(project.template, areas), str(areas.code[areas.row(root)])
    district_ids, district_codes = [], []
    for district in county.districts:
        code = codes.take(1, above)
        district_codes.append(code)
        row = _area_row(district, scheme, root, 1, code)
        district_ids += edit.add("areas", [row | {"uuid": uuids.fresh(1)[0]}])
    for grid in county.grids:
        code = "" if grid.open else codes.take(2, district_codes[grid.parent])
        row = _area_row(grid, scheme, district_ids[grid.parent], 2, code)
        edit.add("areas", [row | {"uuid": uuids.fresh(1)[0]}])


def _area_row(area: DemoArea, scheme: int, parent: int, level: int, code: str) -> dict[str, object]:
    return {
        "scheme_id": scheme,
        "parent_id": parent,
        "level": level,
        "open": int(area.open),
        "code": code,
        "name": area.name,
        "setting": "" if area.open else "urban" if area.urban else "rural",
        "team": area.team,
        "manager": area.manager,
        "geom": area.geometry,
    }


def _write_layers(project: Project, edit: Edit, county: DemoCounty, base_map: str) -> None:
    names = {
        "townships": _("Townships"),
        "green": _("Woods and parks"),
        "water": _("Water"),
        "blocks": _("Blocks"),
        "roads": _("Roads"),
        "places": _("Places"),
    }
    add_layer(project, _("Base map"), "tiles", edit=edit, source=base_map)
    for key in _LAYERS:
        # The base map shows them already; they are there for figures and to be switched on.
        facts: dict[str, Any] = {"visible": 0, "options": {"key": key}}
        layer_id = add_layer(project, names[key], "features", edit=edit, **facts)
        edit.add(
            "features",
            (
                {
                    "layer_id": layer_id,
                    "category": feature.category,
                    "name": feature.name,
                    "geom": shapely.force_2d(feature.geometry),
                }
                for feature in county.features
                if feature.layer == key
            ),
        )


def _write_sites(edit: Edit, county: DemoCounty, uuids: _Uuids) -> None:
    sites = county.sites
    columns = {
        "uuid": uuids.fresh(len(sites.name)),
        "kind": sites.kind,
        "name": sites.name,
        "code": sites.code,
        "address": sites.address,
    }
    edit.add_points("sites", to_degrees(sites.xy), columns)


def _write_customers(edit: Edit, county: DemoCounty, uuids: _Uuids, progress: Progress) -> None:
    people = county.customers
    count = len(people.name)
    columns = {
        "uuid": uuids.fresh(count),
        "name": people.name,
        "kind": people.kind,
        "class": people.class_,
        "value": people.value.tolist(),
        "address": people.address,
        "contact": people.contact,
        "census": people.census,
        "source": ["demo"] * count,
    }
    lonlat = to_degrees(people.xy)
    for first in range(0, count, _AT_ONCE):
        progress(first / count, _("Writing customers"))
        rows = slice(first, first + _AT_ONCE)
        edit.add_points(
            "customers", lonlat[rows], {name: values[rows] for name, values in columns.items()}
        )


def _write_base_map(
    draft: Path, county: DemoCounty, paint_tiles: PaintTiles, progress: Progress
) -> None:
    blocks = base_map_blocks(county.features)
    tiles = paint_tiles(base_map_themes(county.features), blocks)
    reported = _reported(tiles, sum(map(len, blocks)), progress)
    facts = TileFacts(county.name, county.border.bounds, appearance="light")
    write_mbtiles(base_map_of(draft), reported, facts)


def _reported(tiles: Iterator[Tile], count: int, progress: Progress) -> Iterator[Tile]:
    """Pass tiles on; each checks whether the user wants to stop."""
    for number, tile in enumerate(tiles):
        progress(min(0.99, number / count), _("Painting the base map"))
        yield tile
