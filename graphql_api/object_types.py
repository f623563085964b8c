"""The object type of each table: its columns, what they lead to, what leads back, and what every record has."""

from collections.abc import Iterator
from typing import Any

import msgspec
import strawberry

from domain.shared.room import Room
from graphql_api import allowed_commands, daily, reads
from graphql_api.annotations import Value
from graphql_api.filters import FilterInputs
from graphql_api.names import camel, plural
from graphql_api.registry import TypeRegistry, is_log_position, short_name, type_name
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, argument, by_name, interface_type, listed, object_type, optional
from projections.compiling.selection import Edge, Link
from projections.filters import Compare, Op, Order
from projections.tables import Column, Table

EDITED = ("created_by", "updated_by")
ORDERS = {
    "event": (Order("position"),),
    "signature": (Order("position"),),
    "work_item": (Order("due"),),
    "obligation": (Order("due"),),
}
"""How lists are sorted when nothing is said: besides these, records as they were recorded, and all others by key."""
COMING = (Order("created_position"),)

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

    def add(self, table: Table) -> None:
        """Take up a table whose rows have no ids of their own in the API: they are only found in its list."""
        self.registry.records[table.name] = type(type_name(table), (), {})
        columns = (column for column in table.columns.values() if column.name != "id")
        fields = by_name(pair for column in columns for pair in self._column(table, column))
        object_type(self.registry.records[table.name], described(table), fields)

    def list_of(self, table: Table, doc: str, **answered: Any) -> Field:
        """A field that is a page of rows of the table, filtered and sorted as the caller wishes."""
        arguments = (
            *PAGING,
            argument("filter", optional(self.filters.filter(table)), "Which rows are wanted."),
            argument("order_by", optional(listed(self.filters.order(table))), "How they are sorted."),
        )
        return Field(self._connection(table), doc, arguments=arguments, **answered)

    def listing(self, table: Table) -> reads.Listing:
        """How the arguments of a list of that table are read."""
        return reads.Listing(table, self.filters.condition, ORDERS.get(table.name, COMING if table.records else ()))

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
        yield "allowed_commands", Field(listed(self._command), "What the caller may do to it now (API-03).")

    def _lists(self, table: str, doc: str) -> Field:
        return self.list_of(self.registry.tables[table], doc)

    def _fields(self, table: Table) -> Iterator[tuple[str, Field]]:
        yield "id", id_field(reads.identity("id", type_name(table)))
        for column in table.shows.values():
            if column.name != "id":
                yield from self._column(table, column)
        if table.room:
            yield "key", Field(str, "Its id as people and the log know it.", reads=reads.value("id"))
            yield from self._about(table, table.room)
        yield from self._leading_back(table)

    def _column(self, table: Table, column: Column) -> Iterator[tuple[str, Field]]:
        if is_log_position(column):
            place = optional(LogPosition) if column.nullable else LogPosition
            yield column.name, Field(place, column.doc, reads=reads.value(column.name))
        elif column.name == "record" and not table.room:
            yield "record_id", Field(strawberry.ID, "The record.", reads=reads.record_id(self.registry))
            yield "record", Field(optional(self.registry.record), "The record.", reads=reads.record(self.registry))
        else:
            annotation = column.type | None if column.nullable else column.type
            yield from self.registry.fields(Value(column.name, annotation, column.doc, msgspec.NODEFAULT))

    def _about(self, table: Table, room: Room) -> Iterator[tuple[str, Field]]:
        events, signatures = self.registry.tables["event"], self.registry.tables["signature"]
        happened = (
            (Link("record", room.name), Link("parts", "id", among=True)) if table.part else (Link("record", "id"),)
        )
        history = reads.pages(self.listing(events), *happened)
        yield "history", self.list_of(events, "What has happened to it, in order (API-03).", reads=history)
        in_room = Compare("room", Op.EQ, room.name)
        signed = Link("part" if table.part else "record", "id")
        approvals = reads.pages(self.listing(signatures), signed, narrow=lambda _: in_room)
        doc = "The decisions on it, and the askings for them (AUDIT-06)."
        yield "approvals", self.list_of(signatures, doc, reads=approvals)
        yield "allowed_commands", allowed_commands.field(listed(self._command), room, table.part)
        yield from daily.fields(self.registry, room, table.part)

    def _leading_back(self, table: Table) -> Iterator[tuple[str, Field]]:
        """Lists of the rows elsewhere that name a row of this table; a record also where it is one of several."""
        for other in self.registry.tables.values():
            for column in other.columns.values():
                if column.refers != table.name or (column.many and table.part) or column.name in EDITED:
                    continue
                own_part = other.part if column.name == other.owner else None
                name = own_part.inside if own_part else f"{plural(short_name(other))}_by_{column.name}"
                doc = "What is inside it." if own_part else f"Rows that name it as {camel(column.name)}."
                back = reads.pages(self.listing(other), Link(column.name, "id", among=column.many))
                yield name, self.list_of(other, doc, reads=back)

    def _connection(self, table: Table) -> type:
        name = type_name(table)
        if name not in self._connections:
            record = self.registry.records[table.name]
            of_edge = {
                "cursor": Field(str, "Its place in the list in this order.", reads=reads.edge(Edge.CURSOR)),
                "node": Field(record, "The row.", reads=reads.nodes),
            }
            edge = object_type(type(f"{name}Edge", (), {}), "A row in its list.", of_edge)
            counted = "How many rows the whole list has; counted only when asked."
            fields = {
                "nodes": Field(listed(record), "The rows.", reads=reads.nodes),
                "edges": Field(listed(edge), "The rows with their cursors.", reads=reads.edges),
                "page_info": Field(self._page_info, "What lies around the page.", reads=reads.page_info),
                "total_count": Field(int, counted, reads=reads.edge(Edge.TOTAL)),
            }
            self._connections[name] = object_type(type(f"{name}Connection", (), {}), "A page of a list.", fields)
        return self._connections[name]


def id_field(reading: reads.Reads | None = None) -> Field:
    return Field(strawberry.ID, "An id that is unique everywhere. It is opaque: do not take it apart.", reads=reading)


def page_info() -> dict[str, Field]:
    said = {
        Edge.HAS_NEXT: (bool, "Whether more rows follow."),
        Edge.HAS_PREVIOUS: (bool, "Whether rows come before."),
        Edge.START: (optional(str), "The cursor of the first row."),
        Edge.END: (optional(str), "The cursor of the last row."),
    }
    return {edge.value: Field(kind, doc, reads=reads.edge(edge)) for edge, (kind, doc) in said.items()}


def described(table: Table) -> str:
    return f"{' '.join(table.doc.split())} · {table.zh}"
