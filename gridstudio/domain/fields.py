"""What a layer's style can follow: the attributes of its features, by name.

Snapshots hold some of them; all others (census facts, properties of features, indicators) come in
``MapData.columns``, read or computed by ``commands.columns``. Names are those of the file's
columns; longer ones begin with what they come from: owner.<level>, census.<key>, property.<key>,
indicator.<name>, judgement.<name> (an indicator against its target).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from gridstudio.domain.belonging import BELONGING, STATES, belonging
from gridstudio.domain.columns import Column, Numbers, Texts, texts_of
from gridstudio.domain.map_data import MapData
from gridstudio.domain.snapshots import Areas, Features, Owners
from gridstudio.domain.template import Template, Word
from gridstudio.i18n import _

OWNER, CENSUS, PROPERTY, INDICATOR = "owner.", "census.", "property.", "indicator."
JUDGEMENT = "judgement."


@dataclass(frozen=True)
class Field:
    """An attribute; ``words`` are those of the template that it can hold, in their order."""

    key: str
    name: str
    numeric: bool = False
    words: tuple[Word, ...] = ()


def customer_fields(template: Template) -> tuple[Field, ...]:
    """What customers can be styled by."""
    owners = tuple(
        Field(OWNER + level.key, _("Owner: {level}").format(level=level.name()))
        for level in template.levels[1:]
    )
    census = tuple(
        Field(CENSUS + one.key, one.name(), one.type == "number", one.choices)
        for one in template.census
        if one.type != "text"
    )
    return (
        Field("kind", _("Kind"), words=template.kinds),
        Field("class", _("Class"), words=template.classes),
        Field("value", _("Value"), numeric=True),
        *owners,
        Field("setting", _("Setting"), words=template.settings),
        Field(BELONGING, _("Ownership"), words=STATES),
        *census,
    )


def site_fields(template: Template) -> tuple[Field, ...]:
    """What sites can be styled by."""
    return (Field("kind", _("Kind"), words=template.site_kinds),)


def area_fields(template: Template) -> tuple[Field, ...]:
    """What areas can be styled by, besides indicators."""
    return (
        Field("setting", _("Setting"), words=template.settings),
        Field("team", _("Team")),
        Field("manager", _("Manager")),
        Field("code", _("Code")),
        Field("name", _("Name")),
    )


def feature_fields() -> tuple[Field, ...]:
    """What every vector layer can be styled by."""
    return Field("category", _("Category")), Field("name", _("Name"))


def fields_of(kind: str, template: Template) -> tuple[Field, ...]:
    """The attributes that every layer of a kind has."""
    if kind == "customers":
        return customer_fields(template)
    if kind == "sites":
        return site_fields(template)
    return area_fields(template) if kind == "areas" else feature_fields()


def field_name(template: Template, kind: str, key: str) -> str:
    """What an attribute is called."""
    for one in fields_of(kind, template):
        if one.key == key:
            return one.name
    return key.rpartition(".")[2]


def snapshot_column(data: MapData, kind: str, layer_id: int, field: str) -> Column | None:
    """The attribute of the features of a layer of that kind; None where nobody knows it."""
    known = data.columns.get((layer_id, field))
    if known is not None:
        return known
    if kind == "customers":
        return _customer_column(data, field)
    if kind == "sites":
        return _words(data.sites.kind, data.template.site_kinds) if field == "kind" else None
    if kind == "areas":
        return _area_column(data, field)
    features = data.features.get(layer_id)
    return _feature_column(features, field) if features is not None else None


def _customer_column(data: MapData, field: str) -> Column | None:
    template, customers = data.template, data.customers
    if field == "kind":
        return _words(customers.kind, template.kinds)
    if field == "class":
        return _words(customers.class_, template.classes)
    if field == "value":
        return Numbers(customers.value)
    if field == BELONGING:
        return _words(belonging(data.areas, data.owners), STATES)
    if field == "setting" or field.startswith(OWNER):
        return _owner_column(data, field)
    return None


def _words(codes: Any, words: tuple[Word, ...]) -> Texts:
    return Texts(codes, tuple(word.key for word in words), tuple(word.name() for word in words))


_owner_columns: WeakKeyDictionary[Owners, dict[str, tuple[Areas, Texts]]] = WeakKeyDictionary()


def _owner_column(data: MapData, field: str) -> Texts | None:
    """By the code of the owner's area at a level, or the setting of the owner."""
    kept = _owner_columns.setdefault(data.owners, {})
    if field in kept and kept[field][0] is data.areas:
        return kept[field][1]
    level = next(
        (at for at, one in enumerate(data.template.levels) if one.key == field[len(OWNER) :]), -1
    )
    if field != "setting" and level < 0:
        return None
    made = _owner_settings(data) if field == "setting" else _owner_areas(data, level)
    kept[field] = data.areas, made
    return made


def _owner_areas(data: MapData, level: int) -> Texts:
    areas, owner = data.areas, data.owners.at_level(data.areas, level)
    rows = np.flatnonzero((areas.level == level) & ~areas.open)
    ids = areas.id[rows]
    at = np.minimum(np.searchsorted(ids, owner), max(len(ids) - 1, 0))
    codes = np.where(ids[at] == owner, at, -1) if len(ids) else np.full(len(owner), -1)
    texts = tuple(str(areas.code[row] or areas.name[row]) for row in rows.tolist())
    names = tuple(str(areas.name[row] or areas.code[row]) for row in rows.tolist())
    return Texts(codes.astype(np.int32), texts, names)


def _owner_settings(data: MapData) -> Texts:
    """The setting of the deepest owner that has one."""
    areas = data.areas
    setting = areas.setting.astype(np.int32)
    parent = np.full(len(areas), -1)
    for row, up in enumerate(areas.parent.tolist()):
        found = areas.index([up])
        parent[row] = found[0] if len(found) else -1
    for _step in range(int(areas.level.max(initial=0))):
        lacking = (setting < 0) & (parent >= 0)
        setting[lacking] = setting[parent[lacking]]
    codes = np.full(len(data.owners), -1, dtype=np.int32)
    if len(areas):
        at = np.minimum(np.searchsorted(areas.id, data.owners.area), len(areas) - 1)
        codes = np.where(areas.id[at] == data.owners.area, setting[at], -1)
    return _words(codes.astype(np.int32), data.template.settings)


def _area_column(data: MapData, field: str) -> Column | None:
    areas = data.areas
    if field == "setting":
        return _words(areas.setting, data.template.settings)
    if field == "level":
        return _words(areas.level, data.template.levels)
    if field in ("code", "name", "team", "manager"):
        return texts_of(getattr(areas, field))
    return None


_feature_columns: WeakKeyDictionary[Features, dict[str, Texts]] = WeakKeyDictionary()


def _feature_column(features: Features, field: str) -> Texts | None:
    if field not in ("category", "name"):
        return None
    kept = _feature_columns.setdefault(features, {})
    if field not in kept:
        kept[field] = texts_of(getattr(features, field))
    return kept[field]
