"""Views to test with, on each of the databases."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest

from projections.views import Views, open_views
from tests.projections.workshop import ROOMS

NUMBERS = count(1)


@pytest.fixture(params=["sqlite", "postgres"])
def open_new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Views]]:
    """Opens empty views, a place of its own each time."""
    with ExitStack() as stack:

        def opened() -> Views:
            number = next(NUMBERS)
            postgres = request.param == "postgres"
            target = request.getfixturevalue("postgres_dsn") if postgres else str(tmp_path)
            return stack.enter_context(closing(open_views(target, ROOMS, f"views_{number}")))

        yield opened


@pytest.fixture
def views(open_new: Callable[[], Views]) -> Views:
    """Empty views."""
    return open_new()
