"""A garden on each of the databases."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests import postgres
from tests.feeds.serving import Served, serving


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_dsn: str
) -> Iterator[Served]:
    """A garden in which other tests have worked."""
    with ExitStack() as ends:
        target = str(tmp_path_factory.mktemp("garden"))
        if request.param == "postgres":
            target = ends.enter_context(postgres.database_on(postgres_dsn))
        yield ends.enter_context(serving(target))
