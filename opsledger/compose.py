"""The composition root: the one place where every part of the product meets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from application.feed import Feed
from application.ledger import Ledger, utc_now
from application.reactions import REACTIONS
from application.scheduler import Scheduler
from application.store import open_store
from domain.rooms import ROOMS
from opsledger.settings import Settings
from projections.runner import Runner
from projections.views import Views, open_views


@dataclass(frozen=True, slots=True)
class Product:
    """A running OpsLedger: it records (ledger), shows (views, kept up by the runner) and keeps time (scheduler)."""

    settings: Settings
    ledger: Ledger
    feed: Feed
    views: Views
    runner: Runner
    scheduler: Scheduler


@contextmanager
def recording(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Iterator[Ledger]:
    """Open the ledger alone until the end of the block, for a command or two: whoever serves shows what came of it."""
    store = open_store(settings.target)
    try:
        yield Ledger(ROOMS, store, REACTIONS, clock)
    finally:
        store.close()


@contextmanager
def product(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Iterator[Product]:
    """Open the stores and follow the log until the end of the block. `clock` is the present time of every rule."""
    with recording(settings, clock) as ledger:
        feed = Feed(ledger.store, ledger.mapper)
        views = open_views(settings.target)
        runner = Runner(feed, ROOMS, views)
        try:
            runner.start()
            yield Product(settings, ledger, feed, views, runner, Scheduler(ledger))
        finally:
            runner.stop()
            views.close()
