"""The census of specialised markets, read from the file once, and after edits what they changed."""

from __future__ import annotations

import numpy as np

from gridstudio.domain.map_data import MapData
from gridstudio.domain.markets import Markets, census_keys, market_ids
from gridstudio.domain.snapshots import Bools, Ints, Objects
from gridstudio.project import Project


def unread_markets(data: MapData, known: Markets | None, stale: frozenset[int]) -> Ints:
    """Ids of the markets that have to be read: those not ``known``, and those that are ``stale``,
    since an edit has changed them."""
    ids = market_ids(data.customers, data.template)
    if known is None:
        return ids
    found: Ints = ids[~_held(ids, known.id) | _held(ids, np.array(sorted(stale), dtype=np.int64))]
    return found


def read_markets(
    project: Project,
    data: MapData,
    known: Markets | None,
    stale: frozenset[int],
    among: Ints | None = None,
) -> Markets:
    """The markets of a moment (``among`` some customers); the very same where nothing about them
    has changed."""
    ids = market_ids(data.customers, data.template)
    if among is not None:
        ids = ids[_held(ids, among)]
    unread = ids if known is None else unread_markets(data, known, stale)
    if known is not None and not len(unread) and np.array_equal(ids, known.id):
        return known
    facts = {key: _fact(project, key, ids, unread, known) for key in census_keys(data.template)}
    return Markets(ids, facts)


def _fact(project: Project, key: str, ids: Ints, unread: Ints, known: Markets | None) -> Objects:
    values: Objects = np.full(len(ids), None, dtype=object)
    if known is not None and key in known.facts:
        here = _held(ids, known.id)
        values[here] = known.facts[key][known.index(ids[here])]
    for row_id, value in project.facts("customers", key, ids=unread.tolist()):
        values[np.searchsorted(ids, row_id)] = value
    return values


def _held(ids: Ints, among: Ints) -> Bools:
    found: Bools = np.isin(ids, among, assume_unique=True)
    return found
