"""Making the views anew beside the ones in use, putting them in their place, and comparing what both say."""

from collections.abc import Iterator
from hashlib import sha256

import msgspec

from projections.batches import advanced
from projections.comparing import declared_otherwise, differing, unplaced
from projections.database import Database
from projections.dialect import quoted
from projections.filters import Compare, Op
from projections.following import Feed, Following
from projections.layout import UNTIL, fingerprint, label, written
from projections.query import Reading
from projections.tables import Table
from projections.views import Views
from projections.visibility import SYSTEM


def rebuild(views: Views, feed: Feed) -> Iterator[int]:
    """Make the views anew and take them into use at the end. Gives the positions that it comes to."""
    with views.database.aside() as beside:
        yield from built(beside, views, feed)
        views.database.replace(beside)


def forgotten(views: Views) -> None:
    """Leave nothing in their place, since they are of a log that is no longer there: whoever leads makes them anew."""
    with views.database.aside() as nothing:
        views.database.replace(nothing)


def shows(views: Views, feed: Feed, position: int) -> bool:
    """Whether the views, which have come to the position, show the event that the log has there.

    They do not when they were made of another log: of the one that was there before a backup was restored.
    """
    if not position:
        return True
    last = feed.log(position - 1, 1)
    return bool(last) and views.as_seen_by(SYSTEM).count("event", Compare("id", Op.EQ, last[0].envelope.id)) == 1


def differences(views: Views, feed: Feed) -> list[str]:
    """What the views say otherwise than views made anew would, up to the position that both have come to.

    Of each table the first row that differs, after what is wrong with the place as a whole.
    """
    database, reached = views.database, 0
    if wrong := [*database.damages(), *unplaced(database)]:
        return wrong
    upto = views.position()
    with database.aside() as beside:
        for reached in built(beside, views, feed):
            if reached >= upto:
                break
        if reached < upto:
            wrong.append(f"progress says position {upto:,}, and the log ends at {reached:,}")
        wrong += declared_otherwise(database, beside, views.tables)
        unlike = {name: differing(database, beside, table, upto) for name, table in written(views.tables).items()}
    return [*wrong, *(f"{name}: {said}" for name, said in unlike.items() if said)]


def built(beside: Database, views: Views, feed: Feed) -> Iterator[int]:
    """Fill an empty place from the beginning of the log to its end, then index it."""
    writer = beside.writer()
    try:
        writer.begin(views.tables, label(fingerprint(views.tables, beside.dialect), feed.edition()))
        following = Following(views.rooms, views.tables, beside.dialect, feed)
        yield from advanced(feed, following, writer, 0)
        writer.index(views.tables)
    finally:
        writer.close()


def digest(database: Database, table: Table, upto: int) -> str:
    """SHA-256 of everything that the table has said up to the position, the same in both databases."""
    columns = list(table.columns)
    read, mark = Reading(table, database.dialect, columns).row, database.dialect.mark
    begins = quoted(table.begins)
    names = ", ".join(map(quoted, columns))
    rows = f"SELECT {names}, NULL AS {UNTIL} FROM {quoted(table.name)} WHERE {begins} <= {mark}"
    values = [upto]
    if not table.grows:
        until = f"CASE WHEN {UNTIL} <= {mark} THEN {UNTIL} END"
        rows += f" UNION ALL SELECT {names}, {until} FROM {quoted(f'{table.name}_past')} WHERE {begins} <= {mark}"
        values = [upto, upto, upto]
    told = sha256()
    for *line, end in database.each(f'{rows} ORDER BY "id", {begins}', values):
        told.update(msgspec.json.encode([*read(line).values(), end]) + b"\n")
    return told.hexdigest()
