"""Deliveries in one SQLite file."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from application.delivery.database import LAYOUT
from application.store import Unavailable

PATIENCE = 30


class SqliteRun:
    """Statements on the one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(statement, rows)


class SqliteDatabase:
    """The file, made when it is first used; other processes may use it too. See Database for what is promised.

    A commit may be lost with the machine's power, never with a process: what it had handed out is handed out again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._turn = Lock()

    @contextmanager
    def alone(self, consumer: str) -> Iterator[SqliteRun]:  # noqa: ARG002
        """A transaction that writes; SQLite lets one at a time into the whole file."""
        with self._turn:
            try:
                connection = self._connection or self._open()
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield SqliteRun(connection)
                    connection.execute("COMMIT")
                finally:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
            except sqlite3.Error as wrong:
                raise Unavailable(str(wrong)) from wrong

    def close(self) -> None:
        with self._turn:
            if self._connection:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        for statement in LAYOUT:
            connection.execute(statement)
        self._connection = connection
        return connection
