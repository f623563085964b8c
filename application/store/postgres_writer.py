"""Writes a group of works into PostgreSQL: all its units in one transaction and one round trip."""

import threading
from collections.abc import Sequence
from typing import Any

import msgspec
import psycopg
from psycopg import Connection
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Composed, Identifier

from application.store.postgres_recorder import connect
from application.store.values import Claim, KeptReceipt, Refusal, Repeated, Stale, Taken, Unavailable, Unit

Work = Unit | Refusal
Outcome = int | BaseException
Row = tuple[Any, ...]


class PostgresWriter:
    """The one writing connection of a store; its owner lets one thread in at a time."""

    def __init__(self, dsn: str, schema: str) -> None:
        named = {"schema": Identifier(schema)}
        self._dsn = dsn
        self._append: Composed = SQL(
            "SELECT outcome, place, words, body FROM {schema}.append(%s::jsonb)"
        ).format(**named)  # fmt: skip
        self._refuse: Composed = SQL("SELECT FROM {schema}.refuse(%s, %s, %s, %s, %s, %s, %s, %s)").format(**named)
        self._connection: Connection[Any] | None = None
        self._busy = threading.Lock()
        self._closed = False

    def write(self, works: Sequence[Work]) -> list[Outcome]:
        """The last position of each unit, or the error that it met alone; 0 for refusals."""
        with self._busy:
            units = iter(self._append_all([work for work in works if isinstance(work, Unit)]))
            return [next(units) if isinstance(work, Unit) else self._write_refusal(work) for work in works]

    def close(self) -> None:
        """Close once the group that is being written has been."""
        with self._busy:
            self._closed = True
            if self._connection:
                self._connection.close()

    def _append_all(self, units: Sequence[Unit]) -> list[Outcome]:
        outcomes = self._attempt(units)
        if self._connection is None and not self._closed:
            # After a lost connection nobody knows what was recorded; a receipt makes a second attempt harmless.
            again = [n for n, unit in enumerate(units) if unit.receipt and isinstance(outcomes[n], Unavailable)]
            for n, outcome in zip(again, self._attempt([units[n] for n in again]), strict=True):
                outcomes[n] = outcome
        return outcomes

    def _attempt(self, units: Sequence[Unit]) -> list[Outcome]:
        if not units:
            return []
        try:
            return [_outcome(row) for row in self._execute(self._append, [_encoded(units)])]
        except (psycopg.OperationalError, psycopg.InterfaceError) as wrong:
            return [Unavailable(str(wrong)) for _ in units]
        except (psycopg.Error, ValueError) as wrong:
            return [wrong] if len(units) == 1 else [self._attempt([unit])[0] for unit in units]

    def _write_refusal(self, refusal: Refusal) -> Outcome:
        try:
            self._execute(self._refuse, refusal)
        except (psycopg.OperationalError, psycopg.InterfaceError) as wrong:
            return Unavailable(str(wrong))
        except psycopg.Error as wrong:
            return wrong
        return 0

    def _execute(self, statement: Composed, values: Sequence[Any]) -> list[Row]:
        if self._closed:
            raise psycopg.InterfaceError("the store is closed")
        if self._connection is None:
            self._connection = connect(self._dsn)
        try:
            with self._connection.cursor(row_factory=tuple_row) as cursor:
                return cursor.execute(statement, values, prepare=True, binary=True).fetchall()
        finally:
            if self._connection.broken:
                self._connection.close()
                self._connection = None


def _encoded(units: Sequence[Unit]) -> str:
    """The units as the function takes them; bytes become base64. What is empty is left out, and then not looked at."""
    return msgspec.json.encode([_as_object(unit) for unit in units]).decode()


def _as_object(unit: Unit) -> dict[str, object]:
    unique = {claim.name for claim in unit.claims} & unit.unique
    optional = {
        "receipt": unit.receipt, "claims": unit.claims, "releases": unit.releases, "unique": tuple(unique),
        "lookups": unit.lookups,
    }  # fmt: skip
    return {
        "entries": unit.entries,
        "held": unit.held(),
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
