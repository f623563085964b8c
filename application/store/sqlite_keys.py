"""Keys in a SQLite file of their own, which overwrites what is destroyed."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from application.store.keys import BEFORE_KEYS, SNAPSHOTS, Key, NoSuchKey, Wrapping, owner_of
from application.store.values import Unavailable

FILE = "keys.db"
PATIENCE = 30
LAYOUT = (
    "CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, owner TEXT NOT NULL, secret BLOB) WITHOUT ROWID",
    "CREATE UNIQUE INDEX IF NOT EXISTS keys_held ON keys (owner) WHERE secret IS NOT NULL",
)
DESTROY = "UPDATE keys SET secret = NULL WHERE owner = ? AND secret IS NOT NULL"
MARK = "INSERT OR IGNORE INTO keys VALUES (?, ?, NULL)"
BURY = "INSERT INTO keys VALUES (?, ?, NULL) ON CONFLICT (id) DO UPDATE SET secret = NULL"
GONE = "SELECT id FROM keys WHERE owner = ? AND secret IS NULL ORDER BY id"
CURRENT = "SELECT id, owner, secret FROM keys WHERE owner = ? AND secret IS NOT NULL"


class SQLiteKeys:
    """Keys in a file that is made with the first of them. See Keys for what each method promises."""

    def __init__(self, path: Path, secret: str | None = None) -> None:
        self._path = path
        self._wrapping = Wrapping(secret)
        self._mutex = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def current(self, owner: str) -> Key:
        while True:
            if found := self._rows(CURRENT, owner):
                return self._wrapping.key(*found[0])
            with self._connected() as connection:
                connection.execute("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", self._wrapping.new(owner))

    def get(self, id: str) -> Key | None:
        for _, owner, secret in self._rows("SELECT id, owner, secret FROM keys WHERE id = ?", id):
            return None if secret is None else self._wrapping.key(id, owner, secret)
        raise NoSuchKey(f"there is no key {id} in {self._path.name}; `opsledger keys status` tells more")

    def destroy(self, owner: str) -> list[str]:
        with self._connected() as connection:
            found = connection.execute(DESTROY, (owner,)).rowcount
            if connection.execute(MARK, (f"{owner}.{BEFORE_KEYS}", owner)).rowcount or found:
                connection.execute(DESTROY, (SNAPSHOTS,))
        return [id for (id,) in self._rows(GONE, owner)]

    def bury(self, id: str) -> None:
        with self._connected() as connection:
            connection.execute(BURY, (id, owner_of(id)))
            connection.execute(DESTROY, (SNAPSHOTS,))

    def erased(self) -> set[str]:
        return {owner for (owner,) in self._rows("SELECT owner FROM keys WHERE secret IS NULL")}

    def owners(self) -> dict[str, str]:
        return dict(self._rows("SELECT id, owner FROM keys"))

    def destroyed(self) -> int:
        return self._count("NULL")

    def held(self) -> int:
        return self._count("NOT NULL")

    def close(self) -> None:
        with self._mutex:
            if self._connection:
                self._connection.close()
                self._connection = None

    def _count(self, what: str) -> int:
        return int(next(iter(self._rows(f"SELECT count(*) FROM keys WHERE secret IS {what}")), (0,))[0])

    def _rows(self, statement: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        if not self._path.exists():
            return ()
        with self._connected() as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """The connection, in a transaction of its own."""
        with self._mutex:
            try:
                if self._connection is None:
                    self._connection = opened(self._path)
                with self._connection:
                    self._connection.execute("BEGIN IMMEDIATE")
                    yield self._connection
            except (sqlite3.Error, OSError) as wrong:
                raise Unavailable(f"{self._path.name}: {wrong}") from wrong


def opened(path: Path) -> sqlite3.Connection:
    """The file, laid out if it is new. What is deleted in it is overwritten, and no log of changes stays behind."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    for statement in ("PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON", *LAYOUT):
        connection.execute(statement)
    return connection
