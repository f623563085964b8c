"""The PostgreSQL that the other tests get keeps what it is told and is theirs alone."""

import psycopg
import pytest

from tests import postgres


def setting(dsn: str, name: str) -> str:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def test_nothing_is_traded_for_speed(postgres_dsn: str) -> None:
    assert setting(postgres_dsn, "fsync") == "on"
    assert setting(postgres_dsn, "synchronous_commit") == "on"


def test_a_server_that_is_there_lends_an_empty_database_and_gets_it_back(
    postgres_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPSLEDGER_TEST_DSN", postgres_dsn)
    with postgres.database() as dsn, psycopg.connect(dsn) as connection:
        lent = connection.info.dbname
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    with psycopg.connect(postgres_dsn) as connection:
        assert lent != connection.info.dbname
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [lent]).fetchone() == (0,)
