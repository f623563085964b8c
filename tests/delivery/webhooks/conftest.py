"""The company on SQLite, and a sender that does not rest for long."""

from collections.abc import Iterator
from typing import Any

import pytest

from application.delivery.webhooks import sender as sending
from tests.delivery.business import Business, business


@pytest.fixture
def company(tmp_path: Any) -> Iterator[Business]:
    """The company on SQLite: nothing here depends on where deliveries are kept."""
    with business(str(tmp_path)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "REST", 0.02)
    monkeypatch.setattr(sending, "NAP", 0.02)
