"""Undo and redo for every table at once, by row images.

TEMP triggers copy each changed row's old image into temp tables of this connection; undo replays
them backwards, and the same triggers record the replay, which is redo. What an edit changed is
read from the same log. The temp tables vanish with the connection: undo lasts a session, the
journal stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from gridstudio.domain.changes import Changes, TableChange
from gridstudio.project.schema import TRACKED


@dataclass(frozen=True)
class Step:
    """One finished edit: its number in the log and the act's name."""

    number: int
    label: str


class History:
    """The undo and redo stacks of one connection, which must have its final schema already."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._number = 0
        self._columns: dict[str, list[str]] = {}
        connection.execute(
            "CREATE TEMP TABLE undo_log (seq INTEGER PRIMARY KEY, step INTEGER, tbl TEXT, "
            "op TEXT, row_id INTEGER)"
        )
        connection.execute("CREATE INDEX temp.undo_log_step ON undo_log (step)")
        connection.execute("CREATE TEMP TABLE undo_step (step INTEGER)")
        connection.execute("INSERT INTO temp.undo_step VALUES (0)")
        for table in TRACKED:
            self._install(table)

    def _install(self, table: str) -> None:
        info = self._connection.execute(f"PRAGMA main.table_info({table})").fetchall()
        columns = [row[1] for row in info]
        self._columns[table] = columns
        names = ", ".join(f'"{name}"' for name in columns)
        old = ", ".join(f'OLD."{name}"' for name in columns)
        execute = self._connection.execute
        execute(f"CREATE TEMP TABLE undo_{table} (undo_seq INTEGER PRIMARY KEY, {names})")
        note = (
            "INSERT INTO undo_log (step, tbl, op, row_id) "
            "VALUES ((SELECT step FROM undo_step), '{table}', '{op}', {row});"
        )
        image = f"INSERT INTO undo_{table} VALUES (last_insert_rowid(), {old});"
        for op, event, row in (
            ("I", "INSERT", "NEW.id"),
            ("U", "UPDATE", "OLD.id"),
            ("D", "DELETE", "OLD.id"),
        ):
            body = note.format(table=table, op=op, row=row) + (image if op != "I" else "")
            execute(
                f"CREATE TEMP TRIGGER undo_{table}_{op} AFTER {event} ON main.{table} "
                f"BEGIN {body} END"
            )

    @property
    def undo_label(self) -> str | None:
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        return self._redo[-1].label if self._redo else None

    def rows_of_next(self, *, back: bool) -> int:
        """How many rows undo (``back``) or redo will change; 0 where there is nothing to do."""
        step = self.next_step(back=back)
        if step is None:
            return 0
        counted = "SELECT count(*) FROM temp.undo_log WHERE step = ?"
        return int(self._connection.execute(counted, (step.number,)).fetchone()[0])

    def next_step(self, *, back: bool) -> Step | None:
        """What undo (``back``) or redo would take, None where there is nothing."""
        stack = self._undo if back else self._redo
        return stack[-1] if stack else None

    def switches_scheme(self, step: Step) -> bool:
        """Whether replaying a step makes another scheme the current one."""
        found = self._connection.execute(
            "SELECT EXISTS (SELECT 1 FROM temp.undo_log AS log "
            "LEFT JOIN temp.undo_schemes AS old ON old.undo_seq = log.seq "
            "LEFT JOIN main.schemes AS now ON now.id = log.row_id WHERE log.step = ? "
            "AND log.tbl = 'schemes' AND coalesce(old.current, 0) <> coalesce(now.current, 0))",
            (step.number,),
        )
        return bool(found.fetchone()[0])

    def begin(self) -> int:
        """Start a step inside the caller's transaction; its number names it."""
        self._number += 1
        self._connection.execute("UPDATE temp.undo_step SET step = ?", (self._number,))
        return self._number

    def finish(self, number: int, label: str) -> None:
        """The step is committed: it can be undone, and what was undone before can't be redone."""
        self._undo.append(Step(number, label))
        self._redo.clear()

    def clear(self) -> None:
        """Forget everything, since another program has changed rows underneath."""
        self._undo.clear()
        self._redo.clear()

    def forget(self, number: int) -> None:
        """Drop the log of a step that stays outside undo (a record)."""
        for table in TRACKED:
            self._connection.execute(
                f"DELETE FROM temp.undo_{table} WHERE undo_seq IN "
                "(SELECT seq FROM undo_log WHERE step = ?)",
                (number,),
            )
        self._connection.execute("DELETE FROM temp.undo_log WHERE step = ?", (number,))

    def changes(self, number: int) -> Changes:
        """What a step changed; a row that came and went is not in it."""
        rows = self._connection.execute(
            "SELECT tbl, op, row_id FROM temp.undo_log WHERE step = ? ORDER BY seq", (number,)
        )
        first: dict[str, dict[int, str]] = {}
        last: dict[str, dict[int, str]] = {}
        for table, op, row_id in rows:
            first.setdefault(table, {}).setdefault(row_id, op)
            last.setdefault(table, {})[row_id] = op
        return Changes({table: _net(first[table], last[table]) for table in first})

    def step_back(self) -> tuple[Step, Step]:
        """Replay the newest step backwards inside the caller's transaction.

        Returns the step undone and the step that the replay recorded. ``moved`` settles the stacks
        after the commit.
        """
        return self._replay(self._undo[-1])

    def step_forward(self) -> tuple[Step, Step]:
        """Replay the newest undone step inside the caller's transaction."""
        return self._replay(self._redo[-1])

    def moved(self, recorded: Step, *, back: bool) -> None:
        """The replay is committed: move its record to the other stack."""
        (self._undo if back else self._redo).pop()
        (self._redo if back else self._undo).append(recorded)

    def _replay(self, step: Step) -> tuple[Step, Step]:
        number = self.begin()
        log = self._connection.execute(
            "SELECT seq, tbl, op FROM temp.undo_log WHERE step = ? ORDER BY seq DESC",
            (step.number,),
        ).fetchall()
        for (table, op), first_seq, last_seq in _runs(log):
            self._undo_run(step.number, table, op, first_seq, last_seq)
        return step, Step(number, step.label)

    def _undo_run(self, step: int, table: str, op: str, first_seq: int, last_seq: int) -> None:
        """Reverse log entries first_seq … last_seq, all of one table and kind."""
        span = (first_seq, last_seq)
        columns = self._columns[table]
        names = ", ".join(f'"{name}"' for name in columns)
        if op == "I":
            self._connection.execute(
                f"DELETE FROM main.{table} WHERE id IN (SELECT row_id FROM temp.undo_log "
                "WHERE step = ? AND seq BETWEEN ? AND ?)",
                (step, *span),
            )
        elif op == "D":
            self._connection.execute(
                f"INSERT INTO main.{table} ({names}) SELECT {names} FROM temp.undo_{table} "
                "WHERE undo_seq BETWEEN ? AND ? ORDER BY undo_seq DESC",
                span,
            )
        else:
            # Never assign the primary key: SQLite would take every row through its indexes anew.
            others = [name for name in columns if name != "id"]
            assignments = ", ".join(f'"{name}" = ?' for name in others)
            images = self._connection.execute(
                f"SELECT {', '.join(f'{chr(34)}{name}{chr(34)}' for name in others)}, id "
                f"FROM temp.undo_{table} WHERE undo_seq BETWEEN ? AND ? ORDER BY undo_seq DESC",
                span,
            ).fetchall()
            self._connection.executemany(
                f"UPDATE main.{table} SET {assignments} WHERE id = ?", images
            )


def _runs(log: list[tuple[int, str, str]]) -> Iterator[tuple[tuple[str, str], int, int]]:
    """Neighbouring log entries of one table and kind, newest first, as (key, first, last seq).

    Interleaved tables keep every run contiguous in ``seq``, so a BETWEEN names exactly the run.
    """
    for key, group in groupby(log, key=lambda entry: (entry[1], entry[2])):
        entries = list(group)
        yield key, entries[-1][0], entries[0][0]


def _net(first: dict[int, str], last: dict[int, str]) -> TableChange:
    added, updated, removed = set(), set(), set()
    for row_id, begun in first.items():
        ended = last[row_id]
        if begun == "I" and ended != "D":
            added.add(row_id)
        elif begun != "I" and ended == "D":
            removed.add(row_id)
        elif begun != "I":
            updated.add(row_id)
    return TableChange(frozenset(added), frozenset(updated), frozenset(removed))
