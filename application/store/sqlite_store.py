"""The store in one SQLite file: one writer at a time, any number of readers."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from application.store.bell import Bell
from application.store.keys import Keys
from application.store.leadership import FileLeadership
from application.store.sqlite_commands import RECEIPT
from application.store.sqlite_keys import FILE, SQLiteKeys
from application.store.sqlite_recorder import SQLiteLedgerDatastore, SQLiteLedgerRecorder, connect
from application.store.sqlite_writer import SQLiteWriter
from application.store.turns import Turns
from application.store.values import (
    Claim,
    KeptReceipt,
    Refusal,
    Snapshot,
    Stored,
    Unavailable,
    Unit,
    as_stored,
)

OTHERS_ARE_LOOKED_AT = 0.2
EVENT = "rowid, originator_id, originator_version, topic, state"
STREAM = (
    f"SELECT {EVENT} FROM stored_events"
    " WHERE originator_id = ? AND originator_version > ? AND originator_version <= ? ORDER BY originator_version"
)
LOG = f"SELECT {EVENT} FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT ?"
DUE = "SELECT name, key, stream FROM claims WHERE name = ? AND key <= ? ORDER BY key, stream LIMIT ?"
REFUSALS = (
    "SELECT id, at, actor, role, act, stream, code, facts, command_id FROM refusals WHERE id > ? ORDER BY id LIMIT ?"
)
FOR_EVER = 2**62


class SQLiteStore:
    """The store in `<folder>/ledger.db`. See Store for what each method promises."""

    def __init__(self, folder: Path, keys: Keys | None = None) -> None:
        """Open it, or lay it out when it is new. Raises UnknownLayout, Unavailable."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.keys: Keys = keys or SQLiteKeys(folder / FILE)
        self._path = str(folder / "ledger.db")
        self.recorder = SQLiteLedgerRecorder(SQLiteLedgerDatastore(self._path))
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        with self._faults():
            self.recorder.create_table()
            self._writer = SQLiteWriter(connect(self._path))
        self._bell = Bell()
        self._turns: Turns[Unit | Refusal | Snapshot] = Turns(self._write)
        self._leadership = FileLeadership(folder)

    def append(self, unit: Unit) -> int:
        return self._turns.do(unit)

    def refuse(self, refusal: Refusal) -> None:
        self._turns.do(refusal)

    def keep(self, snapshot: Snapshot) -> None:
        self._turns.do(snapshot)

    def stream(self, stream: str, after: int = 0, upto: int | None = None) -> list[Stored]:
        with self._reading() as reader:
            return list(map(as_stored, reader.execute(STREAM, (stream, after, FOR_EVER if upto is None else upto))))

    def log(self, after: int, limit: int) -> list[Stored]:
        with self._reading() as reader:
            return list(map(as_stored, reader.execute(LOG, (after, limit))))

    def head(self) -> int:
        with self._reading() as reader:
            row: tuple[int | None] = reader.execute(self.recorder.select_max_notification_id_statement).fetchone()
            return row[0] or 0

    def receipt(self, command_id: str) -> KeptReceipt | None:
        found = self._one(RECEIPT, command_id)
        return KeptReceipt(*found) if found else None

    def claimed(self, name: str, key: str) -> list[str]:
        with self._reading() as reader:
            rows = reader.execute("SELECT stream FROM claims WHERE name = ? AND key = ? ORDER BY stream", (name, key))
            return [stream for (stream,) in rows]

    def due(self, name: str, until: str, limit: int) -> list[Claim]:
        with self._reading() as reader:
            return [Claim(*row) for row in reader.execute(DUE, (name, until, limit))]

    def refusals(self, after: int, limit: int) -> list[tuple[int, Refusal]]:
        with self._reading() as reader:
            return [(number, Refusal(*line)) for number, *line in reader.execute(REFUSALS, (after, limit))]

    def snapshot(self, stream: str) -> Snapshot | None:
        found = self._one("SELECT stream, version, shape, data FROM snapshots WHERE stream = ?", stream)
        return Snapshot(*found) if found else None

    def wait(self, after: int, timeout: float) -> bool:
        return self._bell.wait(after, timeout, self.head, OTHERS_ARE_LOOKED_AT)

    def wake(self) -> None:
        self._bell.wake()

    def leads(self, name: str) -> bool:
        return self._leadership.holds(name)

    def close(self) -> None:
        self._closed = True
        self._bell.close()
        self._leadership.close()
        self._writer.close()
        self.keys.close()
        while self._idle:
            self._idle.pop().close()
        self.recorder.datastore.close()

    def _write(self, works: Sequence[Unit | Refusal | Snapshot]) -> list[int | BaseException]:
        outcomes = self._writer.write(works)
        self._bell.ring(self._writer.head)
        return outcomes

    def _one(self, statement: str, key: str) -> tuple[Any, ...] | None:
        with self._reading() as reader:
            row: tuple[Any, ...] | None = reader.execute(statement, (key,)).fetchone()
            return row

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._faults():
            try:
                reader = self._idle.pop()
            except IndexError:
                reader = connect(self._path)
            try:
                yield reader
            finally:
                self._idle.append(reader)
                if self._closed:
                    self._idle.pop().close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        if self._closed:
            raise Unavailable("the store is closed")
        try:
            yield
        except sqlite3.Error as wrong:
            raise Unavailable(str(wrong)) from wrong
