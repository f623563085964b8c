"""`difference` and `differences`: what changed between two moments, field by field, by whom and upon what."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import strawberry

from application.audit.changes import touching
from application.audit.difference import FieldDifference, difference
from application.audit.steps import History
from domain.shared.refusal import Labelled
from graphql_api.audit import happenings
from graphql_api.audit.moments import moment_type, positions, span
from graphql_api.audit.sights import changed, known, sight
from graphql_api.context import RequestContext, past
from graphql_api.limits import PAGE
from graphql_api.names import opaque
from graphql_api.object_types import ObjectTypes
from graphql_api.refusals import TOO_MANY
from graphql_api.registry import TypeRegistry, type_name
from graphql_api.scalars import Json, LogPosition
from graphql_api.strawberry_types import Field, argument, listed, object_type, optional

ENTRIES = Labelled("entries", "entries", "条目")


def questions(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """The fields at the root by which one asks what changed (AUDIT-06)."""
    registry, moment, kind = types.registry, moment_type(), record_type(types)
    record = argument("record", strawberry.ID, "The record, by its id or key.")
    doc = "What changed in a record between two moments; null where the caller sees nothing of it."
    yield "difference", Field(optional(kind), doc, partial(of_record, registry), [record, *span(moment)])
    rooms = argument("rooms", optional(listed(str)), "Only records of these kinds, such as plan.", default=None)
    after = argument("after", optional(str), "Only records after the one with this key.", default=None)
    doc = "All that changed in the company between two moments, record by record, in the order of their keys."
    arguments = [first_of("records"), after, rooms, *span(moment)]
    yield "differences", Field(listed(kind), doc, partial(of_company, registry), arguments)


def record_type(types: ObjectTypes) -> type:
    paths = argument("under", optional(str), "Only what lies under this path, such as tasks.task-1.", default=None)
    changed_values, counted = "The values that changed, in the order in which they first did.", "How many that are."
    fields = {
        "id": Field(strawberry.ID, "The record's id."),
        "key": Field(str, "Its id as people and the log know it."),
        "room": Field(str, "The kind of record."),
        "from": Field(LogPosition, "The position at the beginning."),
        "to": Field(LogPosition, "The position at the end."),
        "fields": Field(listed(field_type(types)), changed_values, fields_of, [first_of("values"), skipped(), paths]),
        "field_count": Field(int, counted, lambda source, _info, under=None: len(chosen(source, under)), [paths]),
    }
    return object_type(type("RecordDifference", (), {}), "What changed in a record between two moments.", fields)


def field_type(types: ObjectTypes) -> type:
    move = {
        "before": Field(optional(Json), "The value before the event."),
        "after": Field(optional(Json), "The value that the event left."),
        **happenings.fields(types),
    }
    moved = object_type(type("FieldMove", (), {}), "One event's change of a value.", move)
    said = "Everything that happened to it in between, even where it has come back to what it was."
    fields = {
        "path": Field(listed(str), "Where it is: names as the log has them, ids of parts, numbers of entries."),
        "before": Field(optional(Json), "The value at the beginning; null where there was none."),
        "after": Field(optional(Json), "The value at the end."),
        "derived": Field(bool, "Whether it follows from other values, as a figure does."),
        "moves": Field(listed(moved), said, moves_of, [first_of("moves"), skipped()]),
        "move_count": Field(int, "How many moves there were.", lambda source, _info: len(source["moves"])),
    }
    return object_type(type("FieldDifference", (), {}), "A value that changed.", fields)


def first_of(what: str) -> Any:
    return argument("first", int, f"So many {what}: 1 to {PAGE}.")


def skipped() -> Any:
    return argument("after", int, "Leave out so many before them.", default=0)


def page(found: Sequence[Any], first: int, after: int) -> Sequence[Any]:
    """Some of what was found. Refuses TOO_MANY."""
    if not 1 <= first <= PAGE:
        raise TOO_MANY(limit=PAGE, what=ENTRIES)
    return found[max(0, after) :][:first]


async def of_record(registry: TypeRegistry, source: Any, info: Any, record: str, since: Any, to: Any = None) -> Any:
    """The difference of one record. Refuses what `asOf` refuses."""
    context: RequestContext = info.context
    at = past(source)

    def read() -> dict[str, Any] | None:
        begin, end = positions(context, since, to, at)
        key = registry.key(record, None)
        found = told(context, registry, key, begin, end) if known(context.reader(end), key) else None
        return {**found, "at": at} if found and (found["seen"].record or found["differences"]) else None

    return await context.threads.work(read)


async def of_company(
    registry: TypeRegistry, source: Any, info: Any, first: int, since: Any, after: str = "",
    rooms: Sequence[str] | None = None, to: Any = None,
) -> list[Any]:  # fmt: skip
    """The differences of a page of records. Refuses TOO_MANY, and what `asOf` refuses."""
    context: RequestContext = info.context
    at = past(source)
    page((), first, 0)

    def read() -> list[Any]:
        begin, end = positions(context, since, to, at)
        keys = changed(context.reader(end), begin, after or "", rooms, first)
        return [{**each, "at": at} for key in keys if (each := told(context, registry, key, begin, end))]

    return await context.threads.work(read)


def told(
    context: RequestContext, registry: TypeRegistry, key: str, since: int, at: int | None
) -> dict[str, Any] | None:
    """The difference of a record as its type tells it."""
    history = History(context.product.ledger)
    room = history.room(key)
    if room is None:
        return None
    seen = sight(context, room, key, at, since)
    to = context.product.views.position() if at is None else at
    return {
        "id": opaque(type_name(registry.tables[room.name]), key),
        "key": key,
        "room": room.name,
        "from": since,
        "to": to,
        "seen": seen,
        "differences": difference(history.steps(key, to), since, seen.told),
    }


def chosen(source: Any, under: str | None) -> list[FieldDifference]:
    wanted = [tuple(under.split("."))] if under else []
    return [each for each in source["differences"] if touching(each.path, wanted)]


def fields_of(source: Any, _info: Any, first: int, after: int = 0, under: str | None = None) -> list[Any]:
    return [{**each._asdict(), "at": source["at"]} for each in page(chosen(source, under), first, after)]


def moves_of(source: Any, _info: Any, first: int, after: int = 0) -> list[Any]:
    return [
        {"before": each.change.before, "after": each.change.after, "recorded": each.recorded, "at": source["at"]}
        for each in page(source["moves"], first, after)
    ]
