"""The company, on each of the databases."""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from opsledger.settings import Settings
from projections import first
from tests import postgres
from tests.compiled.company import Company
from tests.compiled.story import ADMIN, played


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_dsn: str
) -> Iterator[Company]:
    """The company as it runs, on a database of its own."""
    with ExitStack() as ends:
        far = ends.enter_context(pytest.MonkeyPatch.context())
        for limit in ("FEW", "NEAR", "MARKS"):
            far.setattr(first, limit, 1)  # so small a company would all be near
        dsn = ends.enter_context(postgres.database_on(postgres_dsn)) if request.param == "postgres" else None
        settings = Settings(data=tmp_path_factory.mktemp("company"), database=dsn, admin_token=ADMIN)
        yield ends.enter_context(closing(Company(ends.enter_context(played(settings)))))
