"""When a group waits for company on PostgreSQL."""

from contextlib import closing

from application.store.postgres_recorder import PostgresLedgerDatastore, PostgresLedgerRecorder
from application.store.postgres_writer import LONGEST, PostgresWriter
from tests.store.units import entry, unit


def test_a_writer_is_patient_while_others_write_too(postgres_dsn: str, schema: str) -> None:
    with closing(PostgresLedgerDatastore(postgres_dsn, schema)) as datastore:
        PostgresLedgerRecorder(datastore).create_table()
    with closing(PostgresWriter(postgres_dsn, schema)) as one, closing(PostgresWriter(postgres_dsn, schema)) as other:
        one.write([unit(entry("plan-1"), entry("plan-1", 2)), unit(entry("plan-2"))])
        assert one.patience == 0
        other.write([unit(entry("plan-3"))])
        one.write([unit(entry("plan-4"))])
        assert 0 < one.patience <= LONGEST
        one.write([unit(entry("plan-5")), unit(entry("plan-5"))])
        assert one.patience == 0
