"""A connection that reads. What is asked often is prepared, and told as the bytes that the server sent."""

import re
from collections.abc import Sequence
from itertools import count
from typing import Any

import psycopg
from psycopg import Connection, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus

from projections.database import Line

STATEMENTS = 500
"""Prepared ones that a connection keeps."""
OFTEN = 3
"""How often a statement is asked before it is prepared."""

Key = tuple[str, tuple[int, ...]]
"""A statement, and the types of the values that are bound in it."""


class PostgresReader:
    """Reads in one thread after another.

    `told` leaves out what a cursor does for any statement and any type of result: of a small question that is most of
    the work which Python has with the database.
    """

    def __init__(self, connection: Connection[Any]) -> None:
        self.connection = connection
        self._transformer = Transformer(connection)
        self._asked: dict[Key, int] = {}
        self._prepared: dict[Key, bytes] = {}
        connection.prepared_max = STATEMENTS

    def read(self, sql: str, values: Sequence[Any]) -> list[Line]:
        """All rows, as Python's values. Raises what psycopg raises."""
        return self.connection.execute(sql.encode(), values).fetchall()

    def told(self, sql: str, values: Sequence[Any]) -> list[bytes | None]:
        """The only row, whose columns are texts, as bytes. Raises what psycopg raises."""
        bound: Any = self._transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
        types, formats, server = self._transformer.types or (), self._transformer.formats, self.connection.pgconn
        if name := self._name(sql, types):
            result = server.exec_prepared(name, bound, formats)
        else:
            result = server.exec_params(numbered(sql), bound, types, formats)
        if result.status != ExecStatus.TUPLES_OK:
            raise self._failure(result)
        return [result.get_value(0, column) for column in range(result.nfields)]

    def _name(self, sql: str, types: tuple[int, ...]) -> bytes | None:
        """The name under which the statement is prepared; None while it is not asked often."""
        key = sql, types
        if name := self._prepared.get(key):
            return name
        if len(self._asked) >= STATEMENTS:
            self._asked.clear()
        self._asked[key] = self._asked.get(key, 0) + 1
        if self._asked[key] < OFTEN:
            return None
        if len(self._prepared) >= STATEMENTS:
            self.connection.execute("DEALLOCATE ALL")
            self._prepared.clear()
        name = f"told{len(self._prepared)}".encode()
        result = self.connection.pgconn.prepare(name, numbered(sql), types)
        if result.status != ExecStatus.COMMAND_OK:
            raise self._failure(result)
        self._prepared[key] = name
        return name

    def _failure(self, result: Any) -> psycopg.Error:
        if self.connection.broken:
            return psycopg.OperationalError("the server has hung up")
        return errors.error_from_result(result)


def numbered(sql: str) -> bytes:
    """The statement with the marks for bound values as the server wants them."""
    numbers = count(1)
    return re.sub("%s", lambda _: f"${next(numbers)}", sql).encode()
