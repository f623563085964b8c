"""Connections that answer inside an event loop: it sends, goes on with others, and is called when an answer has come.

What is asked often is prepared, and told as the bytes that the server sent.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import Any, TypeAlias

import psycopg
from psycopg import Connection, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from projections.database import Aside

CONNECTIONS = 8
"""Questions that are with the server at once, for each event loop; the others wait for their turn."""
STATEMENTS = 500
"""Prepared ones that a connection keeps."""
OFTEN = 3
"""How often a statement is asked before it is prepared."""

Key: TypeAlias = tuple[str, tuple[int, ...]]
"""A statement, and the types of the values that are bound in it."""


class PostgresLine:
    """A connection that answers one question after another.

    It leaves out what a cursor does for any statement and any type of result: of a small question that is most of the
    work which Python has with the database.
    """

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection, self._server = connection, connection.pgconn
        self._transformer = Transformer(connection)
        self._asked: dict[Key, int] = {}
        self._prepared: dict[Key, bytes] = {}
        self._names = count()  # never one twice: whoever asked may have left before the server had prepared it
        self._result: PGresult | None = None
        self._awaited: asyncio.Future[PGresult] | None = None
        self._server.nonblocking = 1
        self.used = self.closed = False

    def attend(self, loop: asyncio.AbstractEventLoop) -> None:
        """Be called by this event loop from now on: when an answer comes, and when the server hangs up."""
        self._loop, self._socket = loop, self._server.socket
        loop.add_reader(self._socket, self._readable)

    async def told(self, sql: str, values: Sequence[Any]) -> list[bytes | None]:
        """The only row, whose columns are texts, as bytes. Raises what psycopg raises.

        It is closed when it is lost, and when nobody waits any more for an answer that is still to come.
        """
        try:
            return await self._told(sql, values)
        finally:
            if self._awaited or self._connection.closed:
                self.close()

    def close(self) -> None:
        """Hang up."""
        if not (self.closed or self._loop.is_closed()):
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
        self.closed = True
        self._connection.close()

    async def _told(self, sql: str, values: Sequence[Any]) -> list[bytes | None]:
        bound: Any = self._transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
        types, formats = self._transformer.types or (), self._transformer.formats
        key = sql, types
        if name := self._prepared.get(key) or await self._name(key):
            self._server.send_query_prepared(name, bound, formats)
        else:
            self._server.send_query_params(numbered(sql), bound, types, formats)
        result = await self._answer()
        return [result.get_value(0, column) for column in range(result.nfields)]

    async def _name(self, key: Key) -> bytes | None:
        """The name under which the statement is prepared now; None while it is not asked often."""
        if len(self._asked) >= STATEMENTS:
            self._asked.clear()
        self._asked[key] = self._asked.get(key, 0) + 1
        if self._asked[key] < OFTEN:
            return None
        if len(self._prepared) >= STATEMENTS:
            self._prepared.clear()
            self._server.send_query_params(b"DEALLOCATE ALL", None)
            await self._answer()
        name = f"told{next(self._names)}".encode()
        self._server.send_prepare(name, numbered(key[0]), key[1])
        await self._answer()
        self._prepared[key] = name
        return name

    async def _answer(self) -> PGresult:
        """What the server says to what was sent."""
        self._awaited = self._loop.create_future()
        if self._server.flush():
            self._loop.add_writer(self._socket, self._writable)
        self.used = True
        result = await self._awaited
        if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            return result
        raise errors.error_from_result(result)

    def _writable(self) -> None:
        if not self._server.flush():
            self._loop.remove_writer(self._socket)

    def _readable(self) -> None:
        try:
            self._server.consume_input()
            while not self._server.is_busy():
                result = self._server.get_result()
                if result is None:
                    self._settle(self._result)
                    return
                self._result = result
        except psycopg.Error as error:
            self.close()
            self._settle(error)

    def _settle(self, outcome: PGresult | psycopg.Error | None) -> None:
        awaited, self._awaited, self._result = self._awaited, None, None
        if awaited is None or awaited.done() or outcome is None:
            return
        if isinstance(outcome, psycopg.Error):
            awaited.set_exception(outcome)
        else:
            awaited.set_result(outcome)


class PostgresLines:
    """The connections of one event loop: few, so that many questions at once do not become many sessions."""

    def __init__(self, connect: Callable[[], Connection[Any]], left: Iterable[PostgresLine] = ()) -> None:
        """May take over what other event loops have left."""
        self._connect, self._loop = connect, asyncio.get_running_loop()
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._idle = [line for line in left if not line.closed]
        self._new: list[Connection[Any]] = []
        for line in self._idle:
            line.attend(self._loop)

    async def told(self, sql: str, values: Sequence[Any], aside: Aside) -> list[bytes | None]:
        """The only row, as `PostgresLine` tells it. A connection is opened aside where all are at work."""
        async with self._free:
            while True:
                while (line := self._line()) is None:
                    await aside(self._open)
                used = line.used
                try:
                    return await line.told(sql, values)
                except psycopg.OperationalError:
                    if not (used and line.closed):  # it lay idle while the server was started anew
                        raise
                finally:
                    if not line.closed:
                        self._idle.append(line)

    def left(self) -> Iterator[PostgresLine]:
        """The connections that are not at work, after the event loop has ended."""
        yield from self._idle
        yield from map(PostgresLine, self._new)

    def close(self) -> None:
        """Hang up on all that are idle."""
        while self._idle:
            self._idle.pop().close()
        while self._new:
            self._new.pop().close()

    def _line(self) -> PostgresLine | None:
        while self._new:
            line = PostgresLine(self._new.pop())
            line.attend(self._loop)
            self._idle.append(line)
        while self._idle:
            line = self._idle.pop()
            if not line.closed:
                return line
        return None

    def _open(self) -> None:
        """Called by a thread: if nobody waits for the connection any more, it is there for the next."""
        self._new.append(self._connect())


def numbered(sql: str) -> bytes:
    """The statement with the marks for bound values as the server wants them."""
    numbers = count(1)
    return re.sub("%s", lambda _: f"${next(numbers)}", sql).encode()
