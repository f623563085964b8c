"""The company, on each of the databases."""

from collections.abc import Iterator

import pytest

from opsledger.settings import Settings
from tests.compiled.company import ADMIN, Company, company


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """The company as it runs."""
    dsn = request.getfixturevalue("postgres_dsn") if request.param == "postgres" else None
    with company(Settings(data=tmp_path_factory.mktemp("company"), database=dsn, admin_token=ADMIN)) as running:
        yield running
