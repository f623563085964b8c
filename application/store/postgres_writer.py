"""Writes a group of works into PostgreSQL in one transaction and one round trip."""

import threading
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import Connection, Cursor
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Composed, Identifier

from application.store.postgres_recorder import connect
from application.store.records import Claim, Receipt, Refusal, Repeated, Stale, Taken, Unavailable, Unit

Work = Unit | Refusal
Outcome = int | BaseException
Row = tuple[Any, ...]


class PostgresWriter:
    """The one writing connection of a store; its owner lets one thread in at a time."""

    def __init__(self, dsn: str, schema: str) -> None:
        named = {"schema": Identifier(schema)}
        self._dsn = dsn
        self._append: Composed = SQL(
            "SELECT * FROM {schema}.append(%s::text[], %s::bigint[], %s::text[], %s::bytea[], %s::text[], %s::bigint[],"
            " %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[],"
            " %s::text, %s::text, %s::bytea)"
        ).format(**named)
        self._refuse: Composed = SQL(
            "SELECT 'recorded', 0::bigint, NULL, NULL FROM {schema}.refuse("
            "%s::text, %s::text, %s::text, %s::text, %s::text, %s::text, %s::bytea, %s::text)"
        ).format(**named)
        self._connection: Connection[Any] | None = None
        self._busy = threading.Lock()
        self._closed = False

    def write(self, works: Sequence[Work]) -> list[Outcome]:
        """The last position of each unit, or the error that it met alone."""
        with self._busy:
            outcomes = self._try(works)
            again = [n for n, work in enumerate(works) if self._is_worth_repeating(work, outcomes[n])]
            if again:
                for n, outcome in zip(again, self._try([works[n] for n in again]), strict=True):
                    outcomes[n] = outcome
            return outcomes

    def close(self) -> None:
        """Close once the group that is being written has been."""
        with self._busy:
            self._closed = True
            if self._connection:
                self._connection.close()

    def _is_worth_repeating(self, work: Work, outcome: Outcome) -> bool:
        """After a lost connection nobody knows what was recorded; a receipt makes a second attempt harmless."""
        return (
            isinstance(work, Unit) and work.receipt is not None and isinstance(outcome, Unavailable)
            and self._connection is None and not self._closed
        )  # fmt: skip

    def _try(self, works: Sequence[Work]) -> list[Outcome]:
        statements = [self._statement(work) for work in works]
        sendable = [statement for statement in statements if not isinstance(statement, ValueError)]
        try:
            rows = iter(self._send(sendable))
        except (psycopg.OperationalError, psycopg.InterfaceError) as wrong:
            self._drop_broken()
            return [Unavailable(str(wrong)) for _ in works]
        except psycopg.Error as wrong:
            if len(works) == 1:
                return [wrong]
            return [self._try([work])[0] for work in works]
        return [statement if isinstance(statement, ValueError) else _outcome(next(rows)) for statement in statements]

    def _statement(self, work: Work) -> tuple[Composed, Sequence[Any]] | ValueError:
        if isinstance(work, Refusal):
            return self._refuse, work
        try:
            return self._append, _arguments(work)
        except ValueError as wrong:
            return wrong

    def _send(self, statements: Sequence[tuple[Composed, Sequence[Any]]]) -> list[Row]:
        """The row that each statement gives; all of them in one transaction."""
        connection = self._connected()
        if len(statements) == 1:
            return [_row(_execute(connection, *statements[0]))]
        with connection.pipeline(), connection.transaction():
            cursors = [_execute(connection, *statement) for statement in statements]
        return [_row(cursor) for cursor in cursors]

    def _connected(self) -> Connection[Any]:
        if self._closed:
            raise psycopg.InterfaceError("the store is closed")
        if self._connection is None:
            self._connection = connect(self._dsn)
        return self._connection

    def _drop_broken(self) -> None:
        if self._connection and self._connection.broken:
            self._connection.close()
            self._connection = None


def _execute(connection: Connection[Any], statement: Composed, arguments: Sequence[Any]) -> Cursor[Row]:
    return connection.cursor(row_factory=tuple_row).execute(statement, arguments, prepare=True, binary=True)


def _row(cursor: Cursor[Row]) -> Row:
    row = cursor.fetchone()
    assert row is not None
    return row


def _arguments(unit: Unit) -> list[Any]:
    held = [*unit.before().items(), *unit.reads.items()]
    receipt = unit.receipt or (None, None, None)
    return [
        *_columns(unit.entries, 4),
        *_columns(held, 2),
        *_columns(unit.releases, 3),
        *_columns(unit.claims, 3),
        [claim.name in unit.unique for claim in unit.claims],
        *receipt,
    ]


def _columns(rows: Sequence[Row], width: int) -> list[list[Any]]:
    return [[row[n] for row in rows] for n in range(width)]


def _outcome(row: Row) -> Outcome:
    match row:
        case "recorded", int(place), _, _:
            return place
        case "repeated", _, [command_id, digest], body:
            return Repeated(Receipt(command_id, digest, bytes(body)))
        case "stale", int(version), [stream], _:
            return Stale(stream, version)
        case "taken", _, [name, key, stream, holder], _:
            return Taken(Claim(name, key, stream), holder)
        case _:
            raise AssertionError(row)
