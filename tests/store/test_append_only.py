"""The databases themselves refuse to change what was recorded, whoever asks. Newer layouts are left alone."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from application.store import Repeated, SQLiteStore, Store, Unit, UnknownLayout, open_store
from application.store.declaring import undeclared
from application.store.postgres_store import PostgresStore
from application.store.sqlite_keys import LAYOUT as KEYS
from application.store.sqlite_recorder import LAYOUT
from tests.store.units import entry, receipt, refusal

Asking = Callable[[str], object]
COLUMN = {"stored_events": "state", "receipts": "answer", "refusals": "code"}
TABLES = sorted(COLUMN)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Asking]:
    with closing(SQLiteStore(tmp_path)) as store:
        fill(store)
    with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as connection:
        yield connection.execute


@pytest.fixture
def on_postgres(postgres_dsn: str, schema: str) -> Iterator[Asking]:
    with closing(PostgresStore(postgres_dsn, schema)) as store:
        fill(store)
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}".encode())
        yield lambda statement: connection.execute(statement.encode())


def fill(store: Store) -> None:
    store.append(Unit((entry("plan-1"),), receipt=receipt()))
    store.append(Unit((), receipt=receipt("command-2")))
    store.refuse(refusal())


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_refuses(on_sqlite: Asking, table: str) -> None:
    for statement in (
        f"UPDATE {table} SET {COLUMN[table]} = 'x'",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            on_sqlite(statement)


def test_sqlite_refuses_another_event_at_a_known_version(on_sqlite: Asking) -> None:
    columns = "originator_id, originator_version, topic, state"
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        on_sqlite(f"REPLACE INTO stored_events ({columns}) VALUES ('plan-1', 1, 'plan.approved', x'00')")


def test_a_ledger_of_the_first_layout_is_brought_up_to_date(tmp_path: Path, on_sqlite: Asking) -> None:
    for statement in (
        "DROP TRIGGER stored_events_update",
        "DROP TRIGGER stored_events_replace",
        "DROP TABLE commands",
        "DROP TABLE commands_indexed",
        *(f"ALTER TABLE stored_events DROP COLUMN {column}" for column in ("command_id", "digest", "answer")),
        "CREATE TRIGGER stored_events_replace BEFORE INSERT ON stored_events WHEN 0 BEGIN SELECT 1; END",
        "CREATE TRIGGER stored_events_update BEFORE UPDATE ON stored_events BEGIN SELECT RAISE(ABORT, ''); END",
        "UPDATE layout SET version = 1",
    ):
        on_sqlite(statement)
    with closing(SQLiteStore(tmp_path)) as store:
        assert store.receipt("command-1") is None and store.receipt("command-2") == receipt("command-2")
        with pytest.raises(Repeated):
            store.append(Unit((entry("plan-2"),), receipt=receipt("command-2")))
        assert store.append(Unit((entry("plan-2"),), receipt=receipt("command-3"))) == 2
    with closing(SQLiteStore(tmp_path)) as store:
        assert store.receipt("command-3") == receipt("command-3") and store.head() == 2
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        on_sqlite("INSERT OR REPLACE INTO stored_events SELECT * FROM stored_events")


def test_a_ledger_of_the_second_layout_is_brought_up_to_date(tmp_path: Path, on_sqlite: Asking) -> None:
    for statement in (
        "DROP TABLE commands",
        "DROP TABLE commands_indexed",
        "CREATE UNIQUE INDEX stored_events_by_command ON stored_events (command_id) WHERE command_id IS NOT NULL",
        "UPDATE layout SET version = 2",
    ):
        on_sqlite(statement)
    with closing(SQLiteStore(tmp_path)) as store:
        assert store.receipt("command-1") == receipt() and store.receipt("command-2") == receipt("command-2")
        for known in ("command-1", "command-2"):
            with pytest.raises(Repeated):
                store.append(Unit((entry("plan-2"),), receipt=receipt(known)))
        assert store.append(Unit((entry("plan-2"),), receipt=receipt("command-3"))) == 2
    assert undeclared(str(tmp_path), str(tmp_path), {}, {}) == []


def test_a_file_with_another_number_in_its_head_or_an_index_of_other_columns_is_named(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "keys.db")) as keys:
        keys.executescript(";".join(KEYS))
        assert undeclared(str(tmp_path), str(tmp_path), {}, {}) == []
        keys.executescript("PRAGMA user_version = 7; DROP INDEX keys_held; CREATE INDEX keys_held ON keys (secret)")
    told = ["keys.db: index keys_held is declared otherwise", "keys.db: setting user_version is declared otherwise"]
    assert [wrong for wrong in undeclared(str(tmp_path), str(tmp_path), {}, {}) if "table" not in wrong] == told


@pytest.mark.parametrize("table", TABLES)
def test_postgres_refuses(on_postgres: Asking, table: str) -> None:
    for statement in (
        f"UPDATE {table} SET {COLUMN[table]} = {COLUMN[table]}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation, match=f"{table} is append-only"):
            on_postgres(statement)


def test_vacuum_keeps_positions(tmp_path: Path, on_sqlite: Asking) -> None:
    with closing(SQLiteStore(tmp_path)) as store:
        before = store.log(0, 10)
        on_sqlite("VACUUM")
        assert store.log(0, 10) == before


def test_a_newer_layout_is_not_opened_on_sqlite(tmp_path: Path, on_sqlite: Asking) -> None:
    on_sqlite("INSERT INTO layout VALUES (99)")
    with pytest.raises(UnknownLayout, match="layout 99") as no:
        open_store(str(tmp_path))
    assert (no.value.found, no.value.known) == (99, LAYOUT)


def test_a_newer_layout_is_not_opened_on_postgres(postgres_dsn: str, schema: str, on_postgres: Asking) -> None:
    on_postgres("INSERT INTO layout VALUES (99)")
    with pytest.raises(UnknownLayout, match="layout 99"):
        PostgresStore(postgres_dsn, schema)
