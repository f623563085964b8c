"""`replay`: a record event by event, with its state before and after each (AUDIT-05)."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import strawberry

from application.audit.sight import Sight
from application.audit.steps import History, Step
from graphql_api.audit import happenings
from graphql_api.audit.differences import first_of, page
from graphql_api.audit.sights import known, sight
from graphql_api.context import RequestContext, past
from graphql_api.object_types import ObjectTypes
from graphql_api.scalars import Json
from graphql_api.strawberry_types import Field, argument, listed, object_type, optional


def questions(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """The field at the root."""
    record = argument("record", strawberry.ID, "The record, by its id or key.")
    after = argument("after", int, "Only events after the one with this number among the record's.", default=0)

    async def resolve(source: Any, info: Any, record: str, first: int, after: int = 0) -> list[Any]:
        context: RequestContext = info.context
        page((), first, 0)
        key = types.registry.key(record, None)
        return await context.threads.work(lambda: list(replayed(context, key, past(source), first, after)))

    doc = "A record event by event, as far as the caller may see them: its state before and after each."
    yield "replay", Field(listed(step_type(types)), doc, resolve, [record, first_of("events"), after])


def step_type(types: ObjectTypes) -> type:
    change = {
        "path": Field(listed(str), "Where it is: names as the log has them, ids of parts, numbers of entries."),
        "before": Field(optional(Json), "The value before the event; null where there was none."),
        "after": Field(optional(Json), "The value that it left."),
        "derived": Field(bool, "Whether it follows from other values, as a figure does."),
    }
    changed = object_type(type("FieldChange", (), {}), "A value that an event changed.", change)
    fields = {
        "version": Field(int, "Its number among the events of the record."),
        "before": Field(optional(Json), "The state before it; null before the record was there."),
        "after": Field(optional(Json), "The state that it left."),
        "changes": Field(listed(changed), "What it changed, value by value."),
        **happenings.fields(types),
    }
    return object_type(type("ReplayStep", (), {}), "An event of a record, and what it did to it.", fields)


def replayed(context: RequestContext, key: str, at: int | None, first: int, after: int) -> Iterator[dict[str, Any]]:
    """The steps that the caller may see."""
    history = History(context.product.ledger)
    room = history.room(key) if known(context.reader(at), key) else None
    if room is None:
        return
    seen = sight(context, room, key, at)
    to = context.product.views.position() if at is None else at
    steps = (each for each in history.steps(key, to) if each.recorded.version > after)
    for each in islice((each for each in steps if seen.events(each.recorded.position)), first):
        yield {**told(each, seen), "at": at}


def told(step: Step, seen: Sight) -> dict[str, Any]:
    return {
        "version": step.recorded.version,
        "before": seen.state(step.before),
        "after": seen.state(step.after),
        "changes": [each._asdict() for each in step.changes() if seen.shows(each.path)],
        "recorded": step.recorded,
    }
