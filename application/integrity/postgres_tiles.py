"""Tiles in a schema of a PostgreSQL database, for the processes of any number of machines."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from application.integrity.checkpoint import Checkpoint
from application.integrity.tiles import Missing, Overtaken
from application.integrity.tree import HASH, HEIGHT, WIDTH
from application.store import Unavailable

READERS = 4
PATIENCE = 10
LAID_OUT = "SELECT to_regclass(%s) IS NOT NULL"
LAYOUT = """
CREATE SCHEMA IF NOT EXISTS {schema};
CREATE TABLE {schema}.tiles (
    level smallint NOT NULL, tile bigint NOT NULL, hashes bytea NOT NULL, PRIMARY KEY (level, tile)
);
CREATE TABLE {schema}.notes (
    kind text NOT NULL, number bigint NOT NULL, note text NOT NULL, PRIMARY KEY (kind, number)
);
"""
TILES = "SELECT hashes FROM {schema}.tiles WHERE level = %s AND tile BETWEEN %s AND %s ORDER BY tile"
GROW = (
    "INSERT INTO {schema}.tiles AS kept VALUES (%s, %s, %s) ON CONFLICT (level, tile)"
    " DO UPDATE SET hashes = kept.hashes || excluded.hashes"
)
NOTES = "SELECT note FROM {schema}.notes WHERE kind = %s ORDER BY number"
KEEP = "INSERT INTO {schema}.notes VALUES (%s, %s, %s) ON CONFLICT (kind, number) DO UPDATE SET note = excluded.note"
LOCKED = "SELECT note FROM {schema}.notes WHERE kind = 'checkpoint' FOR UPDATE"
NEXT_KEY = "INSERT INTO {schema}.notes SELECT 'key', count(*) + 1, %s FROM {schema}.notes WHERE kind = 'key'"


class PostgresTiles:
    """Tiles in a schema, which is made when it is first used. See Tiles for what each method promises."""

    def __init__(self, dsn: str, schema: str) -> None:
        self._schema = Identifier(schema)
        # Else each statement would be three, and whoever verifies a log waits for as many answers.
        own = {"autocommit": True}
        self._pool = ConnectionPool(dsn, kwargs=own, min_size=1, max_size=READERS, timeout=PATIENCE, open=False)
        self._laid_out = False
        self._opening = Lock()

    def hashes(self, level: int, begin: int, end: int) -> bytes:
        if begin == end:
            return b""
        first = begin // WIDTH
        rows = self._rows(TILES, level, first, (end - 1) // WIDTH)
        found = b"".join(hashes for (hashes,) in rows)[(begin - first * WIDTH) * HASH : (end - first * WIDTH) * HASH]
        if len(found) != (end - begin) * HASH:
            raise Missing(f"level {level} lacks hashes between {begin:,} and {end:,}")
        return found

    def checkpoint(self) -> str | None:
        return next((note for (note,) in self._rows(NOTES, "checkpoint")), None)

    def grow(self, before: Checkpoint | None, added: Sequence[Sequence[bytes]], after: Checkpoint) -> None:
        with self._connection() as connection, connection.transaction(), connection.cursor() as cursor:
            found = cursor.execute(self._sql(LOCKED)).fetchone()
            if found != ((str(before),) if before else None):
                raise Overtaken("the tree has another checkpoint")
            for level, hashes in enumerate(added):
                begin = (before.size if before else 0) >> HEIGHT * level
                cursor.executemany(self._sql(GROW), list(pieces(level, begin, hashes)))
            cursor.execute(self._sql(KEEP), ("checkpoint", 0, str(after)))

    def keys(self) -> list[str]:
        return [note for (note,) in self._rows(NOTES, "key")]

    def add_key(self, note: str) -> None:
        self._run(NEXT_KEY, note)

    def cosigned(self) -> str | None:
        kept = self._rows(NOTES, "cosigned")
        return kept[-1][0] if kept else None

    def keep_cosigned(self, checkpoint: Checkpoint) -> None:
        self._run(KEEP, "cosigned", checkpoint.size, str(checkpoint))

    def close(self) -> None:
        self._pool.close()

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            return connection.execute(self._sql(statement), values, binary=True).fetchall()

    def _run(self, statement: str, *values: Any) -> None:
        with self._connection() as connection:
            connection.execute(self._sql(statement), values)

    def _sql(self, statement: str) -> Any:
        return SQL(statement).format(schema=self._schema)

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            with self._opening:
                if self._pool.closed:
                    self._pool.open()
            with self._pool.connection() as connection:
                if not self._laid_out:
                    self._lay_out(connection)
                yield connection
        except psycopg.Error as wrong:
            raise Unavailable(str(wrong)) from wrong

    def _lay_out(self, connection: psycopg.Connection[Any]) -> None:
        """Make what is missing, one process at a time: two that did so at once would collide."""
        notes = SQL("{}.notes").format(self._schema).as_string(None)
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [self._schema.as_string(None)])
            if connection.execute(LAID_OUT, [notes]).fetchone() != (True,):
                connection.execute(self._sql(LAYOUT))
        self._laid_out = True


def pieces(level: int, begin: int, hashes: Sequence[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """The hashes that come to a level, cut where tiles end: level, tile, bytes."""
    done = 0
    while done < len(hashes):
        tile, offset = divmod(begin + done, WIDTH)
        taken = hashes[done : done + WIDTH - offset]
        yield level, tile, b"".join(taken)
        done += len(taken)
