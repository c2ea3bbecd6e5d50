"""Every customer's owner: derived from positions and overrides, kept for other programs.

The table ``owners`` is written only here, inside the transaction of the edit, undo or redo that
makes it change, and only the rows that differ.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from gridstudio.domain.changes import Changes
from gridstudio.domain.ids import Ids, held
from gridstudio.domain.snapshots import Areas, Bools, Customers, Floats, Ints, Owners, frozen
from gridstudio.geometry.ownership import owners_by_position
from gridstudio.geometry.sweeping import changed_edges
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress

ROWS_AT_ONCE = 50_000
MANY_SHAPES = 32
"""Past this many changed areas one box around them all is cheaper to test than each by itself."""


def read_owners(connection: sqlite3.Connection, customers: Customers) -> Owners:
    """The stored owners, aligned with ``customers``."""
    texts = connection.execute(
        "SELECT group_concat(customer_id), group_concat(area_id), group_concat(by_override)"
        " FROM owners NOT INDEXED"  # by its key, which is the customer's id
    ).fetchone()
    columns = [np.fromstring(text or "", dtype=np.int64, sep=",") for text in texts]
    table = np.column_stack(columns)
    area = np.zeros(len(customers), dtype=np.int64)
    override = np.zeros(len(customers), dtype=bool)
    at = np.searchsorted(customers.id, table[:, 0])
    known = at < len(customers)
    known[known] = customers.id[at[known]] == table[known, 0]
    area[at[known]] = table[known, 1]
    override[at[known]] = table[known, 2] != 0
    return _owners(customers.id, area, override)


def derive(
    connection: sqlite3.Connection,
    customers: Customers,
    areas: Areas,
    *,
    old: Owners,
    old_areas: Areas,
    changes: Changes,
) -> Owners:
    """The owners after ``changes``; only customers that can have changed are computed again."""
    area, override, _known = _aligned(old, customers.id)
    doubtful = _doubtful(customers, areas, old_areas, changes)
    overrides = given(connection, areas)
    doubtful[override] = True
    doubtful[customers.index(list(overrides))] = True
    if doubtful.any():
        found = areas.index(areas.leaves())
        area[doubtful] = owners_by_position(
            customers.lonlat[doubtful], areas.geometry[found], areas.id[found]
        )
        override[doubtful] = False
    for at_row in customers.index(list(overrides)):
        area[at_row], override[at_row] = overrides[int(customers.id[at_row])], True
    return _owners(customers.id, area, override)


def store(
    connection: sqlite3.Connection, old: Owners, new: Owners, progress: Progress = no_progress
) -> None:
    """Write the rows in which ``new`` differs from ``old``; an owner of 0 has no row. Raises what
    ``progress`` does."""
    area, override, known = _aligned(old, new.id)
    differs = (new.area != area) | (new.by_override != override)
    same = old.id is new.id or np.array_equal(old.id, new.id)
    gone = old.id[:0] if same else old.id[~held(old.id, Ids(new.id))]
    ownerless = new.id[differs & known & (new.area == 0)]
    connection.executemany(
        "DELETE FROM owners WHERE customer_id = ?",
        ((int(customer),) for customer in np.concatenate([gone, ownerless])),
    )
    write = np.flatnonzero(differs & (new.area != 0))
    if len(write) > len(new.id) // 2:  # as when another scheme is current: the table anew
        connection.execute("DELETE FROM owners")
        write = np.flatnonzero(new.area)
    for begin in range(0, len(write), ROWS_AT_ONCE):
        progress(begin / len(write), _("Writing owners"))
        rows = write[begin : begin + ROWS_AT_ONCE]
        connection.executemany(
            "INSERT INTO owners (customer_id, area_id, by_override) VALUES (?, ?, ?) "
            "ON CONFLICT (customer_id) DO UPDATE SET area_id = excluded.area_id, "
            "by_override = excluded.by_override",
            zip(
                new.id[rows].tolist(),
                new.area[rows].tolist(),
                new.by_override[rows].astype(int).tolist(),
                strict=True,
            ),
        )


def _aligned(owners: Owners, ids: Ints) -> tuple[Ints, Bools, Bools]:
    """The owners of ``ids``: area (0 for those not known), by override, and whether known."""
    if owners.id is ids or np.array_equal(owners.id, ids):
        return owners.area.copy(), owners.by_override.copy(), np.ones(len(ids), dtype=bool)
    area, override = np.zeros(len(ids), dtype=np.int64), np.zeros(len(ids), dtype=bool)
    at = np.searchsorted(owners.id, ids)
    known = at < len(owners.id)
    known[known] = owners.id[at[known]] == ids[known]
    area[known], override[known] = owners.area[at[known]], owners.by_override[at[known]]
    return area, override, known


def stamp(connection: sqlite3.Connection, path: Path) -> None:
    """Inside a transaction: note the file's change counter as it will be after the commit, so that
    the next opening sees whether another program has written since."""
    connection.execute(
        "UPDATE gpkg_contents SET description = ? WHERE table_name = 'owners'",
        (_stamp_text(_change_counter(path) + 1),),
    )


def is_stamped(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the owners were derived in the file's last transaction that we know of."""
    row = connection.execute(
        "SELECT description FROM gpkg_contents WHERE table_name = 'owners'"
    ).fetchone()
    return row is not None and row[0] == _stamp_text(_change_counter(path))


def _stamp_text(counter: int) -> str:
    return f"derived from positions and overrides as of change {counter}"


def _change_counter(path: Path) -> int:
    """SQLite's file change counter: bytes 24 to 27 of the file, one more per transaction."""
    with path.open("rb") as stream:
        stream.seek(24)
        return int.from_bytes(stream.read(4), "big")


def _doubtful(customers: Customers, areas: Areas, old_areas: Areas, changes: Changes) -> Bools:
    """Which customers can have another owner than before."""
    change = changes.of("customers")
    doubtful = np.zeros(len(customers), dtype=bool)
    doubtful[customers.index([*change.added, *change.updated])] = True
    boxes = _swept(areas, old_areas, list(changes.of("areas").touched))
    if len(boxes) > MANY_SHAPES:
        boxes = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])[None]
    lon, lat = customers.lonlat[:, 0], customers.lonlat[:, 1]
    for west, south, east, north in boxes:
        doubtful |= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return doubtful


def _swept(areas: Areas, old_areas: Areas, ids: list[int]) -> Floats:
    """Boxes ``(n, 4)`` in degrees around the ground that changes hands."""
    now = {int(areas.id[row]): areas.geometry[row] for row in _moved(areas, old_areas, ids)}
    was = {int(old_areas.id[row]): old_areas.geometry[row] for row in _moved(old_areas, areas, ids)}
    boxes = []
    for key in {*now, *was}:
        before, after = was.get(key), now.get(key)
        # The same ground, held by another: an area that has got, or lost, areas below it.
        same = before is not None and after is not None and before == after
        edges = changed_edges(before, None if same else after).reshape(-1, 2)
        if len(edges):
            boxes.append([*edges.min(axis=0), *edges.max(axis=0)])
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _moved(these: Areas, others: Areas, ids: list[int]) -> Ints:
    """Rows of ``these`` among ``ids`` whose ground or place in the tree differs in ``others``."""
    these_leaves, other_leaves = set(these.leaves().tolist()), set(others.leaves().tolist())
    rows = []
    for row in these.index(sorted(ids)):
        area_id = int(these.id[row])
        other = others.index([area_id])
        if (
            not len(other)
            or these.geometry[row] != others.geometry[other[0]]
            or (area_id in these_leaves) != (area_id in other_leaves)
        ):
            rows.append(int(row))
    # An area that was a leaf and is one no longer is touched only through its new children.
    return np.array(rows, dtype=np.int64)


def given(connection: sqlite3.Connection, areas: Areas) -> dict[int, int]:
    """The area of each customer who is owned by decision, of those given to one of ``areas``."""
    known = set(areas.id.tolist())
    rows = connection.execute("SELECT customer_id, area_id FROM owner_overrides ORDER BY id")
    return {customer: area for customer, area in rows if area in known}


def _owners(ids: Ints, area: Ints, override: Bools) -> Owners:
    frozen(area)
    frozen(override)
    return Owners(id=ids, area=area, by_override=override)
