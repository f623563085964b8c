"""What every test may ask for."""

from collections.abc import Iterator
from pkgutil import resolve_name
from typing import TYPE_CHECKING

import pytest

from opsledger.garbage import collect_seldom
from tests import postgres

if TYPE_CHECKING:
    from opsledger.compose import Product

collect_seldom()  # as the program does


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """The connection string of a PostgreSQL database of this test process's own, empty at first."""
    with postgres.database() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Product]":
    """The demonstration company as it runs, shown and signed, for tests that only read. Nobody may record in it."""
    running = resolve_name("tests.demonstration:running")  # many tests do without the whole product
    with running(tmp_path_factory.mktemp("demonstration")) as company:
        yield company
