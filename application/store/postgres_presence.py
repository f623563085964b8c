"""Connections that a store keeps open for itself: one that hears of appends, one that holds leaderships."""

import logging
import select
import socket
import threading
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from application.store.bell import Bell
from application.store.postgres_layout import channel, lock_number
from application.store.postgres_recorder import connect

QUIET = 10.0
AGAIN = 1.0
logger = logging.getLogger(__name__)


class Listener:
    """A thread that rings the bell when any process has appended."""

    def __init__(self, dsn: str, schema: str, bell: Bell) -> None:
        self._dsn = dsn
        self._listen = SQL("LISTEN {}").format(Identifier(channel(schema)))
        self._head = SQL("SELECT coalesce(max(notification_id), 0) AS head FROM {}.stored_events").format(
            Identifier(schema)
        )
        self._bell = bell
        self._here, self._there = socket.socketpair()
        self._closed = False
        self._mutex = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen from now on. Starting twice changes nothing."""
        if self._thread:
            return
        with self._mutex:
            if not self._thread and not self._closed:
                self._thread = threading.Thread(target=self._run, name="store-listener", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop listening, at once."""
        with self._mutex:
            if self._closed:
                return
            self._closed = True
        self._there.send(b"!")
        if self._thread:
            self._thread.join()
        self._here.close()
        self._there.close()

    def _run(self) -> None:
        while not self._closed:
            try:
                with connect(self._dsn) as connection:
                    connection.execute(self._listen)
                    self._look(connection)
                    self._hear(connection)
            except (psycopg.Error, OSError) as wrong:
                logger.warning("not hearing of appends by other processes, trying again: %s", wrong)
                select.select([self._here], [], [], AGAIN)

    def _hear(self, connection: Connection[Any]) -> None:
        while True:
            ready, _, _ = select.select([connection.fileno(), self._here.fileno()], [], [], QUIET)
            if self._here.fileno() in ready:
                return
            if not ready:
                self._look(connection)
            for notice in connection.notifies(timeout=0):
                self._bell.ring(int(notice.payload))

    def _look(self, connection: Connection[Any]) -> None:
        """Read the head: nothing was heard before listening began, and silence may be a dead connection."""
        row = connection.execute(self._head).fetchone()
        self._bell.ring(row["head"] if row else 0)


class SessionLeadership:
    """Leaderships as advisory locks of one session; the server drops them with the connection."""

    def __init__(self, dsn: str, schema: str) -> None:
        self._dsn = dsn
        self._schema = schema
        self._connection: Connection[Any] | None = None
        self._held: set[str] = set()
        self._mutex = threading.Lock()
        self._closed = False

    def holds(self, name: str) -> bool:
        """Whether the leadership is ours, now or from now on: a session that was lost in between holds nothing."""
        with self._mutex:
            try:
                return not self._closed and self._try(name)
            except psycopg.Error:
                self._let_go()
                return False

    def close(self) -> None:
        """Let go of them all, at once: the server notices the end of a session only a little later."""
        with self._mutex:
            self._closed = True
            if self._held and self._connection:
                with suppress(psycopg.Error):
                    self._connection.execute("SELECT pg_advisory_unlock_all()")
            self._let_go()

    def _try(self, name: str) -> bool:
        if self._connection is None:
            self._connection = connect(self._dsn)
        if name in self._held:
            self._connection.execute("SELECT")
            return True
        number = lock_number(self._schema, "lead", name)
        row = self._connection.execute("SELECT pg_try_advisory_lock(%s::bigint) AS got", (number,)).fetchone()
        if row and row["got"]:
            self._held.add(name)
        return name in self._held

    def _let_go(self) -> None:
        self._held.clear()
        if self._connection:
            self._connection.close()
            self._connection = None
