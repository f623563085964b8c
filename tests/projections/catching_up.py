"""Bringing views up to a log in batches of any size, with deaths of the process in between."""

from projections.following import Following
from projections.rebuild import rebuild
from projections.views import Views
from tests.projections.log import Log


def following(views: Views, log: Log) -> Following:
    return Following(views.rooms, views.tables, views.database.dialect, log)


def caught_up(views: Views, log: Log, batches: list[tuple[int, bool]] | None = None) -> None:
    """Follow the log in batches of these sizes. True: the process dies after folding the batch, before writing it."""
    for _ in rebuild(views, Log()):
        pass
    writer, position, steps = views.database.writer(), 0, iter(batches or [])
    fold = following(views, log)
    while position < len(log.events):
        size, dies = next(steps, (500, False))
        changes = fold.changes(log.log(position, size))
        if dies:
            writer.close()
            writer, position, fold = views.database.writer(), views.position(), following(views, log)
        else:
            after = min(position + size, len(log.events))
            writer.write(changes, position, after)
            position = after
    writer.close()
