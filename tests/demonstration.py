"""The demonstration company as it runs: shown, signed, at a moment that stays the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from opsledger.compose import Product, product
from opsledger.demo import fill
from opsledger.settings import Settings
from tests.api.running import ADMIN

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
PATIENCE = 60


@contextmanager
def running(folder: Path) -> Iterator[Product]:
    """The company in a folder, from its beginning."""
    with product(Settings(data=folder, admin_token=ADMIN), lambda: NOW) as company:
        fill(company)
        head = company.feed.head()
        assert company.runner.wait(head, PATIENCE) and company.notary.wait(head, PATIENCE)
        yield company
