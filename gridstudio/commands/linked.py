"""Linked layers: map files that stay where they are, read at opening and again when they change.

What was read is kept with the open project, by the file's name and time: reading is a job, since a
large file takes seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from gridstudio.commands.import_report import ImportOptions, datum_of
from gridstudio.commands.layers import add_layer, source_text
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.snapshots import Features, frozen
from gridstudio.errors import UserError
from gridstudio.formats.coordinates import guess_columns
from gridstudio.formats.table import Table
from gridstudio.geometry.datum import geometry_to_wgs84
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import Project

Objects = np.ndarray


@dataclass(frozen=True, eq=False)
class LinkedFile:
    """What a linked layer shows: ``features``, and ``columns`` of plain values aligned with them;
    ``problem`` is why there are none. ``state`` says of which state of which file this is."""

    layer_id: int
    state: tuple[object, ...]
    features: Features
    columns: dict[str, Objects]
    problem: str = ""


_kept: WeakKeyDictionary[Project, dict[int, LinkedFile]] = WeakKeyDictionary()


def link_file(
    project: Project,
    source: Path,
    options: ImportOptions,
    progress: Progress = no_progress,
) -> int:
    """Show a map file as a layer without copying it; returns the layer's id.

    Raises UserError for a file that cannot be read, has no shapes, or whose datum nobody names.
    """
    progress(0.0, _("Reading {name}").format(name=source.name))
    table = _table(source, options.encoding)
    datum = datum_of(table, options)
    draft = Layer(0, source.stem, "linked", source_text(project, source), datum)
    draft = replace(draft, options={"encoding": options.encoding} if options.encoding else {})
    read = _read(project.path.resolve().parent, draft, table)
    if not len(read.features):
        raise UserError(_("{path} holds no shapes.").format(path=source.name))
    layer_id = add_layer(
        project, draft.name, "linked", source=draft.source, datum=datum, options=draft.options
    )
    keep(project, [replace(read, layer_id=layer_id)])
    return layer_id


def unread(project: Project) -> list[Layer]:
    """The linked layers whose file was not read yet, or has changed since."""
    kept = _kept.get(project, {})
    folder = project.path.resolve().parent
    return [
        layer
        for layer in project.layers()
        if layer.kind == "linked"
        and (layer.id not in kept or kept[layer.id].state != _state(folder, layer))
    ]


def read_linked(
    folder: Path, layers: Sequence[Layer], progress: Progress = no_progress
) -> list[LinkedFile]:
    """A job: read the files of linked layers; what cannot be read has a problem."""
    found = []
    for at, layer in enumerate(layers):
        progress(at / len(layers), _("Reading {name}").format(name=Path(layer.source).name))
        try:
            table = _table(folder / layer.source, _encoding(layer))
            found.append(_read(folder, layer, table))
        except UserError as error:
            nothing = _features(Table({}, [], _objects([])), layer)
            state = _state(folder, layer)
            found.append(LinkedFile(layer.id, state, nothing, {}, str(error)))
    return found


def keep(project: Project, files: Sequence[LinkedFile]) -> None:
    """Show from now on what was read."""
    kept = _kept.setdefault(project, {})
    for file in files:
        kept[file.layer_id] = file


def read_at_once(project: Project, progress: Progress = no_progress) -> None:
    """Where nobody waits: read all linked layers that are due."""
    folder = project.path.resolve().parent
    keep(project, read_linked(folder, unread(project), progress))


def with_linked(project: Project, data: MapData) -> MapData:
    """The same with the shapes of linked layers as they were read last."""
    kept = _kept.get(project, {})
    features = {
        layer.id: kept[layer.id].features
        for layer in data.layers
        if layer.kind == "linked" and layer.id in kept
    }
    return replace(data, features=data.features | features) if features else data


def problems(project: Project) -> dict[int, str]:
    """Why linked layers show nothing, by layer id."""
    kept = _kept.get(project, {})
    return {layer_id: file.problem for layer_id, file in kept.items() if file.problem}


def linked_values(project: Project, layer_id: int) -> dict[str, Objects]:
    """The file's columns, aligned with its features; none before it is read."""
    file = _kept.get(project, {}).get(layer_id)
    return file.columns if file is not None else {}


def _read(folder: Path, layer: Layer, table: Table) -> LinkedFile:
    state = _state(folder, layer)
    shown = np.array([shape is not None and not shape.is_empty for shape in table.geometry], bool)
    columns = {name: _objects(cells)[shown] for name, cells in table.columns.items()}
    return LinkedFile(layer.id, state, _features(table, layer, shown), columns)


def _features(table: Table, layer: Layer, shown: Any = None) -> Features:
    rows = np.flatnonzero(shown) if shown is not None else np.empty(0, dtype=np.int64)
    guessed = guess_columns(table.columns)
    shapes = geometry_to_wgs84(table.geometry, layer.datum)
    return Features(
        id=np.asarray(frozen(np.arange(1, len(rows) + 1, dtype=np.int64))),
        geometry=np.asarray(frozen(np.asarray(shapes, dtype=object)[rows])),
        category=np.asarray(frozen(_texts(table, guessed.get("kind", ""))[rows])),
        name=np.asarray(frozen(_texts(table, guessed.get("name", ""))[rows])),
    )


def _texts(table: Table, column: str) -> Objects:
    cells = table.columns.get(column) or [""] * len(table)
    return _objects(["" if cell is None else str(cell) for cell in cells])


def _objects(values: Sequence[Any]) -> Objects:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _encoding(layer: Layer) -> str:
    return str(layer.options.get("encoding", ""))


def _state(folder: Path, layer: Layer) -> tuple[object, ...]:
    """Differs as soon as other shapes would be read."""
    path = folder / layer.source
    try:
        facts = path.stat()
        seen: tuple[object, ...] = (facts.st_mtime_ns, facts.st_size)
    except OSError:
        seen = ()
    return (str(path), layer.datum, _encoding(layer), *seen)


def _table(path: Path, encoding: str) -> Table:
    from gridstudio.formats.reading import read_table  # slow, not needed for the first window

    return read_table(path, encoding=encoding)
