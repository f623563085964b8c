"""What of a record's past a caller may see: by the conditions that its rows are shown by."""

from collections.abc import Sequence

from application.audit.sight import Sight
from domain.shared.room import Room
from graphql_api.context import RequestContext
from projections.filters import And, Compare, Filter, Op
from projections.views import Reader

FEW = 20_000
"""Of so many events those that changed something are sorted; among more, the next records are soon found in order."""


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
    where: list[Filter] = [Compare("position", Op.GT, since)]
    if rooms is not None:
        where.append(Compare("room", Op.IN, tuple(rooms)))
    key = "t.record"
    end = reader.views.position() if reader.at is None else reader.at
    if end - since <= FEW:
        key = "(t.record || '')"  # no index has it in order, so the few events are found by their positions
    else:
        where.append(Compare("record", Op.GT, after))
    found, mark = reader.source("event", And(tuple(where)), ["record"]), reader.query.dialect.mark
    statement = f"SELECT DISTINCT {key} FROM {found.text} WHERE {key} > {mark} ORDER BY 1 LIMIT {mark}"
    return [key for (key,) in reader.views.database.read(statement, (*found.values, after, first))]
