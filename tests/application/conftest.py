"""The application is tested on the same stores as the store itself."""

from collections.abc import Callable

import pytest

from application.ledger import Ledger
from domain import authority, organisation
from domain.shared import series
from tests.application import notes
from tests.application.doing import Clock
from tests.store.conftest import Opening, opening, schema

__all__ = ["opening", "schema"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(opening: Opening, clock: Clock) -> Callable[[], Ledger]:
    """Opens ledgers on one store, as several processes would."""
    rooms = (notes.ROOM, series.ROOM, organisation.ROOM, authority.ROOM)
    return lambda: Ledger(rooms, opening(), (notes.follow_up,), clock)


@pytest.fixture
def ledger(opened: Callable[[], Ledger]) -> Ledger:
    return opened()
