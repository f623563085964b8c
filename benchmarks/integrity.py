"""Tamper evidence: how fast a log is verified, how fast it is proved, how far signatures lag, and what is found."""

import os
import random
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from operator import truediv
from pathlib import Path
from secrets import token_hex

import psycopg

from application.integrity import Tiles, open_tiles
from application.integrity.keys import succession
from application.integrity.leaf import leaf
from application.integrity.log import TransparencyLog
from application.integrity.notary import Notary
from application.integrity.note import Signer
from application.integrity.tree import is_included
from application.integrity.verify import verify
from application.store import Entry, Store, Stored, Unit, open_store
from benchmarks.appends import DATA, TOPIC, by_us, in_threads

EVENTS = int(os.environ.get("OPSLEDGER_BENCH_EVENTS", "1000000"))
PROOFS = 300
MUTATED = 2_000
MUTATIONS = 1_000
ROUNDS = 5
TURNS = 12
WRITERS = 8
PAGE = 2_000
SIGNER = Signer.made("log.example/benchmark")


def run() -> dict[str, object]:
    """Figures of SQLite, and of PostgreSQL when OPSLEDGER_TEST_DSN names a server."""
    figures: dict[str, object] = {"events": EVENTS}
    for name, target in targets():
        for measure in (verified, appended, mutated):
            with place(target) as (store, tiles, tamper):
                figures |= {f"{name}: {what}": value for what, value in measure(store, tiles, tamper).items()}
    return figures


def targets() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        yield "sqlite", folder
    if dsn := os.environ.get("OPSLEDGER_TEST_DSN"):
        yield "postgres", dsn


Tamper = Callable[[str, tuple[object, ...]], None]


@contextmanager
def place(target: str) -> Iterator[tuple[Store, Tiles, Tamper]]:
    """An empty ledger with its tiles, and a way round everything that guards it."""
    schema, on_postgres = f"bench_{token_hex(4)}", target.startswith("postgresql://")
    target = target if on_postgres else f"{target}/{schema}"
    store, tiles = open_store(target, schema), open_tiles(target, f"{schema}_tree")
    tiles.add_key(str(succession(SIGNER, SIGNER.verifier)))
    try:
        with around_postgres(target, schema) if on_postgres else around_sqlite(Path(target)) as tamper:
            yield store, tiles, tamper
    finally:
        store.close()
        tiles.close()
        if on_postgres:
            with psycopg.connect(target, autocommit=True) as server:
                server.execute(f"DROP SCHEMA {schema} CASCADE; DROP SCHEMA {schema}_tree CASCADE".encode())


@contextmanager
def around_sqlite(folder: Path) -> Iterator[Tamper]:
    with closing(sqlite3.connect(folder / "ledger.db", isolation_level=None)) as file:
        file.execute("DROP TRIGGER stored_events_update")

        def tamper(statement: str, values: tuple[object, ...]) -> None:
            file.execute(statement.format(position="rowid", mark="?"), values)

        yield tamper


@contextmanager
def around_postgres(dsn: str, schema: str) -> Iterator[Tamper]:
    with psycopg.connect(dsn, autocommit=True) as server:
        server.execute(f"SET search_path TO {schema}; SET session_replication_role = replica".encode())

        def tamper(statement: str, values: tuple[object, ...]) -> None:
            server.execute(statement.format(position="notification_id", mark="%s").encode(), values)

        yield tamper


def fill(store: Store, events: int) -> None:
    for first in range(0, events, 1_000):
        stream = f"plan-{first:026}"
        store.append(Unit(tuple(Entry(stream, each + 1, TOPIC, DATA) for each in range(1_000))))


def verified(store: Store, tiles: Tiles, _: Tamper) -> dict[str, object]:
    """Verifying beside reading with SHA-256 of what is read and nothing else; then proofs of single events."""
    fill(store, EVENTS)
    begun = time.perf_counter()
    Notary(store, tiles, lambda: SIGNER).catch_up()
    caught_up = EVENTS / (time.perf_counter() - begun)
    ours, raw = [], []
    for _round in range(ROUNDS):
        raw.append(EVENTS / timed(lambda: scanned(store)))
        ours.append(EVENTS / timed(lambda: all(each.well for each in verify(store, tiles))))
    waits = sorted(proofs(store, tiles))
    return {
        "tree made from nothing, events/s": round(caught_up),
        "scan with SHA-256, events/s": round(statistics.median(raw)),
        "verify, events/s": round(statistics.median(ours)),
        "verify / scan": round(statistics.median(ours) / statistics.median(raw), 2),
        "inclusion proof, p50 ms": round(statistics.median(waits) * 1000, 3),
        "inclusion proof, worst ms": round(waits[-1] * 1000, 3),
    }


def timed(work: Callable[[], bool]) -> float:
    begun = time.perf_counter()
    assert work()
    return time.perf_counter() - begun


def scanned(store: Store) -> bool:
    after = 0
    while rows := store.log(after, PAGE):
        for row in rows:
            sha256(row.data).digest()
        after = rows[-1].position
    return after == EVENTS


def proofs(store: Store, tiles: Tiles) -> Iterator[float]:
    """Seconds for the proof of one event out of all, each from a reader that has seen nothing yet."""
    chance = random.Random(1)
    checkpoint = TransparencyLog(store, tiles).checkpoint()
    for _ in range(PROOFS):
        position = chance.randint(1, EVENTS)
        log = TransparencyLog(store, tiles)
        begun = time.perf_counter()
        path = log.inclusion(position, checkpoint.size)
        yield time.perf_counter() - begun
        (event,) = store.log(position - 1, 1)
        assert is_included(leaf(event), position - 1, checkpoint.size, path, checkpoint.root)


def appended(store: Store, tiles: Tiles, _: Tamper) -> dict[str, object]:
    """Appends a second of eight writers, without and with a notary, by turns; how long appends wait for a signature."""
    alone, followed, lags = [], [], []
    append = by_us(store.append)
    Notary(store, tiles, lambda: SIGNER).catch_up()
    for _turn in range(TURNS):
        alone.append(in_threads(append, WRITERS))
        notary = Notary(store, tiles, lambda: SIGNER)
        notary.start()
        notary.wait(store.head(), 60)
        with measured_lag(store, notary) as lag:
            followed.append(in_threads(append, WRITERS))
        lags += lag
        notary.stop()
    return {
        f"appends/s of {WRITERS} writers, alone": round(statistics.median(alone)),
        f"appends/s of {WRITERS} writers, with a notary": round(statistics.median(followed)),
        "with / alone": round(statistics.median(map(truediv, followed, alone)), 2),
        "signature after append, p50 ms": round(statistics.median(lags) * 1000),
        "signature after append, worst ms": round(max(lags) * 1000),
    }


@contextmanager
def measured_lag(store: Store, notary: Notary) -> Iterator[list[float]]:
    """Seconds until what is the head just now is signed for, measured over and over."""
    lags: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            head, begun = store.head(), time.perf_counter()
            if notary.status().size < head and notary.wait(head, 10):
                lags.append(time.perf_counter() - begun)
            time.sleep(0.1)  # so seldom that it is not itself what writers wait for

    watcher = threading.Thread(target=look)
    watcher.start()
    yield lags
    done.set()
    watcher.join()


def mutated(store: Store, tiles: Tiles, tamper: Tamper) -> dict[str, object]:
    """How many of many changes of a single byte are found, and named by their position."""
    fill(store, MUTATED)
    Notary(store, tiles, lambda: SIGNER).catch_up()
    chance = random.Random(20261121)
    found = named = 0
    for _ in range(MUTATIONS):
        (event,) = store.log(chance.randrange(MUTATED), 1)
        column, before, after = mutation(event, chance)
        change = f"UPDATE stored_events SET {column} = {{mark}} WHERE {{position}} = {event.position}"
        tamper(change, (after,))
        findings = {each.what: each for each in verify(store, tiles)}
        found += not all(each.well for each in findings.values())
        named += findings["tree"].position == event.position
        tamper(change, (before,))
    return {"bytes changed": MUTATIONS, "found": found, "named": named}


def mutation(event: Stored, chance: random.Random) -> tuple[str, object, object]:
    """A column of the event, its value, and that value with one byte changed."""
    column, before = chance.choice(
        [("state", event.data)] * 3 + [("topic", event.type), ("originator_id", event.stream)]
    )
    spoilt = bytearray(before if isinstance(before, bytes) else before.encode())
    at = chance.randrange(len(spoilt))
    if isinstance(before, bytes):
        spoilt[at] ^= 1 << chance.randrange(8)
        return column, before, bytes(spoilt)
    spoilt[at] = ord("x") if spoilt[at] != ord("x") else ord("y")
    return column, before, spoilt.decode()
