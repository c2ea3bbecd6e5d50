"""Opening a file: what it is told apart from, what is mended, and what is refused in words."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from gridstudio.domain.template import Template
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.project import backup
from gridstudio.project.layer_tables import sound_views
from gridstudio.project.schema import APPLICATION_ID, FORMAT_VERSION, OURS, migrate

BUSY_TIMEOUT_MS = 5000
_PRAGMAS = (
    "trusted_schema = OFF",
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "synchronous = FULL",
    "cache_size = -65536",
    "temp_store = FILE",
)
_TABLES = {"meta", "areas", "customers", "sites", "journal"}
_MAGIC = b"SQLite format 3\x00"


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection as every part of the program expects it; Python begins no transaction itself."""
    mode = "ro" if read_only else "rw"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def open_connection(path: Path, *, read_only: bool) -> tuple[sqlite3.Connection, str]:
    """Open a project file, migrate an older one, drop other programs' R-trees.

    Returns the connection and why it is read-only ("" where it is not). Raises UserError for every
    file that cannot be opened; such a file is left as it is.
    """
    _refuse_what_is_no_database(path)
    protected = _why_read_only(path)
    reason = _("It was opened for reading only.") if read_only else protected
    with database_errors(path):
        if reason:
            _take_back_half_done(path, protected)
        connection = connect(path, read_only=bool(reason))
        try:
            version = _format_version(connection, path)
            if reason:
                _refuse_unmigrated(version, path)
            else:
                connection.execute("PRAGMA journal_mode = DELETE")
                _upgrade(connection, version, path)
        except BaseException:
            connection.close()
            raise
    return connection, reason


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the world (not of our SQL) into sentences for the user."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        message = sentence_for(error, path)
        if not message:
            raise
        raise UserError(message) from error


def sentence_for(error: sqlite3.DatabaseError, path: Path) -> str:
    """What the user is told of a database error; "" where it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    sentences = {
        sqlite3.SQLITE_FULL: _(
            "The disk is full: nothing of this step was saved. Free some space and try again."
        ),
        sqlite3.SQLITE_IOERR: _(
            "The file {path} could not be written or read. Check the disk, then try again."
        ),
        sqlite3.SQLITE_BUSY: _(
            "Another program is writing {path}. Wait until it has finished and try again."
        ),
        sqlite3.SQLITE_LOCKED: _(
            "Another program is writing {path}. Wait until it has finished and try again."
        ),
        sqlite3.SQLITE_READONLY: _(
            "The file {path} cannot be changed. Save a copy elsewhere and go on with that."
        ),
        sqlite3.SQLITE_CANTOPEN: _(
            "The file {path} cannot be opened. Check that it exists and that you may read it."
        ),
        sqlite3.SQLITE_CORRUPT: _(
            "The file {path} is damaged. Open the newest backup, or a copy of it."
        ),
        sqlite3.SQLITE_NOTADB: _("{path} is not a GridStudio project: it is no SQLite file."),
    }
    return sentences.get(code, "").replace("{path}", str(path))


def forget_journal(path: Path) -> None:
    """Before a new file takes this name: a journal that a killed process left beside an older one
    would be replayed into it."""
    path.with_name(path.name + "-journal").unlink(missing_ok=True)


def _refuse_what_is_no_database(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
        size = path.stat().st_size
    except FileNotFoundError:
        raise UserError(
            _("There is no file {path}. Check the name, or make a new project.").format(path=path)
        ) from None
    except IsADirectoryError:
        raise UserError(_("{path} is a folder, not a project file.").format(path=path)) from None
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)
        ) from None
    if head[:16] != _MAGIC or len(head) < 100:
        raise UserError(
            _("{path} is not a GridStudio project: it is no SQLite file.").format(path=path)
        )
    page, pages = struct.unpack(">H", head[16:18])[0], struct.unpack(">I", head[28:32])[0]
    page_size = 65536 if page == 1 else page
    journal = path.with_name(path.name + "-journal")
    if size < page_size * pages and not journal.exists():
        raise UserError(
            _(
                "{path} is cut short: {have} of {want} bytes are there. Copy it anew from where it "
                "came from, or open a backup."
            ).format(path=path, have=size, want=page_size * pages)
        )


def _take_back_half_done(path: Path, protected: str) -> None:
    """Before reading only: take back what a killed process left half-done, which only a connection
    that may write does. Raises UserError where the file is ``protected``."""
    if not path.with_name(path.name + "-journal").exists():
        return
    if protected:
        raise UserError(
            _(
                "{path} was being written when the program or the computer stopped, and it cannot "
                "be mended where it is: {reason} Copy it together with {path}-journal to a folder "
                "that can be written, and open the copy."
            ).format(path=path, reason=protected)
        )
    connection = connect(path, read_only=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()


def _why_read_only(path: Path) -> str:
    if not os.access(path, os.W_OK):
        return _("The file is write-protected.")
    if not os.access(path.parent, os.W_OK):
        return _("Its folder is write-protected.")
    return ""


def _format_version(connection: sqlite3.Connection, path: Path) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = {name for (name,) in rows}
    row = None
    if tables >= _TABLES:
        row = connection.execute("SELECT value FROM meta WHERE key = 'format_version'").fetchone()
    if application != APPLICATION_ID or row is None:
        raise UserError(
            _(
                "{path} is not a GridStudio project. If it holds map data, make a new project and "
                "import it there."
            ).format(path=path)
        )
    version = int(row[0]) if str(row[0]).isdigit() else 0
    if version > FORMAT_VERSION:
        raise UserError(
            _(
                "{path} was written by a newer GridStudio (format {version}; this one knows "
                "{known}). Install the newer version to open it."
            ).format(path=path, version=version, known=FORMAT_VERSION)
        )
    return version


def _refuse_unmigrated(version: int, path: Path) -> None:
    if version < FORMAT_VERSION:
        raise UserError(
            _(
                "{path} has an older format and cannot be changed where it is. Copy it to a folder "
                "that can be written and open the copy."
            ).format(path=path)
        )


def _upgrade(connection: sqlite3.Connection, version: int, path: Path) -> None:
    """Migrate and drop R-trees in one transaction; nothing is written where nothing is due."""
    trees = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'rtree_%' "
        "AND sql LIKE 'CREATE VIRTUAL TABLE%'"
    ).fetchall()
    if version == FORMAT_VERSION and not trees:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version < FORMAT_VERSION:
            backup.make(path)
            migrate(Database(connection), version)
        for (name,) in trees:
            _drop_tree(connection, name)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _drop_tree(connection: sqlite3.Connection, name: str) -> None:
    triggers = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE ? || '_%'", (name,)
    ).fetchall()
    for (trigger,) in triggers:
        connection.execute(f'DROP TRIGGER "{trigger}"')
    connection.execute(f'DROP TABLE "{name}"')
    connection.execute(
        "DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' "
        "AND 'rtree_' || table_name || '_' || column_name = ?",
        (name,),
    )


def foreign_objects(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Names of triggers, views and tables in the file that are not ours nor GeoPackage's."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'template'").fetchone()
    ours = OURS | sound_views(connection, Template.parse(row[0] if row else ""))
    rows = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view', 'table') "
        "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'gpkg_%' AND name NOT LIKE 'rtree_%' "
        "ORDER BY name"
    ).fetchall()
    return tuple(f"{kind} {name}" for kind, name in rows if name not in ours)


def is_project(path: Path) -> bool:
    """Whether a file is a project, of any version, sound enough to say so."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    try:
        with closing(connection):
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {name for (name,) in rows} >= _TABLES
    except sqlite3.Error:
        return False
