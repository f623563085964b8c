"""Deliveries in a schema of a PostgreSQL database, for any number of processes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from application.delivery.database import LAYOUT
from application.store import Unavailable

CONNECTIONS = 8
PATIENCE = 10
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@cache
def spelled(statement: str) -> bytes:
    """The statement with PostgreSQL's own marks for values."""
    return statement.replace("?", "%s").encode()


class PostgresRun:
    """Statements in a transaction of one connection."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def __call__(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        cursor = self._connection.execute(spelled(statement), values)
        return cursor.fetchall() if cursor.description else []

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(spelled(statement), rows)


class PostgresDatabase:
    """The schema, made when it is first used. See Database for what is promised."""

    def __init__(self, dsn: str, schema: str) -> None:
        self._schema = schema
        self._pool = ConnectionPool(
            dsn, min_size=1, max_size=CONNECTIONS, timeout=PATIENCE, open=False, configure=self._prepare
        )
        self._opening = Lock()
        self._laid_out = False

    @contextmanager
    def alone(self, consumer: str) -> Iterator[PostgresRun]:
        """A transaction that holds the consumer's lock."""
        try:
            with self._opening:
                if self._pool.closed:
                    self._pool.open()
            with self._pool.connection() as connection:
                if not self._laid_out:
                    self._lay_out(connection)
                with self._alone(connection, consumer) as run:
                    yield run
        except psycopg.Error as wrong:
            raise Unavailable(str(wrong)) from wrong

    def close(self) -> None:
        self._pool.close()

    def _prepare(self, connection: psycopg.Connection[Any]) -> None:
        connection.autocommit = True
        connection.execute(SQL("SET search_path TO {}").format(Identifier(self._schema)))

    @contextmanager
    def _alone(self, connection: psycopg.Connection[Any], consumer: str) -> Iterator[PostgresRun]:
        with connection.transaction():
            connection.execute(LOCK, (f"{self._schema}/{consumer}",))
            yield PostgresRun(connection)

    def _lay_out(self, connection: psycopg.Connection[Any]) -> None:
        """Make what is missing, one process at a time: two that did so at once would collide.

        In a transaction of its own, since it locks tables for which others wait.
        """
        with connection.transaction():
            connection.execute(LOCK, (self._schema,))
            connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(self._schema)))
            for statement in LAYOUT:
                connection.execute(spelled(statement))
        self._laid_out = True
