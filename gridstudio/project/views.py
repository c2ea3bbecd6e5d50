"""The snapshots of one moment, and how they follow an edit."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

import numpy as np

from gridstudio.domain.changes import Changes
from gridstudio.domain.ownership import owners_of
from gridstudio.domain.snapshots import Areas, Customers, Owners, Sites
from gridstudio.domain.template import Template
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import owners as owning
from gridstudio.project.queries import scheme_id
from gridstudio.project.reading import patched, read_areas, read_customers, read_sites


@dataclass(frozen=True, eq=False)
class Views:
    """Aligned snapshots of customers, sites, and areas and owners of the current scheme."""

    scheme: int
    customers: Customers
    sites: Sites
    areas: Areas
    owners: Owners


def read_views(
    connection: sqlite3.Connection,
    template: Template,
    columns: tuple[Customers, Owners] | None = None,
) -> Views:
    """Everything read anew, owners as they are stored; large ``columns`` that are known already are
    taken as they are."""
    if columns is None:
        customers = read_customers(connection, template)
        columns = customers, owning.read_owners(connection, customers)
    return Views(
        scheme=scheme_id(connection),
        customers=columns[0],
        sites=read_sites(connection, template),
        areas=read_areas(connection, template),
        owners=columns[1],
    )


def follow(
    connection: sqlite3.Connection,
    template: Template,
    old: Views,
    changes: Changes,
    progress: Progress = no_progress,
) -> Views:
    """The snapshots after ``changes``; owners are derived and stored in the same transaction."""
    customers = patched(
        old.customers, changes.of("customers"), read_customers, connection, template
    )
    sites = patched(old.sites, changes.of("sites"), read_sites, connection, template)
    scheme = scheme_id(connection) if changes.touches("schemes") else old.scheme
    if scheme != old.scheme:
        areas = read_areas(connection, template)
    else:
        areas = patched(old.areas, changes.of("areas"), read_areas, connection, template)
    owners = old.owners
    moved = customers is not old.customers or areas is not old.areas
    if moved or changes.touches("owner_overrides"):
        owners = (
            derived_owners(connection, customers, areas)
            if scheme != old.scheme
            else owning.derive(
                connection,
                customers,
                areas,
                old=old.owners,
                old_areas=old.areas,
                changes=changes,
            )
        )
        owning.store(connection, old.owners, owners, progress)
    return Views(scheme, customers, sites, areas, owners)


def derived_owners(connection: sqlite3.Connection, customers: Customers, areas: Areas) -> Owners:
    """Every owner by the areas of any scheme derived anew, whatever is stored."""
    return owners_of(customers, areas, owning.given(connection, areas))


def refreshed_owners(connection: sqlite3.Connection, template: Template) -> Views:
    """Everything read and every owner derived anew, after another program wrote; stores them."""
    stored = read_views(connection, template)
    owners = derived_owners(connection, stored.customers, stored.areas)
    connection.execute("DELETE FROM owners")
    owning.store(connection, _NO_OWNERS, owners)
    return replace(stored, owners=owners)


_NO_OWNERS = Owners(
    id=np.empty(0, np.int64), area=np.empty(0, np.int64), by_override=np.empty(0, np.bool_)
)
