"""Writes a group of works into PostgreSQL: all its units in one transaction and one round trip."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import psycopg
from psycopg import Connection
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.sql import SQL, Composed, Identifier

from application.store.postgres_recorder import connect
from application.store.values import Claim, KeptReceipt, Refusal, Repeated, Stale, Taken, Unavailable, Unit

Work = Unit | Refusal
Outcome = int | BaseException
Row = tuple[Any, ...]
APPEND = b"append"
BINARY = 1
PASSING = ("08", "40", "53", "55P03", "57")
"""SQLSTATEs, or their classes: no connection, deadlock, no room, a lock given up, an operator or a server that ends."""
LONGEST = 0.005
"""Seconds that a group waits for more work, at most, while other processes have the lock."""


class PostgresWriter:
    """The one writing connection of a store; its owner lets one thread in at a time.

    `patience` is for how many seconds the next group may as well wait for more work: none, unless other processes write
    too. Then the lock is theirs for most of the time that a group takes.
    """

    def __init__(self, dsn: str, schema: str) -> None:
        named = {"schema": Identifier(schema)}
        self._dsn = dsn
        append = SQL("SELECT outcome, place, words, body FROM {schema}.append($1::jsonb)").format(**named)
        self._append = append.as_bytes(None)
        self._refuse: Composed = SQL("SELECT FROM {schema}.refuse(%s, %s, %s, %s, %s, %s, %s, %s)").format(**named)
        self._connection: Connection[Any] | None = None
        self._busy = threading.Lock()
        self._head = 0
        self._closed = False
        self.patience = 0.0

    def write(self, works: Sequence[Work]) -> list[Outcome]:
        """The last position of each unit, or the error that it met alone; 0 for refusals."""
        with self._busy:
            outcomes = iter(self._append_all([work for work in works if isinstance(work, Unit)]))
            return [next(outcomes) if isinstance(work, Unit) else self._write_refusal(work) for work in works]

    def close(self) -> None:
        """Close once the group that is being written has been."""
        with self._busy:
            self._closed = True
            if self._connection:
                self._connection.close()

    def _append_all(self, units: Sequence[Unit]) -> list[Outcome]:
        began = time.monotonic()
        outcomes = self._attempt(units)
        self._notice_others(units, outcomes, time.monotonic() - began)
        if self._connection is None and not self._closed:
            # After a lost connection nobody knows what was recorded; a receipt makes a second attempt harmless.
            again = [n for n, unit in enumerate(units) if unit.receipt and isinstance(outcomes[n], Unavailable)]
            for n, outcome in zip(again, self._attempt([units[n] for n in again]), strict=True):
                outcomes[n] = outcome
        return outcomes

    def _notice_others(self, units: Sequence[Unit], outcomes: Sequence[Outcome], took: float) -> None:
        """Be patient if the log has grown by more than these units since the last ones were recorded."""
        recorded = [(unit, place) for unit, place in zip(units, outcomes, strict=True) if isinstance(place, int)]
        if recorded:
            _, head = recorded[-1]
            alone = head - self._head == sum(len(unit.entries) for unit, _ in recorded)
            self.patience = 0.0 if alone else min(took / 2, LONGEST)
            self._head = head

    def _attempt(self, units: Sequence[Unit]) -> list[Outcome]:
        if not units:
            return []
        try:
            return [_outcome(row) for row in self._recorded(_encoded(units))]
        except (psycopg.Error, ValueError) as wrong:
            if passing(wrong):
                return [Unavailable(str(wrong)) for _ in units]
            return [wrong] if len(units) == 1 else [self._attempt([unit])[0] for unit in units]

    def _write_refusal(self, refusal: Refusal) -> Outcome:
        try:
            with self._connected() as connection:
                connection.execute(self._refuse, refusal, prepare=True)
        except psycopg.Error as wrong:
            return Unavailable(str(wrong)) if passing(wrong) else wrong
        return 0

    def _recorded(self, units: bytes) -> list[Row]:
        """What the function answers. Called through libpq itself: a cursor takes longer than all else on this side."""
        with self._connected() as connection:
            result = connection.pgconn.exec_prepared(APPEND, [units], result_format=BINARY)
            rows = Transformer(connection)
            rows.set_pgresult(_good(result, connection))
            return rows.load_rows(0, result.ntuples, tuple)

    @contextmanager
    def _connected(self) -> Iterator[Connection[Any]]:
        if self._closed:
            raise psycopg.InterfaceError("the store is closed")
        if self._connection is None:
            connection = connect(self._dsn)
            _good(connection.pgconn.prepare(APPEND, self._append), connection)
            self._connection = connection
        try:
            yield self._connection
        finally:
            if self._connection.closed:
                self._connection.close()
                self._connection = None


def _good(result: PGresult, connection: Connection[Any]) -> PGresult:
    """The result, unless it is an error: then that is raised as the driver would."""
    if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        return result
    wrong = psycopg.errors.error_from_result(result)
    if wrong.sqlstate is None:  # not the server says so, but libpq, which may not yet call the connection bad
        connection.close()
        raise psycopg.OperationalError(str(wrong))
    raise wrong


def passing(wrong: Exception) -> bool:
    """Whether the database is away, busy or full, and nothing is wrong with what was to be written."""
    if isinstance(wrong, psycopg.OperationalError):
        return wrong.sqlstate is None or wrong.sqlstate.startswith(PASSING)
    return isinstance(wrong, psycopg.InterfaceError)


def _encoded(units: Sequence[Unit]) -> bytes:
    """The units as the function takes them; bytes become base64. What is empty is left out, and then not looked at."""
    return msgspec.json.encode([_as_object(unit) for unit in units])


def _as_object(unit: Unit) -> dict[str, object]:
    unique = {claim.name for claim in unit.claims} & unit.unique
    optional = {
        "receipt": unit.receipt, "claims": unit.claims, "releases": unit.releases, "unique": tuple(unique),
        "lookups": unit.lookups,
    }  # fmt: skip
    return {
        "entries": unit.entries,
        "held": list(zip(*unit.held(), strict=True)),
        **{name: value for name, value in optional.items() if value},
    }


def _outcome(row: Row) -> Outcome:
    match row:
        case "recorded", int(place), _, _:
            return place
        case "repeated", _, [command_id, digest], body:
            return Repeated(KeptReceipt(command_id, digest, bytes(body)))
        case "stale", int(version), [stream], _:
            return Stale(stream, version)
        case "taken", _, [name, key, stream, holder], _:
            return Taken(Claim(name, key, stream), holder)
        case _:
            raise AssertionError(row)
