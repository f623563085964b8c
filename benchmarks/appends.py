"""Appending and reading: ours beside raw SQL and beside the library's default, in one run with interleaved rounds."""

import os
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from secrets import token_hex

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from psycopg.conninfo import conninfo_to_dict

from application.store import Entry, SQLiteStore, Unit
from application.store.postgres_store import PostgresStore
from application.store.sqlite_recorder import TABLES, triggers
from opsledger.garbage import collect_seldom

DATA = b'{"actor":"user-01jd","role":"planner","payload":{"title":"' + b"x" * 330 + b'"}}'
TOPIC = "plan.submitted"
ROUNDS = 5
SECONDS = 0.6
LOGGED = 100_000
PAGE = 2_000
PROCESSES = 4

Rate = float
Append = Callable[[str], object]


def run() -> dict[str, object]:
    """Events a second for each way, the median of the rounds, and the ratios that matter.

    PostgreSQL takes part when OPSLEDGER_TEST_DSN names a server.
    """
    with tempfile.TemporaryDirectory() as folder:
        rates = measured(sqlite_ways(Path(folder)))
        rates |= measured(reading_ways(Path(folder)))
    if dsn := os.environ.get("OPSLEDGER_TEST_DSN"):
        with schemas(dsn) as names, ProcessPoolExecutor(PROCESSES, get_context("spawn"), collect_seldom) as pool:
            rates |= measured(postgres_ways(dsn, names, pool))
            rates |= measured(postgres_reading_ways(dsn, names[0]))
    figures: dict[str, object] = {way: round(rate) for way, rate in rates.items()}
    for better, than in COMPARED:
        if better in rates and than in rates:
            figures[f"{better} / {than}"] = round(rates[better] / rates[than], 2)
    return figures


COMPARED = (
    ("sqlite, ours, 1 thread", "sqlite, raw insert, 1 thread"),
    ("sqlite, ours, 1 thread", "sqlite, raw insert into our tables, 1 thread"),
    ("sqlite, ours, 1 thread", "sqlite, library, 1 thread"),
    ("sqlite, ours, 32 threads", "sqlite, ours, 1 thread"),
    ("sqlite, ours, 32 threads", "sqlite, library, 32 threads"),
    ("sqlite, log()", "sqlite, raw SELECT"),
    ("postgres, ours, 4 x 2", "postgres, library, 4 x 2"),
    ("postgres, log()", "postgres, raw SELECT"),
)


def measured(ways: dict[str, Callable[[], Rate]]) -> dict[str, Rate]:
    """The median rate of each, a round of all of them at a time, so that a slow moment strikes all alike."""
    rounds = [{way: rate() for way, rate in ways.items()} for _ in range(ROUNDS)]
    return {way: statistics.median(round_[way] for round_ in rounds) for way in ways}


def in_threads(append: Append, threads: int) -> Rate:
    """Appends a second of that many threads, each to streams of its own."""
    counts = [0] * threads
    end = time.perf_counter() + SECONDS

    def work(worker: int) -> None:
        while time.perf_counter() < end:
            append(f"plan-{token_hex(8)}")
            counts[worker] += 1

    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / (time.perf_counter() - started)


def sqlite_ways(folder: Path) -> dict[str, Callable[[], Rate]]:
    ours = SQLiteStore(folder / "ours").append
    library = SQLiteApplicationRecorder(SQLiteDatastore(str(folder / "library.db"), originator_id_type="text"))
    library.create_table()
    raw = raw_insert(folder / "raw.db", library.create_table_statements)
    same = raw_insert(folder / "same.db", [*TABLES, *triggers()])
    return {
        "sqlite, raw insert, 1 thread": lambda: in_threads(raw, 1),
        "sqlite, raw insert into our tables, 1 thread": lambda: in_threads(same, 1),
        "sqlite, library, 1 thread": lambda: in_threads(by_library(library), 1),
        "sqlite, ours, 1 thread": lambda: in_threads(by_us(ours), 1),
        "sqlite, library, 32 threads": lambda: in_threads(by_library(library), 32),
        "sqlite, ours, 32 threads": lambda: in_threads(by_us(ours), 32),
    }


def raw_insert(path: Path, tables: list[str], data: bytes = DATA) -> Append:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for table in tables:
        connection.execute(table)
    insert = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
    return lambda stream: connection.execute(insert, (stream, 1, TOPIC, data))


def by_library(recorder: SQLiteApplicationRecorder | PostgresApplicationRecorder) -> Append:
    return lambda stream: recorder.insert_events([StoredEvent(stream, 1, TOPIC, DATA)])


def by_us(append: Callable[[Unit], int]) -> Append:
    return lambda stream: append(Unit((Entry(stream, 1, TOPIC, DATA),)))


def reading_ways(folder: Path) -> dict[str, Callable[[], Rate]]:
    store = SQLiteStore(folder / "read")
    fill(store)
    raw = sqlite3.connect(folder / "read" / "ledger.db", check_same_thread=False)
    select = (
        "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"
        " WHERE rowid > ? ORDER BY rowid LIMIT ?"
    )
    return {
        "sqlite, raw SELECT": lambda: paged(lambda after: raw.execute(select, (after, PAGE)).fetchall()),
        "sqlite, log()": lambda: paged(lambda after: store.log(after, PAGE)),
    }


def fill(store: SQLiteStore | PostgresStore) -> None:
    head = store.head()
    for n in range(0, LOGGED, 1000):
        entries = (Entry(f"read-{head}-{n}", version + 1, TOPIC, DATA) for version in range(1000))
        store.append(Unit(tuple(entries)))


def paged(page: Callable[[int], Sequence[object]]) -> Rate:
    """Rows a second when LOGGED of them are read page by page."""
    started = time.perf_counter()
    for after in range(0, LOGGED, PAGE):
        assert len(page(after)) == PAGE
    return LOGGED / (time.perf_counter() - started)


@contextmanager
def schemas(dsn: str) -> Iterator[tuple[str, str]]:
    names = f"bench_ours_{token_hex(4)}", f"bench_library_{token_hex(4)}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        try:
            yield names
        finally:
            for name in names:
                connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


def library_on_postgres(dsn: str, schema: str) -> PostgresApplicationRecorder:
    to = conninfo_to_dict(dsn)
    target = [str(to.get(key) or "") for key in ("dbname", "host", "port", "user", "password")]
    return PostgresApplicationRecorder(
        PostgresDatastore(*target, schema=schema, originator_id_type="text", pool_size=2)
    )


def postgres_ways(dsn: str, names: tuple[str, str], pool: ProcessPoolExecutor) -> dict[str, Callable[[], Rate]]:
    ours, library = names
    PostgresStore(dsn, ours).close()
    library_on_postgres(dsn, library).create_table()
    return {
        "postgres, library, 4 x 2": lambda: in_processes(pool, append_by_library, dsn, library),
        "postgres, ours, 4 x 2": lambda: in_processes(pool, append_by_us, dsn, ours),
        "postgres, ours, 4 x 8": lambda: in_processes(pool, append_by_us, dsn, ours, threads=8),
    }


def in_processes(
    pool: ProcessPoolExecutor, work: Callable[[str, str, int, float], Rate], dsn: str, schema: str, threads: int = 2
) -> Rate:
    """Appends a second of all the processes together, begun at the same moment."""
    begin = time.time() + 1
    return sum(pool.map(work, *zip(*[(dsn, schema, threads, begin)] * PROCESSES, strict=True)))


def append_by_us(dsn: str, schema: str, threads: int, begin: float) -> Rate:
    store = PostgresStore(dsn, schema)
    append = by_us(store.append)
    rate = begun_at(begin, append, threads)
    store.close()
    return rate


def append_by_library(dsn: str, schema: str, threads: int, begin: float) -> Rate:
    recorder = library_on_postgres(dsn, schema)
    rate = begun_at(begin, by_library(recorder), threads)
    recorder.datastore.close()
    return rate


def begun_at(begin: float, append: Append, threads: int) -> Rate:
    append(f"warm-{token_hex(8)}")
    time.sleep(max(0.0, begin - time.time()))
    return in_threads(append, threads)


def postgres_reading_ways(dsn: str, schema: str) -> dict[str, Callable[[], Rate]]:
    store = PostgresStore(dsn, schema)
    first = store.head()
    fill(store)
    raw = psycopg.connect(dsn, autocommit=True)
    select = (
        "SELECT notification_id, originator_id, originator_version, topic, state"
        f" FROM {schema}.stored_events WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
    ).encode()
    return {
        "postgres, raw SELECT": lambda: paged(
            lambda after: raw.execute(select, (first + after, PAGE), prepare=True, binary=True).fetchall()
        ),
        "postgres, log()": lambda: paged(lambda after: store.log(first + after, PAGE)),
    }
