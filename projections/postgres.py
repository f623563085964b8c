"""Views in a schema of a PostgreSQL database, written by COPY, without waiting for the disk."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue
from threading import Lock
from typing import Any

import msgspec
import psycopg
from psycopg import Connection
from psycopg.types.json import set_json_loads

from projections.compiling.postgres import PostgresJson
from projections.database import PATIENCE, Aside, Changes, Line, Overtaken, Progress, TooSlow, Unavailable
from projections.dialect import quoted
from projections.layout import FORK, declarations, indexes, pasts, written
from projections.postgres_declared import DECLARED
from projections.postgres_dialect import PostgresDialect
from projections.postgres_lines import STATEMENTS, PostgresLines
from projections.tables import Table

SETTINGS = {
    "timezone": "UTC",
    "datestyle": "ISO",
    "synchronous_commit": "off",
    "jit": "off",
    "random_page_cost": "1.1",
    "enable_memoize": "off",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_generic_plan",
}
"""What is asked for is mostly in memory, where an index costs little more than to read on; and what a row leads to, the
next one seldom leads to again, so that it costs more to remember it than to look it up. Processes that help with one
answer take longer to start than most answers take, and are missed by whoever else asks. A plan is made once for each
statement: where the values promise few rows it would be made anew each time, which takes longer than to answer."""
DISTINCT = 50
"""Of how many different forks the planner is told. Counted, they are so many that some thirty seem to lead to no row at
all, whatever else is asked for: then any index that begins with them is as good."""
PASSING = ("08", "40", "53", "55P03", "57014", "57P01", "57P02", "57P03", "57P05")
"""SQLSTATEs, or their classes: no connection, deadlock, no room, a lock or query given up, a server that ends."""


class PostgresDatabase:
    """A schema of views. It is made when it is first opened."""

    dialect = PostgresDialect()
    json = PostgresJson()

    def __init__(self, dsn: str, schema: str) -> None:
        self._dsn, self._schema = dsn, schema
        self._idle: LifoQueue[Connection[Any]] = LifoQueue()
        self._loops: dict[asyncio.AbstractEventLoop, PostgresLines] = {}
        self._lock = Lock()
        self._bell: Connection[Any] | None = None
        self._listening = Lock()

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[Line]:
        while True:
            connection, used = self._lent()
            try:
                return connection.execute(sql.encode(), values).fetchall()
            except psycopg.OperationalError as error:
                if not (used and connection.broken):  # it lay idle while the server was started anew
                    raise meant(error) from error
            finally:
                if not connection.closed:
                    self._idle.put(connection)

    async def told(self, sql: str, values: Sequence[Any], aside: Aside) -> list[bytes | None]:
        try:
            return await self._lines().told(sql, values, aside)
        except psycopg.OperationalError as error:
            raise meant(error) from error

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Line]:
        with self._connected() as connection, connection.transaction(), connection.cursor("each") as cursor:
            yield from cursor.execute(sql.encode(), values)

    def plan(self, sql: str, values: Sequence[Any] = ()) -> list[str]:
        return [line for (line,) in self.read(f"EXPLAIN {sql}", values)]

    def declared(self) -> Mapping[str, str]:
        return dict(self.each(DECLARED))

    def damages(self) -> list[str]:
        return []

    def progress(self) -> Progress | None:
        try:
            rows = self.read('SELECT "position", "layout" FROM "progress"')
        except psycopg.errors.UndefinedTable:
            return None
        return Progress(*rows[0]) if rows and isinstance(rows[0][0], int) else None

    def writer(self) -> "PostgresWriter":
        return PostgresWriter(self._connected(), self._channel)

    @contextmanager
    def aside(self) -> Iterator["PostgresDatabase"]:
        beside = PostgresDatabase(self._dsn, f"{self._schema}_rebuilding")
        drop = f"DROP SCHEMA IF EXISTS {quoted(beside._schema)} CASCADE"
        try:
            with self._connected() as lock:
                alone(lock, beside._schema)
                self._run(drop, f"CREATE SCHEMA {quoted(beside._schema)}")
                yield beside
                self._run(drop)
        finally:
            beside.close()

    def replace(self, other: "PostgresDatabase") -> None:
        """Renames the schemas in one transaction."""
        outdated = f"{self._schema}_outdated"
        self._run(
            f"CREATE SCHEMA IF NOT EXISTS {quoted(self._schema)}",
            f"ALTER SCHEMA {quoted(self._schema)} RENAME TO {quoted(outdated)}",
            f"ALTER SCHEMA {quoted(other._schema)} RENAME TO {quoted(self._schema)}",
            f"DROP SCHEMA {quoted(outdated)} CASCADE",
        )

    def wait(self, position: int, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        with self._listening:
            if self._bell is None or self._bell.closed:
                self._bell = self._connected()
                self._bell.execute(f"LISTEN {quoted(self._channel)}".encode())
            reached = self._position(self._bell)
            while reached < position and (left := deadline - time.monotonic()) > 0:
                if any(True for _ in self._bell.notifies(timeout=left, stop_after=1)):
                    reached = self._position(self._bell)
            return reached

    def close(self) -> None:
        while not self._idle.empty():
            self._idle.get().close()
        for lines in self._loops.values():
            lines.close()
        if self._bell:
            self._bell.close()

    @property
    def _channel(self) -> str:
        return f"{self._schema}_moved"

    def _position(self, connection: Connection[Any]) -> int:
        try:
            row = connection.execute('SELECT "position" FROM "progress"').fetchone()
        except psycopg.errors.UndefinedTable:
            return 0
        return int(row[0]) if row else 0

    def _run(self, *statements: str) -> None:
        with self._connected() as connection, connection.transaction():
            for statement in statements:
                connection.execute(statement.encode())

    def _connected(self) -> Connection[Any]:
        try:
            connection = psycopg.connect(self._dsn, autocommit=True)
        except psycopg.OperationalError as error:
            raise Unavailable(str(error)) from error
        self._configure(connection)
        return connection

    def _configure(self, connection: Connection[Any]) -> None:
        connection.autocommit = True
        for name, value in {"search_path": quoted(self._schema), **SETTINGS}.items():
            connection.execute("SELECT set_config(%s, %s, false)", [name, value])
        set_json_loads(msgspec.json.decode, connection)

    def _reading(self) -> Connection[Any]:
        connection = self._connected()
        connection.execute("SELECT set_config('statement_timeout', %s, false)", [str(int(PATIENCE * 1000))])
        connection.prepared_max = STATEMENTS
        return connection

    def _lent(self) -> tuple[Connection[Any], bool]:
        """A connection to read by in a thread, and whether it has been used before."""
        with suppress(Empty):
            return self._idle.get_nowait(), True
        return self._reading(), False

    def _lines(self) -> PostgresLines:
        """The connections of this event loop; a new one gets those of loops that have ended."""
        loop = asyncio.get_running_loop()
        if (lines := self._loops.get(loop)) is None:
            with self._lock:
                ended = [each for each in self._loops if each.is_closed()]
                left = [line for each in ended for line in self._loops.pop(each).left()]
                lines = self._loops[loop] = PostgresLines(self._reading, left)
        return lines


class PostgresWriter:
    """The connection that writes. It rings for those who wait in other processes."""

    aside = True

    def __init__(self, connection: Connection[Any], channel: str) -> None:
        self._connection = connection
        self._channel = channel

    def begin(self, tables: Mapping[str, Table], layout: str) -> None:
        with self._transaction() as connection:
            for statement in declarations(tables, PostgresDatabase.dialect):
                connection.execute(statement.encode())
            for past in pasts(tables):
                counted = f"ALTER TABLE {past} ALTER COLUMN {FORK} SET (n_distinct = {DISTINCT})"
                connection.execute(counted.encode())
            connection.execute('INSERT INTO "progress" VALUES (0, %s)', [layout])

    def index(self, tables: Mapping[str, Table]) -> None:
        with self._transaction() as connection:
            for statement in indexes(tables, PostgresDatabase.dialect):
                connection.execute(statement.encode())
            connection.execute(f"ANALYZE {', '.join((*map(quoted, written(tables)), *pasts(tables)))}".encode())

    def write(self, changes: Mapping[Table, Changes], before: int, after: int) -> None:
        with self._transaction() as connection:
            moved = connection.execute('UPDATE "progress" SET "position" = %s WHERE "position" = %s', [after, before])
            if moved.rowcount != 1:
                raise Overtaken(f"the views are no longer at position {before}")
            for table, change in changes.items():
                self._write(connection, table, change)
            connection.execute("SELECT pg_notify(%s, '')", [self._channel])

    def _write(self, connection: Connection[Any], table: Table, change: Changes) -> None:
        if change.outdated:
            delete = f'DELETE FROM {quoted(table.name)} WHERE "id" = ANY(%s)'
            connection.execute(delete.encode(), [list(change.outdated)])
        copied(connection, table.name, change.now.values())
        copied(connection, f"{table.name}_past", change.past)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[Connection[Any]]:
        try:
            with self._connection.transaction():
                yield self._connection
        except psycopg.OperationalError as error:
            if passing(error):
                raise Unavailable(str(error)) from error
            raise


def meant(error: psycopg.OperationalError) -> Exception:
    """What it means to those who ask."""
    if isinstance(error, psycopg.errors.QueryCanceled):
        return TooSlow(f"stopped after {PATIENCE:g} seconds")
    if passing(error):
        return Unavailable(str(error))
    raise error


def passing(error: psycopg.OperationalError) -> bool:
    """Whether it may go well another time: the server is away, busy or full. A row that it cannot keep stays so."""
    return error.sqlstate is None or error.sqlstate.startswith(PASSING)


def alone(connection: Connection[Any], name: str) -> None:
    """Hold a lock that ends with the connection. Raises Unavailable while another holds it."""
    row = connection.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name]).fetchone()
    if row != (True,):
        raise Unavailable("the views are being made anew already")


def copied(connection: Connection[Any], name: str, lines: Iterable[Line]) -> None:
    """Add rows; their fields are the text of COPY already."""
    if text := "\n".join(map("\t".join, lines)):
        with connection.cursor() as cursor, cursor.copy(f"COPY {quoted(name)} FROM STDIN".encode()) as copy:
            copy.write(text.encode())
