"""Places for a ledger and its keys, of either kind; each is opened as often as there are processes to play."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.personal.place import Place


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty place."""
    target = str(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgres_dsn")
    it = Place(target, f"personal_{secrets.token_hex(6)}")
    yield it
    it.close()
