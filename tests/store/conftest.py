"""Stores to test: an empty one of either kind, and a second opening of the same as another process would have."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from application.store import SQLiteStore, Store
from application.store.postgres_store import PostgresStore

Opening = Callable[[], Store]


@pytest.fixture
def schema(postgres_dsn: str) -> Iterator[str]:
    """The name of a schema of the test's own."""
    name = f"store_{secrets.token_hex(6)}"
    yield name
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'.encode())


@pytest.fixture(params=["sqlite", "postgres"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Opens the same place once more, each time it is called."""
    opened: list[Store] = []
    if request.param == "postgres":
        dsn, schema = request.getfixturevalue("postgres_dsn"), request.getfixturevalue("schema")

    def open_once_more() -> Store:
        store: Store = SQLiteStore(tmp_path / "ledger") if request.param == "sqlite" else PostgresStore(dsn, schema)
        opened.append(store)
        return store

    yield open_once_more
    for store in opened:
        with suppress(Exception):
            store.close()


@pytest.fixture
def store(opening: Opening) -> Store:
    return opening()
