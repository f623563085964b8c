"""What of a record's past a caller may see: by the conditions that its rows are shown by."""

from collections.abc import Sequence

from application.audit.sight import Sight
from domain.shared.room import Room
from graphql_api.context import RequestContext
from projections.dialect import Sql, quoted
from projections.filters import And, Compare, Filter, Op
from projections.views import Reader

FEW = 20_000
"""Of so many events those that changed something are sorted; among more, the next records are soon found in order."""


def known(reader: Reader, record: str) -> bool:
    """Whether the reader may see that there is such a record.

    Asked before anything of it is looked up, so that one which is kept from them takes no longer than none (APPR-29).
    """
    return bool(reader.rows("event", Compare("record", Op.EQ, record), ["position"], first=1))


def sight(context: RequestContext, room: Room, record: str, at: int | None, since: int = 0) -> Sight:
    """What the caller may see of a record as it is, or as of a position; of what happened, that after a position."""
    return seen(context.reader(at), room, record, since)


def seen(reader: Reader, room: Room, record: str, since: int = 0) -> Sight:
    """The same for anybody's reader."""
    of_record = Compare("record", Op.EQ, record)
    events = And((of_record, Compare("position", Op.GT, since)))
    positions = {row["position"] for row in reader.rows("event", events, ["position"])}
    apart = {part.inside: f"{room.name}_{part.name}" for part in room.parts if part.readers is not None}
    own = Compare(room.name, Op.EQ, record)
    return Sight(
        record=bool(reader.rows(room.name, Compare("id", Op.EQ, record), ["id"])),
        parts={inside: {row["id"] for row in reader.rows(table, own, ["id"])} for inside, table in apart.items()},
        events=positions.__contains__,
    )


def changed(reader: Reader, since: int, after: str, rooms: Sequence[str] | None, first: int) -> list[str]:
    """The keys, in order and after that one, of records to which something happened that the reader may see."""
    end = reader.views.position() if reader.at is None else reader.at
    statement = among_few if end - since <= FEW else in_order if rooms is None else of_rooms
    found = statement(reader, Compare("position", Op.GT, since), after, rooms)
    limited = f"{found.text} ORDER BY 1 LIMIT {reader.query.dialect.mark}"
    return [key for (key,) in reader.views.database.read(limited, (*found.values, first))]


def among_few(reader: Reader, since: Filter, after: str, rooms: Sequence[str] | None) -> Sql:
    """No index has this key in order: so the events are found by their positions."""
    wanted = since if rooms is None else And((since, Compare("room", Op.IN, tuple(rooms))))
    events = reader.source("event", wanted, ["record"])
    key = "(t.record || '')"
    found = f"SELECT DISTINCT {key} FROM {events.text} WHERE {key} > {reader.query.dialect.mark}"
    return Sql(found, (*events.values, after))


def in_order(reader: Reader, since: Filter, after: str, _: Sequence[str] | None) -> Sql:
    """The events are walked record by record."""
    events = reader.source("event", And((since, Compare("record", Op.GT, after))), ["record"])
    return Sql(f"SELECT DISTINCT t.record FROM {events.text}", events.values)


def of_rooms(reader: Reader, since: Filter, after: str, rooms: Sequence[str] | None) -> Sql:
    """The records of the rooms are walked, in search of events of each."""
    events, mark = reader.source("event", since, ["record"]), reader.query.dialect.mark
    tables = {table.name: table for table in reader.views.tables.values() if table.room and not table.part}
    walked = (name for name in dict.fromkeys(rooms or ()) if name in tables)
    records = " UNION ALL ".join(f'SELECT "id" FROM {quoted(name)}' for name in walked) or "SELECT NULL AS id"
    there = f"EXISTS (SELECT 1 FROM {events.text} WHERE t.record = r.id)"
    return Sql(f"SELECT r.id FROM ({records}) AS r WHERE r.id > {mark} AND {there}", (after, *events.values))
