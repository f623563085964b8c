"""Views: catching up beside raw inserts of the same rows, and how long after a commit they show it."""

import os
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex

import psycopg

from benchmarks._issues import Log, issues, life
from domain.issue import ROOM
from projections.batches import advanced
from projections.database import Line
from projections.dialect import Dialect
from projections.following import BATCH, Following
from projections.layout import declarations, indexes
from projections.postgres import PostgresDatabase, copied
from projections.rebuild import rebuild
from projections.runner import Runner
from projections.sqlite import PRAGMAS, SqliteDatabase, marks
from projections.tables import tables
from projections.views import Views, open_views

ISSUES = 1_500
ROUNDS = 5
WAITS = 200

Rows = Mapping[str, list[Line]]
"""By the name of their table."""


def run() -> dict[str, object]:
    """Events a second, the median of the rounds, their ratio to raw inserts, and milliseconds from commit to sight.

    PostgreSQL takes part when OPSLEDGER_TEST_DSN names a server.
    """
    log = issues(ISSUES)
    figures: dict[str, object] = {"events": len(log.events)}
    with tempfile.TemporaryDirectory() as folder:
        rows = same_rows(log, SqliteDatabase.dialect)
        raw = partial(raw_sqlite, Path(folder), rows, len(log.events))
        figures |= compared("sqlite", folder, log, raw)
    if dsn := os.environ.get("OPSLEDGER_TEST_DSN"):
        rows = same_rows(log, PostgresDatabase.dialect)
        raw = partial(raw_postgres, dsn, rows, len(log.events))
        figures |= compared("postgres", dsn, log, raw)
    return figures | {"rows per event": sum(map(len, rows.values())) / len(log.events)}


def compared(name: str, target: str, log: Log, raw: Callable[[], float]) -> dict[str, object]:
    """Both ways in every round, so that a slow moment strikes both alike."""
    rounds: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        rounds["ours"].append(len(log.events) / catch_up(target, log))
        rounds["raw"].append(len(log.events) / raw())
    ours, bare = statistics.median(rounds["ours"]), statistics.median(rounds["raw"])
    waits = sorted(commit_to_sight(target))
    return {
        f"{name}: caught up, events/s": round(ours),
        f"{name}: raw insert of the same rows, events/s": round(bare),
        f"{name}: caught up / raw": round(ours / bare, 2),
        f"{name}: commit to sight, p50 ms": round(statistics.median(waits) * 1000, 2),
        f"{name}: commit to sight, p99 ms": round(waits[WAITS * 99 // 100] * 1000, 2),
    }


def catch_up(target: str, log: Log) -> float:
    """Seconds in which empty views, indexes and all, come to the end of the log in batches."""
    with new_views(target) as views:
        for _ in rebuild(views, Log()):
            pass
        writer = views.database.writer()
        following = Following(views.rooms, views.tables, views.database.dialect, log)
        started = time.perf_counter()
        assert list(advanced(log, following, writer, 0))[-1] == len(log.events)
        seconds = time.perf_counter() - started
        writer.close()
        return seconds


def commit_to_sight(target: str) -> Iterator[float]:
    """Seconds from an event being in the log to its rows being in the views, one event at a time."""
    log = issues(100)
    with new_views(target) as views:
        runner = Runner(log, views)
        runner.start()
        try:
            assert runner.wait(len(log.events), 60)
            for number in range(WAITS):
                time.sleep(0.002)
                started = time.perf_counter()
                assert runner.wait(log.record(f"issue-new-{number}", life(number)[0]), 60)
                yield time.perf_counter() - started
        finally:
            runner.stop()


@contextmanager
def new_views(target: str) -> Iterator[Views]:
    schema = f"bench_{token_hex(4)}"
    with closing(open_views(target, [ROOM], schema)) as views:
        yield views
    if isinstance(views.database, PostgresDatabase):
        with psycopg.connect(target, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())


def same_rows(log: Log, dialect: Dialect) -> Rows:
    """Every row that the views have in the end."""
    described = tables([ROOM])
    changes = Following([ROOM], described, dialect, log).changes(log.events)
    current = {table.name: list(change.now.values()) for table, change in changes.items()}
    return current | {f"{table.name}_past": change.past for table, change in changes.items() if change.past}


def raw_sqlite(folder: Path, rows: Rows, events: int) -> float:
    """Seconds for inserting the rows into the same tables in as many transactions, by executemany."""
    with closing(sqlite3.connect(folder / f"{token_hex(4)}.db", isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for statement in layout(SqliteDatabase.dialect):
            connection.execute(statement)
        started = time.perf_counter()
        for share in shares(rows, events):
            connection.execute("BEGIN")
            for name, lines in share.items():
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks(len(lines[0]))})', lines)
            connection.execute("COMMIT")
        return time.perf_counter() - started


def raw_postgres(dsn: str, rows: Rows, events: int) -> float:
    """Seconds for copying the rows into the same tables in as many transactions, by COPY."""
    schema = f"bench_{token_hex(4)}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in (f"CREATE SCHEMA {schema}", f"SET search_path TO {schema}", "SET synchronous_commit TO off"):
            connection.execute(statement.encode())
        for statement in layout(PostgresDatabase.dialect):
            connection.execute(statement.encode())
        started = time.perf_counter()
        for share in shares(rows, events):
            with connection.transaction():
                for name, lines in share.items():
                    copied(connection, name, lines)
        seconds = time.perf_counter() - started
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())
        return seconds


def layout(dialect: Dialect) -> Iterator[str]:
    described = tables([ROOM])
    yield from declarations(described, dialect)
    yield from indexes(described, dialect)


def shares(rows: Rows, events: int) -> Iterator[dict[str, list[Line]]]:
    """The rows in as many shares as catching up takes batches."""
    batches = -(-events // BATCH)
    for batch in range(batches):
        begin, end = batch / batches, (batch + 1) / batches
        share = {n: lines[round(len(lines) * begin) : round(len(lines) * end)] for n, lines in rows.items()}
        yield {name: lines for name, lines in share.items() if lines}
