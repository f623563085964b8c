"""Connections that answer from a file of views: in the event loop what is quick, in a thread what may take longer.

To hand a small statement to a thread costs more than to run it, and the thread takes the interpreter from the loop.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar, cast

from projections.database import PATIENCE, Aside, Line, TooSlow
from projections.sqlite_library import apsw

STATEMENTS = 512
"""Prepared ones that a connection keeps, and those of which is known how long they take."""
STEPS = 100_000
"""Instructions of the database between two looks at the clock."""
QUICK = 0.000_2
"""Seconds of work up to which a statement is run in the event loop, as it took of late."""
NEWEST = 0.25
"""What the newest run counts for in that: the same statement may take more with other values."""
BLINK, FEW = 0.002, 20_000
"""Seconds that the event loop has for it all the same, and instructions between two looks at the clock."""

READING = ("query_only=ON", f"mmap_size={2**40}")
"""Pages are read where the system keeps the file: copies of them for each connection would be too few, or too many."""

T = TypeVar("T")


class SqliteLines:
    """Connections that read, for any number of threads and event loops."""

    def __init__(self, connected: Callable[[], apsw.Connection]) -> None:
        self._connected = connected
        self._idle: list[apsw.Connection] = []
        self._pace: dict[str, float] = {}

    def read(self, sql: str, values: Sequence[Any]) -> list[Line]:
        """All rows of one statement. Raises TooSlow after `PATIENCE`."""
        return self._asked(sql, values, PATIENCE, STEPS, lambda cursor: cursor.fetchall())

    async def told(self, sql: str, values: Sequence[Any], aside: Aside) -> Line:
        """The only row of a statement. Raises TooSlow after `PATIENCE`."""
        if self._pace.get(sql, QUICK) < QUICK:
            with suppress(TooSlow):
                return self._watched(sql, values, BLINK, FEW)
        line: Line = await aside(self._watched, sql, values, PATIENCE, STEPS)
        return line

    def each(self, sql: str, values: Sequence[Any]) -> Iterator[Line]:
        """The rows of one statement one by one."""
        connection = self._line()
        connection.set_progress_handler(None, 0)
        yield from connection.execute(sql, values)
        self._idle.append(connection)

    def close(self) -> None:
        """End all connections."""
        while self._idle:
            self._idle.pop().close()

    def _watched(self, sql: str, values: Sequence[Any], patience: float, steps: int) -> Line:
        """The only row of a statement, of which is noted how long it took; waiting for others does not count."""
        began = time.thread_time()
        try:
            return self._asked(sql, values, patience, steps, only)
        finally:
            took = min(time.thread_time() - began, BLINK)
            if sql not in self._pace and len(self._pace) >= STATEMENTS:
                self._pace.clear()
            pace = self._pace.get(sql, took)
            self._pace[sql] = pace + NEWEST * (took - pace)

    def _asked(
        self, sql: str, values: Sequence[Any], patience: float, steps: int, taken: Callable[[apsw.Cursor], T]
    ) -> T:
        deadline, connection = time.monotonic() + patience, self._line()
        connection.set_progress_handler(lambda: time.monotonic() > deadline, steps)
        try:
            answer = taken(connection.execute(sql, values))
        except apsw.InterruptError as error:
            self._idle.append(connection)
            raise TooSlow(f"stopped after {patience:g} seconds") from error
        self._idle.append(connection)
        return answer

    def _line(self) -> apsw.Connection:
        """A connection that is idle, to be given back, or a new one."""
        try:
            return self._idle.pop()
        except IndexError:
            connection = self._connected()
            for setting in READING:
                connection.execute(f"PRAGMA {setting}")
            return connection


def only(cursor: apsw.Cursor) -> Line:
    """The only row. The database is not asked for another: a thread would have to wait for the interpreter again."""
    line = cursor.fetchone()
    cursor.close()
    return cast("Line", line)
