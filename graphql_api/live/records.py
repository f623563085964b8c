"""Live queries: what has changed in the records, or in the work list, that a client shows (API-04, API-08).

A subscription is told of each row once for each batch of events: what it is now, and what is different. Both are read
as of positions, so what is told is true of the position that it says, and whoever comes again after it misses nothing.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

import strawberry

from application.access import Caller
from application.feeds.events import Events, Item, Wanted
from domain.shared.room import Room
from graphql_api.context import RequestContext
from graphql_api.feed.streams import Batch
from graphql_api.live.changes import AFTER, standings
from graphql_api.live.cloud_events import cloud_events
from graphql_api.live.following import Following, Source, Subscribed, standing
from graphql_api.names import camel, opaque, plural
from graphql_api.object_types import ObjectTypes
from graphql_api.queries import for_caller
from graphql_api.registry import short_name, type_name
from graphql_api.strawberry_types import Field, argument, enum_type, listed, object_type, optional
from projections.filters import EVERYTHING, And, Compare, Filter, Op
from projections.tables import Table
from projections.views import Row

Narrow: TypeAlias = Callable[[RequestContext, int | None], Filter]


class Membership(Enum):
    """Whether a row is among those that a subscription is about."""

    ENTERED = "It was not, and is now."
    STAYED = "It was, and is."
    LEFT = "It was, and is not: it meets the filter no more, or may no longer be seen."


def live(types: ObjectTypes, cloud_event: type) -> Iterator[tuple[str, Subscribed]]:
    """The fields: two for each kind of record, and one for the work list."""
    membership = enum_type("Membership", "Whether a row is among those that are followed.", Membership)
    for table in types.registry.tables.values():
        if table.room and not table.part:
            yield from of_room(types, table, cloud_event, membership)
    work = types.registry.tables["work_item"]
    told = changed_type(types, work, cloud_event, membership)
    doc = "What comes onto the caller's work list, leaves it, or is changed on it. By the caller's posts as they are."
    yield "my_tasks_changed", Subscribed(told, doc, of_caller(work), [AFTER])


def of_room(types: ObjectTypes, table: Table, cloud_event: type, membership: Any) -> Iterator[tuple[str, Subscribed]]:
    name, told = short_name(table), changed_type(types, table, cloud_event, membership)
    condition = types.listing(table).condition
    id_ = argument("id", strawberry.ID, "Its id, or its key.")
    filter_ = argument("filter", optional(types.filters.filter(table)), "Which rows are meant.")

    def one(given: Mapping[str, Any], _context: RequestContext, events: Events) -> Following:
        key = types.registry.key(given["id"], table.name)
        return Rows(given.get("after"), events.wanted((), [key]), table, lambda *_: EVERYTHING, events)

    def several(given: Mapping[str, Any], _context: RequestContext, events: Events) -> Following:
        where = condition(table, given["filter"]) if given.get("filter") else EVERYTHING
        return Rows(given.get("after"), events.wanted_of(table.name), table, lambda *_: where, events)

    doc = f"What happens to one {name.replace('_', ' ')}."
    yield f"{name}_changed", Subscribed(told, doc, one, [id_, AFTER])
    doc = "What happens to all that the caller may see; with a filter, to those that meet it, come to it or leave it."
    yield f"{plural(name)}_changed", Subscribed(told, doc, several, [filter_, AFTER])


def of_caller(work: Table) -> Callable[[Mapping[str, Any], RequestContext, Events], Following]:
    def mine(given: Mapping[str, Any], _context: RequestContext, events: Events) -> Following:
        narrow: Narrow = lambda context, _: for_caller(context.given(None))  # noqa: E731
        return Rows(given.get("after"), events.wanted(), work, narrow, events)

    return mine


def changed_type(types: ObjectTypes, table: Table, cloud_event: type, membership: Any) -> type:
    """What a subscription about rows of the table is told."""
    name, row = type_name(table), types.registry.records[table.name]
    fields = {
        "id": Field(strawberry.ID, "The id of the row."),
        "membership": Field(membership, "Whether it is among those that are followed."),
        "fields": Field(listed(str), "The fields of the record that are different now."),
        "parts": Field(listed(strawberry.ID), "The ids of those parts of the record that are different now."),
        "events": cloud_events(cloud_event, "What happened to the record, in order."),
        short_name(table): Field(optional(row), "As it is at this position; null when it has left.", row_of(table)),
    }
    change = object_type(type(f"{name}Change", (), {}), "What has changed.", fields)
    changes = Field(listed(change), "One for each row.")
    return object_type(type(f"{name}Changes", (), {}), "What has changed.", {**standings(), "changes": changes})


def row_of(table: Table) -> Callable[..., Any]:
    def row(source: Source, info: Any) -> Any:
        if source["membership"] is Membership.LEFT:
            return None
        return info.context.row(info, table.name, source["key"], source["at"])

    return row


@dataclass(frozen=True, slots=True)
class Rows:
    """Follows rows of one table."""

    after: int | None
    wanted: Wanted
    table: Table
    narrow: Narrow
    events: Events
    reads_views = True

    def room(self, item: Item) -> Room:
        """The room of an event."""
        return self.events.sight.room(item.stored)

    def shown(self, items: Sequence[Item], caller: Caller) -> list[Item]:
        """Those events that the caller may see; rows may change for them by others too."""
        return self.events.shown(items, self.wanted, caller)

    def common(self, batch: Batch) -> Hashable:
        """What is told differs by who asks, for rows are for their readers."""
        return batch.key

    async def told(self, batch: Batch, context: RequestContext) -> Source:
        """What has changed by the events, and how things stand."""
        changes = await context.threads.work(Changed(self, batch, context).changes) if batch.items else []
        return {**standing(batch), "changes": changes}

    def is_news(self, source: Source) -> bool:
        """Whether something has changed."""
        return bool(source["changes"])


class Changed:
    """What a batch of events has changed in the rows that somebody follows."""

    def __init__(self, rows: Rows, batch: Batch, context: RequestContext) -> None:
        self._rows, self._batch, self._context = rows, batch, context
        self._events: dict[str, list[Item]] = {}
        for each in batch.items:
            self._events.setdefault(each.stored.stream, []).append(each)
        self._shown = frozenset(each.position for each in rows.shown(batch.items, context.caller))

    def changes(self) -> list[Source]:
        """A source for each row, in the order in which something first happened to its record."""
        before, now = self._held(self._batch.after), self._held(self._batch.position)
        found = [
            self._change(key, (now.get(key) or before[key])["record"], key in before, key in now)
            for key in {**before, **now}
            if before.get(key) != now.get(key)
        ]
        return sorted(found, key=lambda each: int(self._events[each["record"]][0].position))

    def _held(self, at: int) -> dict[str, Row]:
        """The rows of these records that are followed, as of a position."""
        table, context = self._rows.table, self._context
        of_records = Compare("record" if table.room is None else "id", Op.IN, tuple(self._events))
        columns = ["version"] if table.room else [name for name in table.columns if name != "updated_position"]
        where = And((of_records, self._rows.narrow(context, at)))
        return {row["id"]: {"record": row["id"], **row} for row in context.reader(at).rows(table.name, where, columns)}

    def _change(self, key: str, record: str, before: bool, now: bool) -> dict[str, Any]:
        items, after = self._events[record], self._batch.after
        room = self._rows.room(items[0])
        told = now and self._sees(room, record)
        old, new = (self._context.record(room, record, at) for at in (after, self._batch.position))
        return {
            "id": opaque(type_name(self._rows.table), key),
            "key": key,
            "record": record,
            "at": self._batch.position,
            "membership": (Membership.STAYED if before else Membership.ENTERED) if now else Membership.LEFT,
            "fields": list(differences(self._tables[room.name], old, new)) if told else [],
            "parts": list(self._parts(room, old, new)) if now else [],
            "items": [each for each in items if each.position in self._shown],
        }

    def _sees(self, room: Room, record: str) -> bool:
        """Whether the record may be seen as a whole, of which a row is: a part of it may be seen without."""
        if self._rows.table.room:
            return True
        return bool(self._context.reader(self._batch.position).rows(room.name, Compare("id", Op.EQ, record), ["id"]))

    def _parts(self, room: Room, old: Any, new: Any) -> Iterator[str]:
        """The ids of the parts that are different and may be seen."""
        reader = self._context.reader(self._batch.position)
        for part in room.parts:
            then, table = getattr(old, part.inside, {}), self._tables[f"{room.name}_{part.name}"]
            ids = [id for id, state in getattr(new, part.inside).items() if then.get(id) != state]
            seen = reader.rows(table.name, Compare("id", Op.IN, tuple(ids)), ["id"]) if ids else []
            yield from (opaque(type_name(table), row["id"]) for row in seen)

    @property
    def _tables(self) -> Mapping[str, Table]:
        return self._context.product.views.tables


def differences(table: Table, old: Any, new: Any) -> Iterator[str]:
    """The fields of the record that are different, by what they are called in the API."""
    for name in table.shows:
        if hasattr(new, name) and getattr(old, name, None) != getattr(new, name):
            yield camel(name)
