"""Every story has a company of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.company import Company, founded


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """The company on a SQLite ledger, on the morning of the first of December 2025."""
    with founded(tmp_path) as it:
        yield it
