"""Writes a group of works into SQLite in one transaction, each of them wholly or not at all."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from functools import cache

from application.store.sqlite_commands import KNOWN, RECEIPT, NewestCommands
from application.store.values import (
    Claim,
    Entry,
    KeptReceipt,
    Lookup,
    Refusal,
    Repeated,
    Snapshot,
    Stale,
    Taken,
    Unavailable,
    Unit,
)

EVENT = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, state, command_id, digest, answer)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
HEAD = "(SELECT IFNULL(MAX(rowid), 0) FROM stored_events)"
VERSION = "(SELECT IFNULL(MAX(originator_version), 0) FROM stored_events WHERE originator_id = ?)"
BEHIND = 4000
"""Pages of the write-ahead log after which they are moved into the file: four times what SQLite takes. The more come
together, the more often a page is moved once for several commands. A crash leaves so many to be read at the next start.
"""
AT_ONCE = 16
"""How many streams are looked at by one statement, at most."""
NO_RECEIPT = (None, None, None)
HOLDER = "SELECT stream FROM claims WHERE name = ? AND key = ? AND stream <> ? LIMIT 1"
HOLDERS = "SELECT stream FROM claims WHERE name = ? AND key = ? ORDER BY stream"
RELEASE = "DELETE FROM claims WHERE name = ? AND key = ? AND stream = ?"
CLAIM = "INSERT OR IGNORE INTO claims (name, key, stream) VALUES (?, ?, ?)"
ANSWER = "INSERT INTO receipts (command_id, digest, answer) VALUES (?, ?, ?)"
REFUSE = "INSERT INTO refusals (at, actor, role, act, stream, code, facts, command_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
KEEP = (
    "INSERT INTO snapshots (stream, version, shape, data) VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE"
    " SET version = excluded.version, shape = excluded.shape, data = excluded.data"
    " WHERE excluded.version >= version OR excluded.shape <> shape"
)


@cache
def facts(streams: int) -> str:
    """The statement that looks at the head, whether a command was answered, and at the versions of so many streams."""
    return f"SELECT {', '.join([HEAD, f'EXISTS ({KNOWN})', *[VERSION] * streams])}"


class SQLiteWriter:
    """The one writing connection of a store; its owner lets one thread in at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._execute = self._cursor.execute
        self._newest = NewestCommands(self._cursor)
        self._cursor.execute(f"PRAGMA wal_autocheckpoint = {BEHIND}")
        self._busy = threading.Lock()

    def write(self, works: Sequence[Unit | Refusal | Snapshot]) -> list[int | BaseException]:
        """The last position of each unit, 0 for all else; or the error that it met alone. A single work raises it.

        Raises Unavailable when nothing at all could be written.
        """
        with self._busy:
            try:
                self._execute("BEGIN IMMEDIATE")
                write = self._record if len(works) == 1 else self._apart
                outcomes = [write(work) for work in works]
                self._execute("COMMIT")
                self._newest.committed()
            except sqlite3.Error as wrong:
                self._abandon()
                raise Unavailable(str(wrong)) from wrong
            except BaseException:
                self._abandon()
                raise
        return outcomes

    @property
    def head(self) -> int:
        """The last position that was written or seen."""
        return self._newest.head

    def close(self) -> None:
        """Close once the group that is being written has been."""
        with self._busy:
            self._connection.close()

    def _abandon(self) -> None:
        """Leave no transaction open behind a failure."""
        self._newest.abandoned()
        try:
            if self._connection.in_transaction:
                self._cursor.execute("ROLLBACK")
        except sqlite3.Error:
            pass

    def _apart(self, work: Unit | Refusal | Snapshot) -> int | BaseException:
        """Write one work of the group. When it fails the others are not touched."""
        self._cursor.execute("SAVEPOINT work")
        try:
            outcome: int | BaseException = self._record(work)
        except sqlite3.OperationalError:
            raise
        except Exception as wrong:
            outcome = wrong
            self._cursor.execute("ROLLBACK TO work")
        self._cursor.execute("RELEASE work")
        return outcome

    def _record(self, work: Unit | Refusal | Snapshot) -> int:
        if isinstance(work, Unit):
            return self._append(work)
        self._cursor.execute(REFUSE if isinstance(work, Refusal) else KEEP, work)
        return 0

    def _append(self, unit: Unit) -> int:
        head = self._require(unit.receipt, *unit.held())
        if unit.lookups:
            self._require_holders(unit.lookups)
        if unit.releases:
            self._cursor.executemany(RELEASE, unit.releases)
        for claim in unit.claims:
            if claim.name in unit.unique:
                self._require_free(claim)
            self._execute(CLAIM, claim)
        if unit.entries:
            return self._record_events(unit.entries, unit.receipt)
        if unit.receipt:
            self._execute(ANSWER, unit.receipt)
        return head

    def _record_events(self, entries: Sequence[Entry], receipt: KeptReceipt | None) -> int:
        if len(entries) > 1:
            self._cursor.executemany(EVENT, [(*entry, *NO_RECEIPT) for entry in entries[:-1]])
        head = self._execute(EVENT, entries[-1] + (receipt or NO_RECEIPT)).lastrowid or 0
        self._newest.recorded(receipt and receipt.command_id, head)
        return head

    def _require(self, receipt: KeptReceipt | None, streams: list[str], versions: list[int]) -> int:
        """The command was not answered before, and the streams are at these versions; the head.

        Raises Repeated, Stale.
        """
        command = receipt and receipt.command_id
        for first in range(0, len(streams) or 1, AT_ONCE):
            share = streams[first : first + AT_ONCE]
            head, known, *found = self._execute(facts(len(share)), (command, *share)).fetchone()
            if head != self._newest.head:
                self._newest.follow(head)
            if known or command in self._newest.ids:
                raise Repeated(KeptReceipt(*self._execute(RECEIPT, (command,)).fetchone()))
            if found != (held := versions[first : first + AT_ONCE]):
                now = zip(share, held, found, strict=True)
                raise next(Stale(stream, is_at) for stream, version, is_at in now if is_at != version)
        return self._newest.head

    def _require_holders(self, lookups: Iterable[Lookup]) -> None:
        for name, key, streams in lookups:
            if tuple(stream for (stream,) in self._cursor.execute(HOLDERS, (name, key))) != streams:
                raise Stale(f"{name} {key}", 0)

    def _require_free(self, claim: Claim) -> None:
        if holder := self._execute(HOLDER, claim).fetchone():
            raise Taken(claim, holder[0])
