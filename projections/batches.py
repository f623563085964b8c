"""Bringing views up to the log, batch by batch: while a database takes one in, the next is folded."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from projections.database import Writer
from projections.following import BATCH, Feed, Following, Unfoldable


def advanced(feed: Feed, following: Following, writer: Writer, position: int) -> Iterator[int]:
    """Fold and write everything after the position. Gives each position that the views have come to.

    Raises Unfoldable when all before the batch is written, and what `Writer.write` raises.
    """
    with ThreadPoolExecutor(1, "views-writer") as aside:
        writing: Future[None] | None = None
        while events := feed.log(position, BATCH):
            try:
                changes = following.changes(events)
            except Unfoldable:
                if writing:
                    writing.result()
                    yield position
                raise
            if writing:
                writing.result()
                yield position
            before, position = position, events[-1].position
            if writer.aside and len(events) == BATCH:
                writing = aside.submit(writer.write, changes, before, position)
            else:
                writing = None
                writer.write(changes, before, position)
                yield position
        if writing:
            writing.result()
            yield position
