"""A PostgreSQL that drops every connection, as when it restarts."""

import os
import select
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest

from application.store import Repeated, Store, Unavailable, Unit
from application.store.postgres_store import PostgresStore
from tests.store.units import entry, receipt, unit


@pytest.fixture
def store(postgres_dsn: str, schema: str) -> Iterator[Store]:
    with closing(PostgresStore(postgres_dsn, schema)) as store:
        store.append(unit(entry("plan-1")))
        yield store


def drop_everybody(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_reading_goes_on(store: Store, postgres_dsn: str) -> None:
    assert store.head() == 1
    drop_everybody(postgres_dsn)
    assert store.head() == 1


def test_a_unit_with_a_receipt_is_tried_again(store: Store, postgres_dsn: str) -> None:
    drop_everybody(postgres_dsn)
    assert store.append(Unit((entry("plan-2"),), receipt=receipt())) == 2
    with pytest.raises(Repeated):
        store.append(Unit((entry("plan-2"),), receipt=receipt()))


def test_without_a_receipt_the_caller_must_look(store: Store, postgres_dsn: str) -> None:
    drop_everybody(postgres_dsn)
    with pytest.raises(Unavailable):
        store.append(unit(entry("plan-2")))
    assert store.head() == 1
    assert store.append(unit(entry("plan-2"))) == 2


@pytest.mark.parametrize("repeatable", [False, True])
def test_a_server_that_says_something_before_it_goes_is_away(
    store: PostgresStore, postgres_dsn: str, repeatable: bool
) -> None:
    store.append(unit(entry("plan-2")))
    connection = store._writer._connection
    assert connection is not None
    connection.execute("LISTEN gone")
    with psycopg.connect(postgres_dsn, autocommit=True) as other:
        other.execute("NOTIFY gone")
    with socket.socket(fileno=os.dup(connection.pgconn.socket)) as line:
        select.select([line], [], [], 5)
        line.shutdown(socket.SHUT_WR)
    if repeatable:
        assert store.append(Unit((entry("plan-3"),), receipt=receipt())) == 3
    else:
        with pytest.raises(Unavailable):
            store.append(unit(entry("plan-3")))


def test_what_the_database_can_never_keep_fails_alone(store: Store) -> None:
    too_long_for_an_index = "".join(map(chr, range(0x4E00, 0x4E00 + 5_000)))

    def append(stream: str) -> object:
        try:
            return store.append(unit(entry(stream)))
        except psycopg.errors.ProgramLimitExceeded:
            return "never"

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(append, [too_long_for_an_index if n % 4 == 0 else f"plan-x{n}" for n in range(64)]))
    assert answers.count("never") == 16
    assert store.head() == 1 + 48


def test_whoever_waits_hears_again(store: Store, postgres_dsn: str, schema: str) -> None:
    assert store.wait(1, 0.05) is False
    drop_everybody(postgres_dsn)
    with closing(PostgresStore(postgres_dsn, schema)) as elsewhere:
        later = threading.Timer(0.1, elsewhere.append, [unit(entry("plan-2"))])
        later.start()
        before = time.monotonic()
        assert store.wait(1, 10) is True
        assert time.monotonic() - before < 4
        later.join()


def test_a_lost_leadership_is_another_s(store: Store, postgres_dsn: str, schema: str) -> None:
    assert store.leads("timers")
    drop_everybody(postgres_dsn)
    with closing(PostgresStore(postgres_dsn, schema)) as elsewhere:
        assert elsewhere.leads("timers")
        assert not store.leads("timers")
        elsewhere.close()
        assert store.leads("timers")
