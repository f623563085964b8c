"""The log of reads in one SQLite file."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from application.reading.reads import EVERY_LINE, Looked, Read
from application.store import Unavailable
from application.store.turns import Turns

PATIENCE = 30
LAYOUT = (
    """CREATE TABLE IF NOT EXISTS reads (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, roles TEXT NOT NULL, operation TEXT NOT NULL,
        fields TEXT NOT NULL, records TEXT NOT NULL, document TEXT NOT NULL, variables TEXT NOT NULL,
        position INTEGER NOT NULL, past INTEGER NOT NULL, moment TEXT
    )""",
    "CREATE INDEX IF NOT EXISTS reads_by_actor ON reads (actor, id)",
    *(
        f"CREATE TRIGGER IF NOT EXISTS reads_no_{change} BEFORE {change} ON reads"
        " BEGIN SELECT RAISE(ABORT, 'reads is append-only'); END"
        for change in ("update", "delete")
    ),
)
COLUMNS = "SELECT name FROM pragma_table_info('reads')"
FIRST = "ALTER TABLE reads ADD COLUMN moment TEXT"
"""In the first layout no line had a moment."""
ADD = f"INSERT INTO reads ({', '.join(Read._fields)}) VALUES ({', '.join('?' * len(Read._fields))})"
AMONG = "EXISTS (SELECT 1 FROM json_each({}) WHERE value = ?)"
LISTS = ("roles", "fields", "records")
DECODED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(LISTS, lambda value: tuple(msgspec.json.decode(value))),
    "past": bool,
}
ENCODED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(LISTS, lambda value: msgspec.json.encode(value).decode()),
    "past": int,
}


class SqliteReads:
    """The file, made when it is first used. See Reads for what each method promises."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._turn = Lock()
        self._turns: Turns[Read] = Turns(self._write)

    def note(self, read: Read) -> None:
        self._turns.do(read)

    def lines(self, after: int, limit: int, looked: Looked = EVERY_LINE) -> list[tuple[int, Read]]:
        if not self._path.exists():
            return []
        wanted = list(looked.conditions("?", AMONG))
        where = " AND ".join(["id > ?", *(condition for condition, _ in wanted)])
        values = (after, *(value for _, value in wanted), limit)
        with self._connected() as connection:
            rows = connection.execute(f"SELECT * FROM reads WHERE {where} ORDER BY id LIMIT ?", values).fetchall()
        return [(number, read(line)) for number, *line in rows]

    def close(self) -> None:
        with self._turn:
            if self._connection:
                self._connection.close()
                self._connection = None

    def _write(self, reads: Sequence[Read]) -> list[int | BaseException]:
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.executemany(ADD, [line(each) for each in reads])
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        return [0] * len(reads)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with self._turn:
            try:
                self._connection = self._connection or self._open()
                yield self._connection
            except sqlite3.Error as wrong:
                raise Unavailable(str(wrong)) from wrong

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", *LAYOUT):
            connection.execute(statement)
        renew(connection)
        return connection


def renewed(path: Path) -> None:
    """Bring a log that an earlier program has laid out up to date. Nothing else is laid out."""
    if path.exists():
        try:
            with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
                renew(connection)
        except sqlite3.Error as wrong:
            raise Unavailable(str(wrong)) from wrong


def renew(connection: sqlite3.Connection) -> None:
    if former(connection):
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if former(connection):
                connection.execute(FIRST)


def former(connection: sqlite3.Connection) -> bool:
    """Whether the log is there, and laid out as at first."""
    found = {name for (name,) in connection.execute(COLUMNS)}
    return bool(found) and "moment" not in found


def line(read: Read) -> list[Any]:
    told = zip(Read._fields, read, strict=True)
    return [ENCODED[name](value) if name in ENCODED else value for name, value in told]


def read(kept: Sequence[Any]) -> Read:
    """The line as it was noted. Raises ValueError, TypeError or RecursionError for one that this program never wrote,
    also where it says the same in other words.
    """
    told = zip(Read._fields, kept, strict=True)
    found = Read._make(DECODED[name](value) if name in DECODED else value for name, value in told)
    if repr(line(found)) != repr(list(kept)):
        raise ValueError("it is not kept as it was noted")
    return found
