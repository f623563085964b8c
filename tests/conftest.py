"""What every test may ask for."""

from collections.abc import Iterator

import pytest

from opsledger.garbage import collect_seldom
from tests import postgres

collect_seldom()  # as the program does


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """The connection string of a PostgreSQL database of this test process's own, empty at first."""
    with postgres.database() as dsn:
        yield dsn
