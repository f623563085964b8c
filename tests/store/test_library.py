"""The library's own cases for recorders, run on ours. Its ids are UUIDs by default, ours are texts."""

import threading
from pathlib import Path
from uuid import uuid4

import pytest
from eventsourcing.tests import persistence

from application.store.postgres_recorder import PostgresLedgerDatastore, PostgresLedgerRecorder
from application.store.sqlite_recorder import SQLiteLedgerDatastore, SQLiteLedgerRecorder


def close_when_quiet(datastore: SQLiteLedgerDatastore, others: set[threading.Thread]) -> None:
    """Close once the case's own threads have ended: some of them still read when it returns."""
    for thread in set(threading.enumerate()) - others:
        thread.join()
    datastore.close()


class TestSQLiteLedgerRecorder(persistence.ApplicationRecorderTestCase[SQLiteLedgerRecorder]):
    @pytest.fixture(autouse=True)
    def place(self, tmp_path: Path) -> None:
        self.path = str(tmp_path / "ledger.db")

    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> SQLiteLedgerRecorder:
        recorder = SQLiteLedgerRecorder(SQLiteLedgerDatastore(self.path))
        recorder.create_table()
        self.addCleanup(close_when_quiet, recorder.datastore, set(threading.enumerate()))
        return recorder


class TestPostgresLedgerRecorder(persistence.ApplicationRecorderTestCase[PostgresLedgerRecorder]):
    @pytest.fixture(autouse=True)
    def place(self, postgres_dsn: str, schema: str) -> None:
        self.target = postgres_dsn, schema

    def new_originator_id(self) -> str:
        return str(uuid4())

    def create_recorder(self) -> PostgresLedgerRecorder:
        recorder = PostgresLedgerRecorder(PostgresLedgerDatastore(*self.target))
        recorder.create_table()
        self.addCleanup(recorder.datastore.close)
        return recorder

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()
