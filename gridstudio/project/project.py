"""One open project file: the document behind the window, the CLI and the reports."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.changes import Changes
from gridstudio.domain.layer_tree import VECTORS
from gridstudio.domain.map_data import MapData
from gridstudio.domain.ownership import owners_of
from gridstudio.domain.rows import Customer, JournalEntry, Layer, Scheme, Site
from gridstudio.domain.snapshots import Areas, Customers, Features, Owners, Sites
from gridstudio.domain.style import Style
from gridstudio.domain.targets import Target
from gridstudio.domain.template import Template
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import facts, opening, queries, text_tests
from gridstudio.project.check import Problem, check_file
from gridstudio.project.copying import save_copy
from gridstudio.project.creating import Border, create_file
from gridstudio.project.edit import Edit
from gridstudio.project.event import Event
from gridstudio.project.owners import given
from gridstudio.project.reading import read_areas
from gridstudio.project.schema import TABLES
from gridstudio.project.store import Store
from gridstudio.project.text_tests import TextTest


class Project:
    """An open project: snapshots to read, ``edit`` to write, ``changed`` to follow.

    Its connection has one owner at a time, the thread that opened it or the worker inside
    ``lent``; snapshots may be read by every thread.
    """

    def __init__(self, store: Store, foreign_objects: tuple[str, ...]) -> None:
        self._store = store
        self.foreign_objects = foreign_objects
        """Triggers, views and tables in the file that are not ours, for the user to know."""

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        name: str,
        template: Template,
        border: Border | None = None,
        author: str = "",
    ) -> Project:
        """Make a new project file and open it; with ``border`` (degrees WGS-84) the county stands
        and is open ground. Raises UserError where the file exists or cannot be written."""
        create_file(Path(path), name, template, border)
        project = cls.open(path, author=author)
        project._store.backup.not_needed()
        return project

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False, author: str = "") -> Project:
        """Open a project file. Raises UserError, in words, for everything that is none."""
        path = Path(path)
        connection, reason = opening.open_connection(path, read_only=read_only)
        try:
            with opening.database_errors(path):
                store = Store(path, connection, reason)
                store.author = author or _user()
                store.catch_up()
                store.views()
                return cls(store, opening.foreign_objects(connection))
        except BaseException:
            connection.close()
            raise

    def back_up_ahead(self) -> None:
        """Begin the backup in a thread where the first edit would have to wait long for it."""
        if not self.read_only:
            self._store.backup.ahead()

    def close(self) -> None:
        """Close the file; every finished edit is in it already."""
        self._store.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self._store.path

    @property
    def template(self) -> Template:
        return self._store.template

    @property
    def name(self) -> str:
        return self.meta("name") or self.path.stem

    @property
    def read_only(self) -> bool:
        return bool(self._store.read_only_reason)

    @property
    def read_only_reason(self) -> str:
        """A translated sentence, "" where the project can be edited."""
        return self._store.read_only_reason

    @property
    def author(self) -> str:
        """Who works on it, as the journal says."""
        return self._store.author

    @property
    def version(self) -> int:
        """Counts what changed since opening; a long command checks it between its two halves."""
        return self._store.version

    @property
    def changed(self) -> Event:
        """Tells its listeners of every edit, undo and redo, after the commit."""
        return self._store.changed

    # --- writing

    def edit(self, label: str) -> AbstractContextManager[Edit]:
        """The transaction, the undo step and the change notice of one act; nested ones join.

        Raises Refused where the file is read-only or lent to a job, UserError where the disk is
        full. Whatever goes wrong inside rolls everything back.
        """
        return self._store.edit(label)

    def set_style(self, label: str, layer_id: int, style: Style | None) -> None:
        """Style a layer, None as nobody has styled it: one act, or part of the edit around it.
        Raises KeyError where there is no such layer."""
        with self.edit(label) as edit:
            self._store.set_style(edit, layer_id, style)

    def keep_area_facts(self, facts: Mapping[str, Mapping[int, float]]) -> None:
        """Write figures of areas (by name, then area id) for other programs, in place of those that
        are there: columns of the areas' views. Derived, outside undo and journal."""
        self._store.keep_area_facts(facts)

    def record(self) -> AbstractContextManager[Edit]:
        """Write what is recorded and not edited (tracks, view state): durable, outside undo."""
        return self._store.record()

    def undo(self) -> Changes:
        """Take the newest edit back. Raises Refused where there is none."""
        return self._store.move(back=True)

    def redo(self) -> Changes:
        """Do again what was undone last. Raises Refused where there is nothing."""
        return self._store.move(back=False)

    @property
    def undo_label(self) -> str | None:
        return self._store.history.undo_label

    @property
    def redo_label(self) -> str | None:
        return self._store.history.redo_label

    @property
    def undo_rows(self) -> int:
        """How many rows undo will change: very many are a worker's work."""
        return self._store.rows_of_next(back=True)

    @property
    def redo_rows(self) -> int:
        return self._store.rows_of_next(back=False)

    @property
    def lent_for(self) -> str:
        """What a worker owns the connection for just now, "" where none does. Who reads the file
        meanwhile may have to wait for the worker's commit."""
        return self._store.lent_for

    def poll(self) -> bool:
        """Whether another program has written the file since; if so everything is read anew, the
        undo history is gone, and ``changed`` says "everything"."""
        return self._store.poll()

    def lent(self, purpose: str, progress: Progress = no_progress) -> AbstractContextManager[None]:
        """In a worker: own the connection for a bulk act. Notices wait for ``take_back``.
        ``progress`` is told of owners that are written; what it raises rolls the edit back."""
        return self._store.lent(purpose, progress)

    def adopt(self) -> None:
        """Own the project in this thread, after a worker has opened it."""
        self._store.adopt()

    def take_back(self) -> None:
        """On the main thread, once a job has ended: announce what it changed."""
        self._store.take_back()

    def save_copy(self, path: Path | str) -> None:
        """Write a copy with spatial indexes for other programs, without what is not ours."""
        save_copy(self._store.reading(), Path(path))

    # --- reading

    def customers(self) -> Customers:
        return self._store.views().customers

    def sites(self) -> Sites:
        return self._store.views().sites

    def areas(self) -> Areas:
        return self._store.views().areas

    def owners(self) -> Owners:
        return self._store.views().owners

    def schemes(self) -> tuple[Scheme, ...]:
        """All schemes, oldest first."""
        return queries.schemes(self._store.reading())

    def scheme_id(self) -> int:
        """The id of the current scheme."""
        return queries.scheme_id(self._store.reading())

    def areas_of(self, scheme_id: int) -> Areas:
        """The areas of any scheme, read for the asking; those of the current one are at hand."""
        if scheme_id == self.scheme_id():
            return self.areas()
        return read_areas(self._store.reading(), self.template, scheme=scheme_id)

    def given(self, areas: Areas) -> dict[int, int]:
        """The area of each customer who is owned by decision, of those given to one of ``areas``:
        with them ``domain.ownership`` tells who would own whom if their scheme were current."""
        return given(self._store.reading(), areas)

    def owners_of(self, scheme_id: int, areas: Areas | None = None) -> Owners:
        """Who would own whom if this scheme were the current one: by its ``areas`` (read where they
        are not given) and its overrides. Derived for the asking: 0.2 s for a million customers."""
        if scheme_id == self.scheme_id():
            return self.owners()
        areas = self.areas_of(scheme_id) if areas is None else areas
        return owners_of(self.customers(), areas, self.given(areas))

    def layers(self) -> tuple[Layer, ...]:
        """Everything that is drawn, bottom first, and the groups."""
        return self._store.layers()

    def styles(self) -> dict[int, Style]:
        """Each layer's style, by its id."""
        return self._store.book.styles().of

    @property
    def style_problems(self) -> tuple[str, ...]:
        """Why layers are drawn plainly: translated sentences on styles that cannot be read."""
        return self._store.book.styles().problems

    def view_state(self, key: str, default: Any = None) -> Any:
        """What ``keep_view_state`` was given last under ``key``, else ``default``."""
        return self._store.view_state(key, default)

    def keep_view_state(self, key: str, value: Any) -> None:
        """Keep how the project is looked at (last view, bookmarks, switches) as JSON: no edit, not
        in undo and journal, and nobody is told. Where the file cannot be written now it lasts as
        long as the project is open."""
        self._store.keep_view_state(key, value)

    def features(self, layer_id: int) -> Features:
        return self._store.features(layer_id)

    def map_data(self) -> MapData:
        """All snapshots of this moment, for the map, a report or a worker."""
        layers = self.layers()
        return MapData(
            template=self.template,
            areas=self.areas(),
            customers=self.customers(),
            sites=self.sites(),
            owners=self.owners(),
            layers=layers,
            styles=self.styles(),
            features={item.id: self.features(item.id) for item in layers if item.kind in VECTORS},
            folder=self.path.resolve().parent,
            targets=self.targets(),
            locked_levels=self.locked_levels(),
        )

    def customer(self, customer_id: int) -> Customer:
        """Raises KeyError."""
        return queries.customer(self._store.reading(), customer_id)

    def site(self, site_id: int) -> Site:
        """Raises KeyError."""
        return queries.site(self._store.reading(), site_id)

    def texts(
        self, table: str, ids: Sequence[int], columns: Sequence[str]
    ) -> dict[int, tuple[Any, ...]]:
        """Columns of the rows ``ids``, by id; for a table's page, labels, exports."""
        return queries.texts(self._store.reading(), table, ids, columns)

    def facts(
        self, table: str, key: str, *, layer_id: int = 0, ids: Sequence[int] | None = None
    ) -> list[tuple[int, Any]]:
        """One fact of the JSON column of customers (census) or features (properties): id and value
        by id."""
        return facts.facts(self._store.reading(), table, key, layer_id=layer_id, ids=ids)

    def property_keys(self, layer_id: int) -> tuple[str, ...]:
        """The properties that features of a layer have."""
        return facts.property_keys(self._store.reading(), layer_id)

    def search(self, text: str, limit: int = 50) -> list[queries.Found]:
        """Areas, sites and customers whose name, code or address holds ``text``."""
        return queries.search(self._store.reading(), text, limit)

    def ordered_ids(self, table: str, column: str) -> NDArray[np.int64]:
        """All ids of a table in the order of a text column."""
        return queries.ordered_ids(self._store.reading(), table, column)

    def matching_ids(self, table: str, text: str) -> list[int]:
        """Ids of the rows whose name or address holds ``text``."""
        return queries.matching_ids(self._store.reading(), table, text)

    def passing(self, test: TextTest, first_id: int, last_id: int) -> NDArray[np.int64]:
        """Ids of the customers of a range of ids that pass a test on a text or census fact; a few
        milliseconds for 10,000 of them."""
        return text_tests.matching(self._store.reading(), test, first_id, last_id)

    def ids_by_uuid(self, table: str) -> dict[str, int]:
        """The id of each row's UUID, for merging what comes back."""
        return queries.ids_by_uuid(self._store.reading(), table)

    def journal(self, limit: int = 100) -> list[JournalEntry]:
        """The newest entries first."""
        return queries.journal(self._store.reading(), limit)

    def boundary_version(self) -> tuple[int, str]:
        """How often boundaries were changed, and when last (ISO 8601 UTC, "" for never)."""
        return queries.boundary_version(self._store.reading())

    def overrides(self, scheme_id: int | None = None) -> list[queries.Override]:
        """Those of a scheme, by default of the current one: in it alone they are in force."""
        return queries.overrides(self._store.reading(), scheme_id)

    def locked_levels(self) -> frozenset[int]:
        """The levels of the current scheme whose borders are locked."""
        return queries.locked_levels(self._store.reading())

    def level_row(self, level: int) -> int:
        """The id of what is kept on a level of the current scheme, 0 where nothing is."""
        return queries.level_row(self._store.reading(), level)

    def targets(self) -> tuple[Target, ...]:
        """What the areas of the current scheme should come to, by level."""
        return queries.targets(self._store.reading())

    def counts(self) -> dict[str, int]:
        """Rows per table."""
        return queries.counts(self._store.reading(), [table.name for table in TABLES])

    def meta(self, key: str, default: str = "") -> str:
        return queries.meta(self._store.reading(), key, default)

    def check(self) -> list[Problem]:
        """What is wrong with the file itself: damage, dangling references, stale owners. The
        coverage is checked by ``commands.check``."""
        return check_file(self._store.reading(), self._store.views())


def _user() -> str:
    """Whom the system takes the user for, for the journal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
