"""The object type of each table: its columns, what they lead to, what leads back, and what every record has."""

from collections.abc import Iterator

import msgspec
import strawberry
from strawberry.types.arguments import StrawberryArgument

from domain.shared.room import Room
from graphql_api import commands, resolve
from graphql_api.names import camel, plural
from graphql_api.reading import Value
from graphql_api.scalars import LogPosition
from graphql_api.selecting import Selecting
from graphql_api.shapes import Shape, argument, interface, listed, optional, output, together
from graphql_api.vocabulary import Vocabulary, is_log_position, short_name, type_name
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


class Types:
    """All object types for these tables, and the lists of them."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.selecting = Selecting(words)
        self._connections: dict[str, type] = {}
        self._page_info = output(type("PageInfo", (), {}), "Where a page lies in its list.", page_info())
        self._command = output(type("Command", (), {}), "Something that can be done now.", commands.fields())
        interface(words.node, "Anything that can be asked for by its id.", {"id": id_field()})
        interface(words.record, "A record of the business, or a part of one.", together(self._common()))
        for table in words.tables.values():
            output(words.records[table.name], described(table), together(self._fields(table)))

    def list_of(self, table: Table, resolver: resolve.Resolver, doc: str, *also: StrawberryArgument) -> Shape:
        """A field that is a page of rows of the table, filtered and sorted as the caller wishes."""
        arguments = (
            *PAGING,
            argument("filter", optional(self.selecting.filter(table)), "Which rows are wanted."),
            argument("order_by", optional(listed(self.selecting.order(table))), "How they are sorted."),
        )
        return Shape(self._connection(table), doc, resolver, (*arguments, *also))

    def selection(self, table: Table) -> resolve.Selection:
        """How the arguments of a list of that table are read."""
        return resolve.Selection(table, self.selecting.condition, ORDERS.get(table.name, ()))

    def _common(self) -> Iterator[tuple[str, Shape]]:
        """What every record and part has."""
        yield "id", id_field()
        yield "key", Shape(str, "Its id as people and the log know it; inputs take it as well as the opaque one.")
        records = [table for table in self.words.tables.values() if table.room]
        for column in records[0].columns.values():
            everywhere = all(each.columns.get(column.name) == column for each in records)
            if everywhere and column.name != "id":
                yield from self._column(records[0], column)
        yield "history", self._lists("event", "What has happened to it.")
        yield "approvals", self._lists("signature", "The decisions on it, and the askings for them (AUDIT-06).")
        commands_ = Shape(listed(self._command), "What the caller may do to it now (API-03).", resolve.nothing)
        yield "allowed_commands", commands_

    def _lists(self, table: str, doc: str) -> Shape:
        return self.list_of(self.words.tables[table], resolve.nothing, doc)

    def _fields(self, table: Table) -> Iterator[tuple[str, Shape]]:
        yield "id", id_field(resolve.own_id(type_name(table)))
        for column in table.columns.values():
            if column.name != "id":
                yield from self._column(table, column)
        if table.room:
            yield "key", Shape(str, "Its id as people and the log know it.", resolve.own_key)
            yield from self._about(table, table.room)
        yield from self._leading_back(table)

    def _column(self, table: Table, column: Column) -> Iterator[tuple[str, Shape]]:
        if is_log_position(column):
            yield column.name, Shape(LogPosition, column.doc)
        elif column.name == "record" and not table.room:
            yield "record_id", Shape(strawberry.ID, "The record.", resolve.record_id(self.words))
            yield "record", Shape(optional(self.words.record), "The record.", resolve.record(self.words))
        else:
            annotation = column.type | None if column.nullable else column.type
            yield from self.words.fields(Value(column.name, annotation, column.doc, msgspec.NODEFAULT))

    def _about(self, table: Table, room: Room) -> Iterator[tuple[str, Shape]]:
        events, signatures = self.words.tables["event"], self.words.tables["signature"]
        whole = table.part is None
        history = resolve.page_by(
            self.selection(events), "record", own if whole else owner(room), None if whole else naming_part
        )
        approvals = resolve.page_by(self.selection(signatures), "record" if whole else "part", own, in_room(room))
        yield "history", self.list_of(events, history, "What has happened to it, in order (API-03).")
        yield (
            "approvals",
            self.list_of(signatures, approvals, "The decisions on it, and the askings for them (AUDIT-06)."),
        )
        yield (
            "allowed_commands",
            Shape(
                listed(self._command), "What the caller may do to it now (API-03).", commands.allowed(room, table.part)
            ),
        )

    def _leading_back(self, table: Table) -> Iterator[tuple[str, Shape]]:
        """Lists of the rows elsewhere that name a row of this table."""
        for other in self.words.tables.values():
            for column in other.columns.values():
                if column.refers != table.name or column.many or column.name in EDITED:
                    continue
                own_part = other.part if column.name == other.owner else None
                name = own_part.inside if own_part else f"{plural(short_name(other))}_by_{column.name}"
                doc = "What is inside it." if own_part else f"Rows that name it as {camel(column.name)}."
                yield name, self.list_of(other, resolve.page_by(self.selection(other), column.name, own), doc)

    def _connection(self, table: Table) -> type:
        name = type_name(table)
        if name not in self._connections:
            record = self.words.records[table.name]
            edge = output(
                type(f"{name}Edge", (), {}),
                "A row in its list.",
                {"cursor": Shape(str, "Its place in the list in this order."), "node": Shape(record, "The row.")},
            )
            self._connections[name] = output(
                type(f"{name}Connection", (), {}),
                "A page of a list.",
                {
                    "nodes": Shape(listed(record), "The rows.", resolve.nodes),
                    "edges": Shape(listed(edge), "The rows with their cursors.", resolve.edges),
                    "page_info": Shape(self._page_info, "What lies around the page.", resolve.page_info),
                    "total_count": Shape(
                        int, "How many rows the whole list has; counted only when asked.", resolve.total
                    ),
                },
            )
        return self._connections[name]


def id_field(resolver: resolve.Resolver | None = None) -> Shape:
    return Shape(strawberry.ID, "An id that is unique everywhere. It is opaque: do not take it apart.", resolver)


def page_info() -> dict[str, Shape]:
    return {
        "has_next_page": Shape(bool, "Whether more rows follow."),
        "has_previous_page": Shape(bool, "Whether rows come before."),
        "start_cursor": Shape(optional(str), "The cursor of the first row."),
        "end_cursor": Shape(optional(str), "The cursor of the last row."),
    }


def described(table: Table) -> str:
    return f"{' '.join(table.doc.split())} · {table.zh}"


def own(row: Row) -> str:
    return str(row["id"])


def owner(room: Room) -> resolve.Key:
    return lambda row: str(row[room.name])


def naming_part(row: Row) -> Filter:
    return Compare("parts", Op.CONTAINS, row["id"])


def in_room(room: Room) -> resolve.Narrowing:
    return lambda row: Compare("room", Op.EQ, room.name)  # noqa: ARG005
