"""The store in one schema of a PostgreSQL database, for any number of processes."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError, PersistenceError
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Composed, Identifier

from application.store.bell import Bell
from application.store.keys import SUFFIX, Keys
from application.store.leadership import require_name
from application.store.postgres_keys import PostgresKeys
from application.store.postgres_presence import Listener, SessionLeadership
from application.store.postgres_recorder import PostgresLedgerDatastore, PostgresLedgerRecorder
from application.store.postgres_writer import PostgresWriter, Row
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

ATTEMPTS = 3
PATIENCE = 5
"""Seconds in which a connection is made at the start; and after which what could not be read is not tried again."""
DEAF = 5.0
EVENT = "SELECT notification_id, originator_id, originator_version, topic, state FROM {schema}.stored_events"
STATEMENTS = {
    "stream": EVENT + " WHERE originator_id = %s AND originator_version > %s ORDER BY originator_version",
    "stream upto": EVENT + " WHERE originator_id = %s AND originator_version > %s AND originator_version <= %s"
    " ORDER BY originator_version",
    "log": EVENT + " WHERE notification_id > %s ORDER BY notification_id LIMIT %s",
    "head": "SELECT coalesce(max(notification_id), 0) FROM {schema}.stored_events",
    "receipt": "SELECT command_id, digest, answer FROM {schema}.receipts WHERE command_id = %s",
    "claimed": "SELECT stream FROM {schema}.claims WHERE name = %s AND key = %s ORDER BY stream",
    "due": "SELECT name, key, stream FROM {schema}.claims WHERE name = %s AND key <= %s ORDER BY key, stream LIMIT %s",
    "refusals": "SELECT id, at, actor, role, act, stream, code, facts, command_id FROM {schema}.refusals"
    " WHERE id > %s ORDER BY id LIMIT %s",
    "snapshot": "SELECT stream, version, shape, data FROM {schema}.snapshots WHERE stream = %s",
    "keep": "INSERT INTO {schema}.snapshots AS old VALUES (%s, %s, %s, %s) ON CONFLICT (stream) DO UPDATE"
    " SET version = excluded.version, shape = excluded.shape, data = excluded.data"
    " WHERE excluded.version >= old.version OR excluded.shape <> old.shape RETURNING version",
}


class PostgresStore:
    """The store behind a connection string. See Store for what each method promises."""

    def __init__(self, dsn: str, schema: str = "ledger", keys: Keys | None = None) -> None:
        """Open it, or lay it out when the schema is new. Raises UnknownLayout, Unavailable."""
        self._closed = False
        self.keys: Keys = keys or PostgresKeys(dsn, schema + SUFFIX)
        self._statements: dict[str, Composed] = {
            name: SQL(text).format(schema=Identifier(schema)) for name, text in STATEMENTS.items()
        }
        with self._faults():
            # The pool would try for half a minute, and then not say why it cannot connect.
            psycopg.connect(dsn, connect_timeout=PATIENCE).close()
            self.recorder = PostgresLedgerRecorder(PostgresLedgerDatastore(dsn, schema))
            self.recorder.create_table()
        self._writer = PostgresWriter(dsn, schema)
        self._turns: Turns[Unit | Refusal] = Turns(self._write, patience=lambda: self._writer.patience)
        self._bell = Bell()
        self._listener = Listener(dsn, schema, self._bell)
        self._leadership = SessionLeadership(dsn, schema)

    def append(self, unit: Unit) -> int:
        return self._turns.do(unit)

    def refuse(self, refusal: Refusal) -> None:
        self._turns.do(refusal)

    def keep(self, snapshot: Snapshot) -> None:
        self._rows("keep", snapshot)

    def stream(self, stream: str, after: int = 0, upto: int | None = None) -> list[Stored]:
        if upto is None:
            return self._rows("stream", (stream, after), as_stored)
        return self._rows("stream upto", (stream, after, upto), as_stored)

    def log(self, after: int, limit: int) -> list[Stored]:
        return self._rows("log", (after, limit), as_stored)

    def head(self) -> int:
        head: int = self._rows("head", ())[0][0]
        return head

    def receipt(self, command_id: str) -> KeptReceipt | None:
        return next((KeptReceipt(*row) for row in self._rows("receipt", (command_id,))), None)

    def claimed(self, name: str, key: str) -> list[str]:
        return [stream for (stream,) in self._rows("claimed", (name, key))]

    def due(self, name: str, until: str, limit: int) -> list[Claim]:
        return [Claim(*row) for row in self._rows("due", (name, until, limit))]

    def refusals(self, after: int, limit: int) -> list[tuple[int, Refusal]]:
        return [(number, Refusal(*line)) for number, *line in self._rows("refusals", (after, limit))]

    def snapshot(self, stream: str) -> Snapshot | None:
        return next((Snapshot(*row) for row in self._rows("snapshot", (stream,))), None)

    def wait(self, after: int, timeout: float) -> bool:
        self._listener.start()
        return self._bell.wait(after, timeout, self.head, DEAF)

    def wake(self) -> None:
        self._bell.wake()

    def leads(self, name: str) -> bool:
        return self._leadership.holds(require_name(name))

    def close(self) -> None:
        self._closed = True
        self._bell.close()
        self._listener.close()
        self._leadership.close()
        self._writer.close()
        self.keys.close()
        self.recorder.datastore.close()

    def _write(self, works: Sequence[Unit | Refusal]) -> list[int | BaseException]:
        outcomes = self._writer.write(works)
        self._bell.ring(max((outcome for outcome in outcomes if isinstance(outcome, int)), default=0))
        return outcomes

    def _rows(self, statement: str, values: Sequence[Any], row: Callable[[Row], Any] | None = None) -> list[Any]:
        with self._faults():
            began = time.monotonic()
            for attempt in range(ATTEMPTS):
                try:
                    return self._select(statement, values, row)
                except (InterfaceError, OperationalError):
                    # The server may have restarted: a connection that was lost while idle says so when it is used.
                    if attempt == ATTEMPTS - 1 or self._closed or time.monotonic() - began > PATIENCE:
                        raise
        raise AssertionError(statement)

    def _select(self, statement: str, values: Sequence[Any], row: Callable[[Row], Any] | None) -> list[Any]:
        factory: Any = (lambda _: row) if row else tuple_row
        with (
            self.recorder.datastore.get_connection() as connection,
            connection.cursor(row_factory=factory) as cursor,
        ):
            return cursor.execute(self._statements[statement], values, prepare=True, binary=True).fetchall()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        if self._closed:
            raise Unavailable("the store is closed")
        try:
            yield
        except (PersistenceError, psycopg.Error) as wrong:
            raise Unavailable(str(wrong)) from wrong
