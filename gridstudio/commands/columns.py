"""What styles follow and snapshots do not hold: census facts, properties, indicators of areas.

Read or computed once, when a style first asks for it, and kept with the project; after an edit only
the rows that it changed are read again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from gridstudio.assessment.area_figures import figure_fields, figures
from gridstudio.assessment.area_indicators import LevelIndicators
from gridstudio.assessment.indicator_figures import indicator_columns, indicator_fields
from gridstudio.commands import indicators
from gridstudio.commands.judged import judged_column, target_fields
from gridstudio.commands.linked import linked_values, with_linked
from gridstudio.domain.changes import Changes
from gridstudio.domain.columns import Column, Numbers, Texts, texts_of
from gridstudio.domain.fields import (
    CENSUS,
    INDICATOR,
    JUDGEMENT,
    PROPERTY,
    Field,
    fields_of,
    snapshot_column,
)
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.domain.snapshots import Ints
from gridstudio.domain.style import Style
from gridstudio.domain.template import CensusField
from gridstudio.project import Project

Objects = np.ndarray
Key = tuple[int, str]


@dataclass
class _Facts:
    """A fact of all rows of a table; ``stale`` are the rows that have changed since."""

    ids: Ints
    values: Objects
    column: Column
    stale: set[int]


class _Kept:
    """What is known of one project."""

    def __init__(self) -> None:
        self.facts: dict[Key, _Facts] = {}
        self.figures: dict[int, tuple[tuple[object, ...], dict[str, Numbers]]] = {}
        self.indicators: dict[int, tuple[LevelIndicators, Ints, dict[str, Numbers]]] = {}


_kept: WeakKeyDictionary[Project, _Kept] = WeakKeyDictionary()


def map_data(project: Project, *, at_once: bool = False) -> MapData:
    """The snapshots of this moment, with every column that the layers' styles follow. ``at_once``
    leaves indicators that would take long unknown (NaN), and wanted of a job."""
    data = with_linked(project, project.map_data())
    wanted = {
        (layer.id, field)
        for layer in data.layers
        if layer.id in data.styles
        for field in followed(data.styles[layer.id])
    }
    return with_columns(project, data, wanted, at_once=at_once)


def with_columns(
    project: Project, data: MapData, wanted: Iterable[Key], *, at_once: bool = False
) -> MapData:
    """The same with these columns too (layer id and field); those that nobody has are left out."""
    columns = dict(data.columns)
    for layer_id, field in wanted:
        found = column_of(project, data, data.layer(layer_id), field, at_once=at_once)
        if found is not None and snapshot_column(data, *_address(data, layer_id), field) is None:
            columns[(layer_id, field)] = found
    return replace(data, columns=columns)


def followed(style: Style) -> tuple[str, ...]:
    """The fields that colours, sizes and labels of a style follow."""
    fields = [style.field] if style.mode != "single" else []
    if style.size_by is not None:
        fields.append(style.size_by.field)
    if style.label is not None:
        fields.append(style.label.field)
    return tuple(field for field in fields if field)


def layer_fields(project: Project, data: MapData, layer: Layer) -> tuple[Field, ...]:
    """Everything that a layer can be styled by."""
    known = fields_of(layer.kind, data.template)
    if layer.kind == "areas":
        return (*target_fields(data, layer), *indicator_fields(data.template), *known)
    if layer.kind == "linked":
        keys = tuple(linked_values(project, layer.id))
    elif layer.kind == "features":
        keys = project.property_keys(layer.id)
    else:
        return known
    properties = []
    for key in keys:
        column = column_of(project, data, layer, PROPERTY + key)
        properties.append(Field(PROPERTY + key, key, isinstance(column, Numbers)))
    return (*known, *properties)


def column_of(
    project: Project, data: MapData, layer: Layer, field: str, *, at_once: bool = False
) -> Column | None:
    """An attribute of the features of a layer, from wherever it is; ``at_once`` as in
    ``map_data``."""
    found = snapshot_column(data, layer.kind, layer.id, field)
    if found is not None:
        return found
    kept = _kept.setdefault(project, _Kept())
    if layer.kind == "customers" and field.startswith(CENSUS):
        key = field.removeprefix(CENSUS)
        census = next((one for one in data.template.census if one.key == key), None)
        return _fact(project, kept, "customers", 0, key, data.customers.id, census)
    if layer.kind == "features" and field.startswith(PROPERTY):
        ids = data.features[layer.id].id
        return _fact(project, kept, "features", layer.id, field.removeprefix(PROPERTY), ids, None)
    if layer.kind == "linked" and field.startswith(PROPERTY):
        values = linked_values(project, layer.id).get(field.removeprefix(PROPERTY))
        return None if values is None else _column(values, None)
    if layer.kind == "areas" and field.startswith(INDICATOR):
        level = int(layer.options.get("level", 0))
        if is_simple(data, field):
            return _figures(kept, data, level).get(field)
        return _indicators(project, kept, data, level, at_once=at_once).get(field)
    if layer.kind == "areas" and field.startswith(JUDGEMENT):
        figure = INDICATOR + field.removeprefix(JUDGEMENT)
        numbers = column_of(project, data, layer, figure, at_once=at_once)
        return judged_column(project, data, layer, field, numbers)
    return None


def takes_long(project: Project, data: MapData, layer: Layer, field: str) -> bool:
    """Whether computing an indicator of areas would keep a window waiting."""
    if layer.kind != "areas" or not field.startswith(INDICATOR) or is_simple(data, field):
        return False
    level = int(layer.options.get("level", 0))
    return indicators.indicators_now(project, data, level) is None


def is_simple(data: MapData, field: str) -> bool:
    """Whether an indicator follows from sums and ground alone, which never takes long."""
    return any(one.key == field for one in figure_fields(data.template))


def note(project: Project, changes: Changes) -> None:
    """An edit has changed rows: what is kept of them is no longer true."""
    indicators.note(project, changes)
    kept = _kept.get(project)
    if kept is None:
        return
    if changes.everything or changes.touches("meta"):
        kept.facts.clear()
        return
    for (layer_id, _field), facts in kept.facts.items():
        facts.stale |= set(changes.of("features" if layer_id else "customers").touched)


def _address(data: MapData, layer_id: int) -> tuple[str, int]:
    return data.layer(layer_id).kind, layer_id


def _fact(
    project: Project,
    kept: _Kept,
    table: str,
    layer_id: int,
    key: str,
    ids: Ints,
    census: CensusField | None,
) -> Column:
    known = kept.facts.get((layer_id, key))
    if known is not None and not known.stale and np.array_equal(known.ids, ids):
        return known.column
    if known is None or len(known.stale) > max(1000, len(ids) // 10):
        values = _aligned(ids, project.facts(table, key, layer_id=layer_id))
    else:
        values = np.full(len(ids), None, dtype=object)
        at = np.minimum(np.searchsorted(known.ids, ids), max(len(known.ids) - 1, 0))
        old = known.ids[at] == ids if len(known.ids) else np.zeros(len(ids), dtype=bool)
        values[old] = known.values[at[old]]
        # Rows that came back by undo need not be among the changed ones that are still there.
        missing = [*known.stale, *ids[~old].tolist()]
        fresh = project.facts(table, key, layer_id=layer_id, ids=missing)
        for row_id, value in fresh:
            place = int(np.searchsorted(ids, row_id))
            if place < len(ids) and ids[place] == row_id:
                values[place] = value
    column = _column(values, census)
    kept.facts[(layer_id, key)] = _Facts(ids, values, column, set())
    return column


def _aligned(ids: Ints, rows: list[tuple[int, Any]]) -> Objects:
    values = np.full(len(ids), None, dtype=object)
    if rows:
        found = np.array([row[0] for row in rows], dtype=np.int64)
        own = np.empty(len(rows), dtype=object)
        own[:] = [row[1] for row in rows]
        if np.array_equal(found, ids):
            return own
        at = np.minimum(np.searchsorted(found, ids), len(found) - 1)
        here = found[at] == ids
        values[here] = own[at[here]]
    return values


def _column(values: Objects, census: CensusField | None) -> Column:
    """Numbers where the template says so, or where nothing but numbers is there."""
    if census is not None and census.type == "choice":
        code = {word.key: at for at, word in enumerate(census.choices)}
        codes = np.array([code.get(value, -1) for value in values.tolist()], dtype=np.int32)
        words = census.choices
        return Texts(codes, tuple(one.key for one in words), tuple(one.name() for one in words))
    numbers = [_number(value) for value in values.tolist()]
    known = sum(number is not None for number in numbers)
    filled = sum(value not in (None, "") for value in values.tolist())
    if (census is not None and census.type == "number") or (filled and known == filled):
        made = [np.nan if number is None else number for number in numbers]
        return Numbers(np.array(made, dtype=np.float64))
    return texts_of(values.tolist())


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _figures(kept: _Kept, data: MapData, level: int) -> dict[str, Numbers]:
    """The figures of a level, computed when something that they follow from has changed."""
    version = (data.areas, data.owners, data.customers, data.sites, data.template)
    known = kept.figures.get(level)
    if known is not None and all(a is b for a, b in zip(known[0], version, strict=True)):
        return known[1]
    made = figures(data.areas, data.owners, data.customers, data.sites, data.template, level)
    kept.figures[level] = version, made
    return made


def _indicators(
    project: Project, kept: _Kept, data: MapData, level: int, *, at_once: bool
) -> dict[str, Numbers]:
    """The columns of all indicators of a level."""
    if at_once:
        found = indicators.indicators_now(project, data, level)
    else:
        found = indicators.all_indicators(project, data, level)
    if found is None:
        unknown = Numbers(np.full(len(data.areas), np.nan))
        return {one.key: unknown for one in indicator_fields(data.template)}
    known = kept.indicators.get(level)
    if known is None or known[0] is not found or known[1] is not data.areas.id:
        known = found, data.areas.id, indicator_columns(found, data.areas)
        kept.indicators[level] = known
    return known[2]
