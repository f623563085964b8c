"""The small company, on either database."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.delivery.business import Business, business
from tests.delivery.receiver import Receiver, receiving


@pytest.fixture(scope="session")
def database(postgres_dsn: str) -> Iterator[str]:
    """A PostgreSQL database that these tests alone use."""
    with postgres.database_on(postgres_dsn) as dsn:
        yield dsn


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a ledger."""
    if request.param == "sqlite":
        return str(tmp_path)
    dsn: str = request.getfixturevalue("database")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS ledger CASCADE")
        connection.execute("DROP SCHEMA IF EXISTS deliveries CASCADE")
        connection.execute("DROP SCHEMA IF EXISTS ledger_keys CASCADE")
    return dsn


@pytest.fixture
def company(target: str) -> Iterator[Business]:
    """The company on that place."""
    with business(target) as opened:
        yield opened


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened
