"""The rooms of the product: the demonstration company's whole history is in the tables as it happened."""

from datetime import UTC, datetime

import pytest

from domain.rooms import ROOMS
from opsledger.compose import opened
from opsledger.demo import fill
from opsledger.settings import Settings
from projections.rebuild import differences
from projections.visibility import SYSTEM
from tests.projections.catching_up import caught_up
from tests.projections.conftest import new_views
from tests.projections.histories import Told
from tests.projections.log import Log


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Log:
    """Everything that happened in the demonstration company."""
    log = Log()
    settings = Settings(data=tmp_path_factory.mktemp("company"))
    with opened(settings, lambda: datetime(2026, 11, 21, 7, 0, tzinfo=UTC)) as product:
        fill(product)
        for recorded in product.feed.log(0, 100_000):
            log.take(recorded)
    return log


def test_every_table_of_every_room_says_what_a_plain_reading_says(target: str, history: Log) -> None:
    with new_views(target, ROOMS) as views:
        caught_up(views, history, [(size, size % 5 == 0) for size in range(1, 40)])
        assert differences(views, history) == []
        rooms, told = [table for table in views.tables.values() if table.room], Told(ROOMS)
        for recorded in history.events:
            told.tell(recorded, rooms)
            if recorded.position % 50 == 0:
                then = views.as_seen_by(SYSTEM, recorded.position)
                assert all(then.rows(table.name) == told.of(table) for table in rooms)
        now = views.as_seen_by(SYSTEM)
        assert all(now.rows(table.name) == told.of(table) for table in rooms)
        assert now.count("event") == len(history.events)
