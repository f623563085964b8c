"""The registry of the API's types: how each type of the domain is called, shown and given."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args, get_origin

import msgspec
import strawberry

from domain.shared.refusal import Labelled
from domain.shared.room import Part, Room
from domain.shared.term import Term
from graphql_api import reads
from graphql_api.annotations import Unwrapped, Value, lives_in, meaning, unwrapped, values
from graphql_api.names import id_of, opaque, opened, pascal
from graphql_api.refusals import WRONG_KIND
from graphql_api.scalars import Json
from graphql_api.strawberry_types import Field, Resolve, by_name, enum_type, input_type, listed, object_type, optional
from projections.compiling.selection import Shape
from projections.tables import Column, Kind, Table, kind_of

PLAIN: Mapping[Kind, Any] = {
    Kind.ID: strawberry.ID,
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.BOOLEAN: bool,
    Kind.DATE: date,
    Kind.MOMENT: datetime,
    Kind.DECIMAL: Decimal,
    Kind.JSON: Json,
}


POSITIONS = ("position", "since")
"""Whole numbers that are places in the log; so are those whose names end in `_position`."""


def is_log_position(column: Column) -> bool:
    """Whether the column holds a place in the log."""
    return column.kind is Kind.INTEGER and (column.name in POSITIONS or column.name.endswith("_position"))


def part_name(room: Room, part: Part) -> str:
    """What a part is called beside its record. `position` always means a place in the log."""
    return f"{room.name}_{part.name}" if part.name == "position" else part.name


def short_name(table: Table) -> str:
    """The table's name, but `person` for `organisation_person`: parts of an only record go by their own name."""
    alone = table.part and table.room and table.room.singleton
    return part_name(table.room, table.part) if alone and table.room and table.part else table.name


def type_name(table: Table) -> str:
    """`plan_task` is `PlanTask`."""
    return pascal(short_name(table))


class TypeRegistry:
    """The types for these tables and for what is in them. Each is made once, when it is first asked for."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self.node = type("Node", (), {})
        self.record = type("Record", (self.node,), {})
        self.records = {
            name: type(type_name(table), (self.record if table.room else self.node,), {})
            for name, table in tables.items()
        }
        """The object type of each table; others point to it before it has its fields."""
        self.kinds = {type_name(table): name for name, table in tables.items()}
        """The table of each kind that an opaque id may name."""
        self.terms: dict[str, type[Term]] = {}
        """The enumerations made so far."""
        self._made: dict[str, Any] = {}
        self._rooms = [table.room for table in tables.values() if table.room]
        self._leads_to = {t.part.id if t.part else t.room.id: t.name for t in tables.values() if t.room}

    def kind_of(self, table: str) -> str:
        """What rows of a table are called."""
        return type_name(self.tables[table])

    def key(self, id: str, table: str | None) -> str:
        """The plain key in an id, be it opaque or plain. Refuses WRONG_KIND when it is that of another table's row."""
        kind, key = opened(id, self.kinds)
        if kind and table and self.kinds[kind] != table:
            found, wanted = (
                Labelled(n, type_name(self.tables[n]), self.tables[n].zh) for n in (self.kinds[kind], table)
            )
            raise WRONG_KIND(id=id, found=found, wanted=wanted)
        return key

    def leads_to(self, id_type: Any) -> str | None:
        """The table whose rows have ids of that type."""
        return self._leads_to.get(id_type)

    def shown(self, annotation: Any) -> Any:
        """The kind of a value that is shown."""
        return self._kind(unwrapped(annotation), self._object)

    def given(self, annotation: Any) -> Any:
        """The kind of a value that a caller gives."""
        return self._kind(unwrapped(annotation), self._input)

    def term(self, term: type[Term]) -> Any:
        """The enumeration for a term."""
        name = self.name_of(term)
        if self.terms.setdefault(name, term) is not term:
            raise ValueError(f"two enumerations would be called {name}: {term} and {self.terms[name]}")
        if name not in self._made:
            self._made[name] = enum_type(name, meaning(term, term.__name__), term)
        return self._made[name]

    def fields(self, value: Value) -> Iterator[tuple[str, Field]]:
        """The fields for a value of a row or of a structure. An id gives two: itself, and what it leads to."""
        name, annotation, doc, _ = value
        type_ = unwrapped(annotation)
        if not type_.is_id:
            yield name, Field(self.shown(annotation), doc, reads=self._reading(value, type_))
            return
        target = self.leads_to(type_.inner)
        kind = type_name(self.tables[target]) if target else None
        ids = self._kind(type_, self._object)
        yield id_of(name, type_.many), Field(ids, doc, reads=reads.identity(name, kind, type_.many, absent(value)))
        if target:
            record = self.records[target]
            to = listed(record) if type_.many else optional(record)
            yield name, Field(to, doc, reads=reads.relation(name, self.tables[target], type_.many))

    def resolved(self, value: Value) -> Iterator[tuple[str, Field]]:
        """The same fields, of something that a resolver has made: by `at` it says of which position."""
        name, type_ = value.name, unwrapped(value.type)
        target = self.leads_to(type_.inner)
        for called, field in self.fields(value):
            field.reads = None
            if target and called == name:
                field.resolve = led_to(name, target)
            elif type_.is_id:
                field.resolve = named(name, type_name(self.tables[target]) if target else None)
            yield called, field

    def _reading(self, value: Value, type_: Unwrapped) -> reads.Reads:
        if not type_.is_structure and not type_.is_map:
            return reads.value(value.name, absent(value))
        shape = Shape.MAP if type_.is_map else Shape.LIST if type_.many else Shape.ONE
        return reads.structure(value.name, shape, absent(value))

    def inputs(self, structure: Any, said: Mapping[str, str]) -> dict[str, Field]:
        """The fields by which a caller gives the values of a structure; `said` is what is said of them elsewhere."""
        return {
            given_name(value): self._given(value._replace(doc=said.get(value.name, value.doc)))
            for value in values(structure)
        }

    def name_of(self, class_: Any) -> str:
        """The name of a class of the domain: shared ones keep theirs, those of a room begin with the room's.

        An entry of a map is called after its key and value.
        """
        if get_origin(class_):
            return "".join(capital(self._word(each)) for each in get_args(class_)) + "Entry"
        room = next((pascal(room.name) for room in self._rooms if lives_in(class_, room.state)), "")
        name = str(class_.__name__ if class_.__name__.startswith(room) else room + class_.__name__)
        return f"{name}Value" if name in self.kinds else name

    def _word(self, annotation: Any) -> str:
        type_ = unwrapped(annotation)
        plain = "Text" if type_.inner is str else type_.inner.__name__
        word = self.name_of(type_.inner) if type_.is_structure or type_.is_term else plain
        return f"{word}s" if type_.many else word

    def _given(self, value: Value) -> Field:
        kind = self.given(value.type)
        if value.default is msgspec.NODEFAULT:
            return Field(kind, value.doc)
        if isinstance(value.default, bool | int | str):
            return Field(kind, value.doc, default=value.default)
        return Field(kind if unwrapped(value.type).nullable else optional(kind), value.doc)

    def _kind(self, type_: Unwrapped, structured: Any) -> Any:
        if type_.is_term:
            kind = self.term(type_.inner)
        elif type_.is_structure:
            kind = structured(type_.inner)
        else:
            kind = PLAIN[kind_of(type_.inner)]
        kind = listed(kind) if type_.many or type_.is_map else kind
        return optional(kind) if type_.nullable else kind

    def _object(self, class_: Any) -> Any:
        name = self.name_of(class_)
        if name not in self._made:
            self._made[name] = type(name, (), {})
            fields = (field for value in values(class_) for field in self.fields(value))
            object_type(self._made[name], meaning(class_, name), by_name(fields))
        return self._made[name]

    def _input(self, class_: Any) -> Any:
        name = f"{self.name_of(class_)}ValueInput"
        if name not in self._made:
            self._made[name] = type(name, (), {})
            input_type(self._made[name], meaning(class_, name), self.inputs(class_, {}))
        return self._made[name]


def led_to(name: str, table: str) -> Resolve:
    return lambda made, info: None if made[name] is None else info.context.row(info, table, made[name], made["at"])


def named(name: str, kind: str | None) -> Resolve:
    """The id of something; as it was given where nothing is kept of such."""
    return lambda made, _info: opaque(kind, made[name]) if kind and made[name] is not None else made[name]


def given_name(value: Value) -> str:
    """The name of an input for the value: ids are called so."""
    type_ = unwrapped(value.type)
    return id_of(value.name, type_.many) if type_.is_id else value.name


def absent(value: Value) -> Any:
    """What stands for a value that its structure does not mention, as it left out what is usual. A map is a list."""
    if value.default is msgspec.NODEFAULT:
        return None
    return [] if value.default in ((), {}) else value.default


def capital(word: str) -> str:
    return word[:1].upper() + word[1:]
