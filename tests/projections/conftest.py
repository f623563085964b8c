"""Views to test with, on each of the databases."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from projections.postgres import PostgresDatabase
from projections.views import Views, open_views
from tests.projections.workshop import ROOMS

NUMBERS = count(1)


@pytest.fixture(params=["sqlite", "postgres"])
def open_new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Views]]:
    """Opens empty views, a place of its own each time."""
    postgres = request.param == "postgres"
    target = request.getfixturevalue("postgres_dsn") if postgres else str(tmp_path)
    with ExitStack() as stack:
        yield lambda: stack.enter_context(new_views(target))


@contextmanager
def new_views(target: str) -> Iterator[Views]:
    schema = f"views_{next(NUMBERS)}"
    with closing(open_views(target, ROOMS, schema)) as views:
        yield views
    if isinstance(views.database, PostgresDatabase):
        with psycopg.connect(target, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())


@pytest.fixture
def views(open_new: Callable[[], Views]) -> Views:
    """Empty views."""
    return open_new()
