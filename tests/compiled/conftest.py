"""The company, on each of the databases."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from opsledger.settings import Settings
from tests.compiled.company import Company
from tests.compiled.story import ADMIN, played


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """The company as it runs."""
    dsn = request.getfixturevalue("postgres_dsn") if request.param == "postgres" else None
    settings = Settings(data=tmp_path_factory.mktemp("company"), database=dsn, admin_token=ADMIN)
    with played(settings) as running, closing(Company(running)) as company:
        yield company
