"""A PostgreSQL that drops every connection, as when it restarts."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from application.store import PostgresStore, Repeated, Store, Unavailable, Unit
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
