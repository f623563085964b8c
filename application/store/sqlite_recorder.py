"""The library's SQLite recorder on our layout: positions that never change, and rows that never do either."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
)

from application.store.sqlite_commands import FILL
from application.store.sqlite_commands import TABLES as COMMANDS
from application.store.values import Unavailable, UnknownLayout

LAYOUT = 3
PATIENCE = 30
LAYOUTS = "CREATE TABLE IF NOT EXISTS layout (version INTEGER NOT NULL)"
APPEND_ONLY = ("stored_events", "receipts", "refusals")
TABLES = (
    # A command's receipt lies beside the last event that it recorded, which saves writing a page of another table.
    # A rowid that is not declared may be renumbered by VACUUM.
    """CREATE TABLE stored_events (
        rowid INTEGER PRIMARY KEY,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        command_id TEXT,
        digest TEXT,
        answer BLOB,
        UNIQUE (originator_id, originator_version)
    )""",
    *COMMANDS,
    # Of commands that recorded no event.
    """CREATE TABLE receipts (
        command_id TEXT PRIMARY KEY, digest TEXT NOT NULL, answer BLOB NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE refusals (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, role TEXT, act TEXT NOT NULL,
        stream TEXT, code TEXT NOT NULL, facts BLOB NOT NULL, command_id TEXT
    )""",
    """CREATE TABLE claims (
        name TEXT NOT NULL, key TEXT NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (name, key, stream)
    ) WITHOUT ROWID""",
    """CREATE TABLE snapshots (
        stream TEXT PRIMARY KEY, version INTEGER NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL
    )""",
)
# INSERT OR REPLACE deletes without waking the triggers for DELETE.
NOT_REPLACED = {
    "stored_events": "rowid = NEW.rowid"
    " OR (originator_id = NEW.originator_id AND originator_version = NEW.originator_version)",
    "receipts": "command_id = NEW.command_id",
    "refusals": "id = NEW.id",
}


def triggers() -> Iterator[str]:
    """Statements that make the database itself refuse to change or drop what was recorded."""
    for table in APPEND_ONLY:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        yield f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}"
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}"
        known = f"EXISTS (SELECT 1 FROM {table} WHERE {NOT_REPLACED[table]})"
        yield f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN {known} {refuse}"


def changes(found: int) -> Iterator[str]:
    """Statements that bring an earlier layout up to date.

    In layout 1 all receipts were in the table that is named so; in layout 2 every event's command had an index.
    """
    if found < 2:
        for column in ("command_id TEXT", "digest TEXT", "answer BLOB"):
            yield f"ALTER TABLE stored_events ADD COLUMN {column}"
    yield "DROP INDEX IF EXISTS stored_events_by_command"
    yield from (*COMMANDS, *FILL)
    yield "DROP TRIGGER stored_events_replace"
    yield from (trigger for trigger in triggers() if "stored_events_replace" in trigger)


def connect(path: str) -> sqlite3.Connection:
    """A connection whose commits survive a power cut, in autocommit mode and usable by one thread after another."""
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        connection = connect(self.db_name)
        connection.row_factory = sqlite3.Row
        return SQLiteConnection(connection, max_age=self.max_age)


class SQLiteLedgerDatastore(SQLiteDatastore):
    """The library's datastore over one file, with text ids and full synchronisation."""

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.path = path
        self.pool = _Pool(db_name=path)


class SQLiteLedgerRecorder(SQLiteApplicationRecorder):
    """Records and selects events as the library does; the store adds its own tables in the same transaction."""

    datastore: SQLiteLedgerDatastore

    def __init__(self, datastore: SQLiteLedgerDatastore) -> None:
        super().__init__(datastore)
        self.insert_events_statement = (
            "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
        )

    def construct_create_table_statements(self) -> list[str]:
        """Statements for a new database, without the line that tells its layout."""
        return [*TABLES, *triggers()]

    def create_table(self) -> None:
        """Lay out a new database at once, or bring that of an old one up to date. Raises UnknownLayout, Unavailable."""
        # SQLite waits for no lock while it turns a file to WAL, so processes that open a new one take turns.
        with _alone_in(Path(self.datastore.path).parent), closing(connect(self.datastore.path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            found = self._layout(connection)
            if found is None or found < LAYOUT:
                try:
                    for statement in self.create_table_statements if found is None else changes(found):
                        connection.execute(statement)
                except sqlite3.Error as wrong:
                    raise Unavailable(f"it says that it has layout {found}, and is not laid out so: {wrong}") from wrong
                connection.execute("INSERT INTO layout VALUES (?)", (LAYOUT,))
            connection.execute("COMMIT")
        if found is not None and found > LAYOUT:
            raise UnknownLayout(found, LAYOUT)

    def _layout(self, connection: sqlite3.Connection) -> int | None:
        connection.execute(LAYOUTS)
        (found,) = connection.execute("SELECT MAX(version) FROM layout").fetchone()
        if not isinstance(found, int | None):
            raise UnknownLayout(found, LAYOUT)
        return found


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else is in this block; at its end the names in the folder are durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)
