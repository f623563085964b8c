"""From what is wanted of rows to SQL that gives it as JSON: one expression, whatever is nested in it."""

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any

from projections.compiling.json import TEXTS, Json, Member
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
from projections.dialect import Dialect, Sql, quoted
from projections.tables import Table

JOINS = 40
"""Rows that are joined to one: SQLite joins 64 tables."""


class Compiler:
    """Compiles for one database. Safe for threads; what it makes may be kept, and filled any number of times."""

    def __init__(self, dialect: Dialect, words: Json, tables: Mapping[str, Table]) -> None:
        self._words = words
        self._rows = Rows(dialect, tables)

    def row(self, table: Table, fields: Fields, id: Callable[[Given], str | None]) -> Template:
        """An expression that gives the row with that id, or NULL where there is none to be seen."""
        return self._writer().one(table, fields, Template(Sql(f'"id" = {self._words.mark}', (Later(id),))))

    def page(self, pages: Pages) -> Template:
        """An expression that gives a page of all rows to be seen."""
        return self._writer().page(pages, None)

    def rows(self, table: Table, fields: Fields, ids: Callable[[Given], Iterable[str]]) -> Template:
        """A statement that gives id and JSON of each row with one of these ids."""
        return self._writer().keyed(table, fields, self._rows.with_ids(table, ids))

    def listed(self, expressions: Iterable[Sql]) -> Sql:
        """An expression that gives the values of these as a list."""
        several = list(expressions)
        text = self._words.list([self._words.nested.format(each.text) for each in several])
        return Sql(text, tuple(value for each in several for value in each.values))

    def answer(self, expression: Template) -> Template:
        """The JSON that an expression gives, as a column of a statement."""
        before, after = self._words.answer("{}").split("{}")
        return Template(before, expression, after)

    def statement(self, answers: Iterable[Template]) -> Template:
        """A statement whose only row has these columns: all of one moment. Written once for what comes again."""
        return Template("SELECT ", joined(", ", answers)).remembered()

    def _writer(self) -> "Writer":
        return Writer(self._words, self._rows)


class Writer:
    """Writes one expression. Each row in it gets an alias of its own."""

    def __init__(self, words: Json, rows: Rows) -> None:
        self._words, self._rows = words, rows
        self._numbers = count()

    def one(self, table: Table, fields: Fields, link: Template) -> Template:
        """The row that meets the condition, of which there is at most one."""
        source = self._row(table)
        made = self._object(fields, source)
        return Template("(SELECT ", made, " FROM ", self._rows.one(source, link), *source.joins, ")")

    def keyed(self, table: Table, fields: Fields, link: Template) -> Template:
        """A statement: id and JSON of each row that meets the condition."""
        source = self._row(table)
        made, id = self._object(fields, source), source.text("id")
        rows = Template(self._rows.several(source, link), *source.joins)
        found = Template(f"(SELECT {id} AS id, ", made, " AS item FROM ", rows, ") AS found")
        return Template(f"SELECT id, {self._words.answer('item')} FROM ", found)

    def page(self, pages: Pages, owner: Source | None) -> Template:
        """A page of the rows that are linked with the owner."""
        links = [self._link(each, owner) for each in pages.links] if owner else []
        link, row = Template(" AND ".join(links) or "TRUE"), self._row(pages.table)
        return PageWriter(pages, link, row, self._rows, self._words, self._object).written()

    def _link(self, link: Link, owner: Source) -> str:
        other = owner.text(link.other)
        column = quoted(link.column)
        return self._words.among(column, other) if link.among else f"{column} = {other}"

    def _object(self, fields: Fields, source: Source) -> Template:
        words = self._words
        return words.object([Member(words.name(n), self._wanted(w, source), textual(w, source)) for n, w in fields])

    def _wanted(self, wanted: Wanted, source: Source) -> Template:
        match wanted:
            case Constant(text):
                return Template(f"'{text}'")
            case Value(name, absent):
                return Template(source.json(name, absent))
            case Identity(name, kind, False, _):
                return Template(f"'{kind}:' || {source.text(name)}")
            case AnyIdentity(name, room, kinds):
                return Template(f"{case(source.text(room), kinds)} || ':' || {source.text(name)}")
            case Keys(names):
                return Template(self._keys([source.text(name) for name in names]))
            case Related(_, _, _, False) if isinstance(source, RowSource) and len(source.joins) < JOINS:
                return self._joined(wanted, source)
        before, after = self._words.nested.split("{}")
        return Template(before, self._inner(wanted, source), after)

    def _inner(self, wanted: Wanted, source: Source) -> Template:
        match wanted:
            case Related(name, table, fields, False):
                return self.one(table, fields, Template(f'"id" = {source.text(name)}'))
            case Related():
                return self._several(wanted, source)
            case AnyRelated(name, room, fields_by_room):
                return self._any(source.text(name), source.text(room), fields_by_room)
            case Identity():
                return self._identities(wanted, source)
            case Structure():
                return self._structure(wanted, source)
            case Pages():
                return self.page(wanted, source)
        raise TypeError(f"{wanted} needs no inner SELECT")

    def _joined(self, wanted: Related, source: RowSource) -> Template:
        """The related row, found by a join: faster than one by one. The past is joined where the database can do so."""
        row, place = RowSource(wanted.table, self._alias(), self._words, joins=source.joins), len(source.joins)
        source.joins.append(Template())  # before what is joined to it
        made, there, other = self._object(wanted.fields, row), row.text("id"), source.text(wanted.name)
        one = self._rows.one(row, Template(f'"id" = {other}'))
        if self._words.lateral:
            source.joins[place] = Template(" LEFT JOIN LATERAL ", one, " ON TRUE")
            return Template(f"CASE WHEN {there} IS NOT NULL THEN ", made, " END")
        joined = Template(" LEFT JOIN ", self._rows.several(row), f" ON {there} = {other}")
        before, after = (Template(part) for part in self._words.nested.split("{}"))
        source.joins[place] = Template(now_or_then(joined, Template()))
        return Template(
            now_or_then(Template(f"CASE WHEN {there} IS NOT NULL THEN "), Template(before, "(SELECT ")),
            made,
            now_or_then(Template(" END"), Template(" FROM ", one, ")", after)),
        )

    def _identities(self, wanted: Identity, source: Source) -> Template:
        alias = self._alias()
        each = Template(f"'{wanted.kind}:' || {self._words.item_text(alias)}")
        name = source.text(wanted.name)
        return self._of_list(self._words.items(source.inside(wanted.name), alias), each, name, wanted.absent)

    def _structure(self, wanted: Structure, source: Source) -> Template:
        name, inside, alias = source.text(wanted.name), source.inside(wanted.name), self._alias()
        match wanted.shape:
            case Shape.ONE:
                made = self._object(wanted.fields, StructureSource(inside, self._words))
                return Template(f"CASE WHEN {name} IS NOT NULL THEN ", made, " END")
            case Shape.LIST:
                item = self._object(wanted.fields, StructureSource(f"{alias}.value", self._words))
                return self._of_list(self._words.items(inside, alias), item, name, wanted.absent)
            case Shape.MAP:
                item = self._object(wanted.fields, EntrySource(alias, self._words))
                return self._of_list(self._words.entries(inside, alias), item, name, wanted.absent)

    def _of_list(self, items: str, item: Template, name: str, absent: Any) -> Template:
        gathered = self._words.gathered(item)
        otherwise = "" if absent is None else f" ELSE {self._words.constant(absent)}"
        return Template(f"CASE WHEN {name} IS NOT NULL THEN (SELECT ", gathered, f" FROM {items}){otherwise} END")

    def _several(self, wanted: Related, source: Source) -> Template:
        alias = self._alias()
        one = self.one(wanted.table, wanted.fields, Template(f'"id" = {alias}."#id"'))
        ids = self._words.ids(source.inside(wanted.name), alias)
        found = Template("(SELECT ", one, f' AS item FROM {ids} ORDER BY {alias}."#place") AS found')
        gathered = self._words.gathered(Template(self._words.nested.format("item")))
        return Template("(SELECT ", gathered, " FROM ", found, " WHERE item IS NOT NULL)")

    def _any(self, id: str, room: str, fields: Mapping[str, Fields]) -> Template:
        tables = self._rows.tables
        ones = {name: self.one(tables[name], each, Template(f'"id" = {id}')) for name, each in fields.items()}
        whens = (piece for name, one in ones.items() for piece in (f" WHEN '{name}' THEN ", one))
        return Template(f"CASE {room}", *whens, " END")

    def _keys(self, names: list[str]) -> Hole:
        def written(given: Given) -> Sql:
            if given.at is None:
                return Sql(self._words.list(names))
            return Sql(self._words.list([*names, f"CAST({self._words.mark} AS bigint)"]), (given.at,))

        return Hole(written)

    def _row(self, table: Table) -> RowSource:
        return RowSource(table, self._alias(), self._words)

    def _alias(self) -> str:
        return f"t{next(self._numbers)}"


def textual(wanted: Wanted, source: Source) -> bool:
    """Whether what is wanted is text of SQL, or absent."""
    match wanted:
        case Constant() | AnyIdentity() | Identity(_, _, False, _):
            return True
        case Value(name):
            return isinstance(source, RowSource) and source.table.columns[name].kind in TEXTS
    return False


def now_or_then(now: Template, then: Template) -> Hole:
    """The one where the present is asked about, the other where it is the past."""
    both = together((now.pages, then.pages))
    return Hole(lambda given: (now if given.at is None else then).written(given), both)


def case(name: str, words: Mapping[str, str]) -> str:
    whens = " ".join(f"WHEN '{key}' THEN '{word}'" for key, word in words.items())
    return f"CASE {name} {whens} END"
