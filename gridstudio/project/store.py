"""The one writer: transaction, undo step, derived owners, journal and change notice together."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gridstudio.domain.changes import Changes
from gridstudio.domain.rows import Layer
from gridstudio.domain.snapshots import Features
from gridstudio.domain.style import Style
from gridstudio.domain.template import Template
from gridstudio.errors import Refused, UserError
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress
from gridstudio.project import column_cache, opening, reading
from gridstudio.project import owners as owning
from gridstudio.project.backup import Keeper
from gridstudio.project.edit import Edit, note_contents
from gridstudio.project.event import Event
from gridstudio.project.history import History
from gridstudio.project.layer_book import LayerBook
from gridstudio.project.view_state import ViewState
from gridstudio.project.views import Views, follow, read_views, refreshed_owners


class Store:
    """A connection with its history and its snapshots. Owned by one thread at a time: the one that
    opened it, or a worker inside ``lent``. Outside an edit the connection refuses writes."""

    def __init__(self, path: Path, connection: sqlite3.Connection, read_only_reason: str) -> None:
        self.path = path
        self.read_only_reason = read_only_reason
        self.author = ""
        self.version = 0
        self.changed = Event()
        self.history = History(connection)
        self.backup = Keeper(path)
        self._connection = connection
        self._reader: sqlite3.Connection | None = None
        self._edit: Edit | None = None
        self._owner = threading.get_ident()
        self.lent_for = ""
        self._progress: Progress = no_progress
        self._pending: list[Changes] = []
        self._views: Views | None = None
        self._cached = ""
        self._features: dict[int, Features] = {}
        self._view_state = ViewState(self.reading)
        self.book = LayerBook(self.reading, lambda: self.template, self._view_state)
        row = connection.execute("SELECT value FROM meta WHERE key = 'template'").fetchone()
        self.template = Template.parse(row[0] if row else "")
        connection.execute("PRAGMA query_only = ON")
        self._data_version = self._read_data_version()

    def close(self) -> None:
        self.backup.close()
        self._write_view_state()
        with contextlib.suppress(sqlite3.Error, OSError):
            self._keep_columns()
        if self._reader is not None:
            self._reader.close()
        self._connection.close()

    # --- reading

    def reading(self) -> sqlite3.Connection:
        """The connection for reads of this thread: while a job owns the main one, another."""
        if threading.get_ident() == self._owner:
            return self._connection
        if self._reader is None:
            self._reader = opening.connect(self.path, read_only=True)
        return self._reader

    def views(self) -> Views:
        if self._views is None:
            with opening.database_errors(self.path):
                self._views = self._read_views()
        return self._views

    def _read_views(self) -> Views:
        """All snapshots, the large columns from the cache where it fits the file as it is."""
        connection = self.reading()
        if connection.in_transaction:
            return read_views(connection, self.template)
        state = column_cache.state_of(self.path)
        columns = column_cache.load(self.path, state)
        views = read_views(connection, self.template, columns)
        if columns is None and column_cache.state_of(self.path) == state:
            column_cache.keep(self.path, state, views.customers, views.owners)
        self._cached = state
        return views

    def _keep_columns(self) -> None:
        """On closing: so that the next opening need not read what this session has written."""
        if self._views is None or self._read_data_version() != self._data_version:
            return
        state = column_cache.state_of(self.path)
        if state != self._cached:
            column_cache.keep(self.path, state, self._views.customers, self._views.owners)

    def features(self, layer_id: int) -> Features:
        if layer_id not in self._features:
            kinds = {layer.id: layer.kind for layer in self.layers()}
            if kinds.get(layer_id) == "tracks":
                self._features[layer_id] = reading.read_tracks(self.reading())
            else:
                self._features[layer_id] = reading.read_features(self.reading(), layer_id)
        return self._features[layer_id]

    def layers(self) -> tuple[Layer, ...]:
        if self._edit is not None:
            self.book.forget()
        return self.book.layers()

    def set_style(self, edit: Edit, layer_id: int, style: Style | None) -> None:
        self.book.set_style(edit, layer_id, style)

    def view_state(self, key: str, default: Any) -> Any:
        return self._view_state.get(key, default)

    def keep_view_state(self, key: str, value: Any) -> None:
        if self._view_state.set(key, value):
            self.book.forget()
            self._write_view_state()

    def keep_area_facts(self, facts: Mapping[str, Mapping[int, float]]) -> None:
        connection = self._connection
        wanted = {(name, area): value for name, own in facts.items() for area, value in own.items()}
        rows = connection.execute("SELECT name, area_id, value FROM area_facts")
        if {(name, area): value for name, area, value in rows} == wanted:
            return
        self._require_writable()
        with self._transaction(backed_up=True):
            number = self.history.begin()
            connection.execute("DELETE FROM area_facts")
            connection.executemany(
                "INSERT INTO area_facts (name, area_id, value) VALUES (?, ?, ?)",
                ((*key, value) for key, value in wanted.items()),
            )
            self.book.publish(connection)
            self.history.forget(number)

    def _write_view_state(self) -> None:
        """Now if possible, else with the next edit: no reason to keep anybody waiting or to tell
        them, and no change of the document that would want a backup."""
        busy = self._edit is not None or threading.get_ident() != self._owner
        busy = busy or self.backup.copying
        if self.read_only_reason or busy or not self._view_state.pending:
            return
        with contextlib.suppress(UserError), self._transaction(backed_up=True):
            pass

    # --- writing

    @contextmanager
    def edit(self, label: str) -> Iterator[Edit]:
        """One act; an edit inside an edit joins it."""
        self._require_writable()
        if self._edit is not None:
            yield self._edit
            return
        with self._transaction() as edit:
            number = self.history.begin()
            yield edit
            edit.alive = False
            changes = self._settle(edit, number, "edit", label)
        if changes:
            self.history.finish(number, label)
            self._committed(changes)

    @contextmanager
    def record(self) -> Iterator[Edit]:
        """Durable, outside undo and journal."""
        self._require_writable()
        with self._transaction() as edit:
            number = self.history.begin()
            yield edit
            edit.alive = False
            changes = self._settle(edit, number, "record", "")
            self.history.forget(number)
        if changes:
            self._committed(changes)

    def move(self, *, back: bool) -> Changes:
        """Undo (``back``) or redo the newest step."""
        self._require_writable()
        label = self.history.undo_label if back else self.history.redo_label
        if label is None:
            nothing = _("There is nothing to undo.") if back else _("There is nothing to redo.")
            raise Refused(nothing)
        with self._transaction() as edit:
            replay = self.history.step_back if back else self.history.step_forward
            _step, recorded = replay()
            changes = self._settle(edit, recorded.number, "undo" if back else "redo", label)
        self.history.moved(recorded, back=back)
        self._committed(changes)
        return changes

    def rows_of_next(self, *, back: bool) -> int:
        """How many rows the next undo or redo writes, derived owners that all change included."""
        rows = self.history.rows_of_next(back=back)
        step = self.history.next_step(back=back)
        if step is not None and self.history.switches_scheme(step):
            rows += len(self.views().customers)
        return rows

    def poll(self) -> bool:
        """Whether another program wrote the file; if so all is read anew and undo is forgotten."""
        if self._edit is not None or threading.get_ident() != self._owner:
            return False
        if self._read_data_version() == self._data_version:
            return False
        if self.read_only_reason:
            self._reload(read_views(self._connection, self.template))
        else:
            with self._transaction():
                pass
        return True

    def catch_up(self) -> None:
        """On opening: derive every owner anew where another program (or an older format) wrote."""
        if self.read_only_reason or owning.is_stamped(self._connection, self.path):
            return
        self._data_version = -1
        with self._transaction(backed_up=True):  # nobody's work changes here
            pass

    @contextmanager
    def lent(self, purpose: str, progress: Progress) -> Iterator[None]:
        """In a worker: own the connection for a bulk act; notices wait for ``take_back``."""
        if self.lent_for:
            raise Refused(self._busy_sentence())
        owner, self._owner, self.lent_for = self._owner, threading.get_ident(), purpose
        self._progress = progress
        try:
            yield
        finally:
            self._progress = no_progress
            self._owner, self.lent_for = owner, ""

    def adopt(self) -> None:
        """Own the connection in this thread from now on: a worker has opened it."""
        self._owner = threading.get_ident()

    def take_back(self) -> None:
        """On the main thread, once the job has ended: announce what it changed."""
        pending, self._pending = self._pending, []
        for changes in pending:
            self.changed.emit(changes)

    @contextmanager
    def _transaction(self, *, backed_up: bool = False) -> Iterator[Edit]:
        connection = self._connection
        edit = Edit(connection)
        with opening.database_errors(self.path):
            connection.execute("PRAGMA query_only = OFF")
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("PRAGMA defer_foreign_keys = ON")
                self._notice_other_writer()
                self.views()
                if backed_up:
                    self.backup.wait()
                else:
                    self.backup.before_edit()
                self._edit = edit
                yield edit
                self._view_state.write(connection)
                owning.stamp(connection, self.path)
                connection.execute("COMMIT")
                self._view_state.written()
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self.book.forget()
                raise
            finally:
                edit.alive = False
                self._edit = None
                connection.execute("PRAGMA query_only = ON")

    def _settle(self, edit: Edit, number: int, act: str, label: str) -> Changes:
        """Before the commit: what changed, the owners that follow, the journal's entry."""
        connection = self._connection
        changes = edit.with_untracked(self.history.changes(number))
        self._next_views = follow(connection, self.template, self.views(), changes, self._progress)
        self.book.settle(connection, changes)
        touched = [table for table, change in changes.tables.items() if change]
        note_contents(connection, {*touched, *edit.extents}, edit.extents)
        if changes and act != "record":
            counts = {table: len(changes.of(table).touched) for table in touched}
            connection.execute(
                "INSERT INTO journal (at, author, act, label, counts) VALUES (?, ?, ?, ?, ?)",
                (_now(), self.author, act, label, json.dumps(counts)),
            )
        return changes

    def _committed(self, changes: Changes) -> None:
        self._views = self._next_views
        self.version += 1
        self.book.forget_if(changes)
        self._forget_features(changes)
        if changes.touches("meta"):
            row = self._connection.execute(
                "SELECT value FROM meta WHERE key = 'template'"
            ).fetchone()
            self.template = Template.parse(row[0])
        self._announce(changes)

    def _forget_features(self, changes: Changes) -> None:
        """Only of the layers whose shapes have changed: those of a base map take long to read."""
        if changes.everything or changes.touches("tracks"):
            self._features.clear()
        change = changes.of("features")
        if not change:
            return
        fresh = reading.layers_of(self._connection, change.added | change.updated)
        for layer_id, features in tuple(self._features.items()):
            if layer_id in fresh or len(features.index(change.updated | change.removed)):
                del self._features[layer_id]

    def _announce(self, changes: Changes) -> None:
        if self.lent_for:
            self._pending.append(changes)
        else:
            self.changed.emit(changes)

    def _notice_other_writer(self) -> None:
        """Inside the transaction: another program's rows become ours before we add to them."""
        if self._read_data_version() == self._data_version:
            return
        views = refreshed_owners(self._connection, self.template)
        self.book.settle(self._connection, Changes(everything=True))
        self._reload(views)

    def _reload(self, views: Views) -> None:
        self._data_version = self._read_data_version()
        self._views = views
        self.book.forget()
        self._features.clear()
        self._view_state.forget()
        self.history.clear()
        self.version += 1
        self._announce(Changes(everything=True))

    def _read_data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _require_writable(self) -> None:
        if self.read_only_reason:
            raise Refused(
                _(
                    "This project is open for reading only: {reason} Save a copy to change it."
                ).format(reason=self.read_only_reason)
            )
        if threading.get_ident() != self._owner:
            raise Refused(self._busy_sentence())

    def _busy_sentence(self) -> str:
        return _("“{purpose}” is still running. Wait for it, or cancel it.").format(
            purpose=self.lent_for
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
