"""The object type of each table: its columns, what they lead to, what leads back, and what every record has."""

from collections.abc import Iterator

import msgspec
import strawberry
from strawberry.types.arguments import StrawberryArgument

from domain.shared.room import Room
from graphql_api import allowed_commands, daily, resolvers
from graphql_api.annotations import Value
from graphql_api.filters import FilterInputs
from graphql_api.names import camel, plural
from graphql_api.registry import TypeRegistry, is_log_position, short_name, type_name
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, argument, by_name, interface_type, listed, object_type, optional
from projections.filters import Compare, Filter, Op, Order
from projections.tables import Column, Table
from projections.views import Row

EDITED = ("created_by", "updated_by")
ORDERS = {"event": (Order("position"),), "signature": (Order("position"),), "work_item": (Order("due"),)}
"""How lists are sorted when nothing is said; others by key, which is by the time of making."""

PAGING = (
    argument("first", optional(int), "So many rows from the beginning (or after a cursor): 1 to 100. Or give last."),
    argument("last", optional(int), "So many rows from the end (or before a cursor): 1 to 100. Or give first."),
    argument("after", optional(str), "Only rows that come after the one with this cursor."),
    argument("before", optional(str), "Only rows that come before the one with this cursor."),
)


class ObjectTypes:
    """All object types for these tables, and the lists of them."""

    def __init__(self, registry: TypeRegistry) -> None:
        self.registry = registry
        self.filters = FilterInputs(registry)
        self._connections: dict[str, type] = {}
        self._page_info = object_type(type("PageInfo", (), {}), "Where a page lies in its list.", page_info())
        self._command = object_type(
            type("Command", (), {}), "Something that can be done now.", allowed_commands.fields()
        )
        interface_type(registry.node, "Anything that can be asked for by its id.", {"id": id_field()})
        interface_type(registry.record, "A record of the business, or a part of one.", by_name(self._common()))
        for table in registry.tables.values():
            object_type(registry.records[table.name], described(table), by_name(self._fields(table)))

    def list_of(self, table: Table, resolver: resolvers.Resolver, doc: str, *also: StrawberryArgument) -> Field:
        """A field that is a page of rows of the table, filtered and sorted as the caller wishes."""
        arguments = (
            *PAGING,
            argument("filter", optional(self.filters.filter(table)), "Which rows are wanted."),
            argument("order_by", optional(listed(self.filters.order(table))), "How they are sorted."),
        )
        return Field(self._connection(table), doc, resolver, (*arguments, *also))

    def listing(self, table: Table) -> resolvers.Listing:
        """How the arguments of a list of that table are read."""
        return resolvers.Listing(table, self.filters.condition, ORDERS.get(table.name, ()))

    def _common(self) -> Iterator[tuple[str, Field]]:
        """What every record and part has."""
        yield "id", id_field()
        yield "key", Field(str, "Its id as people and the log know it; inputs take it as well as the opaque one.")
        records = [table for table in self.registry.tables.values() if table.room]
        for column in records[0].columns.values():
            everywhere = all(each.columns.get(column.name) == column for each in records)
            if everywhere and column.name != "id":
                yield from self._column(records[0], column)
        yield "history", self._lists("event", "What has happened to it.")
        yield "approvals", self._lists("signature", "The decisions on it, and the askings for them (AUDIT-06).")
        commands_ = Field(listed(self._command), "What the caller may do to it now (API-03).", resolvers.nothing)
        yield "allowed_commands", commands_

    def _lists(self, table: str, doc: str) -> Field:
        return self.list_of(self.registry.tables[table], resolvers.nothing, doc)

    def _fields(self, table: Table) -> Iterator[tuple[str, Field]]:
        yield "id", id_field(resolvers.own_id(type_name(table)))
        for column in table.columns.values():
            if column.name != "id":
                yield from self._column(table, column)
        if table.room:
            yield "key", Field(str, "Its id as people and the log know it.", resolvers.own_key)
            yield from self._about(table, table.room)
        yield from self._leading_back(table)

    def _column(self, table: Table, column: Column) -> Iterator[tuple[str, Field]]:
        if is_log_position(column):
            yield column.name, Field(LogPosition, column.doc)
        elif column.name == "record" and not table.room:
            yield "record_id", Field(strawberry.ID, "The record.", resolvers.record_id(self.registry))
            yield "record", Field(optional(self.registry.record), "The record.", resolvers.record(self.registry))
        else:
            annotation = column.type | None if column.nullable else column.type
            yield from self.registry.fields(Value(column.name, annotation, column.doc, msgspec.NODEFAULT))

    def _about(self, table: Table, room: Room) -> Iterator[tuple[str, Field]]:
        events, signatures = self.registry.tables["event"], self.registry.tables["signature"]
        whole = table.part is None
        history = resolvers.page_by(
            self.listing(events), "record", own if whole else owner(room), None if whole else naming_part
        )
        approvals = resolvers.page_by(self.listing(signatures), "record" if whole else "part", own, in_room(room))
        yield "history", self.list_of(events, history, "What has happened to it, in order (API-03).")
        yield (
            "approvals",
            self.list_of(signatures, approvals, "The decisions on it, and the askings for them (AUDIT-06)."),
        )
        allowed = allowed_commands.allowed(room, table.part)
        yield "allowed_commands", Field(listed(self._command), "What the caller may do to it now (API-03).", allowed)
        yield from daily.fields(self.registry, room, table.part)

    def _leading_back(self, table: Table) -> Iterator[tuple[str, Field]]:
        """Lists of the rows elsewhere that name a row of this table."""
        for other in self.registry.tables.values():
            for column in other.columns.values():
                if column.refers != table.name or column.many or column.name in EDITED:
                    continue
                own_part = other.part if column.name == other.owner else None
                name = own_part.inside if own_part else f"{plural(short_name(other))}_by_{column.name}"
                doc = "What is inside it." if own_part else f"Rows that name it as {camel(column.name)}."
                yield name, self.list_of(other, resolvers.page_by(self.listing(other), column.name, own), doc)

    def _connection(self, table: Table) -> type:
        name = type_name(table)
        if name not in self._connections:
            record = self.registry.records[table.name]
            edge = object_type(
                type(f"{name}Edge", (), {}),
                "A row in its list.",
                {"cursor": Field(str, "Its place in the list in this order."), "node": Field(record, "The row.")},
            )
            self._connections[name] = object_type(
                type(f"{name}Connection", (), {}),
                "A page of a list.",
                {
                    "nodes": Field(listed(record), "The rows.", resolvers.nodes),
                    "edges": Field(listed(edge), "The rows with their cursors.", resolvers.edges),
                    "page_info": Field(self._page_info, "What lies around the page.", resolvers.page_info),
                    "total_count": Field(
                        int, "How many rows the whole list has; counted only when asked.", resolvers.total
                    ),
                },
            )
        return self._connections[name]


def id_field(resolver: resolvers.Resolver | None = None) -> Field:
    return Field(strawberry.ID, "An id that is unique everywhere. It is opaque: do not take it apart.", resolver)


def page_info() -> dict[str, Field]:
    return {
        "has_next_page": Field(bool, "Whether more rows follow."),
        "has_previous_page": Field(bool, "Whether rows come before."),
        "start_cursor": Field(optional(str), "The cursor of the first row."),
        "end_cursor": Field(optional(str), "The cursor of the last row."),
    }


def described(table: Table) -> str:
    return f"{' '.join(table.doc.split())} · {table.zh}"


def own(row: Row) -> str:
    return str(row["id"])


def owner(room: Room) -> resolvers.Key:
    return lambda row: str(row[room.name])


def naming_part(row: Row) -> Filter:
    return Compare("parts", Op.CONTAINS, row["id"])


def in_room(room: Room) -> resolvers.Narrowing:
    return lambda row: Compare("room", Op.EQ, room.name)  # noqa: ARG005
