"""The composition root: the one place where every part of the product meets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from application.access import Access
from application.claiming import renew
from application.delivery import open_deliveries
from application.delivery.consuming import Consuming
from application.delivery.retention import Retention
from application.delivery.webhooks.secrets import Secrets
from application.erasing import carry_out
from application.feed import Feed
from application.feeds.events import Events
from application.integrity import Tiles, open_tiles
from application.integrity.books import Book, Read, Refusals
from application.integrity.log import TransparencyLog
from application.integrity.notary import Notary
from application.ledger import Ledger, utc_now
from application.reading import Reads, open_reads
from application.scheduler import Scheduler
from application.store import Unavailable
from domain.rooms import ROOMS
from opsledger.measuring import Measuring
from opsledger.recording import recording
from opsledger.settings import Settings
from opsledger.signing import signer_of
from opsledger.webhook_key import webhook_key
from projections.runner import Runner
from projections.views import Views, open_views


@dataclass(frozen=True, slots=True)
class Product:
    """OpsLedger: it records (ledger), knows callers (access), shows (views, kept up by the runner), keeps time, and
    gives evidence that nothing recorded was changed (log and books, kept up by the notary), and gives events to
    consumers (consuming, and the secrets that webhooks are signed with).
    """

    settings: Settings
    ledger: Ledger
    access: Access
    feed: Feed
    views: Views
    runner: Runner
    scheduler: Scheduler
    tiles: Tiles
    log: TransparencyLog
    reads: Reads
    books: tuple[Book, ...]
    notary: Notary
    consuming: Consuming
    secrets: Secrets


@contextmanager
def product(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Iterator[Product]:
    """Open it with claims of this program, and have the views and the notary follow the log until the block ends."""
    with opened(settings, clock) as composed:
        renew(composed.ledger, settings.target)
        composed.runner.start()
        composed.notary.start()
        try:
            yield composed
        finally:
            composed.notary.stop()
            composed.runner.stop()


@contextmanager
def opened(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Iterator[Product]:
    """Open the stores until the end of the block, with nothing running yet. `clock` is the present of every rule."""
    with ExitStack() as ends:
        recorder = ends.enter_context(recording(settings, clock))
        ledger, store = recorder.ledger, recorder.ledger.store
        feed = Feed(store, ledger.mapper)
        views = open_views(settings.target, ROOMS)
        ends.callback(views.close)
        runner = Runner(feed, views, Unavailable)
        tiles = open_tiles(settings.target)
        ends.callback(tiles.close)
        reads = open_reads(settings.target)
        ends.callback(reads.close)
        books = open_books(settings.target, Refusals(store), Read(reads))
        for book in books:
            ends.callback(book.tiles.close)
        deliveries = open_deliveries(settings.target)
        ends.callback(deliveries.close)
        yield Product(
            settings=settings,
            ledger=ledger,
            access=recorder.access,
            feed=feed,
            views=views,
            runner=runner,
            scheduler=Scheduler(
                ledger,
                [
                    partial(carry_out, ledger),
                    Measuring(ledger, views, runner).tick,
                    Retention(deliveries, clock).tick,
                ],
            ),
            tiles=tiles,
            log=TransparencyLog(store, tiles),
            reads=reads,
            books=books,
            notary=Notary(store, tiles, partial(signer_of, settings, tiles), books),
            consuming=Consuming(ledger, Events(ledger), deliveries, reads),
            secrets=Secrets(partial(webhook_key, settings), deliveries),
        )


def open_books(target: str, refusals: Refusals, read: Read) -> tuple[Book, ...]:
    """What is signed beside the log: what was refused, and what auditors have read."""
    lines: dict[str, Refusals | Read] = {"refusals": refusals, "reads": read}
    return tuple(Book(name, each, open_tiles(target, f"integrity_{name}")) for name, each in lines.items())
