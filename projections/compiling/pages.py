"""A page of a list as JSON: its rows, their cursors, what lies around it, and how many there are in all."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from projections import cursors
from projections.compiling.json import Json
from projections.compiling.rows import Rows
from projections.compiling.selection import Constant, Edge, Edges, Fields, Nodes, PageInfo, Pages
from projections.compiling.sources import RowSource, Source
from projections.compiling.template import Given, Hole, Template
from projections.dialect import Sql
from projections.filters import total

ObjectOf: TypeAlias = Callable[[Fields, Source], Template]
Part: TypeAlias = Nodes | Edges | PageInfo | Edge | Constant


class PageWriter:
    """Writes one page. `source` is a row of it."""

    def __init__(
        self, pages: Pages, link: Template, source: RowSource, rows: Rows, words: Json, object_of: ObjectOf
    ) -> None:
        self.pages, self.link, self.source = pages, link, source
        self.rows, self.words, self.object_of = rows, words, object_of
        self.read = f"{source.alias}_read"
        """The name of the rows that are read, where more is told of them than the rows themselves."""

    def written(self) -> Template:
        """An expression that gives the page."""
        made = self._members((name, self._part(part)) for name, part in self.pages.fields)
        listed, around = self._has(Nodes | Edges), self._has(PageInfo)
        joins = self.source.joins
        if not around:
            if not listed:
                return Template(made, self._checked)
            return Template("(SELECT ", made, " FROM ", self.rows.page(*self._asked, bool(joins)), *joins, ")")
        shown = self.rows.shown(self.source, self.pages, self.read, bool(joins))
        these = Template(" FROM ", shown, *joins) if listed else ""
        rows = self.rows.read(*self._asked)
        return Template(f"(WITH {self.read} AS MATERIALIZED (", rows, ") SELECT ", made, these, ")")

    @property
    def _asked(self) -> tuple[RowSource, Pages, Template]:
        return self.source, self.pages, self.link

    def _has(self, kind: Any) -> bool:
        return any(isinstance(part, kind) for _, part in self.pages.fields)

    def _part(self, part: Part) -> Template:
        match part:
            case Nodes(fields):
                return self._all(self.object_of(fields, self.source))
            case Edges(fields):
                return self._all(self._members((name, self._of_row(each)) for name, each in fields))
            case PageInfo(fields):
                return self._members((name, self._around(each)) for name, each in fields)
            case Edge.TOTAL:
                return Template(self.rows.counted(self.pages, self.link))
            case Constant(text):
                return Template(f"'{text}'")
        raise ValueError(f"{part} is nothing of a page")

    def _members(self, members: Iterable[tuple[str, Template]]) -> Template:
        return self.words.object([(self.words.name(name), value) for name, value in members])

    def _all(self, item: Template) -> Template:
        return self.words.gathered(item, Template(self._order) if self.words.lateral else None)

    def _order(self, given: Given) -> Sql:
        """Joined rows may come in any order, so they are numbered as they are read."""
        if not self.source.joins:
            return Sql("")
        return Sql(' ORDER BY "#" DESC' if given.wish(self.pages).part.backwards else ' ORDER BY "#"')

    def _of_row(self, part: Nodes | Edge | Constant) -> Template:
        match part:
            case Nodes(fields):
                return self.object_of(fields, self.source)
            case Constant(text):
                return Template(f"'{text}'")
        return Template(self._cursor)

    def _around(self, edge: Edge | Constant) -> Template:
        match edge:
            case Constant(text):
                return Template(f"'{text}'")
            case Edge.HAS_NEXT | Edge.HAS_PREVIOUS:
                return Template(self._more(edge is Edge.HAS_NEXT))
        return Template(self._end(edge))

    def _more(self, after: bool) -> Hole:
        """Whether rows lie after the page, or before it: seen where it is read towards them, else known by a cursor."""

        def written(given: Given) -> Sql:
            part = given.wish(self.pages).part
            if part.backwards == after:
                known = (part.before if after else part.after) is not None
                return Sql(self.words.truth(f"1 = {int(known)}"))
            return Sql(self.words.truth(f"(SELECT count(*) FROM {self.read}) > {self.words.mark}"), (part.size,))

        return written

    def _end(self, edge: Edge) -> Hole:
        """The cursor of the first row of those that are read, or of the last one that the page has."""

        def written(given: Given) -> Sql:
            wish, mark = given.wish(self.pages), self.words.mark
            part, cursor = wish.part, self._cursor(given)
            select, rows = f"(SELECT {cursor.text} FROM {self.read} AS {self.source.alias}", cursor.values
            if not part.size:
                return Sql("NULL")
            if part.backwards != (edge is Edge.START):
                return Sql(f"{select} LIMIT 1)", rows)
            from_last = self.rows.ordering(self.source.table, total(wish.order), not part.backwards)
            more = f"(SELECT count(*) FROM {self.read}) > {mark}"
            last = f"{select} LIMIT 1 OFFSET {mark}) ELSE {select} ORDER BY {from_last} LIMIT 1)"
            return Sql(f"CASE WHEN {more} THEN {last} END", (part.size, *rows, part.size - 1, *rows))

        return written

    def _checked(self, given: Given) -> Sql:
        """Nothing, when the cursors belong to the list: where no row is read, nobody else would look at them."""
        wish = given.wish(self.pages)
        for cursor in (wish.part.after, wish.part.before):
            if cursor is not None:
                cursors.place(self.pages.table, total(wish.order), cursor)
        return Sql("")

    def _cursor(self, given: Given) -> Sql:
        table, orders = self.source.table, total(given.wish(self.pages).order)
        values = self.words.as_text(self.words.list([self.source.json(each.column) for each in orders]))
        return Sql(f"{self.words.bound_text} || {self.words.opaque(values)}", (cursors.mark(table, orders),))
