"""What a statement tells as JSON comes as it is, however often it is asked and whatever becomes of the connection."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any

import psycopg
import pytest

from projections import postgres, postgres_lines, sqlite_lines
from projections.compiling.template import Template
from projections.database import TooSlow
from projections.dialect import Sql
from projections.postgres import PostgresDatabase
from projections.views import Views
from tests.projections.asking import Asker
from tests.projections.test_patience import SLOW


def told(views: Views, sql: str, values: Sequence[Any] = ()) -> list[bytes | None]:
    """What the statement tells, in an event loop of its own."""

    async def whole() -> list[bytes | None]:
        return [*await views.database.told(sql, values, asyncio.to_thread)]

    return asyncio.run(whole())


def echo(views: Views, *values: Any) -> list[bytes | None]:
    """The values as text."""
    mark = views.database.dialect.mark
    return told(views, *Asker(views).statement(*(Template(Sql(f"CAST({mark} AS text)", (each,))) for each in values)))


def test_it_is_told_alike_the_first_time_and_when_it_is_prepared(seven: Views) -> None:
    for _ in range(5):
        assert echo(seven, "门", None, "'; --") == ["门".encode(), None, b"'; --"]


def test_values_of_other_types_are_another_statement(seven: Views) -> None:
    for number in (1, 70_000, 2**40):
        for _ in range(4):
            assert echo(seven, number) == [str(number).encode()]
    if isinstance(seven.database, PostgresDatabase):
        assert echo(seven, date(2026, 1, 2)) == [b"2026-01-02"]


def test_more_statements_are_asked_than_are_kept_prepared(seven: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_lines, "STATEMENTS", 3)
    for _ in range(2):
        for number in range(8):
            for _ in range(4):
                asked = Asker(seven).statement(Template(f"'it {number}'"))
                assert told(seven, *asked) == [f"it {number}".encode()]
        assert seven.database.read("SELECT 1") == [(1,)]


def test_what_takes_too_long_is_stopped(seven: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    seven.database.close()  # connections of the patience that there was
    for module in (sqlite_lines, postgres):
        monkeypatch.setattr(module, "PATIENCE", 0.2)
    for _ in range(4):
        with pytest.raises(TooSlow):
            told(seven, SLOW)
    seven.database.close()
    assert echo(seven, "on") == [b"on"]


def test_a_connection_that_the_server_has_ended_is_made_anew(seven: Views, postgres_dsn: str) -> None:
    if not isinstance(seven.database, PostgresDatabase):
        pytest.skip("a file has no server")
    for _ in range(4):
        echo(seven, "before")
    with psycopg.connect(postgres_dsn, autocommit=True) as other:
        ours = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        other.execute(f"{ours} WHERE datname = current_database() AND pid <> pg_backend_pid()".encode())
    assert echo(seven, "after") == [b"after"]


def test_a_bad_statement_is_told_to_be_one(seven: Views) -> None:
    for _ in range(5):
        with pytest.raises(Exception, match="SELEKT"):
            told(seven, "SELEKT 1")
    assert echo(seven, "on") == [b"on"]
