"""From what is wanted of rows to SQL that gives it as JSON: one expression, whatever is nested in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from projections.compiling.json import Form, Json, Member, Shown, Text
from projections.compiling.pages import PageWriter
from projections.compiling.rows import Rows
from projections.compiling.selection import (
    AnyIdentity,
    AnyRelated,
    Constant,
    Fields,
    Identity,
    Keys,
    Link,
    Pages,
    Related,
    Shape,
    Structure,
    Value,
    Wanted,
)
from projections.compiling.sources import EntrySource, RowSource, Source, StructureSource
from projections.compiling.template import Given, Hole, Later, Template, joined, together
from projections.compiling.writing import constant, expression, gathered, list_of, object_of, shown
from projections.dialect import Dialect, Sql, quoted
from projections.tables import Table

NAMING = {"record", "part"}
"""Columns by which rows about all rooms name what they are about."""
JOINS = 40
"""Rows that are joined to one: SQLite joins 64 tables."""


class Compiler:
    """Compiles for one database. Safe for threads; what it makes may be kept, and filled any number of times."""

    def __init__(self, dialect: Dialect, words: Json, tables: Mapping[str, Table]) -> None:
        self._words = words
        self._rows = Rows(dialect, tables)

    def row(self, table: Table, fields: Fields, id: Callable[[Given], str | None]) -> Template:
        """An expression that gives the row with that id, or NULL where there is none to be seen."""
        link = Template(Sql(f'"id" = {self._words.mark}', (Later(id),)))
        return self._writer().one(table, fields, link, many=False)

    def page(self, pages: Pages) -> Template:
        """An expression that gives a page of all rows to be seen."""
        return self._writer().page(pages, None)

    def rows(self, table: Table, fields: Fields, ids: Callable[[Given], Iterable[str]]) -> Template:
        """A statement that gives id and JSON of each row with one of these ids."""
        return self._writer().keyed(table, fields, self._rows.with_ids(table, ids))

    def listed(self, expressions: Iterable[Sql]) -> Template:
        """An expression that gives the values of these as a list."""
        return expression(list_of(shown(Shown(Template(each), Form.JSON), self._words) for each in expressions))

    def position(self) -> Template:
        """An expression that gives the place in the log which is read: the one asked about, else the newest shown."""
        newest = Sql('(SELECT coalesce(max("position"), 0) FROM "progress")')
        return Template(Hole(lambda given: newest if given.at is None else Sql(str(given.at)), None))

    def statement(self, answers: Iterable[Template]) -> Template:
        """A statement whose only row has these columns: all of one moment. Written once for what comes again."""
        return Template("SELECT ", joined(", ", map(self._words.whole, answers))).remembered()

    def _writer(self) -> "Writer":
        return Writer(self._words, self._rows)


class Writer:
    """Writes one expression. Each row in it gets an alias of its own."""

    def __init__(self, words: Json, rows: Rows) -> None:
        self._words, self._rows = words, rows
        self._numbers = count()

    def one(self, table: Table, fields: Fields, link: Template, many: bool = True) -> Template:
        """The row that meets the condition, of which there is at most one."""
        source = self._row(table, many)
        made = expression(self._object(fields, source))
        return Template("(SELECT ", made, " FROM ", self._rows.one(source, link), *source.joins, ")")

    def keyed(self, table: Table, fields: Fields, link: Template) -> Template:
        """A statement: id and JSON of each row that meets the condition."""
        source = self._row(table)
        made, id = expression(self._object(fields, source)), source.text("id")
        return Template(f"SELECT {id}, ", made, " FROM ", self._rows.several(source, link), *source.joins)

    def page(self, pages: Pages, owner: Source | None) -> Template:
        """A page of the rows that are linked with the owner."""
        if pages.links and not owner:
            raise ValueError("only rows that belong to another are linked")
        if isinstance(owner, RowSource) and owner.table.room and any(each.column in NAMING for each in pages.links):
            pages = replace(pages, about=owner.table.room.name)
        links = [self._link(each, owner) for each in pages.links if owner]
        link, often = Template(" AND ".join(links) or "TRUE"), isinstance(owner, RowSource) and owner.many
        made = PageWriter(pages, link, self._row(pages.table), self._rows, self._words, self._object, often)
        return made.written()

    def _link(self, link: Link, owner: Source) -> str:
        other = owner.text(link.other)
        column = quoted(link.column)
        return self._words.among(column, other) if link.among else f"{column} = {other}"

    def _object(self, fields: Fields, source: Source) -> Text:
        return object_of([Member(name, self._wanted(wanted, source)) for name, wanted in fields], self._words)

    def _wanted(self, wanted: Wanted, source: Source) -> Shown | Text:
        match wanted:
            case Constant(text):
                return constant(text)
            case Value(name, absent):
                return source.shown(name, absent)
            case Identity(name, kind, False, _):
                return Shown(Template(f"'{kind}:' || {source.text(name)}"), Form.TEXT)
            case AnyIdentity(name, room, kinds):
                return Shown(Template(f"{case(source.text(room), kinds)} || ':' || {source.text(name)}"), Form.TEXT)
            case Keys(names):
                return (Template(self._keys([shown(source.shown(name), self._words) for name in names])),)
            case Related(_, _, _, False) if isinstance(source, RowSource) and len(source.joins) < JOINS:
                return (self._joined(wanted, source),)
            case Related(name, table, fields, False):
                link = Template(f'"id" = {self._words.once(source.text(name))}')
                return Shown(self.one(table, fields, link), Form.JSON)
            case Related():
                return (self._several(wanted, source),)
            case AnyRelated(name, room, fields_by_room):
                return Shown(self._any(source.text(name), source.text(room), fields_by_room), Form.JSON)
            case Identity():
                return (self._identities(wanted, source),)
            case Structure():
                return (self._structure(wanted, source),)
            case Pages():
                return (self.page(wanted, source),)

    def _joined(self, wanted: Related, source: RowSource) -> Template:
        """The related row, found by a join: faster than one by one. The past is joined where the database can do so."""
        row, place = self._row(wanted.table, source.many), len(source.joins)
        row.joins = source.joins
        source.joins.append(Template())  # before what is joined to it
        made, there = expression(self._object(wanted.fields, row)), row.text("id")
        other = source.text(wanted.name)
        before, after = Template(f"CASE WHEN {there} IS NOT NULL THEN "), Template(" ELSE 'null' END")
        if self._words.lateral:
            source.joins[place] = Template(self._rows.joined(row, other))
            return Template(before, made, after)
        one = self._rows.one(row, Template(f'"id" = {other}'))
        joined = Template(" LEFT JOIN ", self._rows.several(row), f" ON {there} = {other}")
        source.joins[place] = Template(now_or_then(joined, Template()))
        return Template(
            now_or_then(before, Template("coalesce((SELECT ")),
            made,
            now_or_then(after, Template(" FROM ", one, "), 'null')")),
        )

    def _identities(self, wanted: Identity, source: Source) -> Template:
        alias = self._alias()
        each = Shown(Template(f"'{wanted.kind}:' || {self._words.item_text(alias)}"), Form.TEXT)
        name, items = source.text(wanted.name), self._words.items(source.inside(wanted.name), alias)
        return self._of_list(items, shown(each, self._words), name, wanted.absent)

    def _structure(self, wanted: Structure, source: Source) -> Template:
        if isinstance(source, RowSource) and wanted.name in source.table.lists:
            return self._growing(wanted, source)
        name, inside, alias = source.text(wanted.name), source.inside(wanted.name), self._alias()
        match wanted.shape:
            case Shape.ONE:
                made = expression(self._object(wanted.fields, StructureSource(inside, self._words)))
                return Template(f"CASE WHEN {name} IS NOT NULL THEN ", made, " ELSE 'null' END")
            case Shape.LIST:
                item = self._object(wanted.fields, StructureSource(f"{alias}.value", self._words))
                return self._of_list(self._words.items(inside, alias), item, name, wanted.absent)
            case Shape.MAP:
                item = self._object(wanted.fields, EntrySource(alias, self._words))
                return self._of_list(self._words.entries(inside, alias), item, name, wanted.absent)

    def _growing(self, wanted: Structure, source: RowSource) -> Template:
        """A list whose items are rows of their own."""
        alias = self._alias()
        made = expression(gathered(self._object(wanted.fields, StructureSource(f"{alias}.value", self._words))))
        return Template("(SELECT ", made, " FROM ", self._rows.items(source, wanted.name), f" AS {alias})")

    def _of_list(self, items: str, item: Text, name: str, absent: Any) -> Template:
        made, otherwise = expression(gathered(item)), expression(constant(absent))
        return Template(f"CASE WHEN {name} IS NOT NULL THEN (SELECT ", made, f" FROM {items}) ELSE ", otherwise, " END")

    def _several(self, wanted: Related, source: Source) -> Template:
        alias = self._alias()
        one = self.one(wanted.table, wanted.fields, Template(f'"id" = {alias}."#id"'))
        ids = self._words.ids(source.inside(wanted.name), alias)
        found = Template("(SELECT ", one, f' AS item FROM {ids} ORDER BY {alias}."#place") AS found')
        made = expression(gathered((Template("item"),)))
        return Template("(SELECT ", made, " FROM ", found, " WHERE item IS NOT NULL)")

    def _any(self, id: str, room: str, fields: Mapping[str, Fields]) -> Template:
        tables = self._rows.tables
        ones = {name: self.one(tables[name], each, Template(f'"id" = {id}')) for name, each in fields.items()}
        whens = (piece for name, one in ones.items() for piece in (f" WHEN '{name}' THEN ", one))
        return Template(f"CASE {room}", *whens, " END")

    def _keys(self, keys: list[Text]) -> Hole:
        def written(given: Given) -> Sql:
            at = [(Template(Sql(f"CAST({self._words.mark} AS bigint)", (given.at,))),)] if given.at is not None else []
            return expression(list_of([*keys, *at])).written(given)

        return Hole(written)

    def _row(self, table: Table, many: bool = True) -> RowSource:
        return RowSource(table, self._alias(), self._words, many)

    def _alias(self) -> str:
        return f"t{next(self._numbers)}"


def now_or_then(now: Template, then: Template) -> Hole:
    """The one where the present is asked about, the other where it is the past."""
    both = together((now.pages, then.pages))
    return Hole(lambda given: (now if given.at is None else then).written(given), both)


def case(name: str, words: Mapping[str, str]) -> str:
    whens = " ".join(f"WHEN '{key}' THEN '{word}'" for key, word in words.items())
    return f"CASE {name} {whens} END"
