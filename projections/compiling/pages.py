"""A page of a list as JSON: its rows, their cursors, what lies around it, and how many there are in all."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from projections import cursors
from projections.compiling.json import Json, Member
from projections.compiling.rows import Rows
from projections.compiling.selection import Constant, Edge, Edges, Fields, Nodes, PageInfo, Pages
from projections.compiling.sources import RowSource, Source
from projections.compiling.template import Given, Hole, Template
from projections.dialect import Sql
from projections.filters import total

ObjectOf: TypeAlias = Callable[[Fields, Source], Template]
Part: TypeAlias = Nodes | Edges | PageInfo | Edge | Constant
AROUND = {Edge.HAS_NEXT, Edge.HAS_PREVIOUS, Edge.START, Edge.END}


class PageWriter:
    """Writes one page. `source` is a row of it."""

    def __init__(
        self, pages: Pages, link: Template, source: RowSource, rows: Rows, words: Json, object_of: ObjectOf
    ) -> None:
        self.pages, self.link, self.source = pages, link, source
        self.rows, self.words, self.object_of = rows, words, object_of
        self.around = any(
            isinstance(part, PageInfo) and any(edge in AROUND for _, edge in part.fields) for _, part in pages.fields
        )
        self.numbers = words.numbers if self.around else ""

    def written(self) -> Template:
        """An expression that gives the page."""
        made = self._made()
        if self.source.joins and not self.numbers and not self.words.ordered:
            self.numbers = 'row_number() OVER () AS "#"'
            self.source.joins.clear()
            made = self._made()
        if not self.around and not any(isinstance(part, Nodes | Edges) for _, part in self.pages.fields):
            return Template(made, self._hole(self._checked))
        rows = self.rows.page(self.source, self.pages, self.link, self.numbers, self.around)
        return Template("(SELECT ", made, " FROM ", rows, *self.source.joins, ")")

    def _made(self) -> Template:
        return self._members((name, self._part(part)) for name, part in self.pages.fields)

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
        return self.words.object([Member(self.words.name(name), value) for name, value in members])

    def _all(self, item: Template) -> Template:
        only = Template('"#" <= ', self._hole(self._size)) if self.around else None
        return self.words.gathered(item, only, Template('"#"', self._hole(self._direction)) if self.numbers else None)

    def _hole(self, write: Callable[[Given], Sql]) -> Hole:
        return Hole(write, (self.pages,))

    def _direction(self, given: Given) -> Sql:
        return Sql(" DESC" if given.wish(self.pages).part.backwards else "")

    def _of_row(self, part: Nodes | Edge | Constant) -> Template:
        match part:
            case Nodes(fields):
                return self.object_of(fields, self.source)
            case Constant(text):
                return Template(f"'{text}'")
        return Template(self._hole(self._cursor))

    def _around(self, edge: Edge | Constant) -> Template:
        match edge:
            case Constant(text):
                return Template(f"'{text}'")
            case Edge.HAS_NEXT | Edge.HAS_PREVIOUS:
                return Template(self._more(edge is Edge.HAS_NEXT))
        return Template(self._end(edge is Edge.START))

    def _more(self, after: bool) -> Hole:
        """Whether rows lie after the page, or before it: seen where it is read towards them, else known by a cursor."""

        def written(given: Given) -> Sql:
            part = given.wish(self.pages).part
            if part.backwards == after:
                known = (part.before if after else part.after) is not None
                return Sql(self.words.truth(f"count(*) {'>=' if known else '<'} 0"))  # still an aggregate: one answer
            return Sql(self.words.truth(f"count(*) > {self.words.mark}"), (part.size,))

        return self._hole(written)

    def _end(self, start: bool) -> Hole:
        """The cursor of the page's first row, or of its last. Rows are numbered as they are read."""

        def written(given: Given) -> Sql:
            cursor = self._cursor(given)
            if given.wish(self.pages).part.backwards == start:
                return self.words.last(cursor, self._size(given))
            return Sql(f"string_agg({cursor.text}, '') FILTER (WHERE \"#\" = 1)", cursor.values)

        return self._hole(written)

    def _checked(self, given: Given) -> Sql:
        """Nothing, when the cursors belong to the list: where no row is read, nobody else would look at them."""
        wish = given.wish(self.pages)
        for cursor in (wish.part.after, wish.part.before):
            if cursor is not None:
                cursors.place(self.pages.table, total(wish.order), cursor)
        return Sql("")

    def _size(self, given: Given) -> Sql:
        return Sql(self.words.mark, (given.wish(self.pages).part.size,))

    def _cursor(self, given: Given) -> Sql:
        table, orders = self.source.table, total(given.wish(self.pages).order)
        values = self.words.as_text(self.words.list([self.source.json(each.column) for each in orders]))
        return Sql(f"{self.words.bound_text} || {self.words.opaque(values)}", (cursors.mark(table, orders),))
