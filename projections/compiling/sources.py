"""Where values come from: the row of a table, a structure inside a value, or the entry of a map."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from projections.compiling.json import FORMS, Form, Json, Shown
from projections.compiling.template import Template
from projections.compiling.writing import constant, expression
from projections.dialect import quoted
from projections.tables import Table


class Source(Protocol):
    """Something with named values."""

    def shown(self, name: str, absent: Any = None) -> Shown:
        """The value as it is shown."""

    def text(self, name: str) -> str:
        """The value as text of SQL, such as an id; absent where there is none."""

    def inside(self, name: str) -> str:
        """The value as JSON to look into; `text` tells whether there is one."""


@dataclass(slots=True)
class RowSource:
    """A row of a table, known by an alias. It remembers which columns are used, and what is joined to it."""

    table: Table
    alias: str
    words: Json
    many: bool = True
    """Whether it is one of many, so that what it leads to is read many times."""
    used: dict[str, None] = field(default_factory=dict)
    joins: list[Template] = field(default_factory=list)

    def name(self, column: str) -> str:
        """The column, with the alias. Raises KeyError for one that the table does not have."""
        self.used[self.table.columns[column].name] = None
        return f"{self.alias}.{quoted(column)}"

    def shown(self, name: str, absent: Any = None) -> Shown:  # noqa: ARG002
        column = self.table.columns[name]
        return Shown(Template(self.words.shown(column, self.name(name))), FORMS[column.kind], column.nullable)

    def text(self, name: str) -> str:
        return self.name(name)

    def inside(self, name: str) -> str:
        return self.words.inside(self.table.columns[name], self.name(name))


@dataclass(frozen=True, slots=True)
class StructureSource:
    """A structure, given as JSON."""

    expression: str
    words: Json

    def shown(self, name: str, absent: Any = None) -> Shown:
        member = Template(self.words.as_text(self.words.member(self.expression, name)))
        if absent is None:
            return Shown(member, Form.JSON)
        return Shown(Template("coalesce(", member, ", ", expression(constant(absent)), ")"), Form.JSON, may_lack=False)

    def text(self, name: str) -> str:
        return self.words.text(self.expression, name)

    def inside(self, name: str) -> str:
        return self.words.member(self.expression, name)


@dataclass(frozen=True, slots=True)
class EntrySource:
    """An entry of a map: its `key`, which is text, and its `value`."""

    alias: str
    words: Json

    def shown(self, name: str, absent: Any = None) -> Shown:  # noqa: ARG002
        if name == "key":
            return Shown(Template(f"{self.alias}.key"), Form.TEXT, may_lack=False)
        return Shown(Template(self.words.item(self.alias)), Form.JSON)

    def text(self, name: str) -> str:
        return f"{self.alias}.key" if name == "key" else self.words.item_text(self.alias)

    def inside(self, name: str) -> str:
        return f"{self.alias}.{name}"
