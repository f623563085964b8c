"""Views in a SQLite file: WAL, and no waiting for the disk, since they can always be made again."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from projections.compiling.sqlite import SqliteJson
from projections.database import Aside, Changes, Line, Overtaken, Progress, Unavailable
from projections.dialect import quoted
from projections.layout import declarations, indexes, stored
from projections.sqlite_dialect import SqliteDialect
from projections.sqlite_library import apsw
from projections.sqlite_lines import STATEMENTS, SqliteLines
from projections.tables import Table

PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=OFF", "cache_size=-32768", "temp_store=MEMORY")
FOLLOWING = "PRAGMA cache_size=-8192"
"""KiB of pages that whoever follows the log keeps: few of those that it has written are looked at again."""
FILLING = "PRAGMA cache_size=-65536"
"""The same while views are made anew."""
DAMAGED = (apsw.CorruptError, apsw.NotADBError)
PASSING = (apsw.BusyError, apsw.LockedError, apsw.FullError)
COUNTED = 1_000
"""Events after which what the planner wants to know is counted again, of tables that have grown much."""
COUNT = "PRAGMA optimize=0x10012"
"""Count what has grown tenfold, of large tables a part; also those that this connection has asked nothing about."""
DECLARED = """SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    UNION ALL SELECT 'setting user_version', CAST(user_version AS text) FROM pragma_user_version
    UNION ALL SELECT 'setting application_id', CAST(application_id AS text) FROM pragma_application_id"""
LOOK = 0.02
"""How often, in seconds, a process looks whether another one has written."""


class SqliteDatabase:
    """A file of views. It is made when it is first opened."""

    dialect = SqliteDialect()
    json = SqliteJson()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = SqliteLines(self._connected)
        path.parent.mkdir(parents=True, exist_ok=True)

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[Line]:
        return self._lines.read(sql, values)

    async def told(self, sql: str, values: Sequence[Any], aside: Aside) -> Sequence[bytes | None]:
        return await self._lines.told(sql, values, aside)

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Line]:
        return self._lines.each(sql, values)

    def plan(self, sql: str, values: Sequence[Any] = ()) -> list[str]:
        levels, told = {0: 0}, []
        for step, parent, _, detail in self.read(f"EXPLAIN QUERY PLAN {sql}", values):
            levels[step] = levels[parent] + 1
            told.append(f"{'  ' * levels[parent]}{detail}")
        return told

    def declared(self) -> Mapping[str, str]:
        return dict(self.each(DECLARED))

    def damages(self) -> list[str]:
        try:
            return [told for (told,) in self.each("PRAGMA integrity_check") if told != "ok"]
        except apsw.Error as damaged:
            return [str(damaged)]

    def progress(self) -> Progress | None:
        try:
            rows = self.read('SELECT "position", "layout" FROM "progress"')
        except DAMAGED:
            return None
        except apsw.SQLError as error:
            if "no such table" in str(error):
                return None
            raise
        return Progress(*rows[0]) if rows and isinstance(rows[0][0], int) else None

    def writer(self) -> "SqliteWriter":
        connection = self._connected()
        connection.execute(FOLLOWING)
        return SqliteWriter(connection)

    @contextmanager
    def aside(self) -> Iterator["SqliteDatabase"]:
        path = self._path.with_name(f"{self._path.name}.rebuilding")
        with alone(path.with_name(f"{path.name}.lock")):
            removed(path)
            beside = SqliteDatabase(path)
            try:
                yield beside
            finally:
                beside.close()
                removed(path)

    def replace(self, other: "SqliteDatabase") -> None:
        """Copies all pages in one transaction: the file keeps its name, and readers their moment until they end it.

        What was there before is then overwritten, since it may hold what was erased, unless some reader takes longer
        than one waits for a lock. A file that is damaged is taken away before.
        """
        try:
            target = self._connected()
        except DAMAGED:
            removed(self._path)
            target = self._connected()
        source = other._connected()
        try:
            with target.backup("main", source, "main") as copy:
                copy.step()
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            source.close()
            target.close()

    def wait(self, position: int, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        while (progress := self.progress()) is None or progress.position < position:
            if time.monotonic() >= deadline:
                break
            time.sleep(LOOK)
        return progress.position if progress else 0

    def close(self) -> None:
        self._lines.close()

    def _connected(self) -> apsw.Connection:
        connection = apsw.Connection(str(self._path), statementcachesize=STATEMENTS)
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except PASSING as error:  # of several who open a new file at once, one is not always waited for
            raise Unavailable(str(error)) from error
        # Else a statement is prepared anew whenever its values change, which often takes longer than to run it.
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        return connection


class SqliteWriter:
    """The connection that writes."""

    aside = False  # it needs the interpreter again after each row

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def begin(self, tables: Mapping[str, Table], layout: str) -> None:
        self._connection.execute(FILLING)
        with self._transaction() as connection:
            for statement in declarations(tables, SqliteDatabase.dialect):
                connection.execute(statement)
            connection.execute('INSERT INTO "progress" VALUES (0, ?)', [layout])

    def index(self, tables: Mapping[str, Table]) -> None:
        with self._transaction() as connection:
            for statement in (*indexes(tables, SqliteDatabase.dialect), "ANALYZE"):
                connection.execute(statement)

    def write(self, changes: Mapping[Table, Changes], before: int, after: int) -> None:
        with self._transaction() as connection:
            connection.execute('UPDATE "progress" SET "position" = ? WHERE "position" = ?', [after, before])
            if connection.changes() != 1:
                raise Overtaken(f"the views are no longer at position {before}")
            for table, change in changes.items():
                self._write(connection, table, change)
        if before // COUNTED != after // COUNTED:
            self._connection.execute(COUNT)

    def _write(self, connection: apsw.Connection, table: Table, change: Changes) -> None:
        width = len(stored(table, SqliteDatabase.dialect))
        if change.outdated:
            outdated = ((id,) for id in change.outdated)
            connection.executemany(f'DELETE FROM {quoted(table.name)} WHERE "id" = ?', outdated)
        if change.now:
            into = f"INSERT INTO {quoted(table.name)} VALUES ({marks(width)})"
            connection.executemany(into, change.now.values())
        if change.past:
            into = f"INSERT INTO {quoted(f'{table.name}_past')} VALUES ({marks(width + 2)})"
            connection.executemany(into, change.past)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[apsw.Connection]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:  # after a full disk there is none any more
                    connection.execute("ROLLBACK")
        except PASSING as error:
            raise Unavailable(str(error)) from error


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock that ends with the process. Raises Unavailable while another holds it."""
    lock = apsw.Connection(str(path))
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except PASSING as error:
            raise Unavailable("the views are being made anew already") from error
        yield
    finally:
        lock.close()


def marks(count: int) -> str:
    return ", ".join("?" * count)


def removed(path: Path) -> None:
    """Take a file of views away, with the files that SQLite keeps beside it."""
    for each in ("", "-wal", "-shm"):
        path.with_name(path.name + each).unlink(missing_ok=True)
