"""An empty ledger with its tiles, on either database."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.integrity.place import Place


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    schema = f"log_{secrets.token_hex(6)}"
    on_postgres = request.param == "postgres"
    target = request.getfixturevalue("postgres_dsn") if on_postgres else str(tmp_path / "data")
    there = Place(target, schema)
    yield there
    there.close()
    if on_postgres:
        with psycopg.connect(target, autocommit=True) as connection:
            for name in (there.schema, there.tree):
                connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'.encode())
